"""English."""

from linker.claims.languages import Language, phrases, words

LANGUAGE = Language(
    code="en",
    common=words("""
        the a an and or but of to in on at for from with by as is are was were be been it its this that these
        those he she they we i you his her their our my your not no if when while after before since until
        because although though them him us so than then there here what who which where why how all any both each few
        more most other some such only just even also still yet now over under about into through during
        between against one two three have has had do does did will would can could may might must should
        another many several last next earlier later meanwhile however according asked speaking instead
        despite once every nearly almost among within without like unlike perhaps indeed yes no well
    """),
    speech=words("""
        say says said saying tell tells told telling add adds added adding write writes wrote writing written
        tweet tweets tweeted tweeting post posts posted posting ask asks asked asking reply replies replied
        replying respond responds responded responding explain explains explained explaining note notes noted
        noting insist insists insisted insisting argue argues argued arguing warn warns warned warning
        announce announces announced announcing declare declares declared declaring claim claims claimed
        claiming continued state states stated stating report reports reported reporting
        suggest suggests suggested suggesting acknowledge acknowledges acknowledged acknowledging admit admits
        admitted admitting recall recalls recalled recalling concede concedes conceded conceding conclude
        concludes concluded concluding observe observes observed remark remarks remarked joke jokes joked
        joking quip quips quipped shout shouts shouted shouting yell yells yelled cry cries cried exclaim
        exclaims exclaimed vow vows vowed vowing assert asserts asserted asserting contend contends contended
        contending emphasize emphasizes emphasized emphasizing emphasise emphasises emphasised stress stresses
        stressed stressing reiterate reiterates reiterated reiterating repeat repeats repeated caution cautions
        cautioned cautioning predict predicts predicted predicting complain complains complained complaining
        lament laments lamented counter counters countered declaim muse mused wonder wonders wondered
        confirm confirms confirmed confirming testify testifies testified sing sings sang chant chants chanted
        chanting comment comments commented opine opined urge urges urged urging promise promises promised
        promising pledge pledges pledged pledging agree agrees agreed read reads go-on thunder thundered
        boast boasts boasted boasting mutter muttered whisper whispered plead pleaded scoff scoffed retort
        retorted interject interjected proclaim proclaims proclaimed proclaiming maintain maintains maintained
        elaborate elaborated tease teased brag bragged bragging deadpan deadpanned recount recounted
        summarize summarized disclose disclosed disclosing reveal reveals revealed revealing
    """),
    reporting=words("""
        charge charges charged charging echo echoes echoed echoing protest protests protested
        believe believes believed believing think thinks thought thinking deny denies denied denying accuse
        accuses accused accusing call calls called calling describe describes described describing demand
        demands demanded demanding criticize criticizes criticized criticizing criticise criticised blame
        blames blamed blaming praise praises praised praising condemn condemns condemned condemning reject
        rejects rejected rejecting dismiss dismisses dismissed question questions questioned questioning
        propose proposes proposed proposing recommend recommends recommended find finds found show shows
        showed showing estimate estimates estimated expect expects expected hope hopes hoped fear fears feared
        want wants wanted know knows knew worry worries worried mock mocks mocked mocking attack attacks
        attacked attacking cite cites cited citing mention mentions mentioned mentioning point points pointed
         decline declines declined refuse refuses refused indicate indicates
        indicated indicating signal signals signaled allege alleges alleged alleging imply implies implied
        consider considers considered feel feels felt understand understands understood oppose opposes opposed
         endorse endorses endorsed defend defends defended defending welcome welcomes
        welcomed  encourage
        encourages encouraged encouraging  blast blasts blasted slam slams slammed slamming
        denounce denounces denounced denouncing label labels labeled brand branded brands characterize
        characterizes characterized compare compares compared liken likened likens portray portrays portrayed
        advise advises advised  assume assumes assumed realize realizes realized doubt
        doubts doubted conclude determine determines determined decide decides decided speculate speculates
        speculated voice voiced express expresses expressed expressing threaten threatens threatened  forecast forecasts   highlight
        highlights highlighted outline outlines outlined  reference referenced
        references   refer refers referred view views viewed
         tout touts touted touting caution apologize apologized apologizes
        acknowledge commend commends commended urge ruled suspect suspects suspected
    """),
    nouns=words("""
        claim claims report reports comment comments post posts tweet tweets note notes call calls demand demands
        attack attacks question questions reference references forecast forecasts estimate estimates hope hopes
        fear fears doubt doubts view views cry cries shout shouts chant chants brand brands label labels remark
        remarks joke jokes promise promises pledge pledges state states stress counter counters read reads
        written posted blame praise worry worries vow vows show shows find finds feel experience reply replies
        charge charges protest protests ruled suspect suspects suspected echo want wants point points
    """),
    naming=words("called"),
    addressing=words("tell tells told telling remind reminds reminded"),
    according=phrases("""
        according to
        in the words of
        in the view of
        in the opinion of
    """),
    that=words("that whether how why if"),
    clause=words("""
        that and but or nor so because what while when as if although though whereas after before since until unless
        where than yet then with
    """),
    relative=words("who which whom"),
    pronouns={"he": "m", "she": "f", "it": "n", "they": "p"},
    mute=words("i we you one me us there this what someone anyone nobody everyone people"),
    prepositions=words("""
        of for at from with in on by to about during after before against under over near within outside
        inside between among via as who that which whose where into behind through across around upon
    """),
    between=words("""
        has have had also then later earlier just once again repeatedly recently simply publicly quickly now
        still even did does do will would can could may might should must not never often always long first
        is was were are be been together himself herself later too further only already previously
        n't didn't doesn't hasn't ever really currently since reportedly flatly
        monday tuesday wednesday thursday friday saturday sunday today yesterday
    """),
    passive=words("was were is are be been being got get gets"),
    finite=words("""
        is are was were am has have had do does did will would can could may might must should shall isn't aren't
        wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't couldn't shouldn't
    """),
    agents=(
        "ers",
        "ors",
        "ists",
        "ians",
        "ist",
        "woman",
        "women",
        "person",
        "people",
        "year-old",
        "year-olds",
    ),
    locative=words("in at near from across"),
    titles=words("""
        president vice chancellor prime minister secretary general secretary-general senator sen sens rep reps
        representative congressman congresswoman governor gov mayor king queen prince princess pope chief
        justice judge attorney deputy premier ambassador general gen colonel col captain capt lieutenant lt
        sergeant sgt major maj admiral adm commander officer director chairman chairwoman chair chairperson
        speaker leader spokesman spokeswoman spokesperson press foreign defense defence interior finance
        treasury state professor prof doctor dr mr mrs ms miss mx sir lord lady dame baroness madam madame
        father rev reverend bishop archbishop cardinal sheikh imam rabbi coach manager ceo cfo host analyst
        economist author journalist reporter correspondent candidate nominee rival former ex-president ex
        democrat republican democratic activist lawyer king's councilman councilwoman commissioner
        superintendent sheriff inspector detective constable del assemblyman majority minority whip
        frontrunner opponent councillor councilor envoy striker midfielder defender goalkeeper captain bishop msp mep mp envoys republicans president-elect independent conservative labour tory
        co-founder founder editor editor-in-chief columnist historian pollster strategist
    """),
    honorifics={
        "mr": "m",
        "sir": "m",
        "lord": "m",
        "king": "m",
        "prince": "m",
        "spokesman": "m",
        "chairman": "m",
        "congressman": "m",
        "mrs": "f",
        "ms": "f",
        "miss": "f",
        "lady": "f",
        "dame": "f",
        "queen": "f",
        "princess": "f",
        "spokeswoman": "f",
        "chairwoman": "f",
        "congresswoman": "f",
        "baroness": "f",
    },
    roles=words("""
        official officials spokesman spokeswoman spokesperson spokespeople police ministry government source
        sources minister president prime officer officers authorities prosecutor prosecutors report study
        survey poll statement army military agency company court judge analyst analysts expert experts
        researcher researchers scientist scientists witness witnesses doctor doctors lawyer lawyers attorney
        attorneys critics supporters protesters residents neighbors leader leaders lawmakers senators
        diplomat diplomats economist economists observers campaign committee commission council union group
        department embassy kremlin pentagon narrator resident woman man mother father candidate nominee
        opponent opponents aides aide democrats republicans voters activists environmentalists commander
        organizers organisers investigators regulators firm bank document documents letter website network
        newspaper article editorial author authors clip ad film book secretary senator governor mayor chairman
        director founder teacher teachers student students parents family worker workers firefighters
        businessman businesswoman billionaire host announcer conference administration team board office
        institute foundation center centre university
    """),
    sources=words("""
        airline airport hospital school church club charity
        association organization organisation authority regulator federation panel inquiry cabinet parliament
        assembly alliance coalition movement chorus surrogate delegate individual people men women veteran advocate
        neighbour neighbor shopkeeper user viewer caller reader passenger survivor relative friend brother sister
        son daughter husband wife spouse ex-wife ex-husband uncle aunt grandmother grandfather colleague
        video post tweet thread message caption meme page account clip footage photo article blog release
        transcript memo email press slide data figures analysis polls pollsters lawsuit complaint indictment
        affidavit filing order ruling verdict notice advisory bulletin newsletter broadcaster channel paper
        magazine journal country nation reports account accounts outlet outlets media
    """),
    particles=words("de van der von den la le du da di del bin bint al el ibn ben ter ten dos das"),
    not_names=words("""
        monday tuesday wednesday thursday friday saturday sunday january february march april may june july
        august september october november december republican democratic democrat republicans democrats
        american russian ukrainian british french german chinese european israeli palestinian iranian turkish
        indian japanese korean polish spanish italian canadian australian mexican african asian western
        eastern northern southern islamic muslim christian jewish catholic i mr mrs ms dr sen rep gov english
        dutch swedish norwegian danish finnish greek egyptian saudi syrian iraqi afghan pakistani brazilian
        latino black white libertarian united
    """),
    organisations=words("""
        party court house senate university times news post committee department ministry bank union council
        agency association institute center centre commission group company corporation inc ltd foundation
        organization organisation nations states kingdom congress parliament bureau office service police
        army network journal press tribune herald magazine church school college hospital administration
        campaign league federation board authority fund society club team force forces street city county
        kremlin pentagon nato eu un fbi cia who imf gop reuters bbc cnn hill caucus project coalition
        alliance chamber museum guard embassy
    """),
    companies=words(
        "network group company corporation firm team airlines airways productions records holdings plc llc motors media systems foods studios labs"
    ),
    abbreviations=words("""
        mr mrs ms dr prof sen sens rep reps gov gen lt col sgt capt cmdr adm maj hon rev st jr sr vs v etc
        inc ltd co corp dept est approx jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri
        sat sun fla calif ala ariz ark colo conn del ga ill ind kan ky la md mass mich minn miss mo mont neb
        nev okla ore pa tenn tex va vt wash wis wyo tenn a.m p.m u.s u.k u.n e.u e.g i.e al ave blvd
        supt det insp pres assn bros ph.d d.c op ed eds
    """),
    subject_first=True,
    numbered=words("no nos p pp fig art vol ch sec"),
    negations=words("""
        not no never nor none nothing without cannot can't won't don't doesn't didn't isn't aren't wasn't
        weren't hasn't haven't hadn't wouldn't couldn't shouldn't neither n't denied denies refused unlikely
    """),
    definite=words("the"),
    articles=words(
        "the a an this that these those his her its their our my your some many other another most several few both each no one two three four five six seven eight nine ten"
    ),
    furniture=(
        r"see also\b",
        r"(?:also )?read(?: more| also|:| next| the full| this)\b.{0,150}$",
        r"also read\b",
        r"more(?: on this| from| stories| news| coverage| like this)?:",
        r"related(?: articles?| stor(?:y|ies)| content| links?| topics?| coverage)?:",
        r"related (?:articles?|stor(?:y|ies)|content|links?|topics?)\b.{0,80}$",
        r"recommended(?: for you| reading|:)",
        r"(?:file )?(?:photo|image|picture|video|graphic|photograph|illustration)s?(?: credit| source| by| caption)?\s*[:/]",
        r"(?:photo|image|picture|video)s? (?:credit|source|by|courtesy)\b.{0,120}$",
        r"file (?:-|–|—|photo\b)",
        r"(?:watch|listen|read|more|don't miss|you may also like|you might also like|trending|must read)\s?:",
        r"(?:sign|signed) up (?:for|to|here|now)\b",
        r"subscribe (?:to|now|here|today|for)\b",
        r"(?:follow|like|find|join) (?:us|me|him|her|them|@\w+|our)\b.{0,60}(?:on|at|channel|newsletter)\b.{0,120}$",
        r"follow @?\w+(?: \w+)? on (?:twitter|x|facebook|instagram|bluesky|threads)\b",
        r"(?:click|tap) (?:here|to|on)\b",
        r"(?:get|receive) (?:the|our|all|more|your|breaking|daily).{0,80}(?:inbox|newsletter|app|alerts|by email)\b",
        r"advertisement\b.{0,40}$",
        r"names? (?:has|have) been changed\b.{0,60}$",
        r"(?:delete|loading|load|add|show|hide|post) (?:a |your )?(?:comments?|more)\b.{0,30}$",
        r"story continues\b",
        r"this (?:article|story|report|post|piece) (?:was|is|has been) (?:originally|first|written|produced|published|updated|corrected|republished|adapted|part|supported)\b",
        r"(?:additional )?(?:reporting|writing|editing) by\b",
        r"(?:the )?associated press (?:writers?|reporters?|journalists?|contributed)\b",
        r"(?:by|written by|words by) (?:(?-i:[A-Z])[\w.'’-]++ ?){1,4}(?:(?:,|and|\||for) .{0,60})?$",
        r"(?:copyright|©|\(c\))",
        r"all rights reserved",
        r"(?:last )?(?:updated|published|posted|modified)(?: on| at|:)? .{0,60}$",
        r"share (?:this|on|via|article)\b.{0,60}$",
        r"(?:comments?|leave a (?:comment|reply)|join the conversation)\b.{0,60}$",
        r"(?:view|see) (?:this post|more|comments|all|gallery)\b.{0,60}$",
        r"read the (?:rest|full|original)\b.{0,80}$",
        r"skip (?:to|past|advertisement)\b",
        r"getty(?: images)?\b.{0,60}$",
        r"(?:tags|topics|categories|filed under)\s?:",
        r"(?:if you|have you|do you) .{0,80}(?:email|e-mail|contact|get in touch|tip)\b.{0,160}$",
        r"(?:got|have) a (?:tip|story|news tip)\b",
        r"do you have\b.{0,80}(?:tip|story)\b",
        r"contact (?:the (?:author|reporter|writer)|us|me|him|her|[A-Z]\w+ [A-Z]\w+) (?:at|via|by|on)\b",
        r"(?:please )?(?:support|donate)\b.{0,60}(?:journalism|today|now|us)\b.{0,60}$",
        r"our (?:journalism|standards)\b.{0,80}(?:donat|support|principles)",
    ),
    noise=(
        r"\bunsubscribe\b.{0,40}\b(?:any ?time|link)\b",
        r"\bsign(?:ing)? up (?:for|to) (?:our|the|my)\b.{0,60}\b(?:newsletter|briefing|alerts)",
        r"\b(?:newsletter|briefing) here\b",
        r"\bcontributed to this (?:report|story|article)\b",
        r"\b(?:ap|afp|reuters|getty|epa|photo)(?: photo| images| file)? ?/ ?(?-i:[A-Z])[\w. ]{0,40}\)?\W*$",
        r"\b(?:ap photo|afp photo|getty images|via getty|via reuters|/getty|/afp|/reuters)\b",
        r"^(?:(?-i:[A-Z])[\w.'’-]+ ){1,4}(?:is|are) (?:an? |the )?(?:[\w-]+ ){0,4}(?:reporter|correspondent|journalist|editor|columnist|writer|contributor|producer|fellow|intern)s?\b.{0,200}$",
        r"\b(?:follow|email|e-mail|contact|reach) (?:him|her|them|me)\b.{0,30}(?:@|at|on (?:twitter|x|facebook))",
        r"\bon twitter (?:at )?@\w+\.?$",
        r"\ball rights reserved\b",
    ),
)
