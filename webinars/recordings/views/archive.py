"""The archive of recordings and the page of each."""

from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.lib.markdown import plain_text
from webinars.lib.text import one_line
from webinars.models import Organisation, Recording, RecordingKind, Series, Speaker, Topic, Visibility
from webinars.programme import structured_data
from webinars.programme.covers import cover_key
from webinars.programme.queries import present_slug
from webinars.recordings.archive_facets import FACETS
from webinars.recordings.archive_queries import Filters, find_recordings
from webinars.recordings.providers import EmbedKind
from webinars.recordings.queries import recording_page, related_recordings
from webinars.recordings.screen import Screen, moment_in, players_of, screen_of
from webinars.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import at_former_address, visible_or_gone
from webinars.web.security_headers import allow_source
from webinars.web.site import absolute_url, site_settings

LONGEST_VALUE = 200
LAST_PAGE = 100_000
KINDS: dict[str, type[Any]] = {
    "organisation": Organisation,
    "speaker": Speaker,
    "series": Series,
    "topic": Topic,
}
"""What the facets that are slugs lead to."""


@bp.get("/recordings")
@access.public
def index() -> ResponseReturnValue:
    filters = Filters(
        **{name: one_line(request.args.get(name, ""), at_most=LONGEST_VALUE) for name in ("q", *FACETS, "sort")}
    )
    found = find_recordings(db.session(), filters, _page_number(), today=clock.now().date())
    if not found.count and (moved := _with_present_slugs(filters)) != filters:
        filters, found = moved, find_recordings(db.session(), moved, _page_number(), today=clock.now().date())
    if found.number > found.page_count:
        abort(404)
    return render_template("recordings/index.html", filters=filters, page=found, facets=FACETS)


@bp.get("/recordings/<slug>")
@access.public
def show(slug: str) -> ResponseReturnValue:
    session = db.session()
    recording = recording_page(session, slug)
    if recording is None:
        return at_former_address(Recording, slug, "recordings.show")
    webinar = recording.webinar
    visible_or_gone(webinar)
    screen = screen_of(recording, players_of(site_settings()), starts_s=moment_in(request.args.get("t")))
    if screen.embed is not None:
        allow_source(screen.embed.directive, screen.embed.source)
    before, after = _beside(recording)
    return render_template(
        "recordings/show.html",
        recording=recording,
        webinar=webinar,
        screen=screen,
        others=[other for other in webinar.recordings if other is not recording],
        before=before,
        after=after,
        related=related_recordings(session, recording),
        video=_video(recording, screen),
        is_listed=webinar.visibility == Visibility.PUBLIC,
    )


def _with_present_slugs(filters: Filters) -> Filters:
    """`filters` with the present slugs of whatever has moved: an address that somebody kept goes on filtering."""
    chosen = filters.chosen
    return replace(
        filters,
        **{name: present_slug(db.session(), kind, chosen[name]) for name, kind in KINDS.items() if name in chosen},
    )


def _page_number() -> int:
    """`?page=`, from 1; what is no page number means the first."""
    number = request.args.get("page", "1")
    if not (number.isascii() and number.isdecimal()) or len(number) > len(str(LAST_PAGE)):
        return 1
    return max(1, int(number))


def _beside(recording: Recording) -> tuple[Recording | None, Recording | None]:
    """The talks before and after this one in its webinar; a full stream has none beside it."""
    if recording.kind == RecordingKind.FULL:
        return None, None
    talks = [each for each in recording.webinar.recordings if each.kind == RecordingKind.PRESENTATION]
    place = talks.index(recording)
    return (talks[place - 1] if place else None), (talks[place + 1] if place + 1 < len(talks) else None)


def _video(recording: Recording, screen: Screen) -> structured_data.Thing:
    webinar = recording.webinar
    abstract = recording.appearance.abstract if recording.appearance else ""
    cover = url_for("programme.cover", key=cover_key(recording.title, webinar.host.name))
    described = structured_data.video(
        recording,
        page=absolute_url("recordings.show", slug=recording.slug),
        player=absolute_url("embed.recording", slug=recording.slug),
        thumbnail=site_settings().base_url + cover,
        description=plain_text(abstract) or webinar.summary or plain_text(webinar.description),
    )
    described["recordedAt"] = {
        "@type": "Event",
        "name": webinar.title,
        "url": absolute_url("programme.show", slug=webinar.slug),
    }
    if screen.embed is not None and screen.embed.kind == EmbedKind.VIDEO:
        described["contentUrl"] = urljoin(site_settings().base_url, recording.url)
    return described
