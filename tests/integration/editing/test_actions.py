"""A whole webinar changed at once: every part is tried, each refusal has its place, and the order holds."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    make_membership,
    make_organisation,
    make_registration,
    make_speaker,
    make_user,
    make_webinar,
    open_desk,
)
from webinars.domain.accounts.queries import actor_of
from webinars.domain.editing.actions import change_webinar
from webinars.domain.editing.wanted import (
    NamedRecord,
    Refusal,
    WantedAppearance,
    WantedRegistration,
    WantedStart,
    WantedWebinar,
)
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.questions.agenda import AgendaQuestionInput
from webinars.domain.questions.boards import BoardSettings, board_of
from webinars.domain.registration.form_questions import RegistrationQuestionInput
from webinars.lib.errors import NotAllowed
from webinars.models import (
    AppearanceRole,
    AskingMode,
    AuditEvent,
    JoinAccess,
    QuestionKind,
    RegistrationMode,
    Role,
    Speaker,
    Status,
    Visibility,
)

NOW = dt.datetime(2027, 2, 9, 9, tzinfo=dt.UTC)
START = WantedStart(date=dt.date(2027, 4, 2), hour=dt.time(16), timezone="London", duration_minutes=60)
HERE = WantedRegistration(mode=RegistrationMode.HERE, reminders={1440: True, 60: False}, retention_days=30)


@pytest.fixture
def host(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def olga(session, host):
    user = make_user(session, "Olga")
    make_membership(session, host, user, Role.EDITOR)
    return actor_of(session, user.id)


@pytest.fixture
def draft(session, host):
    return webinar_to_edit(session, make_webinar(session, host, "A draft", status=Status.DRAFT).slug)


@pytest.fixture
def published(session, host):
    return webinar_to_edit(session, make_webinar(session, host).slug)


def named(name, **values):
    return WantedAppearance(who=NamedRecord(name=name, **values))


def actions(session):
    return list(session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id)))


def test_all_parts_are_stored_together(session, draft, olga):
    wanted = WantedWebinar(
        details={"title": "Tails", "visibility": Visibility.UNLISTED},
        topics=["Astronomy", " "],
        lineup=[named("Ada Lovelace"), WantedAppearance(who=NamedRecord(name="Mary"), role=AppearanceRole.CHAIR)],
        questions=[AgendaQuestionInput(text="Why?")],
        series="The Night Sky",
        co_organisers=[NamedRecord(name="Accademia dei Lincei")],
        start=START,
        registration=HERE,
        own_questions=[RegistrationQuestionInput(kind=QuestionKind.TEXT, label="Where?", reason="Badges")],
        audience=BoardSettings(mode=AskingMode.ALWAYS),
    )

    assert change_webinar(session, olga, draft, wanted, now=NOW) == ()
    assert (draft.title, draft.visibility, draft.timezone) == ("Tails", Visibility.UNLISTED, "Europe/London")
    assert draft.starts_wall == dt.datetime(2027, 4, 2, 16)
    assert [each.speaker.name for each in draft.lineup] == ["Ada Lovelace", "Mary"]
    assert [each.name for each in draft.topics] == ["Astronomy"]
    assert (draft.series.title, draft.co_organisers[0].organisation.name) == ("The Night Sky", "Accademia dei Lincei")
    assert draft.is_registration_here
    assert board_of(session, draft.id).mode is AskingMode.ALWAYS


def test_what_is_not_wanted_stays_as_it_is(session, draft, olga):
    before = actions(session)

    assert change_webinar(session, olga, draft, WantedWebinar(details={}), now=NOW) == ()
    assert actions(session) == before


def test_all_that_is_wrong_is_said_each_at_its_place(session, draft, olga, host):
    make_speaker(session, host, "John Smith")
    make_speaker(session, host, "John Smith", slug="john-smith-2")
    wanted = WantedWebinar(
        details={"title": "", "join_url": "the usual one", "summary": "Fine."},
        topics=[f"Topic {number}" for number in range(13)],
        lineup=[named("Ada Lovelace"), named("John Smith")],
        start=WantedStart(date=None, hour=dt.time(16), timezone="London", duration_minutes=60),
        registration=WantedRegistration(mode=RegistrationMode.ELSEWHERE, url=" "),
        own_questions=[
            RegistrationQuestionInput(kind=QuestionKind.TEXT, label="Where?", reason="Badges"),
            RegistrationQuestionInput(kind=QuestionKind.TEXT, label="Why?", reason=""),
        ],
    )

    refusals = change_webinar(session, olga, draft, wanted, now=NOW)

    assert [each.place for each in refusals] == [
        "title",
        "join_url",
        "topics",
        "lineup/1/name",
        "date",
        "registration_url",
        "own_questions/1/reason",
    ]
    assert Refusal("lineup/1/name", "More than one is called John Smith. Choose who is meant.") in refusals
    assert draft.summary == ""


def test_nobody_is_made_while_a_name_of_the_lineup_is_open(session, draft, olga, host):
    make_speaker(session, host, "John Smith")
    make_speaker(session, host, "John Smith", slug="john-smith-2")
    add_appearance(session, draft, make_speaker(session, host, "Emy"))
    wanted = WantedWebinar(details={}, lineup=[named("John Smith")])

    assert [each.place for each in change_webinar(session, olga, draft, wanted, now=NOW)] == ["lineup/0/name"]
    assert [each.speaker.name for each in draft.lineup] == ["Emy"]


def test_one_in_the_lineup_stays_though_the_host_may_use_the_record_no_more(session, draft, olga):
    elsewhere = make_speaker(session, make_organisation(session, "Elsewhere"), "Emy")
    add_appearance(session, draft, elsewhere)
    wanted = WantedWebinar(details={}, lineup=[named("Emy", id=elsewhere.id)])

    assert change_webinar(session, olga, draft, wanted, now=NOW) == ()
    assert [each.speaker for each in draft.lineup] == [elsewhere]
    assert session.scalar(sa.select(sa.func.count(Speaker.id))) == 1


@pytest.mark.parametrize(
    ("start", "place"),
    [
        (WantedStart(date=None, hour=None, timezone="nowhere at all", duration_minutes=60), "timezone"),
        (WantedStart(date=None, hour=None, timezone="London", duration_minutes=None), "duration_minutes"),
        (
            WantedStart(date=dt.date(2027, 3, 28), hour=dt.time(1, 30), timezone="London", duration_minutes=60),
            "starts_wall",
        ),
        (
            WantedStart(date=dt.date(2027, 10, 31), hour=dt.time(1, 30), timezone="London", duration_minutes=60),
            "starts_wall",
        ),
    ],
)
def test_a_start_that_is_none(session, draft, olga, start, place):
    (refusal,) = change_webinar(session, olga, draft, WantedWebinar(details={}, start=start), now=NOW)

    assert refusal.place == place


def test_a_day_without_an_hour_is_a_date(session, draft, olga):
    start = WantedStart(date=dt.date(2027, 4, 2), hour=None, timezone="London", duration_minutes=60)

    assert change_webinar(session, olga, draft, WantedWebinar(details={}, start=start), now=NOW) == ()
    assert (draft.starts_on, draft.starts_at) == (dt.date(2027, 4, 2), None)


class TestAnnounced:
    def start_of(self, webinar, **changes):
        values = {
            "date": webinar.starts_on,
            "hour": webinar.starts_wall.time(),
            "timezone": webinar.timezone,
            "duration_minutes": webinar.duration_minutes,
        }
        return WantedWebinar(details={}, start=WantedStart(**{**values, **changes}))

    def test_the_same_start_moves_nothing(self, session, published, olga):
        published.status = Status.POSTPONED

        assert change_webinar(session, olga, published, self.start_of(published), now=NOW) == ()
        assert published.status is Status.POSTPONED

    def test_another_one_moves_it(self, session, published, olga):
        assert change_webinar(session, olga, published, self.start_of(published, hour=dt.time(9)), now=NOW) == ()
        assert (published.moved_at, actions(session)[-1]) == (NOW, "webinar:move")

    def test_its_hour_cannot_be_taken_back(self, session, published, olga):
        (refusal,) = change_webinar(session, olga, published, self.start_of(published, hour=None), now=NOW)

        assert refusal.place == "date"
        assert "needs a date and an hour" in refusal.sentence

    def test_what_is_cancelled_moves_no_more(self, session, published, olga):
        published.status, published.cancelled_at = Status.CANCELLED, NOW
        (refusal,) = change_webinar(session, olga, published, self.start_of(published, hour=dt.time(9)), now=NOW)

        assert refusal.place == "date"
        assert "Restore it first" in refusal.sentence


class TestRegistration:
    def change(self, session, olga, webinar, wanted, start=None):
        return change_webinar(
            session, olga, webinar, WantedWebinar(details={}, start=start, registration=wanted), now=NOW
        )

    def test_it_does_not_end_unasked_while_somebody_is_registered(self, session, settings, published, olga):
        open_desk(session, published)
        make_registration(session, settings, published)
        nowhere = WantedRegistration(mode=RegistrationMode.NONE)

        (refusal,) = self.change(session, olga, published, nowhere)
        assert (refusal.place, published.is_registration_here) == ("may_switch_off", True)
        assert (
            self.change(session, olga, published, WantedRegistration(mode=RegistrationMode.NONE, may_switch_off=True))
            == ()
        )
        assert not published.is_registration_here

    def test_reminders_without_a_box_stay(self, session, published, olga):
        desk = open_desk(session, published, reminder_minutes=[4320, 1440, 60])

        assert self.change(session, olga, published, HERE) == ()
        assert sorted(desk.reminder_minutes) == [1440, 4320]

    def test_hours_stay_as_long_before_a_start_that_moves(self, session, published, olga):
        desk = open_desk(session, published, closes_before_minutes=120)
        shown = published.starts_wall - dt.timedelta(minutes=120)
        start = TestAnnounced().start_of(published, hour=dt.time(9)).start

        wanted = WantedRegistration(mode=RegistrationMode.HERE, closes_wall=shown, retention_days=30)
        assert self.change(session, olga, published, wanted, start) == ()
        assert desk.closes_before_minutes == 120

    @pytest.mark.parametrize("lets_in", [False, True])
    def test_a_room_that_an_archive_has_shut_opens_only_if_asked(self, session, published, olga, lets_in):
        published.join_access = JoinAccess.REGISTERED
        wanted = WantedRegistration(mode=RegistrationMode.NONE, lets_everybody_in=lets_in)
        refused = self.change(session, olga, published, wanted)

        assert (published.join_access is JoinAccess.OPEN) is lets_in
        assert bool(refused) is False


def test_it_takes_the_right_to_each_part(session, draft):
    stranger = make_user(session, "Oskar")
    make_membership(session, make_organisation(session, "Elsewhere Club"), stranger, Role.OWNER)

    with pytest.raises(NotAllowed):
        change_webinar(
            session, actor_of(session, stranger.id), draft, WantedWebinar(details={"title": "Mine"}), now=NOW
        )
