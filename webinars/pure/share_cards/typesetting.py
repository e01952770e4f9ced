"""Lines of text that fit: broken where a script may be broken, balanced, and as large as there is room."""

import functools
import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import ImageDraw

from webinars.pure.share_cards.bidi_order import levels_of, reordered
from webinars.pure.share_cards.fonts import Face, Fonts, Run, runs_of

ELLIPSIS = "…"
_IDEOGRAPHS = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_PIECES = re.compile(
    rf"[{_IDEOGRAPHS}][、。，！？：；」』）ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ]*|[^ {_IDEOGRAPHS}]+| +"
)
"""What is not parted: a word with its punctuation, an ideograph with what must not begin a line after it."""


@dataclass(frozen=True, slots=True)
class Pen:
    """How a text is written: the font's face, the language, its direction and its side."""

    fonts: Fonts
    face: Face
    language: str
    is_rtl: bool
    is_at_right: bool = False
    """A line is placed by its right end."""

    def width(self, text: str, size: int) -> float:
        """Returns how many pixels `text` is wide."""
        return sum(self._length(*piece, size) for piece in self._pieces(text))

    def write(self, draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, size: int, colour: str) -> None:
        """Write `text` with its baseline at `place`: from there to the right, or to the left where it begins there."""
        pieces = self._pieces(text)
        lengths = [self._length(*piece, size) for piece in pieces]
        x, y = place
        if self.is_at_right:
            x -= sum(lengths)
        for each in reordered([level for _run, level in pieces]):
            run, level = pieces[each]
            font = self.fonts.opened(run, self.face, size, self.language)
            direction = "rtl" if level % 2 else "ltr"
            draw.text((x, y), run.text, colour, font, anchor="ls", language=self.language, direction=direction)
            x += lengths[each]

    def _pieces(self, text: str) -> list[tuple[Run, int]]:
        """The pieces of a line in the order in which they are read: each of one font and one direction."""
        pieces: list[tuple[Run, int]] = []
        levels = iter(levels_of(text, is_rtl=self.is_rtl))
        for run in runs_of(text):
            for level, letters in itertools.groupby(run.text, key=lambda _char: next(levels)):
                pieces.append((Run("".join(letters), run.script), level))
        return pieces

    def _length(self, run: Run, level: int, size: int) -> float:
        font = self.fonts.opened(run, self.face, size, self.language)
        return font.getlength(run.text, language=self.language, direction="rtl" if level % 2 else "ltr")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size, in pixels."""

    lines: Sequence[str]
    size: int


def largest(pen: Pen, text: str, sizes: Sequence[int], width: float, most_lines: Callable[[int], int]) -> Block:
    """Returns `text` in the largest of `sizes` in which it fits into `most_lines(size)` lines of `width` pixels.

    What fits in none is cut in the smallest, and ends in an ellipsis.
    """
    for size in sizes:
        measure = functools.partial(pen.width, size=size)
        lines = broken(text, width, measure)
        if len(lines) <= most_lines(size) and all(measure(line) <= width for line in lines):
            return Block(balanced(text, width, measure, len(lines)), size)
    size = sizes[-1]
    lines = broken(text, width, functools.partial(pen.width, size=size))
    return Block(_cut(lines, pen, width, size, most_lines(size)), size)


def broken(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Returns `text` in as few lines as have room in `width`; a word that is wider than that is broken anywhere."""
    lines: list[str] = [""]
    for piece in _PIECES.findall(" ".join(re.split(r"[ \t\r\n]+", text.strip()))):
        if measure((lines[-1] + piece).rstrip()) <= width:
            lines[-1] += piece
        elif not piece.isspace():
            lines.append("")
            for char in piece if measure(piece) > width else [piece]:
                if lines[-1] and measure(lines[-1] + char) > width:
                    lines.append("")
                lines[-1] += char
    return [line.strip() for line in lines if line.strip()] or [""]


def balanced(text: str, width: float, measure: Callable[[str], float], count: int) -> list[str]:
    """Returns `text` in `count` lines, the widest of them as narrow as that allows."""
    least, most = measure(text) / count, width
    best = broken(text, width, measure)
    for _step in range(8):
        middle = (least + most) / 2
        lines = broken(text, middle, measure)
        if len(lines) <= count and all(measure(line) <= middle for line in lines):
            best, most = lines, middle
        else:
            least = middle
    return best


def _cut(lines: Sequence[str], pen: Pen, width: float, size: int, count: int) -> list[str]:
    kept = list(lines[:count])
    if len(lines) > count:
        last = kept[-1]
        while last and pen.width(last + ELLIPSIS, size) > width:
            last = last[:-1].rstrip()
        kept[-1] = last + ELLIPSIS
    return kept
