"""Each step of a webinar's life, as its subscribers' calendars see it."""

import datetime as dt

import ics
import pytest
import time_machine
import vobject

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_question,
    add_recording,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
)
from tests.unfolded_calendar import unfolded
from webinars import clock
from webinars.domain.calendars.actions import move_windows
from webinars.models import Agreement, JoinAccess, Organisation, Status, Visibility
from webinars.pure.times import instant

MARCH_14 = dt.datetime(2027, 3, 14, 16)
MARCH_28 = dt.datetime(2027, 3, 28, 16)


@pytest.fixture(autouse=True)
def january():
    """Before what is told here: feeds leave out what is long over."""
    with time_machine.travel(dt.datetime(2027, 1, 12, 12, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def webinar(session):
    return make_webinar(session, make_organisation(session), starts_wall=MARCH_14, join_url="https://room.example/9")


def move(webinar, wall):
    length = webinar.ends_at - webinar.starts_at
    webinar.starts_wall, webinar.starts_on = wall, wall.date()
    webinar.starts_at = instant(wall, "Europe/London")
    webinar.ends_at = webinar.starts_at + length


def description(entry):
    return str(entry["DESCRIPTION"])


def test_created(webinar, feed):
    (entry,) = feed()

    assert entry["SEQUENCE"] == 0
    assert entry["STATUS"] == "CONFIRMED"
    assert entry.start == dt.datetime(2027, 3, 14, 16, tzinfo=dt.UTC)
    assert entry.end - entry.start == dt.timedelta(minutes=90)
    assert description(entry).splitlines()[0] == (
        "Sunday 14 March 2027, 4pm Britain, 12 noon US Eastern, 9am US Pacific"
    )
    assert entry["DTSTAMP"].dt == entry["LAST-MODIFIED"].dt


def test_saved_without_a_change_is_the_same_octets(session, client, webinar):
    before = client.get("/calendar.ics")

    webinar.updated_at = clock.now() + dt.timedelta(minutes=1)
    webinar.title = "Another"
    session.flush()
    webinar.title = "Comets and their tails"

    after = client.get("/calendar.ics")
    assert after.data == before.data
    assert after.headers["ETag"] == before.headers["ETag"]


def test_edited(session, feed, webinar):
    (before,) = feed()

    webinar.title = "Comets, at last"

    (after,) = feed()
    assert after["SUMMARY"] == "Comets, at last"
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == 1
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    assert after["CREATED"].dt == before["CREATED"].dt


def test_moved_across_a_clock_change_keeps_the_wall_time(session, feed, webinar):
    feed()

    move(webinar, MARCH_28)
    webinar.moved_from_wall, webinar.moved_from_timezone = MARCH_14, "Europe/London"

    (entry,) = feed()
    assert entry.start == dt.datetime(2027, 3, 28, 15, tzinfo=dt.UTC)
    assert entry["SEQUENCE"] == 1
    assert description(entry).splitlines()[:2] == [
        "Sunday 28 March 2027, 4pm Britain, 11am US Eastern, 8am US Pacific",
        "Moved: it was announced for Sunday 14 March 2027, 4pm Britain.",
    ]


def test_postponed_without_a_date_keeps_its_hour_as_cancelled(session, feed, webinar):
    feed()

    webinar.status = Status.POSTPONED
    webinar.starts_wall = webinar.starts_at = webinar.ends_at = webinar.starts_on = None

    (entry,) = feed()
    assert entry["SUMMARY"] == "Postponed: Comets and their tails"
    assert entry["STATUS"] == "CANCELLED"
    assert entry.start == dt.datetime(2027, 3, 14, 16, tzinfo=dt.UTC)
    assert description(entry).startswith("Postponed. There is no new date yet.\nIt was to be on Sunday 14 March 2027")


def test_cancelled_and_restored(session, feed, webinar):
    feed()

    webinar.status, webinar.cancelled_at, webinar.cancellation_reason = Status.CANCELLED, clock.now(), "Fog."
    (cancelled,) = feed()
    webinar.status, webinar.cancelled_at = Status.PUBLISHED, None
    (restored,) = feed()

    assert cancelled["SUMMARY"] == "Cancelled: Comets and their tails"
    assert cancelled["STATUS"] == "CANCELLED"
    assert cancelled["TRANSP"] == "TRANSPARENT"
    assert description(cancelled).startswith("Cancelled. Fog.\nSunday 14 March 2027, 4pm Britain")
    assert "/join/" not in cancelled.to_ical().decode()
    assert restored["SUMMARY"] == "Comets and their tails"
    assert restored["STATUS"] == "CONFIRMED"
    assert [cancelled["SEQUENCE"], restored["SEQUENCE"]] == [1, 2]


def test_recording_added(session, feed, webinar):
    (before,) = feed()
    recording = add_recording(session, webinar)

    (entry,) = feed()

    assert f"Recording: http://localhost/recordings/{recording.slug}" in description(entry)
    assert "/join/" in description(before)
    assert "/join/" not in description(entry)
    assert entry["SEQUENCE"] == 1


def test_speaker_renamed(session, feed, webinar):
    speaker = make_speaker(session, webinar.host, "Caroline Herschell")
    add_appearance(session, webinar, speaker, affiliation="Bath")
    other = make_webinar(session, webinar.host, "Nebulae")
    feed()

    speaker.name = "Caroline Herschel"

    entries = {str(entry["UID"]): entry for entry in feed()}
    assert "– Caroline Herschel (Bath)" in description(entries[webinar.uid])
    assert entries[webinar.uid]["SEQUENCE"] == 1
    assert entries[other.uid]["SEQUENCE"] == 0


def test_organisation_renamed(session, client, feed, webinar):
    feed("/organisations/lunar-society/calendar.ics")

    session.get(Organisation, webinar.host_id).name = "Lunar Society of Birmingham"

    path = "/organisations/lunar-society/calendar.ics"
    (entry,) = feed(path)
    assert "Organised by Lunar Society of Birmingham" in description(entry)
    assert b"X-WR-CALNAME:Lunar Society of Birmingham\r\n" in client.get(path).data


def test_places_joined_in_the_line_are_joined_in_the_entry(session, feed, webinar):
    webinar.display_zones = [
        {"label": "Britain", "timezone": "Europe/London"},
        {"label": "Portugal", "timezone": "Europe/Lisbon"},
    ]
    (before,) = feed()

    session.get(Organisation, webinar.host_id).is_zone_line_joined = True

    (after,) = feed()
    assert description(before).splitlines()[0] == "Sunday 14 March 2027, 4pm Britain, 4pm Portugal"
    assert description(after).splitlines()[0] == "Sunday 14 March 2027, 4pm Britain and Portugal"
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_an_organisations_bio_touches_no_entry(session, feed, webinar):
    feed()

    host = session.get(Organisation, webinar.host_id)
    host.description, host.updated_at = "We meet at full moon.", clock.now()

    assert feed()[0]["SEQUENCE"] == 0


def test_unpublished_stays_as_cancelled_and_shows_nothing_of_the_draft(session, client, feed, webinar):
    feed()

    webinar.status = Status.DRAFT
    (entry,) = feed()
    webinar.title, webinar.description = "A secret title", "A secret text"
    (later,) = feed()

    assert entry["SUMMARY"] == "Cancelled: Comets and their tails"
    assert entry["STATUS"] == "CANCELLED"
    assert entry["SEQUENCE"] == 1
    assert later.to_ical() == entry.to_ical()
    assert client.get(f"/webinars/{webinar.slug}.ics").status_code == 410


def test_published_again_is_confirmed_again(session, feed, webinar):
    feed()
    webinar.status = Status.DRAFT
    feed()

    webinar.status, webinar.title = Status.PUBLISHED, "Comets, again"

    (entry,) = feed()
    assert entry["SUMMARY"] == "Comets, again"
    assert entry["STATUS"] == "CONFIRMED"
    assert entry["SEQUENCE"] == 2


def test_deleted_stays_as_cancelled(session, feed, webinar):
    (before,) = feed()

    session.delete(webinar)

    (entry,) = feed()
    assert entry["UID"] == before["UID"]
    assert entry["STATUS"] == "CANCELLED"
    assert entry["SEQUENCE"] == 1
    assert entry.start == before.start


def test_a_deleted_draft_was_never_there(session, feed):
    webinar = make_webinar(session, make_organisation(session), status=Status.DRAFT)
    session.commit()

    session.delete(webinar)

    assert feed() == []


@pytest.mark.parametrize("path", ["/calendar.ics", "/organisations/lunar-society/calendar.ics"])
def test_unlisted_is_cancelled_in_the_feeds_that_had_it_and_keeps_its_file(session, client, feed, webinar, path):
    (before,) = feed(path)
    answer = client.get(path)

    webinar.visibility = Visibility.UNLISTED

    (left,) = feed(path)
    assert (left["UID"], left["STATUS"], left["TRANSP"]) == (webinar.uid, "CANCELLED", "TRANSPARENT")
    assert (left.start, left.end) == (before.start, before.end)
    assert left["SEQUENCE"] > before["SEQUENCE"]
    assert left["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 200
    for word in ("Comets", webinar.slug, webinar.join_code, "Lunar Society and", "/webinars/"):
        assert word not in left.to_ical().decode()
    file = client.get(f"/webinars/{webinar.slug}.ics")
    assert b"SUMMARY:Comets and their tails" in file.data
    assert b"STATUS:CONFIRMED" in file.data
    assert file.headers["X-Robots-Tag"] == "noindex"


def test_what_becomes_of_an_unlisted_one_is_in_no_feed(session, client, feed, webinar):
    feed()
    webinar.visibility = Visibility.UNLISTED
    before = client.get("/calendar.ics").data

    webinar.title = "A secret title"
    move(webinar, MARCH_28)
    session.commit()

    assert client.get("/calendar.ics").data == before
    assert b"A secret title" in client.get(f"/webinars/{webinar.slug}.ics").data


def test_what_was_never_listed_leaves_nothing(session, feed):
    make_webinar(session, make_organisation(session), visibility=Visibility.UNLISTED)

    assert feed() == []


def test_what_is_over_leaves_without_a_word(session, feed, webinar):
    feed()
    with time_machine.travel(dt.datetime(2027, 3, 20, 12, tzinfo=dt.UTC)):
        webinar.visibility = Visibility.UNLISTED

        assert feed() == []


def test_a_farewell_leaves_when_a_cancelled_one_would(session, feed, webinar):
    feed()
    webinar.visibility = Visibility.UNLISTED
    session.commit()

    assert move_windows(session, webinar.ends_at + dt.timedelta(days=29)) == 0
    assert len(feed()) == 1
    assert move_windows(session, webinar.ends_at + dt.timedelta(days=30)) == 1
    assert feed() == []


def test_listed_again_is_back_and_newer_than_all_that_calendars_had(session, feed, webinar):
    steps = feed()
    for visibility in (Visibility.UNLISTED, Visibility.PUBLIC, Visibility.UNLISTED, Visibility.PUBLIC):
        webinar.visibility = visibility
        steps += feed()

    assert [step["STATUS"] for step in steps] == ["CONFIRMED", "CANCELLED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert {str(step["UID"]) for step in steps} == {webinar.uid}
    assert str(steps[-1]["SUMMARY"]) == "Comets and their tails"
    for name in ("SEQUENCE", "LAST-MODIFIED", "DTSTAMP"):
        values = [getattr(step[name], "dt", step[name]) for step in steps]
        assert values == sorted(set(values)), name


def test_an_unlisted_one_that_is_taken_down_and_published_again_is_back(session, feed, webinar):
    (before,) = feed()
    webinar.visibility = Visibility.UNLISTED
    (left,) = feed()
    webinar.status = Status.DRAFT
    assert [str(entry["SUMMARY"]) for entry in feed()] == [str(left["SUMMARY"])]

    webinar.status, webinar.visibility = Status.PUBLISHED, Visibility.PUBLIC

    (again,) = feed()
    assert again["STATUS"] == "CONFIRMED"
    assert again["SEQUENCE"] > left["SEQUENCE"] > before["SEQUENCE"]


def test_a_step_that_is_taken_back_leaves_no_trace(session, client, feed, webinar):
    feed()
    webinar.title = "Never saved"
    session.flush()
    session.rollback()

    assert feed()[0]["SEQUENCE"] == 0


def test_every_step_is_read_alike_by_independent_readers(session, client, webinar):
    for status in (Status.PUBLISHED, Status.CANCELLED, Status.POSTPONED, Status.PUBLISHED):
        webinar.status = status
        webinar.cancelled_at = clock.now() if status == Status.CANCELLED else None
        text = client.get("/calendar.ics").text

        (by_vobject,) = vobject.readOne(text).vevent_list
        (by_ics,) = ics.Calendar(text).events

        confirmed = status == Status.PUBLISHED
        assert by_vobject.uid.value == by_ics.uid == webinar.uid
        assert by_vobject.dtstart.value == by_ics.begin.datetime == webinar.starts_at
        assert by_vobject.summary.value == by_ics.name
        assert by_vobject.status.value == by_ics.status == ("CONFIRMED" if confirmed else "CANCELLED")


def test_the_description_tells_the_whole_story(session, feed, webinar):
    webinar.summary = "What are they made of?"
    webinar.description = "Ice, *mostly*."
    webinar.series = make_series(session, webinar.host)
    add_co_organiser(session, webinar, make_organisation(session, "Bath Philosophical Society"))
    speaker = make_speaker(session, webinar.host)
    add_appearance(session, webinar, speaker, affiliation="Bath", talk_title="Eight comets")
    chair = make_speaker(session, webinar.host, "William Herschel")
    add_appearance(session, webinar, chair, role="chair", agreement=Agreement.ASKED)
    add_question(session, webinar)
    session.refresh(webinar, ["topics"])
    webinar.topics.append(make_topic(session))

    (entry,) = feed()

    assert description(entry) == (
        "Sunday 14 March 2027, 4pm Britain, 12 noon US Eastern, 9am US Pacific\n"
        f"Join: http://localhost/join/{webinar.join_code}\n"
        "Page: http://localhost/webinars/comets-and-their-tails\n"
        "\n"
        "What are they made of?\n"
        "\n"
        "Ice, mostly.\n"
        "\n"
        "Line-up:\n"
        "– Caroline Herschel (Bath): “Eight comets”\n"
        "– William Herschel, Chair\n"
        "\n"
        "Questions:\n"
        "1. What is a tail made of?\n"
        "\n"
        "Organised by Lunar Society and Bath Philosophical Society\n"
        "In the series “The Night Sky”"
    )
    assert [str(each) for each in entry["CATEGORIES"].cats] == ["Astronomy", "The Night Sky"]
    assert entry["URL"] == "http://localhost/webinars/comets-and-their-tails"
    assert entry["LOCATION"] == f"http://localhost/join/{webinar.join_code}"


def test_a_summary_that_is_the_description_is_said_once(feed, webinar):
    webinar.summary, webinar.description = "Ice, mostly.", "Ice, *mostly*."

    (entry,) = feed()

    assert description(entry).count("Ice, mostly.") == 1


def test_the_room_is_in_no_entry(session, client, webinar):
    webinar.join_passcode, webinar.join_dial_in = "moonlight", "+44 20 7946 0000"
    text = unfolded(client.get("/calendar.ics").text)
    file = unfolded(client.get(f"/webinars/{webinar.slug}.ics").text)

    for secret in ("room.example", "moonlight", "7946"):
        assert secret not in text + file


def test_where_only_the_registered_may_join_the_way_in_is_the_page(session, feed, webinar):
    webinar.join_access = JoinAccess.REGISTERED

    (entry,) = feed()

    assert "/join/" not in entry.to_ical().decode()
    assert entry["LOCATION"] == "http://localhost/webinars/comets-and-their-tails"


def test_where_people_register_here_the_entry_leads_to_our_form(session, feed, webinar):
    feed()
    webinar.is_registration_here = True

    (entry,) = feed()

    assert "Register: http://localhost/webinars/comets-and-their-tails/register" in description(entry).splitlines()
    assert entry["SEQUENCE"] == 1


def test_a_long_description_is_cut_and_keeps_the_line_up(session, feed, webinar):
    webinar.description = "Ice and dust. " * 1000
    add_appearance(session, webinar, make_speaker(session, webinar.host))

    text = description(feed()[0])

    assert len(text) <= 3000
    assert "– Caroline Herschel" in text
    assert text.endswith("Organised by Lunar Society")


def test_what_was_changed_before_a_step_that_is_taken_back_is_told(session, feed, webinar):
    feed()
    webinar.title = "Comets, at last"
    session.flush()
    savepoint = session.begin_nested()
    webinar.title = "Never saved"
    session.flush()
    savepoint.rollback()

    (entry,) = feed()
    assert entry["SUMMARY"] == "Comets, at last"
    assert entry["SEQUENCE"] == 1
