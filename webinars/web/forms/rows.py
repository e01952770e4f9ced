"""Lists in a form that people arrange: added to, put in order and taken from by submit buttons, without any script.

The number in a row's name is its key, not its place: rows stand in the order of the document, so a script may move them
about without renaming anything. Every button is named `press`. Its value says what it does, like "up lineup 3".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from wtforms import FieldList, Form, FormField
from wtforms.utils import unset_value

PRESS = "press"
KEY = "key"
"""Beside the values of a row, what its key is called."""
MAX_ROWS = 200
LARGEST_ROW = 999_999
"""No row of a form has a larger number."""

# WTForms' own classes take no parameters; its type stubs want them.
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from werkzeug.datastructures import MultiDict

    FormRows = FieldList[FormField[Any]]
else:
    FormRows = FieldList


class Rows(FormRows):
    """A FieldList in the order of the document, with a stable key for each row.

    The fields of a row that is a form are read through `row.form`: the row has a name and a label of its own.
    """

    problem: str = ""
    """What is wrong with the list as a whole."""

    def __init__(
        self,
        unbound_field: Any,  # noqa: ANN401 - not bound yet, which the stubs do not know of
        label: Any = None,  # noqa: ANN401 - a text, or one to be translated
        *,
        blank: Mapping[str, str] | str | None = None,
        **kwargs: Any,  # noqa: ANN401 - WTForms' signature
    ) -> None:
        """`blank` is what a row begins with that the button "add" puts at the end. With None it does nothing."""
        super().__init__(unbound_field, label, **kwargs)
        self.blank = blank

    def process(
        self,
        formdata: Any,  # noqa: ANN401 - WTForms' signature
        data: Any = unset_value,  # noqa: ANN401 - WTForms' signature
        extra_filters: Any = None,  # noqa: ANN401 - WTForms' signature
    ) -> None:
        if not formdata:
            super().process(None, data, extra_filters)
            return
        self.entries = []
        # Not sorted: the browser sends fields in the order of the document, and that is what the person sees.
        keys = list(dict.fromkeys(self._keys(formdata)))[:MAX_ROWS]
        for key in keys:
            self._add_entry(formdata, index=key)  # type: ignore[attr-defined]  # the stubs leave it out
        self.last_index = max(keys, default=-1)

    def _keys(self, formdata: MultiDict[str, str]) -> Iterator[int]:
        for name in formdata:
            rest = name.removeprefix(self.name + "-") if name.startswith(self.name + "-") else ""
            key = rest.partition("-")[0]
            if key.isascii() and key.isdecimal() and len(key) <= len(str(LARGEST_ROW)):
                yield int(key)

    def add(self, values: Mapping[str, Any] | str) -> FormField[Any]:
        """Put a row with these values at the end."""
        row: FormField[Any] = self.append_entry(values if isinstance(values, str) else dict(values))
        return row

    def sketch(self, values: Mapping[str, Any] | str | None = None) -> FormField[Any]:
        """Returns a row that stands in no list: what the browser makes new ones of.

        With None for `values` it holds what `blank` says.
        """
        row = self.add((self.blank or "") if values is None else values)
        self.entries.remove(row)
        self.last_index -= 1
        return row

    def row(self, key: str) -> FormField[Any] | None:
        return next((row for row in self.entries if row.short_name == key), None)

    def rewrite(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Let the list hold these rows of forms, in this order.

        A row is told by its KEY; one without is new. What a row holds already is left as it was typed.
        """
        entries = []
        for values in rows:
            entry = self.row(values.get(KEY, ""))
            cells = {name: value for name, value in values.items() if name != KEY}
            if entry is None:
                entry = self.add(cells)
            for name, value in cells.items():
                cell = entry.form[name]
                if cell.data != value:
                    cell.data, cell.raw_data = value, None
            entries.append(entry)
        self.entries = entries

    def move(self, key: str, by: int) -> None:
        """Move a row by `by` places, at most to an end."""
        row = self.row(key)
        if row is not None:
            place = self.entries.index(row)
            self.entries.insert(max(place + by, 0), self.entries.pop(place))

    def remove(self, key: str) -> None:
        row = self.row(key)
        if row is not None:
            self.entries.remove(row)


class Press(Struct, frozen=True):
    """The button that sent a form: "up lineup 3" is verb, list and key."""

    verb: str = ""
    target: str = ""
    key: str = ""


def press_in(formdata: MultiDict[str, str]) -> Press:
    verb, target, key = [*formdata.get(PRESS, "").split(" ", 2), "", "", ""][:3]
    return Press(verb, target, key)


def arranged(form: Form, press: Press) -> bool:
    """Returns whether the button put a row in another place, took it out or added a blank one, having done that."""
    rows = getattr(form, press.target, None)
    if not isinstance(rows, Rows):
        return False
    match press.verb:
        case "up":
            rows.move(press.key, -1)
        case "down":
            rows.move(press.key, 1)
        case "remove":
            rows.remove(press.key)
        case "add" if rows.blank is not None:
            rows.add(rows.blank)
        case _:
            return False
    return True
