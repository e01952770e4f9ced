"""What difficult lines mean, one at a time."""

import datetime as dt

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import Effort
from webinars.pure.ical.reading import CalendarTooLarge, CalendarUnreadable, read_calendar, recurrence
from webinars.pure.ical.reading.entries import LARGEST_OCTETS

NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
START = "DTSTART;TZID=Europe/London:20270701T160000"


def calendar(*events, head=()):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", *head]
    for number, event in enumerate(events):
        uid = [] if any(line.startswith("UID") for line in event) else [f"UID:{number}@example"]
        lines += ["BEGIN:VEVENT", *uid, *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(*events, head=(), **options):
    return read_calendar(calendar(*events, head=head), **({"now": NOW} | options))


def one(*lines, **options):
    (entry,) = read(lines, **options).entries
    return entry


def utc(*numbers):
    return dt.datetime(*numbers, tzinfo=dt.UTC)


def days(*lines, **options):
    return [f"{entry.starts_wall:%Y-%m-%d %H:%M}" for entry in read(lines, **options).entries]


class TestZones:
    @pytest.mark.parametrize(
        ("tzid", "timezone"),
        [
            ("Europe/London", "Europe/London"),
            ("GMT Standard Time", "Europe/London"),
            ("W. Europe Standard Time", "Europe/Berlin"),
            ("eastern standard time", "America/New_York"),
            ("/freeassociation.sourceforge.net/Europe/London", "Europe/London"),
            ("/mozilla.org/20070129_1/America/Argentina/Salta", "America/Argentina/Salta"),
            ("Asia/Calcutta", "Asia/Kolkata"),
            ("UTC", "Etc/UTC"),
            ("tzone://Microsoft/Utc", "Etc/UTC"),
            ('"Europe/London"', "Europe/London"),
        ],
    )
    def test_names_that_programs_give_zones(self, tzid, timezone):
        assert one(f"DTSTART;TZID={tzid}:20270701T160000").timezone == timezone

    def test_what_is_not_known_by_name_follows_the_rules_in_the_file(self):
        rules = [
            "BEGIN:VTIMEZONE", "TZID:Our clocks",
            "BEGIN:STANDARD", "DTSTART:19701025T020000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
            "TZOFFSETFROM:+0600", "TZOFFSETTO:+0500", "END:STANDARD",
            "BEGIN:DAYLIGHT", "DTSTART:19700329T010000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
            "TZOFFSETFROM:+0500", "TZOFFSETTO:+0600", "X-NOTE;X=1:none", "END:DAYLIGHT",
            "END:VTIMEZONE",
        ]  # fmt: skip

        summer = one("DTSTART;TZID=Our clocks:20270701T160000", head=rules)
        winter = one("DTSTART;TZID=Our clocks:20271201T160000", head=rules)

        assert (summer.starts_at, winter.starts_at) == (utc(2027, 7, 1, 10), utc(2027, 12, 1, 11))
        assert summer.starts_wall is not None

    def test_a_location_in_the_rules_names_the_zone(self):
        rules = ["BEGIN:VTIMEZONE", "TZID:1", "X-LIC-LOCATION:Asia/Tokyo", "END:VTIMEZONE"]

        assert one("DTSTART;TZID=1:20270701T160000", head=rules).timezone == "Asia/Tokyo"

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=SECONDLY",
            "FREQ=YEARLY;FREQ=SECONDLY",
            "FREQ=YEARLY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5,6,7,8,9;BYSECOND=1,2,3,4,5,6,7,8,9;BYDAY=MO,TU,WE,TH,FR",
            "FREQ=YEARLY;INTERVAL=0",
        ],
    )
    def test_rules_by_which_no_clock_changes_are_not_counted(self, rule):
        rules = ["BEGIN:VTIMEZONE", "TZID:Bad"]
        # With one part alone nothing would be counted.
        for part in ("STANDARD", "DAYLIGHT"):
            rules += [
                f"BEGIN:{part}", "DTSTART:16010101T000000", f"RRULE:{rule}",
                "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", f"END:{part}",
            ]  # fmt: skip
        effort = Effort()

        one("DTSTART;TZID=Bad:20270701T160000", head=[*rules, "END:VTIMEZONE"])

        assert effort.seconds() < 1

    @pytest.mark.parametrize(
        ("winter", "summer"),
        [
            (
                "FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=1SU;BYMONTH=11",
                "FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=2SU;BYMONTH=3",
            ),
            ("FREQ=YEARLY;BYMONTH=11;BYDAY=SU;BYSETPOS=1", "FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYSETPOS=2"),
            ("FREQ=YEARLY;BYMONTH=11;BYDAY=SU;BYSETPOS=+1;BYSECOND=0", "FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYSETPOS=2"),
            ("FREQ=MONTHLY;INTERVAL=12;BYDAY=1SU", "FREQ=MONTHLY;INTERVAL=12;BYDAY=2SU;BYMONTH=3"),
            ("FREQ=MONTHLY;BYDAY=1SU;BYMONTH=11", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU"),
            (
                "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU;UNTIL=20371231",
                "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;UNTIL=20370308T070000Z;",
            ),
        ],
    )
    def test_clock_rules_are_read_however_they_are_written(self, winter, summer):
        rules = [
            "BEGIN:VTIMEZONE", "TZID:Office",
            "BEGIN:STANDARD", "DTSTART:19971102T020000", f"RRULE:{winter}",
            "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "END:STANDARD",
            "BEGIN:DAYLIGHT", "DTSTART:19970309T020000", f"RRULE:{summer}",
            "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "END:DAYLIGHT",
            "END:VTIMEZONE",
        ]  # fmt: skip
        found = [one(f"DTSTART;TZID=Office:{day}T090000", head=rules) for day in ("20270701", "20271201", "20370309")]

        assert [f"{entry.starts_at:%m-%d %H:%M}" for entry in found] == ["07-01 13:00", "12-01 14:00", "03-09 13:00"]
        assert {entry.timezone for entry in found} == {"America/New_York"}

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;BYHOUR=3",
            "FREQ=YEARLY;BYDAY=2SU",
            "FREQ=YEARLY;BYMONTH=3,4;BYDAY=2SU",
            "FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYDAY=2SU",
            "FREQ=MONTHLY;BYDAY=2SU",
            "FREQ=MONTHLY;INTERVAL=12;BYDAY=2SU;BYMONTH=4",
            "FREQ=YEARLY;BYYEARDAY=70",
            "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;BYWEEKNO=10",
            "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;UNTIL=one day",
            "",
        ],
    )
    def test_a_clock_rule_that_is_not_understood_makes_the_zone_unknown(self, rule):
        rules = [
            "BEGIN:VTIMEZONE", "TZID:Office",
            "BEGIN:STANDARD", "DTSTART:19971102T020000", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
            "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "END:STANDARD",
            "BEGIN:DAYLIGHT", "DTSTART:19970309T020000", f"RRULE:{rule}",
            "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "END:DAYLIGHT",
            "END:VTIMEZONE",
        ]  # fmt: skip

        entry = one("DTSTART;TZID=Office:20270701T090000", "SUMMARY:Lamps", head=rules)

        assert (entry.starts_at, entry.date) == (None, dt.date(2027, 7, 1))
        assert [(problem.code, problem.blocks) for problem in entry.problems] == [("timezone_unknown", True)]
        assert entry.problems[0].message == (
            "“Lamps”: the calendar’s own rules for the zone “Office” are not understood."
        )

    @pytest.mark.parametrize("year", ["0001", "9999"])
    def test_dates_that_the_rules_of_a_file_do_not_reach_are_left_out_and_said(self, year):
        rules = [
            "BEGIN:VTIMEZONE", "TZID:Our clocks", "BEGIN:STANDARD", "DTSTART:19701025T020000",
            "TZOFFSETFROM:+0600", "TZOFFSETTO:+0500", "END:STANDARD", "END:VTIMEZONE",
        ]  # fmt: skip

        reading = read((f"DTSTART;TZID=Our clocks:{year}1231T235959", "RDATE:20270701T160000Z"), head=rules)

        assert "1 date before 1973 or after 2037 was left out." in reading.lost

    def test_an_unknown_zone_without_rules_is_said_and_keeps_the_day(self):
        entry = one("DTSTART;TZID=Middle of Nowhere:20270701T160000", "SUMMARY:Lost")

        assert (entry.starts_at, entry.date) == (None, dt.date(2027, 7, 1))
        assert [(problem.code, problem.blocks) for problem in entry.problems] == [("timezone_unknown", True)]
        assert "Middle of Nowhere" in entry.problems[0].message

    def test_hours_in_a_zone_that_nobody_knows_are_those_of_the_zone_a_person_says(self):
        entry = one("DTSTART;TZID=Middle of Nowhere:20270701T160000", timezone="Europe/London")

        assert (entry.starts_at, entry.timezone) == (utc(2027, 7, 1, 15), "Europe/London")

    def test_hours_in_utc_are_promised_in_the_zone_of_the_calendar(self):
        entry = one("DTSTART:20270701T150000Z", head=["X-WR-TIMEZONE:Europe/London"])

        assert (entry.starts_at, entry.timezone) == (utc(2027, 7, 1, 15), "Europe/London")
        assert entry.starts_wall == dt.datetime(2027, 7, 1, 16)

    def test_hours_in_utc_that_the_calendars_clocks_show_twice_stay_in_utc(self):
        entry = one("DTSTART:20271031T013000Z", head=["X-WR-TIMEZONE:Europe/London"])

        assert (entry.starts_at, entry.timezone) == (utc(2027, 10, 31, 1, 30), "Etc/UTC")

    def test_floating_hours_are_those_of_the_calendar_then_of_who_imports_then_of_the_host(self):
        floating = ("DTSTART:20270701T160000", "DTEND:20270701T170000")
        options = {"timezone": "Asia/Tokyo", "assumed_timezone": "Europe/Paris"}

        of_file = one(*floating, head=["X-WR-TIMEZONE:Europe/London"], **options)
        given = one(*floating, **options)
        assumed = one(*floating, assumed_timezone="Europe/Paris")
        missing = one(*floating)

        assert [entry.timezone for entry in (of_file, given, assumed)] == [
            "Europe/London",
            "Asia/Tokyo",
            "Europe/Paris",
        ]
        assert [[p.code for p in entry.problems] for entry in (of_file, given)] == [[], []]
        assert [(p.code, p.blocks) for p in assumed.problems] == [("timezone_assumed", False)]
        assert (missing.starts_at, missing.date) == (None, dt.date(2027, 7, 1))
        assert [(p.code, p.blocks) for p in missing.problems] == [("timezone_missing", True)]

    @pytest.mark.parametrize(
        ("wall", "code"), [("20270328T013000", "wall_time_skipped"), ("20271031T013000", "wall_time_repeated")]
    )
    def test_an_hour_that_is_none_or_two_is_asked_about(self, wall, code):
        entry = one(f"DTSTART;TZID=Europe/London:{wall}")

        assert entry.starts_at is None
        assert [(problem.code, problem.blocks) for problem in entry.problems] == [(code, True)]

    def test_an_offset_in_the_value_is_understood_though_no_standard_has_it(self):
        assert one("DTSTART:2027-07-01T16:00:00+02:00").starts_at == utc(2027, 7, 1, 14)

    def test_an_hour_in_utc_with_a_zone_beside_it_is_said(self):
        entry = one("DTSTART;TZID=Europe/Paris:20270701T160000Z", "DURATION:PT1H", "SUMMARY:Kelp")

        assert entry.starts_at == utc(2027, 7, 1, 16)
        assert [(problem.code, problem.blocks) for problem in entry.problems] == [("times_disagree", False)]
        assert entry.problems[0].message == (
            "“Kelp” has an hour that is marked both as UTC and as that of Europe/Paris: it was taken as UTC."
        )

    @pytest.mark.parametrize("start", ["UTC:20270701T160000Z", "UTC:20270701T160000", "Europe/London:20270101T160000Z"])
    def test_where_both_mean_the_same_nothing_is_said(self, start):
        assert one(f"DTSTART;TZID={start}", "DURATION:PT1H").problems == ()

    def test_two_calendars_in_one_file_keep_their_own_zones(self):
        first = calendar(["UID:1", "DTSTART:20270701T160000"], head=["X-WR-TIMEZONE:Europe/London"])
        second = calendar(["UID:2", "DTSTART:20270701T160000"], head=["X-WR-TIMEZONE:Asia/Tokyo"])

        entries = read_calendar(first + second, now=NOW).entries

        assert {entry.uid: entry.timezone for entry in entries} == {"1": "Europe/London", "2": "Asia/Tokyo"}


