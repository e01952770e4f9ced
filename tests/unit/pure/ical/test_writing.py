import datetime as dt

import ics
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from tests.strict_calendar import assert_strict
from webinars.pure.ical.writing import (
    CALENDAR_TAIL,
    EMPTY_FILLING,
    CalendarEvent,
    CalendarHead,
    EntryStatus,
    Mailbox,
    Method,
    write_entry,
    write_head,
    write_invitation,
)

UTC = dt.UTC
HEAD = CalendarHead(
    name="Lunar Society",
    url="https://webinars.example/organisations/lunar-society",
    source="https://webinars.example/organisations/lunar-society/calendar.ics",
)
COMETS = CalendarEvent(
    uid="7f3a9c",
    sequence=3,
    changed_at=dt.datetime(2026, 11, 1, 9, tzinfo=UTC),
    created_at=dt.datetime(2026, 10, 1, 8, tzinfo=UTC),
    starts_at=dt.datetime(2027, 7, 1, 9, tzinfo=UTC),
    ends_at=dt.datetime(2027, 7, 1, 10, tzinfo=UTC),
    summary="Comets, tails; and what they are made of",
    description="Thursday 1 July 2027, 10am Britain\nJoin: https://webinars.example/join/abc\n\nText.",
    short_description="Thursday 1 July 2027, 10am Britain",
    location="https://webinars.example/join/abc",
    url="https://webinars.example/webinars/comets",
    categories=("Astronomy", "Ice, dust"),
)
HOSTILE = 'A\\n, B; "C"\r\nBEGIN:VEVENT\x00\u2028\ud83d 👩‍🔬 كتاب \\, 星圖' + "x" * 100
ANYTHING = st.text(alphabet=st.characters(), max_size=300)


def write_calendar(head, entries):
    return b"".join([write_head(head), *(entries or [EMPTY_FILLING]), CALENDAR_TAIL])


def lines_of(octets):
    text = octets.decode()
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").split("\r\n")


def unfolded(octets):
    return octets.decode().replace("\r\n ", "").split("\r\n")


def test_an_entry_is_written_as_readers_expect_it():
    assert unfolded(write_entry(COMETS)) == [
        "BEGIN:VEVENT",
        "UID:7f3a9c",
        "DTSTAMP:20261101T090000Z",
        "LAST-MODIFIED:20261101T090000Z",
        "CREATED:20261001T080000Z",
        "SEQUENCE:3",
        "DTSTART:20270701T090000Z",
        "DTEND:20270701T100000Z",
        r"SUMMARY:Comets\, tails\; and what they are made of",
        r"DESCRIPTION:Thursday 1 July 2027\, 10am Britain\nJoin: https://webinars.example/join/abc\n\nText.",
        "LOCATION:https://webinars.example/join/abc",
        "URL:https://webinars.example/webinars/comets",
        r"CATEGORIES:Astronomy,Ice\, dust",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        "CLASS:PUBLIC",
        "END:VEVENT",
        "",
    ]


def test_a_calendar_says_what_it_is():
    assert unfolded(write_calendar(HEAD, [])) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Webinars//Calendar 1//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Lunar Society",
        "X-WR-CALNAME:Lunar Society",
        "URL:https://webinars.example/organisations/lunar-society",
        "SOURCE;VALUE=URI:https://webinars.example/organisations/lunar-society/calendar.ics",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        *unfolded(EMPTY_FILLING)[:-1],
        "END:VCALENDAR",
        "",
    ]


def test_a_cancelled_entry_frees_the_hour():
    octets = write_entry(replace(COMETS, status=EntryStatus.CANCELLED))

    assert b"STATUS:CANCELLED\r\n" in octets
    assert b"TRANSP:TRANSPARENT\r\n" in octets
    assert b"X-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n" in octets


def test_the_short_form_differs_in_its_description_only():
    full, short = unfolded(write_entry(COMETS)), unfolded(write_entry(COMETS, is_short=True))

    assert [line for line in full if line not in short] == [
        r"DESCRIPTION:Thursday 1 July 2027\, 10am Britain\nJoin: https://webinars.example/join/abc\n\nText."
    ]
    assert r"DESCRIPTION:Thursday 1 July 2027\, 10am Britain" in short


def test_instants_in_other_zones_are_written_in_utc():
    kolkata = dt.timezone(dt.timedelta(hours=5, minutes=30))

    octets = write_entry(replace(COMETS, starts_at=dt.datetime(2027, 7, 1, 14, 30, tzinfo=kolkata)))

    assert b"DTSTART:20270701T090000Z\r\n" in octets


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="has no zone"):
        write_entry(replace(COMETS, starts_at=dt.datetime(2027, 7, 1, 9)))


