"""The boxes in which the plain fields are typed, made from the table of fields."""

from typing import Any, TypeVar, assert_never

from wtforms import BooleanField as Checkbox
from wtforms import Form, RadioField, SelectField, StringField, TextAreaField

from webinars.domain.programme.fields.plain_fields import BOXES, PLAIN_FIELDS, PlainField
from webinars.domain.programme.fields.value_kinds import Choice, Flag, LanguageTag, Line, Link, Text, Zones
from webinars.web.forms.base import options

AnyForm = TypeVar("AnyForm", bound=type[Form])
PLAIN = {"autocomplete": "off"}
LINK = {"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
CUT_OFF = 1000
"""Of a longer text the browser does not cut off what is pasted: it is said instead that it is too long."""


def with_boxes(form: AnyForm) -> AnyForm:
    """Give a form the boxes of all plain fields that have one. Returns it."""
    for name in BOXES:
        setattr(form, name, _box_of(PLAIN_FIELDS[name]))
    return form


def boxes_in(section: str) -> tuple[str, ...]:
    """Returns the names of the boxes that stand in a part of the page, in their order."""
    return tuple(name for name, box in BOXES.items() if box.section == section)


def _box_of(row: PlainField) -> Any:  # noqa: ANN401 - a field that is not bound yet, which the stubs do not know of
    kind, box = row.kind, row.box
    assert box is not None
    make: Any
    match kind:
        case Line() | Text():
            make, how = (TextAreaField, {"rows": box.rows}) if box.rows > 1 else (StringField, PLAIN)
            more: dict[str, Any] = {"render_kw": how | ({"maxlength": kind.longest} if kind.longest <= CUT_OFF else {})}
        case Link():
            make, more = StringField, {"render_kw": LINK}
        case LanguageTag():
            make, more = SelectField, {"validate_choice": False}
        case Choice():
            choices = options((state.value, name) for state, name in kind.names.items())
            make, more = RadioField, {"choices": choices}
        case Flag():
            make, more = Checkbox, {}
        case Zones():
            raise TypeError("a zone line is typed in rows, not in a box")
        case _:
            assert_never(kind)
    return make(box.label, description=box.description, **more)
