"""The reports of meeting rooms, as they come."""

import datetime as dt

import pytest

from webinars.lib.text_cleaning import decoded
from webinars.pure.attendance import (
    AttendanceEmpty,
    AttendanceUnreadable,
    Column,
    ColumnsUnclear,
    HourUnreadable,
    LengthUnreadable,
    read_report,
)

DAY = dt.date(2027, 2, 14)

MEETING = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants,
987 6543 2101,"Comets, and their tails",02/14/2027 03:45:12 PM,02/14/2027 06:02:00 PM,olga@society.example,137,4,

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent
"Bassi, Laura",laura@example.org,02/14/2027 03:58:00 PM,02/14/2027 04:58:00 PM,60,No,
"Bassi, Laura",laura@example.org,02/14/2027 04:30:00 PM,02/14/2027 05:40:00 PM,70,No,
Ana Bell (Ana),,02/14/2027 04:00:00 PM,02/14/2027 04:00:20 PM,1,Yes,
"""
ATTENDEES = """Attendee Report
Report Generated:,"Feb 15, 2027 09:12"
Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered
Comets,987 6543 2101,"Feb 14, 2027 15:45:12",137,4
Host Details
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest
Yes,Olga,olga@society.example,"Feb 14, 2027 15:45:12","Feb 14, 2027 18:02:00",137,No
Attendee Details
Attended,User Name (Original Name),First Name,Last Name,Email,Registration Time,Join Time,Leave Time,Time in Session
Yes,Laura Bassi,Laura,Bassi,laura@example.org,"Feb 1, 2027 10:00:00","Feb 14, 2027 15:58:00","Feb 14, 2027 17:40:00",102
No,Bo,Bo,,bo@example.org,"Feb 1, 2027 10:00:00",--,--,--
"""
BIGBLUEBUTTON = """Name,Moderator,Activity Score,Talk time,Online time,Join,Left
Laura Bassi,FALSE,3,00:04:10,01:42:00,2027-02-14 15:58:00,2027-02-14 17:40:00
Ana Bell,FALSE,0,,00:00:20,2027-02-14 16:00:00,2027-02-14 16:00:20
"""
TEAMS = """1. Summary
Meeting title\tComets

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tRole
Laura Bassi\t2/14/27, 3:58:00 PM\t2/14/27, 5:40:00 PM\t1h 42m\tlaura@example.org\tAttendee

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Laura Bassi\t2/14/27, 3:58:00 PM\t2/14/27, 5:40:00 PM\t1h 42m\tlaura@example.org\tAttendee
"""
GERMAN = """Name (Originalname);Benutzer-E-Mail;Beitrittszeit;Verlassen;Dauer (Minuten)
Laura Bassi;laura@example.org;14.02.2027 15:58:00;14.02.2027 17:40:00;102
"""
MEET = """First name,Last name,Email,Duration,Time joined,Time exited
Laura,Bassi,laura@example.org,1 hr 42 min,15:58,17:40
"""


def read(text, **values):
    return read_report(text, timezone="Europe/London", near=DAY, **values)


def minutes(text, **values):
    return [(person.name, person.email, person.minutes) for person in read(text, **values).people]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (MEETING, [("Bassi, Laura", "laura@example.org", 102), ("Ana Bell (Ana)", "", 1)]),
        (ATTENDEES, [("Olga", "olga@society.example", 137), ("Laura Bassi", "laura@example.org", 102)]),
        (BIGBLUEBUTTON, [("Laura Bassi", "", 102), ("Ana Bell", "", 1)]),
        (TEAMS, [("Laura Bassi", "laura@example.org", 102)]),
        (GERMAN, [("Laura Bassi", "laura@example.org", 102)]),
        (MEET, [("Laura Bassi", "laura@example.org", 102)]),
    ],
    ids=["zoom meeting", "zoom webinar", "bigbluebutton", "teams", "german", "meet"],
)
def test_the_reports_of_usual_rooms(text, people):
    assert minutes(text) == people
    assert minutes(text.replace("\n", "\r\n")) == people


def test_files_as_programs_write_them():
    assert minutes(decoded(("\ufeff" + TEAMS).encode("utf-16-le"))) == minutes(TEAMS)
    assert minutes(decoded(("\ufeff" + MEETING).encode())) == minutes(MEETING)


def test_what_overlaps_counts_once_and_what_does_not_is_summed():
    text = (
        "Name,Join,Left\nAna,2027-02-14 16:00,2027-02-14 16:30\nANA,2027-02-14 16:10,2027-02-14 16:20\n"
        "Ána ,2027-02-14 17:00,2027-02-14 17:05\n"
    )

    assert minutes(text) == [("Ana", "", 35)]


def test_lengths_alone_are_summed():
    assert minutes("Name,Duration\nAna,30\nAna,0:12:00\nBo,1:05\nCy,2.5\n") == [
        ("Ana", "", 42),
        ("Bo", "", 65),
        ("Cy", "", 2),
    ]


@pytest.mark.parametrize(
    ("length", "told"),
    [("1 Std. 2 Min.", 62), ("1 Stunde 2 Minuten", 62), ("90 Sek.", 2), ("1 h 2 min 3 s", 62), ("1 hr, 2 mins", 62)],
)
def test_lengths_in_words(length, told):
    assert minutes(f'Name,Duration\nAna,"{length}"') == [("Ana", "", told)]


def test_a_stay_whose_end_is_not_known_is_as_long_as_is_said():
    text = "Name,Join,Left,Duration\nAna,2027-02-14 16:00,,20\nAna,2027-02-14 16:10,,20"

    assert minutes(text) == [("Ana", "", 30)]


def test_a_stay_may_go_beyond_midnight():
    assert minutes("Name,Join,Left\nAna,23:50,00:20") == [("Ana", "", 30)]


def test_who_leaves_before_coming_on_a_day_that_is_said_was_not_there_for_a_day():
    assert minutes("Name,Join,Left\nAna,2027-02-14 16:03,2027-02-14 15:03") == [("Ana", "", 0)]


def test_where_clocks_go_back_meanwhile_the_length_is_believed():
    text = "Name,Join,Left,Duration\nAna,2027-10-31 01:50,2027-10-31 01:10,20"

    assert minutes(text) == [("Ana", "", 20)]


@pytest.mark.parametrize("between", ["\u2028", "\u000b", "\u0085"])
def test_a_name_may_hold_what_ends_a_line_elsewhere(between):
    assert minutes(f"Name,Duration\nAna{between}Bo,20") == [(f"Ana{between}Bo", "", 20)]


@pytest.mark.parametrize(
    ("joined", "left"),
    [
        ("03/04/2027 16:00", "03/04/2027 16:30"),
        ("2027-02-14T16:00:00Z", "2027-02-14T17:30:00+01:00"),
        ("2/14/2027 4:00:00 PM", "2/14/2027 4:30:00 PM"),
        ("14/02/2027 16:00", "14/02/2027 16:30"),
        ("2027-02-14 12:10:00 AM", "2027-02-14 12:40:00 am"),
        ("14 Feb 2027 16:00", "Feb 14, 2027 16:30"),
        ("14/02/2027 04:00:00 p. m.", "14/02/2027 04:30:00 p.\u00a0m."),
    ],
)
def test_hours_in_many_ways_of_writing(joined, left):
    assert minutes(f'Name,Join,Left\nAna,"{joined}","{left}"') == [("Ana", "", 30)]


@pytest.mark.parametrize(
    ("near", "month"), [(dt.date(2027, 4, 3), 4), (dt.date(2027, 3, 4), 3), (dt.date(2027, 4, 2), 4)]
)
def test_a_date_that_may_be_two_is_that_nearer_the_webinar(near, month):
    report = read_report("Name,Join,Left\nAna,03/04/2027 16:00,03/04/2027 16:30", timezone="Etc/UTC", near=near)

    assert report.people[0].stays[0][0].month == month


def test_one_date_that_settles_it_settles_all():
    text = "Name,Join,Left\nAna,03/04/2027 16:00,03/04/2027 16:30\nBo,03/14/2027 16:00,03/14/2027 16:30"

    assert read(text).people[0].stays[0][0].date() == dt.date(2027, 3, 4)


def test_hours_are_those_of_the_zone_unless_they_say_otherwise():
    summer = read_report("Name,Join,Left\nAna,16:00,17:00", timezone="Europe/Rome", near=dt.date(2027, 7, 1))
    universal = read("Name,Join,Left\nAna,2027-02-14T16:00Z,2027-02-14T17:00Z")

    assert summer.people[0].stays[0][0] == dt.datetime(2027, 7, 1, 14, tzinfo=dt.UTC)
    assert (summer.has_hours_without_zone, universal.has_hours_without_zone) == (True, False)
    assert read("Name,Duration\nAna,5").has_hours_without_zone is False


@pytest.mark.parametrize(
    ("text", "error", "sentence"),
    [
        ("", AttendanceEmpty, "This report names nobody."),
        ("  \n\n", AttendanceEmpty, "This report names nobody."),
        ("Name,Duration\n", AttendanceEmpty, "This report names nobody."),
        ("Only a letter.\nOf two lines.", AttendanceUnreadable, "This is no table: save the report as CSV"),
        ("PK\x03\x04\x00\x00,,,", AttendanceUnreadable, "This is no table"),
        ("Shoe size,Length\n42,7\n", ColumnsUnclear, "Say which column has the names or the addresses."),
        ("Name,Shoe size\nAna,42\n", ColumnsUnclear, "Say which columns tell how long people stayed"),
        ("Name,Join\nAna,16:00\n", ColumnsUnclear, "Say which columns tell how long people stayed"),
        ("Name,Join,Left\nAna,soon,later\n", HourUnreadable, "“soon” in line 2 is no date and hour."),
        ("Name,Join,Left\nAna,2027-02-30 16:00,16:10\n", HourUnreadable, "“2027-02-30 16:00” in line 2"),
        ("Name,Join,Left\nAna,25:00,26:00\n", HourUnreadable, "“25:00” in line 2"),
        ("Name,Join,Duration\nAna,9999-12-31 23:00,99999\n", HourUnreadable, "“9999-12-31 23:00” in line 2"),
        ("Name,Join,Left\nAna,9999-12-31 23:00 -11:00,\n", HourUnreadable, "“9999-12-31 23:00 -11:00” in line 2"),
        ("Name,Duration\n\nAna,long\n", LengthUnreadable, "“long” in line 3 is no number of minutes"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(text, error, sentence):
    with pytest.raises(error) as refused:
        read(text)

    assert sentence in str(refused.value)


def test_unclear_columns_are_named_and_can_be_chosen():
    text = "Wer,Adresse des Menschen,Wie lange\nAna,ana@x.example,12\n"
    with pytest.raises(ColumnsUnclear) as unclear:
        read(text)
    assert unclear.value.heads == ["Wer", "Adresse des Menschen", "Wie lange"]

    chosen = {Column.NAME: 0, Column.EMAIL: 1, Column.LENGTH: 2}
    assert minutes(text, columns=chosen) == [("Ana", "ana@x.example", 12)]
    with pytest.raises(AttendanceEmpty):
        read(text, columns={Column.NAME: 0, Column.LENGTH: 99})


def test_nonsense_is_read_to_its_end():
    text = "Name,Duration\n" + "(" * 60_000 + " " * 60_000 + ",5\n"

    assert read(text).people[0].minutes == 5
