"""The card itself: who, what, when, and whom one will see."""

import functools
import io
import itertools
import re
from collections.abc import Callable, Sequence

from msgspec import Struct
from PIL import Image, ImageDraw, ImageOps

from webinars.pure.share_cards.bidi_order import begins_rtl, levels_of, reordered
from webinars.pure.share_cards.fonts import SANS, SERIF, Face, Fonts, Run, runs_of

# Lines of text that fit: broken where a script may be broken, balanced, and as large as there is room.


ELLIPSIS = "…"
_IDEOGRAPHS = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_PIECES = re.compile(
    rf"[{_IDEOGRAPHS}][、。，！？：；」』）ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ]*|[^ {_IDEOGRAPHS}]+| +"
)
"""What is not parted: a word with its punctuation, an ideograph with what must not begin a line after it."""


class Pen(Struct, frozen=True):
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
        """Returns the pieces of a line in the order in which they are read: each of one font and one direction."""
        pieces: list[tuple[Run, int]] = []
        levels = iter(levels_of(text, is_rtl=self.is_rtl))
        for run in runs_of(text):
            for level, letters in itertools.groupby(run.text, key=lambda _char: next(levels)):
                pieces.append((Run("".join(letters), run.script), level))
        return pieces

    def _length(self, run: Run, level: int, size: int) -> float:
        font = self.fonts.opened(run, self.face, size, self.language)
        return font.getlength(run.text, language=self.language, direction="rtl" if level % 2 else "ltr")


class Block(Struct, frozen=True):
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
    """Returns `text` in as few lines as have room in `width`. A word that is wider than that is broken anywhere."""
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


WIDTH, HEIGHT = 1200, 630
SIDE_WIDTH = 352
"""Of the picture at the end of the line, behind a bar of eight pixels."""
BAR = 8
MARGIN, ROOM = 60, 720
"""Where text begins, and how wide it may be."""
INK, GREY, WHITE = "#14191c", "#465055", "#ffffff"
TITLE_SIZES = (88, 80, 72, 64, 58, 52, 47, 42)
HOUR_SIZES = (58, 52, 46, 40, 35, 31)
BOTTOM = 574
"""The baseline of the last line of hours."""
TITLE_TOP = 96
FACE, STEP = 116, 104
MOST_FACES = 3
MOST_BYTES = 200_000
LEAST_CONTRAST = 4.5
PICTOGRAPHS = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\ufe0f]")
LINEAR_UNTIL = 0.04045


class Card(Struct, frozen=True, kw_only=True):
    """What is written on a card. The words are those of the page."""

    organiser: str
    title: str
    language: str
    is_rtl: bool
    date: str
    """With a word before it where something has changed: "Moved: Sunday 21 March 2027"."""
    hours: str
    """With no-break spaces where a line must not end: within the hour of one place."""
    accent: str
    """#rrggbb."""
    site: str
    more_faces: int = 0
    """How many people there are beside those whose faces are shown."""


