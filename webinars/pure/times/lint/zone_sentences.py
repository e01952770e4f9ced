"""A clause that names the zone of hours printed elsewhere: "All times CET", "Hours are those of Berlin."."""

import re

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.mentions import Script
from webinars.pure.times.tokens import CLOSING, OPENING, fold, peek

_ENDS_CLAUSE = frozenset(",;.!?:") | OPENING | CLOSING
_MAY_SAY = words.HOURS_SAID | words.EQUATED | words.ZONE_FILLERS | words.BEFORE_A_DATE | words.OF_WORDS
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN_ZONES = frozenset("/()") | words.AND_WORDS


def zone_of_all_hours(text: str) -> str | None:
    """Returns the zone that a clause of `text` gives for all hours, in its words: "Dear all, every hour below is UTC".

    None where no clause says so in plain words, and in a text with a date or an hour of its own.
    """
    if words.HOURS_SAID.isdisjoint(fold(word) for word in _WORD.findall(text)):
        return None
    script = Script(text)
    labels = [node for node in script.nodes if node.label and node.label.timezones]
    if not labels or any(node.date or node.hour for node in script.nodes):
        return None
    at, after = labels[0].at, labels[-1].after
    between = [node.token for node in script.nodes if at <= node.at < after and node not in labels]
    after += peek(script.tokens, after).key in words.TIME_WORDS
    behind = peek(script.tokens, after)
    is_last = behind.kind == "newline" or behind.text in _ENDS_CLAUSE
    if not is_last or any(token.key not in _BETWEEN_ZONES for token in between):
        return None
    keys = _clause_before(script, at)
    is_about_hours = not words.HOURS_SAID.isdisjoint(keys) and not words.EQUATED.isdisjoint(keys)
    return script.slice(at, after) if is_about_hours and _MAY_SAY.issuperset(keys) else None


def _clause_before(script: Script, at: int) -> list[str]:
    """Returns the words, and a colon among them, between the start of the clause and token `at`."""
    keys: list[str] = []
    for token in reversed(script.tokens[:at]):
        if token.kind == "newline" or (token.text in _ENDS_CLAUSE and token.text != ":"):
            break
        keys.append(token.key)
    return keys
