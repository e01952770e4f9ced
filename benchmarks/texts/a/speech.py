"""Words of one language: phrases picked by key, filled with pieces, with the articles a noun takes."""

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from benchmarks.texts.a.articles import with_article
from benchmarks.texts.labelled import Label

WORDS = Path(__file__).parent / "words"

_CONTRACTED: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "de": {"von": {"dem": "vom"}},
    "fr": {"de": {"le": "du", "les": "des"}, "à": {"le": "au", "les": "aux"}},
    "es": {"de": {"el": "del"}, "a": {"el": "al"}},
    "pt": {"de": {"o": "do", "a": "da"}, "por": {"o": "pelo", "a": "pela"}},
    "it": {"di": {"il": "del", "la": "della"}, "da": {"il": "dal", "la": "dalla"}},
}

Piece = tuple[str, Label | None]
Run = list[Piece]

_SLOT = re.compile(r"\{(\w+)(?::([^}]+))?\}|\[([^\[\]|]*)\|([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun, or a name that takes an article: its code says the gender, `-` that it takes none."""

    code: str
    text: str
    label: Label | None = None

    def labelled(self, label: Label) -> "Noun":
        return replace(self, label=label)


Slot = str | Run | Noun


@lru_cache
def words(language: str) -> Mapping[str, tuple[str, ...]]:
    """Returns all lists of a language, by key: one entry a line."""
    found: dict[str, tuple[str, ...]] = {}
    for file in sorted(WORDS.glob(f"{language}/*.toml")):
        for key, lines in tomllib.loads(file.read_text(encoding="utf-8")).items():
            found[key] = tuple(line for line in lines.split("\n") if line.strip())
    return found


@dataclass(slots=True)
class Speech:
    """Says things in one language, by one source of chance."""

    language: str
    chance: random.Random

    def one(self, key: str) -> str:
        return self.chance.choice(words(self.language)[key])

    def some(self, key: str, count: int) -> list[str]:
        """Returns up to `count` different entries."""
        entries = words(self.language)[key]
        return self.chance.sample(entries, min(count, len(entries)))

    def all(self, key: str) -> tuple[str, ...]:
        return words(self.language)[key]

    def is_likely(self, share: float) -> bool:
        return self.chance.random() < share

    def noun(self, key: str) -> Noun:
        return noun_of(self.one(key))

    def fill(self, template: str, *, woman: bool = False, **slots: Slot) -> Run:
        """Returns the template in pieces, its slots filled. `[a|b]` is b where it is about a woman."""
        run: Run = []
        at = 0
        for match in _SLOT.finditer(template):
            run.append((template[at : match.start()], None))
            at = match.end()
            if match[1] is None:
                run.append((match[4] if woman else match[3], None))
            else:
                run += self._filled(slots[match[1]], match[2])
        run.append((template[at:], None))
        tidy = _with_single_stops(run)
        return _contracted(tidy, _CONTRACTED.get(self.language, {}))

    def say(self, key: str, *, woman: bool = False, **slots: Slot) -> Run:
        return self.fill(self.one(key), woman=woman, **slots)

    def sayable(self, key: str, *, woman: bool = False, **slots: Slot) -> Run:
        """Like `say`, among the entries whose slots are all given."""
        fitting = [
            entry for entry in self.all(key) if all(m[1] is None or m[1] in slots for m in _SLOT.finditer(entry))
        ]
        return self.fill(self.chance.choice(fitting), woman=woman, **slots)

    def _filled(self, slot: Slot, case: str | None) -> Run:
        if isinstance(slot, str):
            return [(slot[:1].upper() + slot[1:] if case == "Up" else slot, None)]
        if not isinstance(slot, Noun):
            return slot
        if case == "Up":
            return [(capital(slot.text), slot.label)]
        if case is None:
            return [(slot.text, slot.label)]
        before, text = with_article(self.language, slot.code, slot.text, case)
        return [(before, None), (text, slot.label)] if before else [(text, slot.label)]

    def listed(self, runs: Sequence[Run], joint: str | None = None) -> Run:
        """Returns the runs as a list in a sentence: a, b and c."""
        said: Run = []
        for index, run in enumerate(runs):
            if index:
                is_last = index == len(runs) - 1
                said.append((self._joint(run, joint) if is_last else ", ", None))
            said += run
        return said

    def _joint(self, following: Run, joint: str | None) -> str:
        chosen = joint or self.one("and")
        first = following[0][0].lower()
        if self.language == "es" and chosen == "y" and first.startswith(("i", "hi")):
            chosen = "e"
        return f"{chosen} " if chosen.startswith(",") else f" {chosen} "


def _with_single_stops(run: Run) -> Run:
    """Returns the pieces that say something, without a full stop behind an abbreviation's."""
    said: Run = []
    for text, label in run:
        is_doubled = bool(said) and said[-1][0].endswith(".") and text.startswith(".")
        rest = text[1:] if is_doubled and label is None else text
        if rest:
            said.append((rest, label))
    return said


def _contracted(run: Run, table: Mapping[str, Mapping[str, str]]) -> Run:
    """Returns the run with `von dem` as `vom`, where the one ends a piece and the other begins the next."""
    said: Run = []
    for text, label in run:
        before = said[-1][0] if said and said[-1][1] is None else ""
        article, space, rest = text.partition(" ")
        preposition = before.rstrip(" ").rpartition(" ")[2]
        drawn = table.get(preposition, {}).get(article) if label is None and before.endswith(" ") else None
        if drawn:
            said[-1] = (before[: -len(preposition) - 1] + drawn + space + rest, None)
        elif text:
            said.append((text, label))
    return said


def noun_of(entry: str) -> Noun:
    code, text = entry.split(" ", 1)
    return Noun(code, text)


def plain(run: Run) -> str:
    return "".join(text for text, _ in run)


def capital(text: str) -> str:
    """Returns the text with its first letter large, also behind a quotation mark."""
    for index, letter in enumerate(text):
        if letter.isdigit():
            return text
        if letter.isalpha():
            return text[:index] + letter.upper() + text[index + 1 :]
    return text


def capital_run(run: Run) -> Run:
    """Returns the run with a large first letter, unless a name or an address begins it."""
    if run and run[0][1] in (None, Label.TIME) and not run[0][0].startswith(("<", "http", "[", "*")):
        return [(capital(run[0][0]), run[0][1]), *run[1:]]
    return run
