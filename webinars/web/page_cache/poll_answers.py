"""Answers to programs that ask the same again and again: nothing is worked out for them that they do not need."""

from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Response
from werkzeug.datastructures import Accept, Headers
from werkzeug.http import parse_accept_header, parse_etags

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

HEADERS_KEPT = 512


class BareResponse(Response):
    """A response that says nothing of a type it was not given: 304 has none."""

    default_mimetype = None

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:  # noqa: ARG002 - Werkzeug's signature
        """Returns the headers as they are: complete for every status, with nothing to make absolute or to count."""
        return self.headers


@lru_cache(maxsize=HEADERS_KEPT)
def accepts_gzip(header: str) -> bool:
    """Returns whether an Accept-Encoding lets an answer come compressed. Thousands of programs send the same one."""
    return any(name.lower() == "gzip" and quality > 0 for name, quality in parse_accept_header(header, Accept))


def names_etag(if_none_match: str, etag: str) -> bool:
    """Returns whether an If-None-Match has the (quoted) tag."""
    return if_none_match == etag or parse_etags(if_none_match).contains_weak(etag.strip('"'))
