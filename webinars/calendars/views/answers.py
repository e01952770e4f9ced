"""HTTP answers for calendars: validators, encodings, caching (RFC 9110, 9111)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, request
from werkzeug.http import http_date

from webinars import clock
from webinars.calendars.bodies import Body
from webinars.lib.names import slugify

PUBLIC = "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400"
PRIVATE = "private, max-age=0, must-revalidate"
CALENDAR_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Validators:
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
    disposition: str = "inline",
) -> Response:
    """304 if the client's copy is the one `validators` name, else the calendar.

    `body` may be at a later state than the one asked about; it brings its own validators.
    """
    is_gzip = _accepts_gzip()
    matched = _matching_etag(validators, is_gzip=is_gzip)
    if matched is not None:
        response = Response(status=304)
        del response.headers["Content-Type"]
        response.headers["ETag"] = matched
    else:
        validators, content = body()
        response = Response(content.gzip if is_gzip else content.plain, content_type=CALENDAR_TYPE)
        response.headers["ETag"] = validators.etag(is_gzip=is_gzip)
        response.headers["Content-Disposition"] = f'{disposition}; filename="{slugify(file_name) or "calendar"}.ics"'
        if is_gzip:
            response.headers["Content-Encoding"] = "gzip"
    if validators.changed_at is not None:
        # Two changes within a second move the second one's time ahead; no answer may claim to be from the future.
        response.headers["Last-Modified"] = http_date(min(validators.changed_at, clock.now()))
    response.headers["Cache-Control"] = cache_control
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
    return response


def _accepts_gzip() -> bool:
    return any(name.lower() == "gzip" and quality > 0 for name, quality in request.accept_encodings)


def _matching_etag(validators: Validators, *, is_gzip: bool) -> str | None:
    """The tag under which the client has what it would be sent; None if it must be sent."""
    if "If-None-Match" in request.headers:
        for preferred in (is_gzip, not is_gzip):
            etag = validators.etag(is_gzip=preferred)
            if request.if_none_match.contains_weak(etag.strip('"')):
                return etag
        return None
    since = request.if_modified_since
    if since is not None and validators.changed_at is not None and validators.changed_at <= since:
        return validators.etag(is_gzip=is_gzip)
    return None
