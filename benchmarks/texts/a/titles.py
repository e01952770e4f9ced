"""Titles of events and of talks, and what they are about, by a grammar of each language."""

import random

from benchmarks.texts.a.organisations import acronym
from benchmarks.texts.a.speech import Noun, Slot, Speech, capital, noun_of, plain

_SYLLABLES = (
    "ka",
    "lo",
    "mi",
    "re",
    "tu",
    "shi",
    "ver",
    "zan",
    "pol",
    "dex",
    "nor",
    "gra",
    "fel",
    "bio",
    "geo",
    "sta",
    "qui",
    "my",
)
_SMALL = frozenset(
    ("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "vs")
)


NAMED = 0.13
"""Of the titles, those that are the name of an event: a meeting with its year, a third workshop."""

COMPOUND = 0.16
"""Of the titles, those of two parts, each of which could be a title."""


def subjects(speech: Speech, count: int) -> list[Noun]:
    """Returns what something may be about: half of it from a list, half of it put together."""
    return [_coined(speech) if speech.is_likely(0.5) else noun_of(entry) for entry in speech.some("subjects", count)]


def _coined(speech: Speech) -> Noun:
    head, modifier = noun_of(speech.one("subject_heads")), speech.one("subject_modifiers")
    if speech.language == "de":
        return Noun(head.code, modifier + head.text)
    return Noun(head.code, f"{modifier} {head.text}" if speech.language == "en" else f"{head.text} {modifier}")


def tool(chance: random.Random) -> str:
    """Returns the name of a programme or a product, as no language has it."""
    said = "".join(chance.choice(_SYLLABLES) for _ in range(chance.choice((2, 2, 3)))).capitalize()
    match chance.randrange(5):
        case 0:
            return f"{said}{chance.choice(_SYLLABLES).capitalize()}"
        case 1:
            return f"{said} {chance.randint(2, 9)}"
        case 2:
            return f"{said}.{chance.choice(('io', 'example', 'wiki'))}"
    return said


def title(speech: Speech, about: list[Noun], key: str = "titles") -> str:
    """Returns a title over the subjects, in the letters and signs its text would have."""
    if key == "titles" and speech.is_likely(NAMED):
        return named(speech, about)
    if key == "titles" and speech.is_likely(COMPOUND):
        return _compound(speech, about)
    said = plain(speech.fill(speech.one(key), s=about[0], t=about[1], place=speech.one("places"), year=_year(speech)))
    if key == "titles" and speech.is_likely(0.25) and not set(":?–!") & set(said):
        tail = plain(
            speech.fill(speech.one("subtitles"), s=about[2], t=about[1], place=speech.one("places"), year=_year(speech))
        )
        mark = (
            speech.chance.choice((" – ", " — ", ": ", ": "))
            if speech.language != "fr"
            else speech.chance.choice((" : ", " – "))
        )
        said += mark + (capital(tail) if speech.language in ("en", "de") else tail)
    said = capital(said)
    return _every_word_large(said) if speech.language == "en" and speech.is_likely(0.4) else said


def _compound(speech: Speech, about: list[Noun]) -> str:
    """Returns a title of two parts, between them a mark that stands between other things too."""
    first = speech.say("titles_named" if speech.is_likely(0.3) else "compounds", **_named_slots(speech, about))
    second = title(speech, [about[1], about[2], about[0]], "talks" if speech.is_likely(0.5) else "titles")
    colon = " : " if speech.language == "fr" else ": "
    mark = speech.chance.choice((colon, colon, colon, " - ", " - ", " – ", ", "))
    return f"{capital(plain(first))}{mark}{second}"


def named(speech: Speech, about: list[Noun]) -> str:
    """Returns the name of an event that is held again and again."""
    return capital(plain(speech.say("titles_named", **_named_slots(speech, about))))


def _named_slots(speech: Speech, about: list[Noun]) -> dict[str, Slot]:
    return {
        "s": about[0],
        "t": about[1],
        "thing": speech.one("emblems"),
        "town": Noun("-", speech.one("towns")),
        "letters": acronym(speech.chance),
        "n": str(speech.chance.randint(4, 14)),
        "now": str(speech.chance.randint(2021, 2027)),
        "month": capital(speech.one("months")),
    }


def talk(speech: Speech) -> str:
    about = subjects(speech, 3)
    return title(speech, about, "titles" if speech.is_likely(0.4) else "talks")


def _every_word_large(said: str) -> str:
    words = said.split(" ")
    return " ".join(
        word if word in _SMALL and index and not words[index - 1].endswith(":") else capital(word)
        for index, word in enumerate(words)
    )


def _year(speech: Speech) -> str:
    return str(speech.chance.choice((1848, 1871, 1905, 1918, 1919, 1936, 1945, 1968, 1975, 1989, 2001, 2008)))
