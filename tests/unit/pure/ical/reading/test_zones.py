"""Zones as other programs name them, and those of which they bring only the rules."""

import datetime as dt
import tracemalloc

import pytest
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from tests.effort import Effort
from webinars.pure.ical.reading import CalendarTooLarge, read_calendar
from webinars.pure.ical.reading.windows_names import WINDOWS_NAMES

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
EUROPEAN = (
    ("+0100", "+0200", "19700329T020000", "-1SU;BYMONTH=3"),
    ("+0200", "+0100", "19701025T030000", "-1SU;BYMONTH=10"),
)
AMERICAN = (
    ("-0500", "-0400", "20070311T020000", "2SU;BYMONTH=3"),
    ("-0400", "-0500", "20071104T020000", "1SU;BYMONTH=11"),
)
MIDNIGHT = (
    ("-0500", "-0400", "20070311T000000", "2SU;BYMONTH=3"),
    ("-0400", "-0500", "20071104T010000", "1SU;BYMONTH=11"),
)


def rules(observances, name="Customized Time Zone"):
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    for kind, (before, after, onset, days) in zip(("DAYLIGHT", "STANDARD"), observances, strict=True):
        lines += [
            f"BEGIN:{kind}", f"DTSTART:{onset}", f"RRULE:FREQ=YEARLY;BYDAY={days}",
            f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", f"END:{kind}",
        ]  # fmt: skip
    return [*lines, "END:VTIMEZONE"]


def read(start, *lines, head=(), before=b"", **options):
    data = ["BEGIN:VCALENDAR", *head, "BEGIN:VEVENT", "UID:1", "SUMMARY:Lamps", start, "DURATION:PT1H", *lines]
    data += ["END:VEVENT", "END:VCALENDAR", ""]
    return read_calendar(before + "\r\n".join(data).encode(), now=NOW, **options)


def one(start, *lines, **options):
    (entry,) = read(start, *lines, **options).entries
    return entry


def codes(entry):
    return [(problem.code, problem.blocks) for problem in entry.problems]


class TestNames:
    @pytest.mark.parametrize(
        ("tzid", "timezone", "hour"),
        [
            ('"(UTC-05:00) Eastern Time (US & Canada)"', "America/New_York", 13),
            ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York", 13),
            ("(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin", 7),
            ("(UTC) Dublin, Edinburgh, Lisbon, London", "Europe/London", 8),
            ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "Asia/Kolkata", 3),
            ("europe/berlin", "Europe/Berlin", 7),
            ("AMERICA/ARGENTINA/SALTA", "America/Argentina/Salta", 12),
            ("GMT+0100", "Etc/GMT-1", 8),
            ("UTC+2", "Etc/GMT-2", 7),
            ("UTC+02:00", "Etc/GMT-2", 7),
            ("UTC-03:00", "Etc/GMT+3", 12),
            ("Etc/GMT-2", "Etc/GMT-2", 7),
            ("(GMT +01:00)", "Etc/GMT-1", 8),
            ("(UTC-05:00)", "Etc/GMT+5", 14),
            ("(GMT+01.00) Amsterdam / Berlin / Bern", "Europe/Amsterdam", 7),
            ("(GMT+0100) Lisbon", "Europe/Lisbon", 8),
            ("(GMT-04:00) Eastern Time - New York", "America/New_York", 13),
            ("(GMT+01:00) Europe/Vienna", "Europe/Vienna", 7),
        ],
    )
    def test_names_that_are_known(self, tzid, timezone, hour):
        entry = one(f"DTSTART;TZID={tzid}:20270701T090000")

        assert (entry.timezone, entry.starts_at.hour, entry.problems) == (timezone, hour, ())

    def test_more_may_stand_behind_a_name_that_should_be_quoted(self):
        entry = one("DTSTART;TZID=UTC+02:00;VALUE=DATE-TIME:20270701T090000")

        assert entry.starts_at == dt.datetime(2027, 7, 1, 7, tzinfo=dt.UTC)

    def test_a_time_with_colons_is_none_of_the_name(self):
        entry = one("DTSTART;TZID=Europe/Berlin:2027-07-01T09:00:00")

        assert entry.starts_at == dt.datetime(2027, 7, 1, 7, tzinfo=dt.UTC)

    @pytest.mark.parametrize(
        "tzid",
        [
            "(UTC-04:00) Eastern Time (US & Canada)",
            "(UTC-05:00) Middle of Nowhere",
            "(GMT+03:00) Berlin",
            "(GMT-07:00) Phoenix, Denver",
            "UTC+25",
            "UTC+15",
        ],
    )
    def test_names_that_are_not_sure_are_asked_about(self, tzid):
        entry = one(f'DTSTART;TZID="{tzid}":20270701T090000')

        assert entry.starts_at is None or tzid == "UTC+15"
        assert codes(entry) in ([("timezone_unknown", True)], [("timezone_assumed", False)])

    def test_an_offset_of_half_an_hour_is_taken_for_a_zone_that_has_it(self):
        entry = one("DTSTART;TZID=UTC+05:30:20270701T090000")

        assert (entry.timezone, f"{entry.starts_at:%H:%M}") == ("Asia/Kolkata", "03:30")
        assert codes(entry) == [("timezone_assumed", False)]

    @pytest.mark.parametrize("name", WINDOWS_NAMES)
    def test_each_name_of_exchange_has_a_zone(self, name):
        assert name == name.lower()
        assert WINDOWS_NAMES[name] in WINDOWS_TO_OLSON


