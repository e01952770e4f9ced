"""What the forms below the rows beside the player do. The script only keeps the player running."""

from collections.abc import Callable
from typing import TypeVar

from flask import abort, request
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.domain.recordings import clips, timeline_actions
from webinars.domain.recordings.chapters.reading import read_chapters
from webinars.domain.recordings.clip_tree import file_timeline_of
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.player_times import playing_time
from webinars.models import Chapter, Recording
from webinars.site.recordings.editor_forms import (
    ChapterForm,
    ChapterListForm,
    ClipForm,
    StretchForm,
    TimingForm,
)
from webinars.site.recordings.views.blueprint import bp
from webinars.site.recordings.views.moments import RecordingEditor, address_of, editor_of, show_desk
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.press import WrongInForm, by_actor, press, say_at_field

PLACE = "/manage/webinars/<slug>/recordings/<int:recording_id>/moments"
NUDGE_S = {"earlier": -5, "later": 5}
FIELDS = {"from": "at", "answered_s": "at", "chapters": "at", "sync": "begins"}
"""The form's field for a field of the actions, where the names differ."""
LIST_FIELDS = {"chapters": "text", "title": "text", "at": "text"}
"""The same where chapters are typed as one text."""
Done = TypeVar("Done")


@bp.post(f"{PLACE}/chapters")
@access.signed_in
@about(editor_of)
def add_chapter(desk: RecordingEditor) -> ResponseReturnValue:
    form = ChapterForm(prefix="new-chapter-")

    def add() -> Chapter:
        values = {"at_s": at_of(desk, form.shown_s()), "title": form.title.data or ""}
        return do(desk, timeline_actions.add_chapter, desk.recording, **values)

    return press(
        add,
        form=form,
        page=lambda desk: show_desk(desk, {"new-chapter": form}),
        fields=FIELDS,
        said=lambda chapter: _begins(chapter.title, form.shown_s()),
        back=lambda chapter: address_of(desk, row=f"chapter-{chapter.id}", at_s=form.shown_s()),
    )


@bp.post(f"{PLACE}/chapter-list")
@access.signed_in
@about(editor_of)
def replace_chapters(desk: RecordingEditor) -> ResponseReturnValue:
    form = ChapterListForm(prefix="list-")

    def replace() -> int:
        found = [(at_of(desk, line.shown_s), line.title) for line in read_chapters(form.text.data or "")]
        do(desk, timeline_actions.set_chapters, desk.recording, found)
        return len(found)

    return press(
        replace,
        form=form,
        page=lambda desk: show_desk(desk, {"list": form}),
        fields=LIST_FIELDS,
        said=lambda count: ngettext("%(num)s chapter was read.", "%(num)s chapters were read.", count),
        back=address_of(desk, row="list"),
    )


@bp.post(f"{PLACE}/chapters-of-talks")
@access.signed_in
@about(editor_of)
def add_chapters_of_talks(desk: RecordingEditor) -> ResponseReturnValue:
    form = ChapterListForm(None, prefix="list-")

    def refuse(error: WebinarsError) -> ResponseReturnValue:
        say_at_field(form, error, LIST_FIELDS)
        return show_desk(find_again(), {"list": form}), 422

    return press(
        lambda: do(desk, timeline_actions.add_chapters_of_talks, desk.recording),
        refused=refuse,
        said=lambda count: ngettext("%(num)s chapter is added.", "%(num)s chapters are added.", count),
        back=address_of(desk, row="list"),
    )


@bp.post(f"{PLACE}/clips")
@access.signed_in
@about(editor_of)
def add_clip(desk: RecordingEditor) -> ResponseReturnValue:
    form = ClipForm(prefix="new-clip-")
    form.offer(desk.recording)

    def add() -> Recording:
        values = _stretch(desk, form) | {"appearance": form.appearance(desk.recording), "title": form.title.data or ""}
        return do(desk, clips.add_clip, desk.recording, **values)

    return press(
        add,
        form=form,
        page=lambda desk: show_desk(desk, {"new-clip": form}),
        fields=FIELDS,
        said=lambda clip: _("“%(title)s” is a clip with a page of its own.", title=clip.title),
        back=lambda clip: address_of(desk, row=f"clip-{clip.id}", at_s=clip.starts_s),
    )


@bp.post(f"{PLACE}/timing")
@access.signed_in
@about(editor_of)
def set_timing(desk: RecordingEditor) -> ResponseReturnValue:
    form, nudge_s, recording = TimingForm(prefix="timing-"), NUDGE_S.get(_press(), 0), desk.recording
    stays = bool(form.stays.data)

    def set_it() -> None:
        # Where the webinar begins later in the video, everything in it does.
        sync_s = form.sync_s() - nudge_s
        if form.notice_change(recording, sync_s):
            raise WrongInForm
        do(desk, timeline_actions.set_timing, recording, sync_s=sync_s, cuts=form.stretches(), stays=stays)

    return press(
        set_it,
        form=form,
        page=lambda desk: show_desk(desk, {"timing": form}),
        fields=FIELDS,
        said=_("Everything stays where it is in the video.")
        if stays
        else _("Chapters, clips and answers have moved along."),
        back=address_of(desk, row="timing"),
    )


def do(desk: RecordingEditor, verb: Callable[..., Done], *args: object, **values: object) -> Done:
    """Let the person who asks do it to the webinar, now."""
    return verb(*by_actor(), desk.webinar, *args, now=clock.now(), **values)


def _press() -> str:
    verb = request.form.get("press", "save")
    return verb if verb in {"save", *NUDGE_S} else abort(400)


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
