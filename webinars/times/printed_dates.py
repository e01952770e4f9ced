"""Calendar dates as people print them, before a year is guessed or an order of day and month chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from webinars.times import vocabulary as words
from webinars.times.tokens import CLOSING, DASHES, END, OPENING, Token

Relative = Literal["today", "tomorrow", "yesterday", "unknown"]
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_LAST_DAY, _LAST_MONTH = 31, 12
_TWO, _FOUR = 2, 4
_QUOTES = frozenset("'’ʼ‘")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date, a weekday, or a word such as "tomorrow", with the tokens it covers: `at` up to, not including, `after`."""

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
    is_of_many_days: bool = False
    """The first of several days; `day` and `weekday` are the first's."""

    @property
    def is_full(self) -> bool:
        """Whether it names a day of a month."""
        return self.day is not None


def _peek(tokens: Sequence[Token], at: int) -> Token:
    return tokens[at] if 0 <= at < len(tokens) else END


def read_date(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    """The date that begins at token `at`."""
    weekday, core_at = _weekday(tokens, at)
    core = _core(tokens, core_at)
    if core is not None:
        core = replace(_further_days(tokens, core), at=at, weekday=weekday)
        return core if weekday is not None else _weekday_behind(tokens, core)
    if weekday is not None:
        # "Mar" and "sept" are short for weekdays and months both.
        month_first = _month_word_first(tokens, at)
        if month_first is not None:
            return _weekday_behind(tokens, _further_days(tokens, month_first))
        return _several_days(tokens, core_at, at, weekday) or _weekday_alone(tokens, at, weekday)
    return _relative(tokens, at)


def _is_weekday(token: Token) -> bool:
    return token.kind == "word" and token.key in words.weekdays()


def _weekday(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """A weekday at `at`, and where the date itself would begin after it."""
    token = _peek(tokens, at)
    if not _is_weekday(token):
        return None, at
    after = _after_weekday(tokens, at)
    skipped = 0
    while skipped < 5 and _may_stand_between(_peek(tokens, after)):  # noqa: PLR2004 - "Thursday (this week, the"
        after += 1
        skipped += 1
    return words.weekdays()[token.key], after


def _after_weekday(tokens: Sequence[Token], at: int) -> int:
    after = at + 1
    if _peek(tokens, after).text == "-" and _peek(tokens, after + 1).key == "feira":
        after += 2
    if _peek(tokens, after).text == ".":
        after += 1
    return after


def _may_stand_between(token: Token) -> bool:
    if token.kind == "newline":
        return token is not END
    return token.text in {",", "(", ":", "|", "/", "–", "-", "—"} or token.key in words.BEFORE_A_DATE


def _core(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    token = _peek(tokens, at)
    if token.kind == "number":
        return (
            _japanese(tokens, at) or _year_first(tokens, at) or _day_and_month_word(tokens, at) or _figures(tokens, at)
        )
    return _month_word_first(tokens, at)


def _number(token: Token, low: int, high: int, digits: int = _TWO) -> int | None:
    if token.kind != "number" or len(token.text) > digits:
        return None
    value = int(token.text)
    return value if low <= value <= high else None


def _year(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """A year at `at`, perhaps after a comma or "of", and the index after it."""
    index = at
    while _peek(tokens, index).text in {",", "."} or _peek(tokens, index).key in words.OF_WORDS:
        index += 1
        if index - at > _TWO:
            return None, at
    if _peek(tokens, index).text in _QUOTES and len(_peek(tokens, index + 1).text) == _TWO:
        short = _number(_peek(tokens, index + 1), 0, 99)
        return (2000 + short, index + _TWO) if short is not None else (None, at)
    token = _peek(tokens, index)
    year = _number(token, _FIRST_YEAR, _LAST_YEAR, _FOUR) if len(token.text) == _FOUR else None
    following = _peek(tokens, index + 1)
    is_hour = following.text == ":" and _peek(tokens, index + 2).kind == "number" and not following.is_spaced
    is_hour = is_hour or following.key in {"hrs", "hours", "uhr"}
    return (year, index + 1) if year is not None and not is_hour else (None, at)


def _month(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    token = _peek(tokens, at)
    month = words.months().get(token.key) if token.kind == "word" else None
    if month is None:
        return None, at
    return month, at + (2 if _peek(tokens, at + 1).text == "." and len(token.key) <= _FOUR else 1)


def _day(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """A day of the month with what is printed behind it: "16", "16th", "1er", "16."."""
    day = _number(_peek(tokens, at), 1, _LAST_DAY)
    if day is None:
        return None, at
    after = at + 1
    suffix = _peek(tokens, after)
    if (suffix.key in words.ORDINALS and not suffix.is_spaced) or suffix.text in {".", "º", "ª", "°"}:
        after += 1
    return day, after


def _day_and_month_word(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    """ "16 February 2025", "15 de abril", "16-Feb-2025", "1er mars"."""
    day, index = _day(tokens, at)
    if day is None:
        return None
    linked = False
    while _peek(tokens, index).key in words.OF_WORDS or _peek(tokens, index).text in {"-", "/", "'", "’", ","}:
        linked = True
        index += 1
        if index - at > _FOUR:
            return None
    token = _peek(tokens, index)
    month, index = _month(tokens, index)
    if month is None:
        return None
    if _peek(tokens, index).text in {"-", "/"} and not _peek(tokens, index).is_spaced:
        year, after = _year(tokens, index + 1)
        short = _number(_peek(tokens, index + 1), 0, 99)
        if year is None and short is not None:
            year, after = 2000 + short, index + 2
    else:
        year, after = _year(tokens, index)
    if year is None and not linked and _is_everyday_word(token):
        return None
    return PrintedDate(at, after if year is not None else index, day, month, year)


def _is_everyday_word(token: Token) -> bool:
    # "16 may attend" is no date, "16 May" is one.
    return (
        token.key in words.MONTHS_THAT_ARE_WORDS
        and not token.is_capital
        and token.key in {"may", "march", "set", "out", "dec"}
    )


def _month_word_first(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    """ "February 16, 2025", "Sept. 21st"."""
    token = _peek(tokens, at)
    month, index = _month(tokens, at)
    if month is None or _is_everyday_word(token):
        return None
    if _peek(tokens, index).key == "the":
        index += 1
    day_token, behind = _peek(tokens, index), _peek(tokens, index + 1)
    if day_token.text == "-" and _peek(tokens, index + 1).kind == "number":
        index += 1
        day_token, behind = _peek(tokens, index), _peek(tokens, index + 1)
    if _is_hour(tokens, index):
        return None
    day, after_day = _day(tokens, index)
    if day is None:
        return None
    if behind.text == ".":
        # The full stop of a sentence, not of an ordinal.
        after_day = index + 1
    year, after = _year(tokens, after_day)
    return PrintedDate(at, after if year is not None else after_day, day, month, year)


def _is_hour(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number at `at` is an hour: "7:00", "4pm", "9 a.m."."""
    mark, rest = _peek(tokens, at + 1), _peek(tokens, at + 2)
    if mark.text in {":", "."} and rest.kind == "number" and not rest.is_spaced and len(rest.text) == _TWO:
        return True
    if mark.key in {"am", "pm", "h", "uhr"}:
        return True
    return mark.key in {"a", "p"} and rest.text == "." and _peek(tokens, at + 3).key == "m"


def _year_first(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    """ "2025-02-16", "2025/2/16"."""
    token, first, month, second, day = (_peek(tokens, at + step) for step in range(5))
    if len(token.text) != _FOUR or first.text not in {"-", "/", "."} or second.text != first.text:
        return None
    year, month_number = _number(token, _FIRST_YEAR, _LAST_YEAR, _FOUR), _number(month, 1, _LAST_MONTH)
    day_number = _number(day, 1, _LAST_DAY)
    if year is None or month_number is None or day_number is None:
        return None
    return PrintedDate(at, at + 5, day_number, month_number, year)


def _japanese(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    """ "2025年2月16日", "2月16日"."""
    index, year = at, None
    if _peek(tokens, at + 1).text == "年":
        year, index = _number(_peek(tokens, at), _FIRST_YEAR, _LAST_YEAR, _FOUR), at + 2
    month, day = _number(_peek(tokens, index), 1, _LAST_MONTH), _number(_peek(tokens, index + 2), 1, _LAST_DAY)
    is_written_so = _peek(tokens, index + 1).text == "月" and _peek(tokens, index + 3).text in {"日", "号"}
    if month is None or day is None or not is_written_so:
        return None
    return PrintedDate(at, index + 4, day, month, year)


def _figures(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    """ "16.02.2025", "25.9.", "16/2/25", "3/12"."""
    first, mark, second, mark_again, third = (_peek(tokens, at + step) for step in range(5))
    if mark.text not in {".", "/", "-"} or (mark.is_spaced and mark.text != "."):
        return None
    one, two = _number(first, 1, _LAST_DAY), _number(second, 1, _LAST_DAY)
    if one is None or two is None or (second.is_spaced and mark.text != "."):
        return None
    year, after = None, at + 3
    if mark_again.text == mark.text:
        if (
            third.kind == "number"
            and len(third.text) in {_TWO, _FOUR}
            and not (third.is_spaced and len(third.text) == _TWO)
        ):
            value = int(third.text)
            year, after = (value if len(third.text) == _FOUR else 2000 + value), at + 5
        elif mark.text == ".":
            after = at + 4
        if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
    if after == at + 3 and (mark.text != "/" or not _stands_as_date(tokens, at)):
        return None
    return _ordered(PrintedDate(at, after, one, two, year), is_day_first=mark.text == ".")


def _ordered(date: PrintedDate, *, is_day_first: bool) -> PrintedDate | None:
    assert date.day is not None
    assert date.month is not None
    if date.month > _LAST_MONTH:
        if is_day_first or date.day > _LAST_MONTH:
            return None
        return replace(date, day=date.month, month=date.day)
    is_open = not is_day_first and date.day <= _LAST_MONTH and date.day != date.month
    return replace(date, can_be_month_first=is_open)


def _stands_as_date(tokens: Sequence[Token], at: int) -> bool:
    """Whether two figures with a slash are a date: after a weekday or in brackets, not "24/7" or "part 1/2"."""
    before = _peek(tokens, at - 1)
    if before.text == "(" and _peek(tokens, at + 3).text in {")", ","}:
        return True
    for step in range(1, _FOUR):
        token = _peek(tokens, at - step)
        if _is_weekday(token) or token.key in {"date", "datum", "fecha", "data", "dia"} or token.key == "feira":
            return True
        if token.kind != "mark" and token.key not in words.BEFORE_A_DATE:
            return False
    return False


def _further_days(tokens: Sequence[Token], date: PrintedDate) -> PrintedDate:
    """Take in the end of a range of days: "March 2-4, 2024", "30 April – 2 May 2024"."""
    if date.year is not None or date.after >= len(tokens):
        return date
    link = _peek(tokens, date.after)
    if link.text not in DASHES and link.key not in words.AND_WORDS and link.key not in words.TO_WORDS:
        return date
    start = date.after + 1
    day, after = _day(tokens, start)
    if day is not None and date.day is not None and day > date.day and not _is_hour(tokens, start):
        if words.months().get(_peek(tokens, after).key) is None and _is_month_first(tokens, date):
            year, after_year = _year(tokens, after)
            if (
                year is not None
                or _peek(tokens, after).text in {",", ".", ""}
                or _peek(tokens, after).kind == "newline"
            ):
                return replace(date, year=year, after=after_year if year else after, is_of_many_days=True)
        last = _day_and_month_word(tokens, start)
        if last is not None and last.month == date.month:
            return replace(date, year=last.year, after=last.after, is_of_many_days=True)
    _, last_at = _weekday(tokens, start)
    last = _core(tokens, last_at)
    if last is not None and last.year is not None and last.month is not None and date.month is not None:
        year = last.year - (1 if last.month < date.month else 0)
        return replace(date, year=year, after=last.after, is_of_many_days=True)
    return date


def _is_month_first(tokens: Sequence[Token], date: PrintedDate) -> bool:
    return any(tokens[index].kind == "word" and tokens[index].key in words.months() for index in (date.at, date.at + 1))


def _several_days(tokens: Sequence[Token], at: int, begin: int, weekday: int | None) -> PrintedDate | None:
    """ "14 y sábado 15 de abril de 2023", "14-15 April": the first of several days whose month is printed last."""
    day, index = _day(tokens, at)
    if day is None:
        return None
    for _ in range(4):
        link = _peek(tokens, index)
        if link.text not in DASHES | {",", "&"} and link.key not in words.AND_WORDS and link.key not in words.TO_WORDS:
            return None
        _, index = _weekday(tokens, index + 1)
        last = _day_and_month_word(tokens, index) or _figures(tokens, index)
        if last is not None and last.day is not None and last.day > day:
            return PrintedDate(begin, last.after, day, last.month, last.year, weekday, is_of_many_days=True)
        further, index = _day(tokens, index)
        if further is None or further <= day:
            return None
    return None


def _weekday_behind(tokens: Sequence[Token], date: PrintedDate) -> PrintedDate:
    """Take in a weekday printed after its date: "16 February 2025 (Sunday)", "3 July, Saturday"."""
    index = date.after
    is_bracket = _peek(tokens, index).text in OPENING
    if is_bracket or _peek(tokens, index).text == ",":
        index += 1
    token = _peek(tokens, index)
    if not _is_weekday(token) or len(token.key) < 3:  # noqa: PLR2004 - "so" and "mo" are words
        return date
    _, next_at = _weekday(tokens, index)
    if _core(tokens, next_at) is not None or (not is_bracket and _peek(tokens, index + 1).key in words.AT_WORDS):
        # The weekday belongs to another date, or to an hour elsewhere: "and Thursday at 9am in Sydney".
        return date
    after = _after_weekday(tokens, index)
    if is_bracket and _peek(tokens, after).text in CLOSING:
        after += 1
    return replace(date, weekday=words.weekdays()[token.key], after=after)


def _weekday_alone(tokens: Sequence[Token], at: int, weekday: int) -> PrintedDate | None:
    token = tokens[at]
    is_short = token.key in words.WEEKDAYS_ONLY_BEFORE_A_DATE
    if is_short and not (token.key in {"mon", "fri", "sat", "sun"} and token.is_capital):
        return None
    if token.key in {"segunda", "terca", "quarta", "quinta", "sexta"} and _peek(tokens, at + 2).key != "feira":
        return None
    before = _peek(tokens, at - 1).key
    relative: Relative | None = "unknown" if before in words.NEXT_WORDS | words.LAST_WORDS else None
    return PrintedDate(at, _after_weekday(tokens, at), weekday=weekday, relative=relative)


def _relative(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    token = _peek(tokens, at)
    if token.kind == "number":
        return _several_days(tokens, at, at, None)
    kinds: tuple[tuple[frozenset[str], Relative], ...] = (
        (words.TODAY, "today"),
        (words.TOMORROW, "tomorrow"),
        (words.YESTERDAY, "yesterday"),
    )
    for keys, relative in kinds:
        if token.key in keys:
            return PrintedDate(at, at + 1, relative=relative)
    if token.key in words.NEXT_WORDS | words.LAST_WORDS and _peek(tokens, at + 1).key in words.WEEK_WORDS:
        return PrintedDate(at, at + 2, relative="unknown")
    if token.key in words.WEEK_WORDS and _peek(tokens, at + 1).key in words.NEXT_WORDS | words.LAST_WORDS:
        return PrintedDate(at, at + 2, relative="unknown")
    return None
