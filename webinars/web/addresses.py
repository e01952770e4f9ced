"""The addresses that templates ask for: those of Flask, each kind of address built once a request.

A list asks for a hundred of them, and to build one takes longer than to draw what stands around it.
"""

import re
from collections.abc import Mapping
from typing import Any

import flask
from flask import Flask, g

_PLAIN = re.compile(r"[a-z0-9-]+")
"""As nearly every slug is: it stands in an address as it is."""
_PLACE = "here-a-slug-will-stand"


def init_app(app: Flask) -> None:
    app.jinja_env.globals["url_for"] = url_for


def url_for(endpoint: str, /, **values: object) -> str:
    """Returns what `flask.url_for` does."""
    if len(values) == 1 and not endpoint.startswith("."):
        ((name, value),) = values.items()
        if isinstance(value, str) and not name.startswith("_") and _PLAIN.fullmatch(value):
            before, after = _around(endpoint, name)
            return f"{before}{value}{after}"
    return _built(endpoint, values)


def _built(endpoint: str, values: Mapping[str, Any]) -> str:
    return flask.url_for(endpoint, **values)


def _around(endpoint: str, name: str) -> tuple[str, str]:
    if "addresses" not in g:
        g.addresses = {}
    key = endpoint, name
    if key not in g.addresses:
        before, _place, after = _built(endpoint, {name: _PLACE}).partition(_PLACE)
        g.addresses[key] = before, after
    found: tuple[str, str] = g.addresses[key]
    return found
