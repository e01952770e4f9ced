"""What a heading or a label announces, by its words."""

import re
from enum import StrEnum
from typing import Final

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.roles import ANY_ROLE, leading_role, role_of
from webinars.pure.announcements.reader.words import one_of


class SectionKind(StrEnum):
    """What the lines under a heading, or after a label, are about: what comes first is tried first."""

    OTHER = "other"
    WHEN = "when"
    REGISTRATION = "registration"
    PLACE = "place"
    RECORDINGS = "recordings"
    AGENDA = "agenda"
    QUESTIONS = "questions"
    CO_SPONSORS = "co_sponsors"
    ORGANISERS = "organisers"
    DESCRIPTION = "description"
    TITLE = "title"
    SERIES = "series"
    TOPICS = "topics"
    LINEUP = "lineup"


_INTRO = rf"(?:(?:{one_of('headings.before')})\s+)*"
_TAIL = rf"(?:\s+(?:{one_of('headings.behind')}))*"
_LINEUP_WORDS = re.compile(
    rf"{_INTRO}(?P<role>{ANY_ROLE})(?:\s(?:{one_of('small.by')}|{one_of('small.by_more')}))?{_TAIL}", re.IGNORECASE
)
_WHO = re.compile(one_of("headings.who"), re.IGNORECASE)
_TWO_ROLES = re.compile(
    rf"{_INTRO}(?:{ANY_ROLE})\s*(?:&|/|,|{one_of('small.and')})\s*(?:{ANY_ROLE}){_TAIL}", re.IGNORECASE
)

_SECTION_PATTERNS: Final = [
    (section, re.compile(one_of(f"headings.{section}"), re.IGNORECASE))
    for section in SectionKind
    if section is not SectionKind.LINEUP
]
MAX_HEADING_LENGTH = 90


def section_of(heading: str) -> tuple[SectionKind, Role | None] | None:
    """Returns what a heading or a label announces, or None for words that are neither."""
    words = _bare_heading(heading)
    if not words or len(words) > MAX_HEADING_LENGTH:
        return None
    for section, pattern in _SECTION_PATTERNS:
        if pattern.fullmatch(words):
            # "Presented by" and "Hosted by" name people as often as organisations; who follows decides.
            return section, (role_of(words) if section is SectionKind.ORGANISERS else None)
    if found := _LINEUP_WORDS.fullmatch(words):
        return SectionKind.LINEUP, role_of(found["role"]) or Role.SPEAKER
    if _TWO_ROLES.fullmatch(words) or _WHO.fullmatch(words):
        return SectionKind.LINEUP, leading_role(words) or Role.SPEAKER
    return None


_EDGE = re.compile(r"^[\W_]+|[^\w)]+$")


def _bare_heading(heading: str) -> str:
    words = re.sub(r"\((?:s|en|in|innen|a|as|e|es)\)|(?<=\w)\s\([^()]{3,40}\)(?=\W*$)", "", heading.replace("’", "'"))
    words = _EDGE.sub("", words).strip()
    words = _NUMBERED.sub(r"\1", _OF_SESSION.sub("", words))
    return re.sub(r"\s+", " ", words)


_NUMBERED = re.compile(
    rf"((?:\w+ )?(?:{one_of('roles.numbered')}))\s?(?:#|no\.?|nr\.?|n[º°]\.?)?\s?\d{{1,2}}(?=\W*$)", re.IGNORECASE
)
"""“Speaker #1”, but “Talk 3: …” is what a talk is called."""
_SESSION = rf"(?:{one_of('events.sessions')})\s(?:\d{{1,2}}|[IVX]{{1,4}}|[A-D])"
_OF_SESSION = re.compile(rf"^{_SESSION}\W+(?=\w)|\W+(?:of |in |for |de la )?{_SESSION}$", re.IGNORECASE)
"""“Speakers, session 1”, “Panel 2 – speakers”."""
