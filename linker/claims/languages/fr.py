"""French."""

from linker.claims.languages import Language, phrases, words

LANGUAGE = Language(
    code="fr",
    common=words("""
        le la les un une des du de et ou mais donc dans en sur sous avec sans pour par au aux ce cet cette ces qui que
        quoi dont où il elle ils elles on nous vous je son sa ses leur leurs est sont était étaient sera été avoir a
        ont avait fait plus moins très pas ne se si comme aussi alors après avant depuis pendant selon entre vers
        chez tout tous toute toutes même encore déjà ici là quand lorsque car puis ainsi deux trois hier aujourd'hui
        mon ma mes
    """),
    speech=words("""
        dit disait disent déclaré déclare déclarait déclarent affirmé affirme affirmait affirment ajouté ajoute
        ajoutait expliqué explique expliquait expliquent précisé précise précisait indiqué indique indiquait
        indiquent estimé estime estimait estiment assuré assure assurait assurent annoncé annonce annonçait
        annoncent écrit écrivait écrivent tweeté tweete twitté souligné souligne soulignait soulignent rappelé
        rappelle insisté insiste confié confie confiait raconté raconte racontait racontent répondu répond
        répondait répliqué réplique lancé lance martelé martèle dénoncé dénonce dénonçait dénoncent regretté
        regrette déploré déplore reconnu reconnaît admis admet promis promet prévenu prévient averti avertit
        poursuivi poursuit conclu conclut soutenu soutient réagi réagit demandé demande demandait nuancé nuance
        commenté commente observé observe noté note confirmé confirme publié soupire soupiré s'inquiète
        s'indigne résume résumé témoigne témoigné plaide plaidé analyse détaille détaillé relève considère
        considéré jugé juge critiqué critique tempère glisse s'exclame s'exclamé martèlent espère appelle appelé exhorté réclamé réclame souffle soufflé taclé taclent s'énerve s’énerve ironise ironisé riposte riposté
    """),
    reporting=words(
        "démenti nie nié accuse accusé pense pensait croit croyait veut craint refuse refusé propose proposé affirmer"
    ),
    nouns=words("""
        lance appelle note demande critique analyse juge considère détaille annonce rappelle commenté commente résume
        espère relève glisse plaide regrette relevé noté jugé considéré estime observe publié veut craint
    """),
    according=phrases("""
        selon
        d'après
        d’après
        aux yeux de
        de l'avis de
        de l’avis de
    """),
    depending=words("selon"),
    that=words("que qu'il qu'elle qu’il qu’elle qu'ils comment pourquoi"),
    clause=words("que et mais ou car donc si lorsque quand tandis puisque parce où comme"),
    relative=words("qui lequel laquelle"),
    pronouns={"il": "m", "elle": "f", "lui": "m", "ils": "p", "elles": "p", "celui-ci": "m", "celle-ci": "f"},
    mute=words("je j' nous vous on tu c'est"),
    prepositions=words("""
        de du des d' à au aux en dans sur sous avec pour par chez devant lors après avant depuis pendant entre vers
        auprès selon contre sans
    """),
    between=words("""
        a ont avait avaient aussi également ensuite encore toujours déjà ainsi alors même quant s'est s’est est mardi
        lundi mercredi jeudi vendredi samedi dimanche hier aujourd'hui notamment d'abord l'a lui leur m'a nous
    """),
    passive=words("été sont"),
    finite=words("""
        est sont était étaient sera seront serait fut soit a ont avait avaient aura auront aurait eut ait ait fait peut
        peuvent pouvait pourrait doit doivent devait devrait va vont
    """),
    participles=("é",),
    plural=("ent", "ont"),
    agents=("eur", "eurs", "euse", "euses", "iste", "istes", "ien", "iens", "ienne", "iennes"),
    locative=words("à en au aux dans depuis vers"),
    titles=words("""
        m mm mme mlle dr me président présidente premier première ministre maire sénateur sénatrice député
        députée général colonel pape roi reine procureur procureure secrétaire directeur directrice chef cheffe
        porte-parole juge avocat avocate professeur professeure ambassadeur ambassadrice préfet préfète
        entraîneur capitaine biologiste chercheur chercheuse historien historienne économiste
        opposant opposante candidat candidate ancien ancienne ex-président commissaire patron patronne
        journaliste acteur actrice chanteur chanteuse réalisateur réalisatrice l'avocat l'avocate l'ancien
        l'ancienne l'opposant l'opposante l'acteur l'actrice l'économiste l'historien l'historienne l'entraîneur
    """),
    honorifics={
        "m": "m",
        "mme": "f",
        "mlle": "f",
        "présidente": "f",
        "directrice": "f",
        "avocate": "f",
        "opposante": "f",
    },
    roles=words("""
        police gouvernement ministère préfecture parquet armée source sources porte-parole entreprise syndicat
        parti association experts chercheurs chercheur chercheuse témoins témoin autorités mairie tribunal
        kremlin commission rapport étude sondage habitants habitant pêcheur médecin enquêteurs groupe
        direction élysée présidence
    """),
    sources=words("""
        publication post message tweet vidéo photo image légende page compte chaîne article journal quotidien média
        médias site communiqué lettre document texte note enquête données chiffres étude sondage jugement arrêt
        homme femme jeune garçon fille enfant mère père parents frère sœur fils voisin voisine ami amie collègue
        internaute internautes utilisateur utilisatrice lecteur lectrice client cliente passager passagère victime
        famille étudiant étudiante élève professeur enseignant enseignante médecin infirmière infirmier pompier pompiers
        gendarmerie compagnie hôpital école église club fédération fondation institut université élu élus élue ong
        collectif mouvement opposition majorité région département ville commune
    """),
    particles=words("de du des la le van von der den d' ben al el"),
    not_names=words("""
        lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août
        septembre octobre novembre décembre
    """),
    organisations=words("""
        parti cour tribunal université ministère assemblée sénat banque conseil commission union nations monde figaro
        libération agence afp otan ue onu reuters élysée matignon kremlin parquet police groupe société
    """),
    abbreviations=words(
        "m mm mme mlle dr me st ste av bd etc cf p art n° no env janv févr juil sept oct nov déc"
    ),
    negations=words("ne pas jamais rien aucun aucune sans ni non n'est n'a"),
    definite=words("le la les"),
    articles=words("le la les un une des l' ce cet cette ces son sa ses leur leurs plusieurs"),
    furniture=(
        r"(?:à )?(?:lire|voir|écouter|découvrir|regarder) (?:aussi|également|plus|la suite|notre|nos)\b.{0,160}$",
        r"lire\s?:",
        r"crédits? photos?\s?:",
        r"les? prénoms? (?:a|ont) été (?:modifié|changé)s?\W*$",
        r"(?:photo|crédit|crédits|image|illustration|vidéo|infographie)s?\s?(?:d'illustration)?\s?[:/©]",
        r"(?:publicité|la suite après)\b.{0,60}$",
        r"(?:abonnez-vous|inscrivez-vous|recevez|suivez-nous|partagez|cliquez)\b.{0,180}$",
        r"(?:par|propos recueillis par) (?:(?-i:[A-ZÉÈ])[\w.’'-]++ ?){2,4}$",
        r"(?:sur le même sujet|pour aller plus loin|à découvrir|nos articles)\b.{0,120}$",
        r"cet article (?:est|a été)\b.{0,160}$",
        r"(?:publié|mis à jour|modifié) le\b.{0,80}$",
    ),
    noise=(r"\bnotre newsletter\b", r"\b(?:avec|©) ?(?:afp|reuters)\W*$", r"\bréservé aux abonnés\b"),
    clitics={"-il": "m", "-elle": "f", "-ils": "p", "-elles": "p"},
    dashes=True,
)
