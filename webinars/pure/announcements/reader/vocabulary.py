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
    r"(?:(?:our|your|panel|session|webinar|discussion|meeting|the|confirmed|featured|invited|guest|main|event|"
    r"webinar|"
    r"further|other|all|distinguished|"
    r"esteemed|expert|special|meet|about|with|list of|unsere|die|der|les?|nos|los|las|nuestr[oa]s|os|as|noss[oa]s|"
    r"international|additional|panel of|scheduled|presenting|this (?:week|month|event|webinar|session)'?s)\s+)*"
)
_TAIL = (
    r"(?:\s+(?:include[sd]?|are|were|is|was|will be|will include|so far|confirmed|bios?|biograph(?:y|ies)|profiles?|"
    r"at (?:the|this) (?:event|webinar|meeting)|as follows|were as follows|are as follows|to date|\(in alphabetical "
    r"order\)|"
    r"\(in order of appearance\)|\(tbc\)|list|line-?up|confirm[ée]e?s|confirmad[oa]s|on the (?:panel|day)|and bios|"
    r"of the (?:webinar|event|session|evening)|for (?:the|this) (?:webinar|event|session|evening|day|afternoon)|"
    r"tonight|today))*"
)
_LINEUP_WORDS = re.compile(
    rf"{_INTRO}(?P<role>{ANY_ROLE})(?:\s(?:by|von|durch|par|por|pela|"
    rf"pelo|av|da))?{_TAIL}",
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
            r"next|also (?:on|at|in|this|available|coming)\b.{0,20}|upcoming|coming up|up next|next up|"
            r"[àa] venir|prochainement|demn[äa]chst|vorschau|pr[óo]ximamente|"
            r"pr[óo]ximos? eventos?|prossimi appuntamenti|notes|shared notes|contatti|kontaktperson|spr[åa]k|"
            r"kostnad|pris|m[åa]lgrupp|"
            r"apologies(?: (?:from|received from|were received from))?|(?:with )?regrets|absent|excused|staff|"
            r"(?:technical|production|tech|it)(?: support| team| assistance| help)?|"
            r"(?:organi[sz]ing|steering|programme|program|scientific|advisory|editorial|local|executive) "
            r"(?:committee|team|group|board|council)|"
            r"(?:press|media|for more) ?(?:contact|information|enquiries|inquiries)?s?|contacts?|contact us|kontakt|"
            r"contacto|"
            r"contato|attendees|attendance|in attendance|our team|the team|team|about us|who we are|thanks|thank you|"
            r"acknowledge?ments|"
            r"previous (?:webinars|events|sessions|speakers)|past (?:webinars|events)|upcoming (?:webinars|events)|"
            r"related(?: posts| articles| links)?|see also|further reading|reading(?: list)?s?|resources|references|"
            r"ansprechpartner(?:in)?|organisationsteam|entschuldigt|[ée]quipe|excus[ée]s|credits|share this|tags|"
            r"filed under|categories|leave a (?:reply|comment)|comments|produced by|production|editors?|edited by|"
            r"photos?(?: credits?)?|image(?: credits?)?|video editing|camera|sound|note ?takers?|minutes(?: by)?|"
            r"scribes?|"
            r"language|languages|sprache|langue|idioma|cost|costs|price|fee|kosten|coste|target audience|"
            r"audience|"
            r"who should attend|who is it for|zielgruppe|p[úu]blico|recommended reading|background reading|"
            r"accessibility|"
            r"level|"
            r"prerequisites|requirements|materials|slides|code of conduct|posted by|posted|published|"
            r"author of the post|"
            r"dur[ée]e|"
            r"next steps|next webinar|next event|about the (?:host|organisers?|organizers?|organisations?|"
            r"organizations?|"
            r"series|project|"
            r"sponsors?)|duration|donate|support us|follow us|subscribe|newsletter"
        ),
    ),
    (
        Section.WHEN,
        (
            r"tid|tidpunkt|n[äa]r|tidspunkt|dato|wanneer|datum en tijd|tijd|quando|data e ora|ora|dato og tid|"
            r"dag och tid|"
            r"dates?|times?|when|date\s*(?:and|&|/|\+|,)\s*(?:start |local )?time|time\s*(?:and|&|/)\s*date|day|hour|"
            r"start|starts|start time|"
            r"date of (?:the )?(?:event|webinar)|event date|webinar date|schedule[d]?(?: for)?|save the date|"
            r"your local "
            r"time|time zones?|datum|wann|"
            r"uhrzeit|zeit|termin|beginn|datum (?:und|&) (?:uhr)?zeit|zeitpunkt|tag|quand|heure|horaires?|"
            r"date et heure|"
            r"jour|"
            r"fecha|hora|horario|cu[áa]ndo|fecha y hora|d[íi]a|data|hor[áa]rio|quando|data e hor(?:a|[áa]rio)|"
            r"dia|what "
            r"time|"
            r"starting times?|event time|webinar time|day and time|local times?|times in other zones|when is it"
        ),
    ),
    (
        Section.REGISTRATION,
        (
            r"anm[äa]lan|tilmelding|p[åa]melding|aanmelden|aanmelding|iscrizion[ei]|registrazione|registrering|"
            r"l[äa]nk|link de inscri[çc][ãa]o|"
            r"registration(?: link| details)?|register(?: here| now| online| for free| today)?|rsvp|"
            r"tickets?|sign ?up(?: here)?|"
            r"book(?: now| here| your place)?|how to (?:join|register|attend|take part|"
            r"participate)|join(?: us| the call| here| the meeting| the webinar| link)?|zoom(?: link| details)?|"
            r"anmeldung|"
            r"zur anmeldung|teilnahme|zugang|einwahl|inscriptions?|s'inscrire|pour participer|lien|"
            r"inscripci[óo]n(?:es)?|"
            r"registro|"
            r"c[óo]mo participar|enlace|inscri[çc](?:[ãa]o|[õo]es)|como participar|access|connect(?:ion)?|"
            r"reserve your "
            r"(?:spot|seat|place)|"
            r"link|meeting link|webinar link|attend|how to connect|connection details|dial-?in"
        ),
    ),
    (
        Section.PLACE,
        (
            r"plats|sted|waar|dove|luogo|locatie|"
            r"where|place|location|venue|platform|format|ort|wo|plattform|veranstaltungsort|lieu|o[ùu]|plateforme|"
            r"lugar|"
            r"d[óo]nde|plataforma|local|onde|"
            r"online|live ?stream|stream"
        ),
    ),
    (
        Section.RECORDINGS,
        (
            r"(?:the )?(?:full |event |webinar |complete |entire )*(?:videos?|recordings?|stream|event stream|video "
            r"recording|live ?stream recording)(?: of the (?:event|webinar|"
            r"full event))?|watch(?: (?:the )?(?:recording|video|webinar|it|now|again|here|on demand|"
            r"the full event|the "
            r"full webinar))?|replay|video stream|individual (?:presentations|speeches|videos|contributions|"
            r"talks|clips|recordings|sessions)|"
            r"aufzeichnung(?:en)?|mitschnitt|enregistrements?|vid[ée]os?|rediffusion|grabaci[óo]n(?:es)?|v[íi]deos?|"
            r"grava[çc][ãa]o|"
            r"grava[çc][õo]es|videos by speaker|clips|video links?|links to (?:the )?(?:videos|recordings)"
        ),
    ),
    (
        Section.AGENDA,
        (
            r"(?:the |short |lightning |invited )?(?:talks|papers)|agenda|programme?|program|"
            r"tentative (?:agenda|programme?)|schedule|running order|order of (?:business|"
            r"events)|ablauf|tagesordnung|ordre du jour|"
            r"programa|programa[çc][ãa]o|orden del d[íi]a|timetable|programm"
        ),
    ),
    (
        Section.QUESTIONS,
        (
            r"(?:key |main |discussion |guiding |leading |agenda |some |the |central |core |focus |possible |our "
            r")*(?:questions|topics|themes|issues|points|talking points)"
            r"(?: (?:to be|we will|we'll|that will be|will be|will include|we cover|for|include|are|of|"
            r"on) ?(?:addressed|discussed?|"
            r"covered?|"
            r"explored?|address|cover|explore|discussion|the (?:webinar|event|discussion|panel|agenda))?)?|"
            r"topics covered|questions (?:addressed|discussed|include[sd]?)|what (?:we|you)(?:'ll|’ll|"
            r" will) (?:cover|"
            r"discuss|learn|explore)|points? (?:for|of) discussion|"
            r"what will (?:we|you) (?:learn|cover|discuss|talk about|explore|hear)|you(?:'ll| will) learn|"
            r"(?:what|things) (?:we|you)(?:'ll| will| want to| are going to| shall| would like to)?"
            r"(?: be)? (?:talk(?:ing)? about|look(?:ing)? at|hear about|discuss(?:ing)?|cover(?:ing)?|find out|"
            r"get|take away)|"
            r"(?:on|what's on|what is on) the (?:agenda|table|menu)|wor[üu]ber wir sprechen|de quoi parlerons-nous|"
            r"de qu[ée] hablaremos|hablaremos de|vamos conversar sobre|vragen|de vragen|spørsm[åa]l|fr[åa]gor|"
            r"domande|"
            r"argomenti|for discussion|learning (?:objectives|outcomes|goals)|objectives|you will learn|"
            r"in this webinar|"
            r"we(?:'ll| "
            r"will) (?:cover|discuss)|key takeaways|"
            r"takeaways|leitfragen|(?:zentrale |die )?fragen|themen|themenschwerpunkte|inhalte?|diskussionsfragen|"
            r"(?:les )?(?:questions|th[èe]mes|sujets)(?: abord[ée]e?s| trait[ée]e?s)?|axes|(?:preguntas|temas|ejes|"
            r"contenidos?)(?: (?:clave|centrales|a tratar|orientadoras|gu[íi]a))?|"
            r"(?:perguntas|t[óo]picos|temas|quest[õo]es|conte[úu]dos?)(?: (?:norteadoras|centrais|orientadoras))?|"
            r"to be "
            r"discussed|we will ask|we ask"
        ),
    ),
    (
        Section.CO_SPONSORS,
        (
            r"co-?sponsors?|co-?sponsored by|co-?sponsoring organi[sz]ations|sponsors?|sponsored by|supporters?|"
            r"supported by|supporting organi[sz]ations|endorsed by|endorsers|"
            r"endorsing organi[sz]ations|with (?:the )?support (?:of|from)|funded by|unterst[üu]tzt (?:von|durch)|"
            r"gef[öo]rdert (?:von|durch)|mit unterst[üu]tzung (?:von|durch)|soutenu par|avec le soutien de|"
            r"avec l'appui de|"
            r"con el apoyo de|adhieren?|adhesiones|apoyan?|auspician?|patrocinan?|com o apoio de|apoio|patroc[íi]nio|"
            r"co-?sponsoring groups|(?:parceiros|socios|aliados|partenaires|parcerias) (?:institucionais|"
            r"institucionales|"
            r"institutionnels)|"
            r"media partners?"
        ),
    ),
    (
        Section.ORGANISERS,
        (
            r"arrang[öøo]r(?:er)?|arrangeras av|i samarbete med|georganiseerd door|organisator(?:en)?|"
            r"in samenwerking met|a cura d(?:i|el|ella)|organizzat[oa] da(?:l|lla)?|organizzazione|organizzatori|"
            r"promosso da|a project of|an initiative of|a production of|presented jointly by|co-?hosted by|"
            r"co-?hosts|co-?presented by|hosts and organi[sz]ers|lead organi[sz]ers?|"
            r"(?:co-?)?organi[sz]ers?|(?:co-?|jointly )?organi[sz]ed (?:jointly )?by|organi[sz]ing (?:groups|"
            r"organi[sz]ations|bodies|partners?)|host(?:ing)? organi[sz]ations?|"
            r"hosted by|(?:an? )?(?:event|webinar|talk|meeting|rally) (?:presented |hosted |organi[sz]ed )?by|"
            r"a joint (?:event|webinar) (?:of|by)|convened by|convenors?|conveners?|brought to you by|"
            r"presented by|"
            r"in (?:partnership|collaboration|cooperation|co-operation|association) with|partners?|partner "
            r"organi[sz]ations?|initiated by|"
            r"veranstalter(?:in|innen|[:*_]innen|\*innen)?|veranstaltet von|organisiert von|"
            r"eine veranstaltung (?:von|"
            r"der|des)|"
            r"in kooperation mit|kooperation|kooperationspartner(?:in|innen|[:*_]innen)?|mitveranstalter(?:in)?|"
            r"organisat(?:eurs?|rices?)|organis[ée]e? par|organis[ée]|en partenariat avec|partenaires?|"
            r"organizadore?s?|organizad[oa] por|organizan?|organizaci[óo]n|convocan?|convoca|en colaboraci[óo]n con|"
            r"organiza[çc][ãa]o|realiza[çc][ãa]o|promo[çc][ãa]o|em parceria com|parceria|parceiros|organiza|colabora"
        ),
    ),
    (
        Section.DESCRIPTION,
        (
            r"om webbinariet|beskrivning|inneh[åa]ll|over dit webinar|descrizione|omschrijving|"
            r"about|about (?:this|the) (?:event|webinar|talk|session|topic|discussion)|abstract|description|summary|"
            r"background|overview|"
            r"introduction|details|event details|webinar details|what|why|theme|zusammenfassung|beschreibung|inhalt|"
            r"worum geht'?s|zum thema|hintergrund|"
            r"r[ée]sum[ée]|description|pr[ée]sentation|contexte|à propos|resumen|descripci[óo]n|resumo|"
            r"descri[çc][ãa]o|"
            r"sobre|acerca de|"
            r"what to expect|what it is about|context|key info(?:rmation)?"
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
            r"series|webinar series|part of(?: the)?(?: series)?|reihe|veranstaltungsreihe|s[ée]rie|cycle|serie|"
            r"ciclo|"
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
