"""Recurring events as other programs write them: which dates there are, which version counts, what differs on some."""

import datetime as dt

import pytest

from webinars.pure.ical.reading import read_calendar

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
PARIS = "DTSTART;TZID=Europe/Paris:20270301T180000"
BOGOTA = "DTSTART;TZID=America/Bogota:20270401T190000"
WHOLE_DAY = "DTSTART;VALUE=DATE:20270301"


def read(*events, assumed_timezone="Europe/London"):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for event in events:
        named = [] if any(line.startswith("SUMMARY") for line in event) else ["SUMMARY:Lamps"]
        end = [] if any(line.startswith(("DTEND", "DURATION")) for line in event) else ["DURATION:PT1H"]
        lines += ["BEGIN:VEVENT", "UID:lamps@example", *event, *named, *end, "END:VEVENT"]
    data = "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
    return read_calendar(data, now=NOW, assumed_timezone=assumed_timezone)


def starts(reading):
    return [f"{entry.starts_at:%m-%d %H:%M}" for entry in reading.entries]


class TestManyDates:
    @pytest.mark.parametrize(
        ("start", "rule", "last"),
        [
            ("20200106T180000", "FREQ=WEEKLY;UNTIL=20281231T235959Z", "2028-12-25"),
            ("20240101T180000", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "2027-09-01"),
            ("20240101T180000", "FREQ=DAILY;COUNT=2000", "2027-06-13"),
            ("19900101T180000", "FREQ=DAILY;UNTIL=20350101", "2027-06-13"),
        ],
    )
    def test_what_is_to_come_goes_before_what_is_past(self, start, rule, last):
        reading = read([f"DTSTART;TZID=Europe/Oslo:{start}", f"RRULE:{rule}"])

        coming = [entry for entry in reading.entries if entry.starts_at >= NOW]
        assert len(reading.entries) == 200
        assert coming[0].starts_at - NOW < dt.timedelta(days=7)
        assert coming[-1].date.isoformat() == last
        assert any("were left out: of each the next 200 are taken" in sentence for sentence in reading.lost)

    def test_room_that_is_left_is_for_what_was_last(self):
        reading = read(["DTSTART;TZID=Europe/Oslo:20250101T180000", "RRULE:FREQ=DAILY;UNTIL=20261130T235959Z"])

        assert [entry.date.isoformat() for entry in reading.entries][::199] == ["2026-05-15", "2026-11-30"]
        assert reading.lost == (
            "499 dates of recurring events were left out: of each the next 200 are taken, then those just past.",
        )


class TestZoneOfTheStart:
    def test_an_end_without_a_zone(self):
        (entry,) = read([BOGOTA, "DTEND:20270401T200000"]).entries

        assert entry.ends_at - entry.starts_at == dt.timedelta(hours=1)

    def test_an_excluded_date_without_a_zone(self):
        reading = read([BOGOTA, "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20270408T190000"])

        assert starts(reading) == ["04-02 00:00", "04-16 00:00"]

    def test_a_changed_date_without_a_zone(self):
        reading = read(
            [BOGOTA, "RRULE:FREQ=WEEKLY;COUNT=3"],
            ["RECURRENCE-ID:20270408T190000", "DTSTART;TZID=America/Bogota:20270409T190000"],
        )

        assert starts(reading) == ["04-02 00:00", "04-10 00:00", "04-16 00:00"]

    def test_an_added_date_without_a_zone(self):
        assert starts(read([BOGOTA, "RDATE:20270420T190000"])) == ["04-02 00:00", "04-21 00:00"]


