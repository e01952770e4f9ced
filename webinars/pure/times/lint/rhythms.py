"""Words that say that something comes again: "daily", "every Tuesday", "the first Thursday of each month"."""

import re
from typing import Final

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.mentions import Script
from webinars.pure.times.tokens import OPENING, fold, peek

# "every other", "alle zwei", "tous les quinze"
_BETWEEN: Final = 3
_KEYS: Final = words.EVERY_WORDS | words.RHYTHM_WORDS | words.MONTH_UNITS
_WORD: Final = re.compile(r"[^\W\d_]+")


def find_rhythm(script: Script) -> tuple[int, int] | None:
    """Returns the tokens, from the first up to but not including the last, of a rhythm beside a date or an hour.

    None where nothing says that there are more days. "Our weekly seminar" on one day does not.
    """
    for at, token in enumerate(script.tokens):
        if token.kind != "word":
            continue
        if token.key in words.EVERY_WORDS:
            for after in range(at + 1, at + 2 + _BETWEEN):
                key = peek(script.tokens, after).key
                if words.weekday_of(key) is not None or key in words.RHYTHM_UNITS:
                    return at, after + 1
                if peek(script.tokens, after).kind not in {"word", "number"}:
                    break
        elif words.is_weekday_plural(token.key) or (token.key in words.RHYTHM_WORDS and _stands_alone(script, at)):
            return at, at + 1
        elif words.weekday_of(token.key) is not None and (month := _behind_of_month(script, at)):
            return at - (peek(script.tokens, at - 1).kind == "word"), month
    return None


def _behind_of_month(script: Script, at: int) -> int | None:
    """Returns the token behind "of the month", "im Monat", "de cada mes" after the weekday at `at`."""
    for place in range(at + 1, at + 2 + _BETWEEN):
        token = peek(script.tokens, place)
        if token.key in words.MONTH_UNITS:
            return place + 1 if place > at + 1 else None
        if token.key not in words.OF_WORDS | words.EVERY_WORDS | {"the", "im", "in", "el", "du", "i", "van"}:
            break
    return None


def _stands_alone(script: Script, at: int) -> bool:
    """Returns whether a date or an hour stands beside the word, with nothing but small words or marks between."""
    nodes = script.nodes
    place = next((index for index, node in enumerate(nodes) if node.at == at), None)
    if place is None:
        return False
    small = words.AT_WORDS | words.BEFORE_A_DATE | words.START_WORDS | {",", ":", "from", "between", "zwischen", "on"}
    for step in (1, -1):
        beside = place + step
        while 0 <= beside < len(nodes) and nodes[beside].token.key in (small if step > 0 else {",", *OPENING}):
            beside += step
        if 0 <= beside < len(nodes) and nodes[beside].kind is not None:
            return True
    return False


def read_rhythm(text: str) -> str | None:
    """Returns the words of `text` that say that something comes again, or None."""
    keys = [fold(word) for word in _WORD.findall(text)]
    if _KEYS.isdisjoint(keys) and not any(words.is_weekday_plural(key) for key in keys):
        return None
    script = Script(text)
    found = find_rhythm(script)
    return script.slice(*found) if found else None
