"""The words announcements are made of: roles, headings, organisations, in five languages.

English first; German, French, Spanish and Portuguese as far as headings, role words and organisers go. All patterns
are plain alternatives: none can be made slow by what it is matched against.
"""

# ruff: noqa: SIM905 - a list of words reads best as prose

import re
from enum import StrEnum
from typing import Final

from webinars.announcements.model import Role


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


ROLE_NOUNS: Final[dict[Role, str]] = {
    Role.MODERATOR: (
        r"moderators?|moderation|moderatorin(?:nen)?|moderator[:*_]in(?:nen)?|moderatoren|mod[ée]rateurs?|"
        r"mod[ée]ratrices?|mod[ée]ration|moderadore?s?|moderadoras?|moderador\(a\)|moderaci[óo]n|modera[çc][ãa]o|"
        r"mediadore?s?|mediadoras?|media[çc][ãa]o|gespr[äa]chsleitung|moderated|coordinan?|conducen?|modera|moderan|"
        r"mod[èe]re"
    ),
    Role.CHAIR: (
        r"chair(?:s|person|persons|man|woman|ed)?|co-?chairs?|vorsitz|session chairs?|pr[ée]sid[ée]e? par|"
        r"pr[ée]sidence|preside"
    ),
    Role.HOST: r"hosts?|co-?hosts?|hosted|mc|emcee|gastgeber(?:in)?|anfitri[óo]n(?:a)?|anfitri[ãa]o",
    Role.FACILITATOR: (
        r"facilitators?|co-?facilitators?|facilitation|facilitated|facilitadore?s?|facilitadoras?|facilitat(?:eur|"
        r"rice)s?|"
        r"animat(?:eur|rice)s?|animation|anim[ée]"
    ),
    Role.INTERVIEWER: r"interviewers?|interviewed|entrevistador(?:a)?|entrevista|interviewer(?:in)?",
    Role.RESPONDENT: (
        r"respondents?|discussants?|responders?|responses?|commentators?|diskutant(?:in)?(?:en|nen)?|"
        r"kommentare?|comentarios?|commentaires?|coment[áa]rios?|discutante?s?|comentaristas?|comentadore?s?|comenta"
    ),
    Role.PANELLIST: r"panell?ists?|panelistas?|panel|panell?members?|panel members?|panel discussion|"
    r"on the panel|podiumsg[äa]ste|debatedore?s?|debatedoras?",
    Role.KEYNOTE: (
        r"keynotes?|keynote speakers?|keynote address|hauptredner(?:in)?|keynote-speaker(?:in)?|keynote speech|"
        r"conferencia magistral|conf[ée]rence inaugurale|conferencista magistral|palestra magna"
    ),
    Role.INTERPRETER: (
        r"interpreters?|interpretation|interpreting|dolmetscher(?:in)?(?:nen)?|verdolmetschung|interpr[èe]tes?|"
        r"int[ée]rpretes?"
    ),
    Role.PERFORMER: r"performers?|performances?|music(?: by)?|musicians?|musik|poetry|poets?|artists?|m[úu]sica",
    Role.AUTHOR: r"authors?|autor(?:in)?|autore?s|autora|auteure?s?|autrice",
    Role.SPEAKER: (
        r"(?:main |guest |confirmed |featured |invited |other |our |the |today'?s |special |event |webinar |"
        r"additional |"
        r"further |expert |lead )*"
        r"(?:speakers?|presenters?|contributors?|lecturers?|guests?|talks? by|presented|trainers?|instructors?|"
        r"teachers?|"
        r"experts?|tutors?|confirmed|confirmed so far|line-?up|participants?|presentations?|introduced|introduction|"
        r"welcome|opening remarks|"
        r"closing remarks|opening|closing|introductory remarks|in conversation with|featuring|with contributions "
        r"from|inputs?)|"
        r"referent(?:en|in|innen|[:*_/]-?in(?:nen)?|innen und referenten)?|vortragende[rn]?|redner(?:in|innen|"
        r"[:*_]innen)?|"
        r"sprecher(?:in|innen|[:*_]innen)?|g[äa]ste|gast|podium|es sprechen|es diskutieren|teilnehmende|impuls(?:e|"
        r"vortrag)?|"
        r"vortrag|expert[:*_]innen|dozent(?:in|en|innen)?|diskussionsteilnehmer|mitwirkende|einf[üu]hrung|"
        r"intervenante?s?|intervenant[·.(]e[·.)]s?|oratrices? et orateurs?|orateurs?|oratrices?|conf[ée]renci[eè]re?s?|"
        r"invit[ée]e?s?|invit[ée][·.]e[·.]s|participante?s|pr[ée]sent[ée]e?|"
        r"ponentes?|expositore?s?|expositoras?|oradore?s?|oradoras?|invitad[oa]s?|conferencistas?|participan|"
        r"intervienen|"
        r"expone|exponen|ponencia|presenta|presentan|talleristas?|"
        r"palestrantes?|convidad[oa]s?|apresenta[çc][ãa]o|apresentadore?s?|ministrantes?|docentes?|expositor(?:a|es|"
        r"as)?"
    ),
}

