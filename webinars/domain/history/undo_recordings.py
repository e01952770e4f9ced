"""How acts on recordings are taken back."""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.history.acts import RecordedAct, UndoMethod
from webinars.domain.programme import permissions
from webinars.domain.questions.agenda import set_answered
from webinars.domain.recordings import timeline_actions
from webinars.domain.recordings.removal import RETENTION, restore_recording
from webinars.models import AgendaQuestion, Recording


class RemovalUndo(UndoMethod):
    """A recording that was removed, in the days for which it is kept."""

    def is_allowed(self, actor: Actor, act: RecordedAct) -> bool:
        return permissions.can_edit_texts(actor, act.webinar)

    def is_unchanged(self, act: RecordedAct) -> bool:
        return self.removed(act) is not None

    def is_open(self, act: RecordedAct, *, now: dt.datetime) -> bool:
        return act.event.at + RETENTION > now

    def take_back(self, session: Session, actor: Actor, act: RecordedAct, *, now: dt.datetime) -> None:
        recording = self.removed(act)
        assert recording is not None
        restore_recording(session, actor, act.webinar, recording, now=now)

    @staticmethod
    def removed(act: RecordedAct) -> Recording | None:
        """Returns the recording that the act has removed: it bears the same moment."""
        title, url = act.detail.get("title"), act.detail.get("url")
        for each in act.removed:
            if each.removed_at == act.event.at and each.title == title and each.url == url:
                return each
        return None


class AnswerUndo(UndoMethod):
    def is_allowed(self, actor: Actor, act: RecordedAct) -> bool:
        return permissions.can_edit_texts(actor, act.webinar)

    def is_unchanged(self, act: RecordedAct) -> bool:
        question = self._question(act)
        return question is not None and question.answered_s == act.detail["answered_s"][1]

    def take_back(self, session: Session, actor: Actor, act: RecordedAct, *, now: dt.datetime) -> None:
        question = self._question(act)
        assert question is not None
        set_answered(session, actor, act.webinar, question, at_s=act.detail["answered_s"][0], now=now)

    @staticmethod
    def _question(act: RecordedAct) -> AgendaQuestion | None:
        found = [each for each in act.webinar.questions if each.text == act.detail["question"]]
        return found[0] if len(found) == 1 else None


class ChaptersUndo(UndoMethod):
    """All of a recording's, by its title: a list that was pasted in the place of another goes as it came."""

    def is_allowed(self, actor: Actor, act: RecordedAct) -> bool:
        return permissions.can_edit_texts(actor, act.webinar)

    def is_unchanged(self, act: RecordedAct) -> bool:
        recording = self._recording(act)
        return recording is not None and timeline_actions.chapters_snapshot(recording) == act.detail["chapters"][1]

    def take_back(self, session: Session, actor: Actor, act: RecordedAct, *, now: dt.datetime) -> None:
        recording = self._recording(act)
        assert recording is not None
        chapters = timeline_actions.chapters_of_snapshot(act.detail["chapters"][0])
        timeline_actions.set_chapters(session, actor, act.webinar, recording, chapters, now=now)

    @staticmethod
    def _recording(act: RecordedAct) -> Recording | None:
        title = act.detail["recording"]
        found = [each for each in act.webinar.recordings if each.title == title and each.stream_id is None]
        return found[0] if len(found) == 1 else None
