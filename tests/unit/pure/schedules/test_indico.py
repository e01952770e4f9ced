"""What the API of Indico exports, with invented events."""

import datetime as dt
import json

import pytest

from webinars.pure.ical.reading import CalendarTooLarge
from webinars.pure.schedules import ScheduleUnreadable, is_schedule, read_schedule

ADA = {"first_name": "Ada", "last_name": "Wick", "fullName": "Wick, Ada", "affiliation": "Lamp Works"}
TALK = {
    "_type": "Contribution",
    "id": "3",
    "db_id": 70,
    "title": "Wicks",
    "startDate": {"date": "2027-07-01", "time": "16:00:00", "tz": "UTC"},
    "endDate": {"date": "2027-07-01", "time": "16:45:00", "tz": "UTC"},
    "duration": 45,
    "room": "1",
    "roomFullname": "Oil Hall",
    "location": "Main Building",
    "description": "<p>On <b>wicks</b>.</p>",
    "url": "https://indico.example/event/7/contributions/70/",
    "speakers": [ADA],
    "track": "Light",
}
EVENT = {
    "_type": "Conference",
    "id": "7",
    "title": "Lamp Days",
    "type": "conference",
    "timezone": "Europe/Zurich",
    "startDate": {"date": "2027-07-01", "time": "07:00:00", "tz": "UTC"},
    "endDate": {"date": "2027-07-01", "time": "09:00:00", "tz": "UTC"},
    "description": "All of it.",
    "url": "https://indico.example/event/7/",
    "category": "Days",
    "chairs": [ADA],
}


def answer(*events):
    return json.dumps({"count": len(events), "results": list(events), "_type": "HTTPAPIResult"}).encode()


def read(*talks, event=None, timezone=None, **more):
    contributions = {"contributions": list(talks)} if talks else {}
    return read_schedule(answer(EVENT | contributions | (event or {})), timezone=timezone, **more)


def only(*args, **more):
    (entry,) = read(*args, **more).entries
    return entry


def people(entry):
    return [(each.name, each.affiliation, each.role) for each in entry.lineup]


def test_a_contribution_is_an_entry_by_the_clocks_of_its_event():
    entry = only(TALK)

    assert (entry.uid, entry.title) == ("indico-contribution-70@indico.example", "Wicks")
    assert (entry.timezone, entry.starts_wall) == ("Europe/Zurich", dt.datetime(2027, 7, 1, 18))
    assert entry.starts_at == dt.datetime(2027, 7, 1, 16, tzinfo=dt.UTC)
    assert entry.ends_at - entry.starts_at == dt.timedelta(minutes=45)
    assert people(entry) == [("Ada Wick", "Lamp Works", "speaker")]
    assert entry.description == f"On wicks.\n\nPlace: Oil Hall (Main Building)\n\n{TALK['url']}"
    assert (entry.topics, entry.problems, read(TALK).name) == (("Light",), (), "Lamp Days")


@pytest.mark.parametrize(("kind", "role"), [("simple_event", "speaker"), ("lecture", "speaker"), ("meeting", "chair")])
def test_an_event_without_contributions_is_one_itself(kind, role):
    entry = only(event={"type": kind, "contributions": [TALK | {"startDate": None}]})

    assert (entry.uid, entry.title, entry.topics) == ("indico-event-7@indico.example", "Lamp Days", ("Days",))
    assert entry.ends_at - entry.starts_at == dt.timedelta(hours=2)
    assert people(entry) == [("Ada Wick", "Lamp Works", role)]


def test_contributions_of_sessions_are_there_too():
    sessions = [{"title": "Morning", "contributions": [TALK | {"db_id": 71, "title": "Oil"}]}]

    assert [each.title for each in read(TALK, event={"sessions": sessions}).entries] == ["Oil", "Wicks"]


def test_it_is_known_as_the_same_contribution_of_a_calendar_is():
    assert only(TALK | {"db_id": None}).uid == "indico-contribution-7-3@indico.example"


def test_addresses_of_people_are_not_read():
    person = ADA | {"email": "ada@lamps.example", "emailHash": "abc", "phone": "+44 1"}

    entry = only(TALK | {"speakers": [person], "allowed": {"users": ["bo@lamps.example"]}})

    assert "lamps.example" not in repr(entry)
    assert "+44" not in repr(entry)


def test_a_name_in_one_piece_is_turned_round():
    assert people(only(TALK | {"speakers": [{"fullName": "Wick, Ada"}]})) == [("Ada Wick", "", "speaker")]


@pytest.mark.parametrize(
    ("tz", "zone", "given", "found", "codes"),
    [
        ("Europe/Zurich", "Europe/Zurich", None, "Europe/Zurich", []),
        ("Asia/Tokyo", "Europe/Zurich", None, "Europe/Zurich", []),
        ("Asia/Tokyo", None, None, "Asia/Tokyo", []),
        (None, "Europe/Zurich", None, "Europe/Zurich", []),
        ("Middle/Earth", None, None, None, ["timezone_unknown"]),
        ("Middle/Earth", None, "Europe/Paris", "Europe/Paris", []),
        (None, None, None, None, ["timezone_missing"]),
    ],
)
def test_zones(tz, zone, given, found, codes):
    start = {"date": "2027-07-01", "time": "16:00:00", "tz": tz}

    entry = only(TALK | {"startDate": start}, event={"timezone": zone}, timezone=given)

    assert (entry.timezone, [problem.code for problem in entry.problems]) == (found, codes)


def test_it_is_known_by_what_it_says_at_its_end():
    assert is_schedule(answer(EVENT))
    assert is_schedule(answer(*[EVENT] * 200))
    assert not is_schedule(b'{"_type": "Conference"}')


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"results": 5}, "results is not a list."),
        ({"results": [5]}, "results[0] is not an object."),
        ({"results": [{"contributions": {}}]}, "results[0].contributions is not a list."),
        ({"results": [{"sessions": [5]}]}, "results[0].sessions[0] is not an object."),
        ({"results": [{"sessions": [{"contributions": [5]}]}]}, "sessions[0].contributions[0] is not an object."),
    ],
)
def test_what_has_another_form_is_refused_by_its_place(data, words):
    with pytest.raises(ScheduleUnreadable) as refused:
        read_schedule(json.dumps(data | {"_type": "HTTPAPIResult"}).encode())

    assert words in str(refused.value)


def test_too_many_are_refused():
    with pytest.raises(CalendarTooLarge, match="more than 1 talk"):
        read(TALK, TALK, most_entries=1)


@pytest.mark.parametrize("value", [None, 5, {}, {"date": 5, "time": []}, "x" * 100_000, True, [[]], -1])
@pytest.mark.parametrize("field", list(TALK))
def test_no_field_of_another_form_breaks_it(field, value):
    reading = read(TALK | {field: value})

    assert all(len(entry.title) <= 500 and len(entry.description) <= 20_000 for entry in reading.entries)


def test_what_is_not_there_is_said():
    reading = read(TALK, TALK | {"db_id": 71, "startDate": {"date": "2090-01-01", "time": "16:00:00", "tz": "UTC"}})

    assert [each.title for each in reading.entries] == ["Wicks"]
    assert reading.lost == ("1 date before 1973 or after 2037 was left out.",)
