"""Schedules of conferences, with invented talks."""

import datetime as dt
import json

import pytest

from webinars.pure.ical.reading import CalendarTooLarge
from webinars.pure.schedules import ScheduleUnreadable, is_schedule, read_schedule

ADA = {"guid": "p-1", "name": "Ada Wick", "public_name": "Ada Wick", "biography": None}
TALK = {
    "guid": "1f0c-wicks",
    "code": "WICKS7",
    "id": 7,
    "date": "2027-07-01T18:00:00+02:00",
    "start": "18:00",
    "end": "2027-07-01T18:45:00+02:00",
    "duration": "00:45",
    "room": "Oil Hall",
    "url": "https://talks.example/lamps/talk/WICKS7/",
    "title": "Wicks",
    "subtitle": "",
    "track": "Light",
    "type": "Talk",
    "language": "de-formal",
    "abstract": "On *wicks*.",
    "description": "Bring oil.",
    "persons": [ADA],
    "links": [],
    "attachments": [],
}


def schedule(*talks, zone="Europe/Berlin", day=None, **conference):
    day = {"index": 1, "date": "2027-07-01", "rooms": {"Oil Hall": list(talks)}} | (day or {})
    conference = {"acronym": "lamps", "title": "Lamp Days", "time_zone_name": zone, "days": [day]} | conference
    conference = {key: value for key, value in conference.items() if value is not None}
    content = {"version": "1.0", "base_url": "https://talks.example", "conference": conference}
    return json.dumps({"generator": {"name": "pretalx"}, "schedule": content}).encode()


def read(*talks, timezone=None, assumed="Europe/Berlin", most=5000, **more):
    return read_schedule(schedule(*talks, **more), timezone=timezone, assumed_timezone=assumed, most_entries=most)


def only(*talks, **more):
    (entry,) = read(*talks, **more).entries
    return entry


def codes(entry):
    return [(problem.code, problem.blocks) for problem in entry.problems]


def test_a_talk_is_an_entry_with_all_that_it_says():
    entry = only(TALK)

    assert (entry.uid, entry.title, entry.timezone) == ("1f0c-wicks", "Wicks", "Europe/Berlin")
    assert (entry.starts_wall, entry.starts_at) == (
        dt.datetime(2027, 7, 1, 18),
        dt.datetime(2027, 7, 1, 16, tzinfo=dt.UTC),
    )
    assert entry.ends_at - entry.starts_at == dt.timedelta(minutes=45)
    assert (
        entry.description == "On *wicks*.\n\nBring oil.\n\nPlace: Oil Hall\n\nhttps://talks.example/lamps/talk/WICKS7/"
    )
    assert [each.name for each in entry.lineup] == ["Ada Wick"]
    assert (entry.topics, entry.language, entry.problems) == (("Light",), "de", ())
    assert read(TALK).name == "Lamp Days"
    assert read(TALK).lost == ()


def test_what_has_no_place_in_a_webinar_is_said():
    person = ADA | {"biography": "She trims."}
    nobody = {"public_name": "<img src=x onerror=alert(1)>"}
    talk = TALK | {"persons": [person, nobody, "Bo"], "attachments": [{"title": "Slides", "url": "https://x.example"}]}

    reading = read(
        talk, TALK | {"guid": "2", "date": "", "start": "soon"}, TALK | {"guid": "3", "date": "2090-01-01T18:00+01:00"}
    )

    assert [each.name for each in reading.entries[0].lineup] == ["Ada Wick"]
    assert reading.lost == (
        "1 talk without a readable start was left out.",
        "1 date before 1973 or after 2037 was left out.",
        "1 person without a readable name was left out.",
        "1 biography of a speaker was left out.",
        "1 attachment or picture was left out.",
    )


