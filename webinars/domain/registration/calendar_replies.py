"""What becomes of a “no” that a calendar program sends: a question by mail. It takes no place away by itself."""

import datetime as dt

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.calendar_replies import Reply
from webinars.domain.programme.phases import phase_of
from webinars.domain.registration.attendee_actions import locked_registration
from webinars.models import Priority, Registration, RegistrationState, Status, Webinar
from webinars.pure.ical.writing import Method

ASKED = "registration.asked"

log = structlog.get_logger()


def ask_whether_given_back(session: Session, reply: Reply, now: dt.datetime) -> bool:
    """Promise the mail with the question, once for each entry that was sent. Does not commit.

    Returns False if the reply is to nothing that the address has now: another UID, no place, an entry of before.
    """
    found = session.scalar(
        sa.select(Registration.id)
        .join(Webinar, Webinar.id == Registration.webinar_id)
        .where(
            Webinar.uid == reply.uid,
            Registration.email_normal == reply.attendee,
            Registration.state == RegistrationState.CONFIRMED,
        )
    )
    if found is None:
        return False
    desk, registration = locked_registration(session, found)
    is_answer_to_the_last = registration.told_method == Method.REQUEST and reply.sequence == registration.told_sequence
    is_to_come = desk.webinar.status == Status.PUBLISHED and phase_of(desk.webinar, now).is_to_come
    has_place = registration.state is RegistrationState.CONFIRMED and registration.email_normal == reply.attendee
    if not (is_answer_to_the_last and is_to_come and has_place):
        return False
    add_mail(
        session,
        kind=ASKED,
        priority=Priority.REGISTRATION,
        recipient=reply.attendee,
        context={"registration_id": registration.id, "webinar_id": registration.webinar_id},
        dedupe_key=f"{ASKED}:{registration.id}:{registration.told_sequence}",
        now=now,
        organisation_id=desk.webinar.host_id,
    )
    log.info("calendar has declined", registration_id=registration.id)
    return True
