"""Schedules of the second version, with invented talks."""

import datetime as dt
import json

import pytest

from webinars.pure.schedules import ScheduleUnreadable, is_schedule, read_schedule

TALK = {
    "type": "TALK",
    "guid": "1f0c-wicks",
    "code": "WICKS7",
    "start": "2027-07-01T18:00:00+02:00",
    "end": "2027-07-01T18:45:00+02:00",
    "room": {"guid": "r-1"},
    "slug": "wicks",
    "url": "https://talks.example/wicks/",
    "title": "Wicks",
    "subtitle": None,
    "track": {"slug": "light"},
    "language": "de",
    "abstract": {"en": "On wicks.", "de": "Von Dochten."},
    "description": "Bring oil.",
    "participants": [
        {"guid": "p-1", "name": "Ada Wick", "role": "SPEAKER"},
        {"guid": "p-2", "name": "Bo Glim", "role": "MODERATOR"},
        {"guid": "p-3", "name": "Cleo Soot", "role": "CONTRIBUTOR"},
    ],
    "links": [
        {"url": "https://oil.example/", "title": "Oil"},
        {"type": "FEEDBACK", "url": "https://talks.example/wicks/feedback/"},
    ],
    "attachments": [{"type": "SLIDES", "url": "https://talks.example/wicks.pdf"}],
}
LAST_WORDS = {"type": "BREAK", "title": "Supper", "start": "2027-07-01T19:00:00+02:00", "end": None}


def schedule(*events, **more):
    conference = {
        "acronym": "lamps",
        "title": "Lamp Days",
        "time_zone_name": "Europe/Berlin",
        "rooms": [{"name": "Oil Hall", "slug": "oil-hall", "guid": "r-1"}, "none"],
        "tracks": [{"name": "Light", "slug": "light"}],
        "days": [{"index": 1, "date": "2027-07-01", "start": "2027-07-01T09:00:00+02:00"}],
    }
    content = {"version": "2", "conference": conference, "events": list(events)}
    people = [{"guid": "p-1", "name": "Ada Wick", "biography": "She trims."}]
    return json.dumps(
        {"$schema": "https://c3voc.de/schema/schedule2", "schedule": content | {"persons": people} | more}
    ).encode()


def read(*events, **more):
    return read_schedule(schedule(*events, **more))


def only(*events):
    (entry,) = read(*events).entries
    return entry


def test_a_talk_is_an_entry_with_all_that_it_says():
    reading = read(TALK)
    (entry,) = reading.entries

    assert is_schedule(schedule(TALK))
    assert (reading.name, entry.uid, entry.title, entry.timezone) == (
        "Lamp Days",
        "1f0c-wicks",
        "Wicks",
        "Europe/Berlin",
    )
    assert entry.starts_at == dt.datetime(2027, 7, 1, 16, tzinfo=dt.UTC)
    assert entry.ends_at - entry.starts_at == dt.timedelta(minutes=45)
    assert [(each.name, each.role) for each in entry.lineup] == [("Ada Wick", "speaker"), ("Bo Glim", "moderator")]
    assert (entry.topics, entry.language, entry.problems) == (("Light",), "de", ())
    assert entry.description == (
        "Von Dochten.\n\nBring oil.\n\nOil: https://oil.example/\n\nPlace: Oil Hall\n\nhttps://talks.example/wicks/"
    )


def test_what_has_no_place_in_a_webinar_is_said():
    reading = read(
        TALK, TALK | {"guid": "2", "state": "SUBMITTED"}, TALK | {"guid": "3", "state": "CANCELED"}, LAST_WORDS
    )

    assert [entry.uid for entry in reading.entries] == ["1f0c-wicks"]
    assert [entry.uid for entry in reading.cancelled] == ["3"]
    assert reading.lost == (
        "1 cancelled talk makes no draft.",
        "1 talk that is not accepted yet was left out.",
        "1 break was left out.",
        "2 contributors who need not speak were left out.",
        "2 biographies of speakers were left out.",
        "2 attachments and pictures were left out.",
    )


@pytest.mark.parametrize(
    ("fields", "minutes"),
    [
        ({"end": None, "duration": "PT1H30M"}, 90),
        ({"end": "2027-07-01T18:10:00+02:00", "duration": "PT1H30M"}, 10),
        ({"end": None}, None),
    ],
)
def test_how_long_it_takes(fields, minutes):
    entry = only(TALK | fields)

    assert entry.ends_at == (entry.starts_at + dt.timedelta(minutes=minutes) if minutes else None)


@pytest.mark.parametrize("room", [{"name": "Oil Hall"}, {"slug": "oil-hall", "guid": "?"}, "Oil Hall"])
def test_a_room_is_known_by_any_of_its_names(room):
    assert "Place: Oil Hall" in only(TALK | {"room": room}).description


def test_people_without_a_name_beside_the_talk_are_known_by_their_guid():
    assert [each.name for each in only(TALK | {"participants": [{"guid": "p-1"}]}).lineup] == ["Ada Wick"]


@pytest.mark.parametrize("value", [None, 5, [], {}, {"de": "Docht", "en": "Wick"}, [[]], True, "x" * 1_000_000, 1e308])
@pytest.mark.parametrize("field", [*TALK, "state"])
def test_no_field_of_another_form_breaks_it(field, value):
    reading = read(TALK | {field: value})

    assert all(len(entry.title) <= 500 and len(entry.key) <= 200 for entry in reading.entries)


@pytest.mark.parametrize("place", ["rooms", "tracks"])
def test_nor_one_of_the_conference(place):
    conference = {"title": "Lamp Days", "time_zone_name": "Europe/Berlin", place: [[1], {"guid": []}, 5]}

    assert len(read(TALK, conference=conference, persons=5).entries) == 1


def test_what_is_none_is_refused_by_its_place():
    for more, words in [
        ({"events": [1]}, "schedule.events[0] is not an object."),
        ({"conference": 5}, "schedule.conference is not an object."),
    ]:
        with pytest.raises(ScheduleUnreadable) as refused:
            read(**more)
        assert words in str(refused.value)
