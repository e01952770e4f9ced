"""From printed dates to a date of the calendar: the missing year, 3/12 against 12/3, the weekday that does not fit."""

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.mentions import Script, is_not_a_start
from webinars.pure.times.lint.numeric_dates import LAST_DAY, PrintedDate
from webinars.pure.times.lint.reading import Kind
from webinars.pure.times.tokens import DASHES, OPENING, Token, peek

_FAR = dt.timedelta(days=90)
_TIMES_FARTHER = 4
_WEEK = 7
# "NORTH HARBOUR (Wales), 3 March 2026 –"
_LONGEST_PLACE = 6
# "updated on the"
_WORDS_BEFORE_DATE = 3


class SettledDay(Struct, frozen=True):
    """The date of the webinar and what was done to find it."""

    printed: PrintedDate | None = None
    date: dt.date | None = None
    is_year_assumed: bool = False
    is_relative: bool = False
    """Found from the day of publication, or not at all: "this Sunday", "tomorrow", "last week"."""
    alternatives: tuple[dt.date, ...] = ()
    """The two readings of figures such as 3/12, when nothing decides."""
    wrong_weekday: PrintedDate | None = None
    """Where the weekday printed is not that of the date."""
    is_impossible: bool = False
    """There is no such day: 31 June."""
    is_settled: bool = True
    """Whether instants may be built on the date."""


def settle_day(script: Script, published_on: dt.date, kind: Kind, hour_at: int | None) -> SettledDay:
    """Returns the date the text gives for the webinar.

    `hour_at` is the token of its first hour, which it is nearest to.
    """
    dates = [node.date for node in script.nodes if node.date and not is_another_day(script, node.date)]
    full = [date for date in dates if date.is_full]
    if not full:
        return _without_date(script, dates, published_on, kind, hour_at)
    anchor = hour_at if hour_at is not None else full[0].at
    primary = _first_listed(script, full, min(full, key=lambda date: (_distance(date, anchor), date.at)), anchor)
    same = [date for date in full if (date.day, date.month) == (primary.day, primary.month)]
    year = primary.year or next((date.year for date in same if date.year), None)
    weekday = primary.weekday
    if weekday is None:
        weekday = next((date.weekday for date in same if date.weekday is not None), None)
    if weekday is None:
        weekday = _weekday_before_hour(script, primary)
    if year is None and (posted := _dateline(script, full[0])) is not None and full[0] not in same:
        published_on = posted
    if _is_told(script, primary):
        kind = "recap"
    if primary.can_be_month_first and any(token.key in words.DAY_FIRST_WORDS for token in script.tokens):
        primary = replace(primary, can_be_month_first=False)
    candidates = _candidates(primary, year, published_on, kind)
    if not candidates:
        return SettledDay(primary, is_impossible=True, is_settled=False)
    chosen = _choose(candidates, weekday, published_on, kind)
    if len(chosen) > 1:
        return SettledDay(primary, alternatives=tuple(sorted(chosen)), is_settled=False)
    settled = SettledDay(primary, chosen[0], is_year_assumed=year is None)
    return _check_weekdays(settled, full, same, weekday)


def _first_listed(script: Script, full: list[PrintedDate], nearest: PrintedDate, hour_at: int) -> PrintedDate:
    """Returns the first of several days above an hour: one a line, or begin and end, "Start: 1 March. End: 5 March"."""
    is_below = any(token.kind == "newline" for token in script.tokens[nearest.after : hour_at])
    first, is_end = nearest, False
    for node in reversed([node for node in script.nodes if node.at < nearest.at < hour_at]):
        is_end = is_end or node.token.key in words.END_WORDS
        if node.date in full and (node.date.month, node.date.day) < (first.month, first.day):
            first, is_end = node.date, False
        elif node.hour or _parts_days(node.token) or (node.token.kind == "newline" and not (is_below or is_end)):
            break
    return first


def _parts_days(token: Token) -> bool:
    is_word = token.kind == "word" and token.key not in words.END_WORDS | words.START_WORDS
    return is_word or token.text in OPENING | {"|", "/"}


