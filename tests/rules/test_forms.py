"""Rules about forms, for every one that the application has."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField, PasswordField
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm, Form

import webinars.site
import webinars.web
from webinars.web.forms.expired_forms import carried_now
from webinars.web.forms.fields import ZoneField

SUFFIX = "timezone"
TYPED = "copper tide organ"


def fields() -> Iterator[tuple[str, str, UnboundField]]:
    """Each field of each form, whether or not a page has needed it yet."""
    for storey in (webinars.site, webinars.web):
        for found in pkgutil.walk_packages(storey.__path__, f"{storey.__name__}."):
            importlib.import_module(found.name)
    classes = [BaseForm]
    while classes:
        form = classes.pop()
        classes += form.__subclasses__()
        for name, field in vars(form).items():
            if form.__module__.startswith("webinars.") and isinstance(field, UnboundField):
                yield f"{form.__module__}.{form.__qualname__}", name, field


def kind_of(unbound):
    """The type of a field, of one that is repeated that of each time."""
    kind = unbound.field_class
    return kind_of(unbound.args[0]) if issubclass(kind, FieldList) and unbound.args else kind


FIELDS = list(fields())


def test_every_field_of_a_password_is_called_one_and_no_other_is():
    kinds = [(form, name, kind_of(field)) for form, name, field in FIELDS]
    called = {(form, name) for form, name, kind in kinds if "password" in name and not issubclass(kind, FormField)}
    typed = {(form, name) for form, name, kind in kinds if issubclass(kind, PasswordField)}

    assert len(typed) >= 7
    assert called == typed
    assert len({form for form, _name, _kind in kinds}) > 40


@pytest.mark.parametrize("prefix", ["", "people-0-"])
def test_no_page_carries_what_was_typed_into_a_field_of_a_password(app, prefix):
    typed = {prefix + name: TYPED for _, name, field in FIELDS if issubclass(kind_of(field), PasswordField)}

    with app.test_request_context("/", method="POST", data={**typed, "title": "Comets"}):
        assert len(request.form) == len(typed) + 1
        assert carried_now().fields == [("title", "Comets")]


def test_what_opens_an_account_is_filled_in_by_whatever_keeps_it_and_may_be_long():
    hints = [
        field.kwargs["render_kw"]
        for form, _name, field in FIELDS
        if issubclass(kind_of(field), PasswordField) and form.startswith(("webinars.site.accounts", "webinars.web"))
    ]

    assert len(hints) >= 5
    assert {hint["autocomplete"] for hint in hints} == {"current-password", "new-password"}
    assert all(hint.keys() == {"autocomplete", "maxlength"} and hint["maxlength"] >= 64 for hint in hints)


ZONES = {f"{form}.{name}": field for form, name, field in FIELDS if name.endswith(SUFFIX)}


def test_every_field_for_a_zone_takes_words() -> None:
    others = [
        f"{form}.{name}"
        for form, name, field in FIELDS
        if field.field_class is not ZoneField
        and (name.endswith(SUFFIX) or "timezones" in str(field.kwargs.get("render_kw")))
    ]

    assert len(ZONES) > 8
    assert others == []


@pytest.mark.parametrize("name", sorted(ZONES))
@pytest.mark.parametrize(
    ("words", "timezone"),
    [
        ("UK", "Europe/London"),
        ("London", "Europe/London"),
        ("US Eastern", "America/New_York"),
        ("Europe/London", "Europe/London"),
        ("Nowhere", None),
        ("IST", None),
    ],
)
def test_what_a_field_for_a_zone_takes_is_the_same_everywhere(name: str, words: str, timezone: str | None) -> None:
    field = ZONES[name]
    form = type("One", (Form,), {"zone": field})(MultiDict({"zone": words}))
    keeps_words = field.kwargs.get("keeps_words", False)

    assert form.validate() is (keeps_words or timezone is not None)
    assert form.zone.data == (words if keeps_words else timezone or words)
