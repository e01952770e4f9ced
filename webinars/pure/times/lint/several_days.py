"""Several days: those of a list, and words that say that something comes again: "daily", "every Tuesday"."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Final

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.mentions import Script
from webinars.pure.times.lint.numeric_dates import PrintedDate
from webinars.pure.times.lint.printed_dates import read_day, single_date
from webinars.pure.times.tokens import DASHES, END, Token, fold, peek

_MOST_DAYS: Final = 40
_DAY: Final = dt.timedelta(days=1)


def listed_days(script: Script, printed: PrintedDate, first: dt.date) -> tuple[dt.date, ...]:
    """Returns the days of a list, or those from the first to the last that a rhythm beside them names.

    `printed` are the days in the script, `first` is the date of the first: "2, 9 and 16 February", "daily from 4 to 6
    May". Empty where days between are only meant, "4–6 May", or cannot be told.
    """
    span = script.tokens[printed.at : printed.after]
    try:
        days = _as_dates(list(_days(script.tokens, printed)), first)
    except ValueError:
        return ()
    if any(token.text in DASHES or token.key in words.UNTIL_WORDS for token in span):
        days = _in_rhythm(script, *days) if len(days) == len((first, "last")) else []
    is_rising = days[:1] == [first] and all(one < other for one, other in pairwise(days))
    return tuple(days) if is_rising and 1 < len(days) <= _MOST_DAYS else ()


def _days(tokens: Sequence[Token], printed: PrintedDate) -> Iterator[tuple[int, int | None]]:
    """Yields each day of the month that is printed, with the month where one stands beside it."""
    at = printed.at
    while at < printed.after:
        date = single_date(tokens, at)
        day, after = read_day(tokens, at)
        if date is not None and date.day is not None:
            yield date.day, date.month
            at = date.after
        elif day is not None:
            yield day, None
            at = after
        else:
            at += 1


def _as_dates(days: Sequence[tuple[int, int | None]], first: dt.date) -> list[dt.date]:
    """Returns the days in the year of the first and those after it, each in its own, the next or the last month."""
    months = [month for _day, month in days]
    dates: list[dt.date] = []
    for place, (day, _month) in enumerate(days):
        month = next(filter(None, months[place:]), None) or next(filter(None, reversed(months)), first.month)
        year = dates[-1].year if dates else first.year
        date = dt.date(year, month, day)
        dates.append(date if not dates or date >= dates[-1] else dt.date(year + 1, month, day))
    return dates


def _in_rhythm(script: Script, first: dt.date, last: dt.date) -> list[dt.date]:
    """Returns each day from the first to the last, or each on the weekdays printed, if a rhythm says so."""
    found = find_rhythm(script)
    keys = [token.key for token in script.tokens[slice(*found)]] if found else []
    printed = {node.date.weekday for node in script.nodes if node.date} - {None}
    is_plural = len(keys) == 1 and (words.is_weekday_plural(keys[0]) or keys[0] in words.WEEKLY_WORDS)
    is_each = len(keys) == len(("every", "Tuesday")) and words.weekday_of(keys[-1]) is not None
    if not words.DAILY_WORDS.isdisjoint(keys) or (len(keys) == len(("every", "day")) and keys[-1] in words.DAY):
        weekdays: set[int | None] = {*range(7)}
    else:
        weekdays = printed if is_plural or is_each else set()
    count = min((last - first).days, _MOST_DAYS * 7)
    days = (first + step * _DAY for step in range(count + 1))
    return [day for day in days if day.weekday() in weekdays]


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
