"""Phrases of sentences that say who takes part, and as what: "moderated by …", "… will respond"."""

import re
from typing import Final

from webinars.pure.announcements.model import Role

_BY: Final = [
    (
        Role.MODERATOR,
        (
            r"(?:discussion|conversation|q ?& ?a|debate) (?:is |was |will be )?(?:led|steered|guided) by|"
            r"moderated by|moderators?,?(?= [A-Z])|moderator(?: (?:is|was|will be))?|"
            r"moderiert (?:wird (?:die \w+ |der \w+ |"
            r"das \w+ )?)?(?:von|"
            r"durch)|moderieren (?:wird|werden)|(?:the|our) moderators?,?|(?:es )?moderier(?:t|en)|"
            r"moderation (?:hat(?:te)?|übernahm(?:en)?|lag bei|liegt bei|übernimmt|übernehmen|"
            r"durch|von)|mod[ée]r[ée]e?s? par|anim[ée]e?s? par|"
            r"moderad[oa] por|(?:moderatore|moderatrice|gespreksleider|dagvoorzitter|moderador[a]?|moderatorin|"
            r"ordstyrer|"
            r"ordf[öo]rande|samtalsledare|mediadora?) (?:is|er|är|è|sarà|es|será|é|ist)|"
            r"mediad[oa] por|(?:media[çc][ãa]o|modera[çc][ãa]o)(?: (?:ser[áa]|ficar[áa]|ficou|fica|est[áa]|"
            r"estar[áa]|estuvo|fue|foi|é)(?: feita|"
            r" a cargo)?)? "
            r"(?:de|da|do|por|pela|pelo)|moderazione di|modererad av|modereras av|gemodereerd door|ordstyrer er|"
            r"durch (?:den abend|die (?:veranstaltung|"
            r"diskussion)|das (?:gespr[äa]ch|programm)) f[üu]hr(?:te?|te?n)|"
            r"la moderaci[óo]n de|con "
            r"moderaci[óo]n de|moderar[áa]n?|conducir[áa]|mediar[áa]|modererà|h?a(?:nno)? moderato|"
            r"(?:moder[óo]|condujo|conduce|coordin[óo])(?: (?:la|el|o|a) [a-zà-ÿ]+)?|"
            r"moderou|mediou|modera"
        ),
    ),
    (
        Role.CHAIR,
        (
            r"chaired by|(?:the|our) chairs?(?:man|woman|person)?,?|chair (?:is|was|will be)|in the chair:?|"
            r"presided over by|présidée? par|"
            r"presidid[oa] por|unter "
            r"(?:der )?leitung von"
        ),
    ),
    (
        Role.HOST,
        (
            r"join(?:s|ing)? (?:our |your )?hosts?|hosted by|mc['’]?d by|emceed by|comp[èe]red by|(?:your |"
            r"our )?hosts? (?:is|was|will be|are)|"
            r"(?:your|our) hosts?,?"
        ),
    ),
    (Role.FACILITATOR, r"facilitated by|facilitad[oa] por"),
    (Role.INTERVIEWER, r"interviewed by|entrevistad[oa] por|interviewt von"),
    (
        Role.RESPONDENT,
        (
            r"(?:with )?(?:a )?responses? (?:from|by)|respondents? (?:is|are|was|were)|discussants? (?:is|are|was|"
            r"were)|"
            r"comments (?:from|by)|with discussants?"
        ),
    ),
    (
        Role.KEYNOTE,
        (
            r"keynote speaker,?|keynotes? (?:speech |address |lecture |talk |speaker )?(?:was |is |"
            r"will be )?(?:delivered |given |presented )?(?:by|from|is|are|was|will be)"
        ),
    ),
    (Role.AUTHOR, r"(?:join|meet|with|featuring|hear from) (?:the )?authors"),
    (
        Role.PANELLIST,
        (
            r"panel (?:discussion )?(?:with|of|featuring)(?: (?:[\w-]+ )?(?:speakers|experts|guests)\s?[–—:])?|"
            r"panell?ists?(?: (?:(?:will )?include[sd]?|are|were|"
            r"will be|including))?(?:\s*[–—:-])?|panelistas"
        ),
    ),
    (Role.PERFORMER, r"(?:music|songs?) (?:by|from)|performances? (?:by|from)|poetry (?:by|from)"),
    (
        Role.INTERPRETER,
        r"interpret(?:ed|ing|ation) by|(?:our |the |simultaneous )?interpreters?(?: are| were| is|,|:)?",
    ),
    (
        Role.SPEAKER,
        (
            r"(?:also )?(?:speaking (?:at|in|during)|joining) (?:the|this|our) \w+(?: from [A-Z]\w+)? (?:were|was|are|"
            r"is|will be)|"
            r"among (?:the|our) (?:speakers|panell?ists|guests) (?:were|are|was|is)|a réuni|réuni(?:t|ra|ront|ssait)|"
            r"rassembl(?:e|era|ait)|brings together|brought together|gathers|"
            r"gathered|"
            r"bringing together|re[úu]ne|reuni[óo]|reunir[áa]|reuniu|vereint|riunisce|"
            r"confirmed (?:so far )?(?:are|is|include)|taking part (?:are|is|will be)|joining (?:us|"
            r"them) (?:are|is|will be)|"
            r"(?:readings?|memories|recollections|tributes?|reflections|testimon(?:y|ies)|statements?|greetings|"
            r"inputs?) (?:by|from)|"
            r"(?:welcom(?:e|ing)|opening|closing|introductory|concluding|final|inaugural)(?: (?:remarks|words|"
            r"address|"
            r"statements?|speech|comments))? (?:by|from)|introductions? (?:by|from)|"
            r"join (?:us|the) [^.]{3,100}?,? (?:when|where)|followed by|"
            r"(?:opened|closed) by|presented by|join(?! us)|we welcome|presentations? (?:by|from)|"
            r"(?:a )?(?:short )?talks? (?:by|from|"
            r"given by)|"
            r"lectures? (?:by|from|"
            r"given by)|given (?:[\w]+ ){0,3}by|evening with|afternoon with|morning with|hour with|"
            r"(?:talks?|speaks?|talking|speaking|chats?) (?:to|with)|delivered by|led by|introduced by|"
            r"addressed by|featuring|featured|joined by|"
            r"in conversation with|"
            r"contributions? (?:by|from)|hear from|hear|speakers? (?:(?:will )?include[sd]?|are|were|is|was|will be|"
            r"including|such as)(?:\s*[:–—-])?|speakers?\s*[:–—-]|(?:our |special )?guests? (?:is|are|was|were|"
            r"include[sd]?|will be)|"
            r"discussion with|conversation with|webinar with|talk with|session with|interview with|seminar with|"
            r"workshop "
            r"with|dialogue with|call with|event with|lecture with|discussion between|"
            r"conversation between|"
            r"debate between|"
            r"(?:auf dem (?:\w+ )?podium|in der runde|am tisch) (?:sitzen|diskutieren|sind)|"
            r"an (?:der|dem) [\w-]+ (?:nehmen|wirken)|beteiligen sich|diskutieren|diskutiert(?:en)?|sprechen|"
            r"spricht|sprachen|referiert|referieren|zu gast "
            r"(?:ist|sind)|im gespr[äa]ch mit|gespr[äa]ch mit|diskussion mit|vortrag (?:von|mit)|"
            r"referent(?:in)? ist|mit "
            r"dabei(?: sind| ist)?:?|mit|impulse? von|"
            r"en pr[ée]sence de|pr[ée]sent[ée]e? par|interventions? de|avec(?: la participation de)?|en compagnie de|"
            r"con la participaci[óo]n de|a cargo de|participar[áa]n|participan|intervendr[áa]n|con|impartid[oa] por|"
            r"presentad[oa] por|"
            r"com a participa[çc][ãa]o d[eao]s?|participa[çc][ãa]o d[eao]s?|participam(?: d[oae] \w+)?|"
            r"participa(?: d[oae] \w+)?|"
            r"sono intervenut[ie]|hanno partecipato|han(?:no)? parlato|con gli interventi di|participaron|"
            r"intervinieron|"
            r"expusieron|participaram|sont intervenue?s|ont participé|sont intervenus|diskutierten|es sprachen|"
            r"intervengono|con la partecipazione di|medverkande [äa]r|medverkar|deltar|i samtal med|in gesprek met|"
            r"apresentad[oa] por|ministrad[oa] por|com|"
            r"with|starring|talks? was given by|(?:guest )?speakers?,?|presenters?"
        ),
    ),
]
BY_PATTERNS = [
    (role, re.compile(rf"(?<![\w-])(?:{words})(?:(?<=by):|(?<=from):)?\s+(?=[\w“])", re.IGNORECASE))
    for role, words in _BY
]
_VERBS: Final = [
    (Role.INTERVIEWER, r"(?:will )?interviews?|interviewed"),
    (
        Role.MODERATOR,
        (
            r"(?:will )?moderates?|(?:will be |is |was )?moderating|moderated|moderiert(?:e|en)?|übernimmt die "
            r"moderation|modérera|modère|moderar[áa]|modera"
        ),
    ),
    (
        Role.CHAIR,
        (
            r"(?:will )?chairs?|(?:will take|takes|took) the chair|(?:will be |is |was )?chairing|"
            r"(?:will be|is|was) in the chair|chaired"
        ),
    ),
    (Role.HOST, r"(?:will )?hosts?|(?:will be |is |was )?hosting"),
    (Role.FACILITATOR, r"(?:will )?facilitates?|facilitated|(?:will be |is )?facilitating"),
    (Role.RESPONDENT, r"(?:will )?responds?|will comment|responded"),
    (Role.KEYNOTE, r"(?:will )?(?:give|gives|deliver|delivers|gave|delivered) (?:the|a) keynote"),
    (
        Role.SPEAKER,
        (
            r"(?:will |to )?(?:speaks?|reads?|performs?|says?|gives?|shows?|presents?|talks?|discuss(?:es)?|"
            r"lectures?|"
            r"introduces?|explains?|explores?|"
            r"examines?)|will (?:join|share|give|be speaking|be presenting|be talking|discuss|address|answer|examine|"
            r"look|lead|be joined|be in conversation|deliver|show|outline|reflect|debate|take)|"
            r"closed|spoke|presented|gave|discussed|shared|explained|answered|introduced|talked|argued|"
            r"delivered|joined|"
            r"opened|"
            r"described|outlined|in conversation|im gespr[äa]ch|en conversaci[óo]n|spricht|"
            r"stellt|stellen|zeigt|zeigen|gibt|geben|h[äa]lt|halten|f[üu]hrt|f[üu]hren|erl[äa]utert|"
            r"erl[äa]utern|beleuchtet|"
            r"beleuchten|liest|lesen|erkl[äa]rt|erkl[äa]ren|analysiert|analysieren|berichten|erz[äa]hlen|blickt|"
            r"blicken|"
            r"pr[äa]sentiert|pr[äa]sentieren|debattieren|diskutiert|"
            r"sprechen|diskutieren|referiert|berichtet|erz[äa]hlt|interviendra|interviendront|pr[ée]sentera(?:ont)?|"
            r"d[ée]battront|(?:nos |les )?(?:hablar[áa]n?|conversar[áa]n?|presentar[áa]n?|contar[áa]n?|"
            r"compartir[áa]n?|mostrar[áa]n?|explicar[áa]n?|expondr[áa]n?|dialogar[áa]n?|debatir[áa]n?)|"
            r"apresentar?[áa](?:o|ão)?|falar[áa](?:o|ão)?|discutir[áa](?:o|ão)?|conversam|debatem|dialogano|"
            r"presenter[àa]|parler[àa]|samtalar|ber[äa]ttar|spreekt|spreken"
        ),
    ),
]
TELLING = re.compile(
    r"\s(?:said|agreed|argued|added|insisted|observed|commented|suggested|proposed|compared|demonstrated|"
    r"summari[sz]ed|"
    r"maintained|underlined|underscored|shared|spoke|talked|presented|gave|discussed|outlined|described|"
    r"introduced|opened|"
    r"closed|responded|replied|raised|walked|led|made|joined|answered|explained|showed|reported|traced|warned|"
    r"noted|reminded|stressed|called|urged|offered|reflected|recalled|analy[sz]ed|"
    r"examined|explored|reviewed|criticised|criticized|highlighted|pointed|looked|told|laid|set out|began|summed|"
    r"concluded|asked|drew|looks|shows|asks|tells|reports|takes|focused|focuses|addressed|touched|emphasi[sz]ed|"
    r"zeigte|berichtete|erkl[äa]rte|a montré|a expliqué|explic[óo]|mostr[óo]|habl[óo]|mostrou|falou)(?=[\s.,:])"
)
"""What people who are introduced with where they are from do; of others it may be said of a person in history."""
VERB_PATTERNS = [
    # Verbs are in lower case: the "Chair" in "Lucasian Chair, University of …" is none.
    (role, re.compile(rf"\s(?:{words})(?!\s+by\b(?!\s\w+ing\b))(?=[\s.,:]|$)"))
    for role, words in _VERBS
]
