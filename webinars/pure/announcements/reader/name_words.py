"""Words that stand in names, and words that no name of a person has."""

import re
from typing import Final

from webinars.pure.announcements.reader.kinds import ORGANISATION_ADJECTIVES, ORGANISATION_WORDS, is_compound
from webinars.pure.announcements.reader.words import all_of, one_of

LETTERS: Final = one_of("names.letters")
"""Degrees, honours, seats and orders, as they stand behind a name."""
PARTICLES: Final = all_of("names.particles")
LEADS_NO_NAME: Final = all_of("names.before_no_name")
INNER: Final = all_of("names.inner")
_OF_GROUPS: Final = (ORGANISATION_WORDS | ORGANISATION_ADJECTIVES) - all_of("names.surnames_of_kinds")
_NOT_NAMES: Final = _OF_GROUPS | all_of("names.never")
OPENS_NO_NAME: Final = all_of("names.opens_no_name")
GIVEN_NAMES_TOO: Final = all_of("names.given_too")
SURNAMES_TOO: Final = all_of("names.surnames_too")
BEFORE_PLACES: Final = all_of("names.before_places")
ENDS_NO_NAME: Final = all_of("names.ends_no_name")
"""Two words may be "Emily Press"; three are a publisher."""

_ENDINGS: Final = re.compile(rf"[^\W\d_]{{3,}}(?:{one_of('names.endings')})")
"""“Reproduction”, “Vice-President”, “Chefredakteurin”: whole families of words that end no name."""


def is_no_name(folded: str) -> bool:
    """Whether a word in small letters is one that no name of a person has."""
    return folded in _NOT_NAMES or is_compound(folded) or _ENDINGS.fullmatch(folded) is not None


def is_job_phrase(words: str) -> bool:
    """“Executive Director”, “writer”, “former Congresswoman”: nothing in it could be a name."""
    return all(word[:1].islower() or is_no_name(word.casefold().strip(".,")) for word in words.split()) and bool(words)
