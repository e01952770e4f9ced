"""`webinars import` with a calendar, as people type it."""

import json
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("migrated")

EXPORTS = Path(__file__).parents[2] / "unit/pure/ical/reading/exports"


@pytest.fixture
def exports(tmp_path):
    shutil.copytree(EXPORTS, tmp_path, dirs_exist_ok=True)


def test_a_dry_run_says_what_it_understood_and_stores_nothing(run, exports):
    ended = run("import", "outlook.ics", "--dry-run", "--json")

    assert (ended.returncode, ended.stderr) == (0, "")
    found = json.loads(ended.stdout)
    assert found["kind"] == "calendar"
    assert [(webinar["title"], webinar["starts_at"], webinar["timezone"]) for webinar in found["webinars"]] == [
        ("Across the ocean", "2027-03-20T16:00:00Z", "America/New_York"),
        ("The motion of the moon", "2027-07-01T15:00:00Z", "Europe/London"),
    ]
    assert found["not_understood"] == ["1 private event was left out.", "1 reminder was left out."]
    assert "stored" not in found
    run("organisation", "create", "Lunar Society")
    assert "created" in run("import", "outlook.ics", "--json").stdout


def test_twice_is_once(run, exports):
    run("organisation", "create", "Lunar Society")

    first = json.loads(run("import", "google.ics", "--json").stdout)
    second = json.loads(run("import", "google.ics", "--json").stdout)

    assert [each["became"] for each in first["stored"]] == ["created"] * 5
    assert [each["became"] for each in second["stored"]] == ["unchanged"] * 5
    assert [each["slug"] for each in first["stored"]] == [each["slug"] for each in second["stored"]]


def test_it_is_told_in_sentences(run, exports):
    run("organisation", "create", "Lunar Society")

    told = run("import", "apple.ics").stdout

    assert "“Society”, 3 events" in told
    assert "“A floating hour” has an hour without a zone" in told
    assert "1 task, journal or free time was left out." in told
    assert told.count("Created: draft /manage/webinars/") == 3


def test_a_zone_can_be_given_for_hours_without_one(run, exports):
    found = json.loads(run("import", "apple.ics", "--dry-run", "--json", "--timezone", "Asia/Tokyo").stdout)

    floating = next(webinar for webinar in found["webinars"] if webinar["title"] == "A floating hour")
    assert (floating["timezone"], floating["starts_at"]) == ("Asia/Tokyo", "2027-06-01T03:00:00Z")
    assert found["problems"] == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("<html>Not found</html>", "This is no calendar"),
        ("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "The calendar holds no event."),
    ],
)
def test_what_cannot_be_read_is_one_sentence(run, tmp_path, content, sentence):
    (tmp_path / "broken.ics").write_text(content)

    ended = run("import", "broken.ics")

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("broken.ics: " + sentence)
    assert "Traceback" not in ended.stderr


def test_standard_input_is_known_by_its_first_words(run, exports):
    text = (EXPORTS / "indico.ics").read_text()

    assert json.loads(run("import", "-", "--dry-run", "--json", typed=text).stdout)["kind"] == "calendar"


def test_publishing_stores_nothing_while_something_blocks(run, exports):
    run("organisation", "create", "Lunar Society")

    ended = run("import", "google.ics", "--publish")

    assert ended.returncode == 1
    assert "“Outing” takes whole days" in ended.stderr
    assert "created" in run("import", "google.ics", "--json").stdout


def test_a_schedule_is_read_as_calendars_are(run, tmp_path):
    talk = {"guid": "wicks", "title": "Wicks", "date": "2027-07-01T18:00:00+02:00", "duration": "00:45"}
    talk |= {"language": "de", "persons": [{"public_name": "Ada Wick"}]}
    conference = {"title": "Lamp Days", "time_zone_name": "Europe/Berlin", "days": [{"rooms": {"Hall": [talk]}}]}
    (tmp_path / "schedule.json").write_text(json.dumps({"schedule": {"conference": conference}}))
    run("organisation", "create", "Lunar Society")

    found = json.loads(run("import", "schedule.json", "--dry-run", "--json").stdout)
    (webinar,) = found["webinars"]
    assert (found["kind"], webinar["starts_at"], webinar["language"]) == ("calendar", "2027-07-01T16:00:00Z", "de")
    assert webinar["lineup"] == [{"name": "Ada Wick", "affiliation": None, "role": "speaker", "talk_title": None}]
    assert [json.loads(run("import", "schedule.json", "--json").stdout)["stored"][0]["became"] for _ in range(2)] == [
        "created",
        "unchanged",
    ]

    (tmp_path / "schedule.json").write_text('{"schedule": {"conference": []}}')
    ended = run("import", "schedule.json")
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "schedule.conference is not an object." in ended.stderr


def test_a_schedule_in_xml_is_read_as_well(run, tmp_path):
    run("organisation", "create", "Lunar Society")
    (tmp_path / "schedule.xml").write_text(
        "<schedule><conference><time_zone_name>Europe/Berlin</time_zone_name></conference>"
        '<day date="2027-07-01"><room name="Oil Hall"><event guid="oil"><start>18:00</start><title>Oil</title>'
        "</event></room></day></schedule>"
    )
    (stored,) = json.loads(run("import", "schedule.xml", "--json").stdout)["stored"]
    assert stored["became"] == "created"
