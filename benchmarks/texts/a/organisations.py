"""Names of organisations of every kind, by a grammar of each language."""

import random
import re

from benchmarks.texts.a.names import name
from benchmarks.texts.a.speech import Noun, Speech, noun_of, plain
from benchmarks.texts.labelled import Label

_SHORT = re.compile(r"[A-ZÀ-Ý]")
_GENDERS = {"en": "-t", "de": "f-", "fr": "-fm", "es": "-mf", "pt": "mf-", "it": "-fm"}
COINED, OF_THE_SECOND_LIST = 0.14, 0.28


def organisation(speech: Speech, key: str = "organisations") -> Noun:
    """Returns an organisation as a noun, now and then with its letters in brackets."""
    if key == "organisations" and speech.is_likely(COINED):
        return _coined(speech)
    if key == "organisations" and speech.is_likely(OF_THE_SECOND_LIST):
        key = "organisations_more"
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
            letters=acronym(speech.chance),
        )
    )
    said = said.replace("  ", " ")
    letters = "".join(_SHORT.findall(said))
    if speech.is_likely(0.1) and 3 <= len(letters) <= 6 and "(" not in said:
        said = f"{said} ({letters})"
    return Noun(code, said)


def _coined(speech: Speech) -> Noun:
    """Returns a group that goes by letters, by an address or by two words grown together."""
    chance = speech.chance
    code = chance.choice(_GENDERS[speech.language])
    letters, thing = acronym(chance), speech.one("emblems").split(" ")[0]
    match chance.randrange(8):
        case 0 | 1:
            return Noun(code, letters)
        case 2:
            return Noun("-", f"{letters} {speech.one('towns')}")
        case 3:
            host = f"{thing.lower()}.{chance.choice(('example', 'org', 'example', 'net'))}"
            return Noun("-", host if chance.random() < 0.5 else host.capitalize())
        case 4 | 5:
            return Noun("-", _grown(chance, thing))
        case 6:
            return Noun(code, f"{letters} - {organisation(speech, 'organisations_more').text}")
    return Noun(
        "-", f"{thing}{chance.choice(('-', ' ', ''))}{chance.choice(('Kollektiv', 'Collectif', 'Collective', 'Lab'))}"
    )


def _grown(chance: random.Random, thing: str) -> str:
    """Returns a word that has a large letter within it."""
    if chance.random() < 0.5:
        return f"{thing}{chance.choice(('Lab', 'Data', 'Hub', 'Net', 'Commons', 'Scape', 'X', 'Rights'))}"
    return f"{chance.choice(('r', 'e', 'o', 'i', 'Open', 'Open', 'Py', 'Cyber'))}{thing}"


def acronym(chance: random.Random) -> str:
    """Returns letters that stand for a group, a few with a hyphen or a small letter within them."""
    letters = "".join(chance.choice("ABCDEFGHILMNOPRSTUV") for _ in range(chance.choice((3, 3, 3, 4, 4, 5))))
    roll = chance.random()
    if roll < 0.1:
        return f"{letters}-{chance.choice('RDEX')}"
    if roll < 0.2:
        return f"{letters}-{''.join(chance.sample('ABCDEILPRSW', 3))}"
    return letters[:-1] + letters[-1].lower() + "P" if roll < 0.24 else letters


def _one_word(surname: str) -> str:
    """Returns the first of two surnames, with its particle."""
    first = surname.split("-", maxsplit=1)[0].split(" ")
    return first[0] if len(first[0]) > 3 and first[0][0].isupper() else " ".join(first)


def organiser(speech: Speech) -> Noun:
    return organisation(speech).labelled(Label.ORGANISER)
