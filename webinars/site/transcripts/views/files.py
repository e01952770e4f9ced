"""Transcripts as files that anybody may fetch: captions for players, and text for people."""

from collections.abc import Callable

from flask import abort, request
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.transcripts.clocks import shift_captions
from webinars.domain.transcripts.export import as_text, as_webvtt
from webinars.domain.transcripts.page_view import origin_of
from webinars.domain.transcripts.queries import captioned_recording, spoken_in, transcripts_of
from webinars.models import Recording, Transcript
from webinars.pure.captions.caption import Caption
from webinars.pure.captions.timestamps import moment_ms
from webinars.site.transcripts.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import lead_on, visible_or_gone
from webinars.web.shared_files import shared_text


@bp.get("/recordings/<slug>/captions/<language>.vtt")
@access.public
def captions(slug: str, language: str) -> ResponseReturnValue:
    """Returns what is said, as WebVTT in the recording's own time. With `?starts=4` it is as if it began at second 4.

    That is for players of a file in which the recording begins later, or of a copy that lacks its beginning.
    """
    recording = captioned_recording(db.session(), slug) or lead_on(Recording, slug)
    return _file(recording, language, _as_webvtt, "text/vtt")


@bp.get("/recordings/<slug>/transcript.txt")
@access.public
def text(slug: str) -> ResponseReturnValue:
    """Returns what is said, as plain text in `?language=`, or without one in the language of the recording."""
    recording = captioned_recording(db.session(), slug) or lead_on(Recording, slug)
    return _file(recording, request.args.get("language"), as_text, "text/plain")


def _as_webvtt(said: list[Caption], note: str) -> str:
    return as_webvtt(shift_captions(said, _later_ms()), note)


def _later_ms() -> int:
    text = request.args.get("starts", "")
    by_ms = moment_ms(text.removeprefix("-")) or 0
    return -by_ms if text.startswith("-") else by_ms


def _file(
    recording: Recording, language: str | None, write: Callable[[list[Caption], str], str], mimetype: str
) -> ResponseReturnValue:
    visible_or_gone(recording.webinar)
    transcript = _transcript_or_404(recording, language)
    return shared_text(
        recording, write(spoken_in(db.session(), recording, transcript), origin_of(transcript)), mimetype
    )


def _transcript_or_404(recording: Recording, language: str | None) -> Transcript:
    found = transcripts_of(db.session(), recording)
    if language is None and found:
        return found[0]
    return next((each for each in found if each.language == language), None) or abort(404)
