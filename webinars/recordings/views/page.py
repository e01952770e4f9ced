"""The page of a recording."""

from urllib.parse import urljoin

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.lib.markdown import plain_text
from webinars.models import Recording, RecordingKind, Visibility
from webinars.programme import structured_data
from webinars.programme.covers import cover_key
from webinars.recordings.providers import EmbedKind
from webinars.recordings.queries import recording_page, related_recordings
from webinars.recordings.screen import Screen, moment_in, players_of, screen_of
from webinars.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import at_former_address, visible_or_gone
from webinars.web.security_headers import allow_source
from webinars.web.site import absolute_url, site_settings


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