@pytest.mark.parametrize(
    ("zone", "timezone", "assumed", "found", "problems"),
    [
        ("Europe/Berlin", None, None, "Europe/Berlin", []),
        ("europe/berlin", None, None, "Europe/Berlin", []),
        # The file's own zone counts before what somebody says.
        ("Europe/Berlin", "Asia/Tokyo", None, "Europe/Berlin", []),
        ("Europe/London", None, None, None, [("times_disagree", True)]),
        ("Middle/Earth", None, None, None, [("timezone_unknown", True)]),
        ("Middle/Earth", "Europe/Paris", None, "Europe/Paris", []),
        ("Middle/Earth", "Asia/Tokyo", None, None, [("times_disagree", True)]),
        (None, None, "Europe/Berlin", "Europe/Berlin", [("timezone_assumed", False)]),
        (None, None, "Europe/London", None, [("timezone_missing", True)]),
        (None, None, None, None, [("timezone_missing", True)]),
        (None, "Europe/Paris", "Europe/London", "Europe/Paris", []),
    ],
)
def test_the_zone_is_the_conference_s_where_it_agrees(zone, timezone, assumed, found, problems):
    entry = only(TALK, zone=zone, timezone=timezone, assumed=assumed)

    assert (entry.timezone, codes(entry)) == (found, problems)
    assert (entry.starts_at is None) == (found is None)
    assert entry.date == dt.date(2027, 7, 1)


def test_two_starts_that_disagree_block():
    assert codes(only(TALK | {"start": "19:00"})) == [("times_disagree", True)]


def test_hours_without_an_offset_are_the_conference_s():
    entry = only(TALK | {"date": "2027-07-01T18:00:00"})

    assert entry.starts_at == dt.datetime(2027, 7, 1, 16, tzinfo=dt.UTC)


def test_a_day_and_an_hour_are_a_start_and_the_night_is_the_day_after():
    night = TALK | {"date": None, "start": "00:30", "guid": "night"}
    day = {"day_start": "2027-07-01T09:00:00+02:00"}

    assert only(TALK | {"date": None}).starts_wall == dt.datetime(2027, 7, 1, 18)
    assert only(night, day=day).starts_wall == dt.datetime(2027, 7, 2, 0, 30)
    assert only(night).starts_wall == dt.datetime(2027, 7, 1, 0, 30)


@pytest.mark.parametrize("offset", ["+01:00", "+02:00"])
def test_an_hour_that_clocks_show_twice_is_settled_by_nobody(offset):
    entry = only(TALK | {"date": f"2027-10-31T02:30:00{offset}", "start": "02:30"})

    assert codes(entry) == [("wall_time_repeated", True)]


@pytest.mark.parametrize(
    ("fields", "minutes"),
    [
        ({"duration": "1:30"}, 90),
        ({"duration": "1:00:00"}, 24 * 60),
        ({"duration": 50}, 50),
        ({"duration": "", "end": "2027-07-01T17:10:00+01:00"}, 10),
        ({"duration": "00:00", "end": None}, None),
        ({"duration": "99:00:00", "end": None}, None),
        ({"duration": [], "end": "2027-07-01T17:10:00"}, None),
    ],
)
def test_how_long_it_takes(fields, minutes):
    entry = only(TALK | fields)

    assert codes(entry) == ([] if minutes else [("end_assumed", False)])
    assert entry.ends_at == (entry.starts_at + dt.timedelta(minutes=minutes) if minutes else None)


def test_a_private_room_is_the_room_and_in_no_text():
    room = "https://zoom.us/j/123?pwd=SECRET"
    talk = TALK | {"links": [{"title": "Zoom", "url": room}], "abstract": f"Come in: {room}", "description": ""}

    entry = only(talk | {"feedback_url": "https://talks.example/feedback"})

    assert entry.join_url == room
    assert "SECRET" not in entry.description
    assert "feedback" not in entry.description


def test_links_stand_under_the_text_and_others_than_of_the_web_do_not():
    links = [{"title": "Oil", "url": "https://oil.example/"}, {"title": "X", "url": "javascript:alert(1)"}, "no"]

    entry = only(TALK | {"links": links})

    assert "Oil: https://oil.example/" in entry.description
    assert "javascript" not in entry.description


def test_a_talk_that_is_given_twice_is_told_apart_by_its_start():
    again = TALK | {"date": "2027-07-01T20:00:00+02:00", "start": "20:00"}

    keys = [entry.key for entry in read(TALK, again).entries]

    assert keys == ["1f0c-wicks 20270701T160000Z", "1f0c-wicks 20270701T180000Z"]


