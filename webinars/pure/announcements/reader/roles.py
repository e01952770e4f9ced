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
    rf"intervenant[·.(]e[·.)]s?|{one_of('roles.speaker')}"
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


_BY: Final = [
    (
        Role.MODERATOR,
        (
            f"moderators?,?(?= [A-Z])|(?:moderador[a]?|{one_of('phrases.moderator')}) (?:è|{one_of('phrases.is')})|"
            f"(?:{one_of('phrases.moderated')})(?: (?:la|el|o|a) [a-zà-ÿ]+)?|{one_of('phrases.moderated_by')}"
        ),
    ),
    (Role.CHAIR, one_of("phrases.chaired_by")),
    (Role.HOST, one_of("phrases.hosted_by")),
    (Role.FACILITATOR, one_of("phrases.facilitated_by")),
    (Role.INTERVIEWER, one_of("phrases.interviewed_by")),
    (Role.RESPONDENT, one_of("phrases.responded_by")),
    (Role.KEYNOTE, one_of("phrases.keynote_by")),
    (Role.AUTHOR, f"(?:{one_of('phrases.join')}) (?:the )?authors"),
    (
        Role.PANELLIST,
        (
            rf"panel (?:discussion )?(?:with|of|featuring)(?: (?:[\w-]+ )?(?:{one_of('phrases.speakers')})\s?[–—:])?|"
            rf"panell?ists?(?: (?:{one_of('phrases.include')}))?(?:\s*[–—:-])?|panelistas"
        ),
    ),
    (Role.PERFORMER, one_of("phrases.performed_by")),
    (Role.INTERPRETER, one_of("phrases.interpreted_by")),
    (
        Role.SPEAKER,
        (
            rf"(?:also )?(?:speaking (?:at|in|during)|joining) (?:{one_of('small.this')}) \w+(?: from [A-Z]\w+)? "
            f"(?:{one_of('small.are_all')})|join (?:us|the) [^.]{{3,100}}?,? (?:when|where)|join(?! us)|given "
            rf"(?:[\w]+ ){{0,3}}by|speakers? (?:{one_of('phrases.included')})(?:\s*[:–—-])?|speakers?\s*[:–—-]|an "
            rf"(?:der|dem) [\w-]+ (?:nehmen|wirken)|{one_of('phrases.speaking')}"
        ),
    ),
]
BY_PATTERNS = [
    (role, re.compile(rf"(?<![\w-])(?:{words})(?:(?<=by):|(?<=from):)?\s+(?=[\w“])", re.IGNORECASE))
    for role, words in _BY
]
_VERBS: Final = [
    (Role.INTERVIEWER, one_of("phrases.interviews")),
    (Role.MODERATOR, one_of("phrases.moderates")),
    (Role.CHAIR, one_of("phrases.chairs")),
    (Role.HOST, one_of("phrases.hosts")),
    (Role.FACILITATOR, one_of("phrases.facilitates")),
    (Role.RESPONDENT, one_of("phrases.responds")),
    (Role.KEYNOTE, f"(?:will )?(?:{one_of('phrases.gives')}) (?:the|a) keynote"),
    (Role.SPEAKER, one_of("phrases.speaks")),
]
TELLING = re.compile(rf"\s(?:{one_of('phrases.tells')})(?=[\s.,:])")
"""What people who are introduced with where they are from do. Of others it may be said of a person in history."""
VERB_PATTERNS = [
    # Verbs are in lower case: the "Chair" in "Lucasian Chair, University of …" is none.
    (role, re.compile(rf"\s(?:{words})(?!\s+by\b(?!\s\w+ing\b))(?=[\s.,:]|$)"))
    for role, words in _VERBS
]
