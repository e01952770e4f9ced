"""What the forms below the rows beside the player do. The script only keeps the player running."""

from collections.abc import Callable
from typing import TypeVar

from flask import abort, request
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.recordings import clips, timeline_actions
from webinars.domain.recordings.chapters.reading import read_chapters
from webinars.domain.recordings.clip_tree import file_timeline_of
from webinars.domain.recordings.errors import RecordingInvalid
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.player_times import playing_time
from webinars.site.recordings.editor_forms import (
    ChapterForm,
    ChapterListForm,
    ClipForm,
    StretchForm,
    TimingForm,
)
from webinars.site.recordings.views.blueprint import bp
from webinars.site.recordings.views.moments import RecordingEditor, back_to, desk_or_404, show_desk
from webinars.web import access
from webinars.web.forms.base import SessionForm
from webinars.web.security.identity import current_actor

PLACE = "/manage/webinars/<slug>/recordings/<int:recording_id>/moments"
NUDGE_S = {"earlier": -5, "later": 5}
FIELDS = {"from": "at", "answered_s": "at", "chapters": "text", "sync": "begins"}
"""The form's field for a field of the actions, where the names differ."""
Done = TypeVar("Done")


@bp.post(f"{PLACE}/chapters")
@access.signed_in
def add_chapter(slug: str, recording_id: int) -> ResponseReturnValue:
    desk, form = desk_or_404(slug, recording_id), ChapterForm(prefix="new-chapter-")
    if not form.validate():
        return _refused(desk, "new-chapter", form)
    values = {"at_s": at_of(desk, form.shown_s()), "title": form.title.data or ""}
    try:
        chapter = do(desk, timeline_actions.add_chapter, desk.recording, **values)
    except RecordingInvalid as error:
        return _refused(desk, "new-chapter", form, error)
    return back_to(desk, _begins(chapter.title, form.shown_s()), row=f"chapter-{chapter.id}", at_s=form.shown_s())


@bp.post(f"{PLACE}/chapter-list")
@access.signed_in
def replace_chapters(slug: str, recording_id: int) -> ResponseReturnValue:
    desk, form = desk_or_404(slug, recording_id), ChapterListForm(prefix="list-")
    if not form.validate():
        return _refused(desk, "list", form)
    found = [(at_of(desk, line.shown_s), line.title) for line in read_chapters(form.text.data or "")]
    try:
        do(desk, timeline_actions.set_chapters, desk.recording, found)
    except RecordingInvalid as error:
        return _refused(desk, "list", form, error)
    return back_to(desk, ngettext("%(num)s chapter was read.", "%(num)s chapters were read.", len(found)), row="list")


@bp.post(f"{PLACE}/chapters-of-talks")
@access.signed_in
def add_chapters_of_talks(slug: str, recording_id: int) -> ResponseReturnValue:
    desk = desk_or_404(slug, recording_id)
    try:
        count = do(desk, timeline_actions.add_chapters_of_talks, desk.recording)
    except RecordingInvalid as error:
        return _refused(desk, "list", ChapterListForm(None, prefix="list-"), error)
    return back_to(desk, ngettext("%(num)s chapter is added.", "%(num)s chapters are added.", count), row="list")


@bp.post(f"{PLACE}/clips")
@access.signed_in
def add_clip(slug: str, recording_id: int) -> ResponseReturnValue:
    desk, form = desk_or_404(slug, recording_id), ClipForm(prefix="new-clip-")
    form.offer(desk.recording)
    if not form.validate():
        return _refused(desk, "new-clip", form)
    values = _stretch(desk, form) | {"appearance": form.appearance(desk.recording), "title": form.title.data or ""}
    try:
        clip = do(desk, clips.add_clip, desk.recording, **values)
    except RecordingInvalid as error:
        return _refused(desk, "new-clip", form, error)
    sentence = _("“%(title)s” is a clip with a page of its own.", title=clip.title)
    return back_to(desk, sentence, row=f"clip-{clip.id}", at_s=clip.starts_s)


@bp.post(f"{PLACE}/timing")
@access.signed_in
def set_timing(slug: str, recording_id: int) -> ResponseReturnValue:
    desk, form = desk_or_404(slug, recording_id), TimingForm(prefix="timing-")
    if not form.validate():
        return _refused(desk, "timing", form)
    # Where the webinar begins later in the video, everything in it does.
    sync_s = form.sync_s() - NUDGE_S.get(_press(), 0)
    if form.notice_change(desk.recording, sync_s):
        return _refused(desk, "timing", form)
    try:
        do(
            desk,
            timeline_actions.set_timing,
            desk.recording,
            sync_s=sync_s,
            cuts=form.stretches(),
            stays=bool(form.stays.data),
        )
    except RecordingInvalid as error:
        return _refused(desk, "timing", form, error)
    moved = _("Chapters, clips and answers have moved along.")
    return back_to(desk, _("Everything stays where it is in the video.") if form.stays.data else moved, row="timing")


def do(desk: RecordingEditor, verb: Callable[..., Done], *args: object, **values: object) -> Done:
    """Let the person who asks do it to the webinar, now."""
    return verb(db.session(), current_actor(), desk.webinar, *args, now=clock.now(), **values)


def _press() -> str:
    press = request.form.get("press", "save")
    return press if press in {"save", *NUDGE_S} else abort(400)


def at_of(desk: RecordingEditor, shown_s: int, before_s: int | None = None) -> int:
    """Returns the webinar time of a second that the player shows, or `before_s` if that is what it showed already.

    What was cut out shares its second with what came after, and must not move by being saved.
    """
    timeline = file_timeline_of(desk.recording)
    if before_s is not None and round(timeline.clamped(before_s)) == shown_s:
        return before_s
    return round(timeline.at(shown_s))


def _stretch(desk: RecordingEditor, form: StretchForm) -> dict[str, int | None]:
    ends_s = form.ends_s()
    return {
        "from_s": at_of(desk, form.shown_s()),
        "until_s": None if ends_s is None else at_of(desk, ends_s),
    }


def _begins(title: str, shown_s: int) -> str:
    return _("“%(title)s” begins at %(moment)s.", title=title, moment=playing_time(shown_s))


def _refused(
    desk: RecordingEditor, key: str, form: SessionForm, error: RecordingInvalid | WebinarInvalid | None = None
) -> ResponseReturnValue:
    if error is not None:
        show_error(form, error)
    desk.refused[key] = form
    return show_desk(desk)


def show_error(form: SessionForm, error: RecordingInvalid | WebinarInvalid) -> None:
    """Say what is wrong at the field that it is about."""
    name = FIELDS.get(error.field, error.field)
    field = form[name] if name in form else next(iter(form))
    field.errors = [*field.errors, str(error)]
