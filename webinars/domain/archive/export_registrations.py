"""How people register for a webinar, as its record says it.

Who has registered is in no archive.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.archive import records
from webinars.domain.archive.time_fields import show_instant
from webinars.domain.registration.form_questions import RegistrationQuestionInput
from webinars.domain.registration.registration_window import instant_before
from webinars.models import (
    DEFAULT_REMINDERS,
    DEFAULT_RETENTION_DAYS,
    RegistrationDesk,
    RegistrationMode,
    RegistrationQuestion,
    Webinar,
)

KEYS = {
    "capacity": "capacity",
    "waiting_list": "has_waiting_list",
    "approval": "is_approval_needed",
    "opens_at": "opens_before_minutes",
    "closes_at": "closes_before_minutes",
    "reminders_minutes": "reminder_minutes",
    "keep_days": "retention_days",
    "feedback": "takes_feedback",
}
"""The column of a desk for each key of the record."""
USUAL: Mapping[str, Any] = {
    "capacity": None,
    "waiting_list": True,
    "approval": False,
    "opens_at": None,
    "closes_at": None,
    "reminders_minutes": list(DEFAULT_REMINDERS),
    "keep_days": DEFAULT_RETENTION_DAYS,
    "feedback": False,
    "questions": [],
}
RegistrationValues = dict[str, Any]
"""A record by its keys, to be compared: opening and closing in minutes before the start, so that they move with it."""


class StoredRegistrations:
    """How people register for some webinars, or all."""

    def __init__(self, session: Session, ids: Sequence[int] | None = None) -> None:
        desks, questions = sa.select(RegistrationDesk), sa.select(RegistrationQuestion)
        if ids is not None:
            desks = desks.where(RegistrationDesk.webinar_id.in_(ids))
            questions = questions.where(RegistrationQuestion.webinar_id.in_(ids))
        questions = questions.where(RegistrationQuestion.is_retired.is_(False))
        self._desks: dict[int, RegistrationDesk] = {}
        self._questions: dict[int, list[RegistrationQuestion]] = defaultdict(list)
        if ids is not None and not ids:
            return
        self._desks = {desk.webinar_id: desk for desk in session.scalars(desks)}
        for each in session.scalars(questions.order_by(RegistrationQuestion.position, RegistrationQuestion.id)):
            self._questions[each.webinar_id].append(each)

    def desk(self, webinar: Webinar) -> RegistrationDesk | None:
        return self._desks.get(webinar.id)

    def questions(self, webinar: Webinar) -> Sequence[RegistrationQuestion]:
        return self._questions.get(webinar.id, ())

    def is_anything_set(self, webinar: Webinar) -> bool:
        """Returns whether people register for it, once did, or are asked something."""
        mode = webinar.registration_mode
        return mode is not RegistrationMode.NONE or webinar.id in self._desks or webinar.id in self._questions

    def values(self, webinar: Webinar) -> RegistrationValues:
        desk = self.desk(webinar)
        return {
            "mode": webinar.registration_mode.value,
            "url": webinar.registration_url,
            **({key: getattr(desk, column) for key, column in KEYS.items()} if desk is not None else USUAL),
            "questions": [question_record(each) for each in self.questions(webinar)],
        }

    def record(self, webinar: Webinar) -> dict[str, Any] | None:
        """Returns the record as it is written, or None where nobody registers and nothing is set."""
        if not self.is_anything_set(webinar):
            return None
        values = self.values(webinar)
        written = {key: values[key] for key in (*(each.key for each in records.REGISTRATION), "questions")}
        opens_at, closes_at = (instant_before(webinar, values[key]) for key in ("opens_at", "closes_at"))
        if closes_at is not None and webinar.ends_at is not None:
            # One that has become shorter since closes at its end, which is what a file may say.
            closes_at = min(closes_at, webinar.ends_at)
        for key, at in (("opens_at", opens_at), ("closes_at", closes_at)):
            written[key] = None if at is None else show_instant(at)
        return written


def question_record(each: RegistrationQuestionInput | RegistrationQuestion) -> dict[str, Any]:
    return {
        "kind": each.kind.value,
        "label": each.label,
        "choices": list(each.options),
        "reason": each.reason,
        "required": each.is_required,
        "keep_days": each.keep_days,
    }