class TestVersions:
    def test_the_latest_of_two_series_counts_with_all_its_dates(self):
        old = ["SEQUENCE:1", "DTSTART:20270105T170000Z", "RRULE:FREQ=WEEKLY;COUNT=2"]
        new = ["SEQUENCE:2", "DTSTART:20270105T180000Z", "RRULE:FREQ=WEEKLY;COUNT=2"]

        for events in ((old, new), (new, old)):
            reading = read(*events)
            assert starts(reading) == ["01-05 18:00", "01-12 18:00"]
            assert reading.lost == ("1 older version of an event was left out.",)
            assert [(each.uid, each.sequence, each.is_whole) for each in reading.series] == [("lamps@example", 2, True)]

    def test_events_that_share_a_uid_and_are_no_versions_are_all_there(self):
        one = ["DTSTART:20270105T170000Z", "SUMMARY:Kelp"]
        other = ["DTSTART:20270106T180000Z", "SUMMARY:Moss"]
        weekly = ["DTSTART:20270107T190000Z", "RRULE:FREQ=WEEKLY;COUNT=2", "SUMMARY:Nets"]

        reading = read(one, other, weekly, other)

        assert starts(reading) == ["01-05 17:00", "01-06 18:00", "01-07 19:00", "01-14 19:00"]
        assert [entry.key for entry in reading.entries[:2]] == [
            "lamps@example 20270105T170000Z",
            "lamps@example 20270106T180000Z",
        ]
        assert reading.lost == ("1 older version of an event was left out.",)

    @pytest.mark.parametrize(
        "later",
        [
            ["SEQUENCE:1", "DTSTART:20270105T180000Z"],
            ["LAST-MODIFIED:20261103T000000Z", "DTSTART:20270105T180000Z"],
            ["DTSTAMP:20261103T000000Z", "DTSTART:20270105T170000Z", "SUMMARY:Kelp"],
        ],
    )
    def test_an_event_that_was_moved_or_renamed_is_a_version(self, later):
        first = ["LAST-MODIFIED:20261102T000000Z", "DTSTART:20270105T170000Z"]

        for events in ((first, later), (later, first)):
            reading = read(*events)
            assert [entry.key for entry in reading.entries] == ["lamps@example"]
            assert reading.entries[0].title == (later[2:] or ["SUMMARY:Lamps"])[0].removeprefix("SUMMARY:")
            assert reading.lost == ("1 older version of an event was left out.",)

    def test_versions_may_change_one_thing_after_the_other(self):
        reading = read(
            ["DTSTART:20270105T170000Z"],
            ["SEQUENCE:2", "DTSTART:20270105T180000Z", "SUMMARY:Kelp"],
            ["SEQUENCE:1", "DTSTART:20270105T180000Z"],
        )

        assert [entry.title for entry in reading.entries] == ["Kelp"]
        assert reading.lost == ("2 older versions of events were left out.",)

    def test_a_uid_that_events_of_other_titles_and_starts_have_is_no_name_of_one(self):
        reading = read(
            ["SEQUENCE:1", "DTSTART:20270105T170000Z", "SUMMARY:Kelp"],
            ["SEQUENCE:2", "DTSTART:20270106T180000Z", "SUMMARY:Moss"],
            ["SEQUENCE:3", "DTSTART:20270106T180000Z", "SUMMARY:Nets"],
        )

        assert [entry.title for entry in reading.entries] == ["Kelp", "Moss", "Nets"]
        assert len({entry.key for entry in reading.entries}) == 3
        assert reading.lost == (
            "3 events share their UID with others of another title and start: each was taken for one of its own.",
        )

    def test_dates_of_one_title_that_were_written_a_second_apart_are_all_there(self):
        reading = read(
            ["DTSTAMP:20261102T000000Z", "DTSTART:20270105T170000Z"],
            ["DTSTAMP:20261102T000001Z", "DTSTART:20270112T170000Z"],
        )

        assert starts(reading) == ["01-05 17:00", "01-12 17:00"]

    def test_a_changed_date_belongs_to_the_series_and_not_to_what_shares_its_uid(self):
        reading = read(
            [PARIS, "RRULE:FREQ=WEEKLY;COUNT=2"],
            ["DTSTART:20270106T180000Z", "SUMMARY:Moss"],
            ["RECURRENCE-ID;TZID=Europe/Paris:20270308T180000", "DTSTART;TZID=Europe/Paris:20270309T180000"],
        )

        assert starts(reading) == ["01-06 18:00", "03-01 17:00", "03-09 17:00"]
        assert reading.lost == ()

    def test_the_latest_change_of_one_date_counts(self):
        series = [PARIS, "RRULE:FREQ=WEEKLY;COUNT=2"]
        change = "RECURRENCE-ID;TZID=Europe/Paris:20270308T180000"
        old = [change, "SEQUENCE:1", "DTSTART;TZID=Europe/Paris:20270308T190000"]
        new = [change, "SEQUENCE:2", "DTSTART;TZID=Europe/Paris:20270308T200000"]

        assert starts(read(series, new, old)) == ["03-01 17:00", "03-08 19:00"]

    @pytest.mark.parametrize("rule", ["RRULE:FREQ=WEEKLY;COUNT=3", "RRULE:FREQ=WEEKLY;COUNT=5"])
    def test_a_change_of_a_date_that_the_series_no_longer_has_is_named(self, rule):
        reading = read(
            [PARIS, rule, "EXDATE;TZID=Europe/Paris:20270308T180000"],
            ["RECURRENCE-ID;TZID=Europe/Paris:20270308T180000", "DTSTART;TZID=Europe/Paris:20270309T180000"],
        )

        assert "03-09 17:00" not in starts(reading)
        assert reading.lost == (
            "“Lamps”: Monday 8 March 2027 was changed, and the series no longer has that date. It was left out.",
        )

    @pytest.mark.parametrize("rule", ["RRULE:FREQ=WEEKLY", "RRULE:FREQ=HOURLY"])
    def test_a_change_of_a_date_that_is_not_counted_is_taken(self, rule):
        reading = read(
            [PARIS, rule],
            ["RECURRENCE-ID;TZID=Europe/Paris:20280306T180000", "DTSTART;TZID=Europe/Paris:20280307T180000"],
        )

        assert starts(reading)[-1] == "03-07 17:00"

    def test_a_change_without_its_series_stands_alone(self):
        reading = read(["RECURRENCE-ID;TZID=Europe/Paris:20270308T180000", "DTSTART;TZID=Europe/Paris:20270309T180000"])

        assert [entry.recurrence_id for entry in reading.entries] == ["20270308T170000Z"]
        assert [each.is_whole for each in reading.series] == [False]


