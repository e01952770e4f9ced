"""Calendars of other programs, on their way to being drafts."""

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.factories import make_member, make_organisation, make_webinar
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.accounts.queries import actor_of
from webinars.domain.imports.calendars.drafts import store_calendar
from webinars.domain.imports.calendars.files import CalendarEmpty, read_calendar_for
from webinars.domain.imports.errors import HostUnknown, PublicationBlocked
from webinars.domain.imports.texts import ImportChoices, ImportEffect
from webinars.domain.programme.editor_queries import whole
from webinars.domain.programme.life_cycle import move, postpone
from webinars.lib.errors import NotAllowed
from webinars.models import Role, Source, SourceKind, Status, Webinar

GOOGLE = (Path(__file__).parents[2] / "unit/pure/ical/reading/exports/google.ics").read_bytes()
START = "DTSTART;TZID=Europe/London:20270701T160000"
ONE = ("UID:comets@example", START, "DTEND;TZID=Europe/London:20270701T173000", "SUMMARY:Comets and their tails")


def calendar(*events, head=()):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def bring(session, data, *, actor=OPERATOR, publish=False, **choices):
    choices = ImportChoices(published_on=clock.now().date(), is_published=publish, **choices)
    reading, host = read_calendar_for(session, data, choices, now=clock.now())
    report = store_calendar(session, actor, reading, host, is_published=publish, now=clock.now())
    session.commit()
    return report


def webinars(session):
    return session.scalars(sa.select(Webinar).options(*whole()).order_by(Webinar.starts_on, Webinar.id)).all()


@pytest.fixture
def lunar(session):
    return make_organisation(session)


def test_entries_become_drafts_with_what_the_calendar_says(session, lunar):
    report = bring(session, GOOGLE)

    assert {outcome.became for outcome in report.outcomes} == {ImportEffect.CREATED}
    comets = next(webinar for webinar in webinars(session) if webinar.title.startswith("Comets"))
    assert (comets.status, comets.host_id) == (Status.DRAFT, lunar.id)
    assert (comets.timezone, comets.starts_wall) == ("Europe/London", dt.datetime(2027, 7, 1, 16))
    assert (comets.duration_minutes, comets.is_duration_assumed) == (90, False)
    assert comets.join_url == "https://meet.google.com/abc-defg-hij"
    assert "meet.google" not in comets.description
    assert "comets@google.com" not in {webinar.uid for webinar in webinars(session)}
    assert len(webinars(session)) == 5


def test_the_same_calendar_again_changes_nothing(session, lunar):
    bring(session, GOOGLE)
    before = [(webinar.id, webinar.revision) for webinar in webinars(session)]

    report = bring(session, GOOGLE)

    assert {outcome.became for outcome in report.outcomes} == {ImportEffect.UNCHANGED}
    assert [(webinar.id, webinar.revision) for webinar in webinars(session)] == before


def test_what_changed_in_the_calendar_is_followed_where_nobody_has_edited(session, lunar):
    bring(session, calendar(ONE))

    moved = [line.replace("T160000", "T180000").replace("T173000", "T193000") for line in ONE]
    report = bring(session, calendar(moved))

    (webinar,) = webinars(session)
    assert report.outcomes[0].became is ImportEffect.UPDATED
    assert webinar.starts_wall == dt.datetime(2027, 7, 1, 18)


def test_what_a_person_has_edited_stays_and_the_difference_is_said(session, lunar):
    bring(session, calendar(ONE))
    webinars(session)[0].title = "Comets, by Caroline Herschel"
    session.commit()

    report = bring(session, calendar([*ONE[:3], "SUMMARY:Comets revisited"]))

    assert webinars(session)[0].title == "Comets, by Caroline Herschel"
    assert report.outcomes[0].became is ImportEffect.UNCHANGED
    assert "Comets revisited" in report.outcomes[0].left[0].sentence


LATER = [line.replace("T16", "T18").replace("T17", "T20") for line in ONE]


def test_what_is_published_is_moved_by_its_calendar_where_nobody_has_edited(session, lunar):
    bring(session, calendar(ONE), publish=True)

    report = bring(session, calendar(LATER))

    (webinar,) = webinars(session)
    assert (webinar.starts_wall, webinar.duration_minutes) == (dt.datetime(2027, 7, 1, 18), 150)
    assert (webinar.moved_from_wall, report.outcomes[0].became) == (dt.datetime(2027, 7, 1, 16), ImportEffect.UPDATED)


@pytest.mark.parametrize("change", ["edited", "postponed", "over"])
def test_what_is_published_is_not_moved_after_a_person_or_its_end(session, lunar, time_machine, change):
    bring(session, calendar(ONE), publish=True)
    (webinar,) = webinars(session)
    if change == "edited":
        move(session, OPERATOR, webinar, wall=dt.datetime(2027, 7, 1, 17), timezone="Europe/London", now=clock.now())
    elif change == "postponed":
        postpone(session, OPERATOR, webinar, now=clock.now())
    else:
        time_machine.move_to(dt.datetime(2027, 7, 2, tzinfo=dt.UTC))
    session.commit()
    before = webinar.starts_wall

    report = bring(session, calendar(LATER))

    assert webinars(session)[0].starts_wall == before
    assert len(report.outcomes[0].left) == 1


