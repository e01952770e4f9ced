"""Names of organisations of every kind, by a grammar of each language."""

import re

from benchmarks.texts.a.names import name
from benchmarks.texts.a.speech import Noun, Speech, noun_of, plain
from benchmarks.texts.labelled import Label

_SHORT = re.compile(r"[A-ZÀ-Ý]")


def organisation(speech: Speech, key: str = "organisations") -> Noun:
    """Returns an organisation as a noun, now and then with its letters in brackets."""
    template = speech.one(key)
    code, form = template.split(" ", 1)
    field, other = speech.some("fields", 2)
    said = plain(
        speech.fill(
            form,
            place=speech.one("places"),
            town=Noun("-", speech.one("towns")),
            field=noun_of(field),
            other=noun_of(other),
            thing=speech.one("emblems"),
            surname=_one_word(name(speech.chance, speech.language).surname),
        )
    )
    said = said.replace("  ", " ")
    letters = "".join(_SHORT.findall(said))
    if speech.is_likely(0.1) and 3 <= len(letters) <= 6:
        said = f"{said} ({letters})"
    return Noun(code, said)


def _one_word(surname: str) -> str:
    """Returns the first of two surnames, with its particle."""
    first = surname.split("-", maxsplit=1)[0].split(" ")
    return first[0] if len(first[0]) > 3 and first[0][0].isupper() else " ".join(first)


def organiser(speech: Speech) -> Noun:
    return organisation(speech).labelled(Label.ORGANISER)