_ROLE_ORDER = (
    Role.KEYNOTE,
    Role.MODERATOR,
    Role.CHAIR,
    Role.HOST,
    Role.FACILITATOR,
    Role.INTERVIEWER,
    Role.RESPONDENT,
    Role.PANELLIST,
    Role.INTERPRETER,
    Role.PERFORMER,
    Role.AUTHOR,
    Role.SPEAKER,
)
_ROLE_PATTERNS = [(role, re.compile(rf"(?:{ROLE_NOUNS[role]})", re.IGNORECASE)) for role in _ROLE_ORDER]
ANY_ROLE: Final = "|".join(ROLE_NOUNS[role] for role in _ROLE_ORDER)


def role_of(word: str) -> Role | None:
    """The role a word or short phrase names by itself: "Moderator", "Chaired by", "Es moderiert"."""
    bare = re.sub(
        r"^(?:the|our|your|der|die|das|le|la|les|el|los|o|os|a|as|with)\s+", "", word.strip(" .:*").casefold()
    )
    bare = re.sub(r"\s+(?:by|von|durch|par|por|is|are|will be|were|was|for this event|include[sd]?)$", "", bare)
    bare = re.sub(
        r"^(?:your|this|panel|session|event|webinar|meeting|discussion)\s+(?=[^\W\d])(?!discussion)", "", bare
    )
    for role, pattern in _ROLE_PATTERNS:
        if pattern.fullmatch(bare):
            return role
    return None


_INTRO = (
    r"(?:(?:our|panel|session|webinar|discussion|meeting|the|confirmed|featured|invited|guest|main|event|webinar|"
    r"further|other|all|distinguished|"
    r"esteemed|expert|special|meet|about|with|list of|unsere|die|der|les?|nos|los|las|nuestr[oa]s|os|as|noss[oa]s|"
    r"international|additional|panel of|scheduled|presenting|this (?:week|month|event|webinar|session)'?s)\s+)*"
)
_TAIL = (
    r"(?:\s+(?:include[sd]?|are|were|is|was|will be|will include|so far|confirmed|bios?|biograph(?:y|ies)|profiles?|"
    r"at (?:the|this) (?:event|webinar|meeting)|as follows|were as follows|are as follows|to date|\(in alphabetical "
    r"order\)|"
    r"\(in order of appearance\)|\(tbc\)|list|line-?up|confirm[ée]e?s|confirmad[oa]s|on the (?:panel|day)|and bios|"
    r"of the (?:webinar|event|session)|for (?:the|this) (?:webinar|event|session)))*"
)
_LINEUP_WORDS = re.compile(rf"{_INTRO}(?P<role>{ANY_ROLE}){_TAIL}", re.IGNORECASE)
_WHO = re.compile(r"who|with|mit|avec|con|com|wer|qui[ée]n(?:es)?|qui|quem", re.IGNORECASE)
_TWO_ROLES = re.compile(rf"{_INTRO}(?:{ANY_ROLE})\s*(?:&|and|und|et|y|e|/|,)\s*(?:{ANY_ROLE}){_TAIL}", re.IGNORECASE)