def is_another_day(script: Script, date: PrintedDate) -> bool:
    """Returns whether a word in front says that the date is not the webinar's: "posted", "register by"."""
    steps = 0
    at = date.at - 1
    while at >= 0 and steps < _WORDS_BEFORE_DATE:
        token = script.tokens[at]
        if token.kind == "newline":
            return False
        if is_not_a_start(script.tokens, at) or (token.key == "was" and at and script.tokens[at - 1].text in OPENING):
            return True
        if token.kind == "word" and token.key not in words.BEFORE_A_DATE:
            return False
        steps += token.kind == "word"
        at -= 1
    return False


def _dateline(script: Script, first: PrintedDate) -> dt.date | None:
    """Returns the day of publication as newspapers print it: "HARBOUR, 3 March 2026 – A debate takes place"."""
    dash, behind = peek(script.tokens, first.after), peek(script.tokens, first.after + 1)
    is_dateline = dash.text in DASHES and dash.is_spaced and behind.is_spaced and behind.kind == "word"
    is_at_start = first.at <= _LONGEST_PLACE and all(token.kind != "number" for token in script.tokens[: first.at])
    if first.year is None or first.can_be_month_first or not (is_dateline and is_at_start):
        return None
    assert first.month is not None
    assert first.day is not None
    return _date(first.year, first.month, first.day)


def _is_told(script: Script, date: PrintedDate) -> bool:
    """Returns whether the words before a date say that it is past: "originally presented 3 May", "was held on"."""
    at = date.at - 1
    while peek(script.tokens, at).key in words.BEFORE_A_DATE | {":"}:
        at -= 1
    if any(
        all(peek(script.tokens, at - step).key == word for step, word in enumerate(reversed(phrase)))
        for phrase in words.TOOK_PLACE
    ):
        return True
    if peek(script.tokens, at).key not in words.HELD_WORDS:
        return False
    before = peek(script.tokens, at - 1)
    return before.kind != "word" or before.key in words.WAS_WORDS


def _distance(date: PrintedDate, hour_at: int) -> int:
    return hour_at - date.after if date.after <= hour_at else date.at - hour_at


def _weekday_before_hour(script: Script, primary: PrintedDate) -> int | None:
    """Returns a weekday that stands with the date, but for an hour between: "Sunday 4pm, 16 February"."""
    indexes = [index for index, node in enumerate(script.nodes) if node.date is primary]
    for index in range(indexes[0] - 1, -1, -1):
        node = script.nodes[index]
        if node.date is not None:
            return node.date.weekday if not node.date.is_full and node.date.relative is None else None
        if not node.is_plain or node.token.kind == "newline":
            return None
    return None


def _candidates(printed: PrintedDate, year: int | None, published_on: dt.date, kind: Kind) -> list[dt.date]:
    assert printed.day is not None
    assert printed.month is not None
    orders = [(printed.day, printed.month)]
    if printed.can_be_month_first:
        orders.append((printed.month, printed.day))
    found = []
    for day, month in orders:
        date = _date(year, month, day) if year is not None else _nearest_year(month, day, published_on, kind)
        if date is not None:
            found.append(date)
    return found


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _nearest_year(month: int, day: int, published_on: dt.date, kind: Kind) -> dt.date | None:
    """Returns the first such date on or after publication, or of a recap the last on or before."""
    step = -1 if kind == "recap" else 1
    for offset in range(9):
        year = published_on.year + step * offset
        date = _date(year, month, day) if dt.MINYEAR <= year <= dt.MAXYEAR else None
        if date is not None and (date - published_on).days * step >= 0:
            return date
    return None


def _choose(candidates: list[dt.date], weekday: int | None, published_on: dt.date, kind: Kind) -> list[dt.date]:
    if len(candidates) == 1:
        return candidates
    step = -1 if kind == "recap" else 1
    fitting = [date for date in candidates if weekday is None or date.weekday() == weekday] or candidates
    due = [date for date in fitting if (date - published_on).days * step >= 0]
    if len(due) == 1 or len(fitting) == 1:
        return due if len(due) == 1 else fitting
    by_distance = sorted(due, key=lambda date: abs(date - published_on))
    nearest, next_one = (abs(date - published_on) for date in by_distance[:2]) if len(due) > 1 else (_FAR, _FAR)
    # Announcements are published days or weeks ahead: of 6 March and 3 June, seen on 1 March, the first is meant.
    is_plain = nearest <= _FAR and next_one >= max(_FAR, _TIMES_FARTHER * nearest)
    return by_distance[:1] if is_plain else fitting


