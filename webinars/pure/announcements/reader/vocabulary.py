"""The words of headings and labels, in several languages.

English first; German, French, Spanish and Portuguese as far as headings go, and the commonest Italian, Dutch and
Scandinavian ones. All patterns are plain alternatives: none can be made slow by what it is matched against.
"""

import re
from enum import StrEnum
from typing import Final

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.roles import ANY_ROLE, leading_role, role_of


class Section(StrEnum):
    """What the lines under a heading, or after a label, are about."""

    LINEUP = "lineup"
    WHEN = "when"
    QUESTIONS = "questions"
    ORGANISERS = "organisers"
    CO_SPONSORS = "co_sponsors"
    REGISTRATION = "registration"
    RECORDINGS = "recordings"
    DESCRIPTION = "description"
    TITLE = "title"
    SERIES = "series"
    TOPICS = "topics"
    AGENDA = "agenda"
    PLACE = "place"
    OTHER = "other"


_INTRO = (
    r"(?:(?:our|your|panel|session|webinar|discussion|meeting|the|confirmed|featured|invited|guest|main|event|webinar|"
    r"further|other|all|distinguished|esteemed|expert|special|meet|about|with|list of|unsere|die|der|les?|nos|los|las|"
    r"nuestr[oa]s|os|as|noss[oa]s|international|additional|panel of|scheduled|presenting|this (?:week|month|event|"
    r"webinar|session)'?s)\s+)*"
)
_TAIL = (
    r"(?:\s+(?:include[sd]?|are|were|is|was|will be|will include|so far|confirmed|bios?|biograph(?:y|ies)|profiles?|"
    r"at (?:the|this) (?:event|webinar|meeting)|as follows|were as follows|are as follows|to date|"
    r"\(in alphabetical order\)|\(in order of appearance\)|\(tbc\)|list|line-?up|confirm[ée]e?s|confirmad[oa]s|"
    r"on the (?:panel|day)|and bios|of the (?:webinar|event|session|evening)|for (?:the|this) (?:webinar|event|"
    r"session|evening|day|afternoon)|tonight|today))*"
)
_LINEUP_WORDS = re.compile(
    rf"{_INTRO}(?P<role>{ANY_ROLE})(?:\s(?:by|von|durch|par|por|pela|pelo|av|da))?{_TAIL}",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:for|against) the motion|proposing|opposing|who|with|mit|met|med|avec|con|com|wer|qui[ée]n(?:es)?|qui|quem",
    re.IGNORECASE,
)
_TWO_ROLES = re.compile(rf"{_INTRO}(?:{ANY_ROLE})\s*(?:&|and|und|et|y|e|/|,)\s*(?:{ANY_ROLE}){_TAIL}", re.IGNORECASE)