def test_a_file_for_one_import_has_no_name():
    octets = write_calendar(None, [write_entry(COMETS)])

    assert b"NAME" not in octets
    assert b"REFRESH" not in octets


@given(summary=ANYTHING, description=ANYTHING, name=ANYTHING, category=ANYTHING, location=ANYTHING)
def test_no_text_breaks_the_lines(summary, description, name, category, location):
    entry = replace(COMETS, summary=summary, description=description, categories=(category,), location=location)

    octets = write_calendar(replace(HEAD, name=name), [write_entry(entry)])

    assert_strict(octets)
    lines = lines_of(octets)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1


def test_no_text_makes_a_line_of_blanks():
    gaps = [" " * 300, "\u3000" * 100, "\t \u00a0" * 80]
    description = "\n".join(f"{'before'[:length]}{gap}after" for gap in gaps for length in range(1, 7))

    assert_strict(write_calendar(HEAD, [write_entry(replace(COMETS, description=description))]))


@pytest.mark.parametrize(
    ("typed", "read"),
    [("C:\\new", "C:/new"), ("\\N", "/N"), ("\\\x00n", "/n"), ("C:\\readme", "C:/readme"), ("a\\b", "a\\b")],
)
def test_a_backslash_before_n_or_r_is_no_line_break_to_anybody(typed, read):
    octets = write_calendar(HEAD, [write_entry(replace(COMETS, summary=typed, description=typed))])

    (event,) = Calendar.from_ical(octets).walk("VEVENT")
    assert str(event["SUMMARY"]) == str(event["DESCRIPTION"]) == read
    (event,) = ics.Calendar(octets.decode()).events
    assert event.name == event.description == read


@given(summary=ANYTHING, description=ANYTHING)
def test_text_comes_back_as_it_was(summary, description):
    from webinars.pure.ical.safe_text import clean_line, clean_text  # noqa: PLC0415 - what the truth is made with

    octets = write_calendar(HEAD, [write_entry(replace(COMETS, summary=summary, description=description))])

    (event,) = Calendar.from_ical(octets).walk("VEVENT")
    assert event.errors == []
    assert str(event["SUMMARY"]) == clean_line(summary)
    assert str(event["DESCRIPTION"]) == clean_text(description)


@pytest.mark.parametrize("field", ["summary", "description", "location", "url"])
def test_hostile_text_adds_no_entry_in_any_reader(field):
    octets = write_calendar(replace(HEAD, name=HOSTILE), [write_entry(replace(COMETS, **{field: HOSTILE}))])

    assert len(Calendar.from_ical(octets).walk("VEVENT")) == 1
    assert len(list(vobject.readOne(octets.decode()).vevent_list)) == 1
    assert len(ics.Calendar(octets.decode()).events) == 1


def test_an_invitation_is_for_one_person():
    octets = write_invitation(
        COMETS,
        method=Method.REQUEST,
        organiser=Mailbox(name="Lunar Society", email="post@society.example"),
        attendee=Mailbox(name='Ana "A", Attends', email="ana@attendee.example"),
    )

    lines = unfolded(octets)
    assert "METHOD:REQUEST" in lines
    assert 'ORGANIZER;CN="Lunar Society":mailto:post@society.example' in lines or (
        "ORGANIZER;CN=Lunar Society:mailto:post@society.example" in lines
    )
    (attendee,) = [line for line in lines if line.startswith("ATTENDEE")]
    assert attendee.endswith(":mailto:ana@attendee.example")
    assert "CN=\"Ana 'A', Attends\"" in attendee
    assert "UID:7f3a9c" in lines
    (event,) = Calendar.from_ical(octets).walk("VEVENT")
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_an_alarm_is_set_before_the_start_and_not_for_what_is_cancelled():
    reminded = replace(COMETS, alarm_before=dt.timedelta(minutes=15))

    (alarm,) = Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + write_entry(reminded) + b"END:VCALENDAR\r\n").walk("VALARM")

    assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", dt.timedelta(minutes=-15))
    assert alarm["DESCRIPTION"] == COMETS.summary
    assert b"VALARM" not in write_entry(COMETS)
    assert b"VALARM" not in write_entry(replace(reminded, status=EntryStatus.CANCELLED))


def test_a_cancellation_by_mail_says_so_twice():
    octets = write_invitation(
        COMETS,
        method=Method.CANCEL,
        organiser=Mailbox(name="Lunar Society", email="post@society.example"),
        attendee=Mailbox(name="Ana", email="ana@attendee.example"),
    )

    assert b"METHOD:CANCEL\r\n" in octets
    assert b"STATUS:CANCELLED\r\n" in octets
