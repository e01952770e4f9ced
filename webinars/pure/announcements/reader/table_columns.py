"""What the columns of a pasted table are, by its first row."""

import re
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.people.enumerations import people_or_person
from webinars.pure.announcements.reader.words import one_of


class Column(StrEnum):
    PERSON = "person"
    AFFILIATION = "affiliation"
    TALK = "talk"
    HOUR = "hour"
    OTHER = "other"


_CELLS = (
    (
        Column.PERSON,
        rf"(?:{one_of('tables.person')})(?:\s*[/&(,]?\s*(?:{one_of('tables.affiliation')})\)?)?",
    ),
    (Column.AFFILIATION, one_of("tables.affiliation")),
    (Column.TALK, one_of("tables.talk")),
    (Column.HOUR, rf"(?:{one_of('tables.time')})(?:\s*\(.{{1,20}}\))?"),
    (Column.OTHER, rf"#|{one_of('tables.other')}"),
)
_COLUMNS = [(column, re.compile(pattern, re.IGNORECASE)) for column, pattern in _CELLS]


def cells_of(row: str) -> list[str]:
    """Returns the cells of a line, without the marks around them."""
    return [cell.strip(" :*") for cell in row.split("|")]


def columns(head: str) -> list[Column]:
    """Returns what the cells of a first row say is below them.

    None where one of them is unknown or no people are.
    """
    cells = cells_of(head)
    found = [column for cell in cells if (column := _column(cell))] if len(cells) > 1 else []
    return found if len(found) == len(cells) and Column.PERSON in found else []


def _column(cell: str) -> Column | None:
    return next((column for column, pattern in _COLUMNS if pattern.fullmatch(cell)), None)


def section_below(head: str) -> SectionKind | None:
    """Returns what the rows below a first row are: a running order, if they have hours, or people."""
    found = columns(head)
    if not found:
        return None
    return SectionKind.AGENDA if Column.HOUR in found else SectionKind.LINEUP


class TableRow(Struct, frozen=True):
    """A row by the columns of its table: `people` as the cell says them, the others where there is such a column."""

    people: str
    affiliation: str | None
    talk: str | None


def table_row(head: str, row: str, *, keeps_empty: bool) -> TableRow | None:
    """Returns the row of the table with that first row.

    None where it is no table, or none of its cells can be the people's. Cells that are empty are lost at both ends of a
    row, and within it too unless it `keeps_empty` ones. What may stand below one column or the next is left out.
    """
    found, cells = columns(head), cells_of(row)
    lost = len(found) - len(cells)
    if not found or lost < 0:
        return None
    place = found.index(Column.PERSON)
    at = place if not lost else _people_at(cells, range(place, place - lost - 1, -1))
    if at is None:
        return None
    is_aligned = keeps_empty or place - at == lost
    behind = zip(found[place + 1 :], cells[at + 1 :], strict=False) if is_aligned else ()
    beside = [*zip(found[:place], cells[:at], strict=False), *behind] if at == place else [*behind]
    return TableRow(cells[at], _first(beside, Column.AFFILIATION), _first(beside, Column.TALK))


def _people_at(cells: Sequence[str], places: Sequence[int]) -> int | None:
    return next((at for at in places if 0 <= at < len(cells) and people_or_person(cells[at])), None)


def _first(cells: Sequence[tuple[Column, str]], column: Column) -> str | None:
    """Returns the first cell with something in it below such a column."""
    return next((cell for one, cell in cells if one is column and cell), None)
