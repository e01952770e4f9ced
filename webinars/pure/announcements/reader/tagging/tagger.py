"""The tagger: a conditional random field over the words of each line (Lafferty, McCallum, Pereira 2001)."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from threading import Lock

import pycrfsuite
from msgspec import Struct

from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.tagging.features import TaggedLine

LONGEST_PIECE = 25
"""Words."""
LEAST_CHANCE = 0.02
MODEL = Path(__file__).parent / "model.crfsuite"


class TaggedPiece(Struct, frozen=True):
    """A piece of a line and what it is, with the probability that it is that and ends where it ends."""

    part: Part
    what: str
    text: str
    start: int
    probability: float

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Tagger:
    """Tags rows, for any number of threads: one after the other, since it holds the line it was last given."""

    def __init__(self, model: bytes) -> None:
        # It reads where the model lies in memory, and does not hold it there.
        self._model = model
        self._crf = pycrfsuite.Tagger()
        self._crf.open_inmemory(model)
        self._labels = set(self._crf.labels())
        self._turn = Lock()

    def tag(self, rows: Iterable[TaggedLine]) -> Iterator[tuple[TaggedLine, "LineTags"]]:
        for row in rows:
            if row.tokens:
                yield row, LineTags(row, *self._of(row))

    def _of(self, row: TaggedLine) -> tuple[list[str], list[dict[str, float]]]:
        with self._turn:
            self._crf.set(pycrfsuite.ItemSequence(row.features))
            labels = self._crf.tag()
            chances = [
                {label: chance for label in self._labels if (chance := self._crf.marginal(label, at)) > LEAST_CHANCE}
                for at in range(len(labels))
            ]
        return labels, chances


class LineTags(Struct, frozen=True):
    """What the tagger makes of a row: the best label of each token, and how likely each label is there."""

    row: TaggedLine
    labels: list[str]
    chances: list[dict[str, float]]

    def pieces(self) -> Iterator[TaggedPiece]:
        """Yields the pieces of the likeliest reading."""
        begin = None
        for at, label in enumerate([*self.labels, "O"]):
            if begin is not None and not (label.startswith("I-") and label[2:] == self.labels[begin][2:]):
                yield self.piece(self.labels[begin][2:], range(begin, at))
                begin = None
            if begin is None and label != "O":
                begin = at

    def others(self, what: str, at_least: float) -> Iterator[TaggedPiece]:
        """Yields pieces that are that in a less likely reading."""
        begins = f"B-{what}"
        for at, chances in enumerate(self.chances):
            if chances.get(begins, 0.0) >= at_least and self.labels[at] != begins:
                ends = range(at + 1, min(at + LONGEST_PIECE, len(self.labels)) + 1)
                best = max((self.piece(what, range(at, end)) for end in ends), key=lambda piece: piece.probability)
                if best.probability >= at_least:
                    yield best

    def piece(self, what: str, place: range) -> TaggedPiece:
        first, last = self.row.tokens[place[0]], self.row.tokens[place[-1]]
        text = self.row.part.line.text[first.start : last.end]
        return TaggedPiece(self.row.part, what, text, first.start, self.chance(what, place))

    def chance(self, what: str, place: range) -> float:
        """Returns how likely these tokens are one piece of that: as likely as the least likely of them, and its end."""
        least = min(self.chances[at].get(f"{'I' if step else 'B'}-{what}", 0.0) for step, at in enumerate(place))
        end = place[-1] + 1
        goes_on = self.chances[end].get(f"I-{what}", 0.0) if end < len(self.chances) else 0.0
        return min(least, 1 - goes_on)


@cache
def tagger() -> Tagger:
    """Returns the tagger with the model that comes with the package."""
    return Tagger(MODEL.read_bytes())
