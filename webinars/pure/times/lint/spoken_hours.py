"""Hours in words: "half past seven", "noon", "halb acht", "meia-noite", "six in the evening"."""

from collections.abc import Sequence

from msgspec.structs import replace

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.am_pm import MINUTES, NOON, PrintedHour, with_day_part, with_half
from webinars.pure.times.tokens import TWO_DIGITS, Token, peek


def read_spoken_hour(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """Returns the hour in words that begins at token `at`."""
    key = tokens[at].key
    noon_or_midnight = _noon_or_midnight(tokens, at)
    if noon_or_midnight is not None:
        return noon_or_midnight
    if key in {"half", "quarter"}:
        return _spoken(tokens, at)
    if key in {"halb", "viertel"}:
        return _gesprochen(tokens, at)
    number = words.NUMBERS.get(key)
    if number is None:
        return None
    found = _whole_hour_in_words(tokens, at, number)
    return found if found.after > at + 1 else None


def _noon_or_midnight(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    key, after = tokens[at].key, at + 1
    if key in {"meio", "meia"} and peek(tokens, at + 1).text == "-":
        # "meio-dia", "meia-noite"
        key, after = f"{key} {peek(tokens, at + 2).key}", at + 3
    if key in words.NOON or key == "meio dia":
        return PrintedHour(at, after, NOON, half="pm")
    if key in words.MIDNIGHT or key == "meia noite":
        return PrintedHour(at, after, 0, is_24_hours=True, is_midnight_word=True)
    return None


def _whole_hour_in_words(tokens: Sequence[Token], at: int, number: int) -> PrintedHour:
    found = PrintedHour(at, at + 1, number)
    token = peek(tokens, at + 1)
    if token.key in {"o'clock", "uhr"}:
        return with_half(tokens, replace(found, after=at + 2, is_24_hours=token.key == "uhr"))
    if token.key in {"thirty", "fifteen"} and peek(tokens, at + 2).key in {"am", "pm", "a", "p"}:
        return with_half(tokens, replace(found, after=at + 2, minute=30 if token.key == "thirty" else 15))
    if token.key in {"am", "pm"} or (token.key in {"a", "p"} and peek(tokens, at + 2).text == "."):
        return with_half(tokens, found)
    return with_day_part(tokens, found)


def _number_or_word(token: Token) -> int | None:
    if token.kind == "number" and len(token.text) <= TWO_DIGITS:
        return int(token.text)
    return words.NUMBERS.get(token.key)


def _spoken(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """Read "half past seven", "quarter to 5 pm"."""
    link, hour = peek(tokens, at + 1).key, _number_or_word(peek(tokens, at + 2))
    if link not in {"past", "after", "to", "before"} or hour is None or not 1 <= hour <= NOON:
        return None
    minute = 30 if tokens[at].key == "half" else 15
    if link in {"to", "before"}:
        hour, minute = (hour - 2) % NOON + 1, MINUTES - minute
    return with_half(tokens, PrintedHour(at, at + 3, hour, minute))


def _gesprochen(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """Read "halb acht", which is half past seven, "Viertel nach sieben", "Viertel vor acht"."""
    if tokens[at].key == "halb":
        hour = _number_or_word(peek(tokens, at + 1))
        if hour is None or not 1 <= hour <= NOON:
            return None
        after = at + 2 + (peek(tokens, at + 2).key == "uhr")
        return with_day_part(tokens, PrintedHour(at, after, (hour - 2) % NOON + 1, 30))
    link, hour = peek(tokens, at + 1).key, _number_or_word(peek(tokens, at + 2))
    if link not in {"nach", "vor"} or hour is None or not 1 <= hour <= NOON:
        return None
    minute = 15
    if link == "vor":
        hour, minute = (hour - 2) % NOON + 1, 45
    return with_day_part(tokens, PrintedHour(at, at + 3, hour, minute))
