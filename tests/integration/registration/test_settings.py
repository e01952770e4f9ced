import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import add_co_organiser, make_member, make_organisation, make_registration, make_webinar
from webinars.domain.accounts.queries import actor_of
from webinars.domain.programme.actions import set_start, update_webinar
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.registration.queries import desk_of
from webinars.domain.registration.settings import As, RegistrationWish, set_registration
from webinars.lib.errors import NotAllowed
from webinars.models import (
    AuditEvent,
    JoinAccess,
    Registration,
    RegistrationDesk,
    RegistrationMode,
    RegistrationState,
    Role,
    Status,
)

NOW = dt.datetime(2027, 2, 9, 9, tzinfo=dt.UTC)
HERE, ELSEWHERE, NONE = RegistrationMode.HERE, RegistrationMode.ELSEWHERE, RegistrationMode.NONE
TICKETS = "https://tickets.example/"
wall = dt.datetime.fromisoformat


@pytest.fixture
def host(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def olga(session, host):
    return actor_of(session, make_member(session, host, "Olga", Role.EDITOR).id)


@pytest.fixture
def webinar(session, host):
    """Sunday 14 February 2027, 4pm London, for 90 minutes."""
    session.expunge(make_webinar(session, host, starts_wall=wall("2027-02-14T16:00")))
    return webinar_to_edit(session, "comets-and-their-tails")


def open_here(session, olga, webinar, **wish):
    set_registration(session, olga, webinar, HERE, wish=RegistrationWish(**wish), now=NOW)
    return desk_of(session, webinar.id)


def promoted_names(session):
    session.expire_all()
    return sorted(session.scalars(sa.select(Registration.name).where(Registration.promoted_at.is_not(None))))


def events(session, action="webinar:set_registration"):
    return session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id)).all()


class TestWhereTheyRegister:
    def test_here_makes_a_desk_with_what_is_usual(self, session, olga, webinar):
        set_registration(session, olga, webinar, HERE, now=NOW)

        desk = desk_of(session, webinar.id)
        assert webinar.registration_mode is HERE
        assert (desk.capacity, desk.has_waiting_list, desk.is_approval_needed) == (None, True, False)
        assert (desk.opens_before_minutes, desk.closes_before_minutes) == (None, None)
        assert (desk.reminder_minutes, desk.retention_days) == ([1440, 60], 30)

    def test_those_who_come_first_know_the_webinar_as_it_is(self, session, olga, webinar):
        desk = open_here(session, olga, webinar)

        assert desk.told_status == Status.PUBLISHED
        assert (desk.told_starts_at, desk.told_ends_at) == (webinar.starts_at, webinar.ends_at)

    def test_of_a_draft_nobody_was_told_anything(self, session, olga, webinar):
        webinar.status = Status.DRAFT

        assert open_here(session, olga, webinar).told_status is None

    def test_elsewhere_needs_an_address(self, session, olga, webinar):
        for url in (None, " ", "tickets"):
            with pytest.raises(WebinarInvalid) as refusal:
                set_registration(session, olga, webinar, ELSEWHERE, url=url, now=NOW)
            assert refusal.value.field == "registration_url"

        set_registration(session, olga, webinar, ELSEWHERE, url=TICKETS, now=NOW)
        assert (webinar.registration_mode, webinar.registration_url) == (ELSEWHERE, TICKETS)

    def test_from_elsewhere_to_here_and_back(self, session, olga, webinar):
        set_registration(session, olga, webinar, ELSEWHERE, url=TICKETS, now=NOW)
        set_registration(session, olga, webinar, HERE, now=NOW)
        assert (webinar.is_registration_here, webinar.registration_url) == (True, None)

        set_registration(session, olga, webinar, ELSEWHERE, url=TICKETS, now=NOW)
        assert (webinar.is_registration_here, webinar.registration_url) == (False, TICKETS)

    def test_switched_off_it_keeps_what_was_set_and_who_registered(self, session, settings, olga, webinar):
        open_here(session, olga, webinar, capacity=28)
        make_registration(session, settings, webinar, "Laura Bassi")

        set_registration(session, olga, webinar, NONE, now=NOW)

        assert webinar.registration_mode is NONE
        assert desk_of(session, webinar.id).capacity == 28
        assert session.scalar(sa.select(Registration.state)) == RegistrationState.CONFIRMED

    def test_a_room_of_the_registered_needs_a_way_to_register(self, session, olga, webinar):
        with pytest.raises(WebinarInvalid, match="Nobody could join") as refusal:
            set_registration(session, olga, webinar, NONE, join_access=JoinAccess.REGISTERED, now=NOW)
        assert refusal.value.field == "join_access"

        set_registration(session, olga, webinar, HERE, join_access=JoinAccess.REGISTERED, now=NOW)
        assert (webinar.join_access, webinar.lacks_registration) == (JoinAccess.REGISTERED, False)

        with pytest.raises(WebinarInvalid, match="Nobody could join"):
            set_registration(session, olga, webinar, NONE, now=NOW)

    def test_a_link_that_comes_from_outside_switches_nothing(self, session, olga, webinar):
        open_here(session, olga, webinar)

        with pytest.raises(WebinarInvalid, match="People register here already") as refusal:
            update_webinar(session, olga, webinar, registration_url=TICKETS, now=NOW)

        assert refusal.value.field == "registration_url"
        assert webinar.registration_mode is HERE

    def test_only_who_may_decide_over_the_webinar_may(self, session, host, webinar):
        partner = make_organisation(session, "Accademia dei Lincei")
        add_co_organiser(session, webinar, partner)
        vera = actor_of(session, make_member(session, host, "Vera", Role.VIEWER).id)
        petra = actor_of(session, make_member(session, partner, "Petra", Role.OWNER).id)

        for actor in (vera, petra):
            with pytest.raises(NotAllowed):
                set_registration(session, actor, webinar, HERE, now=NOW)


