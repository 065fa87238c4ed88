"""Dutch."""

from linker.claims.languages import Language, phrases, words

LANGUAGE = Language(
    code="nl",
    common=words("""
        de het een en of maar van in op aan bij met naar voor door uit over onder om te dat die dit deze is zijn was
        waren wordt worden werd werden heeft hebben had hadden hij zij ze het we wij ik je niet ook nog al wel zo als
        dan toen er hier daar wie wat waar hun haar zijn mijn geen meer veel tot sinds tijdens volgens na tegen
        tussen twee drie gisteren vandaag
    """),
    speech=words("""
        zei zegt zeiden zeggen gezegd verklaarde verklaart vertelde vertelt vertellen schreef schrijft geschreven verklaard verteld gemeld gewaarschuwd
        twitterde voegde voegt aldus reageerde reageert waarschuwde waarschuwt benadrukte benadrukt stelt stelde
        meldt meldde melden meent vindt vond denkt besloot besluit legde legt antwoordde antwoordt kondigde kondigt
        bevestigde bevestigt beweert beweerde noemt noemde erkent erkende klaagt klaagde hoopt hoopte vervolgt
        vervolgde concludeert concludeerde laat liet riep roept vroeg vraagt belooft beloofde
    """),
    reporting=words("beschuldigt beschuldigde gelooft verwacht verwachtte eist eiste"),
    according=phrases("""
        volgens
    """),
    final=words("gezegd verklaard verteld geschreven gemeld gewaarschuwd benadrukt bevestigd laten"),
    auxiliaries=words("heeft hebben had hadden"),
    that=words("dat of hoe waarom"),
    clause=words("dat en maar of want omdat als toen terwijl hoewel"),
    relative=words("wie"),
    pronouns={"hij": "m", "zij": "f", "ze": "f", "het": "n"},
    mute=words("ik we wij je jij u men"),
    prepositions=words(
        "van in op aan bij met naar voor door uit over onder om tot sinds tijdens tegen tussen"
    ),
    between=words(
        "heeft hebben had ook later nog al dan daarop maandag dinsdag woensdag donderdag vrijdag zaterdag zondag gisteren vandaag"
    ),
    passive=words("wordt werd worden werden"),
    finite=words("""
        is was waren wordt worden werd werden heeft hebben had hadden kan kunnen kon konden moet moeten moest
        zal zullen zou zouden mag mogen wil willen wilde
    """),
    infinitive=words("te"),
    plural=("en",),
    agents=("ers", "aars", "isten", "ist"),
    locative=words("in uit naar bij te"),
    titles=words("""
        meneer mevrouw dhr mevr dr prof minister premier president burgemeester wethouder kamerlid koning koningin paus
        generaal rechter advocaat woordvoerder woordvoerster directeur voorzitter hoogleraar coach trainer aanvoerder
        schaatser schaatsster staatssecretaris gouverneur senator ambassadeur onderzoeker schrijver schrijfster acteur
        actrice leider lijsttrekker journalist bewoner bewoonster
    """),
    title_endings=("minister", "voorzitter", "directeur", "leider", "werker", "werkster", "woordvoerder"),
    honorifics={
        "meneer": "m",
        "dhr": "m",
        "mevrouw": "f",
        "mevr": "f",
        "koningin": "f",
        "bewoonster": "f",
        "schaatsster": "f",
    },
    roles=words(
        "politie regering kabinet ministerie gemeente om brandweer leger woordvoerder bedrijf vakbond partij deskundigen onderzoekers getuigen bewoners rechtbank kremlin commissie rapport onderzoek bron bronnen"
    ),
    sources=words("""
        bericht post tweet video filmpje foto pagina account kanaal artikel krant dagblad site media verklaring brief
        document cijfers vonnis man vrouw jongen meisje moeder vader ouders broer zus zoon dochter oma opa buurman
        buurvrouw vriend vriendin collega gebruiker lezer passagier familie student studente leraar lerares arts
        verpleegster ziekenhuis school kerk club bond stichting instituut universiteit beweging oppositie persbureau
    """),
    particles=words("van de der den ter ten 't"),
    not_names=words(
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus september oktober november december"
    ),
    organisations=words(
        "partij rechtbank universiteit ministerie kamer bank raad commissie unie volkskrant nos anp navo eu vn reuters politie"
    ),
    abbreviations=words("dhr mevr mw dr prof drs ir mr nr ca bijv enz etc o.a d.w.z jl st"),
    negations=words("niet nooit geen niets zonder noch"),
    definite=words("de het"),
    articles=words("de het een deze dit die zijn haar hun enkele"),
    furniture=(
        r"(?:lees|bekijk|luister) (?:ook|meer|verder|hier)\b.{0,150}$",
        r"(?:foto|beeld|video|bron)\s?:",
        r"(?:advertentie|abonneer|schrijf je in|meld je aan|volg ons|deel dit|klik)\b.{0,160}$",
        r"door (?:(?-i:[A-Z])[\w.’'-]++ ?){2,4}$",
    ),
    verb_second=True,
)
