"""Blocks of a page, and how pieces are set into shapes."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.texts.b.grammar import Piece, Pieces

_SPARE_COMMA = re.compile(r",(?= ?[.,;:!?)·•|/–\n])")
_SIGN = re.compile(r" ?[.,;:!?)·•|/–\n]")


@dataclass(slots=True)
class Block:
    """A part of a page: its rows of cells, each cell of pieces. What it is decides how a paper shows it."""

    what: str
    rows: list[list[Pieces]]
    level: int = 2


def without_spare_commas(pieces: Pieces) -> Pieces:
    """Returns the pieces without commas that close an apposition where another sign or the end follows."""
    kept = [piece if piece.label else piece._replace(text=_SPARE_COMMA.sub("", piece.text)) for piece in pieces]
    if kept and kept[-1].text == ",":
        kept.pop()
    return [
        piece
        for piece, after in zip(kept, [*kept[1:], Piece("")], strict=True)
        if piece.text and not (piece.text == "," and _SIGN.match(after.text))
    ]


def filled(shape: str, values: dict[str, Callable[[], Pieces]]) -> Pieces:
    pieces: Pieces = []
    for letter in shape:
        pieces += values[letter]() if letter in values else [Piece(letter)]
    return pieces
