"""Several webinars at once: each by its own right, in one transaction, and harmless when pressed twice."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_question,
    add_recording,
    make_member,
    make_organisation,
    make_registration,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
    open_desk,
)
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.programme.editor_queries import load_whole
from webinars.domain.registration.letters.change_emails import MOVED
from webinars.domain.scheduling.bulk_actions.actions import delete_each, duplicate_each, move_all, publish_each
from webinars.domain.scheduling.bulk_actions.errors import NothingMoved
from webinars.domain.scheduling.bulk_actions.shift_starts import Shift, Unit, start_fingerprint
from webinars.models import (
    Agreement,
    AuditEvent,
    CreditWording,
    JoinAccess,
    Mailing,
    Refusal,
    RegistrationDesk,
    Role,
    Status,
    Webinar,
)

DAYS = dt.timedelta(days=1)
ONE_WEEK = Shift(count=1, unit=Unit.WEEKS)


@pytest.fixture
def host(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def olga(session, host):
    return actor_of(session, make_member(session, host, "Olga", Role.EDITOR).id)


@pytest.fixture
def draft(session, host):
    return lambda title, **values: make_webinar(session, host, title, **{"status": Status.DRAFT} | values)


def titles(webinars):
    return [each.title for each in webinars]


def reasons(refused):
    return {each.webinar.title: each.why for each in refused}


def events(session, action):
    return session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id)).all()


def seen(*webinars):
    return {each.id: start_fingerprint(each) for each in webinars}


class TestPublishing:
    def test_what_is_ready_is_published_and_the_rest_named_with_its_reason(self, session, host, olga, draft):
        ready, undated = draft("Ready"), draft("Undated", starts_in=None)
        announced = make_webinar(session, host, "Announced")

        done = publish_each(session, olga, [ready.id, undated.id, announced.id], now=clock.now())

        assert titles(done.webinars) == ["Ready"]
        assert ready.status is Status.PUBLISHED
        assert reasons(done.refused) == {"Undated": "Before it is published it needs a date and an hour."}
        assert undated.status is Status.DRAFT

    def test_a_second_press_publishes_nothing(self, session, olga, draft):
        ids = [draft("Ready").id]
        publish_each(session, olga, ids, now=clock.now())

        again = publish_each(session, olga, ids, now=clock.now())

        assert (again.webinars, again.refused) == ((), ())
        assert len(events(session, "webinar:publish")) == 1

    def test_each_takes_its_own_right(self, session, olga, host, draft):
        own, partner = draft("Own"), make_organisation(session, "Accademia dei Lincei")
        theirs = make_webinar(session, partner, "Theirs", status=Status.DRAFT)
        add_co_organiser(session, theirs, host).rights = ["texts", "people"]
        foreign = make_webinar(session, partner, "Foreign", status=Status.DRAFT)

        done = publish_each(session, olga, [own.id, theirs.id, foreign.id], now=clock.now())

        assert titles(done.webinars) == ["Own"]
        # Of what she may not even see she is told nothing.
        assert list(reasons(done.refused)) == ["Theirs"]
        assert {theirs.status, foreign.status} == {Status.DRAFT}


class TestMoving:
    def test_the_hour_stays_what_clocks_in_each_zone_show(self, session, olga, draft):
        london = draft("London", starts_wall=dt.datetime(2027, 3, 23, 19, 0))
        kolkata = draft("Kolkata", starts_wall=dt.datetime(2027, 3, 24, 19, 0), timezone="Asia/Kolkata")
        before = (london.starts_at, kolkata.starts_at)

        move_all(session, olga, seen(london, kolkata), ONE_WEEK, now=clock.now())

        assert london.starts_wall == dt.datetime(2027, 3, 30, 19, 0)
        assert kolkata.starts_wall == dt.datetime(2027, 3, 31, 19, 0)
        # Britain puts its clocks forward on the 28th, India never.
        assert london.starts_at - before[0] == dt.timedelta(days=7, hours=-1)
        assert kolkata.starts_at - before[1] == dt.timedelta(days=7)

    def test_a_start_that_clocks_skip_moves_none_and_is_named(self, session, olga, draft):
        fine = draft("Fine", starts_wall=dt.datetime(2027, 3, 20, 16, 0))
        skipped = draft("Skipped", starts_wall=dt.datetime(2027, 3, 21, 1, 30))

        with pytest.raises(NothingMoved) as error:
            move_all(session, olga, seen(fine, skipped), ONE_WEEK, now=clock.now())

        [named] = error.value.refused
        assert named.webinar is skipped
        assert "1.30am" in named.why
        assert fine.starts_wall == dt.datetime(2027, 3, 20, 16, 0)

    def test_a_second_press_moves_nothing_further(self, session, olga, draft):
        webinar = draft("Once", starts_wall=dt.datetime(2027, 1, 12, 19, 0))
        as_seen = seen(webinar)
        move_all(session, olga, as_seen, ONE_WEEK, now=clock.now())

        assert move_all(session, olga, as_seen, ONE_WEEK, now=clock.now()) == []
        assert webinar.starts_wall == dt.datetime(2027, 1, 19, 19, 0)

    def test_what_somebody_else_has_moved_meanwhile_stops_it(self, session, olga, draft):
        webinar = draft("Once", starts_wall=dt.datetime(2027, 1, 12, 19, 0))
        as_seen = {webinar.id: "2027-01-05T19:00:00 Europe/London"}
        assert start_fingerprint(webinar) == "2027-01-12T19:00:00 Europe/London"
        webinar.starts_wall = dt.datetime(2027, 1, 13, 19, 0)
        session.flush()

        with pytest.raises(NothingMoved) as error:
            move_all(session, olga, as_seen, ONE_WEEK, now=clock.now())

        assert "meanwhile" in reasons(error.value.refused)["Once"]

    def test_those_who_are_registered_are_told(self, session, settings, olga, host):
        webinar = make_webinar(session, host, "Comets")
        open_desk(session, webinar)
        make_registration(session, settings, webinar, "Ana")
        session.commit()

        move_all(session, olga, seen(webinar), Shift(count=2, unit=Unit.DAYS), now=clock.now())
        session.commit()

        [mailing] = session.scalars(sa.select(Mailing).where(Mailing.webinar_id == webinar.id)).all()
        assert mailing.kind == MOVED
        assert webinar.moved_from_wall is not None

    @pytest.mark.parametrize(
        ("values", "shift", "why"),
        [
            ({"starts_in": None}, ONE_WEEK, "It has no date yet."),
            ({"starts_in": -3 * DAYS, "status": Status.PUBLISHED}, ONE_WEEK, "It is over."),
            ({"status": Status.CANCELLED}, ONE_WEEK, "It is cancelled. Restore it first."),
            (
                {"starts_in": None, "starts_on": dt.date(2027, 5, 4), "status": Status.PUBLISHED},
                ONE_WEEK,
                "Only its day is known. Give it an hour in the editor.",
            ),
            (
                {"starts_in": None, "starts_on": dt.date(2027, 5, 4)},
                Shift(count=3, unit=Unit.HOURS),
                "It has no hour yet.",
            ),
            ({"starts_wall": dt.datetime(2037, 12, 30, 19, 0)}, ONE_WEEK, "The year 2038 is too far away"),
            ({"starts_in": None, "starts_on": dt.date(2037, 12, 30)}, ONE_WEEK, "The year 2038 is too far away"),
            ({"starts_in": None, "starts_on": dt.date.max}, ONE_WEEK, "The year 9999 is too far away"),
            ({"starts_in": None, "starts_on": dt.date.min}, ONE_WEEK, "The year 1 is too far away"),
            (
                {"starts_in": None, "starts_on": dt.date.max},
                Shift(count=-1, unit=Unit.WEEKS),
                "The year 9999 is too far away",
            ),
        ],
    )
    def test_it_says_why_one_cannot_be_moved(self, session, olga, draft, values, shift, why):
        webinar = draft("Stuck", **values)

        with pytest.raises(NothingMoved) as error:
            move_all(session, olga, seen(webinar), shift, now=clock.now())

        assert why in reasons(error.value.refused)["Stuck"]

    def test_a_day_alone_moves_by_days(self, session, olga, draft):
        webinar = draft("Some day", starts_in=None, starts_on=dt.date(2027, 5, 4))

        move_all(session, olga, seen(webinar), Shift(count=-2, unit=Unit.DAYS), now=clock.now())

        assert (webinar.starts_on, webinar.starts_wall) == (dt.date(2027, 5, 2), None)

    def test_who_may_only_write_texts_moves_nothing(self, session, olga, host):
        partner = make_organisation(session, "Accademia dei Lincei")
        theirs = make_webinar(session, partner, "Theirs")
        add_co_organiser(session, theirs, host).rights = ["texts"]

        with pytest.raises(NothingMoved) as error:
            move_all(session, olga, seen(theirs), ONE_WEEK, now=clock.now())

        assert reasons(error.value.refused) == {
            "Theirs": "You may not do this with it. Its page of co-organisers says who may."
        }


class TestDeleting:
    def test_drafts_go_and_the_rest_is_named(self, session, settings, olga, host, draft):
        gone, announced, registered = draft("Gone"), make_webinar(session, host, "Announced"), draft("Registered")
        open_desk(session, registered)
        make_registration(session, settings, registered, "Ana")
        ids = [gone.id, announced.id, registered.id]

        done = delete_each(session, olga, ids, now=clock.now())

        assert [each.why for each in done.refused] == [
            "Only a draft can be deleted. Take it off the page first.",
            "One person is registered for it. Cancel the registration first.",
        ]
        left = session.scalars(sa.select(Webinar.title).order_by(Webinar.title)).all()
        assert left == ["Announced", "Registered"]

    def test_a_partner_deletes_nothing(self, session, olga, host):
        partner = make_organisation(session, "Accademia dei Lincei")
        theirs = make_webinar(session, partner, "Theirs", status=Status.DRAFT)
        add_co_organiser(session, theirs, host).rights = ["texts", "people", "registrations", "publish"]

        done = delete_each(session, olga, [theirs.id], now=clock.now())

        assert (done.webinars, len(done.refused)) == ((), 1)
        assert session.get(Webinar, theirs.id) is not None


class TestDuplicating:
    @pytest.fixture
    def whole(self, session, settings, host):
        webinar = make_webinar(
            session, host, "Comets", summary="Tails.", description="All **about** them.", language="de",
            series=make_series(session, host), join_url="https://rooms.example/1", live_stream_url="https://tv.example",
            join_passcode="ice", join_access=JoinAccess.REGISTERED, duration_minutes=45,
            display_zones=[{"label": "India", "timezone": "Asia/Kolkata"}],
        )  # fmt: skip
        session.refresh(webinar, ["topics"])
        webinar.topics.append(make_topic(session))
        add_question(session, webinar, "What is a tail made of?")
        caroline = make_speaker(session, host, "Caroline Herschel")
        add_appearance(session, webinar, caroline, talk_title="Sweeping", name="C. Herschel")
        away = make_speaker(session, host, "Nobody")
        add_appearance(session, webinar, away, agreement=Agreement.DECLINED)
        partner = add_co_organiser(session, webinar, make_organisation(session, "Accademia dei Lincei"))
        partner.rights, partner.wording = ["publish"], CreditWording.SUPPORTED
        add_recording(session, webinar)
        open_desk(session, webinar, capacity=28)
        make_registration(session, settings, webinar, "Ana")
        session.commit()
        return webinar

    def test_all_is_taken_along_but_the_evening(self, session, olga, whole):
        [copy] = duplicate_each(session, olga, [whole.id], now=clock.now()).webinars

        session.commit()
        load_whole(session, copy)
        load_whole(session, whole)
        for same in ("title", "summary", "description", "language", "display_zones", "timezone", "duration_minutes"):
            assert getattr(copy, same) == getattr(whole, same), same
        assert (copy.series_id, copy.topics) == (whole.series_id, whole.topics)
        assert [each.text for each in copy.questions] == ["What is a tail made of?"]
        [person] = copy.lineup
        assert (person.shown_name, person.talk_title, person.has_agreed) == ("C. Herschel", "Sweeping", False)
        [partner] = copy.co_organisers
        assert (partner.rights, partner.wording) == (["publish"], CreditWording.SUPPORTED)
        desk = session.get(RegistrationDesk, copy.id)
        assert (copy.is_registration_here, copy.join_access) == (True, JoinAccess.REGISTERED)
        assert (desk.capacity, desk.seats_taken) == (28, 0)

        assert copy.status is Status.DRAFT
        assert (copy.starts_on, copy.starts_at) == (None, None)
        assert (copy.join_url, copy.join_passcode, copy.live_stream_url) == (None, "", None)
        assert copy.join_code != whole.join_code
        assert copy.recordings == []

    def test_a_second_press_makes_no_second_one(self, session, olga, whole):
        first = duplicate_each(session, olga, [whole.id], now=clock.now())
        second = duplicate_each(session, olga, [whole.id], now=clock.now())
        later = duplicate_each(session, olga, [whole.id], now=clock.now() + dt.timedelta(minutes=1))

        assert second.webinars == first.webinars
        assert later.webinars != first.webinars
        assert len(events(session, "webinar:duplicate")) == 2

    def test_whom_the_host_may_not_invite_is_left_out(self, session, olga, whole):
        load_whole(session, whole)
        session.add(
            Refusal(organisation=whole.co_organisers[0].organisation, host=whole.host, webinar=None, at=clock.now())
        )
        session.commit()

        done = duplicate_each(session, olga, [whole.id], now=clock.now())

        assert done.refused == ()
        assert list(done.webinars[0].co_organisers) == []
