"""The parts of a printed date: day, month and year, each with the index of the token after it."""

from collections.abc import Sequence

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.numeric_dates import FIRST_YEAR, LAST_DAY, LAST_YEAR, is_hour, number_in
from webinars.pure.times.tokens import CLOSING, DASHES, FOUR_DIGITS, OPENING, TWO_DIGITS, Token, peek
from webinars.pure.times.zone_labels import read_label

_YEARS_THAT_ARE_HOURS = 1960
# "Thursday 5, Berlin" may be an hour.
_LAST_HOUR_ALONE = 12
_QUOTES = frozenset("'’ʼ‘")


def read_year(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """A year at `at`, perhaps after a comma or "of", and the index after it."""
    index = at
    while peek(tokens, index).text in {",", "."} or peek(tokens, index).key in words.OF_WORDS:
        index += 1
        if index - at > TWO_DIGITS:
            return None, at
    if peek(tokens, index).text in _QUOTES and len(peek(tokens, index + 1).text) == TWO_DIGITS:
        short = number_in(peek(tokens, index + 1), 0, 99)
        return (2000 + short, index + TWO_DIGITS) if short is not None else (None, at)
    token = peek(tokens, index)
    year = number_in(token, FIRST_YEAR, LAST_YEAR, FOUR_DIGITS) if len(token.text) == FOUR_DIGITS else None
    following = peek(tokens, index + 1)
    is_hour = following.key in {"hrs", "hours", "uhr"}
    # "18 June 1830 GMT" is an hour; nobody announces a webinar for the year 1830.
    is_hour = is_hour or (year is not None and year < _YEARS_THAT_ARE_HOURS and _is_before_zone(tokens, index + 1))
    return (year, index + 1) if year is not None and not is_hour else (None, at)


def _is_before_zone(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and (tokens[at].text in DASHES or read_label(tokens, at) is not None)


def read_month(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    token = peek(tokens, at)
    month = words.month_of(token.key) if token.kind == "word" else None
    if month is None:
        return None, at
    return month, at + (2 if peek(tokens, at + 1).text == "." and len(token.key) <= FOUR_DIGITS else 1)


def read_day(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """A day of the month with what is printed behind it: "16", "16th", "1er", "16."."""
    day = number_in(peek(tokens, at), 1, LAST_DAY)
    if day is None:
        return None, at
    after = at + 1
    suffix = peek(tokens, after)
    if (suffix.key in words.ORDINALS and not suffix.is_spaced) or suffix.text in {".", "º", "ª", "°"}:
        after += 1
    return day, after


def is_everyday_word(token: Token) -> bool:
    # "16 may attend" is no date, "16 May" is one.
    return (
        token.key in words.MONTHS_THAT_ARE_WORDS
        and not token.is_capital
        and token.key in {"may", "march", "set", "out", "dec"}
    )


def read_day_without_month(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """The number behind a weekday, where it is no hour, and the index after it: "(6)", "the 6th", "18, at noon"."""
    at += peek(tokens, at).key in words.NEXT_WORDS
    is_bracket = peek(tokens, at).text in OPENING
    number_at = at + (is_bracket or peek(tokens, at).key == "the")
    day, after = read_day(tokens, number_at)
    if day is None or is_hour(tokens, number_at):
        return None, at
    behind, next_one = peek(tokens, after), peek(tokens, after + 1)
    if behind.text == "," and next_one.key in words.AT_WORDS:
        behind, next_one = next_one, peek(tokens, after + 2)
    if is_bracket:
        return (day, after + 1) if behind.text in CLOSING else (None, at)
    is_ordinal = after > number_at + 1 or day > _LAST_HOUR_ALONE
    is_apart = behind.kind == "newline" or (behind.text in DASHES and next_one.is_spaced and next_one.kind == "word")
    is_before_hour = behind.key in words.AT_WORDS and (next_one.kind == "number" or next_one.key in words.AT_WORDS)
    return (day, after) if is_before_hour or (is_ordinal and (is_apart or behind.text in {",", "|"})) else (None, at)