def draw(card: Card, fonts: Fonts, side: Image.Image, faces: Sequence[Image.Image]) -> bytes:
    """Returns `card` as PNG, with `side` as the picture at its end and at most three `faces` on it."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), WHITE)
    canvas = ImageDraw.Draw(picture)
    accent = readable(card.accent)
    # Placed as for a text from left to right; the other way everything is mirrored.
    end = 0 if card.is_rtl else WIDTH - SIDE_WIDTH
    picture.paste(ImageOps.fit(side.convert("RGB"), (SIDE_WIDTH, HEIGHT)), (end, 0))
    bar = SIDE_WIDTH if card.is_rtl else WIDTH - SIDE_WIDTH - BAR
    canvas.rectangle((bar, 0, bar + BAR - 1, HEIGHT), fill=accent)
    _write(canvas, card, fonts, accent)
    _show_faces(picture, card, fonts, faces)
    _sign(picture, card, fonts)
    return _as_png(picture)


def _as_png(picture: Image.Image) -> bytes:
    octets = io.BytesIO()
    picture.save(octets, "PNG", optimize=True)
    if octets.tell() > MOST_BYTES:
        # Photographs stand on it. Some who show cards take no larger ones.
        octets = io.BytesIO()
        picture.quantize(256).save(octets, "PNG", optimize=True)
    return octets.getvalue()


def readable(accent: str) -> str:
    """Returns `accent` (#rrggbb), darker where it could not be read on white: 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    red, green, blue = (int(accent[place : place + 2], 16) for place in (1, 3, 5))
    while _contrast_with_white(red, green, blue) < LEAST_CONTRAST:
        red, green, blue = (value * 9 // 10 for value in (red, green, blue))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _contrast_with_white(*channels: int) -> float:
    """Returns the ratio of WCAG 2.2, with its definition of relative luminance."""
    red, green, blue = (_linear(value / 255) for value in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(value: float) -> float:
    return value / 12.92 if value <= LINEAR_UNTIL else ((value + 0.055) / 1.055) ** 2.4


def _write(canvas: ImageDraw.ImageDraw, card: Card, fonts: Fonts, accent: str) -> None:
    begin = WIDTH - MARGIN if card.is_rtl else MARGIN

    def pen(face: Face, text: str) -> Pen:
        return Pen(fonts, face, card.language, begins_rtl(text), is_at_right=card.is_rtl)

    serif = Pen(fonts, Face(SERIF), card.language, card.is_rtl, is_at_right=card.is_rtl)
    bold = pen(Face(SANS, is_bold=True), card.organiser)
    who = largest(bold, card.organiser, (29, 28), ROOM, lambda _size: 1)
    bold.write(canvas, (begin, 76), who.lines[0], who.size, GREY)
    bold = pen(Face(SANS, is_bold=True), card.hours)
    hours = largest(bold, card.hours, HOUR_SIZES, ROOM, lambda size: 3 if size < HOUR_SIZES[2] else 2)
    top = BOTTOM - round(hours.size * 1.22 * (len(hours.lines) - 1)) - round(hours.size * 1.35)
    if not card.hours:
        top = BOTTOM
    _lines(canvas, bold, hours, (begin, BOTTOM), accent)
    plain = pen(Face(SERIF), card.date)
    date = largest(plain, card.date, (34, 31, 28), ROOM, lambda _size: 1)
    plain.write(canvas, (begin, top), date.lines[0], date.size, INK)
    rule = top - 54
    left = WIDTH - MARGIN - ROOM if card.is_rtl else MARGIN
    canvas.rectangle((left, rule, left + ROOM, rule + 4), fill=INK)
    canvas.rectangle((left, rule + 8, left + ROOM, rule + 9), fill=INK)
    space = rule - 36 - TITLE_TOP
    # No text font has pictographs: boxes would stand for them.
    title = largest(
        serif, PICTOGRAPHS.sub("", card.title), TITLE_SIZES, ROOM, lambda size: min(5, int(space // (size * 1.1)))
    )
    bottom = TITLE_TOP + round(title.size * (1.02 + 1.1 * (len(title.lines) - 1)))
    _lines(canvas, serif, title, (begin, bottom), INK, leading=1.1)


def _lines(
    canvas: ImageDraw.ImageDraw, pen: Pen, block: Block, end: tuple[float, float], colour: str, leading: float = 1.22
) -> None:
    """Write the lines of `block`, the last with its baseline at `end`."""
    for place, line in enumerate(reversed(block.lines)):
        pen.write(canvas, (end[0], end[1] - round(place * block.size * leading)), line, block.size, colour)


def _show_faces(picture: Image.Image, card: Card, fonts: Fonts, faces: Sequence[Image.Image]) -> None:
    shown = list(faces[:MOST_FACES])
    more = card.more_faces + len(faces) - len(shown)
    if shown and more:
        more += len(shown) - min(len(shown), MOST_FACES - 1)
        shown = shown[: MOST_FACES - 1]
    count = len(shown) + bool(shown and more)
    middle = SIDE_WIDTH // 2 if card.is_rtl else WIDTH - SIDE_WIDTH // 2
    left = middle - (STEP * (count - 1) + FACE) // 2
    for place, face in enumerate(shown):
        _disc(picture, ImageOps.fit(face.convert("RGB"), (FACE, FACE)), left + place * STEP)
    if shown and more:
        disc = Image.new("RGB", (FACE, FACE), INK)
        pen = Pen(fonts, Face(SANS, is_bold=True), "en", is_rtl=False)
        text = f"+{more}"
        pen.write(ImageDraw.Draw(disc), ((FACE - pen.width(text, 40)) / 2, FACE / 2 + 14), text, 40, WHITE)
        _disc(picture, disc, left + len(shown) * STEP)


def _disc(picture: Image.Image, face: Image.Image, left: int) -> None:
    top, ring = 458, 6
    # Four times as large, then reduced: edges of Pillow's own ellipses are stairs.
    outer = Image.new("L", ((FACE + 2 * ring) * 4,) * 2)
    ImageDraw.Draw(outer).ellipse((0, 0, outer.width - 1, outer.height - 1), fill=255)
    outer = outer.resize((FACE + 2 * ring,) * 2, Image.Resampling.LANCZOS)
    picture.paste(WHITE, (left - ring, top - ring), outer)
    picture.paste(face, (left, top), outer.resize((FACE, FACE), Image.Resampling.LANCZOS))


def _sign(picture: Image.Image, card: Card, fonts: Fonts) -> None:
    """The site's name on the picture's upper edge."""
    left = 0 if card.is_rtl else WIDTH - SIDE_WIDTH
    scrim = Image.new("RGB", (SIDE_WIDTH, 78), "#0c1014")
    picture.paste(scrim, (left, 0), Image.new("L", scrim.size, 209))
    pen = Pen(fonts, Face(SERIF), "en", is_rtl=False)
    name = largest(pen, card.site, (30, 28), SIDE_WIDTH - 32, lambda _size: 1)
    width = pen.width(name.lines[0], name.size)
    pen.write(ImageDraw.Draw(picture), (left + (SIDE_WIDTH - width) / 2, 50), name.lines[0], name.size, WHITE)
