"""Names that nobody bears but by accident: given names and surnames of many places, combined."""

import random
import tomllib
from dataclasses import dataclass
from functools import lru_cache

from benchmarks.texts.a.speech import WORDS

# Nearer places are likelier, all are possible.
_HOME = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "pt": "portuguese", "it": "italian"}


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    surname: str
    is_woman: bool


@lru_cache
def _cultures() -> dict[str, dict[str, tuple[str, ...]]]:
    raw = tomllib.loads((WORDS / "names.toml").read_text(encoding="utf-8"))
    return {
        culture: {kind: tuple(n.replace("_", " ") for n in lists[kind].split()) for kind in "mfs"}
        for culture, lists in raw.items()
    }


def name(chance: random.Random, language: str) -> Name:
    """Returns a made-up name, more often one of the language's own."""
    cultures = _cultures()
    culture = _HOME[language] if chance.random() < 0.5 else chance.choice(list(cultures))
    lists = cultures[culture]
    is_woman = chance.random() < 0.5
    given = chance.choice(lists["f" if is_woman else "m"])
    surname = chance.choice(lists["s"])
    given, surname = _shaped(chance, culture, given, surname, lists["s"])
    if culture == "east_asian" and chance.random() < 0.5:
        return Name(f"{surname} {given}", surname, is_woman)
    if chance.random() < 0.01:
        return Name(given, given, is_woman)
    return Name(f"{given} {surname}", surname, is_woman)


def _shaped(
    chance: random.Random, culture: str, given: str, surname: str, surnames: tuple[str, ...]
) -> tuple[str, str]:
    """Returns given name and surname with what many names have: two surnames, hyphens, initials."""
    roll = chance.random()
    second = chance.choice(surnames)
    is_plain = " " not in surname + second and "-" not in surname + second and second != surname
    if culture == "spanish" and roll < 0.45:
        return given, f"{surname} y {second}" if roll < 0.02 else f"{surname} {second}"
    if culture == "portuguese" and roll < 0.35 and surname[0].islower() is False and is_plain:
        return given, f"{surname} {second}"
    if culture in ("german", "french", "english") and roll < 0.1 and is_plain:
        return given, f"{surname}-{second}"
    if culture in ("english", "south_asian", "african") and roll < 0.22:
        return f"{given} {chance.choice('ABCDEFGHJKLMNPRSTW')}.", surname
    if culture in ("south_asian", "english") and roll > 0.97:
        return f"{chance.choice('ABCDEGHJKLMNPRSTV')}. {chance.choice('ABCDEGHJKLMNPRSTV')}.", surname
    return given, surname
