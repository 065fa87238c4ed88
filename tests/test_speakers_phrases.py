"""Which phrases can be a speaker at all, and whom a pronoun means, in invented sentences of each language."""

import pytest

from linker.claims import claims_of
from linker.records import Article


def said(language: str, *paragraphs: str) -> str | None:
    """The speaker of the last claim."""
    return claims_of(Article(url="", title="", paragraphs=paragraphs, language=language))[-1].speaker


@pytest.mark.parametrize(
    ("language", "paragraph", "speaker"),
    [
        (
            "en",
            "A post that was shared thousands of times says that the pier in Port Ellery is closed.",
            "A post",
        ),
        (
            "en",
            "A post that drew thousands of comments says that the pier in Port Ellery is closed.",
            "A post",
        ),
        ("en", "The report that was leaked on Friday says the ferry was unsafe.", "The report"),
        (
            "de",
            "Ein Beitrag, der tausendfach geteilt wurde, behauptet, dass die Hafenbrücke in Velden gesperrt sei.",
            "Ein Beitrag",
        ),
        (
            "fr",
            "Une publication partagée des milliers de fois affirme que le pont du port est fermé.",
            "Une publication",
        ),
        (
            "es",
            "Una publicación compartida miles de veces afirma que el puente se hundió.",
            "Una publicación",
        ),
        ("pl", "Wpis, który udostępniono tysiące razy, twierdzi, że most jest zamknięty.", "Wpis"),
        ("uk", "Допис, який поширили тисячі разів, стверджує, що міст закрили.", "Допис"),
        ("id", "Unggahan yang dibagikan ribuan kali menyebut jembatan pelabuhan ditutup.", "Unggahan"),
    ],
)
def test_a_relative_clause_is_no_part_of_the_speaker(language, paragraph, speaker):
    assert said(language, paragraph) == speaker


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [
        ("en", "There were nine boats in the harbour, compared with four last year."),
        ("en", "Ellery's repeated claims about the pier were false."),
        ("en", "Coastway's promised refund never came."),
        ("en", "The plants mentioned in this guide like shade."),
        ("en", "These can only tell you so much."),
        ("en", "Nobody in Dunmarrow knows what the new toll will cost."),
        ("en", "A Velden post office closed in May."),
        ("de", "Die Musik war so laut, dass niemand schlief."),
        ("de", "Die Kritik daran wurde laut, als die Brücke gesperrt wurde."),
        ("de", "Die Brücke findet sich in keinem Plan der Stadt wieder."),
        ("de", "Im Mai habe ich das zum ersten Mal im Hafen von Velden geschrieben."),
        ("fr", "Ce qu'on dit du pont est faux."),
        ("fr", "Selon la saison, le pont ferme plus tôt."),
        ("es", "La tormenta se declaró en el puerto de Valmera."),
        ("es", "Con dos cartas pidió el cierre del puente."),
        ("es", "Las medidas cambian según la hora."),
        ("es", "Todo apunta a un fallo del motor."),
        ("it", "L'uomo, accusato dalla procura di furto, è stato rilasciato."),
        ("it", "Senza alcuna accusa il capitano è rimasto in carcere."),
        ("it", "Secondo la stagione, il ponte chiude prima."),
        ("pl", "Most nad Welą zapewnił sobie miejsce w historii."),
        ("pl", "Na zdjęciu opublikowanym przez Facebook dodano fałszywy podpis."),
        ("uk", "Міст забезпечив собі місце в історії міста."),
        ("id", "Jembatan itu menyebut dirinya dalam sejarah kota."),
    ],
)
def test_a_clause_or_a_thing_is_no_speaker(language, paragraph):
    assert said(language, paragraph) is None