class TestPlaces:
    @pytest.mark.parametrize("capacity", [0, -1, 100_001])
    def test_there_is_at_least_one(self, session, olga, webinar, capacity):
        with pytest.raises(WebinarInvalid, match="how many places") as refusal:
            open_here(session, olga, webinar, capacity=capacity)
        assert refusal.value.field == "capacity"

    def test_never_fewer_than_are_taken(self, session, olga, webinar):
        desk = open_here(session, olga, webinar, capacity=20)
        desk.seats_taken = 15
        session.flush()

        with pytest.raises(WebinarInvalid) as refusal:
            open_here(session, olga, webinar, capacity=14)
        assert str(refusal.value) == "15 places are taken: choose 15 or more."
        assert (refusal.value.field, desk.capacity) == ("capacity", 20)

        assert open_here(session, olga, webinar, capacity=15).capacity == 15

    def test_one_that_is_taken_is_said_in_the_singular(self, session, olga, webinar):
        open_here(session, olga, webinar).seats_taken = 1
        session.flush()
        assert open_here(session, olga, webinar, capacity=1).capacity == 1

    @pytest.mark.parametrize(("capacity", "promoted"), [(2, 1), (3, 2), (None, 2)])
    def test_more_places_go_to_the_first_in_the_queue_at_once(
        self, session, settings, olga, webinar, capacity, promoted
    ):
        open_here(session, olga, webinar, capacity=1)
        make_registration(session, settings, webinar)
        for name in ("First", "Second"):
            make_registration(session, settings, webinar, name, state=RegistrationState.WAITING)

        open_here(session, olga, webinar, capacity=capacity)

        assert promoted_names(session) == ["First", "Second"][:promoted]
        assert session.get(RegistrationDesk, webinar.id).seats_taken == 1 + promoted

    def test_what_was_given_back_while_it_was_off_goes_to_the_first_once_it_is_on(
        self, session, settings, olga, webinar
    ):
        open_here(session, olga, webinar, capacity=1)
        make_registration(session, settings, webinar, "First", state=RegistrationState.WAITING)
        set_registration(session, olga, webinar, NONE, now=NOW)
        assert promoted_names(session) == []

        set_registration(session, olga, webinar, HERE, now=NOW)

        assert promoted_names(session) == ["First"]


