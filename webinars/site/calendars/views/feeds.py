"""Feeds at lasting addresses, and one webinar as a file."""

from collections.abc import Callable

from flask import abort, request
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.calendars.clients import family_of
from webinars.domain.calendars.feed_bodies import Body
from webinars.domain.calendars.feed_limits import ALL, OF_SITE, FeedPiece
from webinars.domain.calendars.fetch_counting import Fetches
from webinars.domain.calendars.queries import FeedState, entry_of_slug, feed_at, feed_path
from webinars.domain.programme.queries import Named, Slugged
from webinars.domain.programme.subject_queries import public_organisation, public_series, public_speaker, public_topic
from webinars.lib.i18n import gettext as _
from webinars.models import FeedKind, Organisation, Series, Speaker, Status, Topic, Visibility, Webinar
from webinars.pure.ical.writing import write_head
from webinars.site.calendars.views.blueprint import bp, feed_memory
from webinars.site.calendars.views.responses import Validators, calendar_answer, calendar_file
from webinars.web import access
from webinars.web.lookups import lead_on
from webinars.web.page_cache.stored_pages import holds_until, keep_pages
from webinars.web.site_context import site_settings


@bp.get("/calendar.ics")
@access.public
def site() -> ResponseReturnValue:
    response = _feed(feed_path(FeedKind.SITE), None, lambda: site_settings().site_name)
    assert response is not None
    return response


@bp.get("/organisations/<slug>/calendar.ics")
@access.public
def organisation(slug: str) -> ResponseReturnValue:
    return _subject_feed(FeedKind.ORGANISATION, Organisation, slug, lambda: public_organisation(db.session(), slug))


@bp.get("/series/<slug>/calendar.ics")
@access.public
def series(slug: str) -> ResponseReturnValue:
    return _subject_feed(FeedKind.SERIES, Series, slug, lambda: public_series(db.session(), slug))


@bp.get("/speakers/<slug>/calendar.ics")
@access.public
def speaker(slug: str) -> ResponseReturnValue:
    return _subject_feed(FeedKind.SPEAKER, Speaker, slug, lambda: public_speaker(db.session(), slug))


@bp.get("/topics/<slug>/calendar.ics")
@access.public
def topic(slug: str) -> ResponseReturnValue:
    return _subject_feed(FeedKind.TOPIC, Topic, slug, lambda: public_topic(db.session(), slug))


@bp.get("/webinars/<slug>.ics")
@access.public
@keep_pages()
def webinar(slug: str) -> ResponseReturnValue:
    found = entry_of_slug(db.session(), slug) or lead_on(Webinar, slug)
    row, entry = found
    if row.is_unpublished:
        abort(410)
    if row.status == Status.DRAFT:
        abort(404)
    if entry is None:
        abort(404, _("Only the date of this webinar is known, so there is no entry for a calendar."))
    # It says something else with another edition of the site, never by itself.
    holds_until(None)
    piece = FeedPiece(entry.id, entry.starts_at, entry.ends_at, entry.full_size, entry.full, entry.full_deflated)
    response = calendar_file(Body(write_head(None), [piece]), entry.changed_at, file_name=slug)
    if row.visibility == Visibility.UNLISTED:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _subject_feed(
    kind: FeedKind, model: type[Slugged], slug: str, find: Callable[[], Named | None]
) -> ResponseReturnValue:
    def name() -> str | None:
        subject = find()
        if subject is None:
            return None
        return subject.title if isinstance(subject, Series) else subject.name

    return _feed(feed_path(kind, slug), slug, name) or lead_on(model, slug)


def _feed(path: str, file_name: str | None, name: Callable[[], str | None]) -> ResponseReturnValue | None:
    """Returns the feed at `path`, or None if there is none. One that never had an entry is empty and called `name`.

    Without a `file_name`, the file is called as the feed is.
    """

    def look_up() -> FeedState | None:
        state = feed_at(db.session(), path)
        if state is not None:
            return state
        empty_name = name()
        return FeedState(None, empty_name, 0, "", None) if empty_name is not None else None

    memory = feed_memory()
    watch = memory.watch
    poll = watch.poll(path, look_up)
    if poll is None:
        return None

    def body() -> tuple[Validators, Body]:
        window = OF_SITE if path == feed_path(FeedKind.SITE) else ALL
        state, content = memory.shelf.body_of(
            db.session(), poll.state, lambda state: watch.poll_of(path, state).head, window
        )
        tag = poll.tag if state == poll.state else watch.poll_of(path, state).tag
        return Validators(tag, state.changed_at), content

    response = calendar_answer(Validators(poll.tag, poll.changed_at), body, file_name=file_name or poll.state.name)
    asked = request.environ
    if asked["REQUEST_METHOD"] == "GET" and poll.state.id is not None:
        family = family_of(asked.get("HTTP_USER_AGENT", ""))
        memory.tally.count(Fetches(poll.state.id, family, 1, clock.now(), poll.state.revision))
    return response
