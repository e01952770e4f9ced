"""Saving the rows beside the player: all that were changed at once, whichever button was pressed, or none."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from msgspec import Struct, field

from webinars import clock
from webinars.db import db
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.questions.agenda import set_answered
from webinars.domain.questions.answer_actions import set_moment
from webinars.domain.questions.boards import lock_board
from webinars.domain.questions.errors import MovedMeanwhile, QuestionGone, QuestionInvalid
from webinars.domain.questions.moderator_actions import Moderator
from webinars.domain.recordings import clips, timeline_actions
from webinars.domain.recordings.errors import ChapterInvalid, RecordingInvalid
from webinars.domain.recordings.removal import remove_recording
from webinars.domain.recordings.timeline_rows import RowKind, TimelineRow, timeline_rows
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.player_times import playing_time
from webinars.site.recordings.editor_forms import MomentForm
from webinars.site.recordings.views.blueprint import bp
from webinars.site.recordings.views.moment_changes import FIELDS, NUDGE_S, PLACE, at_of, do
from webinars.site.recordings.views.moments import ROW_FORMS, RecordingEditor, address_of, editor_of, show_desk
from webinars.web import access
from webinars.web.about import about
from webinars.web.forms.rows import Press, press_in
from webinars.web.press import WrongInForm, press, say_at_field
from webinars.web.security.identity import current_actor


class MomentsForm(Struct):
    """What was sent, and what came of it so far."""

    desk: RecordingEditor
    press: Press
    forms: dict[str, Any]
    """Those of the rows that are still there, by their keys."""
    is_refused: bool = False
    sentences: list[str] = field(default_factory=list)
    row: str = "list"
    """Where to go on: what was pressed, or changed last."""
    at_s: int | None = None

    def is_pressed(self, row: TimelineRow, verb: str) -> bool:
        return self.press.target == row.key and self.press.verb == verb

    def shown_s(self, row: TimelineRow) -> int:
        """Returns the second that was typed."""
        return int(self.forms[row.key].shown_s())

    def tell(self, sentence: str, row: str, at_s: int | None = None) -> None:
        self.sentences.append(sentence)
        if self.press.target in {"", row} or self.row == "list":
            self.row, self.at_s = row, at_s

    def refuse(self, row_key: str, error: RecordingInvalid | WebinarInvalid) -> None:
        self.is_refused = True
        say_at_field(self.forms[row_key], error, FIELDS)


@bp.post(PLACE)
@access.signed_in
# Two who save at once take turns, so that the second sees what the first has stored.
@about(editor_of, locked=True)
def save_moments(desk: RecordingEditor) -> ResponseReturnValue:
    rows = timeline_rows(desk.recording)
    sent = [row for row in rows if f"{row.key}-at" in request.form and row.kind in ROW_FORMS]
    forms = {row.key: ROW_FORMS[row.kind](prefix=f"{row.key}-") for row in sent}
    saving = MomentsForm(desk, press_in(request.form), forms)
    gone = [row for row in rows if saving.is_pressed(row, "remove")]
    changed = [row for row in sent if row not in gone and _has_to_be_saved(saving.forms[row.key], row)]

    def save() -> None:
        for row in changed:
            form = saving.forms[row.key]
            saving.is_refused |= not form.validate() or form.notice_change(row)
        if not saving.is_refused:
            nudged = [row for row in rows if row not in changed and _nudge_s(saving, row)]
            _save(saving, [*changed, *nudged], gone, [row for row in rows if saving.is_pressed(row, "follow")])
        if saving.is_refused:
            raise WrongInForm

    return press(
        save,
        page=lambda again: show_desk(again, {row.key: saving.forms[row.key] for row in changed}),
        said=lambda _done: _saved(saving, _lost_count(rows)),
        back=lambda _done: address_of(desk, row=saving.row, at_s=saving.at_s),
    )


def _saved(saving: MomentsForm, lost_count: int) -> str:
    if lost_count:
        flash(
            ngettext(
                "Somebody has removed a moment meanwhile that you had changed.",
                "Somebody has removed %(num)s moments meanwhile that you had changed.",
                lost_count,
            ),
            "warn",
        )
    count = len(saving.sentences)
    if count > 1:
        return ngettext("%(num)s moment is saved.", "%(num)s moments are saved.", count)
    return saving.sentences[0] if saving.sentences else _("Nothing was changed.")


def _nudge_s(saving: MomentsForm, row: TimelineRow) -> int:
    """Returns by how many seconds an answer to the audience is moved by a press."""
    if row.kind != RowKind.ASKED or row.starts_s is None:
        return 0
    return next((by_s for verb, by_s in NUDGE_S.items() if saving.is_pressed(row, verb)), 0)


def _has_to_be_saved(form: MomentForm, row: TimelineRow) -> bool:
    return form.is_changed() and not form.says_the_same(row)


def _lost_count(rows: list[TimelineRow]) -> int:
    """Returns how many rows were sent with changes, and are no longer there."""
    sent = {name.removesuffix("-was") for name in request.form if name.endswith("-was")}
    kinds = {str(kind): form for kind, form in ROW_FORMS.items()}
    lost = [key for key in sent - {row.key for row in rows} if key.partition("-")[0] in kinds]
    return sum(kinds[key.partition("-")[0]](prefix=f"{key}-").is_changed() for key in lost)


def _save(
    saving: MomentsForm, changed: list[TimelineRow], gone: list[TimelineRow], following: list[TimelineRow]
) -> None:
    _save_chapters(saving, [row for row in [*changed, *gone] if row.kind == RowKind.CHAPTER], gone)
    for row in changed:
        if row.kind == RowKind.CLIP:
            _save_clip(saving, row)
        elif row.kind == RowKind.QUESTION:
            _save_answer(saving, row)
    for row in gone:
        if row.kind == RowKind.CLIP:
            do(saving.desk, remove_recording, _recording(saving, row))
            saving.tell(_("“%(title)s” is removed. The stream stays as it is.", title=row.title), "list")
        elif row.kind == RowKind.QUESTION:
            _clear_answer(saving, row)
    for row in following:
        try:
            do(saving.desk, clips.tie_to_stream, _recording(saving, row), saving.desk.recording)
        except RecordingInvalid:
            continue
        saving.tell(_("“%(title)s” follows the stream from now on.", title=row.title), f"clip-{row.id}", row.starts_s)
    _save_asked(saving, [row for row in [*changed, *gone] if row.kind == RowKind.ASKED], gone)


def _save_asked(saving: MomentsForm, rows: list[TimelineRow], gone: list[TimelineRow]) -> None:
    """Save when questions from the audience were answered. The last of all: their board reads the webinar anew."""
    if not rows:
        return
    answered = {each.number: each.answered_s for each in saving.desk.webinar.answered_questions}
    moments: dict[str, int | None] = {}
    for row in rows:
        is_cleared = row in gone or not (saving.forms[row.key].at.data or "").strip()
        at_s = None if is_cleared else at_of(saving.desk, saving.shown_s(row), answered[row.id])
        moments[row.key] = None if at_s is None else at_s + _nudge_s(saving, row)
    actor, now = current_actor(), clock.now()
    who, session = Moderator(name=actor.name, user_id=actor.user_id), db.session()
    board = lock_board(session, saving.desk.webinar.id)
    for row in rows:
        try:
            set_moment(session, board, who, row.id, moments[row.key], now=now)
        except (QuestionInvalid, QuestionGone, MovedMeanwhile) as error:
            if row in gone:
                saving.tell(str(error), "list")
            else:
                saving.refuse(row.key, RecordingInvalid("at", str(error)))
            continue
        if moments[row.key] is None:
            saving.tell(_("The question is marked no longer."), row.key)
        else:
            shown_s = saving.shown_s(row) + _nudge_s(saving, row)
            saving.tell(_("It is answered at %(moment)s.", moment=playing_time(shown_s)), row.key, shown_s)


def _save_chapters(saving: MomentsForm, rows: list[TimelineRow], gone: list[TimelineRow]) -> None:
    chapters = {chapter.id: chapter for chapter in saving.desk.recording.chapters}
    changes: dict[Any, tuple[int, str] | None] = {}
    for row in rows:
        chapter = chapters[row.id]
        if row in gone:
            changes[chapter] = None
            saving.tell(_("“%(title)s” is removed.", title=row.title), "list")
        else:
            shown_s, title = saving.shown_s(row), saving.forms[row.key].title.data or ""
            changes[chapter] = (at_of(saving.desk, shown_s, chapter.at_s), title)
            saving.tell(_begins(title, shown_s), row.key, shown_s)
    if not changes:
        return
    try:
        do(saving.desk, timeline_actions.change_chapters, saving.desk.recording, changes)
    except ChapterInvalid as error:
        saving.refuse(f"chapter-{error.chapter_id}", error)


def _save_clip(saving: MomentsForm, row: TimelineRow) -> None:
    clip, ends_s = _recording(saving, row), saving.forms[row.key].ends_s()
    from_s = at_of(saving.desk, saving.shown_s(row), clip.from_s)
    until_s = None if ends_s is None else at_of(saving.desk, ends_s, clip.until_s)
    try:
        do(saving.desk, clips.set_stretch, clip, from_s=from_s, until_s=until_s)
    except RecordingInvalid as error:
        saving.refuse(row.key, error)
    else:
        saving.tell(_begins(clip.title, clip.starts_s), row.key, clip.starts_s)


def _save_answer(saving: MomentsForm, row: TimelineRow) -> None:
    question, shown_s = _question(saving, row), saving.shown_s(row)
    if not (saving.forms[row.key].at.data or "").strip():
        _clear_answer(saving, row)
        return
    try:
        do(saving.desk, set_answered, question, at_s=at_of(saving.desk, shown_s, question.answered_s))
    except WebinarInvalid as error:
        saving.refuse(row.key, error)
    else:
        saving.tell(_("It is answered at %(moment)s.", moment=playing_time(shown_s)), row.key, shown_s)


def _clear_answer(saving: MomentsForm, row: TimelineRow) -> None:
    do(saving.desk, set_answered, _question(saving, row), at_s=None)
    saving.tell(_("The question is marked no longer."), row.key)


def _recording(saving: MomentsForm, row: TimelineRow) -> Any:  # noqa: ANN401 - one of the webinar's recordings
    return next(each for each in saving.desk.webinar.recordings if each.id == row.id)


def _question(saving: MomentsForm, row: TimelineRow) -> Any:  # noqa: ANN401 - one of the webinar's questions
    return next(each for each in saving.desk.webinar.questions if each.id == row.id)


def _begins(title: str, shown_s: int) -> str:
    return _("“%(title)s” begins at %(moment)s.", title=title, moment=playing_time(shown_s))
