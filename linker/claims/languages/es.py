"""Spanish."""

from linker.claims.languages import Language, phrases, words

LANGUAGE = Language(
    code="es",
    common=words("""
        el la los las un una unos unas y o pero de del en con sin por para a al que se su sus es son era fue han ha
        había más menos muy no sí ya también como cuando donde quien porque si este esta estos estas ese esa lo le les
        nos me mi tu entre sobre desde hasta según tras durante contra hay ser estar está están todo todos así
        ayer hoy mañana dos tres además
    """),
    speech=words("""
        dijo dice dicen dijeron decía dicho afirmó afirma afirman afirmaron afirmado aseguró asegura aseguran aseguraron
        asegurado añadió añade añadieron agregó agrega explicó explica explican explicaron explicado señaló señala
        señalan señalaron señalado indicó indica declaró declara declararon declarado anunció anuncia anunciaron
        anunciado escribió escribe escrito tuiteó publicó apuntó apunta apuntado subrayó subraya subrayado destacó
        destaca destacado recordó recuerda recordado insistió insiste insistido advirtió advierte advertido reconoció
        reconoce reconocido admitió admite admitido confesó confiesa confesado contó cuenta cuentan contado relató
        relata comentó comenta comentado respondió responde respondido replicó replica criticó critica criticado
        denunció denuncia denunciado lamentó lamenta lamentado prometió promete prometido concluyó concluye reiteró
        resumido admitido lamentado pedido exigido negado defendido agradecido opinado confirmado anunciado         reitera reiterado sostuvo sostiene sostenido manifestó manifiesta manifestado expresó expresa precisó precisa
        precisado informó informa informado preguntó pregunta exclamó exclama matizó matiza zanjó zanja opinó opina
        consideró considera confirmó confirma exigió exige pidió pide enfatizó detalló detalla remarcó puntualizó
        negó niega bromeó sentenció resumió
    """),
    reporting=words(
        "desmintió desmiente desmentido acusó acusa cree creía piensa espera teme propuso propone rechazó rechaza calificó califica"
    ),
    according=phrases("""
        según
        de acuerdo con
        a juicio de
        en palabras de
        en opinión de
    """),
    depending=words("según"),
    that=words("que si cómo"),
    clause=words("que y pero o porque si cuando mientras aunque donde pues"),
    relative=words("quien quienes"),
    pronouns={"él": "m", "ella": "f", "ellos": "p", "ellas": "p", "éste": "m", "ésta": "f"},
    mute=words("yo nosotros tú usted nos me todo nada nadie alguien"),
    prepositions=words(
        "de del en con sin por para a al sobre desde hasta según tras durante contra entre ante"
    ),
    between=words("""
        ha han había también además luego después ya entonces no se le les lo nos me ayer hoy lunes martes miércoles
        jueves viernes sábado domingo este esta
    """),
    passive=words("sido"),
    finite=words("""
        es son era eran fue fueron será serán sería sea ha han había habían habrá habría haya he hemos está están estaba
        puede pueden podía podrá podría pudo pudieron debe deben debía debería va van
    """),
    participles=("ado", "ido", "dicho", "escrito"),
    plural=("n",),
    reflexive=words("se"),
    agents=("ista", "istas", "ador", "adores", "adora", "ores"),
    locative=words("en desde hasta hacia"),
    titles=words("""
        señor señora sr sra don doña dr dra presidente presidenta primer primera ministro ministra alcalde alcaldesa
        senador senadora diputado diputada general coronel papa rey reina fiscal juez jueza secretario secretaria
        director directora jefe jefa portavoz consejero consejera vicepresidente vicepresidenta expresidente
        exministro profesor profesora doctor doctora embajador embajadora entrenador entrenadora capitán músico
        cantante actor actriz escritor escritora periodista historiador historiadora economista abogado abogada
        analista líder candidato candidata gobernador gobernadora canciller comisario comisaria investigador
        investigadora delegado delegada
    """),
    honorifics={
        "señor": "m",
        "sr": "m",
        "don": "m",
        "señora": "f",
        "sra": "f",
        "doña": "f",
        "ministra": "f",
        "presidenta": "f",
        "consejera": "f",
        "alcaldesa": "f",
        "directora": "f",
        "diputada": "f",
    },
    roles=words("""
        policía gobierno ministerio fiscalía ejército fuente fuentes portavoz empresa sindicato partido asociación
        expertos investigadores testigos autoridades ayuntamiento tribunal kremlin comisión informe estudio encuesta
        vecinos vecino vecina artista consejera médico médicos víctima madre padre organización
    """),
    sources=words("""
        publicación mensaje tuit post video vídeo foto imagen página cuenta canal artículo diario periódico medio medios
        sitio web comunicado carta documento texto nota investigación investigaciones informaciones datos cifras
        sentencia fallo auto hombre mujer joven niño niña chico chica hermano hermana hijo hija abuelo abuela amigo amiga
        colega usuario usuaria usuarios internautas lector lectora pasajero pasajera familia familiares estudiante
        estudiantes profesor maestra maestro médica enfermero enfermera bombero bomberos compañía hospital escuela
        iglesia club federación fundación instituto universidad colectivo movimiento oposición bloque bancada agencia
        junta ciudad pueblo municipio equipo
    """),
    particles=words("de del la las los van von der den di da al el"),
    not_names=words("""
        lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto
        septiembre octubre noviembre diciembre
    """),
    organisations=words("""
        partido tribunal universidad ministerio gobierno congreso senado banco consejo comisión unión naciones país
        mundo agencia efe otan ue onu reuters kremlin policía guardia unidad protección civil cruz emergencias seguridad grupo federación ayuntamiento fiscalía estado
    """),
    abbreviations=words("sr sra sres dr dra d dña ud uds etc p pág núm av avda art ee.uu ee uu ej aprox"),
    negations=words("no nunca jamás nada sin ni ningún ninguna ninguno tampoco"),
    definite=words("el la los las"),
    articles=words("el la los las un una unos unas este esta su sus varios varias"),
    furniture=(
        r"(?:lea|lee|leer|ver|vea|mira|escucha) (?:también|más|además|aquí|la|vídeo|video|galería|fotos|imágenes)\b.{0,160}$",
        r"(?:te puede interesar|le puede interesar|más información|más noticias|noticias relacionadas|relacionado)\b.{0,160}$",
        r"(?:foto|fotografía|imagen|vídeo|video|gráfico|crédito|fuente)s?\s?(?:de archivo)?\s?[:/]",
        r"(?:publicidad|anuncio)\b.{0,30}$",
        r"(?:suscríbete|suscríbase|regístrate|síguenos|sigue a|comparte|haz clic|recibe|únete)\b.{0,180}$",
        r"por (?:(?-i:[A-ZÁÉÍÓÚ])[\w.’'-]++ ?){2,4}$",
    ),
    noise=(r"\bnuestr[ao] (?:newsletter|boletín)\b", r"\b(?:efe|europa press)\s?/\s?\w+\W*$"),
    speaking_places=words("desde"),
    drops_pronouns=True,
    dashes=True,
)
