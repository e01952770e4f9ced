"""Words of one language as rules, and the voice that speaks them in one text.

A rule is a list of alternatives. In them `<rule>` stands for another rule (`<^rule>` with a capital, `<rule?>` half the
time) and `{slot}` for pieces that the text's own facts fill.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.texts.labelled import Label


class Piece(NamedTuple):
    """Words, what they are, and the number of the person or organisation they belong to."""

    text: str
    label: Label | None = None
    whose: int = 0


Pieces = list[Piece]
Slots = Mapping[str, Callable[[], Pieces]]

_MARK = re.compile(r"<(\^?)([a-z_0-9]+)(\??)>|\{([a-z_0-9]+)\}")
_SLOT = re.compile(r"\{([a-z_0-9]+)\}")
_ALTERNATIVE = re.compile(r"[^\n¦ ][^\n¦]*[^\n¦ ]|[^\n¦ ]")
_PINNED = {"subject", "bare"}
_SPARE_SPACE = re.compile(r" {2,}")
_FRENCH_SPACE = re.compile(r" (?=[:;?!»])|(?<=«) ")


@cache
def rules(language: str) -> dict[str, tuple[str, ...]]:
    """Returns the rules of a language: alternatives stand on lines of their own, short ones beside each other."""
    data: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / "words" / language).glob("*.toml")):
        data |= tomllib.loads(path.read_text(encoding="utf-8"))
    return {rule: tuple(_ALTERNATIVE.findall(text)) for rule, text in data.items()}


class Voice:
    """Speaks the rules of a language in one text: keeps to its subject, repeats an alternative only if it must."""

    def __init__(self, language: str, chance: Random) -> None:
        self.language = language
        self.chance = chance
        self._rules = rules(language)
        self._first_subject = chance.randrange(len(self._rules["subject"]))
        self._used: set[tuple[str, str]] = set()
        self._has_hard_spaces = language == "fr" and chance.random() < 0.5

    def words(self, rule: str) -> str:
        """Returns one alternative of a rule that has no slots."""
        return "".join(piece.text for piece in self.say(rule))

    def say(self, rule: str, slots: Slots | None = None) -> Pieces:
        """Returns one alternative of a rule, of those whose slots are given."""
        return self._tidied(self._expanded(self._chosen(rule, slots or {}), slots or {}))

    def alternatives(self, rule: str) -> tuple[str, ...]:
        return self._rules[rule]

    def capital(self, words: str) -> str:
        """Returns words with a capital, behind an opening mark too."""
        for place, letter in enumerate(words):
            if letter.isalpha():
                return words[:place] + letter.upper() + words[place + 1 :]
            if letter.isdigit():
                break
        return words

    def org(self) -> str:
        """Returns the name of an organisation, with the capitals English gives it."""
        name = self.capital(self.words("org"))
        if self.language != "en":
            return name
        small = {"of", "the", "and", "for", "in", "to"}
        return " ".join(word if word in small else self.capital(word) for word in name.split(" "))

    def _chosen(self, rule: str, slots: Slots) -> str:
        alternatives = self._rules[rule]
        if rule in _PINNED:
            return alternatives[(self._first_subject + self.chance.randrange(2)) % len(alternatives)]
        fitting = [line for line in alternatives if all(slot in slots for slot in _SLOT.findall(line))]
        fresh = [line for line in fitting if (rule, line) not in self._used]
        chosen = self.chance.choice(fresh or fitting or [""])
        self._used.add((rule, chosen))
        return chosen

    def _expanded(self, line: str, slots: Slots) -> Pieces:
        pieces: Pieces = []
        at = 0
        for mark in _MARK.finditer(line):
            pieces.append(Piece(line[at : mark.start()]))
            at = mark.end()
            wants_capital, rule, may_miss, slot = mark.groups()
            if slot:
                pieces += slots[slot]()
            elif not may_miss or self.chance.random() < 0.5:
                inner = self._expanded(self._chosen(rule, slots), slots)
                if wants_capital and inner:
                    first = next((number for number, piece in enumerate(inner) if piece.text), 0)
                    inner[first] = inner[first]._replace(text=self.capital(inner[first].text))
                pieces += inner
        pieces.append(Piece(line[at:]))
        return pieces

    def _tidied(self, pieces: Pieces) -> Pieces:
        joined: Pieces = []
        for piece in pieces:
            text = _SPARE_SPACE.sub(" ", piece.text)
            if piece.label is None and joined and joined[-1].label is None:
                text = _SPARE_SPACE.sub(" ", joined.pop().text + text)
            joined.append(piece._replace(text=text))
        if self._has_hard_spaces:
            joined = [piece._replace(text=_FRENCH_SPACE.sub("\u00a0", piece.text)) for piece in joined]
        return [piece for piece in joined if piece.text]
