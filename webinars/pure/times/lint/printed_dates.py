"""Calendar dates as people print them, before a year is guessed or an order of day and month chosen."""

from collections.abc import Sequence

from msgspec.structs import replace

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.numeric_dates import (
    FIRST_YEAR,
    LAST_DAY,
    LAST_YEAR,
    PrintedDate,
    Relative,
    is_hour,
    is_weekday,
    number_in,
    read_east_asian,
    read_figures,
    read_year_first,
)
from webinars.pure.times.tokens import CLOSING, DASHES, END, FOUR_DIGITS, OPENING, TWO_DIGITS, Token, peek
from webinars.pure.times.zone_labels import read_label

# The parts of a printed date: day, month and year, each with the index of the token after it.
_YEARS_THAT_ARE_HOURS = 1960
# "Thursday 5, Berlin" may be an hour.
_LAST_HOUR_ALONE = 12
_QUOTES = frozenset("'’ʼ‘")


def read_year(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """Returns a year at `at`, perhaps after a comma or "of", and the index after it."""
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
    """Returns a day of the month with what is printed behind it: "16", "16th", "1er", "16."."""
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
    """Returns the number behind a weekday, if it is no hour, and the index after it: "(6)", "the 6th", "18, noon"."""
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


# "Thursday (this week, the 30th"
_WORDS_BEFORE_DATE = 5
_SHORTEST_WEEKDAY = 2


def read_date(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    """Returns the date that begins at token `at`."""
    weekday, core_at = _weekday(tokens, at)
    core = single_date(tokens, core_at)
    if core is not None:
        core = _with_further_days(tokens, core)
        is_moved = core.at > core_at
        core = replace(core, at=at, weekday=core.weekday if weekday is None or is_moved else weekday)
        return core if core.weekday is not None else _weekday_behind(tokens, core)
    if weekday is not None:
        # "Mar" and "sept" are short for weekdays and months both.
        month_first = _month_word_first(tokens, at)
        if month_first is not None:
            return _weekday_behind(tokens, _with_further_days(tokens, month_first))
        several = _several_days(tokens, core_at, at, weekday)
        if several is None and is_weekday(peek(tokens, core_at)):
            # "Friday/Saturday 5/6 June"
            several = _several_days(tokens, _weekday(tokens, core_at)[1], at, weekday)
        return several or _weekday_alone(tokens, at, weekday)
    return _relative(tokens, at)


def _weekday(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """Returns a weekday at `at`, and where the date itself would begin after it."""
    token = peek(tokens, at)
    if not is_weekday(token):
        return None, at
    after = _after_weekday(tokens, at)
    skipped = 0
    while skipped < _WORDS_BEFORE_DATE and _may_stand_between(peek(tokens, after)):
        after += 1
        skipped += 1
    return words.weekday_of(token.key), after


def _after_weekday(tokens: Sequence[Token], at: int) -> int:
    after = at + 1
    if peek(tokens, after).text == "-" and peek(tokens, after + 1).key == "feira":
        after += 2
    if peek(tokens, after).text == ".":
        after += 1
    return after


def _may_stand_between(token: Token) -> bool:
    if token.kind == "newline":
        return token is not END
    return token.text in {",", "(", ":", "|", "/", "–", "-", "—"} or token.key in words.BEFORE_A_DATE


def single_date(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    """Returns the one day of a month that begins at token `at`, without its weekday and without days behind it."""
    token = peek(tokens, at)
    if token.kind == "number":
        return (
            read_east_asian(tokens, at)
            or read_year_first(tokens, at)
            or _day_and_month_word(tokens, at)
            or read_figures(tokens, at)
        )
    return _month_word_first(tokens, at)


def _day_and_month_word(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    """Read "16 February 2025", "15 de abril", "16-Feb-2025", "1er mars"."""
    day, index = read_day(tokens, at)
    if day is None:
        return None
    linked = False
    weekday, index = _bracketed_weekday(tokens, index)
    while peek(tokens, index).key in words.OF_WORDS or peek(tokens, index).text in {"-", "/", "'", "’", ","}:
        linked = True
        index += 1
        if index - at > FOUR_DIGITS:
            return None
    token = peek(tokens, index)
    month, index = read_month(tokens, index)
    if month is None:
        return None
    if peek(tokens, index).text in {"-", "/"} and not peek(tokens, index).is_spaced:
        year, after = read_year(tokens, index + 1)
        short = number_in(peek(tokens, index + 1), 0, 99)
        if year is None and short is not None and not is_hour(tokens, index + 1):
            year, after = 2000 + short, index + 2
    else:
        year, after = read_year(tokens, index)
    if year is None and not linked and is_everyday_word(token):
        return None
    return PrintedDate(at, after if year is not None else index, day, month, year, weekday)


def _bracketed_weekday(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """Read the bracket of "14th (Sunday) February"."""
    if peek(tokens, at).text in OPENING and is_weekday(peek(tokens, at + 1)) and peek(tokens, at + 2).text in CLOSING:
        return words.weekday_of(tokens[at + 1].key), at + 3
    return None, at


def _month_word_first(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    """Read "February 16, 2025", "Sept. 21st", "September, 2nd"."""
    token = peek(tokens, at)
    month, index = read_month(tokens, at)
    if month is None or is_everyday_word(token):
        return None
    index += peek(tokens, index).key == "the" or (
        peek(tokens, index).text == "," and peek(tokens, index + 2).key in words.ENGLISH_ORDINALS
    )
    day_token, behind = peek(tokens, index), peek(tokens, index + 1)
    if day_token.text == "-" and peek(tokens, index + 1).kind == "number":
        index += 1
        day_token, behind = peek(tokens, index), peek(tokens, index + 1)
    if is_hour(tokens, index):
        return None
    day, after_day = read_day(tokens, index)
    if day is None:
        return None
    if behind.text == ".":
        # The full stop of a sentence, not of an ordinal.
        after_day = index + 1
    year, after = read_year(tokens, after_day)
    return PrintedDate(at, after if year is not None else after_day, day, month, year)


def _links_days(token: Token) -> bool:
    return token.text in DASHES or token.key in words.UNTIL_WORDS or _lists_days(token)


def _lists_days(token: Token) -> bool:
    return token.text in {",", "&"} or token.key in words.AND_WORDS


def _with_further_days(tokens: Sequence[Token], date: PrintedDate) -> PrintedDate:
    """Returns the date with the days of a range or list behind it: "March 2-4, 2024", "4 February and 11 February".

    Where the first holds no more, it is the last: "moved from 5 November to 12 November".
    """
    before = [peek(tokens, date.at - step).key for step in range(1, _WORDS_BEFORE_DATE)]
    behind = _behind_link(tokens, date.after)
    if behind is None or not words.NOT_A_START.isdisjoint(before[:_NEAR]):
        return date
    if not words.MOVED_WORDS.isdisjoint(before):
        return single_date(tokens, _weekday(tokens, behind)[1]) or date
    found = _further_days(tokens, date)
    return replace(found, is_first_of_several=True) if found.after > date.after else found


# "posted on the"; "up to and including the"
_NEAR, _LONGEST_LINK = 3, 5


def _behind_link(tokens: Sequence[Token], at: int) -> int | None:
    """Returns where a further day would begin, behind what links it: ",", "bis zum", "t/m", "...", a dash in a line."""
    index = at
    while index - at < _LONGEST_LINK:
        token, before = peek(tokens, index), peek(tokens, index - 1)
        is_inside = index > at and (before.text in DASHES or before.key in words.UNTIL_WORDS)
        goes_on = is_inside and (token.key in words.BEFORE_A_DATE or (token.kind == "newline" and token is not END))
        is_dots = token.text == "." in {before.text, peek(tokens, index + 1).text}
        if not (_links_days(token) or goes_on or is_dots or token.text in {"/", "…"}):
            break
        index += 1
    return index if index > at else None


def _further_days(tokens: Sequence[Token], date: PrintedDate) -> PrintedDate:
    """Take in the end of a range of days: "March 2-4, 2024", "30 April – 2 May 2024", "Nov 4th, Nov 6th"."""
    behind = _behind_link(tokens, date.after)
    if behind is None:
        return date
    return _further_day_number(tokens, date, behind) or _further_date(tokens, date, behind)


def _further_day_number(tokens: Sequence[Token], date: PrintedDate, start: int) -> PrintedDate | None:
    day, after = read_day(tokens, start)
    if day is None or date.day is None or day <= date.day or is_hour(tokens, start):
        return None
    if peek(tokens, after).text in {"日", "号", "號", "일"}:
        return replace(date, after=after + 1)
    last = _day_and_month_word(tokens, start)
    if last is not None and last.month == date.month and date.year is None:
        return _further_days(tokens, replace(date, year=last.year, after=last.after))
    if last is not None or date.year is not None or not _is_month_first(tokens, date):
        return None
    year, after_year = read_year(tokens, after)
    if year is not None:
        return replace(date, year=year, after=after_year)
    behind = peek(tokens, after)
    is_whole = behind.text in {",", "."} or behind.kind == "newline"
    return replace(date, after=after) if is_whole else None


def _further_date(tokens: Sequence[Token], date: PrintedDate, start: int) -> PrintedDate:
    last = single_date(tokens, _weekday(tokens, start)[1])
    if last is None or not last.is_full or not date.is_full:
        return date
    is_later = max(_days_of_year(last)) > min(_days_of_year(date))
    is_range = not _lists_days(peek(tokens, date.after)) and last.month != date.month
    year = date.year
    if year is not None:
        is_later = is_later if last.year in {None, year} else (last.year or 0) > year
    elif last.year is not None:
        year = last.year - (not is_later)
    # "3 November, 1 December": one of several days, of which the first is meant.
    return _further_days(tokens, replace(date, year=year, after=last.after)) if is_later or is_range else date


def _days_of_year(date: PrintedDate) -> list[tuple[int, int]]:
    """Returns month and day, both ways round where the figures can be read so."""
    assert date.month is not None
    assert date.day is not None
    return [(date.month, date.day), *([(date.day, date.month)] if date.can_be_month_first else [])]


def _is_month_first(tokens: Sequence[Token], date: PrintedDate) -> bool:
    return any(tokens[index].kind == "word" and words.month_of(tokens[index].key) for index in (date.at, date.at + 1))


def _several_days(tokens: Sequence[Token], at: int, begin: int, weekday: int | None) -> PrintedDate | None:
    """Read "14 y sábado 15 de abril de 2023", "14-15 April": the first of several days whose month is printed last."""
    day, index = read_day(tokens, at)
    if day is None:
        return None
    for _ in range(4):
        link = _behind_link(tokens, index)
        if link is None:
            return None
        _, index = _weekday(tokens, link)
        last = _day_and_month_word(tokens, index) or read_figures(tokens, index)
        if last is not None and last.day is not None and last.day > day:
            return PrintedDate(begin, last.after, day, last.month, last.year, weekday, is_first_of_several=True)
        further, index = read_day(tokens, index)
        if further is None or further <= day:
            return None
    return None


def _weekday_behind(tokens: Sequence[Token], date: PrintedDate) -> PrintedDate:
    """Take in a weekday printed after its date: "16 February 2025 (Sunday)", "3 July, Saturday"."""
    index = date.after
    is_bracket = peek(tokens, index).text in OPENING
    if is_bracket or peek(tokens, index).text == ",":
        index += 1
    token = peek(tokens, index)
    if not is_weekday(token) or (token.key.isascii() and len(token.key) <= _SHORTEST_WEEKDAY):
        return date
    _, next_at = _weekday(tokens, index)
    if single_date(tokens, next_at) is not None or (not is_bracket and peek(tokens, index + 1).key in words.AT_WORDS):
        # The weekday belongs to another date, or to an hour elsewhere: "and Thursday at 9am in Sydney".
        return date
    after = _after_weekday(tokens, index)
    if is_bracket and peek(tokens, after).text in CLOSING:
        after += 1
    return replace(date, weekday=words.weekday_of(token.key), after=after)


def _weekday_alone(tokens: Sequence[Token], at: int, weekday: int) -> PrintedDate | None:
    token = tokens[at]
    is_short = token.key in words.WEEKDAYS_ONLY_BEFORE_A_DATE
    if is_short and not (token.key in {"mon", "fri", "sat", "sun"} and token.is_capital):
        return None
    if token.key in {"segunda", "terca", "quarta", "quinta", "sexta"} and peek(tokens, at + 2).key != "feira":
        return None
    before = peek(tokens, at - 1).key
    if before in words.MIDNIGHT and _links_days(peek(tokens, at + 1)) and is_weekday(peek(tokens, at + 2)):
        return PrintedDate(at, at + 3, weekday=words.weekday_of(tokens[at + 2].key), is_night=True)
    day, after = read_day_without_month(tokens, _after_weekday(tokens, at))
    if day is not None and before not in words.LAST_WORDS:
        return PrintedDate(at, after, weekday=weekday, of_month=day)
    relative: Relative | None = "unknown" if before in words.NEXT_WORDS | words.LAST_WORDS else None
    return PrintedDate(at, _after_weekday(tokens, at), weekday=weekday, relative=relative)


def _relative(tokens: Sequence[Token], at: int) -> PrintedDate | None:
    token = peek(tokens, at)
    if token.kind == "number":
        # "Session 1 – Tuesday 7 April" is no range of days.
        link = peek(tokens, at + 1)
        is_numbered = peek(tokens, at - 1).key in words.NUMBERED_THINGS and (link.is_spaced or link.text == ",")
        is_number = is_numbered or peek(tokens, at - 1).text == "#"
        return None if is_number else _several_days(tokens, at, at, None)
    kinds: tuple[tuple[frozenset[str], Relative], ...] = (
        (words.TODAY, "today"),
        (words.TOMORROW, "tomorrow"),
        (words.YESTERDAY, "yesterday"),
    )
    for keys, relative in kinds:
        if token.key in keys:
            return PrintedDate(at, at + 1, relative=relative)
    if token.key in words.NEXT_WORDS | words.LAST_WORDS and peek(tokens, at + 1).key in words.WEEK_WORDS:
        return PrintedDate(at, at + 2, relative="unknown")
    if token.key in words.WEEK_WORDS and peek(tokens, at + 1).key in words.NEXT_WORDS | words.LAST_WORDS:
        return PrintedDate(at, at + 2, relative="unknown")
    return None
