"""Three ways to one: what a form began with, what it says now, and what is stored by now.

Only fingerprints are compared (see `fingerprints`): which of two values stands is decided here, what they are is not
needed for that.
"""

import enum
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from webinars.site.desk.editor.fingerprints import NOTHING, Cells, Snapshot, Table, print_of


class Side(enum.StrEnum):
    MINE = "mine"
    """What the form says."""
    THEIRS = "theirs"
    """What is stored."""


class ConflictAnswer(Struct, frozen=True):
    """Which of two values the person chose, when `seen` was the fingerprint of what was stored."""

    side: Side
    seen: str


class Collision(Struct, frozen=True):
    """Both have changed the same thing, each differently.

    `key` is a field, a list (its order), a list's row ("lineup/12": one removed it, the other changed it) or a row's
    cell ("lineup/12/abstract"). `seen` is the fingerprint of what is stored.
    """

    key: str
    seen: str


class MergedRow(Struct, frozen=True):
    """A row of the outcome: which side says what. A row that only one side has is that side's as a whole."""

    id: str
    sides: Mapping[str, Side]


class MergeResult(Struct):
    fields: dict[str, Side] = field(default_factory=dict)
    tables: dict[str, list[MergedRow]] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    """Fields and lists of which something was taken that only the other person has changed."""
    open: list[Collision] = field(default_factory=list)
    """What the person has to decide. Until then their own value stands in the form."""


def merge(
    base: Snapshot | None, mine: Snapshot, theirs: Snapshot, answers: Mapping[str, ConflictAnswer]
) -> MergeResult:
    """Returns what becomes of each field and row of `mine`.

    Without a `base`, whatever differs has been changed by both.
    """
    return _Merging(base, mine, theirs, answers).outcome()


def rebased_snapshot(base: Snapshot | None, theirs: Snapshot, collisions: Sequence[Collision]) -> Snapshot:
    """Returns what the form begins with from now on.

    That is what is stored, and in what is still open what it began with before.
    """
    known = base or Snapshot({}, {})
    fields = dict(theirs.fields)
    tables = {name: {each: dict(cells) for each, cells in table.items()} for name, table in theirs.tables.items()}
    for collision in collisions:
        name, row, cell = [*collision.key.split("/"), "", ""][:3]
        before = known.tables.get(name, {})
        if cell:
            tables[name][row][cell] = before.get(row, {}).get(cell, NOTHING)
        elif row:
            tables[name][row] = dict(before[row])
        elif name in fields:
            fields[name] = known.fields.get(name, NOTHING)
        else:
            tables[name] = {each: tables[name][each] for each in merged_order(before, tables[name], tables[name])}
    return Snapshot(fields, tables)


def merged_order(
    leading: Sequence[str] | Table, other: Sequence[str] | Table, present: Mapping[str, object]
) -> list[str]:
    """Returns the ids of `present` in the order of `leading`.

    Those it lacks stand after what they follow in `other`.
    """
    order = [each for each in leading if each in present]
    before: str | None = None
    for each in other:
        if each in present and each not in order:
            order.insert(0 if before is None else order.index(before) + 1, each)
        if each in order:
            before = each
    return order


class _Merging:
    def __init__(
        self, base: Snapshot | None, mine: Snapshot, theirs: Snapshot, answers: Mapping[str, ConflictAnswer]
    ) -> None:
        self._base, self._mine, self._theirs, self._answers = base, mine, theirs, answers
        self._outcome = MergeResult()

    def outcome(self) -> MergeResult:
        known = self._base or Snapshot({}, {})
        for name, value in self._mine.fields.items():
            side = self._side(name, known.fields.get(name), value, self._theirs.fields[name])
            self._outcome.fields[name] = side
        for name, table in self._mine.tables.items():
            rows = self._rows(name, known.tables.get(name), table, self._theirs.tables[name])
            self._outcome.tables[name] = rows
        return self._outcome

    def _side(self, key: str, before: str | None, mine: str, theirs: str, *, seen: str | None = None) -> Side:
        """Returns which side a value is from.

        `seen` is the fingerprint of all that is stored there, where only a part of it is compared.
        """
        seen = theirs if seen is None else seen
        if theirs in (mine, before):
            return Side.MINE
        if mine == before:
            self._keep(key)
            return Side.THEIRS
        answer = self._answers.get(key)
        if answer is not None and answer.seen == seen:
            return answer.side
        self._outcome.open.append(Collision(key, seen))
        return Side.MINE

    def _keep(self, key: str) -> None:
        name = key.partition("/")[0]
        if name not in self._outcome.kept:
            self._outcome.kept.append(name)

    def _rows(self, name: str, base: Table | None, mine: Table, theirs: Table) -> list[MergedRow]:
        rows: dict[str, MergedRow] = {}
        for each in dict.fromkeys([*mine, *theirs]):
            before = base.get(each) if base is not None else None
            sides = self._cells(f"{name}/{each}", before, mine.get(each), theirs.get(each))
            if sides is not None:
                rows[each] = MergedRow(each, sides)
        leading, other = (mine, theirs) if self._order(name, base, mine, theirs) is Side.MINE else (theirs, mine)
        return [rows[each] for each in merged_order(leading, other, rows)]

    def _cells(
        self, key: str, before: Cells | None, mine: Cells | None, theirs: Cells | None
    ) -> Mapping[str, Side] | None:
        """Returns which side each cell of a row is from, or None if the row is gone."""
        if mine is not None and theirs is not None:
            known = before or {}
            return {cell: self._side(f"{key}/{cell}", known.get(cell), mine[cell], theirs[cell]) for cell in mine}
        standing, side = (mine, Side.MINE) if mine is not None else (theirs, Side.THEIRS)
        assert standing is not None
        if before is None:
            if side is Side.THEIRS:
                self._keep(key)
            stands = True
        else:
            # One of the two has removed it. What the other has changed in it meanwhile is not lost without a word.
            stands = self._side(key, *(_row_print(each) for each in (before, mine, theirs))) is side
        return dict.fromkeys(standing, side) if stands else None

    def _order(self, name: str, base: Table | None, mine: Table, theirs: Table) -> Side:
        shared = [each for each in mine if each in theirs and (base is None or each in base)]
        orders = [None if table is None else _order_print(table, shared) for table in (base, mine, theirs)]
        before, ours, stored = orders
        assert ours is not None
        assert stored is not None
        # Of the whole order: which rows are shared changes with every row that is taken over, and an answer must hold.
        return self._side(name, before, ours, stored, seen=_order_print(theirs, list(theirs)))


def _row_print(cells: Cells | None) -> str:
    return NOTHING if cells is None else print_of("/".join(cells[cell] for cell in sorted(cells)))


def _order_print(table: Table, shared: Sequence[str]) -> str:
    return print_of("/".join(each for each in table if each in shared))
