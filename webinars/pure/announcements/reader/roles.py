"""The words of roles: what people do at a webinar, in several languages.

All patterns are plain alternatives: none can be made slow by what it is matched against.
"""

import re
from typing import Final

from webinars.pure.announcements.model import Role

ROLE_NOUNS: Final[dict[Role, str]] = {
    Role.MODERATOR: (
        r"moderators?|adjudicators?|moderation|moderatorin(?:nen)?|moderator[:*_]in(?:nen)?|moderatoren|"
        r"mod[ée]rateurs?|"
        r"mod[ée]ratrices?|mod[ée]ration|moderadore?s?|moderadoras?|moderador\(a\)|moderaci[óo]n|modera[çc][ãa]o|"
        r"mediadore?s?|mediadoras?|media[çc][ãa]o|gespr[äa]chsleitung|moderated|coordinan?|conducen?|modera|moderan|"
        r"mod[èe]re|modererad av|moderatore|moderatrice|moderano|ordstyrer|ordf[öo]rande|gespreksleider|moderazione|"
        r"samtalsledare|animat(?:eur|rice)s?|animation|anim[ée]e?|coordena[çc][ãa]o|coordinaci[óo]n|coordinadora?|"
        r"coordenadora?|coordina|coordinano"
    ),
    Role.CHAIR: (
        r"chair(?:s|person|persons|man|woman|ed)?|co-?chairs?|vorsitz|session chairs?|pr[ée]sid[ée]e? par|"
        r"pr[ée]sidence(?: de (?:la )?s[ée]ance)?|preside|presid[êe]ncia"
    ),
    Role.HOST: (
        r"hosts?|co-?hosts?|hosted|mc|emcee|mc['’]d|comp[èe]re|gastgeber(?:[:*_]?in)?|h[ôo]te(?:sse)?s?|"
        r"anfitri[óo]n(?:a)?|anfitri[ãa]o"
    ),
    Role.FACILITATOR: (
        r"facilitators?|co-?facilitators?|facilitation|facilitated|facilitadore?s?|facilitadoras?|facilitat(?:eur|"
        r"rice)s?|begleitung|facilitaci[óo]n|facilita[çc][ãa]o"
    ),
    Role.INTERVIEWER: (
        r"interviewers?|interviewed|entrevistador(?:a)?|entrevista|interviewer(?:in)?|interview|entretien"
    ),
    Role.RESPONDENT: (
        r"respondents?|discussants?|responders?|responses?|commentators?|diskutant(?:in)?(?:en|nen)?|"
        r"kommentare?|comentarios?|commentaires?|coment[áa]rios?|discutante?s?|comentaristas?|comentadore?s?|comenta"
    ),
    Role.PANELLIST: r"panell?ists?|panelistas?|panels?|panell?members?|panel members?|panel discussion|"
    r"on the panel|podiumsg[äa]ste|podiumsgast|pan[ée]listes?|painelistas?|debatedore?s?|debatedoras?",
    Role.KEYNOTE: (
        r"keynotes?|keynote speakers?|keynote address|hauptredner(?:in)?|keynote-speaker(?:in)?|keynote speech|"
        r"conferencia magistral|conf[ée]rence inaugurale|conferencista magistral|palestra magna"
    ),
    Role.INTERPRETER: (
        r"interpreters?|interpretation|interpreting|dolmetscher(?:in)?(?:nen)?|verdolmetschung|interpr[èe]tes?|"
        r"int[ée]rpretes?|interpr[ée]tation|interpretaci[óo]n|interpreta[çc][ãa]o"
    ),
    Role.PERFORMER: r"performers?|performances?|music(?: by)?|musicians?|musik|poetry|poets?|artists?|m[úu]sica|"
    r"actuaci[óo]n|atua[çc][ãa]o",
    Role.AUTHOR: r"authors?|autor(?:[:*_]?in)?|autore?s|autora|auteure?s?|autrice|auteur[·.]rice|autor[íi]a",
    Role.SPEAKER: (
        r"(?:main |guest |confirmed |featured |invited |other |our |the |today'?s |special |event |webinar |"
        r"additional |"
        r"further |expert |lead )*"
        r"(?:speakers?|presenters?|contributors?|lecturers?|guests?|talks? by|presented|trainers?|instructors?|"
        r"teachers?|"
        r"experts?|tutors?|confirmed|confirmed so far|line-?up|participants?|presentations?|introduced|introduction|"
        r"welcome|(?:opening|closing|welcoming|welcome|introductory|concluding|inaugural|final) (?:remarks|words|"
        r"address|statements?|speech)|opening|closing|vote of thanks|welcome by|"
        r"in conversation with|featuring|with contributions "
        r"from|inputs?)|"
        r"referent(?:en|in|innen|[:*_/]-?in(?:nen)?|innen und referenten)?|vortragende[rn]?|redner(?:in|innen|"
        r"[:*_]innen)?|"
        r"sprecher(?:in|innen|[:*_]innen)?|g[äa]ste|gast|(?:(?:auf|am|vom) (?:dem )?)?podium|zu gast|im gespr[äa]ch|"
        r"es sprechen|es diskutieren|teilnehmende|impuls(?:e|"
        r"vortrag)?|"
        r"vortrag|expert[:*_]innen|dozent(?:in|en|innen)?|diskussionsteilnehmer|mitwirkende|einf[üu]hrung|"
        r"intervenante?s?|intervenant[·.(]e[·.)]s?|oratrices? et orateurs?|orateurs?|oratrices?|"
        r"conf[ée]renci[eè]re?s?|"
        r"invit[ée]e?s?|invit[ée][·.]e[·.]s|participante?s|pr[ée]sent[ée]e?|"
        r"ponentes?|disertantes?|disertan|exponentes?|expositore?s?|expositoras?|oradore?s?|oradoras?|"
        r"invitad[oa]s?|conferencistas?|participan|"
        r"intervienen|"
        r"expone|exponen|ponencia|presenta|presentan|talleristas?|"
        r"medverkande|talare|f[öo]rel[äa]sare|deltagare|i panelen|foredragsholdere?|oplegsholdere?|talere|"
        r"innledere?|sprekers?|"
        r"introduce|introducono|saluti|conclude|concludono|relatori|relatrici|relatore|relatrice|intervengono|"
        r"interventi|ospiti|partecipano|"
        r"con la partecipazione di|"
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


def leading_role(words: str) -> Role | None:
    """The role of one person who leads in two ways: "Host and moderator". None where any of them may be several."""
    roles = [role_of(word) for word in _AND.split(words)]
    leading = [role for role in _ROLE_ORDER if role in roles]
    return leading[0] if len(roles) > 1 and all(role in _LEADING for role in roles) else None


_AND = re.compile(r"\s*(?:&|/|\b(?:and|und|et|y|e)\b)\s*")
_LEADING: Final = frozenset({Role.MODERATOR, Role.CHAIR, Role.HOST, Role.FACILITATOR, Role.INTERVIEWER})


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
