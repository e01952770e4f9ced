"""Sentences and open lines that introduce a list: of people, of questions, of organisations."""

import re
from typing import Final

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.lines import Line, LineKind
from webinars.pure.announcements.reader.people import person_in
from webinars.pure.announcements.reader.roles import role_of
from webinars.pure.announcements.reader.vocabulary import MAX_HEADING_LENGTH, Section

_INTRODUCES: Final = [
    (
        Section.ORGANISERS,
        re.compile(
            r"\b(?:organi[sz]ed|hosted|convened|called|initiated|veranstaltet|organisiert|organis[ée]e?|"
            r"organizad[oa])\s+(?:jointly\s+)?(?:by|von|par|por)\b|\borgani[sz]ers? (?:are|were|include)|partner "
            r"organi[sz]ations",
            re.IGNORECASE,
        ),
    ),
    (Section.CO_SPONSORS, re.compile(r"\b(?:co-?sponsored|sponsored|supported|endorsed)\s+by\b", re.IGNORECASE)),
    (
        Section.LINEUP,
        re.compile(
            r"\b(?:speakers?|panell?ists?|presenters?|contributors|guests|joined by|hear from|featur(?:es?|ing|ed)|"
            r"contributions (?:from|by)|presentations (?:from|by)|talks by|"
            r"addressed by|people (?:spoke|will speak)|referent\w*|redner\w*|es sprechen|es diskutieren|g[äa]ste|"
            r"intervenant\w*|oratrices|ponentes|panelistas|participar[áa]n|participan|"
            r"palestrantes|convidad[oa]s|participa[çc][ãa]o de|oradores|expositores|lecturers|moderators?|podium|"
            r"mit dabei|"
            r"waren dabei|sind dabei|zu gast|im gespr[äa]ch mit|diskutierten|sprachen|invit[ée]e?s|contributions de|"
            r"sont intervenue?s|ont particip[ée]|intervinieron|participaron|contribuciones de|intervenciones de|"
            r"participaram|contribui[çc][õo]es de|invitad[oa]s|conferencistas)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Section.QUESTIONS,
        re.compile(
            r"\b(?:questions?|topics?|themes?|issues?|address(?:es|ed)?|discuss(?:es|ed|ion)?|explor(?:es?|ed|ing)|"
            r"examin(?:es?|ed|ing)|cover(?:s|ed|ing)?|consider(?:s|ed)?|asks?|asked|learn|"
            r"look(?:s|ed)? at|points|including|such as|fragen?|themen|diskutieren wir|preguntas?|temas|aborda\w*|"
            r"sujets|th[èe]mes|perguntas?|quest[õo]es|t[óo]picos|tips|objectives|"
            r"focus(?:es|ed)? on|deal(?:s|t)? with|following|takeaways|hear about|talk about|discover|tips on|"
            r"explain|understand|find out)\b",
            re.IGNORECASE,
        ),
    ),
]
_WITH = re.compile(r"\b(?:with|from|by|mit|avec|con|com|von|par|por)\s*[:：]$", re.IGNORECASE)


_OPEN_WITH = re.compile(
    r"\w\s(?:with|hear from|heard from|mit|avec|con|com|met|med|featuring|spricht|sprechen)$", re.IGNORECASE
)


def introduces_list(line: Line, text: str, following: Line | None) -> bool:
    if following is None or (line.kind is LineKind.ITEM and following.level <= line.level):
        return False
    if text.rstrip().endswith((":", "…", "such as", "like", "include", "：")) or _OPEN_WITH.search(text):
        return True
    # "We want to talk about" and a list right below needs no colon.
    is_open = line.kind is LineKind.TEXT and following.kind is LineKind.ITEM and len(text) < MAX_HEADING_LENGTH
    return is_open and _INTRODUCES[-1][1].search(text[-18:]) is not None and not text.rstrip().endswith((".", "!", "?"))


def lists_people(following: Line | None) -> bool:
    """Whether the first line of a list is a name with a bracket: “Ada Example (Example Party)”."""
    return (
        following is not None
        and re.search(r"\w \([^()]{2,80}\)$", following.text) is not None
        and (person := person_in(following.text, is_strict=True)) is not None
        and person.talk_title is None
    )


_THEIR_PANEL = re.compile(r"[^\W\d_]['’]s? \w+\W*$")
"""“… joined by two of the Inquiry’s panellists:” tells what they are elsewhere."""


def role_announced(text: str) -> Role | None:
    """“Our panellists:”, “The panel then heard from”."""
    panel = Role.PANELLIST if _OPEN_WITH.search(text) and re.search(r"\bpanel\b", text, re.IGNORECASE) else None
    if _THEIR_PANEL.search(text):
        return Role.SPEAKER
    return role_of(text.rstrip(" :").rsplit(" ", 1)[-1]) or panel


def introduced_section(text: str) -> Section | None:
    """What the list after a sentence is: decided by the end of the sentence, then by all of it."""
    if _OPEN_WITH.search(text):
        return Section.LINEUP
    if _WITH.search(text) and not _INTRODUCES[0][1].search(text[-60:]) and not _INTRODUCES[1][1].search(text[-60:]):
        return Section.LINEUP
    tail = re.split(r"(?<=[.!?])\s", text)[-1][-160:]
    best: tuple[int, Section] | None = None
    for section, pattern in _INTRODUCES:
        starts = [found.start() for found in pattern.finditer(tail)]
        if starts and (best is None or starts[-1] > best[0]):
            best = (starts[-1], section)
    return best[1] if best else None
