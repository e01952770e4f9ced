"""Addresses that let in whoever has them. A rule says so by its converter, `<secret:token>`. All else follows from it.

What they answer is kept by nobody and found by nobody, the address travels to no other site, and no log holds it.
"""

import logging
import re

from flask import Flask, Response, request
from werkzeug.routing import Map, Rule, UnicodeConverter

LOGGERS = ("waitress", "werkzeug")
"""Of whatever serves us: they write addresses."""
_CONVERTER = re.compile(r"<secret:\w+>")
_VARIABLE = re.compile(r"(<[^>]+>)")
_ONE_PART = r"[^/\s\"'?]+"


class SecretConverter(UnicodeConverter):
    """`<secret:…>` in a rule: one part of the path, whose digest is what is stored of it."""


def is_secret(rule: Rule) -> bool:
    """Returns whether the addresses of `rule` hold a secret."""
    return _CONVERTER.search(rule.rule) is not None


class Mask(logging.Filter):
    """Blots out the secret part of addresses in whatever is logged."""

    def __init__(self, url_map: Map) -> None:
        super().__init__()
        self._url_map = url_map
        self._pattern: re.Pattern[str] | None = None

    def masked(self, text: str) -> str:
        """Returns `text` without the secrets that stand in addresses."""
        if self._pattern is None:
            self._pattern = _pattern_of(self._url_map)
        return self._pattern.sub(r"\g<before>…", text)

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.masked(record.getMessage()), ()
        return True


def init_app(app: Flask) -> None:
    app.url_map.converters["secret"] = SecretConverter
    app.after_request(_keep_to_the_reader)
    mask = app.extensions["mask"] = Mask(app.url_map)
    for name in LOGGERS:
        logger = logging.getLogger(name)
        for other in [each for each in logger.filters if isinstance(each, Mask)]:
            logger.removeFilter(other)
        logger.addFilter(mask)


def _pattern_of(url_map: Map) -> re.Pattern[str]:
    befores = {rule.rule[: found.start()] for rule in url_map.iter_rules() if (found := _CONVERTER.search(rule.rule))}
    # The longest first: in /follow/mail/SECRET it is not “mail” that has to go.
    ways = [_as_expression(before) for before in sorted(befores, key=lambda before: (-before.count("/"), before))]
    return re.compile(rf"(?P<before>{'|'.join(ways)}){_ONE_PART}") if ways else re.compile(r"(?P<before>)(?!)")


def _as_expression(before: str) -> str:
    return "".join(_ONE_PART if part.startswith("<") else re.escape(part) for part in _VARIABLE.split(before))


def _keep_to_the_reader(response: Response) -> Response:
    if request.url_rule is None or not is_secret(request.url_rule):
        return response
    headers = response.headers
    headers.setdefault("Cache-Control", "no-store")
    headers["X-Robots-Tag"] = "noindex, nofollow"
    # A page that holds a form needs its own site's referrer: with no-referrer, browsers without Fetch Metadata send
    # the form with `Origin: null`. A refused or plain answer holds none.
    holds_form = (response.mimetype == "text/html" and response.status_code < 400) or response.status_code == 422  # noqa: PLR2004 - of HTTP
    headers.setdefault("Referrer-Policy", "same-origin" if holds_form else "no-referrer")
    return response