@pytest.mark.parametrize(
    ("language", "paragraph", "speaker"),
    [
        (
            "en",
            "The Harbour Chief of Coast Guard Staff Admiral Idris Venn has repeatedly warned of storms.",
            "Idris Venn",
        ),
        ("en", "00.30 Rescue experts believe the boat sank.", "Rescue experts"),
        ("en", "The points the letter outlined were ignored.", "the letter"),
        ("en", "The old family has said it will sue.", "The old family"),
        (
            "en",
            "A caption under the picture claims the pier burned down in March.",
            "A caption under the picture",
        ),
        ("de", "Laut der Polizei wurde niemand verletzt.", "der Polizei"),
        ("de", "„Das ist doch Unsinn“, schimpfte der Hafenmeister, bevor er ging.", "der Hafenmeister"),
        ("de", "Der Sprecher von Nordhafen, Uwe Tamm, sagte, die Brücke sei sicher.", "Uwe Tamm"),
        (
            "fr",
            "« Rien n'est sûr », a prévenu la porte-parole de la préfecture.",
            "la porte-parole de la préfecture",
        ),
        ("fr", "Le navire repartira lundi, a indiqué le maire de Valbrune, Yann Coatmeur.", "Yann Coatmeur"),
        ("es", "“Nadie nos avisó”, lamentó el alcalde de Valmera, Julián Ortuño.", "Julián Ortuño"),
        ("es", "“Nadie nos avisó”, lamentó el alcalde de Valmera.", "el alcalde de Valmera"),
        ("es", "El ministro de Transportes aseguró que el puente es seguro.", "El ministro de Transportes"),
        (
            "es",
            "La presidenta de la Unión Portuaria, Anke von der Stahl, aseguró que abrirá.",
            "Anke von der Stahl",
        ),
        ("es", "Según pudo confirmar El Correo del Puerto, el puente sigue cerrado.", "El Correo del Puerto"),
        ("it", "«Il ponte tiene», ha detto poi la premier nella serata di lunedì.", "la premier"),
        (
            "it",
            "L'armatore Nico Desti, che conosce Aldo Rame da anni, racconta di aver visto il fumo.",
            "Nico Desti",
        ),
        ("pl", "„To koniec” – powiedział prezydent UPM.", "prezydent UPM"),
        ("pl", "Zdaniem strażaków pożar wybuchł w maszynowni.", "strażaków"),
        ("pl", "Rzecznik portu w Solinku Jan Obara zaprzeczył, ale dodał, że trwa kontrola.", "Jan Obara"),
        ("uk", "За словами рятувальників, постраждалих немає.", "рятувальників"),
        (
            "uk",
            "Начальник порту Ілля Заставний спростував чутки, однак додав, що перевірка триває.",
            "Ілля Заставний",
        ),
        ("id", '"Kapal itu aman," kata juru bicara pelabuhan.', "juru bicara pelabuhan"),
        ("id", "Menurut polisi, tidak ada korban.", "polisi"),
    ],
)
def test_a_role_keeps_its_complement_or_yields_to_its_name(language, paragraph, speaker):
    assert said(language, paragraph) == speaker


