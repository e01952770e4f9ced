"""HTTP answers for calendars: validators, encodings, caching (RFC 9110, 9111).

Nearly every request for a feed is a poll without news. What can be worked out once for a state of a feed, or once for a
header that thousands of programs send alike, is.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Response, current_app, request
from msgspec import Struct
from werkzeug.http import http_date, parse_date

from webinars import clock
from webinars.domain.calendars.feed_bodies import Body
from webinars.lib.names import slugify
from webinars.web.page_cache.poll_answers import HEADERS_KEPT, BareResponse, accepts_gzip, names_etag
from webinars.web.page_cache.stored_pages import is_file_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PUBLIC = "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400"
PRIVATE = "private, max-age=0, must-revalidate"
FOR_EVERY_ORIGIN = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Last-Modified"),
)
CALENDAR_TYPE = "text/calendar; charset=utf-8"


class Validators(Struct, frozen=True):
    """What says whether a copy is still good. The compressed octets have a tag of their own, as they are others."""

    tag: str
    changed_at: dt.datetime | None

    def etag(self, *, is_gzip: bool) -> str:
        return f'"{self.tag}-gz"' if is_gzip else f'"{self.tag}"'


def calendar_answer(
    validators: Validators,
    body: Callable[[], tuple[Validators, Body]],
    *,
    file_name: str,
    cache_control: str = PUBLIC,
) -> Response:
    """Returns 304 if the client's copy is the one that `validators` name, else the calendar.

    `body` may be at a later state than the one asked about, and brings its own validators.
    """
    # Read from the environ: a view of it as headers would cost polls more than what is done with them.
    asked = request.environ
    is_gzip = accepts_gzip(asked.get("HTTP_ACCEPT_ENCODING", "")) and current_app.config["SETTINGS"].feed_gzip
    matched = _matching_etag(validators, asked, is_gzip=is_gzip)
    if matched is not None:
        return BareResponse(status=304, headers=_headers(matched, _last_modified(validators), cache_control))
    validators, content = body()
    headers = [
        *_headers(validators.etag(is_gzip=is_gzip), _last_modified(validators), cache_control),
        ("Content-Type", CALENDAR_TYPE),
        ("Content-Disposition", _disposition("inline", file_name)),
    ]
    if is_gzip:
        headers.append(("Content-Encoding", "gzip"))
    return BareResponse(content.gzip if is_gzip else content.plain, headers=headers)


def calendar_file(body: Body, changed_at: dt.datetime, *, file_name: str) -> Response:
    """Returns one webinar as a file, for `keep_pages`, which answers who has it already."""
    is_file_of(changed_at, takes_gzip=current_app.config["SETTINGS"].feed_gzip)
    headers = [
        *(("Cache-Control", PUBLIC), *FOR_EVERY_ORIGIN, ("Content-Type", CALENDAR_TYPE)),
        ("Content-Disposition", _disposition("attachment", file_name)),
    ]
    return BareResponse(body.plain, headers=headers)


def _last_modified(validators: Validators) -> dt.datetime | None:
    if validators.changed_at is None:
        return None
    # Two changes within a second move the second one's time ahead; no answer may claim to be from the future.
    return min(validators.changed_at, clock.now().replace(microsecond=0))


@lru_cache(maxsize=HEADERS_KEPT)
def _headers(etag: str, last_modified: dt.datetime | None, cache_control: str) -> Sequence[tuple[str, str]]:
    """Returns what a 304 repeats of the 200 before it."""
    headers = [
        ("ETag", etag),
        ("Cache-Control", cache_control),
        ("Vary", "Accept-Encoding"),
        *FOR_EVERY_ORIGIN,
    ]
    if last_modified is not None:
        headers.append(("Last-Modified", http_date(last_modified)))
    return headers


def _matching_etag(validators: Validators, asked: "WSGIEnvironment", *, is_gzip: bool) -> str | None:
    """Returns the tag under which the client has what it would be sent, or None if it must be sent."""
    tags = asked.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        for preferred in (is_gzip, not is_gzip):
            etag = validators.etag(is_gzip=preferred)
            if names_etag(tags, etag):
                return etag
        return None
    since = parse_date(asked.get("HTTP_IF_MODIFIED_SINCE"))
    if since is not None and validators.changed_at is not None and validators.changed_at <= since:
        return validators.etag(is_gzip=is_gzip)
    return None


@lru_cache(maxsize=HEADERS_KEPT)
def _disposition(kind: str, file_name: str) -> str:
    return f'{kind}; filename="{slugify(file_name) or "calendar"}.ics"'
