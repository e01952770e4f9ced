"""Which of the lines with a date or an hour stand together for one start."""

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.start.dated_lines import LABEL, NEXT_LINE, DatedLine
from webinars.pure.times import read_start


def line_group(timed: Sequence[DatedLine]) -> list[DatedLine]:
    """Returns the best line, with the neighbours that only go on with hours or dates."""
    timed = _without_asides(timed)
    group = _with_neighbours(_anchor(timed), timed)
    first = group[0].number
    if not any(line.has_date for line in group):
        days = [line for line in timed if line.has_date and line.score > (-1 if line.has_time else -2)]
        group += sorted(days, key=lambda line: (line.score, line.number < first, -abs(line.number - first)))[-1:]
    if not any(line.has_time for line in group):
        hours = [line for line in timed if line.has_time and line.score > 0 and line not in group]
        best = max(hours, key=lambda line: (line.score + 3 * line.is_mostly_time, -line.number), default=None)
        group += [line for line in _with_neighbours(best, timed) if line not in group] if best else []
    return sorted(group, key=lambda line: line.number)


def _anchor(timed: Sequence[DatedLine]) -> DatedLine:
    both = [line for line in timed if line.has_date and line.has_time]
    said_again = _days_said_again(timed)
    best = max(both or timed, key=lambda line: line.score + _SAID_AGAIN * bool(_days(line) & said_again))
    day, score = max(
        ((day, day.score + hour.score + _BOTH) for day, hour in separate_day_and_hour(timed) if both),
        key=lambda pair: pair[1],
        default=(best, best.score),
    )
    return day if score > best.score else best


def separate_day_and_hour(timed: Sequence[DatedLine]) -> Iterator[tuple[DatedLine, DatedLine]]:
    """Yields a day that is all of its line and the hour that is all of the next one: said as plainly as can be."""
    for day, hour in itertools.pairwise(timed):
        is_next = hour.number - max(day.part.line.numbers) <= NEXT_LINE
        is_pair = day.has_date and hour.has_time and not (day.has_time or hour.has_date)
        if is_pair and is_next and all(line.is_mostly_time and line.score > 0 for line in (day, hour)):
            yield day, hour


_BOTH: Final = 4
"""What a line has for a date and an hour, and as much for having nothing else."""


def _days_said_again(timed: Sequence[DatedLine]) -> set[int]:
    """Returns the days that several lines print. A text seldom says twice when another event is."""
    days = Counter(day for line in timed[:_FIRST] if not line.is_aside for day in _days(line))
    return {day for day, lines in days.items() if lines > 1}


_FIRST: Final = 40
_SAID_AGAIN: Final = 3


def _without_asides(timed: Sequence[DatedLine]) -> Sequence[DatedLine]:
    """Leave out deadlines, uploads and other webinars, if date and hour stand on other lines as well."""
    plain = [line for line in timed if not line.is_aside]
    has_all = any(line.has_date for line in plain) and any(line.has_time for line in plain)
    return plain if has_all else timed


def _with_neighbours(anchor: DatedLine, timed: Sequence[DatedLine]) -> list[DatedLine]:
    at = timed.index(anchor)
    group = [anchor]
    for step, neighbours in ((1, timed[at + 1 :]), (-1, timed[:at][::-1])):
        previous = anchor
        for line in neighbours:
            is_of_part = line.part.section is SectionKind.WHEN and line.part.heading == anchor.part.heading
            if line.score < 0 or not (is_of_part or _follows(line, previous, anchor, step)):
                break
            group.append(line)
            previous = line
    return group


def _follows(line: DatedLine, previous: DatedLine, anchor: DatedLine, step: int) -> bool:
    """Returns whether a line right below or above the others has little else than hours or dates of the same day."""
    is_other = _is_of_other_day(line, anchor) or (step < 0 and _is_of_other_hour(line, anchor))
    is_beside = abs(line.number - previous.number) <= NEXT_LINE and line.is_mostly_time
    return is_beside and not is_other and line.part.section in {*_PLAIN, anchor.part.section}


_PLAIN: Final = frozenset({None, SectionKind.WHEN, SectionKind.DESCRIPTION})


def _is_of_other_day(line: DatedLine, anchor: DatedLine) -> bool:
    """Returns whether a line has another date than one that has both its date and its hour."""
    is_whole = any(_FIGURE.search(day.text) for day in anchor.of("date"))
    both = line.has_date and anchor.has_date and anchor.has_time
    return both and (line.has_time or is_whole) and not near_days(line, anchor)


def _is_of_other_hour(line: DatedLine, anchor: DatedLine) -> bool:
    """Returns whether a sentence above has an hour, but less of a start: "The hall is open from 9:00. The talk …"."""
    is_sentence = line.letters_left > LABEL and not (line.has_date or line.has_zone)
    return is_sentence and line.has_time and anchor.has_time and line.score < anchor.score


_FIGURE: Final = re.compile(r"\d")


def near_days(one: DatedLine, other: DatedLine) -> bool:
    """Returns whether dates of two lines can be one moment in two zones: the same day of any year, or one beside it."""
    return any(
        min((first - second) % _YEAR, (second - first) % _YEAR) <= 1 for first in _days(one) for second in _days(other)
    )


def _days(line: DatedLine) -> set[int]:
    """Returns the days of the year printed on a line, counted in a leap year."""
    dates = (_date_of(mention.text) for mention in line.of("date"))
    return {date.replace(year=2000).timetuple().tm_yday for date in dates if date is not None}


@lru_cache(maxsize=512)
def _date_of(text: str) -> dt.date | None:
    return read_start(text, published_on=dt.date(2000, 1, 1)).date


_YEAR: Final = 366