def test_without_a_guid_the_number_counts_and_without_both_the_words():
    assert only(TALK | {"guid": None}).uid == "schedule-lamps-7@talks.example"
    bare = TALK | {"guid": None, "id": None}
    assert only(bare).uid == only(bare).uid != only(bare | {"title": "Oil"}).uid


@pytest.mark.parametrize(
    ("said", "tag"), [("en", "en"), ("pt-br", "pt"), ("zh-hant", "zh-Hant"), ("", ""), ("Deutsch", ""), (5, "")]
)
def test_languages(said, tag):
    assert only(TALK | {"language": said}).language == tag


def test_a_schedule_is_known_by_its_first_words():
    assert is_schedule(schedule(TALK))
    assert is_schedule(b"\xef\xbb\xbf \n" + schedule(TALK))
    assert not is_schedule(b'{"format": "webinars-archive", "version": 1}')
    assert not is_schedule(b'{"title": "the \\"schedule\\": {"}')
    assert not is_schedule(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "no JSON"),
        (b'{"schedule": ' * 30_000, "no JSON"),
        (b"[" * 200_000, "no JSON"),
        (b"\xff\xfe{", "no JSON"),
        (b"[]", "it is not an object."),
        (b'{"schedule": []}', "schedule is not an object."),
        (b'{"schedule": {"conference": 1}}', "schedule.conference is not an object."),
        (b'{"schedule": {"conference": {"days": {}}}}', "schedule.conference.days is not a list."),
        (b'{"schedule": {"conference": {"days": [1]}}}', "schedule.conference.days[0] is not an object."),
        (b'{"schedule": {"conference": {"days": [{"rooms": []}]}}}', "days[0].rooms is not an object."),
        (b'{"schedule": {"conference": {"days": [{"rooms": {"A": 1}}]}}}', "days[0].rooms[A] is not a list."),
        (b'{"schedule": {"conference": {"days": [{"rooms": {"A": [1]}}]}}}', "rooms[A][0] is not an object."),
    ],
)
def test_what_is_none_is_refused_by_its_place(data, words):
    with pytest.raises(ScheduleUnreadable) as refused:
        read_schedule(data)

    assert words in str(refused.value)


def test_too_much_is_refused():
    with pytest.raises(CalendarTooLarge, match="more than 2 talks"):
        read(TALK, TALK, TALK, most=2)
    with pytest.raises(CalendarTooLarge, match="larger than 10 MB"):
        read_schedule(b"{" + b" " * 10 * 1024 * 1024)


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        (b'{"schedule": {"conference": {"days": [{"rooms": {"Oil Hall": [', b"]}}]}}}"),
        (b'{"schedule": {"conference": {}, "events": [', b"]}}"),
        (b'{"_type": "HTTPAPIResult", "results": [', b"]}"),
    ],
    ids=["first", "second", "Indico"],
)
def test_no_more_talks_are_looked_at_than_say_that_there_are_too_many(before, behind):
    talks = b"{},{},{}"
    with pytest.raises(ScheduleUnreadable):
        read_schedule(before + talks + b",1" + behind)

    with pytest.raises(CalendarTooLarge, match="more than 2 talks"):
        read_schedule(before + talks + b",1" + behind, most_entries=2)


@pytest.mark.parametrize("value", [None, 5, [], {}, {"de": "Docht", "en": "Wick"}, [[]], True, "x" * 1_000_000, 1e308])
@pytest.mark.parametrize("field", [*TALK, "persons"])
def test_no_field_of_another_form_breaks_it(field, value):
    reading = read(TALK | {field: value})

    assert all(len(entry.title) <= 500 and len(entry.key) <= 200 for entry in reading.entries)
    assert all(len(entry.description) <= 20_000 for entry in reading.entries)


def test_a_title_in_several_languages_is_the_first():
    assert only(TALK | {"title": {"de": "Dochte", "en": "Wicks"}}).title == "Dochte"
