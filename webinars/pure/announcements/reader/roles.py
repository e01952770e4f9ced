"""Which role words name, and the roles of those who lead."""

import re
from typing import Final

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.words import one_of

_ROLE_ORDER: Final = (
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
_SPEAKING: Final = (
    rf"(?:(?:{one_of('roles.before_speaker')}) )*(?:{one_of('roles.speaker_with_adjective')})|"
    rf"{one_of('roles.speaker')}"
)
ROLE_NOUNS: Final[dict[Role, str]] = {
    role: _SPEAKING if role is Role.SPEAKER else one_of(f"roles.{role}") for role in _ROLE_ORDER
}
_ROLE_PATTERNS = [(role, re.compile(rf"(?:{ROLE_NOUNS[role]})", re.IGNORECASE)) for role in _ROLE_ORDER]
ANY_ROLE: Final = "|".join(ROLE_NOUNS[role] for role in _ROLE_ORDER)


def leading_role(words: str) -> Role | None:
    """Returns the role of one person who leads in two ways: "Host and moderator". None if any may be several."""
    roles = [role_of(word) for word in _AND.split(words)]
    leading = [role for role in _ROLE_ORDER if role in roles]
    return leading[0] if len(roles) > 1 and all(role in _LEADING for role in roles) else None


_AND = re.compile(rf"\s*(?:&|/|\b(?:{one_of('small.and')})\b)\s*")
_LEADING: Final = frozenset({Role.MODERATOR, Role.CHAIR, Role.HOST, Role.FACILITATOR, Role.INTERVIEWER})


def role_of(word: str) -> Role | None:
    """Returns the role a word or short phrase names by itself: "Moderator", "Chaired by", "Es moderiert"."""
    bare = re.sub(
        rf"^(?:{one_of('small.the')}|{one_of('small.our')}|{one_of('roles.with')})\s+",
        "",
        word.strip(" .:*").casefold(),
    )
    bare = re.sub(rf"\s+(?:{one_of('roles.behind')})$", "", bare)
    bare = re.sub(rf"^(?:{one_of('roles.of_event')})\s+(?=[^\W\d])(?!discussion)", "", bare)
    for role, pattern in _ROLE_PATTERNS:
        if pattern.fullmatch(bare):
            return role
    return None


BY_PATTERNS = [
    (
        role,
        re.compile(rf"(?<![\w-])(?:{one_of(f'phrases.by_{role}')})(?:(?<=by):|(?<=from):)?\s+(?=[\w“])", re.IGNORECASE),
    )
    for role in _ROLE_ORDER
]
TELLING = re.compile(rf"\s(?:{one_of('phrases.tells')})(?=[\s.,:])")
"""What people who are introduced with where they are from do. Of others it may be said of a person in history."""
_WITHOUT_VERB: Final = frozenset({Role.PANELLIST, Role.INTERPRETER, Role.PERFORMER, Role.AUTHOR})
VERB_PATTERNS = [
    (role, re.compile(rf"\s(?:{one_of(f'phrases.verb_{role}')})(?!\s+by\b(?!\s\w+ing\b))(?=[\s.,:]|$)"))
    for role in _ROLE_ORDER
    if role not in _WITHOUT_VERB
]
"""Verbs are in lower case: the "Chair" in "Lucasian Chair, University of …" is none."""
