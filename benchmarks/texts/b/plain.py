"""Plain paper: blocks as somebody types or copies them."""

from dataclasses import dataclass
from functools import partial
from random import Random

from benchmarks.texts.b.blocks import Block, filled
from benchmarks.texts.b.grammar import Piece, Pieces
from benchmarks.texts.labelled import Label, Writer

_BULLETS = ("• ", "- ", "* ", "– ", "→ ", "▪️ ", "· ", "  • ", "", "", "1. ", "1) ", "✔ ", "\t• ")
_HEADS = ("H", "H", "H:", "H:", "## H", "**H**", "UPPER", "— H —", "H\n----", "🔹 H", "#### H", "*H*", "UPPER:")
_TITLES = ("T", "T", "T", "T", "# T", "**T**", "T\n====", "» T «", "*** T ***", "  T")
_FACTS = (
    "L: V",
    "L: V",
    "L\nV",
    "L\tV",
    "L | V",
    "P V",
    "P L: V",
    "**L:** V",
    "L – V",
    "• L: V",
    "L : V",
    "P  V",
    "L:\nV",
)
_LINKS = ("L: V", "L V", "L (V)", "[L](V)", "L <V>", "L\nV", "👉 L: V", "L >> V", "L → V")
_GAPS = ("\n\n", "\n\n", "\n\n", "\n\n", "\n", "\n\n\n")
_HOUSES = "🤝"
"""Without its words, this picture does not tell that somebody organises."""
_WITHOUT_ACCENTS = str.maketrans("áàâãéèêíìîóòôõúùûçñÁÀÂÉÈÊÍÓÚ", "aaaaeeeiiioooouuucnAAAEEEIOU")


@dataclass(frozen=True, slots=True)
class Look:
    """How one author's plain texts look."""

    bullet: str
    head: str
    title: str
    fact: str
    link: str
    gap: str
    cell: str
    width: int
    is_bold: bool
    is_careless: bool
    is_bare: bool
    """Whether accents are left out, as on a foreign keyboard."""


def look(chance: Random, language: str) -> Look:
    fact = chance.choice(_FACTS)
    return Look(
        bullet=chance.choice(_BULLETS),
        head=chance.choice(_HEADS),
        title=chance.choice(_TITLES),
        fact=fact.replace("L:", "L :") if language == "fr" else fact,
        link=chance.choice(_LINKS),
        gap=chance.choice(_GAPS),
        cell=chance.choice(("\t", " | ", "  ", " / ", " – ")),
        is_bold=chance.random() < 0.1,
        width=72 if chance.random() < 0.14 else 0,
        is_careless=chance.random() < 0.12,
        is_bare=language in {"fr", "es", "pt", "it"} and chance.random() < 0.05,
    )


def write(blocks: list[Block], style: Look, chance: Random) -> Writer:
    """Returns the text of the blocks, with its spans."""
    writer = Writer()
    for number, block in enumerate(blocks):
        if number:
            writer.add("\n" if block.what == "lines" and style.gap == "\n" else _gap(blocks[number - 1], style, chance))
        for place, row in enumerate(block.rows):
            if place:
                writer.add("\n")
            for piece in _shown(block, row, place, style):
                writer.add(_worn(piece, style, chance).text, piece.label)
    writer.add("\n" * chance.choice((0, 1, 1, 2)))
    if style.width:
        writer.text = wrapped(writer.text, style.width)
    return writer


def _gap(before: Block, style: Look, chance: Random) -> str:
    if before.what == "head" and not style.head.startswith("H\n"):
        return "\n" if style.gap != "\n" and chance.random() < 0.7 else style.gap
    return style.gap


def _shown(block: Block, row: list[Pieces], place: int, style: Look) -> Pieces:
    if block.what == "list":
        bullet = style.bullet.replace("1", str(place + 1))
        return [Piece(bullet), *(_bold(row[0]) if style.is_bold else row[0])]
    if block.what == "head":
        return _headed(row[0], style.head)
    shapes = {"title": (style.title, "T"), "facts": (style.fact, "LVP"), "link": (style.link, "LV")}
    if block.what in shapes:
        shape, letters = shapes[block.what]
        if "L" not in shape and block.what == "facts" and row[2][0].text == _HOUSES:
            shape = "P L: V"
        return filled(shape, {letter: partial(list, cell) for letter, cell in zip(letters, row, strict=True)})
    if block.what == "table":
        cells: Pieces = []
        for number, cell in enumerate(row):
            cells += ([Piece(style.cell)] if number else []) + cell
        return cells
    return row[0]


def _bold(pieces: Pieces) -> Pieces:
    """Returns the pieces with the marks of Markdown around names."""
    bold: Pieces = []
    for piece in pieces:
        bold += [Piece("**"), piece, Piece("**")] if piece.label is Label.PERSON else [piece]
    return bold


def _headed(pieces: Pieces, shape: str) -> Pieces:
    if shape.startswith("UPPER"):
        raised = [piece if piece.label else piece._replace(text=piece.text.upper()) for piece in pieces]
        return [*raised, Piece(shape.removeprefix("UPPER"))]
    return filled(shape, {"H": lambda: pieces})


def _worn(piece: Piece, style: Look, chance: Random) -> Piece:
    """Returns a piece with the slips of a careless author: letters swapped, blanks and accents lost, not in values."""
    if style.is_bare and piece.label in {None, Label.TIME}:
        piece = piece._replace(text=piece.text.translate(_WITHOUT_ACCENTS))
    if style.is_careless and piece.label is Label.TIME and chance.random() < 0.4:
        return piece._replace(text=piece.text.lower())
    if not style.is_careless or piece.label is not None or "://" in piece.text or "@" in piece.text:
        return piece
    words = piece.text.split(" ")
    for number, word in enumerate(words):
        if len(word) > 6 and word.isalpha() and word.islower() and chance.random() < 0.06:
            at = chance.randrange(1, len(word) - 2)
            words[number] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    text = " ".join(words)
    return piece._replace(text=text.replace(", ", ",", 1) if chance.random() < 0.05 else text)


def wrapped(text: str, width: int) -> str:
    """Returns the text with its long lines broken at blanks. It stays as long as it was, so that spans still fit."""
    lines = []
    for line in text.split("\n"):
        letters = list(line)
        start = last = 0
        for place, letter in enumerate(letters):
            if place - start > width and last > start:
                letters[last] = "\n"
                start = last + 1
            if letter == " " and place > start:
                last = place
        lines.append("".join(letters))
    return "\n".join(lines)
