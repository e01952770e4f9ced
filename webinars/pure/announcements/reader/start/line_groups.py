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


def line_group(timed: list[DatedLine]) -> list[DatedLine]:
    """Returns the best line, with the neighbours that only go on with hours or dates."""
    timed = _without_asides(timed)
    both = [line for line in timed if line.has_date and line.has_time]
    said_again = _days_said_again(timed)
    anchor = max(
        both or timed, key=lambda line: line.score + _SAID_AGAIN * bool(said_again and _days(line) & said_again)
    )
    apart = max(separate_day_and_hour(timed), key=_plain_score, default=None) if both else None
    if apart and _plain_score(apart) > anchor.score:
        anchor = apart[0]
    elif both and not anchor.has_zone:
        zoned = [line for line in both if line.has_zone and line.score >= anchor.score - 2 and near_days(line, anchor)]
        anchor = max(zoned, key=lambda line: line.score) if zoned else anchor
    group = _with_neighbours(anchor, timed)
    if not any(line.has_date for line in group):
        dated = [line for line in timed if line.has_date and not (line.has_time and line.score < 0) and line.score > -2]
        if dated:
            first = group[0].part.line.number
            group.append(
                max(
                    dated,
                    key=lambda line: (line.score, line.part.line.number < first, -abs(line.part.line.number - first)),
                )
            )
    if not any(line.has_time for line in group):
        hours = [line for line in timed if line.has_time and line.score > 0 and line not in group]
        if hours:
            best = max(hours, key=lambda line: (line.score + 3 * line.is_mostly_time, -line.part.line.number))
            group.extend(line for line in _with_neighbours(best, timed) if line not in group)
    return sorted(group, key=lambda line: line.part.line.number)


def separate_day_and_hour(timed: Sequence[DatedLine]) -> Iterator[tuple[DatedLine, DatedLine]]:
    """Yields a day that is all of its line and the hour that is all of the next one: said as plainly as can be."""
    for day, hour in itertools.pairwise(timed):
        is_next = hour.part.line.number - max(day.part.line.numbers) <= NEXT_LINE
        is_pair = day.has_date and hour.has_time and not (day.has_time or hour.has_date)
        if is_pair and is_next and all(line.is_mostly_time and line.score > 0 for line in (day, hour)):
            yield day, hour


def _plain_score(pair: tuple[DatedLine, DatedLine]) -> int:
    return sum(line.score for line in pair) + _BOTH


_BOTH: Final = 4
"""What a line has for a date and an hour, and as much for having nothing else."""


def _days_said_again(timed: list[DatedLine]) -> set[int]:
    """Returns the days that several lines print. A text seldom says twice when another event is."""
    days = Counter(day for line in timed[:_FIRST] if not line.is_aside for day in _days(line))
    return {day for day, lines in days.items() if lines > 1}


_FIRST: Final = 40
_SAID_AGAIN: Final = 3


def _without_asides(timed: list[DatedLine]) -> list[DatedLine]:
    """Leave out deadlines, uploads and other webinars, if date and hour stand on other lines as well."""
    plain = [line for line in timed if not line.is_aside]
    has_all = any(line.has_date for line in plain) and any(line.has_time for line in plain)
    return plain if has_all else timed


def _with_neighbours(anchor: DatedLine, timed: list[DatedLine]) -> list[DatedLine]:
    at = timed.index(anchor)
    group = [anchor]
    for step in (1, -1):
        previous, position = anchor, at + step
        while 0 <= position < len(timed):
            line = timed[position]
            gap = abs(line.part.line.number - previous.part.line.number)
            same_section = line.part.section is SectionKind.WHEN and line.part.heading == anchor.part.heading
            is_other = _is_of_other_day(line, anchor) or (step < 0 and _is_of_other_hour(line, anchor))
            follows = gap <= 2 and line.is_mostly_time and not is_other
            if (
                not (
                    same_section
                    or (
                        follows
                        and line.part.section in {None, SectionKind.WHEN, SectionKind.DESCRIPTION, anchor.part.section}
                    )
                )
                or line.score < 0
            ):
                break
            group.append(line)
            previous = line
            position += step
    return group


def _is_of_other_day(line: DatedLine, anchor: DatedLine) -> bool:
    """Returns whether a line has another date than one that has both its date and its hour."""
    is_whole = anchor.has_time and any(_FIGURE.search(day.text) for day in anchor.mentions if day.kind == "date")
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
    dates = (_date_of(mention.text) for mention in line.mentions if mention.kind == "date")
    return {date.replace(year=2000).timetuple().tm_yday for date in dates if date is not None}


@lru_cache(maxsize=512)
def _date_of(text: str) -> dt.date | None:
    return read_start(text, published_on=dt.date(2000, 1, 1)).date


_YEAR: Final = 366