_SECTIONS: Final[list[tuple[Section, str]]] = [
    (
        Section.OTHER,
        (
            r"next|also (?:on|at|in|this|available|coming)\b.{0,20}|upcoming|coming up|up next|next up|[àa] venir|"
            r"prochainement|demn[äa]chst|vorschau|pr[óo]ximamente|pr[óo]ximos? eventos?|prossimi appuntamenti|notes|"
            r"shared notes|contatti|kontaktperson|spr[åa]k|kostnad|pris|m[åa]lgrupp|apologies(?: (?:from|"
            r"received from|were received from))?|(?:with )?regrets|absent|excused|staff|(?:technical|production|tech|"
            r"it)(?: support| team| assistance| help)?|(?:organi[sz]ing|steering|programme|program|scientific|"
            r"advisory|editorial|local|executive) (?:committee|team|group|board|council)|(?:press|media|"
            r"for more) ?(?:contact|information|enquiries|inquiries)?s?|contacts?|contact us|kontakt|contacto|contato|"
            r"attendees|attendance|in attendance|our team|the team|team|about us|who we are|thanks|thank you|"
            r"acknowledge?ments|previous (?:webinars|events|sessions|speakers)|past (?:webinars|events)|"
            r"upcoming (?:webinars|events)|related(?: posts| articles| links)?|see also|further reading|"
            r"reading(?: list)?s?|resources|references|ansprechpartner(?:in)?|organisationsteam|entschuldigt|"
            r"[ée]quipe|excus[ée]s|credits|share this|tags|filed under|categories|leave a (?:reply|comment)|comments|"
            r"produced by|production|editors?|edited by|photos?(?: credits?)?|image(?: credits?)?|video editing|"
            r"camera|sound|note ?takers?|minutes(?: by)?|scribes?|language|languages|sprache|langue|idioma|cost|costs|"
            r"price|fee|kosten|coste|target audience|audience|who should attend|who is it for|zielgruppe|p[úu]blico|"
            r"recommended reading|background reading|accessibility|level|prerequisites|requirements|materials|slides|"
            r"code of conduct|posted by|posted|published|author of the post|dur[ée]e|next steps|next webinar|"
            r"next event|about the (?:host|organisers?|organizers?|organisations?|organizations?|series|project|"
            r"sponsors?)|duration|donate|support us|follow us|subscribe|newsletter"
        ),
    ),
    (
        Section.WHEN,
        (
            r"tid|tidpunkt|n[äa]r|tidspunkt|dato|wanneer|datum en tijd|tijd|quando|data e ora|ora|dato og tid|"
            r"dag och tid|dates?|times?|when|date\s*(?:and|&|/|\+|,)\s*(?:start |local )?time|time\s*(?:and|&|"
            r"/)\s*date|day|hour|start|starts|start time|date of (?:the )?(?:event|webinar)|event date|webinar date|"
            r"schedule[d]?(?: for)?|save the date|your local time|time zones?|datum|wann|uhrzeit|zeit|termin|beginn|"
            r"datum (?:und|&) (?:uhr)?zeit|zeitpunkt|tag|quand|heure|horaires?|date et heure|jour|fecha|hora|horario|"
            r"cu[áa]ndo|fecha y hora|d[íi]a|data|hor[áa]rio|quando|data e hor(?:a|[áa]rio)|dia|what time|"
            r"starting times?|event time|webinar time|day and time|local times?|times in other zones|when is it"
        ),
    ),
    (
        Section.REGISTRATION,
        (
            r"anm[äa]lan|tilmelding|p[åa]melding|aanmelden|aanmelding|iscrizion[ei]|registrazione|registrering|"
            r"l[äa]nk|link de inscri[çc][ãa]o|registration(?: link| details)?|register(?: here| now| online| for free|"
            r" today)?|rsvp|tickets?|sign ?up(?: here)?|book(?: now| here| your place)?|how to (?:join|register|"
            r"attend|take part|participate)|join(?: us| the call| here| the meeting| the webinar| link)?|zoom(?: link|"
            r" details)?|anmeldung|zur anmeldung|teilnahme|zugang|einwahl|inscriptions?|s'inscrire|pour participer|"
            r"lien|inscripci[óo]n(?:es)?|registro|c[óo]mo participar|enlace|inscri[çc](?:[ãa]o|[õo]es)|"
            r"como participar|access|connect(?:ion)?|reserve your (?:spot|seat|place)|link|meeting link|webinar link|"
            r"attend|how to connect|connection details|dial-?in"
        ),
    ),
    (
        Section.PLACE,
        (
            r"plats|sted|waar|dove|luogo|locatie|where|place|location|venue|platform|format|ort|wo|plattform|"
            r"veranstaltungsort|lieu|o[ùu]|plateforme|lugar|d[óo]nde|plataforma|local|onde|online|live ?stream|stream"
        ),
    ),
    (
        Section.RECORDINGS,
        (
            r"(?:the )?(?:full |event |webinar |complete |entire )*(?:videos?|recordings?|stream|event stream|"
            r"video recording|live ?stream recording)(?: of the (?:event|webinar|full event))?|"
            r"watch(?: (?:the )?(?:recording|video|webinar|it|now|again|here|on demand|the full event|"
            r"the full webinar))?|replay|video stream|individual (?:presentations|speeches|videos|contributions|talks|"
            r"clips|recordings|sessions)|aufzeichnung(?:en)?|mitschnitt|enregistrements?|vid[ée]os?|rediffusion|"
            r"grabaci[óo]n(?:es)?|v[íi]deos?|grava[çc][ãa]o|grava[çc][õo]es|videos by speaker|clips|video links?|"
            r"links to (?:the )?(?:videos|recordings)"
        ),
    ),
    (
        Section.AGENDA,
        (
            r"(?:the |short |lightning |invited )?(?:talks|papers)|agenda|programme?|program|tentative (?:agenda|"
            r"programme?)|schedule|running order|order of (?:business|events)|ablauf|tagesordnung|ordre du jour|"
            r"programa|programa[çc][ãa]o|orden del d[íi]a|timetable|programm"
        ),
    ),
    (
        Section.QUESTIONS,
        (
            r"(?:key |main |discussion |guiding |leading |agenda |some |the |central |core |focus |possible |"
            r"our )*(?:questions|topics|themes|issues|points|talking points)(?: (?:to be|we will|we'll|that will be|"
            r"will be|will include|we cover|for|include|are|of|on) ?(?:addressed|discussed?|covered?|explored?|"
            r"address|cover|explore|discussion|the (?:webinar|event|discussion|panel|agenda))?)?|topics covered|"
            r"questions (?:addressed|discussed|include[sd]?)|what (?:we|you)(?:'ll|’ll| will) (?:cover|discuss|learn|"
            r"explore)|points? (?:for|of) discussion|what will (?:we|you) (?:learn|cover|discuss|talk about|explore|"
            r"hear)|you(?:'ll| will) learn|(?:what|things) (?:we|you)(?:'ll| will| want to| are going to| shall|"
            r" would like to)?(?: be)? (?:talk(?:ing)? about|look(?:ing)? at|hear about|discuss(?:ing)?|cover(?:ing)?|"
            r"find out|get|take away)|(?:on|what's on|what is on) the (?:agenda|table|menu)|wor[üu]ber wir sprechen|"
            r"de quoi parlerons-nous|de qu[ée] hablaremos|hablaremos de|vamos conversar sobre|vragen|de vragen|"
            r"spørsm[åa]l|fr[åa]gor|domande|argomenti|for discussion|learning (?:objectives|outcomes|goals)|"
            r"objectives|you will learn|in this webinar|we(?:'ll| will) (?:cover|discuss)|key takeaways|takeaways|"
            r"leitfragen|(?:zentrale |die )?fragen|themen|themenschwerpunkte|inhalte?|diskussionsfragen|"
            r"(?:les )?(?:questions|th[èe]mes|sujets)(?: abord[ée]e?s| trait[ée]e?s)?|axes|(?:preguntas|temas|ejes|"
            r"contenidos?)(?: (?:clave|centrales|a tratar|orientadoras|gu[íi]a))?|(?:perguntas|t[óo]picos|temas|"
            r"quest[õo]es|conte[úu]dos?)(?: (?:norteadoras|centrais|orientadoras))?|to be discussed|we will ask|we ask"
        ),
    ),
    (
        Section.CO_SPONSORS,
        (
            r"co-?sponsors?|co-?sponsored by|co-?sponsoring organi[sz]ations|sponsors?|sponsored by|supporters?|"
            r"supported by|supporting organi[sz]ations|endorsed by|endorsers|endorsing organi[sz]ations|"
            r"with (?:the )?support (?:of|from)|funded by|unterst[üu]tzt (?:von|durch)|gef[öo]rdert (?:von|durch)|"
            r"mit unterst[üu]tzung (?:von|durch)|soutenu par|avec le soutien de|avec l'appui de|con el apoyo de|"
            r"adhieren?|adhesiones|apoyan?|auspician?|patrocinan?|com o apoio de|apoio|patroc[íi]nio|"
            r"co-?sponsoring groups|(?:parceiros|socios|aliados|partenaires|parcerias) (?:institucionais|"
            r"institucionales|institutionnels)|media partners?"
        ),
    ),
    (
        Section.ORGANISERS,
        (
            r"arrang[öøo]r(?:er)?|arrangeras av|i samarbete med|georganiseerd door|organisator(?:en)?|"
            r"in samenwerking met|a cura d(?:i|el|ella)|organizzat[oa] da(?:l|lla)?|organizzazione|organizzatori|"
            r"promosso da|a project of|an initiative of|a production of|presented jointly by|co-?hosted by|co-?hosts|"
            r"co-?presented by|hosts and organi[sz]ers|lead organi[sz]ers?|(?:co-?)?organi[sz]ers?|(?:co-?|"
            r"jointly )?organi[sz]ed (?:jointly )?by|organi[sz]ing (?:groups|organi[sz]ations|bodies|partners?)|"
            r"host(?:ing)? organi[sz]ations?|hosted by|(?:an? )?(?:event|webinar|talk|meeting|rally) (?:presented |"
            r"hosted |organi[sz]ed )?by|a joint (?:event|webinar) (?:of|by)|convened by|convenors?|conveners?|"
            r"brought to you by|presented by|in (?:partnership|collaboration|cooperation|co-operation|"
            r"association) with|partners?|partner organi[sz]ations?|initiated by|veranstalter(?:in|innen|[:*_]innen|"
            r"\*innen)?|veranstaltet von|organisiert von|eine veranstaltung (?:von|der|des)|in kooperation mit|"
            r"kooperation|kooperationspartner(?:in|innen|[:*_]innen)?|mitveranstalter(?:in)?|organisat(?:eurs?|"
            r"rices?)|organis[ée]e? par|organis[ée]|en partenariat avec|partenaires?|organizadore?s?|"
            r"organizad[oa] por|organizan?|organizaci[óo]n|convocan?|convoca|en colaboraci[óo]n con|organiza[çc][ãa]o|"
            r"realiza[çc][ãa]o|promo[çc][ãa]o|em parceria com|parceria|parceiros|organiza|colabora"
        ),
    ),
    (
        Section.DESCRIPTION,
        (
            r"om webbinariet|beskrivning|inneh[åa]ll|over dit webinar|descrizione|omschrijving|about|about (?:this|"
            r"the) (?:event|webinar|talk|session|topic|discussion)|abstract|description|summary|background|overview|"
            r"introduction|details|event details|webinar details|what|why|theme|zusammenfassung|beschreibung|inhalt|"
            r"worum geht'?s|zum thema|hintergrund|r[ée]sum[ée]|description|pr[ée]sentation|contexte|à propos|resumen|"
            r"descripci[óo]n|resumo|descri[çc][ãa]o|sobre|acerca de|what to expect|what it is about|context|"
            r"key info(?:rmation)?"
        ),
    ),
    (
        Section.TITLE,
        (
            r"title|topic|webinar title|event title|subject|talk title|titel|thema|titre|sujet|t[íi]tulo|tema|event|"
            r"webinar|event name"
        ),
    ),
    (
        Section.SERIES,
        (
            r"series|webinar series|part of(?: the)?(?: series)?|reihe|veranstaltungsreihe|s[ée]rie|cycle|serie|ciclo|"
            r"s[ée]rie de webin[áa]rios"
        ),
    ),
    (Section.TOPICS, r"keywords|schlagworte|mots-cl[ée]s|palabras clave|palavras-chave"),
]
_SECTION_PATTERNS = [(section, re.compile(pattern, re.IGNORECASE)) for section, pattern in _SECTIONS]
MAX_HEADING_LENGTH = 90