class TestTypeOfTheChangedDate:
    def test_a_day_for_an_hour(self):
        reading = read(
            [PARIS, "RRULE:FREQ=WEEKLY;COUNT=3"],
            ["RECURRENCE-ID;VALUE=DATE:20270308", "DTSTART;TZID=Europe/Paris:20270309T180000"],
        )

        assert starts(reading) == ["03-01 17:00", "03-09 17:00", "03-15 17:00"]

    @pytest.mark.parametrize(
        "change", ["RECURRENCE-ID;TZID=Europe/Paris:20270308T000000", "RECURRENCE-ID:20270307T230000Z"]
    )
    def test_midnight_for_a_whole_day(self, change):
        reading = read(
            [WHOLE_DAY, "RRULE:FREQ=WEEKLY;COUNT=3"],
            [change, "DTSTART;VALUE=DATE:20270309"],
            assumed_timezone="Europe/Paris",
        )

        assert [entry.date.day for entry in reading.entries] == [1, 9, 15]

    def test_an_hour_for_a_whole_day_that_is_left_out(self):
        reading = read([WHOLE_DAY, "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Paris:20270308T000000"])

        assert [entry.date.day for entry in reading.entries] == [1, 15]

    @pytest.mark.parametrize(
        "excluded",
        ["EXDATE:20270307T230000Z", "EXDATE;TZID=Europe/Paris:20270308T000000", "EXDATE;VALUE=DATE:20270308"],
    )
    def test_a_whole_day_is_left_out_by_its_midnight(self, excluded):
        reading = read([WHOLE_DAY, "RRULE:FREQ=WEEKLY;COUNT=3", excluded], assumed_timezone="Europe/Paris")

        assert [entry.date.day for entry in reading.entries] == [1, 15]

    @pytest.mark.parametrize(
        ("until", "zone"),
        [
            ("20270314T230000Z", "Europe/Paris"),
            ("20270316T035959Z", "America/New_York"),
            ("20270315", "Europe/Paris"),
            ("20270315T000000", "Europe/Paris"),
        ],
    )
    def test_whole_days_end_by_the_clocks_of_the_calendar(self, until, zone):
        reading = read([WHOLE_DAY, f"RRULE:FREQ=DAILY;INTERVAL=7;UNTIL={until}"], assumed_timezone=zone)
        daily = read([WHOLE_DAY, f"RRULE:FREQ=DAILY;UNTIL={until}"], assumed_timezone=zone)

        assert [entry.date.day for entry in reading.entries] == [1, 8, 15]
        assert daily.entries[-1].date.day == 15


