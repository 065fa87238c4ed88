"""Polish."""

from linker.claims.languages import Language, phrases, with_neuter, words

LANGUAGE = Language(
    code="pl",
    common=words("""
        i oraz a ale lub albo w we z ze na do od o u po przy za przed pod nad przez dla bez że to ten ta te tym tego tej
        jest są był była było były będzie będą nie tak też także jak gdy kiedy gdzie który która które którzy on ona
        ono oni się jego jej ich co kto już jeszcze tylko więc bo czy dwa trzy wczoraj dziś jutro jako według zdaniem
        podczas między wśród
    """),
    speech=with_neuter(
        words("""
        powiedział powiedziała powiedzieli mówi mówił mówiła mówią dodał dodała dodaje stwierdził stwierdziła
        podkreślił podkreśliła podkreśla zaznaczył zaznaczyła zaznacza oświadczył oświadczyła zapowiedział
        zapowiedziała zapowiada napisał napisała pisze poinformował poinformowała poinformowali informuje informował
        przekazał przekazała przekazali wyjaśnił wyjaśniła wyjaśnia ocenił oceniła ocenia zapewnił zapewniła zapewnia
        przyznał przyznała przyznaje uważa tłumaczy tłumaczył tłumaczyła opowiadał opowiadała opowiada odpowiedział
        odpowiedziała odparł odparła ostrzegł ostrzegła ostrzega zwrócił zauważył zauważyła zauważa wskazał wskazała
        wskazuje podał podała podaje zdradził zdradziła przypomniał przypomniała skomentował skomentowała komentuje
        ogłosił ogłosiła pytał pytała pyta apeluje apelował apelowała twierdzi twierdził twierdziła relacjonuje
        relacjonował argumentował argumentowała wspomina wspominał wspominała krytykuje skarży skarżył skarżyła kwituje skwitował skwitowała zaapelował zaapelowała
    """),
        "ła",
        "ło",
    ),
    neuter=("ło",),
    reporting=words(
        "zaprzeczył zaprzeczyła zaprzecza oskarżył oskarżyła nazwał nazwała zarzucił zarzuciła wezwał wezwała liczy obiecał obiecała"
    ),
    feminine=("ła",),
    masculine=("ł",),
    according=phrases("""
        według
        zdaniem
        w ocenie
        w opinii
        jak wynika z informacji
    """),
    depending=words("według"),
    that=words("że iż czy jak"),
    clause=words("że i oraz a ale czy gdy kiedy ponieważ bo jak więc"),
    relative=words("który która którzy które"),
    pronouns={"on": "m", "ona": "f", "oni": "p", "one": "p"},
    mute=words("ja my ty wy pan pani"),
    prepositions=words("w we z ze na do od o u po przy za przed pod nad przez dla bez podczas między wśród"),
    between=words(
        "też także również później następnie wtedy jeszcze już nie się im mu jej poniedziałek wtorek środę czwartek piątek sobotę niedzielę dziś wczoraj"
    ),
    passive=words("został została zostali"),
    finite=words("""
        jest są był była było byli były będzie będą został została zostało zostali zostały może mogą mógł mogła ma mają
        miał miała musi muszą
    """),
    plural=("li", "ły", "ą"),
    reflexive=words("sobie"),
    locative=words("w we do z ze na"),
    titles=words("""
        pan pani dr prof prezydent premier minister ministra ministerka poseł posłanka senator senatorka prezes
        przewodniczący przewodnicząca rzecznik rzeczniczka prokurator prokuratorka sędzia generał papież król
        królowa burmistrz wójt wojewoda dyrektor dyrektorka szef szefowa trener trenerka kapitan aktor aktorka
        reżyser reżyserka producent producentka pisarz pisarka ekspert ekspertka profesor marszałek marszałkini
        wiceminister wicepremier lider liderka kandydat kandydatka klimatu policji spraw obrony zdrowia finansów
    """),
    honorifics={
        "pan": "m",
        "pani": "f",
        "ministra": "f",
        "posłanka": "f",
        "rzeczniczka": "f",
        "reżyserka": "f",
        "dyrektorka": "f",
        "aktorka": "f",
        "szefowa": "f",
        "poseł": "m",
        "aktor": "m",
        "reżyser": "m",
    },
    roles=words("""
        policja policji rząd ministerstwo ministerstwa prokuratura prokuratury wojsko źródło źródła rzecznik rzeczniczka
        firma związek partia stowarzyszenie eksperci ekspertów naukowcy naukowców świadkowie władze urząd sąd kreml
        kremla komisja raport badanie sondaż mieszkańcy reżyserka spółka strażacy lekarze organizatorzy
    """),
    sources=words("""
        post wpis tweet film nagranie zdjęcie strona konto kanał artykuł gazeta dziennik tygodnik portal media komunikat
        list dokument notatka dane wyrok mężczyzna kobieta chłopiec dziewczyna dziewczynka matka ojciec rodzice brat
        siostra syn córka babcia dziadek sąsiad sąsiadka przyjaciel koleżanka kolega użytkownik użytkowniczka internauta
        internauci czytelnik pasażer pasażerka rodzina student studentka nauczyciel nauczycielka lekarz lekarka
        pielęgniarka ratownik strażak szpital szkoła kościół klub federacja fundacja instytut uniwersytet ruch opozycja
        agencja urzędnik urzędniczka doniesień doniesienia mediów źródeł danych władz
    """),
    particles=words("de van von der den di da al"),
    not_names=words("poniedziałek wtorek środa czwartek piątek sobota niedziela"),
    organisations=words(
        "partia sąd uniwersytet ministerstwo sejm senat bank rada komisja unia pap nato ue onz reuters policja kreml"
    ),
    abbreviations=words(
        "dr prof mgr inż hab św ul al pl im np tzw tj m.in itd itp ok r w godz gen płk kpt min zł tys mln mld nr str art ust pn wt śr czw pt sob niedz"
    ),
    according_them={
        ("jego", "zdaniem"): "m",
        ("jej", "zdaniem"): "f",
        ("według", "niego"): "m",
        ("według", "niej"): "f",
    },
    negations=words("nie nikt nigdy nic bez żaden żadna żadne ani"),
    articles=words("ten ta to ci te tego tej jego jej ich kilku"),
    furniture=(
        r"(?:czytaj|zobacz|przeczytaj|sprawdź|oglądaj|posłuchaj) (?:też|także|również|więcej|dalej|koniecznie|cały|wideo|zdjęcia|galerię)\b.{0,150}$",
        r"więcej$",
        r"(?:czytaj|zobacz|więcej)\s?:",
        r"(?:fot|foto|zdjęcie|źródło|wideo|grafika)\.?\s?[:/]",
        r"fot\. ",
        r"(?:reklama|zapisz się|subskrybuj|obserwuj|udostępnij|kliknij|dołącz)\b.{0,160}$",
        r"(?:polecane|powiązane|zobacz także)\b.{0,120}$",
    ),
    noise=(r"\b(?:nasz|naszego) newsletter",),
    inflected=True,
    drops_pronouns=True,
    dashes=True,
)
