"""Public pages are made once, and given to everybody until they would say something else.

That is when the site has another edition, when something of the one webinar that a page is about has changed, when an
administrator has chosen another setting, or when the clock says so. What has changed is asked at most once a second
(`page_shelf.FRESH_S`) by each process, and at once by the process that has changed it.

Of pages that are not kept, because each reader asks for another, it is still said by a tag which they are, and they go
out compressed as well.
"""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, has_app_context, make_response, request
from flask.typing import ResponseReturnValue
from msgspec import Struct, field
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.http import http_date, parse_date

from webinars import clock
from webinars.db import db
from webinars.domain.processes.page_cache import State, state_of_recording, state_of_site, state_of_webinar
from webinars.models.page_cache_version import HAS_WRITTEN
from webinars.web.page_cache.poll_answers import HEADERS_KEPT, BareResponse, accepts_gzip, names_etag
from webinars.web.page_cache.store import THE_SITE, About, Key, PackedBody, PageShelf, StoredPage
from webinars.web.requests.page_languages import language_prefix, page_language
from webinars.web.security.origin import SAFE_METHODS
from webinars.web.security_headers import page_cache_control
from webinars.web.site_context import site_settings

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

MINUTE, QUARTER = dt.timedelta(minutes=1), dt.timedelta(minutes=15)
WORTH_COMPRESSING = 500
"""Octets: below that a compressed answer is no shorter."""

_LOOK_UPS: dict[str, Callable[[Session, str], State]] = {
    "site": lambda session, _slug: state_of_site(session),
    "webinar": state_of_webinar,
    "recording": state_of_recording,
}


class _PageNotes(Struct):
    """What a view says of the page that it is making."""

    now: dt.datetime
    is_about: dict[About, State] = field(default_factory=dict)
    holds_until: dt.datetime | None = None
    is_until_said: bool = False


def keep_pages(*names: str, about: str | None = None) -> Callable[[View], View]:
    """Keep the pages that a view answers with (200). `names` are what it reads of the query, all of it.

    `about` is the kind of what its page at `<slug>` is about, "webinar" or "recording". What a page shows of other
    webinars' places and questions is told by `compare_with`, and how long it says what is so by `holds_until`.
    """

    def declared(view: View) -> View:
        @wraps(view)
        def answered(**values: Any) -> ResponseReturnValue:  # noqa: ANN401 - the view's own arguments
            if request.method not in SAFE_METHODS:
                return view(**values)
            args = request.args if request.environ.get("QUERY_STRING") else {}
            g.query_names = names
            key = (language_prefix(page_language()) + request.path, tuple(args.get(name) for name in names))
            is_about = [THE_SITE, *([(about, str(values["slug"]))] if about else [])]
            return _answer(key, is_about, lambda: view(**values))

        answered.is_stored = True  # type: ignore[attr-defined]  # functions take attributes
        return answered  # type: ignore[return-value]  # wraps keeps the view's shape

    return declared


def is_stored(view: Callable[..., Any]) -> bool:
    """Returns whether the pages of a view are kept."""
    return getattr(view, "is_stored", False)


def compare_with(kind: str, slug: str) -> None:
    """Say that the page that is being made shows something of this webinar's places or questions, before it is read."""
    noted: _PageNotes | None = g.get("stored_page")
    if noted is not None:
        about = (kind, slug)
        noted.is_about[about] = _look_up(about)


def holds_until(moment: dt.datetime | None) -> None:
    """Say when the page that is being made will say something else by itself (None: never), if nothing is changed.

    A page of which this is not said is made again each minute, for nothing begins or ends within one. Every page is
    made again each quarter of an hour: in no zone of the world does a day begin at another time.
    """
    noted: _PageNotes | None = g.get("stored_page")
    if noted is not None:
        noted.is_until_said = True
        if moment is not None and (noted.holds_until is None or moment < noted.holds_until):
            noted.holds_until = moment


def is_file_of(changed_at: dt.datetime, *, takes_gzip: bool) -> None:
    """Say that what is being made is a file, when it last changed, and whether it may go out compressed."""
    g.file_changed_at, g.takes_gzip = changed_at, takes_gzip


def page_shelf() -> PageShelf:
    shelf: PageShelf = current_app.extensions["page_shelf"]
    return shelf


def init_app(app: Flask) -> None:
    app.extensions["page_shelf"] = PageShelf()
    app.after_request(_tag_and_compress)
    if not event.contains(db.session, "after_commit", _expire):
        event.listen(db.session, "after_commit", _expire)


