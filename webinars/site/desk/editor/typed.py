"""What stands in a form of the editor, as values that nothing changes: read once, shown and refused once.

form → read → Typed → (named, merged, …) → Typed → show → form
└→ wanted → refusals → say → form
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace
from wtforms import Field, Form

from webinars.domain.editing.wanted import Refusal
from webinars.domain.programme.fields.plain_fields import PLAIN_FIELDS
from webinars.domain.programme.fields.value_kinds import Link
from webinars.pure.times import DisplayZone, zone_name_of
from webinars.web.forms.rows import KEY, Rows

Cells = Mapping[str, Any]
"""A row: what its boxes hold, by their names, and its key in the form as KEY."""


class Typed(Struct, frozen=True):
    """What boxes hold, by their names, in the shape of `initial_values.stored_values`. A list holds its rows."""

    values: Mapping[str, Any]
    unreadable: Mapping[str, str] = field(default_factory=dict)
    """What was typed where it is no value: that is None."""

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - whatever a box holds
        return self.values[name]

    def text(self, name: str) -> str:
        """Returns the words in a box, trimmed."""
        return str(self.values[name] or "").strip()

    def rows(self, name: str) -> Sequence[Cells]:
        """Returns the rows of a list, or none where the form has no such list."""
        rows: Sequence[Cells] = self.values.get(name, ())
        return rows

    def but(self, **changes: Any) -> "Typed":  # noqa: ANN401 - as above
        """Returns the same with other values in these boxes."""
        unreadable = {name: text for name, text in self.unreadable.items() if name not in changes}
        return replace(self, values={**self.values, **changes}, unreadable=unreadable)

    def wall(self) -> dt.datetime | None:
        """Returns the wall time typed (naive), or None while date or hour is missing."""
        date, hour = self["date"], self["hour"]
        return None if date is None or hour is None else dt.datetime.combine(date, hour)

    def chosen_zones(self) -> list[DisplayZone]:
        """Returns the display zones typed, without empty rows."""
        rows = [(row["label"] or "", zone_name_of(row["timezone"])) for row in self.rows("display_zones")]
        return [DisplayZone(label, timezone) for label, timezone in rows if label.strip() or timezone]


def read(form: Form) -> Typed:
    """Returns what stands in a form. Addresses are completed."""
    unreadable = {each.short_name: str(each.raw_data[0]) for each in form if each.process_errors and each.raw_data}
    return Typed({each.short_name: _value(each) for each in form}, unreadable)


def show(form: Form, typed: Typed) -> None:
    """Put what is `typed` into the form it was read from. What differs in nothing is left as the person typed it."""
    for name, value in typed.values.items():
        if name not in form or name in typed.unreadable:
            continue
        box: Any = form[name]
        if isinstance(box, Rows):
            box.rewrite(value)
        elif box.data != value or box.process_errors:
            box.data, box.raw_data, box.process_errors = value, None, []


def say(form: Form, refusals: Sequence[Refusal]) -> None:
    """Say each refusal at its box, or on top of the form where it is of something that the form does not show."""
    for each in refusals:
        name, *row = each.place.split("/")
        name = BOX_OF.get(name, name)
        if name not in form:
            form.form_errors.append(each.sentence)
            continue
        box: Any = form[name]
        if row:
            number, cell = row
            _add_error(box.entries[int(number)].form[cell], each.sentence)
            # So that the summary on top leads to it.
            box.errors = [entry.form.errors for entry in box.entries]
        else:
            _add_error(box, each.sentence)


BOX_OF = {"starts_wall": "date", "reminder_minutes": "reminds_a_day", "join_access": "registration_mode"}
"""The box for a field of the verbs, where the names differ."""


def _add_error(box: Field, sentence: str) -> None:
    box.errors = [*box.errors, sentence]


def _value(box: Field) -> Any:  # noqa: ANN401 - whatever it holds
    if isinstance(box, Rows):
        return tuple({KEY: row.short_name, **row.form.data} for row in box)
    row = PLAIN_FIELDS.get(box.short_name)
    return row.kind.typed(box.data) if row is not None and isinstance(row.kind, Link) else box.data


def cells_text(cells: Cells, name: str) -> str:
    """Returns the words in a box of a row, trimmed."""
    return str(cells[name] or "").strip()


def filled(rows: Sequence[Cells]) -> Iterator[Cells]:
    """Yields the rows that name somebody."""
    return (row for row in rows if cells_text(row, "name"))
