"""What is private is planted, and looked for in every mail to attendees: text, HTML, head and calendar."""

import datetime as dt
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa
from msgspec import structs

from tests.factories import add_recording, ask, make_registration, make_series
from tests.integration.registration.conftest import NOW
from tests.integration.registration.letter_desk import laura, machine, site, traveller
from tests.unfolded_calendar import unfolded
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.compose import compose, write_letter
from webinars.domain.registration.letters.announced_state import AnnouncedState
from webinars.domain.registration.links import join_code, new_group_link, page_token
from webinars.models import (
    Audience,
    GroupedRegistration,
    Mailing,
    Organisation,
    OutboundEmail,
    Priority,
    Registration,
    RegistrationAnswer,
    RegistrationEnd,
    RegistrationGroup,
    RegistrationState,
    Status,
    Webinar,
)

pytestmark = pytest.mark.usefixtures("derived")


__all__ = ["laura", "machine", "site", "traveller"]
State = RegistrationState
START = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
PUBLISHED = AnnouncedState(Status.PUBLISHED, START, START + dt.timedelta(hours=2))
BEFORE = {"was": structs.replace(PUBLISHED, starts_at=START - dt.timedelta(days=1)).as_json(), "mailing_id": 1}

MAILS = {
    "take_place": (State.UNCONFIRMED, Status.PUBLISHED, {}),
    "place": (State.CONFIRMED, Status.PUBLISHED, {}),
    "asked": (State.CONFIRMED, Status.PUBLISHED, {}),
    "waiting": (State.WAITING, Status.PUBLISHED, {}),
    "pending": (State.PENDING, Status.PUBLISHED, {}),
    "declined": (State.DECLINED, Status.PUBLISHED, {}),
    "ended": (State.CANCELLED, Status.PUBLISHED, {}),
    "erased": (State.CONFIRMED, Status.PUBLISHED, {"is_asked": True, "days": 30}),
    "links": (State.CONFIRMED, Status.PUBLISHED, {"timezone": "Europe/Rome"}),
    "moved": (State.CONFIRMED, Status.PUBLISHED, BEFORE),
    "restored": (State.CONFIRMED, Status.PUBLISHED, BEFORE),
    "cancelled": (State.CONFIRMED, Status.CANCELLED, BEFORE),
    "postponed": (State.CONFIRMED, Status.POSTPONED, BEFORE),
    "withdrawn": (State.CONFIRMED, Status.DRAFT, BEFORE),
    "reminder": (State.CONFIRMED, Status.PUBLISHED, {"minutes": 1440, "starts_at": START.isoformat()}),
    "delayed": (State.CONFIRMED, Status.PUBLISHED, {"minutes": 0, "starts_at": START.isoformat()}),
    "recording": (State.CONFIRMED, Status.PUBLISHED, {}),
    "recording_wish": (State.WAITING, Status.PUBLISHED, {}),
    "message": (State.CONFIRMED, Status.PUBLISHED, {}),
    "take_places": (State.UNCONFIRMED, Status.PUBLISHED, {}),
    "places": (State.CONFIRMED, Status.PUBLISHED, {}),
    "one_more": (State.CONFIRMED, Status.PUBLISHED, {}),
}
"""Each with the state in which it is written, and what else it is promised with."""


def test_every_mail_to_attendees_is_looked_at():
    # Who waits for a recording is asked while there is none, and has told us nothing but the address.
    looked_at = {f"registration.{name}" for name in (*MAILS, "confirm_wish")}

    assert looked_at == {name for name in KINDS if name.startswith("registration.")}


@pytest.fixture
def planted(session, site, machine, laura):
    """The room, her name and answer, and somebody else's everything."""
    webinar = session.get_one(Webinar, machine.id)
    webinar.join_url, webinar.join_passcode = "https://rooms.example/secretroom", "secretcode"
    webinar.join_dial_in = "secretdial"
    question = ask(session, webinar)
    for registration, name in (
        (session.get_one(Registration, laura.id), "secretlaura"),
        (make_registration(session, site, webinar, "secretother", wants_recording=True), "secretother"),
    ):
        registration.name = name
        answer = RegistrationAnswer(question_id=question.id, value=f"{name}answer")
        answer.registration_id = registration.id
        session.add(answer)
    add_recording(session, webinar, "A recording")
    series = make_series(session, session.get_one(Organisation, webinar.host_id))
    webinar.series_id = series.id
    group = RegistrationGroup(series_id=series.id, created_at=NOW, wants_more=True, **new_group_link(site))
    session.add(group)
    session.flush()
    session.add(GroupedRegistration(registration_id=laura.id, group_id=group.id))
    session.commit()
    other = session.scalars(sa.select(Registration).where(Registration.name == "secretother")).one()
    return [page_token(site, other), join_code(site, other), "secret", "attendee.example"]


@pytest.mark.parametrize("name", MAILS)
def test_no_mail_holds_the_room_or_what_somebody_has_typed(session, site, laura, planted, name):
    state, status, context = MAILS[name]
    webinar = session.get_one(Webinar, laura.webinar_id)
    webinar.status, webinar.cancelled_at = status, NOW
    session.commit()
    registration = session.get_one(Registration, laura.id)
    registration.queue_number = 99 if state is State.WAITING else None
    registration.state, registration.ended_by, registration.wants_recording = state, RegistrationEnd.ATTENDEE, True
    message = Mailing(
        dedupe_key="message",
        kind="registration.message",
        context={},
        priority=Priority.MESSAGE,
        due_at=NOW,
        created_at=NOW,
        webinar_id=webinar.id,
        audience=Audience.CONFIRMED,
        subject="Have Note G at hand",
        body="We shall read it line by line.",
    )
    session.add(message)
    session.flush()
    present = structs.replace(PUBLISHED, status=status).as_json()
    add_mail(
        session,
        kind=f"registration.{name}",
        priority=Priority.REGISTRATION,
        recipient="laura@example.org",
        context={
            "registration_id": laura.id,
            "webinar_id": laura.webinar_id,
            "sequence": 9,
            "now": present,
            "mailing_id": message.id,
            "group_id": session.scalars(sa.select(RegistrationGroup.id)).one(),
            "registration_ids": [laura.id],
            "sequences": {str(laura.id): 9},
            "refused": [],
            "wish_id": 0,
            **context,
        },
        dedupe_key="planted",
        now=NOW,
    )
    session.commit()
    mail = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.dedupe_key == "planted")).one()
    letter = write_letter(session, site, KINDS, mail, now=NOW)
    assert letter is not None

    message = message_from_bytes(compose(site, mail, letter, now=NOW).octets, policy=policy.default)

    parts = [part.get_payload(decode=True).decode() for part in message.walk() if not part.is_multipart()]
    everything = unfolded("\n".join([*map(str, message.items()), *parts]))
    assert [mark for mark in planted if mark in everything] == []