class TestBareOffsets:
    WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=3"
    WINTER, SPRING = "DTSTART;TZID=(GMT +01:00):20270105T090000", "DTSTART;TZID=(GMT +01:00):20270315T090000"

    def test_one_hour_is_right_in_winter_and_said_in_summer(self):
        winter = one(self.WINTER, assumed_timezone="Europe/Berlin")
        summer = one(self.WINTER.replace("0105", "0705"), assumed_timezone="Europe/Berlin")

        assert (winter.timezone, winter.starts_at.hour, winter.problems) == ("Etc/GMT-1", 8, ())
        assert (summer.timezone, summer.starts_at.hour) == ("Etc/GMT-1", 8)
        assert codes(summer) == [("timezone_assumed", False)]
        assert summer.problems[0].message == (
            "“Lamps”: its zone “(GMT +01:00)” is an offset that Europe/Berlin has at another time of the year. "
            "It was taken as UTC+1."
        )

    @pytest.mark.parametrize("options", [{}, {"assumed_timezone": "Europe/Paris"}])
    def test_dates_beyond_a_change_of_clocks_are_asked_about(self, options):
        entries = read(self.SPRING, self.WEEKLY, **options).entries

        assert [entry.starts_at and entry.starts_at.hour for entry in entries] == [8, 8, None]
        assert codes(entries[2]) == [("timezone_unknown", True)]
        assert "and not whether clocks are set between its dates, as in Europe/" in entries[2].problems[0].message

    @pytest.mark.parametrize(
        ("start", "options"),
        [(WINTER, {}), (SPRING, {"assumed_timezone": "Africa/Lagos"}), (SPRING, {"timezone": "+1"})],
    )
    def test_dates_without_a_change_between_them_are_not(self, start, options):
        options = {name: "Etc/GMT-1" if zone == "+1" else zone for name, zone in options.items()}

        entries = read(start, self.WEEKLY, **options).entries

        assert [(entry.starts_at.hour, entry.problems) for entry in entries] == [(8, ())] * 3

    @pytest.mark.parametrize("said", [{"timezone": "Europe/Madrid"}, {"head": ["X-WR-TIMEZONE:Europe/Madrid"]}])
    def test_whoever_names_a_zone_that_has_it_is_believed(self, said):
        entries = read(self.SPRING, self.WEEKLY, **said).entries

        assert [(entry.timezone, entry.starts_at.hour) for entry in entries] == [
            ("Europe/Madrid", 8),
            ("Europe/Madrid", 8),
            ("Europe/Madrid", 7),
        ]
        assert codes(read(self.SPRING, self.WEEKLY, timezone="Asia/Tokyo").entries[2]) == [("timezone_unknown", True)]

    def test_greenwich_is_asked_about_where_the_host_sets_its_clocks(self):
        spring = self.SPRING.replace("(GMT +01:00)", "(GMT+00:00)")

        hosted = read(spring, self.WEEKLY, assumed_timezone="Europe/London").entries

        assert [entry.starts_at and entry.starts_at.hour for entry in hosted] == [9, 9, None]
        assert [codes(entry) for entry in read(spring, self.WEEKLY).entries] == [[]] * 3

    def test_rules_know_more_than_an_offset_in_their_name(self):
        for day, hour in (("20270105", 8), ("20270705", 7)):
            head = rules(EUROPEAN, name="GMT+0100")
            entry = one(f"DTSTART;TZID=GMT+0100:{day}T090000", head=head, assumed_timezone="Europe/Paris")

            assert (entry.timezone, entry.starts_at.hour) == ("Europe/Paris", hour)
            assert codes(entry) == [("timezone_assumed", False)]

    def test_rules_that_say_the_same_as_the_name_say_nothing_new(self):
        head = rules((("+0100", "+0100", "19700329T020000", "-1SU;BYMONTH=3"),) * 2, name="GMT+0100")

        entry = one("DTSTART;TZID=GMT+0100:20270705T090000", head=head)

        assert (entry.timezone, entry.starts_at.hour, entry.problems) == ("Etc/GMT-1", 8, ())

    def test_an_hour_in_utc_stays_one(self):
        assert one("DTSTART;TZID=(GMT +01:00):20270105T090000Z").starts_at.hour == 9


