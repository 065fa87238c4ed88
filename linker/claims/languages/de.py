"""German."""

from linker.claims.languages import Language, phrases, words

LANGUAGE = Language(
    code="de",
    common=words("""
        der die das den dem des ein eine einen einem einer eines und oder aber in im an am auf aus bei mit nach von
        vom zu zum zur für über unter vor durch gegen ohne um ist sind war waren wird werden wurde wurden hat haben
        hatte hatten sein seine seiner ihr ihre er sie es wir ich nicht auch noch nur schon so wie als wenn dass
        weil da doch man sich bis seit während dabei damit dies diese dieser dieses mehr kein keine jetzt dann hier
        dort wer was wo heute gestern nun zudem außerdem demnach laut zwei drei
    """),
    speech=words("""
        sagt sagte sagten sagen gesagt erklärt erklärte erklärten erklären betont betonte betonten meint meinte meinten
        schreibt schrieb schrieben geschrieben gemeint gefordert gewarnt angekündigt eingeräumt mitgeteilt gefragt geklagt twitterte twittert teilte mitteilte ankündigte betonte erklärte berichtet berichtete berichteten
        erzählt erzählte kritisiert kritisierte kritisierten fordert forderte forderten warnt warnte warnten
        kündigt kündigte antwortet antwortete ergänzt ergänzte fügte fügt so behauptet behauptete versichert
        versicherte unterstreicht unterstrich bekräftigt bekräftigte räumt räumte mahnt mahnte appelliert
        appellierte lobt lobte bestätigt bestätigte verkündet verkündete findet fand glaubt glaubte resümiert
        resümierte erläutert erläuterte fragt fragte ruft rief klagt klagte bilanzierte prophezeit hieß heißt
        postete postet argumentiert argumentierte beklagt beklagte beteuert beteuerte bemerkt bemerkte stellt
        stellte urteilt urteilte konstatiert konstatierte gesteht gestand
    """),
    reporting=words("""
        bestreitet bestritt dementiert dementierte wirft warf plant hofft hoffte erwartet erwartete vermutet vermutete weist wies lehnt lehnte nennt nannte
        entschied entscheidet bezeichnet bezeichnete sieht sah sprach spricht verspricht versprach verlangt verlangte
    """),
    nouns=words(
        "so stellt stellte findet fand ruft rief heißt hieß fügt fügte glaubt glaubte klagt klagte plant sieht sah"
    ),
    parted=words("so"),
    according=phrases("""
        laut
        nach angaben
        nach auskunft
        nach ansicht
        nach meinung
        nach einschätzung
        nach worten
        nach den worten
        aus sicht
        hieß es aus
        hieß es von
        hieß es vom
        hieß es seitens
        hieß es in einer mitteilung
        hieß es in einer erklärung
        hieß es in einer stellungnahme
        heißt es aus
        heißt es von
        heißt es vom
        heißt es seitens
        heißt es in einer mitteilung
        heißt es in einer erklärung
        heißt es in einer stellungnahme
    """),
    depending=words("aus von vom seitens mitteilung erklärung stellungnahme"),
    according_after=words("zufolge"),
    final=words("""
        gesagt erklärt betont gemeint geschrieben berichtet erzählt kritisiert gefordert gewarnt angekündigt ergänzt
        behauptet versichert bekräftigt eingeräumt mitgeteilt bestätigt verkündet erläutert gefragt geklagt
    """),
    auxiliaries=words("hat haben hatte hatten"),
    that=words("dass ob wie warum"),
    clause=words("dass weil wenn und aber oder denn ob sondern während nachdem obwohl als wie"),
    relative=words("welcher welche"),
    pronouns={"er": "m", "sie": "f", "es": "n", "ihm": "m"},
    mute=words("ich wir man du ihr"),
    prepositions=words("""
        in im an am auf aus bei beim mit nach von vom zu zum zur für über unter vor durch gegen ohne um seit laut
        gegenüber zwischen neben
    """),
    between=words("""
        hat habe haben hatte hatten auch dazu später zuletzt zudem außerdem ebenfalls wiederum nun dann noch sich
        bereits weiter weiterhin hingegen jedoch daraufhin montag dienstag mittwoch donnerstag freitag samstag
        sonntag abend morgen heute gestern
    """),
    passive=words("wurde wurden wird werden"),
    finite=words("""
        ist sind war waren sei seien wäre wären wird werden wurde wurden würde würden hat haben habe hatte hatten hätte
        kann können konnte konnten könnte könnten muss müssen musste mussten soll sollen sollte sollten will wollen
        wollte wollten darf dürfen durfte durften
    """),
    infinitive=words("zu"),
    plural=("en",),
    reflexive=words("sich"),
    agents=("er", "erin", "innen", "ist", "isten", "ling", "-jährige", "-jähriger"),
    abstract=("ung", "heit", "keit", "schaft", "tion", "ität", "ismus", "ik", "nis", "en"),
    locative=words("in im aus nach bei"),
    titles=words("""
        herr frau dr prof kanzler kanzlerin bundeskanzler bundeskanzlerin präsident präsidentin minister ministerin
        papst könig königin trainer trainerin kapitän bürgermeister bürgermeisterin oberbürgermeister
        oberbürgermeisterin professor professorin general generalin richter richterin anwalt anwältin
        oppositionsführer oppositionsführerin meteorologe meteorologin bergmann experte expertin forscher
        forscherin autor autorin chef chefin kollege kollegen kollegin amtskollegen amtskollegin sprecher sprecherin abgeordnete abgeordneter
        abgeordneten vorsitzende vorsitzender staatssekretär staatssekretärin senator senatorin
        gouverneur gouverneurin botschafter botschafterin direktor direktorin leiter leiterin manager managerin
        stürmer torwart schauspieler schauspielerin sänger sängerin regisseur regisseurin kandidat kandidatin
        journalist journalistin historiker historikerin ökonom ökonomin landrat landrätin us-präsident
        unternehmer unternehmerin spd-chef cdu-chef amtskollege amtskollegin staatschef
    """),
    title_endings=(
        "minister",
        "ministerin",
        "präsident",
        "präsidentin",
        "kanzler",
        "kanzlerin",
        "sprecher",
        "sprecherin",
        "chef",
        "chefin",
        "führer",
        "führerin",
        "vorsitzende",
        "vorsitzender",
        "experte",
        "expertin",
        "forscher",
        "forscherin",
        "spieler",
        "spielerin",
        "trainer",
        "trainerin",
        "meister",
        "meisterin",
        "anwalt",
        "anwältin",
        "leiter",
        "leiterin",
        "direktor",
        "direktorin",
        "politiker",
        "politikerin",
        "sekretär",
        "sekretärin",
        "wissenschaftler",
        "wissenschaftlerin",
        "bauer",
        "abgeordnete",
        "abgeordneter",
    ),
    honorifics={
        "herr": "m",
        "frau": "f",
        "kanzlerin": "f",
        "bundeskanzlerin": "f",
        "präsidentin": "f",
        "ministerin": "f",
        "bürgermeisterin": "f",
        "oberbürgermeisterin": "f",
        "ministerpräsidentin": "f",
        "sprecherin": "f",
        "chefin": "f",
        "geschäftsführerin": "f",
        "außenministerin": "f",
    },
    roles=words("""
        polizei küstenwache bundeswehr regierung ministerium behörde behörden staatsanwaltschaft sprecher sprecherin feuerwehr armee
        militär gericht unternehmen konzern verein verband gewerkschaft partei opposition experten forscher
        wissenschaftler kritiker zeugen anwohner anwohnerin einwohner einwohnerin quelle quellen kreml pentagon kommission bericht studie umfrage
        landesamt stadt gemeinde opfer mutter vater frau mann kinder eltern bewohner
    """),
    sources=words("""
        beitrag post posting tweet video clip foto bild meldung mitteilung pressemitteilung statement brief schreiben
        gutachten bilanz urteil dokument papier protokoll zeitung blatt magazin portal sender nachrichtenagentur seite
        kanal konto account nutzer nutzerin user userin leser zuschauer hörer gast kunde kundin mieter mieterin bürger
        firma airline klinik krankenhaus schule kirche hochschule institut stiftung fraktion senat ausschuss rat
        kabinett ministerium versicherung bahn bank kammer initiative bündnis bewegung bruder schwester sohn tochter
        großmutter großvater onkel tante freund freundin nachbar nachbarin kollegin arzt ärztin pfarrer lehrer lehrerin
        schüler student studentin kind junge mädchen menschen leute ankündigung angaben daten zahlen
    """),
    particles=words("von van der de zu den di al bin"),
    not_names=words("""
        montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april mai juni juli august
        september oktober november dezember
    """),
    organisations=words("""
        partei gericht ministerium polizei universität bank verband rat kommission zeitung spiegel agentur union
        bundestag landtag nato eu dpa afp reuters regierung amt landesamt behörde fc verein stadt staatsanwaltschaft
        feuerwehr gewerkschaft konzern institut stiftung küstenwache bundeswehr landgericht amtsgericht unternehmen
        nachrichtenagentur fraktion senat
    """),
    companies=words("unternehmen konzern verband verein institut agentur ag gmbh"),
    abbreviations=words("""
        dr prof hr fr st nr ca bzw usw etc z.b u.a d.h s.o s.u vgl abs art bd ggf inkl evtl mio mrd str tel o.ä
        jan feb mrz apr jun jul aug sep sept okt nov dez geb gest max min zzgl
    """),
    negations=words("nicht nie niemals kein keine keinen keiner keinem ohne nichts weder"),
    definite=words("der die das den dem"),
    articles=words("der die das den dem des ein eine einen einem einer eines mehrere viele einige"),
    furniture=(
        r"(?:lesen sie|lesen) (?:auch|mehr|hier|dazu)\b.{0,150}$",
        r"mehr (?:zum thema|dazu|lesen|infos|nachrichten|aus)\b.{0,120}$",
        r"(?:siehe|sehen sie) auch\b",
        r"namen? (?:von der redaktion )?geändert\W*$",
        r"(?:foto|bild|quelle|grafik|video|fotos|bilder|archivbild|symbolbild|bildquelle)s?\s?:",
        r"(?:anzeige|werbung)\b.{0,40}$",
        r"(?:hier|jetzt) (?:klicken|anmelden|abonnieren|bestellen|lesen|geht)\b.{0,120}$",
        r"(?:newsletter|abonnieren|melden sie sich)\b.{0,160}$",
        r"(?:von|text|autor|autorin)\s?:? (?:(?-i:[A-ZÄÖÜ])[\w.-]++ ?){2,4}$",
        r"(?:folgen|teilen) (?:sie|auf)\b.{0,100}$",
        r"(?:das könnte sie|auch interessant|empfohlen)\b.{0,120}$",
        r"(?:mit material|dieser (?:artikel|text|beitrag) (?:erschien|ist|wurde))\b.{0,160}$",
    ),
    noise=(r"\bunser(?:en|em)? (?:\w+-)?newsletter\b", r"\b(?:dpa|picture alliance|imago)\s?/\s?\w+\W*$"),
    capital_nouns=True,
    verb_second=True,
)
