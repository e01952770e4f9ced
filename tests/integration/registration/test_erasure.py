"""What was kept of a person goes, and is nowhere afterwards."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.application import everything_stored
from tests.factories import ask, make_registration, open_desk
from tests.integration.registration.conftest import NOW
from webinars.domain.accounts.queries import actor_of
from webinars.domain.registration.attendee_actions import RegistrationInput, give_back, register
from webinars.domain.registration.calendar_sequence import next_sequence
from webinars.domain.registration.erasure import erase, erase_due, erase_for_organisers
from webinars.domain.registration.retention import kept_until
from webinars.models import OutboundEmail, Registration, RegistrationAnswer, RegistrationState, Status
from webinars.models.derived import touch
from webinars.pure.ical.writing import Method

pytestmark = pytest.mark.usefixtures("derived")


MARKER = "zanzibar"
State = RegistrationState
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def planted(session, settings, webinar, desk):
    """Somebody of whom everything that is kept holds the marker."""
    question = ask(session, webinar)
    entered = RegistrationInput(
        name=f"Ana {MARKER}",
        email=f"ana@{MARKER}.example",
        answers={question.id: [f"At {MARKER}"]},
        timezone="Africa/Dar_es_Salaam",
        wants_recording=True,
    )
    register(session, settings, webinar.id, entered, now=NOW)
    session.commit()
    return session.scalars(sa.select(Registration)).one()


def places_of(session, marker):
    """Which columns of which tables hold the marker."""
    session.commit()
    return {
        f"{table.name}.{name}"
        for table, rows in everything_stored().items()
        for row in rows
        for name, value in row.items()
        if marker in str(value).lower()
    }


def test_who_asks_is_erased_at_once_with_the_place(session, webinar, desk, planted):
    assert places_of(session, MARKER) >= {"registration.name", "registration.email_normal", "registration_answer.value"}

    erase(session, planted.id, now=NOW)
    erase(session, planted.id, now=NOW)
    session.commit()

    # The last mail's own row goes when that has left.
    assert places_of(session, MARKER) == {"outbound_email.recipient", "outbound_email.recipient_domain"}
    (mail,) = session.scalars(sa.select(OutboundEmail))
    assert (mail.kind, mail.context["is_asked"]) == ("registration.erased", True)
    assert (planted.state, planted.erased_at, desk.seats_taken) == (State.CANCELLED, NOW, 0)
    assert planted.link_digest is planted.join_digest is planted.nonce is planted.timezone is None
    assert [planted.wants_reminders, planted.wants_recording, planted.wants_messages] == [False] * 3


def test_who_registers_again_after_being_erased_has_an_entry_above_the_one_that_was_taken_out(
    session, settings, webinar, desk, planted
):
    address = planted.email_normal
    touch(session, [webinar.id])
    session.commit()
    next_sequence(session, planted, Method.REQUEST)
    erase(session, planted.id, now=NOW)
    last = session.scalars(sa.select(OutboundEmail)).one().context["sequence"]

    register(session, settings, webinar.id, RegistrationInput(name="Ana", email=address), now=NOW)

    place = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == "registration.place")).one()
    assert place.context["sequence"] > last


def test_the_place_of_who_is_erased_goes_to_the_next(session, settings, webinar):
    open_desk(session, webinar, capacity=1)
    ana = make_registration(session, settings, webinar, "Ana")
    bo = make_registration(session, settings, webinar, "Bo", state=State.WAITING)

    erase(session, ana.id, now=NOW)

    assert bo.state is State.CONFIRMED


def test_after_the_days_that_were_promised_all_is_erased_and_counted_still(session, webinar, desk, planted):
    until = webinar.ends_at + 30 * ONE_DAY

    erase_due(session, now=until - dt.timedelta(seconds=1))
    assert planted.name == f"Ana {MARKER}"
    erase_due(session, now=until)

    session.refresh(planted)
    assert (planted.name, planted.email_normal, planted.state) == ("", None, State.CONFIRMED)
    assert desk.seats_taken == 1
    assert session.scalars(sa.select(OutboundEmail.kind)).all() == ["registration.erased"]
    assert places_of(session, MARKER) == {"outbound_email.recipient", "outbound_email.recipient_domain"}


def test_it_is_kept_for_less_if_organisers_want_less_and_never_for_more(session, settings, webinar, desk):
    ana = make_registration(session, settings, webinar, "Ana")
    desk.retention_days = 60
    erase_due(session, now=webinar.ends_at + 30 * ONE_DAY)
    assert ana.erased_at is not None

    bo = make_registration(session, settings, webinar, "Bo")
    desk.retention_days = 7
    erase_due(session, now=webinar.ends_at + 7 * ONE_DAY)
    assert bo.erased_at is not None
    mails = session.scalars(sa.select(OutboundEmail).order_by(OutboundEmail.id))
    assert [mail.context["days"] for mail in mails] == [30, 7]


def test_nobody_is_told_to_have_asked_for_what_organisers_have_erased(session, settings, webinar, desk, olga):
    ana = make_registration(session, settings, webinar, "Ana", state=State.DECLINED)

    erase_for_organisers(session, actor_of(session, olga.id), ana.id, now=NOW)

    assert session.scalars(sa.select(OutboundEmail)).one().context["is_asked"] is False


def test_an_answer_may_go_before_the_rest(session, webinar, desk, planted):
    question_id = session.scalars(sa.select(RegistrationAnswer.question_id)).one()
    session.execute(sa.text("UPDATE registration_question SET keep_days = 1 WHERE id = :id"), {"id": question_id})
    session.commit()

    erase_due(session, now=webinar.ends_at + ONE_DAY - dt.timedelta(seconds=1))
    assert len(session.scalars(sa.select(RegistrationAnswer)).all()) == 1
    erase_due(session, now=webinar.ends_at + ONE_DAY)

    assert session.scalars(sa.select(RegistrationAnswer)).all() == []
    assert planted.email_normal is not None


def test_an_address_that_nobody_has_pressed_for_is_forgotten_after_a_week(session, settings, webinar):
    open_desk(session, webinar, capacity=5)
    register(
        session, settings, webinar.id, RegistrationInput(name=f"Ana {MARKER}", email=f"a@{MARKER}.example"), now=NOW
    )

    erase_due(session, now=NOW + 7 * ONE_DAY)
    assert len(session.scalars(sa.select(Registration)).all()) == 1
    erase_due(session, now=NOW + 7 * ONE_DAY + dt.timedelta(seconds=1))

    assert places_of(session, MARKER) == set()


@pytest.mark.parametrize(
    ("status", "until"),
    [(Status.PUBLISHED, 30), (Status.CANCELLED, 30), (Status.POSTPONED, 180)],
)
def test_what_does_not_take_place_is_kept_from_when_that_was_said(webinar, status, until):
    webinar.status, webinar.cancelled_at, webinar.updated_at = status, NOW, NOW

    begin = webinar.ends_at if status == Status.PUBLISHED else NOW
    assert kept_until(webinar, 30) == begin + until * ONE_DAY


def test_only_those_of_others_stay(session, settings, webinar, desk, planted):
    other = make_registration(session, settings, webinar, "Bo")

    erase(session, planted.id, now=NOW)

    assert (other.name, other.email_normal) == ("Bo", "bo@attendee.example")


def test_the_mails_about_a_webinar_that_was_deleted_go_with_the_next_night(session, webinar, desk, planted):
    give_back(session, planted.id, now=NOW)
    session.delete(webinar)
    session.commit()
    assert places_of(session, MARKER) == {"outbound_email.recipient", "outbound_email.recipient_domain"}

    erase_due(session, now=NOW + ONE_DAY)

    assert places_of(session, MARKER) == set()