class TestHours:
    def test_they_are_kept_before_the_start_and_move_with_it(self, session, olga, webinar):
        webinar.status = Status.DRAFT
        hours = {"opens_wall": wall("2027-02-01T09:00"), "closes_wall": wall("2027-02-12T12:00")}
        desk = open_here(session, olga, webinar, **hours)
        assert (desk.opens_before_minutes, desk.closes_before_minutes) == (13 * 1440 + 7 * 60, 2 * 1440 + 4 * 60)

        set_start(session, olga, webinar, wall=wall("2027-02-21T16:00"), timezone="Europe/London", now=NOW)
        open_here(session, olga, webinar, opens_wall=As.STORED, closes_wall=wall("2027-02-19T12:00"))
        assert (desk.opens_before_minutes, desk.closes_before_minutes) == (13 * 1440 + 7 * 60, 2 * 1440 + 4 * 60)

    def test_it_may_close_while_the_webinar_runs(self, session, olga, webinar):
        assert open_here(session, olga, webinar, closes_wall=wall("2027-02-14T17:30")).closes_before_minutes == -90

    @pytest.mark.parametrize(
        ("opens", "closes", "field", "sentence"),
        [
            (None, "2027-02-14T17:31", "closes_wall", "The webinar is over by then"),
            ("2027-02-12T12:00", "2027-02-12T12:00", "opens_wall", "It closes before it opens"),
            ("2027-02-12T12:00", "2027-02-01T12:00", "opens_wall", "It closes before it opens"),
            ("2027-02-14T17:30", None, "opens_wall", "The webinar is over by then"),
            ("1990-02-14T17:30", None, "opens_wall", "too far away"),
            (None, "1066-10-14T09:00", "closes_wall", "too far away"),
            (None, "9999-10-14T09:00", "closes_wall", "too far away"),
        ],
    )
    def test_it_opens_before_it_closes_and_closes_before_the_end(
        self, session, olga, webinar, opens, closes, field, sentence
    ):
        with pytest.raises(WebinarInvalid, match=sentence) as refusal:
            open_here(session, olga, webinar, opens_wall=opens and wall(opens), closes_wall=closes and wall(closes))
        assert refusal.value.field == field

    def test_what_is_stored_is_held_against_what_is_typed(self, session, olga, webinar):
        open_here(session, olga, webinar, closes_wall=wall("2027-02-10T12:00"))

        with pytest.raises(WebinarInvalid, match="It closes before it opens"):
            open_here(session, olga, webinar, opens_wall=wall("2027-02-11T12:00"), closes_wall=As.STORED)

    def test_without_a_start_there_is_nothing_they_could_move_with(self, session, olga, host):
        make_webinar(session, host, "Tides", starts_in=None, status=Status.DRAFT)
        tides = webinar_to_edit(session, "tides")

        with pytest.raises(WebinarInvalid, match="date and an hour first") as refusal:
            open_here(session, olga, tides, closes_wall=wall("2027-02-11T12:00"))
        assert refusal.value.field == "closes_wall"
        assert open_here(session, olga, tides).closes_before_minutes is None


class TestRemindersAndRetention:
    def test_the_longest_reminder_comes_first_and_each_once(self, session, olga, webinar):
        assert open_here(session, olga, webinar, reminder_minutes=(10, 60, 10, 1440)).reminder_minutes == [1440, 60, 10]

    def test_none_is_a_choice(self, session, olga, webinar):
        assert open_here(session, olga, webinar, reminder_minutes=()).reminder_minutes == []

    @pytest.mark.parametrize("minutes", [[4], [43_201], [0], list(range(10, 21))])
    def test_neither_too_soon_nor_too_early_nor_too_many(self, session, olga, webinar, minutes):
        with pytest.raises(WebinarInvalid, match=r"[Rr]eminder") as refusal:
            open_here(session, olga, webinar, reminder_minutes=minutes)
        assert refusal.value.field == "reminder_minutes"

    @pytest.mark.parametrize("days", [0, 366])
    def test_it_is_kept_for_a_year_at_most(self, session, olga, webinar, days):
        with pytest.raises(WebinarInvalid, match="after how many days") as refusal:
            open_here(session, olga, webinar, retention_days=days)
        assert refusal.value.field == "retention_days"


class TestHistory:
    def test_what_changed_is_told_once(self, session, olga, webinar):
        open_here(session, olga, webinar, capacity=28)
        revision = webinar.revision
        open_here(session, olga, webinar, capacity=28)

        assert [event.detail for event in events(session)] == [{"capacity": [None, 28]}]
        assert webinar.revision == revision

    def test_where_they_register_is_a_change_of_the_webinar(self, session, olga, webinar):
        set_registration(session, olga, webinar, HERE, now=NOW)

        assert [event.detail for event in events(session, "webinar:update")] == [
            {"is_registration_here": [False, True]}
        ]