class TestLength:
    @pytest.mark.parametrize(
        ("line", "minutes"),
        [
            ("DTEND;TZID=Europe/London:20270701T173000", 90),
            ("DTEND:20270701T160000Z", 60),
            ("DURATION:PT1H30M", 90),
            ("DURATION:P1DT1H", 25 * 60),
            ("DURATION:P1W", 7 * 24 * 60),
            ("DURATION:PT50M30S", 51),
        ],
    )
    def test_ends_and_durations(self, line, minutes):
        entry = one(START, line)

        assert entry.ends_at - entry.starts_at == dt.timedelta(minutes=minutes)
        assert entry.problems == ()

    @pytest.mark.parametrize(
        "line",
        [
            "X-NOTE:none",
            "DTEND;TZID=Europe/London:20270701T160000",
            "DTEND:20200101T000000Z",
            "DURATION:P9W",
            "DURATION:x",
        ],
    )
    def test_an_end_that_cannot_be_is_assumed_and_said(self, line):
        entry = one(START, line)

        assert (entry.starts_at, entry.ends_at) == (utc(2027, 7, 1, 15), None)
        assert [problem.code for problem in entry.problems] == ["end_assumed"]

    @pytest.mark.parametrize(
        "line", ["DURATION:P9W", "DTEND;TZID=Europe/London:20270712T170000", "RDATE;VALUE=PERIOD:20270701T150000Z/P9W"]
    )
    def test_more_than_a_week_is_said_to_be_that(self, line):
        entry = one(START, line, "DURATION:PT1H" if line.startswith("RDATE") else "X-NOTE:none", "SUMMARY:Moss")

        assert entry.ends_at is None
        assert [problem.message for problem in entry.problems] == [
            "“Moss” takes more than a week: the usual length was assumed."
        ]

    def test_across_a_clock_change_the_length_is_what_clocks_elsewhere_measure(self):
        entry = one("DTSTART;TZID=Europe/London:20270328T003000", "DTEND;TZID=Europe/London:20270328T023000")

        assert entry.ends_at - entry.starts_at == dt.timedelta(hours=1)


