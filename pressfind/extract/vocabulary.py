"""The words that extraction knows: how speech is reported, and how people are styled.

Everything here is a table, in lower case unless a comment says otherwise.  A word is
listed for what it usually is in press releases; no table holds anybody's name.
"""


def list_words(words: str) -> frozenset[str]:
    """Return the words of a table, which are parted by white space."""
    return frozenset(words.split())


# Verbs after which words are somebody's, also with words between verb and quotation.
SPEECH_VERBS = list_words(
    """
    said says saying say told tells telling added adds adding commented comments
    commenting remarked remarks noted notes noting stated states stating explained
    explains explaining replied responded answered continued continues concluded
    concludes warned warns warning insisted insists argued argues wrote writes
    confirmed confirms declared declares announced announces emphasised emphasized
    emphasises emphasizes stressed stresses highlighted highlights observed observes
    urged urges reiterated reiterates acknowledged acknowledges admitted pledged
    pledges promised claimed claims quipped recalled recalls reflected reflects
    testified exclaimed enthused
    """
)

# Verbs that sum up what somebody said; speech only with a person as their subject.
REPORTING_VERBS = list_words(
    """
    described describes outlined outlines underlined underlines underscored welcomed
    welcomes praised praises thanked thanks shared shares gave spoke summarised
    summarized expressed expresses paid tweeted posted
    """
)

# Forms that are as often nouns; verbs only right before or after a quotation.
ADJACENT_ONLY = list_words(
    """
    states notes comments claims remarks highlights reflects posted gave paid say
    shared shares spoke warning reflected announced announces observed observes thanks
    welcomed welcomes described describes praised praises outlined outlines
    expressed expresses promised urges
    """
)

HONORIFICS = list_words(
    """
    mr mrs ms miss mx dr doctor prof professor sir dame rev revd reverend rt right hon
    honourable honorable father rabbi imam sheikh justice cllr hhj
    """
)

PEERAGE = list_words("lord lady baroness baron viscount viscountess earl")

# The word that makes a sequence a rank, and the words that may stand before it.
RANKS = list_words(
    """
    constable superintendent inspector sergeant commander colonel general major captain
    lieutenant brigadier admiral commodore marshal corporal commissioner private
    lieutenant-colonel lieutenant-general major-general vice-admiral rear-admiral
    dci dsi dcs dcc acc pc insp supt sgt capt lt col maj gen adm
    """
)
RANK_MODIFIERS = list_words(
    """
    deputy assistant temporary acting chief detective senior junior vice rear wing air
    flight squadron group lieutenant major field staff first second police brigadier
    """
)
# "Attorney General" and the like are offices, not ranks.
OFFICES_OF_GENERAL = list_words(
    """
    attorney solicitor secretary director inspector surgeon governor consul comptroller
    auditor advocate paymaster registrar postmaster
    """
)

# Written in capitals or with capitals inside; compared without full stops.
POST_NOMINALS = list_words(
    """
    MP MS MSP MLA MEP MHK AM TD KC QC CBE OBE MBE KBE DBE CB KCB DCB CMG KCMG DCMG GCMG
    CVO KCVO QPM KPM QFSM QAM PC JP DL FRS FBA FRCP FRCS FRSA FCA PhD DPhil MD MBA BSc
    MSc BA MA Esq RN RAF Bt VR ADC FREng FMedSci CEng LLB LLM FRGS FRSE KCVO
    """
)

# Written behind a name, and part of it: they tell a daughter or son from a parent.
GENERATIONS = list_words("Jr Sr II III IV")

