"""The player with everything below a recording beside it: chapters, clips, answers, sync point and cuts."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct, field
from sqlalchemy.orm import Session

from webinars.db import db
from webinars.domain.recordings.chapters import writing
from webinars.domain.recordings.moments import moments_of
from webinars.domain.recordings.player_view import moment_in
from webinars.domain.recordings.players import players_of
from webinars.domain.recordings.queries import load_trees, recording_to_edit
from webinars.domain.recordings.timeline_actions import chapters_of_talks
from webinars.domain.recordings.timeline_rows import RowKind, TimelineRow, timeline_rows
from webinars.domain.recordings.video_copies.places import shift_of, shown_place, video_of
from webinars.models import Recording, RecordingKind, Webinar
from webinars.pure.videos import Stretch, asked_host, embed, page
from webinars.site.recordings.editor_forms import (
    AnswerForm,
    ChapterForm,
    ChapterListForm,
    ClipForm,
    StretchForm,
    TimingForm,
)
from webinars.site.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.about import about
from webinars.web.forms.base import SessionForm
from webinars.web.site_context import site_settings
from webinars.web.stored_files import allow_player

ROW_FORMS: dict[RowKind, type[Any]] = {
    RowKind.CLIP: StretchForm,
    RowKind.CHAPTER: ChapterForm,
    RowKind.QUESTION: AnswerForm,
    RowKind.ASKED: AnswerForm,
}


class RecordingEditor(Struct, frozen=True):
    """The recording on the page, and forms that were refused: they are shown again as they were typed."""

    webinar: Webinar
    recording: Recording
    refused: dict[str, SessionForm] = field(default_factory=dict)


def editor_of(session: Session, slug: str, recording_id: int) -> RecordingEditor | None:
    """Returns what is to be changed, loaded with all below it: a recording that has a file."""
    recording = recording_to_edit(session, slug, recording_id)
    if recording is None or recording.stream is not None:
        return None
    load_trees(session, recording.webinar)
    return RecordingEditor(recording.webinar, recording)


@bp.get("/manage/webinars/<slug>/recordings/<int:recording_id>/moments")
@access.signed_in
@about(recording_to_edit)
def moments(recording: Recording) -> ResponseReturnValue:
    webinar = recording.webinar
    if recording.stream is not None:
        anchor = f"clip-{recording.id}"
        return redirect(url_for(".moments", slug=webinar.slug, recording_id=recording.stream_id, _anchor=anchor))
    load_trees(db.session(), webinar)
    return show_desk(RecordingEditor(webinar, recording))


def show_desk(desk: RecordingEditor, refused: Mapping[str, SessionForm] | None = None) -> str:
    """Returns the page. `refused` are forms that could not be taken, by their keys."""
    desk.refused.update(refused or {})
    recording = desk.recording
    at_s = moment_in(request.args.get("at"))
    place = shown_place(recording)
    video, shift_s = video_of(place), shift_of(place)
    there_s = max(at_s + shift_s, 0)
    player = embed(video, Stretch(starts_s=there_s), players_of(site_settings()))
    if player is not None:
        allow_player(player)
    rows = timeline_rows(recording)
    shown = moments_of(recording)
    return render_template(
        "recordings/editor.html",
        webinar=desk.webinar,
        recording=recording,
        player=player,
        host=asked_host(video),
        watch_page=page(video, there_s),
        shift_s=shift_s,
        is_copy=place is not recording,
        there_s=there_s,
        rows=[(row, _row_form(desk, row)) for row in rows],
        changed=request.args.get("row"),
        new_chapter=desk.refused.get("new-chapter") or ChapterForm(None, prefix="new-chapter-"),
        new_clip=_clip_form(desk) if recording.kind == RecordingKind.FULL else None,
        chapter_list=desk.refused.get("list") or ChapterListForm(None, prefix="list-"),
        timing=_timing_form(desk),
        talks=chapters_of_talks(recording),
        youtube=writing.youtube_text(shown),
        youtube_problem=writing.youtube_problem(shown, recording.duration_s),
    )


def address_of(desk: RecordingEditor, *, row: str, at_s: int | None = None) -> str:
    """Returns where the row is that was changed, with the player where it was changed to."""
    # The row stands there twice, because a script that follows is not told of the anchor.
    slug, recording_id = desk.webinar.slug, desk.recording.id
    return url_for(".moments", slug=slug, recording_id=recording_id, at=at_s or None, row=row, _anchor=row)


def _row_form(desk: RecordingEditor, row: TimelineRow) -> SessionForm | None:
    if row.kind not in ROW_FORMS:
        return None
    if row.key in desk.refused:
        return desk.refused[row.key]
    form = ROW_FORMS[row.kind](None, prefix=f"{row.key}-")
    form.show(row)
    form.note()
    return form  # type: ignore[no-any-return]  # one of the three


def _clip_form(desk: RecordingEditor) -> SessionForm:
    form = desk.refused.get("new-clip")
    if form is None:
        form = ClipForm(None, prefix="new-clip-")
        form.offer(desk.recording)
    return form


def _timing_form(desk: RecordingEditor) -> SessionForm:
    form = desk.refused.get("timing")
    if form is None:
        form = TimingForm(None, prefix="timing-")
        form.show(desk.recording)
    return form