@pytest.mark.parametrize(
    ("language", "paragraphs", "speaker"),
    [
        (
            "en",
            (
                "Marlow Quint left early.",
                "When Quint arrived in Ellery, he told the crowd that the pier would stay open.",
            ),
            "Marlow Quint",
        ),
        (
            "en",
            ("Marlow Quint met Ada Colm in Ellery.", "Then Colm thanked the crew, whom she called heroes."),
            "Ada Colm",
        ),
        (
            "en",
            ("A spokesman for the harbour said nobody was hurt.", "“We were lucky,” he added."),
            "A spokesman for the harbour",
        ),
        (
            "en",
            ("The pier in Port Ellery is old.", "Port Ellery is quiet in May.", "“We were lucky,” she said."),
            None,
        ),
        ("en", ("“We will rebuild,” Ada Colm said.", "“It will take a year.”"), "Ada Colm"),
        ("en", ("Ada Colm said the pier would stay.", "“It will take a year.”"), "Ada Colm"),
        ("en", ("What did Ada Colm say of the pier?", "“It will take a year.”"), None),
        ("en", ("Mayor Ada Colm is pleased: “We will rebuild.”",), "Ada Colm"),
        (
            "de",
            ("Trainer Uwe Tamm traf Hafenministerin Hanne Brodt in Velden.", "„Wir bauen neu“, sagte sie."),
            "Hanne Brodt",
        ),
        ("de", ("Velden Nord liegt am Meer.", "„Wir bauen neu“, sagte er."), None),
        (
            "fr",
            (
                "La préfète Odile Sarrand est venue à Valmont.",
                "« Le pont tiendra, assure-t-elle. Nous avons vérifié. »",
            ),
            "Odile Sarrand",
        ),
        (
            "es",
            ("El alcalde Julián Ortuño llegó a Valmera por la noche.", "“Fue horrible”, resumió."),
            "Julián Ortuño",
        ),
        ("es", ("La lonja de Los Llanos (Valmera) cerró ayer.", "“Fue horrible”, resumió."), None),
        (
            "pl",
            ("Burmistrz Olgierd Sanek przyjechał do Welina.", "„Most będzie zamknięty” – dodał."),
            "Olgierd Sanek",
        ),
        (
            "pl",
            (
                "W serwisie Truth Social burmistrz Olgierd Sanek napisał o moście.",
                "„Most będzie zamknięty” – dodał.",
            ),
            "Olgierd Sanek",
        ),
        (
            "uk",
            ("Мер Лубна Остап Гірняк приїхав до порту.", "«Міст закриють», — сказав він."),
            "Остап Гірняк",
        ),
        (
            "id",
            ("Wali Kota Bagas Purnomo tiba di Teluk Rimba.", "“Jembatan ditutup,” katanya."),
            "Bagas Purnomo",
        ),
    ],
)
def test_a_pronoun_means_only_whom_the_article_makes_clear(language, paragraphs, speaker):
    assert said(language, *paragraphs) == speaker


@pytest.mark.parametrize(
    ("language", "paragraphs", "speaker"),
    [
        (
            "en",
            ("Coastway Airlines said it had cut 12 flights.", "“We are sorry,” it said."),
            "Coastway Airlines",
        ),
        ("en", ("Marlin said the ferry would sail.", "It added that fares would rise."), "Marlin"),
        ("en", ("HarbourLink said fares would rise.", "“We are sorry,” they said."), "HarbourLink"),
        ("en", ("The WHO said the clinic was safe.", "It told reporters so.", "“Go,” it added."), "The WHO"),
        ("en", ("The fire service was called at noon.", "“Stay indoors,” it warned."), "The fire service"),
        ("en", ("The fire service cars are red.", "“Stay indoors,” it warned."), None),
        (
            "en",
            ("The man who wrote it, Tom Brennan of Ryndle, said so.", "Mr Brennan left.", "“Go,” he said."),
            "Tom Brennan",
        ),
        ("en", ("Mayor Colm said the pier would stay.", "“It is old,” it said."), None),
        ("en", ("Ada Colm said the pier would stay.", "“It is old,” they said."), None),
        ("en", ("Velden lies in Marland.", "Marland said so.", "It added that fares would rise."), None),
        ("en", ("HarbourLink said fares would rise.", "Some who believe it shows greed left."), None),
        ("en", ("HarbourLink said fares would rise.", "Ada saw the post and it claims otherwise."), None),
        (
            "pl",
            ("Ministerstwo Portów poinformowało o moście.", "„Most jest stary” – dodało."),
            "Ministerstwo Portów",
        ),
    ],
)
def test_it_and_they_mean_an_organisation_that_spoke(language, paragraphs, speaker):
    assert said(language, *paragraphs) == speaker


