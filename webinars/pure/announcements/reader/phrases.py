"""Phrases of sentences that say who takes part, and as what: "moderated by …", "… will respond"."""

import re
from typing import Final

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.words import one_of

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
"""What people who are introduced with where they are from do; of others it may be said of a person in history."""
VERB_PATTERNS = [
    # Verbs are in lower case: the "Chair" in "Lucasian Chair, University of …" is none.
    (role, re.compile(rf"\s(?:{words})(?!\s+by\b(?!\s\w+ing\b))(?=[\s.,:]|$)"))
    for role, words in _VERBS
]
