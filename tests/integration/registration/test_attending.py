"""What those who attend can do, and what comes of it."""

import dataclasses
import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import ask, make_registration, make_webinar, open_desk
from tests.integration.registration.conftest import NOW
from webinars.domain.programme.phases import over_at
from webinars.domain.registration.attendee_actions import (
    MAILS_A_DAY,
    RegistrationInput,
    confirm,
    give_back,
    register,
    set_answers,
)
from webinars.domain.registration.errors import PlacesTaken, RegistrationClosed, RegistrationInvalid, StateHasChanged
from webinars.domain.registration.links import join_code, page_token
from webinars.domain.registration.mail_triggers import promise_state
from webinars.domain.registration.queries import (
    place_in_queue,
    registration_by_join_code,
    registration_by_token,
    window_at,
)
from webinars.domain.registration.registration_window import WindowState
from webinars.models import (
    CalendarEntry,
    OutboundEmail,
    QuestionKind,
    Registration,
    RegistrationAnswer,
    RegistrationEnd,
    RegistrationState,
    SearchDocument,
    Status,
)

ANA = RegistrationInput(name="Ana Attendee", email="Ana@Attendee.example", timezone="Europe/Rome", wants_recording=True)
State = RegistrationState


def only(session):
    return session.scalars(sa.select(Registration)).one()


def test_without_a_capacity_who_registers_has_a_place(session, settings, webinar, desk, promised):
    register(session, settings, webinar.id, ANA, now=NOW)

    registration = only(session)
    assert (registration.state, registration.email_normal) == (State.CONFIRMED, "ana@attendee.example")
    assert (registration.name, registration.timezone) == ("Ana Attendee", "Europe/Rome")
    assert registration.wants_recording
    assert registration.wants_reminders
    assert (registration.confirmed_at, desk.seats_taken) == (NOW, 1)
    assert promised() == ["place"]


def test_a_zone_that_is_none_is_the_webinars(session, settings, webinar, desk):
    register(
        session, settings, webinar.id, RegistrationInput(name="Ana", email="a@b.example", timezone="Mars/Base"), now=NOW
    )

    assert only(session).timezone == "Europe/London"


@pytest.mark.parametrize("values", [{"capacity": 28}, {"is_approval_needed": True}])
def test_where_places_are_counted_or_people_approved_the_mail_asks_for_a_press(
    session, settings, webinar, promised, values
):
    desk = open_desk(session, webinar, **values)

    register(session, settings, webinar.id, ANA, now=NOW)

    assert (only(session).state, desk.seats_taken) == (State.UNCONFIRMED, 0)
    assert promised() == ["take_place"]


def test_the_press_takes_the_place_once(session, settings, webinar, promised):
    desk = open_desk(session, webinar, capacity=2)
    waiting = make_registration(session, settings, webinar, state=State.UNCONFIRMED)

    confirm(session, waiting.id, now=NOW)
    confirm(session, waiting.id, now=NOW)

    assert (waiting.state, desk.seats_taken) == (State.CONFIRMED, 1)
    assert promised() == ["place"]


def test_who_presses_when_all_is_taken_is_put_in_the_queue(session, settings, webinar, promised):
    desk = open_desk(session, webinar, capacity=1)
    make_registration(session, settings, webinar, "Ana")
    others = [make_registration(session, settings, webinar, name, state=State.UNCONFIRMED) for name in ("Bo", "Cy")]

    for each in others:
        confirm(session, each.id, now=NOW)

    assert [each.state for each in others] == [State.WAITING, State.WAITING]
    assert [place_in_queue(session, each) for each in others] == [1, 2]
    assert (desk.seats_taken, promised()) == (1, ["waiting", "waiting"])


def test_nobody_passes_those_who_wait(session, settings, webinar):
    """A place that is free while somebody waits is not a newcomer's: half an hour before the start it stays free."""
    open_desk(session, webinar, capacity=2)
    make_registration(session, settings, webinar, "Ana", state=State.WAITING)
    newcomer = make_registration(session, settings, webinar, "Bo", state=State.UNCONFIRMED)

    confirm(session, newcomer.id, now=webinar.starts_at - dt.timedelta(minutes=10))

    assert (newcomer.state, place_in_queue(session, newcomer)) == (State.WAITING, 2)


def test_without_a_list_the_press_is_refused_and_can_be_tried_again(session, settings, webinar):
    open_desk(session, webinar, capacity=1, has_waiting_list=False)
    make_registration(session, settings, webinar, "Ana")
    late = make_registration(session, settings, webinar, "Bo", state=State.UNCONFIRMED)

    with pytest.raises(PlacesTaken, match="The only place is taken"):
        confirm(session, late.id, now=NOW)

    assert late.state is State.UNCONFIRMED


