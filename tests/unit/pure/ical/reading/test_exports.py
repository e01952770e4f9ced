"""Calendars in the styles of the programs that people export them from, with invented content."""

import datetime as dt
from pathlib import Path

import pytest

from webinars.pure.ical.reading import read_calendar

EXPORTS = Path(__file__).parent / "exports"
NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


def read(name):
    return read_calendar((EXPORTS / f"{name}.ics").read_bytes(), now=NOW, assumed_timezone="Europe/Paris")


def starts(reading):
    return {entry.title: f"{entry.starts_at:%Y-%m-%dT%H:%M}" for entry in reading.entries if entry.starts_at}


def test_google():
    reading = read("google")

    assert reading.name == "Lunar Society"
    assert [(entry.title, entry.starts_at and f"{entry.starts_at:%m-%d %H:%M}") for entry in reading.entries] == [
        ("Observing evening", "03-10 19:00"),
        ("Observing evening, on a Thursday", "03-25 20:00"),
        ("Observing evening", "03-31 18:00"),
        ("Comets, and their tails", "07-01 15:00"),
        ("Outing", None),
    ]
    comets = reading.entries[3]
    assert (comets.timezone, f"{comets.starts_wall:%H:%M}") == ("Europe/London", "16:00")
    assert comets.description == "What is a tail made of?\nAll are welcome, members or not."
    assert comets.join_url == "https://meet.google.com/abc-defg-hij"
    assert [entry.title for entry in reading.cancelled] == ["Called off"]
    assert reading.lost == (
        "1 cancelled event makes no draft.",
        "1 reminder was left out.",
        "1 attendee was left out.",
    )
    assert [(problem.code, problem.blocks) for problem in reading.problems] == [("time_missing", True)]


def test_outlook():
    reading = read("outlook")

    assert starts(reading) == {"Across the ocean": "2027-03-20T16:00", "The motion of the moon": "2027-07-01T15:00"}
    ocean, moon = reading.entries
    assert moon.timezone == "Europe/London"
    assert moon.description == "On the motion of the moon."
    assert moon.join_url.startswith("https://teams.microsoft.com/")
    # A zone that only the file knows is promised in one whose clocks go alike.
    assert (ocean.timezone, f"{ocean.starts_wall:%H:%M}") == ("America/New_York", "12:00")
    assert reading.lost == ("1 private event was left out.", "1 reminder was left out.")


def test_an_invitation_from_outlook():
    reading = read("outlook-invitation")

    assert [f"{entry.title} {entry.starts_at:%m-%d %H:%M}" for entry in reading.entries] == [
        "The lighting of coasts 09-15 16:00",
        "The lighting of coasts 09-22 16:00",
        "The lighting of coasts 09-29 18:00",
    ]
    first = reading.entries[0]
    assert (first.timezone, first.organiser) == ("Europe/Berlin", "Society of Lights")
    assert first.description == "Lamps and lenses.\nAll along the shore."
    assert reading.lost == ("1 attendee was left out.", "1 attachment or picture was left out.")


def test_an_invitation_that_is_withdrawn_is_cancelled():
    data = (EXPORTS / "outlook-invitation.ics").read_bytes().replace(b"METHOD:REQUEST", b"METHOD:CANCEL")

    reading = read_calendar(data, now=NOW)

    assert (len(reading.entries), len(reading.cancelled)) == (0, 3)


def test_apple():
    reading = read("apple")

    assert [f"{entry.title} {entry.starts_at:%m-%d %H:%M}" for entry in reading.entries] == [
        "Second Sundays 03-14 16:00",
        "Second Sundays 04-11 16:00",
        "A floating hour 06-01 10:00",
    ]
    assert reading.entries[0].description == "Place: Reading Room 12 High Street\n\nhttps://society.example/sundays"
    assert [problem.code for problem in reading.problems] == ["timezone_assumed"]
    assert "Europe/Paris" in reading.problems[0].message
    assert reading.lost == ("1 task, journal or free time was left out.",)


def test_meetup():
    (entry,) = read("meetup").entries

    assert (entry.title, entry.uid) == ("Magnets & their uses", "event_300000001@meetup.com")
    assert entry.registration_url == "https://www.meetup.com/lunar-society/events/300000001/"
    assert (entry.organiser, entry.description) == ("Lunar Society", "Bring your own magnet.")


def test_indico():
    (entry,) = read("indico").entries

    # The instant is exact; it is promised by the clocks of those who organise it.
    assert (entry.starts_at, entry.timezone) == (dt.datetime(2027, 7, 1, 14, tzinfo=dt.UTC), "Europe/Paris")
    assert entry.topics == ("Colloquia",)
    assert [(each.name, each.affiliation) for each in entry.lineup] == [("Caroline Herschel", "Bath")]
    assert entry.description.startswith("On the places of the fixed stars.")
    assert entry.description.count("https://indico.example/event/17/") == 1
    assert "Place: Room 40, Main Building" in entry.description


def test_pretalx():
    (entry,) = read("pretalx").entries

    assert (entry.timezone, entry.ends_at) == ("Europe/Berlin", dt.datetime(2027, 7, 1, 8, 45, tzinfo=dt.UTC))
    assert (entry.title, [each.name for each in entry.lineup]) == ("Double stars", ["William Herschel"])
    assert entry.description.startswith("What two stars have to do with each other.")


def test_luma():
    tides, room = read("luma").entries

    assert (tides.registration_url, tides.organiser) == ("https://luma.com/tides-2027", "Lunar Society")
    assert tides.description == "What the moon pulls at.\n\nPlace: Reading Room, 12 High Street, Birmingham"
    assert (room.registration_url, room.join_url) == ("https://luma.com/phases", "https://zoom.us/j/5551234?pwd=moon")
    assert room.description == "How the moon comes to be new."


def test_the_events_calendar():
    (entry,) = read("the-events-calendar").entries

    assert entry.title == "Coal & canals – a talk"
    assert entry.starts_at == dt.datetime(2027, 7, 1, 17, tzinfo=dt.UTC)
    assert entry.topics == ("Industry", "Trade, transport")
    assert entry.organiser == "Lunar Society"


@pytest.mark.parametrize("path", sorted(EXPORTS.glob("*.ics")), ids=lambda path: path.stem)
def test_line_ends_and_folds_of_other_programs_make_no_difference(path):
    data = path.read_bytes()

    def read(octets):
        return read_calendar(octets, now=NOW, assumed_timezone="Europe/Paris")

    expected = read(data)

    assert expected.entries
    assert read(data.replace(b"\r\n", b"\n")) == expected
    assert read(b"\xef\xbb\xbf" + data) == expected
    assert read(data.decode().encode("utf-16")) == expected
    assert read(data.replace(b"BEGIN:VEVENT", b"begin:vevent").replace(b"DTSTART", b"dtstart")) == expected
