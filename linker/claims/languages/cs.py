"""Czech."""

from linker.claims.languages import Language, phrases, with_neuter, words

LANGUAGE = Language(
    code="cs",
    common=words("""
        a i ale nebo v ve z ze na do od o u po při za před pod nad přes pro bez že to ten ta ty tím toho té je jsou byl
        byla bylo byli bude budou ne tak také jak když kde který která které kteří on ona ono oni se si jeho její jejich
        co kdo už ještě jen proto protože zda dva tři včera dnes zítra jako podle během mezi
    """),
    speech=with_neuter(
        words("""
        řekl řekla řekli říká říkají říkal uvedl uvedla uvedli uvádí dodal dodala dodává prohlásil prohlásila oznámil
        oznámila oznámili oznamuje sdělil sdělila vysvětlil vysvětlila vysvětluje napsal napsala píše popsal popsala
        popisuje poznamenal poznamenala přiznal přiznala tvrdí tvrdil tvrdila upozornil upozornila upozorňuje zdůraznil
        zdůraznila zdůrazňuje připomněl připomněla odpověděl odpověděla ujistil ujistila zopakoval zopakovala míní
        uzavřel uzavřela konstatoval konstatovala podotkl podotkla kritizoval kritizovala doplnil doplnila informoval
        informovala potvrdil potvrdila varoval varovala myslí
    """),
        "la",
        "lo",
    ),
    neuter=("lo",),
    reporting=words("obvinil obvinila nazval nazvala doufá očekává"),
    feminine=("la",),
    masculine=("l",),
    according=phrases("""
        podle
        dle
    """),
    depending=words("podle dle"),
    that=words("že zda jak"),
    clause=words("že a i ale nebo když protože zda jak"),
    relative=words("který která kteří"),
    pronouns={"on": "m", "ona": "f", "oni": "p"},
    mute=words("já my ty vy"),
    prepositions=words("v ve z ze na do od o u po při za před pod nad přes pro bez během mezi"),
    between=words(
        "také ještě později pak už se si mu jí jim pondělí úterý středu čtvrtek pátek sobotu neděli dnes včera"
    ),
    finite=words("je jsou byl byla bylo byli byly bude budou může mohou mohl má mají měl měla musí"),
    plural=("li", "jí"),
    locative=words("v ve do z ze na"),
    titles=words("""
        pan paní prezident prezidentka premiér premiérka ministr ministryně poslanec poslankyně senátor senátorka starosta
        starostka hejtman hejtmanka primátor mluvčí hasičů policie předseda předsedkyně ředitel ředitelka šéf šéfka
        trenér trenérka kapitán herec herečka režisér režisérka spisovatel spisovatelka expert profesor soudce generál
        papež král královna
    """),
    honorifics={"pan": "m", "paní": "f", "poslankyně": "f", "ministryně": "f", "ředitelka": "f"},
    roles=words(
        "policie vláda ministerstvo armáda zdroj mluvčí firma odbory strana odborníci vědci svědci úřady soud kreml komise zpráva studie průzkum obyvatelé hasiči"
    ),
    sources=words("""
        příspěvek tweet video snímek fotka stránka účet kanál článek noviny deník server web portál média prohlášení dopis
        dokument data rozsudek muž žena chlapec dívka matka otec rodiče bratr sestra syn dcera babička dědeček soused
        sousedka přítel kolega kolegyně uživatel čtenář cestující rodina student studentka učitel učitelka lékař lékařka
        hasič nemocnice škola církev klub federace nadace institut univerzita hnutí opozice agentura úředník hvězda
    """),
    particles=words("de van von z ze"),
    not_names=words("pondělí úterý středa čtvrtek pátek sobota neděle"),
    organisations=words(
        "strana soud univerzita ministerstvo sněmovna senát banka rada komise unie čtk nato eu osn reuters"
    ),
    abbreviations=words(
        "dr prof mgr ing doc p s č např tzv tj mj apod atd atp r st tis mil mld kč ul nám hod"
    ),
    negations=words("ne nikdy nic bez žádný žádná ani není nebude"),
    articles=words("ten ta to ti ty jeho její jejich několik"),
    furniture=(
        r"(?:čtěte|přečtěte si|podívejte se|sledujte) (?:také|více|i|další)\b.{0,150}$",
        r"(?:foto|video|zdroj)\s?:",
        r"(?:reklama|odebírejte|přihlaste|sdílet|klikněte)\b.{0,160}$",
    ),
    inflected=True,
    drops_pronouns=True,
)