def test_with_approval_the_press_brings_it_before_the_organisers(session, settings, webinar, promised):
    desk = open_desk(session, webinar, is_approval_needed=True)
    registration = make_registration(session, settings, webinar, state=State.UNCONFIRMED)

    confirm(session, registration.id, now=NOW)

    assert (registration.state, desk.seats_taken, promised()) == (State.PENDING, 0, ["pending"])


def test_a_place_given_back_is_the_first_waiters_at_once(session, settings, webinar, promised):
    desk = open_desk(session, webinar, capacity=1)
    ana = make_registration(session, settings, webinar, "Ana")
    bo, cy = (make_registration(session, settings, webinar, name, state=State.WAITING) for name in ("Bo", "Cy"))

    give_back(session, ana.id, now=NOW)
    give_back(session, ana.id, now=NOW)

    assert (ana.state, ana.ended_by, ana.ended_at) == (State.CANCELLED, RegistrationEnd.ATTENDEE, NOW)
    assert (bo.state, bo.promoted_at, bo.queue_number) == (State.CONFIRMED, NOW, None)
    assert (cy.state, place_in_queue(session, cy)) == (State.WAITING, 1)
    assert (desk.seats_taken, promised()) == (1, ["place", "ended"])


@pytest.mark.parametrize("state", [State.WAITING, State.PENDING, State.UNCONFIRMED])
def test_who_has_no_place_can_leave_without_a_mail(session, settings, webinar, promised, state):
    desk = open_desk(session, webinar, capacity=1)
    registration = make_registration(session, settings, webinar, state=state)

    give_back(session, registration.id, now=NOW)

    assert (registration.state, desk.seats_taken, promised()) == (State.CANCELLED, 0, [])


def test_after_the_webinar_nothing_can_be_given_back(session, settings, webinar, desk):
    registration = make_registration(session, settings, webinar)

    with pytest.raises(StateHasChanged):
        give_back(session, registration.id, now=over_at(webinar))


@pytest.mark.parametrize(
    ("before_start", "is_promoted"),
    [
        (dt.timedelta(minutes=30, seconds=1), True),
        (dt.timedelta(minutes=30), True),
        (dt.timedelta(minutes=29, seconds=59), False),
    ],
)
def test_nobody_is_given_a_place_so_late_that_the_news_could_miss_them(
    session, settings, webinar, before_start, is_promoted
):
    open_desk(session, webinar, capacity=1)
    ana = make_registration(session, settings, webinar, "Ana")
    bo = make_registration(session, settings, webinar, "Bo", state=State.WAITING)

    give_back(session, ana.id, now=webinar.starts_at - before_start)

    assert (bo.state is State.CONFIRMED) is is_promoted


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED, Status.DRAFT])
def test_nobody_is_promoted_for_what_does_not_take_place(session, settings, webinar, status):
    open_desk(session, webinar, capacity=1)
    ana = make_registration(session, settings, webinar, "Ana")
    bo = make_registration(session, settings, webinar, "Bo", state=State.WAITING)
    webinar.status, webinar.cancelled_at = status, NOW
    session.flush()

    give_back(session, ana.id, now=NOW)

    assert bo.state is State.WAITING


def test_an_address_that_is_registered_gets_its_link_again_and_nothing_of_it_changes(
    session, settings, webinar, desk, promised
):
    before = {"email_normal": "ana@attendee.example", "created_at": NOW - dt.timedelta(days=1)}
    registration = make_registration(session, settings, webinar, "Ana Attendee", **before)

    stranger = RegistrationInput(name="Somebody else", email="ANA@attendee.example", timezone="Asia/Tokyo")
    register(session, settings, webinar.id, stranger, now=NOW)
    register(session, settings, webinar.id, stranger, now=NOW + dt.timedelta(minutes=1))
    register(session, settings, webinar.id, stranger, now=NOW + dt.timedelta(minutes=11))

    assert (only(session).name, registration.timezone, desk.seats_taken) == ("Ana Attendee", "Europe/Rome", 1)
    assert promised() == ["place", "place"]
    assert session.scalars(sa.select(OutboundEmail.context)).first()["sequence"] is None


@pytest.mark.parametrize("capacity", [None, 28])
def test_a_button_pressed_twice_is_one_mail(session, settings, webinar, promised, capacity):
    open_desk(session, webinar, capacity=capacity)

    for seconds in (0, 1, 599, 601):
        register(session, settings, webinar.id, ANA, now=NOW + dt.timedelta(seconds=seconds))

    kind = "place" if capacity is None else "take_place"
    assert promised() == [kind, kind]
    sent = session.scalars(sa.select(OutboundEmail.created_at).order_by(OutboundEmail.id)).all()
    assert sent == [NOW, NOW + dt.timedelta(seconds=601)]


