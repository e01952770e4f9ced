"""Phrases of sentences that say who takes part, and as what: "moderated by …", "… will respond"."""

import re
from typing import Final

from webinars.pure.announcements.model import Role

_BY: Final = [
    (
        Role.MODERATOR,
        (
            r"(?:discussion|conversation|q ?& ?a|debate) (?:is |was |will be )?(?:led|steered|guided) by|moderated by|"
            r"moderators?,?(?= [A-Z])|moderator(?: (?:is|was|will be))?|moderiert (?:wird (?:die \w+ |der \w+ |"
            r"das \w+ )?)?(?:von|durch)|moderieren (?:wird|werden)|(?:the|our) moderators?,?|(?:es )?moderier(?:t|en)|"
            r"moderation (?:hat(?:te)?|übernahm(?:en)?|lag bei|liegt bei|übernimmt|übernehmen|durch|von)|"
            r"mod[ée]r[ée]e?s? par|anim[ée]e?s? par|moderad[oa] por|(?:moderatore|moderatrice|gespreksleider|"
            r"dagvoorzitter|moderador[a]?|moderatorin|ordstyrer|ordf[öo]rande|samtalsledare|mediadora?) (?:is|er|är|è|"
            r"sarà|es|será|é|ist)|mediad[oa] por|(?:media[çc][ãa]o|modera[çc][ãa]o)(?: (?:ser[áa]|ficar[áa]|ficou|"
            r"fica|est[áa]|estar[áa]|estuvo|fue|foi|é)(?: feita| a cargo)?)? (?:de|da|do|por|pela|pelo)|"
            r"moderazione di|modererad av|modereras av|gemodereerd door|ordstyrer er|durch (?:den abend|"
            r"die (?:veranstaltung|diskussion)|das (?:gespr[äa]ch|programm)) f[üu]hr(?:te?|te?n)|la moderaci[óo]n de|"
            r"con moderaci[óo]n de|moderar[áa]n?|conducir[áa]|mediar[áa]|modererà|h?a(?:nno)? moderato|(?:moder[óo]|"
            r"condujo|conduce|coordin[óo])(?: (?:la|el|o|a) [a-zà-ÿ]+)?|moderou|mediou|modera"
        ),
    ),
    (
        Role.CHAIR,
        (
            r"chaired by|(?:the|our) chairs?(?:man|woman|person)?,?|chair (?:is|was|will be)|in the chair:?|"
            r"presided over by|présidée? par|presidid[oa] por|unter (?:der )?leitung von"
        ),
    ),
    (
        Role.HOST,
        (
            r"join(?:s|ing)? (?:our |your )?hosts?|hosted by|mc['’]?d by|emceed by|comp[èe]red by|(?:your |"
            r"our )?hosts? (?:is|was|will be|are)|(?:your|our) hosts?,?"
        ),
    ),
    (Role.FACILITATOR, r"facilitated by|facilitad[oa] por"),
    (Role.INTERVIEWER, r"interviewed by|entrevistad[oa] por|interviewt von"),
    (
        Role.RESPONDENT,
        (
            r"(?:with )?(?:a )?responses? (?:from|by)|respondents? (?:is|are|was|were)|discussants? (?:is|are|was|"
            r"were)|comments (?:from|by)|with discussants?"
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
            r"panell?ists?(?: (?:(?:will )?include[sd]?|are|were|will be|including))?(?:\s*[–—:-])?|panelistas"
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
            r"is|will be)|among (?:the|our) (?:speakers|panell?ists|guests) (?:were|are|was|is)|a réuni|réuni(?:t|ra|"
            r"ront|ssait)|rassembl(?:e|era|ait)|brings together|brought together|gathers|gathered|bringing together|"
            r"re[úu]ne|reuni[óo]|reunir[áa]|reuniu|vereint|riunisce|confirmed (?:so far )?(?:are|is|include)|"
            r"taking part (?:are|is|will be)|joining (?:us|them) (?:are|is|will be)|(?:readings?|memories|"
            r"recollections|tributes?|reflections|testimon(?:y|ies)|statements?|greetings|inputs?) (?:by|from)|"
            r"(?:welcom(?:e|ing)|opening|closing|introductory|concluding|final|inaugural)(?: (?:remarks|words|address|"
            r"statements?|speech|comments))? (?:by|from)|introductions? (?:by|from)|join (?:us|"
            r"the) [^.]{3,100}?,? (?:when|where)|followed by|(?:opened|closed) by|presented by|join(?! us)|we welcome|"
            r"presentations? (?:by|from)|(?:a )?(?:short )?talks? (?:by|from|given by)|lectures? (?:by|from|given by)|"
            r"given (?:[\w]+ ){0,3}by|evening with|afternoon with|morning with|hour with|(?:talks?|speaks?|talking|"
            r"speaking|chats?) (?:to|with)|delivered by|led by|introduced by|addressed by|featuring|featured|"
            r"joined by|in conversation with|contributions? (?:by|from)|hear from|hear|"
            r"speakers? (?:(?:will )?include[sd]?|are|were|is|was|will be|including|such as)(?:\s*[:–—-])?|"
            r"speakers?\s*[:–—-]|(?:our |special )?guests? (?:is|are|was|were|include[sd]?|will be)|discussion with|"
            r"conversation with|webinar with|talk with|session with|interview with|seminar with|workshop with|"
            r"dialogue with|call with|event with|lecture with|discussion between|conversation between|debate between|"
            r"(?:auf dem (?:\w+ )?podium|in der runde|am tisch) (?:sitzen|diskutieren|sind)|an (?:der|"
            r"dem) [\w-]+ (?:nehmen|wirken)|beteiligen sich|diskutieren|diskutiert(?:en)?|sprechen|spricht|sprachen|"
            r"referiert|referieren|zu gast (?:ist|sind)|im gespr[äa]ch mit|gespr[äa]ch mit|diskussion mit|"
            r"vortrag (?:von|mit)|referent(?:in)? ist|mit dabei(?: sind| ist)?:?|mit|impulse? von|en pr[ée]sence de|"
            r"pr[ée]sent[ée]e? par|interventions? de|avec(?: la participation de)?|en compagnie de|"
            r"con la participaci[óo]n de|a cargo de|participar[áa]n|participan|intervendr[áa]n|con|impartid[oa] por|"
            r"presentad[oa] por|com a participa[çc][ãa]o d[eao]s?|participa[çc][ãa]o d[eao]s?|"
            r"participam(?: d[oae] \w+)?|participa(?: d[oae] \w+)?|sono intervenut[ie]|hanno partecipato|"
            r"han(?:no)? parlato|con gli interventi di|participaron|intervinieron|expusieron|participaram|"
            r"sont intervenue?s|ont participé|sont intervenus|diskutierten|es sprachen|intervengono|"
            r"con la partecipazione di|medverkande [äa]r|medverkar|deltar|i samtal med|in gesprek met|"
            r"apresentad[oa] por|ministrad[oa] por|com|with|starring|talks? was given by|(?:guest )?speakers?,?|"
            r"presenters?"
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
            r"(?:will |to )?(?:speaks?|reads?|performs?|says?|gives?|shows?|presents?|talks?|discuss(?:es)?|lectures?|"
            r"introduces?|explains?|explores?|examines?)|will (?:join|share|give|be speaking|be presenting|be talking|"
            r"discuss|address|answer|examine|look|lead|be joined|be in conversation|deliver|show|outline|reflect|"
            r"debate|take)|closed|spoke|presented|gave|discussed|shared|explained|answered|introduced|talked|argued|"
            r"delivered|joined|opened|described|outlined|in conversation|im gespr[äa]ch|en conversaci[óo]n|spricht|"
            r"stellt|stellen|zeigt|zeigen|gibt|geben|h[äa]lt|halten|f[üu]hrt|f[üu]hren|erl[äa]utert|erl[äa]utern|"
            r"beleuchtet|beleuchten|liest|lesen|erkl[äa]rt|erkl[äa]ren|analysiert|analysieren|berichten|erz[äa]hlen|"
            r"blickt|blicken|pr[äa]sentiert|pr[äa]sentieren|debattieren|diskutiert|sprechen|diskutieren|referiert|"
            r"berichtet|erz[äa]hlt|interviendra|interviendront|pr[ée]sentera(?:ont)?|d[ée]battront|(?:nos |"
            r"les )?(?:hablar[áa]n?|conversar[áa]n?|presentar[áa]n?|contar[áa]n?|compartir[áa]n?|mostrar[áa]n?|"
            r"explicar[áa]n?|expondr[áa]n?|dialogar[áa]n?|debatir[áa]n?)|apresentar?[áa](?:o|ão)?|falar[áa](?:o|ão)?|"
            r"discutir[áa](?:o|ão)?|conversam|debatem|dialogano|presenter[àa]|parler[àa]|samtalar|ber[äa]ttar|spreekt|"
            r"spreken"
        ),
    ),
]
VERB_PATTERNS = [
    # Verbs are in lower case: the "Chair" in "Lucasian Chair, University of …" is none.
    (role, re.compile(rf"\s(?:{words})(?!\s+by\b(?!\s\w+ing\b))(?=[\s.,:]|$)"))
    for role, words in _VERBS
]
