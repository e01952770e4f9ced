"""The lines of a room's report, put together to what each person did."""

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from webinars.pure.attendance.columns import Column, known_columns, says_how_long, says_who
from webinars.pure.attendance.errors import (
    AttendanceEmpty,
    AttendanceUnreadable,
    ColumnsUnclear,
    HourUnreadable,
    LengthUnreadable,
)
from webinars.pure.attendance.time_formats import ReportTime, day_comes_first, read_length, read_moment
from webinars.pure.times import TimesError, first_instant

MOST_LINES = 50_000
LONGEST_CELL = 300
_DELIMITERS = ",;\t"
_TIMES = {Column.JOINED, Column.LEFT, Column.LENGTH}
_EMPTY = {"", "-", "--", "n/a"}
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
Stay = tuple[dt.datetime, dt.datetime]


class Participant(Struct):
    """What the report says of one person."""

    name: str
    email: str
    stays: list[Stay] = field(default_factory=list)
    """From when until when (aware UTC), as far as hours are given."""
    length_s: int = 0
    """Of the lines that say only how long."""

    @property
    def minutes(self) -> int:
        """How long it was, what overlaps counted once. Who was there at all was so for a minute."""
        seconds = self.length_s + sum((end - start).total_seconds() for start, end in _joined(self.stays))
        return max(1, round(seconds / 60)) if seconds else 0


class Report(Struct, frozen=True):
    """A report that could be read."""

    people: Sequence[Participant]
    has_hours_without_zone: bool
    """Whether it depends on a zone what its hours mean."""

    @property
    def stays(self) -> Iterator[Stay]:
        for person in self.people:
            yield from person.stays


def read_report(text: str, *, timezone: str, near: dt.date, columns: Mapping[Column, int] | None = None) -> Report:
    """Returns who was there by a report, whose hours are those of `timezone` where it does not say of which zone.

    `near` is the day of the webinar. `columns` says what the columns hold, by their places from 0, if that was asked
    for. Raises AttendanceUnreadable, AttendanceEmpty, ColumnsUnclear, HourUnreadable, LengthUnreadable.
    """
    lines = _lines(text)
    rows = list(_rows(lines, columns))
    moments = [row.cells[column] for row in rows for column in (Column.JOINED, Column.LEFT) if column in row.cells]
    is_day_first = day_comes_first(moments, near)

    def moment(row: "_Row", column: Column) -> ReportTime | None:
        found = row.cells.get(column, "")
        try:
            return read_moment(found, is_day_first=is_day_first, near=near) if found else None
        except ValueError:
            raise HourUnreadable(found, row.line) from None

    people: dict[str, Participant] = {}
    has_hours = False
    for row in rows:
        person = people.setdefault(row.email.casefold() or f" {folded(row.name)}", Participant(row.name, row.email))
        joined, left = moment(row, Column.JOINED), moment(row, Column.LEFT)
        has_hours = has_hours or any(each is not None and each.at is None for each in (joined, left))
        _add(person, row, joined, left, lambda each: each.at or _instant(each.wall, timezone))
    if not people:
        raise AttendanceEmpty
    return Report(list(people.values()), has_hours)


def folded(name: str) -> str:
    """Returns a name without accents, capital letters and needless blanks."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(unicodedata.normalize("NFC", plain).split())


def without_brackets(name: str) -> str:
    """Returns a name without what rooms add in brackets: the name before it was changed, or "Guest"."""
    return _IN_BRACKETS.sub("", name)


class _Row(Struct, frozen=True):
    line: int
    name: str
    email: str
    cells: Mapping[Column, str]
    """What the times and the length are, where they are told."""


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Returns the lines that are not empty, with their numbers. Raises AttendanceUnreadable, AttendanceEmpty."""
    if not text.strip():
        raise AttendanceEmpty
    if "\0" in text:
        raise AttendanceUnreadable
    delimiter = max(_DELIMITERS, key=text[:20_000].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found = []
    try:
        for cells in reader:
            stripped = [cell.strip()[:LONGEST_CELL] for cell in cells]
            if any(stripped):
                found.append((reader.line_num, stripped))
            if len(found) > MOST_LINES:
                raise AttendanceUnreadable
    except csv.Error as error:
        raise AttendanceUnreadable from error
    if all(len(cells) == 1 for _line, cells in found):
        raise AttendanceUnreadable
    return found


def _rows(lines: Sequence[tuple[int, list[str]]], chosen: Mapping[Column, int] | None) -> Iterator[_Row]:
    """Yields the lines that are about people, below the heads that say what stands in them."""
    heads = {line: known_columns(cells) for line, cells in lines}
    by_line = {line: cells for line, cells in lines if len(cells) > 1}
    best = max(by_line, key=lambda line: (_is_whole(heads[line]), len(heads[line]), -line))
    if chosen:
        heads = {best: dict(chosen)}
    if not _is_whole(heads[best]):
        raise ColumnsUnclear(by_line[best], heads[best])
    has_names = Column.NAME in heads[best]
    columns: dict[Column, int] | None = None
    for line, cells in lines:
        head = heads.get(line, {})
        if len(head) > 1 or line == best:
            # Zoom puts a small table about the meeting above that of the people: its one name is the host's.
            columns = head if _is_whole(head) and (Column.NAME in head or not has_names) else None
        elif columns is not None:
            row = _row(line, cells, columns)
            if row is not None:
                yield row


def _is_whole(columns: dict[Column, int]) -> bool:
    return says_who(columns) and says_how_long(columns)


def _row(line: int, cells: Sequence[str], columns: Mapping[Column, int]) -> _Row | None:
    found = {
        column: cells[place]
        for column, place in columns.items()
        if place < len(cells) and cells[place].casefold() not in _EMPTY
    }
    parts = [found[each] for each in (Column.FIRST_NAME, Column.LAST_NAME) if each in found]
    name, email = found.get(Column.NAME) or " ".join(parts), found.get(Column.EMAIL, "")
    times = {column: text for column, text in found.items() if column in _TIMES}
    # Zoom lists those who registered and did not come, too: without a time.
    return _Row(line, name, email, times) if times and (name or email) else None


def _add(
    person: Participant,
    row: _Row,
    joined: ReportTime | None,
    left: ReportTime | None,
    instant: Callable[[ReportTime], dt.datetime],
) -> None:
    """Add one line to what is known of a person."""
    person.name = person.name or row.name
    if joined is not None and left is not None:
        start, end = instant(joined), instant(left)
        if end < start and joined.is_hour_alone and left.is_hour_alone:
            end += dt.timedelta(days=1)
        # Where clocks go back, somebody may leave before they came by the hours alone: the length knows.
        if end >= start or Column.LENGTH not in row.cells:
            person.stays.append((start, max(start, end)))
            return
    text = row.cells.get(Column.LENGTH)
    if text is None:
        return
    try:
        length_s = read_length(text)
    except ValueError:
        raise LengthUnreadable(text, row.line) from None
    if joined is not None:
        start = instant(joined)
        person.stays.append((start, start + dt.timedelta(seconds=length_s)))
    else:
        person.length_s += length_s


def _instant(wall: dt.datetime, timezone: str) -> dt.datetime:
    try:
        return first_instant(wall, timezone)
    except TimesError:
        return wall.replace(tzinfo=dt.UTC)


def _joined(stays: Sequence[Stay]) -> Iterator[Stay]:
    """Yields the stays one after the other, those that overlap as one."""
    current: Stay | None = None
    for start, end in sorted(stays):
        if current is None or start > current[1]:
            if current is not None:
                yield current
            current = start, end
        else:
            current = current[0], max(current[1], end)
    if current is not None:
        yield current