def test_who_has_given_back_registers_anew_at_the_end(session, settings, webinar):
    desk = open_desk(session, webinar, capacity=1)
    ana = make_registration(session, settings, webinar, "Ana", told_sequence=4, told_method="CANCEL")
    give_back(session, ana.id, now=NOW)
    register(session, settings, webinar.id, RegistrationInput(name="Ana", email=ana.email_normal), now=NOW)

    again = session.scalars(sa.select(Registration).where(Registration.state == State.UNCONFIRMED)).one()
    confirm(session, again.id, now=NOW)

    assert (again.state, desk.seats_taken) == (State.CONFIRMED, 1)
    assert again.link_digest != ana.link_digest
    assert again.told_sequence >= 4


def test_who_comes_back_twice_stands_above_what_calendars_were_told_the_first_time(session, settings, webinar):
    open_desk(session, webinar)
    for told in (4, None):
        gone = make_registration(session, settings, webinar, "Ana", told_sequence=told)
        give_back(session, gone.id, now=NOW)
        session.flush()

    register(session, settings, webinar.id, RegistrationInput(name="Ana", email=gone.email_normal), now=NOW)

    again = session.scalars(sa.select(Registration).where(Registration.state == State.CONFIRMED)).one()
    assert again.told_sequence >= 4


def test_who_registers_after_a_webinar_was_deleted_is_written_to(session, settings, webinar, lunar, desk, promised):
    tried = make_webinar(session, lunar, "Only tried", starts_wall=dt.datetime(2027, 2, 14, 16), status=Status.DRAFT)
    open_desk(session, tried)
    ana = make_registration(session, settings, tried)
    promise_state(session, tried, ana, now=NOW)
    give_back(session, ana.id, now=NOW)
    session.delete(tried)
    session.flush()
    session.expunge_all()

    register(session, settings, webinar.id, ANA, now=NOW)

    assert promised() == ["place", "ended", "place"]


def test_nobody_can_have_an_address_written_to_without_end(session, settings, lunar, promised):
    for number in range(MAILS_A_DAY + 2):
        webinar = make_webinar(session, lunar, f"Webinar {number}", starts_wall=dt.datetime(2027, 2, 14, 16))
        open_desk(session, webinar)
        register(session, settings, webinar.id, ANA, now=NOW)

    assert len(promised()) == MAILS_A_DAY
    assert len(session.scalars(sa.select(Registration)).all()) == MAILS_A_DAY


def test_what_is_wrong_is_said_all_at_once(session, settings, webinar, desk):
    ask(session, webinar, "Which text?", kind=QuestionKind.CHOICE, options=["A", "B", "C", "D"], is_required=True)
    ask(session, webinar, "Where?", is_required=True)
    ask(session, webinar, "Agreed?", kind=QuestionKind.CHECKBOX, is_required=True)

    with pytest.raises(RegistrationInvalid) as refused:
        register(session, settings, webinar.id, RegistrationInput(name=" ", email="laura.example.org"), now=NOW)

    assert refused.value.sentences == {
        "name": "Enter your name, as the organisers should read it.",
        "email": "Enter an address with an @, like name@society.example.",
        "answer-1": "Choose one of the four.",
        "answer-2": "Answer this question.",
        "answer-3": "Tick this box to register.",
    }


@pytest.mark.parametrize("name", ["x" * 10_000, "ab " * 60])
def test_a_name_has_an_end(session, settings, webinar, desk, name):
    with pytest.raises(RegistrationInvalid, match="Shorten it to 120"):
        register(session, settings, webinar.id, RegistrationInput(name=name, email="a@b.example"), now=NOW)


def test_answers_are_kept_as_texts_and_can_be_changed_until_the_start(session, settings, webinar, desk):
    where = ask(session, webinar, "Where?")
    helps = ask(session, webinar, "What helps?", kind=QuestionKind.CHOICES, options=["Captions", "Slides", "Signs"])
    given = {where.id: ["Bologna"], helps.id: ["Slides", "Captions"]}
    register(session, settings, webinar.id, RegistrationInput(name="Ana", email="a@b.example", answers=given), now=NOW)
    registration = only(session)

    def answers():
        rows = session.execute(sa.select(RegistrationAnswer.question_id, RegistrationAnswer.value))
        return {row.question_id: row.value for row in rows}

    assert answers() == {where.id: "Bologna", helps.id: ["Captions", "Slides"]}
    set_answers(session, registration.id, {where.id: ["Turin"]}, now=NOW)
    assert answers() == {where.id: "Turin"}
    with pytest.raises(StateHasChanged):
        set_answers(session, registration.id, {}, now=webinar.starts_at)