class TestLengths:
    def test_periods_have_lengths_of_their_own(self):
        reading = read([
            "DTSTART:20270303T170000Z",
            "RDATE;VALUE=PERIOD:20270310T170000Z/PT2H,20270317T170000Z/20270317T193000Z",
            "DURATION:PT1H",
        ])  # fmt: skip

        assert [(entry.ends_at - entry.starts_at).seconds // 60 for entry in reading.entries] == [60, 120, 150]

    def test_of_two_lengths_the_one_that_can_be(self):
        (entry,) = read(["DTSTART:20270301T170000Z", "DTEND:20270301T183000Z", "DURATION:PT0S"]).entries

        assert (entry.ends_at - entry.starts_at, entry.problems) == (dt.timedelta(minutes=90), ())


class TestAllLaterDates:
    SERIES = (PARIS, "RRULE:FREQ=WEEKLY;COUNT=4")
    CHANGE = "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20270315T180000"

    def test_a_change_of_all_later_dates_is_followed(self):
        reading = read(
            self.SERIES, [self.CHANGE, "DTSTART;TZID=Europe/Paris:20270315T200000", "DURATION:PT2H", "SUMMARY:Later"]
        )

        assert starts(reading) == ["03-01 17:00", "03-08 17:00", "03-15 19:00", "03-22 19:00"]
        assert [(entry.ends_at - entry.starts_at).seconds // 3600 for entry in reading.entries] == [1, 1, 2, 2]
        assert [entry.recurrence_id for entry in reading.entries][-1] == "20270322T170000Z"
        assert reading.lost == ()

    def test_a_later_date_with_a_change_of_its_own_keeps_it(self):
        reading = read(
            self.SERIES,
            [self.CHANGE, "DTSTART;TZID=Europe/Paris:20270315T200000"],
            ["RECURRENCE-ID;TZID=Europe/Paris:20270322T180000", "DTSTART;TZID=Europe/Paris:20270323T120000"],
        )

        assert starts(reading)[2:] == ["03-15 19:00", "03-23 11:00"]

    def test_all_later_dates_may_be_cancelled(self):
        reading = read(self.SERIES, [self.CHANGE, "DTSTART;TZID=Europe/Paris:20270315T180000", "STATUS:CANCELLED"])

        assert starts(reading) == ["03-01 17:00", "03-08 17:00"]
        assert len(reading.cancelled) == 2

    def test_a_range_that_is_no_longer_written_is_said(self):
        change = self.CHANGE.replace("THISANDFUTURE", "THISANDPRIOR")

        reading = read(self.SERIES, [change, "DTSTART;TZID=Europe/Paris:20270315T200000"])

        assert starts(reading) == ["03-01 17:00", "03-08 17:00", "03-15 19:00", "03-22 17:00"]
        assert len(reading.lost) == 1
