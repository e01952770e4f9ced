"""Words that say that something comes again: "daily", "every Tuesday", "the first Thursday of each month"."""

import re
from itertools import takewhile
from typing import Final

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.mentions import Script
from webinars.pure.times.tokens import END, fold, peek

# "every other Tuesday", "Thursday of each month"
_LONGEST: Final = 4
_KEYS: Final = words.EVERY_WORDS | words.RHYTHM_WORDS | words.MONTH_UNITS
_BEFORE_MONTH: Final = words.OF_WORDS | words.EVERY_WORDS | {"the", "im", "in", "el", "du", "i", "van"}
_WORD: Final = re.compile(r"[^\W\d_]+")


def find_rhythm(script: Script) -> tuple[int, int] | None:
    """Returns the tokens, from the first up to but not including the last, of a rhythm beside a date or an hour.

    None where nothing says that there are more days. "Our weekly seminar" on one day does not.
    """
    for at, token in enumerate(script.tokens):
        if token.kind != "word":
            continue
        behind = [peek(script.tokens, at + step) for step in range(1, _LONGEST + 1)]
        if token.key in words.EVERY_WORDS:
            for place, each in enumerate(takewhile(lambda each: each.kind in {"word", "number"}, behind), start=at + 2):
                if words.weekday_of(each.key) is not None or each.key in words.RHYTHM_UNITS:
                    return at, place
        elif words.is_weekday_plural(token.key) or (token.key in words.RHYTHM_WORDS and _stands_alone(script, at)):
            return at, at + 1
        elif words.weekday_of(token.key) is not None:
            links = len(list(takewhile(lambda each: each.key in _BEFORE_MONTH, behind)))
            if links and [*behind, END][links].key in words.MONTH_UNITS:
                before = peek(script.tokens, at - 1)
                return at - (before.kind == "word") - (before.key in words.ENGLISH_ORDINALS), at + links + 2
    return None


def _stands_alone(script: Script, at: int) -> bool:
    """Returns whether a date or an hour stands beside the word, with nothing but small words or marks between."""
    nodes = [node for node in script.nodes if node.token.kind != "newline"]
    place = next((index for index, node in enumerate(nodes) if node.at == at), len(nodes))
    behind = list(takewhile(lambda node: node.is_plain, nodes[place + 1 :][:_LONGEST]))
    is_last = len(behind) > 0 or place + 1 >= len(nodes)
    before = takewhile(lambda node: node.is_plain, reversed(nodes[max(place - 2, 0) : place])) if is_last else ()
    return any(node.kind for node in (*behind, *before))


def read_rhythm(text: str) -> str | None:
    """Returns the words of `text` that say that something comes again, or None."""
    keys = [fold(word) for word in _WORD.findall(text)]
    if _KEYS.isdisjoint(keys) and not any(words.is_weekday_plural(key) for key in keys):
        return None
    script = Script(text)
    found = find_rhythm(script)
    return script.slice(*found) if found else None
