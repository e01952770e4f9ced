"""Dates in figures: "16.02.2025", "25.9.", "16/2/25", "3/12", "2025-02-16"."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.tokens import CLOSING, FOUR_DIGITS, OPENING, TWO_DIGITS, Token, peek

Relative = Literal["today", "tomorrow", "yesterday", "unknown"]
FIRST_YEAR, LAST_YEAR = 1600, 2199
LAST_DAY = 31
_LAST_MONTH = 12
_EAST_ASIAN_WEEKDAYS = {
    char: number for days in ("月火水木金土日", "월화수목금토일", "一二三四五六日") for number, char in enumerate(days)
}


class PrintedDate(Struct, frozen=True):
    """A date, a weekday, or a word such as "tomorrow", of several days the first.

    It covers the tokens from `at` up to, not including, `after`.
    """

    at: int
    after: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    """0 is Monday."""
    can_be_month_first: bool = False
    """The figures could be read the other way round, as in 3/12."""
    relative: Relative | None = None
    is_first_of_several: bool = False
    """Further days stand behind it: "4 and 5 February", "4–5 February"."""
    is_night: bool = False
    """The night before `weekday`: "midnight Sunday to Monday"."""
    of_month: int | None = None
    """The day of a month that is not printed, with its weekday: "Thursday (6)"."""

    @property
    def is_full(self) -> bool:
        """Whether it names a day of a month."""
        return self.day is not None


def number_in(token: Token, low: int, high: int, digits: int = TWO_DIGITS) -> int | None:
    if token.kind != "number" or len(token.text) > digits:
        return None
    value = int(token.text)
    return value if low <= value <= high else None


def is_weekday(token: Token) -> bool:
    # "Thứ" begins every weekday in Vietnamese.
    return token.kind == "word" and words.weekday_of(token.key) is not None and token.text.casefold() != "thứ"


def is_hour(tokens: Sequence[Token], at: int) -> bool:
    """Returns whether the number at `at` is an hour: "7:00", "4pm", "9 a.m."."""
    mark, rest = peek(tokens, at + 1), peek(tokens, at + 2)
    if mark.text in {":", "."} and rest.kind == "number" and not rest.is_spaced and len(rest.text) == TWO_DIGITS:
        return True
    if mark.key in {"am", "pm", "h", "uhr"}:
        return True
    return mark.key in {"a", "p"} and rest.text == "." and peek(tokens, at + 3).key == "m"


def read_year_first(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    """Read "2025-02-16", "2025/2/16"."""
    token, first, month, second, day = (peek(tokens, at + step) for step in range(5))
    if len(token.text) != FOUR_DIGITS or first.text not in {"-", "/", "."} or second.text != first.text:
        return None
    year, month_number = number_in(token, FIRST_YEAR, LAST_YEAR, FOUR_DIGITS), number_in(month, 1, _LAST_MONTH)
    day_number = number_in(day, 1, LAST_DAY)
    if year is None or month_number is None or day_number is None:
        return None
    return PrintedDate(at, at + 5, day_number, month_number, year)


def read_east_asian(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    """Read "2025年2月16日", "2月16日(日)", "2025년 2월 16일"."""
    index, year = at, None
    if peek(tokens, at + 1).text in {"年", "년"}:
        year, index = number_in(peek(tokens, at), FIRST_YEAR, LAST_YEAR, FOUR_DIGITS), at + 2
    month, day = number_in(peek(tokens, index), 1, _LAST_MONTH), number_in(peek(tokens, index + 2), 1, LAST_DAY)
    is_written_so = peek(tokens, index + 1).text in {"月", "월"} and peek(tokens, index + 3).text in {
        "日",
        "号",
        "號",
        "일",
    }
    if month is None or day is None or not is_written_so:
        return None
    after, weekday = index + 4, None
    # "(日)" is short for Sunday here; elsewhere it is a day or the sun.
    if peek(tokens, after).text in OPENING and peek(tokens, after + 2).text in CLOSING:
        weekday = _EAST_ASIAN_WEEKDAYS.get(peek(tokens, after + 1).text)
    return PrintedDate(at, after if weekday is None else after + 3, day, month, year, weekday)


def read_figures(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    """Read "16.02.2025", "25.9.", "16/2/25", "3/12"."""
    first, mark, second, mark_again, third = (peek(tokens, at + step) for step in range(5))
    if mark.text not in {".", "/", "-"} or (mark.is_spaced and mark.text != "."):
        return None
    one, two = number_in(first, 1, LAST_DAY), number_in(second, 1, LAST_DAY)
    if one is None or two is None or (second.is_spaced and mark.text != "."):
        return None
    year, after = None, at + 3
    if mark_again.text == mark.text:
        if (
            third.kind == "number"
            and len(third.text) in {TWO_DIGITS, FOUR_DIGITS}
            and not (third.is_spaced and len(third.text) == TWO_DIGITS)
        ):
            value = int(third.text)
            year, after = (value if len(third.text) == FOUR_DIGITS else 2000 + value), at + 5
        elif mark.text == ".":
            after = at + 4
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            return None
    if after == at + 3 and (
        mark.text != "/" or words.month_of(peek(tokens, after).key) or not _stands_as_date(tokens, at)
    ):
        return None
    return _ordered(PrintedDate(at, after, one, two, year), is_day_first=mark.text == ".")


def _ordered(date: PrintedDate, *, is_day_first: bool) -> PrintedDate | None:
    assert date.day is not None
    assert date.month is not None
    if date.month > _LAST_MONTH:
        # "31.13." is no date; "02.17.2027" is an American one.
        if (is_day_first and (date.year is None or date.year < FIRST_YEAR)) or date.day > _LAST_MONTH:
            return None
        return replace(date, day=date.month, month=date.day)
    is_open = not is_day_first and date.day <= _LAST_MONTH and date.day != date.month
    return replace(date, can_be_month_first=is_open)


def _stands_as_date(tokens: Sequence[Token], at: int) -> bool:
    """Returns whether two figures with a slash are a date: after a weekday or in brackets, not "24/7" or "part 1/2"."""
    before = peek(tokens, at - 1)
    if before.text == "(" and peek(tokens, at + 3).text in {")", ","}:
        return True
    opened = peek(tokens, at + 3)
    if opened.text in {"(", ","} and is_weekday(peek(tokens, at + 4)):
        return True
    behind = at + 3
    while peek(tokens, behind).text in {",", "|", "-", "–"} or peek(tokens, behind).key in words.AT_WORDS:
        behind += 1
    if peek(tokens, behind).kind == "number" and is_hour(tokens, behind) and before.key not in words.NUMBERED_THINGS:
        # "6/12 7pm", "el 12/06, a las 19h"
        return True
    for step in range(1, FOUR_DIGITS):
        token = peek(tokens, at - step)
        if is_weekday(token) or token.key in {"date", "datum", "fecha", "data", "dia"} or token.key == "feira":
            return True
        if token.kind != "mark" and token.key not in words.BEFORE_A_DATE:
            return False
    return False