def test_one_date_of_a_recurring_event_is_one_webinar_for_ever(session, lunar):
    weekly = ("UID:w", START, "RRULE:FREQ=WEEKLY;COUNT=2", "SUMMARY:Weekly", "DURATION:PT1H")
    moved = ("UID:w", "RECURRENCE-ID:20270708T150000Z", "DTSTART;TZID=Europe/London:20270709T160000", "SUMMARY:Weekly")
    bring(session, calendar(weekly))

    bring(session, calendar(weekly, moved))

    assert [f"{webinar.starts_wall:%m-%d}" for webinar in webinars(session)] == ["07-01", "07-09"]


def test_an_entry_cancelled_since_is_said_and_left(session, lunar):
    bring(session, calendar(ONE))

    report = bring(session, calendar([*ONE, "STATUS:CANCELLED"]))

    assert webinars(session)[0].status == Status.DRAFT
    assert [each.sentence for each in report.gone] == [
        "“Comets and their tails”: the calendar says that Thursday 1 July 2027 is cancelled."
    ]


def test_an_entry_that_never_was_a_draft_and_is_cancelled_makes_none(session, lunar):
    report = bring(session, calendar([*ONE, "STATUS:CANCELLED"]))

    assert webinars(session) == []
    assert report.reading.lost == ("1 cancelled event makes no draft.",)


@pytest.mark.usefixtures("derived")
def test_our_own_feed_makes_nothing_twice(session, client, lunar):
    webinar = make_webinar(session, lunar)
    session.commit()

    report = bring(session, client.get("/calendar.ics").data)

    assert [each.id for each in webinars(session)] == [webinar.id]
    assert report.outcomes[0].became is ImportEffect.UNCHANGED


def test_the_uid_of_others_opens_nothing_of_theirs(session, lunar):
    solar = make_organisation(session, "Solar Society")
    oskar = make_member(session, solar, "Oskar", Role.EDITOR)
    bring(session, calendar(ONE), organisation="lunar-society")
    ours = make_webinar(session, lunar, "Planets")
    session.commit()
    theirs = [(ours.title, ours.revision)]
    actor = actor_of(session, oskar.id)

    report = bring(
        session,
        calendar([*ONE[:3], "SUMMARY:Taken"], (f"UID:{ours.uid}", START, "SUMMARY:Taken too")),
        actor=actor,
        organisation="solar-society",
    )

    assert {outcome.became for outcome in report.outcomes} == {ImportEffect.CREATED}
    assert {outcome.webinar.host_id for outcome in report.outcomes} == {solar.id}
    session.refresh(ours)
    assert [(ours.title, ours.revision)] == theirs
    with pytest.raises(NotAllowed):
        bring(session, calendar(ONE), actor=actor, organisation="lunar-society")
    session.rollback()
    with pytest.raises(NotAllowed):
        bring(session, calendar(["UID:new", *ONE[1:]]), actor=actor, organisation="lunar-society")


def test_hours_without_a_zone_are_those_of_the_host_and_this_is_said(session, lunar):
    floating = [line.replace(";TZID=Europe/London", "") for line in ONE]

    report = bring(session, calendar(floating))

    assert webinars(session)[0].timezone == "Europe/London"
    assert [problem.code for problem in report.reading.problems] == ["timezone_assumed"]


@pytest.mark.usefixtures("lunar")
class TestHost:
    def test_the_calendars_name_may_be_that_of_an_organisation(self, session):
        solar = make_organisation(session, "Solar Society")

        bring(session, calendar(ONE, head=["X-WR-CALNAME:The Solar Society"]))

        assert webinars(session)[0].host_id == solar.id

    def test_without_one_nothing_is_stored(self, session):
        make_organisation(session, "Solar Society")

        with pytest.raises(HostUnknown):
            bring(session, calendar(ONE, head=["X-WR-CALNAME:Calendar"]))

    def test_people_who_sent_invitations_do_not_become_organisations(self, session, lunar):
        bring(session, calendar([*ONE, "ORGANIZER;CN=Olga:mailto:olga@society.example"]))

        (webinar,) = webinars(session)
        assert (webinar.host_id, list(webinar.co_organisers)) == (lunar.id, [])


def test_a_problem_that_blocks_stores_nothing_when_publishing(session, lunar):
    day = ("UID:d", "DTSTART;VALUE=DATE:20270702", "SUMMARY:Outing")

    with pytest.raises(PublicationBlocked, match="whole days"):
        bring(session, calendar(ONE, day), publish=True)
    session.rollback()

    assert webinars(session) == []
    assert session.query(Source).count() == 0


def test_a_calendar_without_events_is_refused(session, lunar):
    with pytest.raises(CalendarEmpty):
        bring(session, calendar())


def test_what_was_imported_is_noted_as_a_calendars(session, lunar):
    bring(session, calendar(ONE))

    source = session.query(Source).one()
    assert (source.kind, source.key) == (SourceKind.CALENDAR, f"{lunar.id} comets@example")
