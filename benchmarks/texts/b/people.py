"""Made-up people: a name of some culture, what stands before it, what they belong to."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.texts.b.grammar import Voice

_HOME = {
    "en": ("british", "british", "american", "african", "indian"),
    "de": ("german", "german", "german", "dutch"),
    "fr": ("french", "french", "french", "african", "arabic"),
    "es": ("spanish", "spanish", "latin", "latin"),
    "pt": ("portuguese", "portuguese", "portuguese"),
    "it": ("italian", "italian", "italian"),
}


@dataclass(slots=True)
class Person:
    """Somebody of a text. `short` and `long` are two ways to print what they belong to. The short one has no comma."""

    name: str
    surname: str
    is_woman: bool
    honorific: str
    short: str
    long: str
    job: str
    is_of_organisation: bool
    number: int
    """By which pieces of the page know whose they are."""
    role: str = "speaker"
    talk: str | None = None

    @property
    def sex(self) -> str:
        return "f" if self.is_woman else "m"


@cache
def _cultures() -> dict[str, dict[str, tuple[str, ...]]]:
    data = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))
    return {
        culture: {key: tuple(word.replace("|", " ") for word in words.split()) for key, words in lists.items()}
        for culture, lists in data.items()
    }


def made_name(voice: Voice, *, is_woman: bool, has_loud_surname: bool = False) -> tuple[str, str]:
    """Returns a name, and the surname in it, of a culture that is frequent, or not, among speakers of the language."""
    chance = voice.chance
    cultures = _cultures()
    is_home = chance.random() < 0.6
    culture = cultures[chance.choice(_HOME[voice.language]) if is_home else chance.choice(list(cultures))]
    given = chance.choice(culture["f" if is_woman else "m"])
    surname = chance.choice(culture["s"])
    order = culture["order"][0]
    if order == "gss" and chance.random() < 0.45:
        surname = f"{surname} {chance.choice([other for other in culture['s'] if other != surname])}"
    if has_loud_surname:
        surname = surname.upper()
    if order == "sg":
        return f"{surname} {given}", surname
    return f"{_given(voice, given)} {surname}", surname


def _given(voice: Voice, given: str) -> str:
    draw = voice.chance.random()
    if draw < 0.07:
        return f"{given} {voice.chance.choice('ABCDEFGHJKLMPRSTVW')}."
    if draw < 0.1:
        return f"{given[0]}."
    return given


def made_person(voice: Voice, taken: set[str], *, has_loud_surname: bool, honorifics: float) -> Person:
    """Somebody whose name nobody else of the text shares."""
    chance = voice.chance
    is_woman = chance.random() < 0.55
    name, surname = made_name(voice, is_woman=is_woman, has_loud_surname=has_loud_surname)
    while name.casefold() in taken:
        name, surname = made_name(voice, is_woman=is_woman, has_loud_surname=has_loud_surname)
    taken.add(name.casefold())
    sex = "f" if is_woman else "m"
    is_of_organisation = chance.random() < 0.5
    short = voice.org() if is_of_organisation else voice.words(f"aff_{sex}")
    return Person(
        name=name,
        surname=surname,
        is_woman=is_woman,
        honorific=voice.words(f"honorific_{sex}") if chance.random() < honorifics else "",
        short=short,
        long=voice.words(f"aff_long_{sex}"),
        job=voice.words("job" if voice.language == "en" else f"job_{sex}"),
        is_of_organisation=is_of_organisation,
        number=len(taken),
    )
