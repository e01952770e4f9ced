"""What kinds of organisations and of events are called."""

import re
from typing import Final

from webinars.pure.announcements.reader.words import all_of, one_of


def is_country(text: str) -> bool:
    return text.strip(" .").casefold() in all_of("places.countries")


def is_place(text: str) -> bool:
    """Returns whether a text is nothing but a country, a region or a town that could be taken for a name."""
    folded = " ".join(text.strip(" .").casefold().split())
    return is_country(text) or folded in all_of("places.regions")


ORGANISATION_WORDS: Final = all_of("organisations.kinds")

_LONGEST_SURNAME: Final = 9
_COMPOUNDS: Final = tuple(all_of("organisations.compounds"))


def is_compound(word: str) -> bool:
    """Returns whether a German or Scandinavian compound names a kind of organisation: "arbeiterbildungsverein"."""
    return len(word) > _LONGEST_SURNAME and word.endswith(_COMPOUNDS)


_CAUSE: Final = re.compile(
    rf"(?:[A-Z][\w-]+ )?(?:{one_of('organisations.causes')}) (?:{one_of('organisations.for_a_cause')}) (?:the |a "
    ")?[A-Z]",
    re.IGNORECASE,
)
"""“Teachers for Peace”, “Parliaments Against the Bomb”."""


def has_kind(name: str) -> bool:
    """Returns whether any word of a name says that it is one of an organisation: "Society", "Frauenverein"."""
    if _CAUSE.match(name):
        return True
    words = [word.casefold().strip("().,'’:*") for word in name.split()]
    return any(word in ORGANISATION_WORDS or is_compound(word) for word in words)


ORGANISATION_ADJECTIVES: Final = all_of("organisations.adjectives")

EVENT_WORDS: Final = one_of("events.kinds")
