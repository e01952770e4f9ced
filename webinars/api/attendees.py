"""Who registered for a webinar, and who attended: for tokens alone, and each reading stands in the history."""

from flask import abort
from sqlalchemy.orm import Session

from webinars import clock
from webinars.api.answers import RegistrationAnswer, RegistrationList, RegistrationReply, instant
from webinars.api.inputs import AttendanceInput, SubjectQuery
from webinars.api.protocol.bearers import bearer
from webinars.api.protocol.cursors import cursor_of, place_of
from webinars.api.protocol.operations import Answer, operation
from webinars.api.references import require_known, slug_of
from webinars.db import db
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.permissions import can_keep_registrations
from webinars.domain.registration.attendance import set_attended_minutes
from webinars.domain.registration.export_table import answer_text
from webinars.domain.registration.queries import all_questions, registrations_after
from webinars.models import Registration, RegistrationQuestion, Scope, Webinar
from webinars.web.activity_counting import notice_token
from webinars.web.number_converter import LARGEST_ID


@operation(
    "GET", "/webinars/<slug>/registrations", "Who registered", scope=Scope.REGISTRATIONS, query=SubjectQuery,
    answer=RegistrationList,
)  # fmt: skip
def registrations(asked: SubjectQuery, slug: str) -> RegistrationList:
    """The oldest first, with their answers, until what is known of them is erased."""
    session = db.session()
    webinar = _webinar(session, slug)
    after_id = place_of(asked.cursor, LARGEST_ID)[0] if asked.cursor else 0
    found = registrations_after(session, webinar.id, after_id, asked.limit + 1)
    labels = {each.id: each for each in all_questions(session, webinar.id)}
    notice_token(bearer().require(Scope.REGISTRATIONS).id, webinar.id)
    items = [_answer(each, labels) for each in found[: asked.limit]]
    return RegistrationList(items=items, next_cursor=cursor_of(items[-1].id_) if len(found) > asked.limit else None)


@operation(
    "PUT", "/webinars/<slug>/registrations/<int:number>/attendance", "How long somebody attended",
    scope=Scope.WRITE_REGISTRATIONS, body=AttendanceInput, status=204,
)  # fmt: skip
def put_attendance(sent: AttendanceInput, slug: str, number: int) -> Answer:
    """In minutes, or null where nobody knows."""
    session = db.session()
    webinar = _webinar(session, slug)
    if not set_attended_minutes(session, bearer().actor, webinar, number, sent.minutes, now=clock.now()):
        abort(404)
    return Answer(None)


def _webinar(session: Session, slug: str) -> Webinar:
    who, found = bearer(), webinar_to_edit(session, slug_of(session, slug))
    if found is None:
        abort(404)
    require_known(who, found)
    if not can_keep_registrations(who.actor, found):
        abort(403)
    return found


def _answer(found: Registration, labels: dict[int, RegistrationQuestion]) -> RegistrationAnswer:
    return RegistrationAnswer(
        id_=found.id,
        name=found.name,
        email=found.email_normal or "",
        timezone=found.timezone,
        state=found.state,
        created_at=instant(found.created_at),
        answers=[
            RegistrationReply(question=labels[each.question_id].label, answer=answer_text(each.value))
            for each in found.answers
            if each.question_id in labels
        ],
        joined_at=instant(found.joined_first_at) if found.joined_first_at else None,
        attended_minutes=found.attended_minutes,
    )