class TestRecurrence:
    def test_walls_recur_and_instants_follow_the_clocks(self):
        entries = read(
            ("DTSTART;TZID=Europe/London:20270324T190000", "RRULE:FREQ=WEEKLY;COUNT=2", "DURATION:PT1H")
        ).entries

        assert [entry.starts_at for entry in entries] == [utc(2027, 3, 24, 19), utc(2027, 3, 31, 18)]
        assert [entry.recurrence_id for entry in entries] == ["20270324T190000Z", "20270331T180000Z"]

    @pytest.mark.parametrize(
        "until", ["20270715T150000Z", "20270715", "20270715T160000"], ids=["utc", "a day", "the same clocks"]
    )
    def test_until_includes_the_last_date(self, until):
        assert len(days(START, f"RRULE:FREQ=WEEKLY;UNTIL={until}")) == 3

    def test_until_before_the_last_date_ends_earlier(self):
        assert len(days(START, "RRULE:FREQ=WEEKLY;UNTIL=20270715T145959Z")) == 2

    def test_dates_are_added_and_taken_out(self):
        found = days(
            START,
            "RRULE:FREQ=DAILY;COUNT=4",
            "EXDATE;TZID=Europe/London:20270702T160000",
            "EXDATE:20270703T150000Z",
            "EXDATE;VALUE=DATE:20270704",
            "RDATE;TZID=Europe/London:20270901T180000,20270902T180000",
            "RDATE;VALUE=PERIOD:20270903T170000Z/PT1H",
        )

        assert found == ["2027-07-01 16:00", "2027-09-01 18:00", "2027-09-02 18:00", "2027-09-03 18:00"]

    @pytest.mark.parametrize(
        ("rule", "second"),
        [
            ("FREQ=MONTHLY;BYDAY=1TH;COUNT=3", "2027-08-05"),
            ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "2027-07-31"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=SU;COUNT=4", "2027-07-12"),
            ("FREQ=YEARLY;COUNT=2", "2028-07-01"),
        ],
    )
    def test_rules_of_real_calendars(self, rule, second):
        assert days(START, f"RRULE:{rule}")[1].startswith(second)

    def test_a_moved_date_stands_in_the_place_of_its_original_whatever_the_order_of_the_file(self):
        series = ("UID:a", START, "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:Weekly")
        moved = ("UID:a", "RECURRENCE-ID:20270708T150000Z", "DTSTART:20270709T150000Z", "SUMMARY:Moved")

        for events in ((series, moved), (moved, series)):
            entries = read(*events, timezone="Europe/London").entries
            assert [(e.title, f"{e.starts_wall:%m-%d}") for e in entries] == [
                ("Weekly", "07-01"),
                ("Moved", "07-09"),
                ("Weekly", "07-15"),
            ]
            assert entries[1].recurrence_id == "20270708T150000Z"

    def test_a_cancelled_date_is_no_date(self):
        reading = read(
            ("UID:a", START, "RRULE:FREQ=WEEKLY;COUNT=2"),
            ("UID:a", "RECURRENCE-ID:20270708T150000Z", "DTSTART:20270708T150000Z", "STATUS:CANCELLED"),
        )

        assert len(reading.entries) == 1
        assert [entry.recurrence_id for entry in reading.cancelled] == ["20270708T150000Z"]

    def test_an_event_without_an_end_is_followed_for_a_year_and_this_is_said(self):
        reading = read((START, "RRULE:FREQ=WEEKLY"))

        assert 25 <= len(reading.entries) <= 27
        assert "1 recurring event goes on" in reading.lost[0]

    def test_an_event_that_began_long_ago_is_followed_where_it_matters(self):
        reading = read(("DTSTART:20100104T190000Z", "RRULE:FREQ=WEEKLY"))

        assert reading.entries[0].starts_at > NOW - dt.timedelta(days=367)
        assert reading.entries[-1].starts_at > NOW + dt.timedelta(days=350)

    def test_the_rhythm_of_an_old_event_is_kept(self):
        reading = read(("DTSTART:20100104T190000Z", "RRULE:FREQ=WEEKLY;INTERVAL=2"))

        assert {(entry.starts_at - utc(2010, 1, 4, 19)).days % 14 for entry in reading.entries} == {0}
        assert 51 <= len(reading.entries) <= 54

    def test_more_dates_than_are_taken_are_said(self):
        reading = read((START, "RRULE:FREQ=DAILY;COUNT=1000"))

        assert len(reading.entries) == 200
        assert reading.lost == (
            "800 dates of recurring events were left out: of each the next 200 are taken, then those just past.",
        )

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=SECONDLY",
            "FREQ=DAILY;BYSECOND=1,2,3",
            "FREQ=WEEKLY;COUNT=-1",
            "FREQ=WEEKLY;COUNT=" + "9" * 5000,
            "FREQ=WEEKLY;UNTIL=some day",
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=MONTHLY;INTERVAL=0;BYMONTHDAY=31",
            "FREQ=WEEKLY;INTERVAL=99999999999999",
            "FREQ=DAILY;INTERVAL=" + "9" * 5000,
            "nonsense",
        ],
    )
    def test_a_rule_that_cannot_be_followed_leaves_the_first_date_and_is_said(self, rule):
        reading = read((START, f"RRULE:{rule}"))

        assert len(reading.entries) == 1
        assert reading.lost[0].startswith("1 recurrence rule could not be followed")

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;COUNT=999999999",
        ],
    )
    def test_a_rule_that_never_comes_true_is_not_followed_for_ever(self, monkeypatch, rule):
        monkeypatch.setattr(recurrence, "RULES_S", 0.2)
        events = [("DTSTART:19750701T160000Z", f"RRULE:{rule}")] * 20
        effort = Effort()

        reading = read(*events)

        assert effort.seconds() < 20
        assert len(reading.entries) >= 20

    @pytest.mark.parametrize(
        "rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31;COUNT=3"]
    )
    def test_a_rule_that_never_comes_true_is_seen_through_at_once(self, rule):
        effort = Effort()

        reading = read(("DTSTART:20270701T160000Z", f"RRULE:{rule}"))

        assert effort.seconds() < 1
        assert [entry.date.isoformat() for entry in reading.entries] == ["2027-07-01"]

    @given(
        st.datetimes(dt.datetime(1999, 1, 1), dt.datetime(2036, 1, 1)),
        st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        st.integers(1, 3),
        st.sampled_from([[], ["MO"], ["TU", "SA"], ["2SU"], ["-1FR", "1WE"]]),
        st.integers(1, 8),
    )
    def test_rules_are_followed_as_they_would_be_in_their_own_century(self, start, frequency, interval, days, count):
        bare = [day[-2:] for day in days] if frequency in {"DAILY", "WEEKLY"} else days
        rule = f"FREQ={frequency};INTERVAL={interval};COUNT={count}" + (f";BYDAY={','.join(bare)}" if bare else "")
        start = start.replace(second=0, microsecond=0)

        found = read((f"DTSTART:{start:%Y%m%dT%H%M%S}", f"RRULE:{rule}"), assumed_timezone="Etc/UTC")

        expected = {start, *rrulestr(rule, dtstart=start)}
        assert [entry.starts_wall for entry in found.entries] == sorted(wall for wall in expected if wall.year < 2038)

    def test_a_start_in_a_far_century_is_not_followed(self):
        reading = read(("DTSTART:99990202T160000Z", "RRULE:FREQ=DAILY"))

        assert not reading.entries
        assert len(reading.lost) == 2

    def test_whole_days_recur_too(self):
        entries = read(
            ("DTSTART;VALUE=DATE:20270701", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20270702")
        ).entries

        assert [(entry.date.day, entry.recurrence_id, entry.starts_at) for entry in entries] == [
            (1, "20270701", None),
            (3, "20270703", None),
        ]


class TestWords:
    def test_text_is_unescaped_once(self):
        entry = one(START, r"SUMMARY:A\, b\; c\\d e", r"DESCRIPTION:One\nTwo\NThree\, \\backslash")

        assert entry.title == r"A, b; c\d e"
        assert entry.description == "One\nTwo\nThree, \\backslash"

    def test_letters_that_break_pages_are_taken_out(self):
        entry = one(START, "SUMMARY:A\x00B\x0bC\u2028D", "DESCRIPTION:Line\u2028next\x07")

        assert entry.title == "ABC D"
        assert entry.description == "Line\nnext"

    def test_what_is_set_in_becomes_no_code(self):
        entry = one(START, "DESCRIPTION:Moss grows.\\n        It has no roots.\\n\\n          - Kelp\\n        - Nets")

        assert entry.description == "Moss grows.\nIt has no roots.\n\n  - Kelp\n- Nets"

    def test_html_becomes_text(self):
        entry = one(START, "DESCRIPTION:<p>One &amp\\; two</p><ul><li>three</li></ul><script>alert(1)</script>")

        assert entry.description == "One & two\nthree"

    def test_the_room_is_never_left_in_the_text(self):
        room = "https://us02web.zoom.us/j/123456?pwd=abc"
        entry = one(
            START,
            rf"DESCRIPTION:All welcome.\n\nJoin Zoom Meeting\n{room}\n\nMeeting ID: 12 34\nPasscode: 99\n\nBring tea.",
            f"LOCATION:{room}",
        )

        assert entry.join_url == room
        assert entry.description == "All welcome.\n\nBring tea."

    def test_a_room_inside_a_place_leaves_the_place(self):
        entry = one(START, "LOCATION:Reading Room\\, or https://meet.google.com/abc-defg-hij")

        assert entry.join_url == "https://meet.google.com/abc-defg-hij"
        assert entry.description == "Place: Reading Room, or"

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "https://user:pw@society.example/register", "nonsense"])
    def test_addresses_that_are_none_become_no_link(self, address):
        entry = one(START, f"URL:{address}")

        assert (entry.registration_url, entry.join_url) == (None, None)

    def test_an_event_without_a_title_says_so(self):
        assert one(START).title == "Event without a title"