def section_of(heading: str) -> tuple[Section, Role | None] | None:
    """What a heading or a label announces; None for words that are neither."""
    words = _bare_heading(heading)
    if not words or len(words) > MAX_HEADING_LENGTH:
        return None
    for section, pattern in _SECTION_PATTERNS:
        if pattern.fullmatch(words):
            # "Presented by" and "Hosted by" name people as often as organisations; who follows decides.
            return section, (role_of(words) if section is Section.ORGANISERS else None)
    if found := _LINEUP_WORDS.fullmatch(words):
        return Section.LINEUP, role_of(found["role"]) or Role.SPEAKER
    if _TWO_ROLES.fullmatch(words) or _WHO.fullmatch(words):
        return Section.LINEUP, leading_role(words) or Role.SPEAKER
    return None


_EDGE = re.compile(r"^[\W_]+|[^\w)]+$")


def _bare_heading(heading: str) -> str:
    words = re.sub(r"\((?:s|en|in|innen|a|as|e|es)\)|(?<=\w)\s\([^()]{3,40}\)(?=\W*$)", "", heading.replace("’", "'"))
    words = _EDGE.sub("", words).strip()
    words = _NUMBERED.sub(r"\1", _OF_SESSION.sub("", words))
    return re.sub(r"\s+", " ", words)


_NUMBERED = re.compile(
    r"((?:\w+ )?(?:speaker|presenter|panell?ist|guest|moderator|discussant|respondent|host|referent(?:in)?|gast|"
    r"redner(?:in)?|ponente|panelista|expositora?|oradora?|invitad[oa]|intervenante?|invit[ée]e?|palestrante|"
    r"convidad[oa]))\s?(?:#|no\.?|nr\.?|n[º°]\.?)?\s?\d{1,2}(?=\W*$)",
    re.IGNORECASE,
)
"""“Speaker #1”; but “Talk 3: …” is what a talk is called."""
_SESSION = (
    r"(?:session|part|day|panel|block|round|table|teil|tag|sesi[óo]n|sess[ãa]o|s[ée]ance|mesa|"
    r"webinar)\s(?:\d{1,2}|[IVX]{1,4}|[A-D])"
)
_OF_SESSION = re.compile(rf"^{_SESSION}\W+(?=\w)|\W+(?:of |in |for |de la )?{_SESSION}$", re.IGNORECASE)
"""“Speakers, session 1”, “Panel 2 – speakers”."""