_SECTIONS: Final[list[tuple[Section, str]]] = [
    (
        Section.OTHER,
        (
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
            r"language|languages|sprache|langue|idioma|cost|costs|price|fee|tickets?|kosten|coste|target audience|"
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
            r"dates?|times?|when|date\s*(?:and|&|/|\+|,)\s*(?:start |local )?time|time\s*(?:and|&|/)\s*date|day|hour|"
            r"start|starts|start time|"
            r"date of (?:the )?(?:event|webinar)|event date|webinar date|schedule[d]?(?: for)?|save the date|"
            r"your local "
            r"time|time zones?|datum|wann|"
            r"uhrzeit|zeit|termin|beginn|datum (?:und|&) (?:uhr)?zeit|zeitpunkt|tag|quand|heure|horaires?|"
            r"date et heure|"
            r"jour|"
            r"fecha|hora|horario|cu[áa]ndo|fecha y hora|d[íi]a|data|hor[áa]rio|quando|data e hor(?:a|[áa]rio)|dia|what "
            r"time|"
            r"starting times?|event time|webinar time|day and time|local times?|times in other zones|when is it"
        ),
    ),
    (
        Section.REGISTRATION,
        (
            r"registration(?: link| details)?|register(?: here| now| online| for free| today)?|rsvp|sign ?up(?: here)?|"
            r"book(?: now| here| your place)?|how to (?:join|register|attend|take part|"
            r"participate)|join(?: us| the call| here| the meeting| the webinar| link)?|zoom(?: link| details)?|"
            r"anmeldung|"
            r"zur anmeldung|teilnahme|zugang|einwahl|inscriptions?|s'inscrire|pour participer|lien|"
            r"inscripci[óo]n(?:es)?|"
            r"registro|"
            r"c[óo]mo participar|enlace|inscri[çc](?:[ãa]o|[õo]es)|como participar|access|connect(?:ion)?|reserve your "
            r"(?:spot|seat|place)|"
            r"link|meeting link|webinar link|attend|how to connect|connection details|dial-?in"
        ),
    ),
    (
        Section.PLACE,
        (
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
            r"full webinar))?|replay|video stream|individual (?:presentations|speeches|videos|contributions)|"
            r"aufzeichnung(?:en)?|mitschnitt|enregistrements?|vid[ée]os?|rediffusion|grabaci[óo]n(?:es)?|v[íi]deos?|"
            r"grava[çc][ãa]o|"
            r"grava[çc][õo]es|videos by speaker|clips|video links?|links to (?:the )?(?:videos|recordings)"
        ),
    ),
    (
        Section.AGENDA,
        (
            r"agenda|programme?|program|tentative (?:agenda|programme?)|schedule|running order|order of (?:business|"
            r"events)|ablauf|tagesordnung|ordre du jour|"
            r"programa|programa[çc][ãa]o|orden del d[íi]a|timetable|programm"
        ),
    ),
    (
        Section.QUESTIONS,
        (
            r"(?:key |main |discussion |guiding |leading |agenda |some |the |central |core |focus |possible |our "
            r")*(?:questions|topics|themes|issues|points|talking points)"
            r"(?: (?:to be|we will|we'll|that will be|will be|for|include|are|of|on) ?(?:addressed|discussed?|covered?|"
            r"explored?|address|cover|explore|discussion|the (?:webinar|event|discussion|panel|agenda))?)?|"
            r"topics covered|questions (?:addressed|discussed|include[sd]?)|what (?:we|you)(?:'ll|’ll| will) (?:cover|"
            r"discuss|learn|explore)|points? (?:for|of) discussion|"
            r"for discussion|learning (?:objectives|outcomes|goals)|objectives|you will learn|in this webinar|"
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
            r"con el apoyo de|apoyan?|auspician?|patrocinan?|com o apoio de|apoio|patroc[íi]nio|co-?sponsoring groups|"
            r"media partners?"
        ),
    ),
    (
        Section.ORGANISERS,
        (
            r"(?:co-?)?organi[sz]ers?|(?:co-?|jointly )?organi[sz]ed (?:jointly )?by|organi[sz]ing (?:groups|"
            r"organi[sz]ations|bodies|partners?)|host(?:ing)? organi[sz]ations?|"
            r"hosted by|a joint (?:event|webinar) (?:of|by)|convened by|convenors?|conveners?|brought to you by|"
            r"presented by|"
            r"in (?:partnership|collaboration|cooperation|co-operation|association) with|partners?|partner "
            r"organi[sz]ations?|initiated by|"
            r"veranstalter(?:in|innen|[:*_]innen|\*innen)?|veranstaltet von|organisiert von|eine veranstaltung (?:von|"
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
            r"about|about (?:this|the) (?:event|webinar|talk|session|topic|discussion)|abstract|description|summary|"
            r"background|overview|"
            r"introduction|details|event details|webinar details|what|why|theme|zusammenfassung|beschreibung|inhalt|"
            r"worum geht'?s|zum thema|hintergrund|"
            r"r[ée]sum[ée]|description|pr[ée]sentation|contexte|à propos|resumen|descripci[óo]n|resumo|descri[çc][ãa]o|"
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
        return Section.LINEUP, Role.SPEAKER
    return None


_EDGE = re.compile(r"^[\W_]+|[^\w)]+$")


def _bare_heading(heading: str) -> str:
    words = re.sub(r"\((?:s|en|in|innen|a|as|e|es)\)", "", heading.replace("’", "'"))
    words = _EDGE.sub("", words).strip()
    return re.sub(r"\s+", " ", words)


ORGANISATION_WORDS: Final = frozenset(
    """
    university universities institute institution college school faculty centre center foundation trust society
    association network networks group collective coalition campaign committee council union unions party
    alliance federation confederation commission agency ministry department office organisation organization
    initiative project programme program movement forum platform lab laboratory observatory library museum
    archive press magazine journal news review daily times post media radio tv television club company
    corporation inc ltd gmbh llc e.v. bank assembly parliament senate embassy secretariat working verein verband
    hochschule universität partei bund amt stiftung gesellschaft akademie zentrum bündnis netzwerk gewerkschaft
    biblioteca bibliothèque bibliothek colegio museo musée observatorio academia centro federación confederación
    liga frente facultad facultade société sociedad sociedade école escuela escola ateneo observatoire asamblea
    université institut fondation association réseau collectif syndicat parti ligue mouvement comité universidad
    instituto fundación fundacion asociación asociacion red colectivo sindicato partido ministerio movimiento
    comité consejo centro universidade fundação associação rede coletivo movimento conselho laboratório nations
    league internationale board clinic hospital solidarity consortium friends parliamentarians cooperative
    co-operative academy chamber caucus brigade front congress partnership task force secretariat hub society's
    """.split()
)

ORGANISATION_ADJECTIVES: Final = frozenset(
    """
    international national european global world united lawyers workers students teachers scientists physicians
    women youth community service services american african british economic peoples people's
    """.split()
)

EVENT_WORDS: Final = (
    r"webinars?|webinaire|webinario|webin[áa]rio|online (?:event|seminar|discussion|rally|meeting|talk|panel|forum|"
    r"conference|lecture|book launch|course|workshop)|"
    r"virtual (?:event|seminar|meeting|panel|press conference|conference|roundtable|workshop)|seminars?|seminario|"
    r"s[ée]minaire|"
    r"community calls?|panel discussion|roundtable|round table|teach-?in|live ?stream|lecture|workshop|colloquium|"
    r"symposium|"
    r"online-(?:diskussion|veranstaltung|seminar|vortrag|gespr[äa]ch|podium|podiumsdiskussion)|podiumsdiskussion|"
    r"vortrag|diskussion|veranstaltung|"
    r"conversatorio|charla|taller|panel|mesa redonda|conf[ée]rence|table ronde|palestra|live|book launch|press "
    r"conference|press briefing|"
    r"rencontre|d[ée]bat|atelier|encuentro|encontro|debate|gespr[äa]ch|tagung|jornada|forum|conference|rally|town "
    r"hall|masterclass|talk|meeting|event|session|call|discussion|course|briefing"
)