def _check_weekdays(
    settled: SettledDay, full: list[PrintedDate], same: list[PrintedDate], weekday: int | None
) -> SettledDay:
    assert settled.date is not None
    printed = [date for date in same if date.weekday is not None]
    wrong = next((date for date in printed if date.weekday != settled.date.weekday()), None)
    if wrong is None and (weekday is None or weekday == settled.date.weekday()):
        return settled
    if wrong is None:
        wrong = settled.printed
    if any(date.weekday == settled.date.weekday() for date in printed):
        # The same date stands there again with its right weekday.
        return SettledDay(settled.printed, settled.date, settled.is_year_assumed, wrong_weekday=wrong)
    for other in full:
        assert other.day is not None
        assert other.month is not None
        date = _date(other.year or settled.date.year, other.month, other.day)
        if date and other not in same and date.weekday() == weekday and abs((date - settled.date).days) < _WEEK:
            return SettledDay(other, date, settled.is_year_assumed, wrong_weekday=wrong)
    return SettledDay(settled.printed, settled.date, settled.is_year_assumed, wrong_weekday=wrong, is_settled=False)


def _without_date(
    script: Script, dates: list[PrintedDate], published_on: dt.date, kind: Kind, hour_at: int | None
) -> SettledDay:
    """Returns for a weekday alone the next one, or of a recap the last. "tomorrow" counts from publication."""
    if not dates:
        return SettledDay(is_settled=False)
    numbered = [date for date in dates if date.of_month is not None]
    printed = next((date for date in dates if date.weekday is not None), dates[0])
    if numbered:
        printed = min(numbered, key=lambda date: _distance(date, hour_at) if hour_at is not None else date.at)
    step = -1 if kind == "recap" or _is_told(script, printed) else 1
    date = None
    if printed.of_month is not None and (near := _nearest_month(printed, published_on, step)) is not None:
        return SettledDay(printed, near, is_year_assumed=True)
    if printed.relative in {"today", "tomorrow", "yesterday"}:
        days = {"today": 0, "tomorrow": 1, "yesterday": -1}[printed.relative or "today"]
        date = published_on + dt.timedelta(days=days)
    elif printed.relative is None and printed.weekday is not None and printed.of_month is None:
        away = ((printed.weekday - published_on.weekday()) * step) % _WEEK
        date = published_on + dt.timedelta(days=away * step)
    return SettledDay(printed, date, is_relative=True, is_settled=date is not None)


def _nearest_month(printed: PrintedDate, published_on: dt.date, step: int) -> dt.date | None:
    """Returns the day within a month of publication whose number and weekday are those printed."""
    days = (published_on + dt.timedelta(days=step * away) for away in range(LAST_DAY))
    return next((day for day in days if (day.day, day.weekday()) == (printed.of_month, printed.weekday)), None)


def is_near(printed: PrintedDate, primary: dt.date, *, within: int = 1) -> bool:
    """Returns whether a day printed beside an hour can be that of another zone: clocks are never two days apart.

    `within` is how many days apart they may be.
    """
    found = day_beside(printed, primary)
    is_its_number = found is None or printed.of_month in {None, found.day}
    return found is None or (is_its_number and abs((found - primary).days) <= within)


def day_beside(printed: PrintedDate, primary: dt.date) -> dt.date | None:
    """Returns the date of a claim that has its own, taken near the webinar's date."""
    if printed.day is None:
        if printed.weekday is None:
            return None
        away = (printed.weekday - primary.weekday() + 3) % _WEEK - 3
        return primary + dt.timedelta(days=away)
    assert printed.month is not None
    years = [printed.year] if printed.year else [primary.year - 1, primary.year, primary.year + 1]
    orders = [(printed.day, printed.month)] + ([(printed.month, printed.day)] if printed.can_be_month_first else [])
    found = [date for year in years for day, month in orders if (date := _date(year, month, day)) is not None]
    return min(found, key=lambda date: abs(date - primary), default=None)
