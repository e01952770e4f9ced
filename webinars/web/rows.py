"""Lists in a form whose rows are added, moved and removed by submit buttons, so that they need no script.

A button is named `<list>-rows` and its value is what it does: "add", "up 2", "down 0", "delete 1".
"""

from typing import TYPE_CHECKING, Any

from flask import request

if TYPE_CHECKING:
    from wtforms import FieldList

BUTTONS = "-rows"


def pressed_rows(field: "FieldList[Any]") -> bool:
    """Whether a button of this list sent the form; then its rows have been changed, and nothing is to be saved."""
    verb, _space, place = request.form.get(field.name + BUTTONS, "").partition(" ")
    rows, at = list(field.data), int(place) if place.isdecimal() else -1
    if verb == "add":
        rows.append(None)
    elif not 0 <= at < len(rows):
        return False
    elif verb == "delete":
        del rows[at]
    elif verb in {"up", "down"}:
        to = at - 1 if verb == "up" else at + 1
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
    else:
        return False
    # Built anew, because the number in a row's name is its place.
    field.process(None, rows)
    return True
