"""A calendar that is imported once more after it has changed: what moves, what is older, what is gone."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation
from tests.integration.imports.test_calendars import bring, calendar, webinars
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.imports.calendars.date_changes import compare
from webinars.domain.imports.calendars.files import read_calendar_for
from webinars.domain.imports.calendars.vanished_entries import Decision, VanishedReason, decide, vanished_webinars
from webinars.domain.imports.texts import ImportChoices, ImportEffect
from webinars.domain.programme.errors import WrongState
from webinars.domain.programme.life_cycle import move
from webinars.models import Source, Status

PARIS = "DTSTART;TZID=Europe/Paris:20270301T180000"
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=3"
SECOND_OUT = "EXDATE;TZID=Europe/Paris:20270308T180000"
NAMED = ["X-WR-CALNAME:Evenings"]


def lamps(*lines, uid="lamps@example", title="Lamps"):
    return (f"UID:{uid}", f"SUMMARY:{title}", "DURATION:PT1H", *lines)


def later(hours):
    return PARIS.replace("T18", f"T{18 + hours}")


FIRST = calendar(lamps("SEQUENCE:0", PARIS, WEEKLY), head=NAMED)


@pytest.fixture(autouse=True)
def lunar(session):
    return make_organisation(session)


def starts(session):
    return [f"{webinar.starts_at:%m-%d %H:%M}" for webinar in webinars(session)]


def sentences(report):
    return [each.sentence for each in report.gone]


class TestDropped:
    DROPPED = calendar(lamps("SEQUENCE:1", PARIS, WEEKLY, SECOND_OUT), head=NAMED)

    def test_a_date_that_is_no_longer_there_is_said_and_stays(self, session):
        bring(session, FIRST, publish=True)

        report = bring(session, self.DROPPED)

        assert sentences(report) == ["“Lamps”: Monday 8 March 2027 is no longer in the calendar."]
        assert {webinar.status for webinar in webinars(session)} == {Status.PUBLISHED}

    def test_it_is_said_each_time_until_somebody_decides(self, session):
        bring(session, FIRST, publish=True)
        bring(session, self.DROPPED)

        assert len(bring(session, self.DROPPED).gone) == 1

    def test_what_is_over_is_not_asked_about(self, session, time_machine):
        bring(session, FIRST, publish=True)
        time_machine.move_to(dt.datetime(2027, 3, 9, tzinfo=dt.UTC))

        assert not bring(session, self.DROPPED).gone

    @pytest.mark.parametrize("rule", ["RRULE:FREQ=HOURLY", "RRULE:FREQ=WEEKLY;COUNT=3;BYHOUR=x"])
    def test_where_the_rule_is_not_understood_nothing_is_missed(self, session, rule):
        bring(session, FIRST)

        assert not bring(session, calendar(lamps("SEQUENCE:1", PARIS, rule))).gone

    def test_what_is_private_now_is_not_missed(self, session):
        bring(session, FIRST)

        assert not bring(session, calendar(lamps("CLASS:PRIVATE", PARIS), lamps(PARIS, uid="other"))).gone

    def test_beyond_what_is_followed_nothing_is_missed(self, session):
        bring(session, calendar(lamps(PARIS, "RRULE:FREQ=WEEKLY;UNTIL=20281231T000000Z")))

        assert not bring(session, calendar(lamps(PARIS, "RRULE:FREQ=WEEKLY"))).gone

    def test_others_are_not_asked_about(self, session):
        make_organisation(session, "Solar Society")
        bring(session, FIRST, organisation="lunar-society")

        assert not bring(session, self.DROPPED, organisation="solar-society").gone


class TestAbsent:
    OTHER = lamps(PARIS, uid="other@example", title="Other")

    def test_an_event_that_the_same_calendar_held_is_said(self, session):
        bring(session, calendar(lamps(PARIS), self.OTHER, head=NAMED))

        report = bring(session, calendar(self.OTHER, head=NAMED))

        assert sentences(report) == ["“Lamps”, Monday 1 March 2027, was in this calendar before and is not now."]

    def test_of_a_file_that_breaks_off_nothing_is_missed(self, session):
        both = calendar(lamps(PARIS, WEEKLY), lamps(later(1), uid="oil@example", title="Oil"), head=NAMED)
        bring(session, both)

        report = bring(session, both[: both.index(b"UID:oil")])

        assert not report.gone

    @pytest.mark.parametrize("head", [[], ["X-WR-CALNAME:Mornings"]])
    def test_in_another_calendar_it_is_not_missed(self, session, head):
        bring(session, calendar(lamps(PARIS), self.OTHER, head=NAMED))

        assert not bring(session, calendar(self.OTHER, head=head)).gone

    def test_calendars_without_a_name_are_not_held_for_the_same(self, session):
        bring(session, calendar(lamps(PARIS), self.OTHER))

        assert not bring(session, calendar(self.OTHER)).gone


class TestMoved:
    def test_a_series_whose_dates_all_move_alike_is_the_same_series(self, session):
        bring(session, FIRST, publish=True)
        before = [(webinar.uid, webinar.slug) for webinar in webinars(session)]

        report = bring(session, calendar(lamps("SEQUENCE:1", later(1), WEEKLY), head=NAMED))

        assert [(webinar.uid, webinar.slug) for webinar in webinars(session)] == before
        assert starts(session) == ["03-01 18:00", "03-08 18:00", "03-15 18:00"]
        (sentence,) = report.compared
        assert sentence == (
            "“Lamps” has moved in the calendar with all its 3 dates, the first from Monday 1 March 2027, 6pm in Paris "
            "to Monday 1 March 2027, 7pm in Paris."
        )
        assert not report.gone
        again = bring(session, calendar(lamps("SEQUENCE:1", later(1), WEEKLY), head=NAMED))
        assert {outcome.became for outcome in again.outcomes} == {ImportEffect.UNCHANGED}

    def test_across_a_change_of_clocks(self, session):
        day = "DTSTART;TZID=Europe/Paris:202703{}T180000"
        bring(session, calendar(lamps(day.format("20"), WEEKLY)))

        bring(session, calendar(lamps(day.format("21"), WEEKLY)))

        assert starts(session) == ["03-21 17:00", "03-28 16:00", "04-04 16:00"]

    def test_to_another_zone(self, session):
        bring(session, FIRST)

        bring(session, calendar(lamps("DTSTART;TZID=America/New_York:20270301T180000", WEEKLY)))

        assert starts(session) == ["03-01 23:00", "03-08 23:00", "03-15 22:00"]
        assert {webinar.timezone for webinar in webinars(session)} == {"America/New_York"}

    def test_what_a_person_has_moved_is_one_proposal(self, session):
        bring(session, FIRST, publish=True)
        move(
            session,
            OPERATOR,
            webinars(session)[1],
            wall=dt.datetime(2027, 3, 9, 12),
            timezone="Europe/Paris",
            now=clock.now(),
        )
        session.commit()

        report = bring(session, calendar(lamps("SEQUENCE:1", later(1), WEEKLY)))

        assert starts(session) == ["03-01 18:00", "03-09 11:00", "03-15 18:00"]
        assert [len(outcome.left) for outcome in report.outcomes] == [0, 1, 0]
        assert not report.gone

    def test_past_dates_are_known_and_stay(self, session, time_machine):
        bring(session, FIRST, publish=True)
        time_machine.move_to(dt.datetime(2027, 3, 2, tzinfo=dt.UTC))

        bring(session, calendar(lamps("SEQUENCE:1", later(1), WEEKLY)))

        assert starts(session) == ["03-01 17:00", "03-08 18:00", "03-15 18:00"]

    def test_an_event_without_an_end_is_followed_farther(self, session, time_machine):
        time_machine.move_to(dt.datetime(2027, 2, 1, tzinfo=dt.UTC))
        bring(session, calendar(lamps(PARIS, "RRULE:FREQ=MONTHLY;BYDAY=1MO")))
        count = len(webinars(session))
        time_machine.move_to(dt.datetime(2027, 2, 25, tzinfo=dt.UTC))

        report = bring(session, calendar(lamps("SEQUENCE:1", later(1), "RRULE:FREQ=MONTHLY;BYDAY=1MO")))

        assert len(webinars(session)) == count + 1
        assert {f"{webinar.starts_wall:%H}" for webinar in webinars(session)} == {"19"}
        assert not report.gone

    def test_one_date_for_another_is_no_move_of_the_series(self, session):
        bring(session, FIRST)

        report = bring(session, calendar(lamps(PARIS, "RRULE:FREQ=WEEKLY;COUNT=4", SECOND_OUT)))

        assert starts(session) == ["03-01 17:00", "03-08 17:00", "03-15 17:00", "03-22 17:00"]
        assert len(report.gone) == 1

    def test_where_a_person_has_put_a_date_already_nothing_is_lost(self, session, time_machine):
        bring(session, FIRST, publish=True)
        time_machine.move_to(dt.datetime(2027, 3, 2, tzinfo=dt.UTC))
        past = session.scalars(sa.select(Source).order_by(Source.id)).first()
        past.key = past.key.replace("20270301T170000Z", "20270308T180000Z")
        session.commit()

        report = bring(session, calendar(lamps("SEQUENCE:1", later(1), WEEKLY)))

        assert [each.webinar.starts_on.day for each in report.gone] == [8]
        assert "03-15 18:00" in starts(session)

    def test_what_was_imported_before_this_was_noted_moves_too(self, session):
        bring(session, FIRST)
        for source in session.scalars(sa.select(Source).order_by(Source.id)):
            source.values = {key: value for key, value in source.values.items() if key != "entry"}
        session.commit()

        report = bring(session, calendar(lamps("SEQUENCE:1", later(1), WEEKLY)))

        assert starts(session) == ["03-01 18:00", "03-08 18:00", "03-15 18:00"]
        assert not report.gone


class TestOlder:
    NEW = calendar(lamps("SEQUENCE:3", later(1), WEEKLY), head=NAMED)

    @pytest.mark.parametrize(
        "old",
        [
            lamps("SEQUENCE:2", PARIS, WEEKLY, title="Lights"),
            lamps("SEQUENCE:2", later(1), WEEKLY, SECOND_OUT, title="Lights"),
            lamps("SEQUENCE:2", later(1), WEEKLY, "STATUS:CANCELLED", title="Lights"),
        ],
    )
    def test_nothing_of_an_older_file_is_followed(self, session, old):
        bring(session, self.NEW, publish=True)
        before = [(webinar.title, webinar.revision) for webinar in webinars(session)]

        report = bring(session, calendar(old, head=NAMED))

        assert [(webinar.title, webinar.revision) for webinar in webinars(session)] == before
        assert (report.outcomes, list(report.gone)) == ([], [])
        if report.reading.entries:
            assert report.compared == [
                "“Lights” is older here than what was imported before, so nothing of it is followed."
            ]

    def test_a_file_that_counts_no_versions_is_not_older(self, session):
        bring(session, self.NEW)

        bring(session, calendar(lamps(later(2), WEEKLY)))

        assert starts(session) == ["03-01 19:00", "03-08 19:00", "03-15 19:00"]

    def test_a_change_of_one_date_that_comes_alone_is_not_older(self, session):
        bring(session, self.NEW)
        change = "RECURRENCE-ID;TZID=Europe/Paris:20270308T190000"

        bring(session, calendar(lamps(change, "SEQUENCE:1", "DTSTART;TZID=Europe/Paris:20270309T190000")))

        assert starts(session) == ["03-01 18:00", "03-09 18:00", "03-15 18:00"]
        assert bring(session, calendar(lamps("SEQUENCE:2", PARIS, WEEKLY))).outcomes == []


class TestDecision:
    def asked(self, session):
        choices = ImportChoices(published_on=clock.now().date())
        reading, host = read_calendar_for(session, TestDropped.DROPPED, choices, now=clock.now())
        return vanished_webinars(session, OPERATOR, compare(session, host, reading, now=clock.now()))

    def decided(self, session, gone, decision):
        done = decide(session, OPERATOR, gone, gone[0].source_id, decision, now=clock.now())
        session.commit()
        return done

    def test_it_is_cancelled(self, session):
        bring(session, FIRST, publish=True)
        gone = self.asked(session)

        self.decided(session, gone, Decision.CANCEL)

        assert [webinar.status for webinar in webinars(session)] == [
            Status.PUBLISHED,
            Status.CANCELLED,
            Status.PUBLISHED,
        ]
        assert self.asked(session) == []

    def test_a_draft_is_deleted(self, session):
        bring(session, FIRST)

        self.decided(session, self.asked(session), Decision.CANCEL)

        assert starts(session) == ["03-01 17:00", "03-15 17:00"]

    def test_what_is_kept_is_not_asked_about_again_until_it_was_there_in_between(self, session):
        bring(session, FIRST, publish=True)

        self.decided(session, self.asked(session), Decision.KEEP)

        assert self.asked(session) == []
        bring(session, FIRST)
        assert [each.reason for each in self.asked(session)] == [VanishedReason.DATE_DROPPED]

    @pytest.mark.parametrize("first", list(Decision))
    @pytest.mark.parametrize("second", list(Decision))
    def test_of_two_people_at_once_the_second_is_told(self, session, first, second):
        bring(session, FIRST, publish=True)
        seen_by_both = self.asked(session)
        self.decided(session, seen_by_both, first)
        status = webinars(session)[1].status

        with pytest.raises(WrongState):
            self.decided(session, seen_by_both, second)
        session.rollback()

        assert webinars(session)[1].status == status

    def test_a_draft_that_somebody_has_deleted_is_said(self, session):
        bring(session, FIRST)
        gone = self.asked(session)
        self.decided(session, gone, Decision.CANCEL)

        with pytest.raises(WrongState):
            self.decided(session, gone, Decision.KEEP)


class TestRenamed:
    """The Events Calendar writes start and end into the UID."""

    BEFORE = "17-1803920400-1803924000@lamps.example"
    AFTER = "17-1803924000-1803927600@lamps.example"

    def test_an_event_that_has_another_uid_since_it_moved_is_the_same(self, session):
        bring(session, calendar(lamps(PARIS, uid=self.BEFORE), head=NAMED), publish=True)
        (before,) = webinars(session)
        uid, slug = before.uid, before.slug

        report = bring(session, calendar(lamps(later(1), uid=self.AFTER), head=NAMED))
        again = bring(session, calendar(lamps(later(1), uid=self.AFTER), head=NAMED))

        (webinar,) = webinars(session)
        assert (webinar.uid, webinar.slug, starts(session)) == (uid, slug, ["03-01 18:00"])
        assert (report.outcomes[0].became, report.gone) == (ImportEffect.UPDATED, [])
        assert "has moved in the calendar" in report.compared[0]
        assert (again.outcomes[0].became, again.compared) == (ImportEffect.UNCHANGED, [])

    @pytest.mark.parametrize(
        "uid",
        ["18-1803924000-1803927600@lamps.example", "17-1803924000-1803927600@other.example", "17-1-2@lamps.example"],
    )
    def test_another_post_is_another_event(self, session, uid):
        bring(session, calendar(lamps(PARIS, uid=self.BEFORE), head=NAMED))

        report = bring(session, calendar(lamps(later(1), uid=uid), head=NAMED))

        assert (len(webinars(session)), len(report.gone)) == (2, 1)

    def test_both_at_once_are_two(self, session):
        bring(session, calendar(lamps(PARIS, uid=self.BEFORE)))

        bring(session, calendar(lamps(PARIS, uid=self.BEFORE), lamps(later(1), uid=self.AFTER)))

        assert len(webinars(session)) == 2