class TestRulesOnly:
    @pytest.mark.parametrize(
        ("observances", "options", "timezone"),
        [
            (EUROPEAN, {}, "Europe/Berlin"),
            (EUROPEAN, {"assumed_timezone": "Europe/Madrid"}, "Europe/Madrid"),
            (EUROPEAN, {"assumed_timezone": "Europe/London", "likely_timezones": ["Europe/Paris"]}, "Europe/Paris"),
            (EUROPEAN, {"assumed_timezone": "Africa/Lagos"}, "Europe/Berlin"),
            (AMERICAN, {}, "America/New_York"),
            (AMERICAN, {"assumed_timezone": "America/Cancun"}, "America/New_York"),
            (MIDNIGHT, {}, "Etc/UTC"),
        ],
    )
    def test_the_zone_is_one_whose_clocks_go_alike_all_year(self, observances, options, timezone):
        for day in ("20270105", "20270705"):
            entry = one(f"DTSTART;TZID=Customized Time Zone:{day}T090000", head=rules(observances), **options)

            assert entry.timezone == timezone
            assert codes(entry) == [("timezone_assumed", False)]
            assert not entry.is_zone_assumed

    def test_the_guess_is_said_with_the_rules(self):
        entry = one("DTSTART;TZID=Customized Time Zone:20270705T090000", head=rules(EUROPEAN))

        assert entry.problems[0].message == (
            "Of the zone “Customized Time Zone” the calendar has only the rules: UTC+1, UTC+2 from Sunday 28 March "
            "2027 and UTC+1 from Sunday 31 October 2027. It was taken for Europe/Berlin."
        )

    @pytest.mark.parametrize("wall", ["20270328T023000", "20271031T023000"])
    def test_an_hour_that_is_none_or_two_by_the_rules_is_asked_about(self, wall):
        entry = one(f"DTSTART;TZID=Customized Time Zone:{wall}", head=rules(EUROPEAN))

        assert entry.starts_at is None
        assert codes(entry) == [("wall_time_repeated", True)]

    def test_where_no_zone_goes_alike_the_instant_is_promised_in_utc(self):
        entry = one("DTSTART;TZID=Customized Time Zone:20270705T090000", head=rules(MIDNIGHT))

        assert (entry.timezone, entry.starts_at.hour) == ("Etc/UTC", 13)
        assert codes(entry) == [("timezone_assumed", False)]

    def test_other_rules_under_a_known_name_are_said(self):
        head = rules(AMERICAN, name="Europe/Paris")

        entry = one("DTSTART;TZID=Europe/Paris:20270705T090000", head=head)

        assert (entry.timezone, entry.starts_at.hour) == ("Europe/Paris", 7)
        assert codes(entry) == [("timezone_rules_differ", False)]
        assert codes(one("DTSTART;TZID=Europe/Paris:20270705T090000", head=rules(EUROPEAN, name="Europe/Paris"))) == []


