"""A zone is asked for by one field, whichever form asks."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.fields.core import UnboundField

import webinars.site
import webinars.web
from webinars.web.forms.fields import ZoneField

SUFFIX = "timezone"


def fields() -> Iterator[tuple[str, str, UnboundField]]:
    for storey in (webinars.site, webinars.web):
        for found in pkgutil.walk_packages(storey.__path__, f"{storey.__name__}."):
            importlib.import_module(found.name)
    classes = [Form]
    while classes:
        form = classes.pop()
        classes += form.__subclasses__()
        for name, field in vars(form).items():
            if form.__module__.startswith("webinars.") and isinstance(field, UnboundField):
                yield f"{form.__module__}.{form.__qualname__}", name, field


ZONES = {f"{form}.{name}": field for form, name, field in fields() if name.endswith(SUFFIX)}


def test_every_field_for_a_zone_takes_words() -> None:
    others = [
        f"{form}.{name}"
        for form, name, field in fields()
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