def _answer(key: Key, is_about: list[About], view: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    shelf = page_shelf()
    page = shelf.page(key)
    if page is not None and page.holds(clock.now(), site_settings(), _state_of):
        return _checked(page, view) if shelf.is_checked else _sent(page)
    with shelf.making(key, before_waiting=db.session.rollback):
        page = shelf.page(key)
        if page is not None and page.holds(clock.now(), site_settings(), _state_of):
            return _sent(page)
        response, page = _made(is_about, view)
        if page is None:
            return response
        shelf.put(key, page)
    return _sent(page)


def _made(is_about: list[About], view: Callable[[], ResponseReturnValue]) -> tuple[Response, StoredPage | None]:
    """Returns the answer of a view, and what is to be kept of it, if anything is."""
    settings = site_settings()
    # Asked before anything is read: a page is never older than what it is compared with.
    noted = g.stored_page = _PageNotes(clock.now(), {about: _look_up(about) for about in is_about})
    try:
        response = make_response(view())
    finally:
        del g.stored_page
    if response.status_code != 200 or "Set-Cookie" in response.headers or response.is_streamed:  # noqa: PLR2004 - of HTTP
        return response, None
    plain = response.get_data()
    packed = PackedBody.of(plain)
    headers = [each for each in response.headers if each[0] != "Content-Length"]
    if "Cache-Control" not in response.headers:
        headers.append(("Cache-Control", page_cache_control()))
    return response, StoredPage(
        compressed=packed.compressed,
        size=len(plain),
        etag=packed.etag,
        etag_compressed=packed.etag_compressed if g.pop("takes_gzip", True) else packed.etag,
        headers=(*headers, ("Vary", "Accept-Encoding")),
        sources=g.get("csp_sources"),
        frame_ancestors=g.get("frame_ancestors"),
        is_about=noted.is_about,
        settings=settings,
        made_at=noted.now,
        holds_until=_end_of(noted),
        changed_at=g.pop("file_changed_at", None),
    )


def _end_of(noted: _PageNotes) -> dt.datetime:
    step = QUARTER if noted.is_until_said else MINUTE
    turn = noted.now - (noted.now - dt.datetime.min.replace(tzinfo=dt.UTC)) % step + step
    return min(turn, noted.holds_until) if noted.holds_until is not None else turn


def _sent(page: StoredPage) -> Response:
    if page.sources is not None:
        g.csp_sources = page.sources
    if page.frame_ancestors is not None:
        g.frame_ancestors = page.frame_ancestors
    # Read from the environ: a view of it as headers would cost more than what is done with them.
    asked = request.environ
    is_gzip = page.etag_compressed != page.etag and accepts_gzip(asked.get("HTTP_ACCEPT_ENCODING", ""))
    etag = page.etag_compressed if is_gzip else page.etag
    had = _tag_had(page, etag)
    if had is not None:
        return BareResponse(status=304, headers=[*_headers_of_304(page.headers, had), *_modified(page)])
    headers = [*page.headers, ("ETag", etag), *_modified(page)]
    if is_gzip:
        headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(page.compressed)))]
        return BareResponse(page.compressed, headers=headers)
    return BareResponse(page.plain, headers=[*headers, ("Content-Length", str(page.size))])


def _tag_had(page: StoredPage, etag: str) -> str | None:
    """Returns the tag under which who asks has the page already, `etag` being that of what would be sent."""
    tags = request.environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return next((each for each in (etag, page.etag_compressed, page.etag) if names_etag(tags, each)), None)
    if page.changed_at is None:
        return None
    since = parse_date(request.environ.get("HTTP_IF_MODIFIED_SINCE"))
    return etag if since is not None and page.changed_at <= since else None


def _modified(page: StoredPage) -> list[tuple[str, str]]:
    if page.changed_at is None:
        return []
    # Two changes within a second move the second one's time ahead; no answer may claim to be from the future.
    return [("Last-Modified", http_date(min(page.changed_at, clock.now().replace(microsecond=0))))]


@lru_cache(maxsize=HEADERS_KEPT)
def _headers_of_304(headers: tuple[tuple[str, str], ...], tag: str) -> list[tuple[str, str]]:
    """Returns what a 304 repeats of the 200 (RFC 9110, 15.4.5)."""
    repeated = {"cache-control", "content-location", "vary", "x-robots-tag"}
    return [
        *(each for each in headers if each[0].lower() in repeated or each[0].startswith("Access-Control-")),
        ("ETag", tag),
    ]


def _checked(page: StoredPage, view: Callable[[], ResponseReturnValue]) -> Response:
    """Returns the page, if one that is made now says the same."""
    fresh = make_response(view())
    if fresh.status_code != 200 or fresh.get_data() != page.plain:  # noqa: PLR2004 - of HTTP
        raise AssertionError(f"{request.full_path} was kept too long, or reads what it does not name")
    return _sent(page)


def _state_of(about: About) -> State:
    return page_shelf().state(about, _look_up)


def _look_up(about: About) -> State:
    kind, slug = about
    return _LOOK_UPS[kind](db.session(), slug)


def _expire(session: Session) -> None:
    # Who has just saved a change must see it on every page; other processes follow within a second.
    if session.info.pop(HAS_WRITTEN, False) and has_app_context():
        page_shelf().expire()


def _tag_and_compress(response: Response) -> Response:
    """Give a page for everybody that is not kept its tag, and send it compressed to who takes it so."""
    headers = response.headers
    if (
        response.status_code != 200  # noqa: PLR2004 - of HTTP
        or "ETag" in headers
        or response.mimetype != "text/html"
        or not headers.get("Cache-Control", "").startswith("public")
        or response.is_streamed
    ):
        return response
    plain = response.get_data()
    packed = PackedBody.of(plain)
    headers["Vary"] = "Accept-Encoding"
    is_gzip = accepts_gzip(request.environ.get("HTTP_ACCEPT_ENCODING", "")) and len(plain) > WORTH_COMPRESSING
    if is_gzip:
        response.set_data(packed.compressed)
        headers["Content-Encoding"] = "gzip"
    headers["ETag"] = packed.etag_compressed if is_gzip else packed.etag
    response.make_conditional(request)
    return response