# Nouns that name an office, a job or a position.
ROLE_NOUNS = list_words(
    """
    minister secretary chancellor president premier chair chairman chairwoman
    chairperson co-chair convener director co-director chief executive ceo cfo coo cto
    cio officer head lead leader manager mayor deputy commissioner governor ambassador
    envoy representative senator congressman congresswoman speaker judge prosecutor
    attorney solicitor general investigator researcher scientist analyst economist
    engineer adviser advisor consultant spokesperson spokesman spokeswoman founder
    co-founder cofounder partner owner principal vice-chancellor headteacher teacher
    dean provost rector fellow lecturer editor author curator keeper coordinator
    co-ordinator administrator treasurer trustee president-elect vice-president
    councillor alderman sheriff marshal bishop archbishop king queen prince princess
    pope nurse doctor surgeon midwife paramedic farmer resident customer campaigner
    activist volunteer ombudsman registrar inspector superintendent constable
    commander colonel captain admiral assistant associate undersecretary
    under-secretary whip counsel architect designer producer developer operator
    supervisor specialist expert coach captain champion patron member witness victim
    survivor student pupil graduate apprentice parent mother father tsar czar agent
    sen rep gov senators representatives ministers secretaries special rapporteur
    permanent parliamentary shadow interim acting senior national regional vice prime
    pilot attaché attache host presenter broadcaster journalist correspondent lawyer
    barrister physician psychologist therapist pharmacist physicist biologist geologist
    historian musician photographer technician statistician strategist entrepreneur
    inventor detective firefighter chaplain organiser organizer commentator co-chairman
    co-chairwoman
    """
)

# Nouns that name a person without a name: "the minister", "a spokesman".
PERSON_NOUNS = ROLE_NOUNS - list_words(
    """
    special permanent parliamentary shadow interim acting senior national regional vice
    prime general lead chief executive assistant associate counsel
    """
)

# Nouns by which an institution is known.
ORGANISATION_NOUNS = list_words(
    """
    agency alliance association associations authority bank board bureau campaign
    centre center charity church club coalition college commission committee companies
    company confederation congress constabulary co-operative corporation council court
    department directorate embassy executive federation force forces foundation forum
    fund government group guild hospital house inc industries institute institution
    international library limited llc llp ltd ministry movement museum network nhs
    observatory office organisation organization parliament partnership party plc
    police programme project regulator school service services society station studio
    street systems taskforce team technologies treasury tribunal trust union
    university watch works academy clinic laboratory laboratories labs corp gmbh
    holdings ventures pharmaceuticals solutions airlines consulting brands studios
    """
)

# Nouns of portfolios and places of work: they end roles, and don't begin names.
TOPIC_NOUNS = list_words(
    """
    affairs advocacy agriculture aid and arms asylum aviation border borders business
    care charge children citizenship climate commerce commons communications communities
    community countering crime crown culture cyber data defence defense democracy
    development digital disability economic economy education employment energy
    enforcement enterprise environment equalities equality europe exports families
    farming finance financial fire fisheries food foreign growth harassment health
    home homelessness housing human immigration industry infrastructure innovation
    intelligence investment justice labour labor levelling local lords marine media
    medicine migration minorities nature northern operations patient pensions people
    planning policing policy prevention prisons probation procurement productivity
    programmes public railways recovery reform research resilience resources rights
    roads rural safeguarding safety science security skills social sport stalking state
    tax technology tourism trade training transport treasury up veterans victims water
    welfare women work works youth criminal air energies sustainability marketing
    ranking democrat republican democratic exchequer
    """
)

COUNTRIES = list_words(
    """
    african albanian american australian austrian belgian bolivian brazilian british
    bulgarian canadian chinese colombian croatian czech danish dutch english estonian
    european finnish french german greek hungarian indian iraqi irish israeli italian
    japanese latvian lithuanian mexican norwegian pakistani palestinian polish
    portuguese romanian russian rwandan scottish spanish swedish swiss turkish
    ukrainian vietnamese welsh england scotland wales ireland britain london
    """
)

# Words of the tables above, and months, that are surnames behind a given name.
SURNAMES_TOO = list_words(
    """
    king prince bishop judge marshal dean pope major farmer fellow church house field
    street home banks borders bond law english french german welsh scottish ireland
    london england may march
    """
)
GIVEN_NAMES_TOO = list_words("april june august")

# Words inside a name that are written small: "Ana van der Holt".
NAME_PARTICLES = list_words(
    "al ap bin bint da de del della den der di dos du el ibn la le st ten van von y"
)

PRONOUNS = list_words("he she they")

# Subjects of "X says:" that are papers, not people.
DOCUMENTS = list_words(
    """
    report survey study letter statement review document act bill law article section
    guidance rules code plan poll data figures statistics notice email message
    declaration agreement treaty page website form sign text order motion
    """
)