class TestFiles:
    @pytest.mark.parametrize("data", [b"", b"Hello", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"<html>404</html>"])
    def test_what_is_no_calendar_is_refused(self, data):
        with pytest.raises(CalendarUnreadable):
            read_calendar(data, now=NOW)

    def test_what_is_too_large_is_refused_with_the_limit(self):
        with pytest.raises(CalendarTooLarge, match="10 MB"):
            read_calendar(calendar((START,)) + b" " * LARGEST_OCTETS, now=NOW)
        with pytest.raises(CalendarTooLarge, match="3 dates"):
            read((START,), (START,), (START,), (START,), most_entries=3)
        with pytest.raises(CalendarTooLarge, match="3 dates"):
            read((START, "RRULE:FREQ=DAILY;COUNT=9"), most_entries=3)

    def test_one_bad_line_costs_one_line(self):
        reading = read((START, "this is no line", "=", "SUMMARY:Kept"), ("DTSTART:soon",), ("SUMMARY:No start",))

        assert [entry.title for entry in reading.entries] == ["Kept"]
        assert reading.lost == ("2 lines are no calendar lines.", "2 events without a readable start were left out.")

    def test_a_line_in_another_encoding_spoils_no_other(self):
        data = calendar((START, "SUMMARY:Müller"), (START, "SUMMARY:Žižkov"))

        titles = {entry.title for entry in read_calendar(data.replace("ü".encode(), b"\xfc"), now=NOW).entries}

        assert titles == {"Müller", "Žižkov"}

    def test_a_file_cut_off_in_the_middle_gives_what_it_has(self):
        data = calendar((START, "SUMMARY:First"), (START, "SUMMARY:Second"))

        reading = read_calendar(data[: data.index(b"Second") + 3], now=NOW)

        assert [entry.title for entry in reading.entries] == ["First", "Sec"]
        assert reading.lost == ("The file breaks off before its calendar ends: what stood behind is missing.",)

    @pytest.mark.parametrize("instead", [b"", b"END:VEVNT", b"BEGIN:VTODO\r\nSUMMARY:Mend\r\nEND:VTOOD"])
    def test_an_end_that_is_left_out_loses_no_event(self, instead):
        data = calendar(*([f"UID:{number}", START, "DURATION:PT1H"] for number in range(3)))

        reading = read_calendar(data.replace(b"END:VEVENT", instead, 1), now=NOW)

        assert [entry.uid for entry in reading.entries] == ["0", "1", "2"]

    def test_a_calendar_that_nobody_ended_loses_no_other(self):
        first, second = (calendar([f"UID:{number}", START, "DURATION:PT1H"]) for number in "12")

        reading = read_calendar(first.replace(b"END:VCALENDAR", b"") + second, now=NOW)

        assert [entry.uid for entry in reading.entries] == ["1", "2"]
        assert reading.lost == ()

    def test_a_rule_with_a_zone_of_its_own_is_followed(self):
        assert len(days(START, "RRULE;TZID=Eastern:FREQ=DAILY;COUNT=3")) == 3

    def test_an_offset_that_is_a_zone_may_have_more_behind_it(self):
        assert one("DTSTART;TZID=UTC+02:00;VALUE=DATE-TIME:20270701T160000").starts_at == utc(2027, 7, 1, 14)

    @pytest.mark.parametrize(
        "events",
        [
            [(START, "RRULE:FREQ=DAILY;COUNT=200", "EXDATE;VALUE=DATE:" + ",".join(["20270702"] * 200_000))],
            [(START, "DESCRIPTION:" + "".join(f"https://zoom.us/j/{number} \\n" for number in range(40_000)))],
        ],
        ids=["excluded", "rooms"],
    )
    def test_what_a_hostile_file_repeats_takes_no_time(self, events):
        effort = Effort()

        reading = read(*events)

        assert len(reading.entries) <= 200
        assert "zoom.us" not in reading.entries[0].description
        assert effort.seconds() < 15

    def test_nothing_but_beginnings_builds_no_tower(self):
        data = b"BEGIN:VCALENDAR\r\n" * 100_000
        effort = Effort()

        assert read_calendar(data, now=NOW).entries == ()
        assert effort.seconds() < 3

    def test_the_later_of_two_versions_counts(self):
        old, new = ("UID:a", START, "SEQUENCE:1", "SUMMARY:Old"), ("UID:a", START, "SEQUENCE:2", "SUMMARY:New")

        for events in ((old, new), (new, old)):
            reading = read(*events)
            assert [entry.title for entry in reading.entries] == ["New"]
            assert reading.lost == ("1 older version of an event was left out.",)

    def test_dates_that_no_zone_rules_reach_are_left_out_and_said(self):
        reading = read(("DTSTART:19010101T120000Z",), ("DTSTART:20990101T120000Z",), ("DTSTART:20270101T250000Z",))

        assert reading.entries == ()
        assert "2 dates before 1973 or after 2037 were left out." in reading.lost

    @pytest.mark.parametrize("value", ["00010101T000000+1400", "99991231T235959-1400"])
    def test_an_offset_that_leads_out_of_all_years_is_no_time(self, value):
        reading = read((f"DTSTART:{value}",), (START, f"RDATE:{value}", f"RECURRENCE-ID:{value}"))

        assert len(reading.entries) == 1
        assert "1 event without a readable start was left out." in reading.lost

    def test_an_event_without_a_uid_is_known_by_title_and_start(self):
        first, again, other = (one("UID:", START, f"SUMMARY:{title}").key for title in ("Comets", "Comets", "Planets"))

        assert first == again != other

    def test_a_very_long_uid_makes_a_short_key(self):
        assert len(one(START, "UID:" + "x" * 5000).key) <= 200

    def test_the_json_has_the_keys_that_programs_rely_on(self):
        found = read((START, "SUMMARY:Comets", "DURATION:PT1H"), assumed_timezone="Europe/London").as_json()

        assert (found["kind"], found["problems"], found["not_understood"]) == ("calendar", [], [])
        webinar = found["webinars"][0]
        assert (webinar["starts_at"], webinar["ends_at"]) == ("2027-07-01T15:00:00Z", "2027-07-01T16:00:00Z")
        assert (webinar["timezone"], webinar["starts_wall"]) == ("Europe/London", "2027-07-01T16:00")
        assert webinar["lineup"] == webinar["questions"] == webinar["recordings"] == []
