"""How a sentence of the source is found again in what people read, with all that was filled in, in any language."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from webinars.lib.i18n import TRANSLATIONS

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
FIGURES = {"days", "num", "number", "taken"}


@dataclass(frozen=True)
class Pattern:
    longest: str
    """The longest piece that is the same whatever is filled in: most texts do not have it, which is seen soonest."""
    expression: re.Pattern[str]

    def found(self, text: str) -> Iterator[Mapping[str, str]]:
        """Yields what is filled in, each time the sentence stands in `text`."""
        if self.longest in text:
            for match in self.expression.finditer(text):
                yield match.groupdict()


@cache
def patterns(piece: str, language: str) -> tuple[Pattern, ...]:
    """Returns what recognises `piece` of the source in English, and in `language` the messages that have it."""
    wordings = dict.fromkeys([piece, *(_translations(piece, language) if language != "en" else ())])
    return tuple(_pattern(wording) for wording in wordings)


def is_in(piece: str, message: str) -> bool:
    """Returns whether a message of the source has `piece`, as whole words."""
    return re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", message) is not None


def _pattern(wording: str) -> Pattern:
    pieces = PLACEHOLDER.split(" ".join(wording.split()))
    # What is filled in first begins with the line: where a sentence ends nobody can tell.
    source, named = ["(?m:^)" if not pieces[0] else r"(?<!\w)"], set()
    for position, piece in enumerate(pieces):
        if position % 2 == 0:
            source.append(re.escape(piece))
        else:
            value = r"\d[\d.,]*" if piece in FIGURES else r"[^\n]+?"
            source.append(value if piece in named else f"(?P<{piece}>{value})")
            named.add(piece)
    return Pattern(max(pieces[::2], key=len), re.compile("".join([*source, r"(?!\w)"])))


def _translations(piece: str, language: str) -> Iterator[str]:
    """Yields what stands for `piece` in `language`, unless other messages say the same there and promise nothing."""
    said = Counter(wording for entry in _catalogue(language) for wording in _wordings(entry))
    for entry in _catalogue(language):
        messages = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        if entry.id and any(is_in(piece, each) for each in messages):
            yield from (wording for wording in _wordings(entry) if said[wording] == 1)


def _wordings(entry: Message) -> tuple[str, ...]:
    return tuple(entry.string) if isinstance(entry.string, (tuple, list)) else (entry.string,)


@cache
def _catalogue(language: str) -> Catalog:
    with (TRANSLATIONS / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)
