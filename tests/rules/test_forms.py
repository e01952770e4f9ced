"""Rules about forms, for every one that the application has."""

import importlib
import pkgutil

import pytest
from flask import request
from wtforms import FieldList, FormField, PasswordField
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm, Form

import webinars.site
import webinars.web
from webinars.web.forms.expired_forms import carried_now

TYPED = "copper tide organ"


def forms_below(kind):
    for each in kind.__subclasses__():
        yield each
        yield from forms_below(each)


def kind_of(unbound):
    """The type of a field, of one that is repeated that of each time."""
    kind = unbound.field_class
    return kind_of(unbound.args[0]) if issubclass(kind, FieldList) and unbound.args else kind


@pytest.fixture(scope="module")
def fields():
    """Each field of each form, as `(form, name, type)`, whether or not a page has needed it yet."""
    for package in (webinars.site, webinars.web):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            importlib.import_module(module.name)
    return [
        (form, name, kind_of(field))
        for form in set(forms_below(BaseForm))
        if form.__module__.startswith("webinars.")
        for name in dir(form)
        if isinstance(field := getattr(form, name), UnboundField)
    ]


def test_every_field_of_a_password_is_called_one_and_no_other_is(fields):
    called = {(form, name) for form, name, kind in fields if "password" in name and not issubclass(kind, FormField)}
    typed = {(form, name) for form, name, kind in fields if issubclass(kind, PasswordField)}

    assert len(typed) >= 7
    assert called == typed


@pytest.mark.parametrize("prefix", ["", "people-0-"])
def test_no_page_carries_what_was_typed_into_a_field_of_a_password(app, fields, prefix):
    typed = {prefix + name: TYPED for _, name, kind in fields if issubclass(kind, PasswordField)}

    with app.test_request_context("/", method="POST", data={**typed, "title": "Comets"}):
        assert len(request.form) == len(typed) + 1
        assert carried_now().fields == [("title", "Comets")]


def test_forms_of_the_application_are_found_by_the_rule(fields):
    assert len({form for form, _, _ in fields if issubclass(form, Form)}) > 40