@pytest.mark.parametrize(
    ("language", "paragraphs", "speaker"),
    [
        (
            "en",
            ("It went to the Ministry of Ports and Harbours.", "The ministry said the pier was safe."),
            "The Ministry of Ports and Harbours",
        ),
        ("en", ("Port Ellery Hospital is full.", "The hospital said it would grow."), "Port Ellery Hospital"),
        (
            "en",
            ("The Ministry of Ports met the Ministry of Roads.", "The ministry said the pier was safe."),
            "The ministry",
        ),
        ("en", ("The Ministry of Ports is old.", "A ministry said the pier was safe."), "A ministry"),
        ("en", ("Dockside Network is sold.", "The network said it would grow."), "The network"),
        ("en", ("The Ellery Post is sold daily.", "The post said the pier was safe."), "The post"),
        (
            "de",
            ("Es liegt beim Hafenministerium.", "Das Ministerium teilte mit, der Pier sei sicher."),
            "Das Hafenministerium",
        ),
        (
            "de",
            ("Die Nordische Kommission tagt.", "„Der Pier ist sicher“, erklärte die Kommission."),
            "die Nordische Kommission",
        ),
        ("de", ("Der Bus fährt in die Altstadt.", "„Der Pier ist sicher“, erklärte die Stadt."), "die Stadt"),
        ("de", ("Ein Reedereiunternehmen baut.", "„Gut“, sagte das Unternehmen."), "das Unternehmen"),
        (
            "es",
            ("El Ministerio de Puertos trabaja.", "El ministerio dijo que el muelle cerraría."),
            "El Ministerio de Puertos",
        ),
        (
            "fr",
            ("Le Ministère des Ports travaille.", "Le ministère a déclaré que le quai fermerait."),
            "Le Ministère des Ports",
        ),
        (
            "pl",
            ("Ministerstwo Portów pracuje.", "To ministerstwo poinformowało, że most jest zamknięty."),
            "To ministerstwo",
        ),
    ],
)
def test_a_short_description_means_the_one_organisation_the_article_names(language, paragraphs, speaker):
    assert said(language, *paragraphs) == speaker


@pytest.mark.parametrize(
    ("language", "paragraphs", "speaker"),
    [
        ("en", ("The WHO said masks would help.",), "The WHO"),
        ("en", ("The US said talks would resume.",), "The US"),
        ("en", ("The clinic is safe, said the Ministry of Health.",), "the Ministry of Health"),
        ("en", ("The court ruled that the toll was unlawful.",), "The court"),
        ("en", ("The court ruled out a retrial.",), None),
        ("de", ("Zwei Menschen wurden verletzt, wie die Polizei Velden mitteilte.",), "die Polizei Velden"),
        ("de", ("Die Gewerkschaft Nordlicht rief auf: „Wir streiken.“",), "Die Gewerkschaft Nordlicht"),
        ("de", ("Der Pier sei gesperrt, erklärt Marlin, der Betreiber.",), "Marlin"),
        ("de", ("Spenden gehen an Marlin.", "Marlin warnte, der Pier könne sinken."), "Marlin"),
        ("de", ("Bislang haben 66 Häfen einen neuen Rahmen gefordert.",), None),
        ("de", ("In der Debatte warnte Verwaltung.",), None),
        ("de", ("Das Landgericht entschied, dass die Maut rechtswidrig ist.",), "Das Landgericht"),
        ("de", ("„Wir sperren den Pier“, hieß es aus dem Ministerium.",), "dem Ministerium"),
        (
            "de",
            ("„Gut“, heißt es in einer Erklärung der Gewerkschaft Nordlicht.",),
            "der Gewerkschaft Nordlicht",
        ),
        ("de", ("„Gut“, heißt es in einer Mitteilung vom Montag.",), None),
        ("de", ("„Gut“, hieß es bei der Eröffnung.",), None),
        ("de", ("Wie die dpa berichtet, ist die Fähre gesunken.",), "die dpa"),
        ("es", ("“El muelle cerrará”, señaló el Ministerio de Puertos.",), "el Ministerio de Puertos"),
        ("pt", ("“O cais fechará”, informou o Ministério dos Portos.",), "o Ministério dos Portos"),
        ("pl", ("Ministerstwo poinformowało, że most zostanie zamknięty.",), "Ministerstwo"),
        ("cs", ("Ministerstvo uvedlo, že most bude uzavřen.",), "Ministerstvo"),
        ("ru", ("Министерство сообщило, что мост закроют.",), "Министерство"),
        ("ru", ("«Мост закроют», — заявили в министерстве.",), "министерстве"),
        ("uk", ("Міністерство повідомило, що міст закриють.",), "Міністерство"),
        ("uk", ("«Міст закриють», — сказав у відео.",), None),
    ],
)
def test_an_organisation_speaks_as_the_article_names_it(language, paragraphs, speaker):
    assert said(language, *paragraphs) == speaker