class TestLimits:
    def test_blanks_before_a_calendar_are_passed_over(self):
        for blanks in (b"  ", b"\r\n \t\r\n", b"\xef\xbb\xbf \n"):
            assert len(read("DTSTART:20270701T090000Z", before=blanks).entries) == 1

    def test_thousands_of_zones_are_not_followed(self):
        head = [line for number in range(3000) for line in rules(EUROPEAN, name=f"Zone {number}")]
        events = [
            f"DTSTART;TZID=Zone {number}:20270705T090000\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:u{number}"
            for number in range(0, 3000, 10)
        ]
        effort = Effort()

        reading = read("\r\n".join(events) + "\r\nDTSTART:20270705T090000Z", head=head)

        assert effort.seconds() < 20
        assert {problem.code for problem in reading.problems} == {"timezone_assumed", "timezone_unknown", "end_assumed"}

    def test_thousands_of_places_are_not_looked_up(self):
        places = [",".join(f"x{number}" for number in range(at, at + 500)) for at in range(0, 150_000, 500)]
        excluded = [f'EXDATE;TZID="(GMT+01:00) {each}":20270705T090000' for each in places]
        effort = Effort()

        reading = read("DTSTART:20270706T090000Z", "RRULE:FREQ=DAILY;COUNT=1", *excluded)

        assert effort.seconds() < 2
        assert len(reading.entries) == 1

    def test_millions_of_topics_are_not_read(self):
        effort = Effort()

        reading = read("DTSTART:20270705T090000Z", *["CATEGORIES:" + "a,b," * 800_000] * 2)
        named = read("DTSTART:20270705T090000Z", "CATEGORIES:" + ",".join(map(str, range(60))))

        assert effort.seconds() < 5
        assert len(reading.entries[0].topics) == 2
        assert len(named.entries[0].topics) == 50
        assert named.lost == ("1 event has more than 50 topics: the others were left out.",)

    @pytest.mark.parametrize("line", ["BEGIN:", "BEGIN:VEVENT", "BEGIN:A\nEND:A", "ATTENDEE:", " x", "A:", "", "\r"])
    def test_millions_of_lines_are_refused_before_anything_is_made_of_them(self, line):
        effort = Effort()

        with pytest.raises(CalendarTooLarge, match="more than 500000 lines"):
            read("DTSTART:20270705T090000Z", *[line] * 600_000)

        assert effort.seconds() < 1

    @pytest.mark.parametrize("line", ["ATTENDEE;CN=" + "a," * 500_000 + "a:x", "DESCRIPTION:a" + "\r\n a" * 300_000])
    def test_one_endless_line_takes_no_more_than_its_size(self, line):
        tracemalloc.start()
        try:
            assert len(read("DTSTART:20270705T090000Z", line).entries) == 1
            _now, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

        assert peak < 30 * 1024 * 1024

    def test_blank_lines_and_folds_end_and_join_what_they_always_did(self):
        reading = read("DTSTART:20270705T090000Z", "", "DESCRIPTION:One\n\t word", " s", "", " LOCATION:Pier")

        assert reading.entries[0].description.split("\n\n") == ["One words", "Place: Pier"]
