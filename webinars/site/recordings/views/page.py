"""The page of a recording."""

from collections.abc import Sequence
from urllib.parse import urldefrag, urljoin

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.structured_data import webinars
from webinars.domain.recordings.moments import Moment, MomentKind, moments_of
from webinars.domain.recordings.neighbours import full_stream_of, neighbouring_talks
from webinars.domain.recordings.player_view import PlayerView, moment_in, player_view_of
from webinars.domain.recordings.players import players_of
from webinars.domain.recordings.posters import poster_url
from webinars.domain.recordings.queries import neighbours_in_series, recording_page
from webinars.domain.recordings.related import related_recordings
from webinars.domain.transcripts.hit_navigation import Places, places_of
from webinars.domain.transcripts.page_view import TranscriptView, transcript_view_of
from webinars.domain.transcripts.queries import transcripts_of
from webinars.lib.markdown import plain_text
from webinars.models import Recording, RecordingKind, Visibility
from webinars.pure.videos import EmbedKind
from webinars.site.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import lead_on, visible_or_gone
from webinars.web.page_cache.stored_pages import holds_until, keep_pages
from webinars.web.site_context import absolute_url, site_settings
from webinars.web.stored_files import allow_player


@bp.get("/recordings/<slug>")
@access.public
@keep_pages("t", "q", "transcript", about="recording")
def show(slug: str) -> ResponseReturnValue:
    session = db.session()
    recording = recording_page(session, slug) or lead_on(Recording, slug)
    webinar = recording.webinar
    visible_or_gone(webinar)
    holds_until(None)
    screen = _screen(recording)
    if screen.embed is not None:
        allow_player(screen.embed)
    moments = moments_of(recording)
    said = transcript_view_of(session, recording, request.args.get("transcript"))
    return render_template(
        "recordings/show.html",
        recording=recording,
        webinar=webinar,
        screen=screen,
        moments=moments,
        current=_current(moments, screen.starts_s),
        answers=[moment for moment in moments if moment.kind == MomentKind.QUESTION],
        unanswered=_unanswered(recording, moments),
        said=said,
        places=_places(said, screen),
        saying=said.passage_at(screen.starts_s) if screen.starts_s else None,
        whole=full_stream_of(recording, screen.starts_s),
        others=[other for other in webinar.recordings if other is not recording],
        beside=neighbouring_talks(recording),
        beside_in_series=neighbours_in_series(session, recording),
        related=related_recordings(session, recording, clock.now()),
        video=_video(recording, screen, moments, said),
        is_listed=webinar.visibility == Visibility.PUBLIC,
    )


@bp.get("/recordings/<slug>/player")
@access.public
@keep_pages("t", about="recording")
def player(slug: str) -> ResponseReturnValue:
    """The player alone, from `?t=` on: a film with its captions needs no script here.

    The script of the recording's page takes other moments from it, which each provider words in its own way.
    """
    session = db.session()
    recording = recording_page(session, slug) or lead_on(Recording, slug)
    visible_or_gone(recording.webinar)
    holds_until(None)
    screen = _screen(recording)
    if screen.embed is not None:
        allow_player(screen.embed)
    page = render_template(
        "recordings/player.html",
        recording=recording,
        webinar=recording.webinar,
        screen=screen,
        transcripts=transcripts_of(session, recording),
    )
    # Part of another page, which is the one to be found by searching.
    return page, {"X-Robots-Tag": "noindex"}


def _screen(recording: Recording) -> PlayerView:
    return player_view_of(recording, players_of(site_settings()), starts_s=moment_in(request.args.get("t")))


def _current(moments: Sequence[Moment], place_s: int) -> Moment | None:
    """Returns the last of `moments` that has begun, for a page that was asked for at a moment."""
    return next((moment for moment in reversed(moments) if moment.place_s <= place_s), None) if place_s else None


def _places(said: TranscriptView, screen: PlayerView) -> Places | None:
    """Returns where what `?q=` asks for is said in the transcript that is shown."""
    if said.shown is None:
        return None
    return places_of(said.passages, request.args.get("q", ""), screen.starts_s, language=said.shown.language)


def _unanswered(recording: Recording, moments: Sequence[Moment]) -> bool:
    """Returns whether a full stream shows no answer to some question of its webinar's agenda."""
    answered = {moment.title for moment in moments if moment.kind == MomentKind.QUESTION and moment.number is None}
    asked = recording.webinar.questions if recording.kind == RecordingKind.FULL else []
    return any(question.text not in answered for question in asked)


def _video(recording: Recording, screen: PlayerView, moments: Sequence[Moment], said: TranscriptView) -> webinars.Thing:
    webinar = recording.webinar
    abstract = recording.appearance.abstract if recording.appearance else ""
    described = webinars.video(
        recording,
        page=absolute_url("recordings.show", slug=recording.slug),
        player=absolute_url("embed.recording", slug=recording.slug),
        thumbnail=site_settings().base_url + poster_url(recording, webinar),
        description=plain_text(abstract) or webinar.summary or plain_text(webinar.description),
        parts=[
            webinars.VideoPart(
                name=moment.title,
                starts_s=moment.place_s,
                ends_s=moment.ends_s,
                page=absolute_url("recordings.show", slug=recording.slug, t=moment.place_s),
            )
            for moment in moments
        ],
        transcript=said.text_in(recording.language),
    )
    if webinar.starts_at is not None:
        event = webinars.event_id(absolute_url("programme.show", slug=webinar.slug))
        described["recordedAt"] = {"@id": event}
    # The file of an excerpt is another video: the whole one.
    if screen.embed is not None and screen.embed.kind == EmbedKind.VIDEO and not recording.is_excerpt:
        described["contentUrl"] = urldefrag(urljoin(site_settings().base_url, screen.embed.src)).url
    return described
