"""Italian."""

from linker.claims.languages import Language, phrases, words

LANGUAGE = Language(
    code="it",
    common=words("""
        il lo la i gli le un uno una e o ma di del dello della dei degli delle in nel nella nei con su sul sulla per da
        dal dalla a al alla ai che chi si è sono era erano ha hanno aveva più meno molto non anche come quando dove
        perché se questo questa questi queste suo sua suoi loro ci vi ne tra fra dopo prima durante contro senza
        secondo già ancora poi così ieri oggi due tre
    """),
    speech=words("""
        detto dice dicono disse dichiara dichiarato afferma affermato affermano aggiunge aggiunto spiega spiegato
        spiegano precisa precisato sottolinea sottolineato annuncia annunciato scrive scritto twitta twittato
        ribadisce ribadito sostiene sostenuto racconta raccontato raccontano commenta commentato replica replicato
        risponde risposto conclude concluso assicura assicurato avverte avvertito ammette ammesso ricorda ricordato
        denuncia denunciato promette promesso insiste osserva osservato confessa confessato chiede chiesto
        critica criticato riferisce riferito conferma confermato evidenzia rivela rivelato attacca tuona
    """),
    reporting=words(
        "smentisce smentito nega negato accusa accusato crede pensa teme spera propone proposto definisce definito"
    ),
    according=phrases("""
        secondo
        stando a
        a detta di
    """),
    depending=words("secondo"),
    that=words("che se come"),
    clause=words("che e ma o perché se quando mentre dove"),
    relative=words("cui quale"),
    pronouns={"lui": "m", "lei": "f", "egli": "m", "ella": "f", "loro": "p"},
    mute=words("io noi tu voi"),
    prepositions=words(
        "all dall nell sull di del dello della dei degli delle dell in nel nella nello nell nei negli nelle con su sul sulla sullo sui sugli sulle per da dal dalla dallo dai dagli dalle a al alla allo ai agli alle tra fra dopo durante"
    ),
    between=words(
        "ha hanno aveva anche poi inoltre ancora già non si ci lunedì martedì mercoledì giovedì venerdì sabato domenica ieri oggi"
    ),
    passive=words("stato stata stati"),
    finite=words("""
        è sono era erano fu furono sarà saranno sarebbe sia siano ha hanno aveva avevano avrà avrebbe abbia può possono
        poteva potrebbe deve devono doveva dovrebbe viene vengono va vanno l'ha l’ha
    """),
    participles=("ato", "ito", "uto", "tto", "sto", "sso"),
    plural=("no",),
    reflexive=words("si"),
    nouns=words("accusa critica replica denuncia attacca"),
    agents=("isti", "ista", "tori", "tore", "trice"),
    locative=words("in nel nella a ad da dal dalla verso"),
    titles=words("""
        signor signora sig presidente premier ministro ministra sindaco sindaca senatore senatrice deputato deputata
        generale papa re regina procuratore procuratrice segretario segretaria direttore direttrice capo portavoce
        giudice avvocato avvocata professore professoressa dottor dottoressa ambasciatore prefetto consigliere
        consigliera allenatore capitano regista attore attrice l'attore l'attrice cantante scrittore scrittrice
        leader governatore assessore assessora vicepremier ex giornalista storico economista
    """),
    honorifics={
        "signor": "m",
        "signora": "f",
        "ministra": "f",
        "consigliera": "f",
        "direttrice": "f",
        "l'attrice": "f",
        "attrice": "f",
    },
    roles=words("""
        polizia governo ministero procura esercito fonte fonti portavoce azienda sindacato partito associazione esperti
        ricercatori testimoni autorità comune tribunale cremlino commissione rapporto studio sondaggio residenti
    """),
    sources=words("""
        post messaggio tweet video foto immagine didascalia pagina account canale articolo giornale quotidiano media sito
        comunicato lettera documento testo nota inchiesta indagine dati sentenza uomo donna giovane ragazzo ragazza
        bambino bambina madre padre genitori fratello sorella figlio figlia nonno nonna amico amica collega vicino vicina
        utente utenti lettore lettrice passeggero famiglia studente studentessa insegnante medico infermiere infermiera
        pompieri carabinieri compagnia ospedale scuola chiesa club federazione fondazione istituto università collettivo
        movimento opposizione regione città squadra agenzia imprenditore imprenditrice l'imprenditore
    """),
    particles=words("di de del della da lo la van von der den al el"),
    not_names=words("""
        lunedì martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio marzo aprile maggio giugno luglio
        agosto settembre ottobre novembre dicembre
    """),
    organisations=words(
        "partito tribunale università ministero governo senato banca consiglio commissione unione ansa nato ue onu reuters polizia corriere repubblica"
    ),
    abbreviations=words("sig sigg dott prof avv ing on sen ecc pag art n p es"),
    negations=words("non mai niente nulla senza né nessun nessuno nessuna"),
    definite=words("il lo la i gli le"),
    articles=words("l' un' il lo la i gli le un uno una questo questa suo sua alcuni alcune"),
    furniture=(
        r"(?:leggi|leggi anche|vedi anche|guarda|ascolta)\b.{0,150}$",
        r"(?:foto|immagine|video|credit|fonte)\s?:",
        r"(?:pubblicità|iscriviti|abbonati|segui|seguici|condividi|clicca)\b.{0,160}$",
        r"di (?:(?-i:[A-Z])[\w.’'-]++ ?){2,4}$",
    ),
    drops_pronouns=True,
)