@pytest.mark.parametrize("chosen", [["A", "B"], ["E"]])
def test_a_choice_is_one_of_those_offered(session, settings, webinar, desk, chosen):
    question = ask(session, webinar, "Which?", kind=QuestionKind.CHOICE, options=["A", "B"])

    entered = RegistrationInput(name="Ana", email="a@b.example", answers={question.id: chosen})
    with pytest.raises(RegistrationInvalid, match="Choose one of the two"):
        register(session, settings, webinar.id, entered, now=NOW)


def test_the_window_opens_and_closes_on_the_clocks_of_the_webinar(session, webinar):
    desk = open_desk(session, webinar, opens_before_minutes=4 * 1440, closes_before_minutes=60)

    def state(now):
        return window_at(session, webinar, now=now).state

    opening = webinar.starts_at - dt.timedelta(days=4)
    assert state(opening - dt.timedelta(seconds=1)) is WindowState.NOT_YET
    assert state(opening) is WindowState.OPEN
    assert state(webinar.starts_at - dt.timedelta(minutes=61)) is WindowState.OPEN
    assert state(webinar.starts_at - dt.timedelta(minutes=60)) is WindowState.CLOSED
    desk.closes_before_minutes = None
    assert state(webinar.ends_at - dt.timedelta(seconds=1)) is WindowState.OPEN
    assert state(webinar.ends_at) is WindowState.CLOSED


def test_a_free_place_is_no_newcomers_while_somebody_waits(session, settings, webinar):
    open_desk(session, webinar, capacity=1)
    assert window_at(session, webinar, now=NOW).state is WindowState.OPEN

    make_registration(session, settings, webinar, "Ana", state=State.WAITING)
    session.flush()

    assert window_at(session, webinar, now=NOW).state is WindowState.WAITING_LIST


def test_it_closes_at_the_same_hour_on_the_wall_when_clocks_change_before_the_start(session, lunar):
    webinar = make_webinar(
        session, lunar, starts_wall=dt.datetime(2027, 3, 28, 16), timezone="Europe/London", duration_minutes=60
    )
    open_desk(session, webinar, closes_before_minutes=1440)

    closing = dt.datetime(2027, 3, 27, 16, tzinfo=dt.UTC)  # 4pm, still in winter; the start is 3pm UTC

    assert window_at(session, webinar, now=closing).changes_at == closing
    assert window_at(session, webinar, now=closing - dt.timedelta(seconds=1)).state is WindowState.OPEN


@pytest.mark.parametrize(
    "change",
    [{"status": Status.DRAFT}, {"status": Status.CANCELLED}, {"status": Status.POSTPONED},
     {"is_registration_here": False}],
)  # fmt: skip
def test_nobody_registers_for_what_is_not_announced_here(session, settings, webinar, desk, change):
    webinar.cancelled_at = NOW
    for name, value in change.items():
        setattr(webinar, name, value)
    session.flush()

    with pytest.raises(RegistrationClosed):
        register(session, settings, webinar.id, ANA, now=NOW)


def test_without_a_desk_nobody_registers(session, settings, webinar):
    with pytest.raises(RegistrationClosed):
        register(session, settings, webinar.id, ANA, now=NOW)


@pytest.mark.usefixtures("derived")
def test_registering_leaves_the_webinar_as_it_was(session, settings, webinar, desk):
    session.commit()

    def stored():
        session.expire_all()
        entry = session.scalars(sa.select(CalendarEntry)).one()
        document = session.scalars(sa.select(SearchDocument).where(SearchDocument.title == webinar.title)).one()
        return webinar.revision, webinar.updated_at, entry.sequence, entry.changed_at, document.id

    before = stored()
    for number in range(50):
        register(session, settings, webinar.id, RegistrationInput(name="Ana", email=f"a{number}@b.example"), now=NOW)
        session.commit()

    assert stored() == before
    assert desk.seats_taken == 50


def test_links_are_found_by_their_digests_with_any_key_that_was_ours(session, settings, webinar, desk):
    registration = make_registration(session, settings, webinar)
    rotated = dataclasses.replace(
        settings, secret_key="another key, also of many characters", secret_key_fallbacks=(settings.secret_key,)
    )
    foreign = dataclasses.replace(settings, secret_key="another key, also of many characters")

    token, code = page_token(rotated, registration), join_code(rotated, registration)

    assert (token, code) == (page_token(settings, registration), join_code(settings, registration))
    assert registration_by_token(session, token) is registration
    assert registration_by_join_code(session, code) is registration
    assert registration_by_token(session, code) is registration_by_join_code(session, token) is None
    assert page_token(foreign, registration) is join_code(foreign, registration) is None
