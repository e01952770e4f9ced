"""The buttons of pages: what each sends when it is pressed, with the form around it as it was opened."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from flask import Flask
from lxml import html

from webinars.app.visitor_kinds import VisitorKind

Data = dict[str, list[str]]


@dataclass(frozen=True)
class Press:
    """A button, or the return key in a form that has none with a name."""

    rule: str
    address: str
    person: VisitorKind
    data: Data
    button: str = ""
    """Its name and value, without what is counted: those of two rows try the same."""


def presses_in(app: Flask, page: str, path: str, person: VisitorKind) -> Iterator[Press]:
    """Every button of a page opened at `path`. Raises NotFound or MethodNotAllowed for one that leads nowhere."""
    adapter = app.url_map.bind("localhost")
    root = html.fromstring(page)
    for form in root.forms:
        if (form.get("method") or "").upper() != "POST":
            continue
        data: Data = {}
        for name, value in form.form_values():
            if name == "csrf_token":
                continue
            data.setdefault(name, []).append(value)
        buttons = form.xpath(".//button[not(@type) or @type='submit']")
        buttons += root.xpath("//button[@form=$id]", id=form.get("id")) if form.get("id") else []
        for button in buttons or [form]:
            target = urlsplit(urljoin(path, button.get("formaction") or form.get("action") or path))
            rule, _values = adapter.match(target.path, "POST", return_rule=True)
            name, value = button.get("name"), button.get("value") or ""
            path_of_press = target._replace(scheme="", netloc="").geturl()
            kind = re.sub(r"\d+", "", f"{name} {value.partition(':')[0]}")
            yield Press(rule.rule, path_of_press, person, data | ({name: [value]} if name else {}), kind)
