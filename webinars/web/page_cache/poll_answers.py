"""Answers to programs that ask the same again and again: nothing is worked out for them that they do not need."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.datastructures import Accept, Headers
from werkzeug.http import parse_accept_header, parse_etags

from webinars.web.page_cache.poll_cache import PollAnswer

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


def poll_response(answer: PollAnswer, cache_control: str) -> Response:
    """Returns a poll's answer in JSON, or 304 for who has it already."""
    # Read from the environ: a view of it as headers would cost polls more than what is done with them.
    asked = request.environ
    is_gzip = accepts_gzip(asked.get("HTTP_ACCEPT_ENCODING", ""))
    etag = answer.etag_compressed if is_gzip else answer.etag
    had = asked.get("HTTP_IF_NONE_MATCH")
    if had is not None:
        for each in (etag, answer.etag, answer.etag_compressed):
            if names_etag(had, each):
                return BareResponse(status=304, headers=_poll_headers(each, cache_control))
    octets = answer.compressed if is_gzip else answer.plain
    headers = [
        *_poll_headers(etag, cache_control),
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(octets))),
        *([("Content-Encoding", "gzip")] if is_gzip else []),
    ]
    return BareResponse(octets, headers=headers)


@lru_cache(maxsize=HEADERS_KEPT)
def _poll_headers(etag: str, cache_control: str) -> Sequence[tuple[str, str]]:
    """Returns what a 304 repeats of the 200 before it."""
    return (
        ("ETag", etag),
        ("Cache-Control", cache_control),
        ("Vary", "Accept-Encoding"),
        ("X-Robots-Tag", "noindex"),
    )
