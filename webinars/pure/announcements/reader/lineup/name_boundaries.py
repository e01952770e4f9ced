"""Where a name begins and ends, when that is not sure: “Modera Ada Example”, “Ben Sample de Harbour & Sons”."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from webinars.pure.announcements.reader.tagging.tokens import Token
from webinars.pure.announcements.reader.tagging.word_kinds import kind_of

FAMILY_NAMES = frozenset({"given", "Cap", "CAP"})
GOES_ON = FAMILY_NAMES | {"Initial", "particle"}
OF_GROUPS = frozenset({"CAP", "group"})
LONGEST = 6
"""Words of a name."""


def complete_name(tokens: Sequence[Token], place: range) -> range:
    """Returns the tokens of all the name that begins here, where a piece is one word or ends with “de” or “von”."""
    kinds = [kind_of(tokens[at].text) for at in place]
    if len(place) > 1 and kinds[-1] != "particle":
        return place
    end = last = place[-1] + 1
    while end < min(len(tokens), place[0] + LONGEST) and (kind := kind_of(tokens[end].text)) in GOES_ON:
        end += 1
        last = end if kind in FAMILY_NAMES else last
    return range(place[0], last)


def other_extents(tokens: Sequence[Token], place: range) -> Iterator[range]:
    """Yields what may be the name instead: with a given name in front or without a word there, or without what follows.

    That is a “de” or “von”, or a group: “Mark Example NHU Harbour”. Behind given names alone, “Johann Wolfgang von”,
    stands the surname.
    """
    if place and place[0] and kind_of(tokens[place[0] - 1].text) == "given":
        yield range(place[0] - 1, place[-1] + 1)
    kinds = [kind_of(tokens[at].text) for at in place]
    if len(kinds) > 2 and kinds[0] not in {"given", "Initial"} and kinds[1] == "given":
        yield range(place[1], place[-1] + 1)
    behind = next((step for step, kind in enumerate(kinds) if kind == "particle"), 0)
    if behind > 1 and kinds[behind - 1] != "given":
        yield range(place[0], place[behind])
    group = next((step for step, kind in enumerate(kinds) if kind in OF_GROUPS), 0)
    if group > 1 and kinds[-1] not in OF_GROUPS:
        yield range(place[0], place[group])


def is_plainly_name(tokens: Sequence[Token], place: range) -> bool:
    """Returns whether the tokens begin with a given name of the lists or have an initial, and end where a name does.

    The lists are in Latin letters: of a name in other ones they prove nothing, so it is one. Behind an acronym or a
    kind of group the tokens are rather a piece of its name: “l’ENS Paris Example”.
    """
    before = re.split("[’']", tokens[place[0] - 1].text)[-1] if place[0] else ""
    is_of_group = bool(before) and kind_of(before) in OF_GROUPS
    words = [tokens[at].text for at in place]
    is_name = kind_of(words[0]) == "given" or any(_INITIAL.fullmatch(word) for word in words)
    is_name = is_name or "LATIN" not in unicodedata.name(words[0][0], "LATIN")
    return is_name and not is_of_group and next(other_extents(tokens, place), None) is None


_INITIAL = re.compile(r"[^\W\d_]\.")
