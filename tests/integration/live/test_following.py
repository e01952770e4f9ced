"""live.json: what open pages follow."""

import datetime as dt

import pytest

from tests.factories import add_recording, make_webinar
from tests.integration.live.conftest import STARTS
from webinars.models import FormerSlug, Presence, PresenceCount, RecordingKind, Status

ADDRESS = "/webinars/comets/live.json"
MINUTE = dt.timedelta(minutes=1)


def said(client):
    return client.get(ADDRESS).json


def test_it_says_what_is_promised_and_nothing_else(client, webinar, clock_at):
    answer = client.get(ADDRESS)

    assert answer.json == {
        "phase": "live",
        "starts_at": "2027-02-14T16:00:00Z",
        "ends_at": "2027-02-14T18:00:00Z",
        "present": None,
        "sample": 1,
        "recording_url": None,
    }
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=2"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer.headers
    again = client.get(ADDRESS, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("minutes", "pressed", "phase"),
    [
        (-31, {}, "coming"),
        (-30, {}, "open"),
        (-2, {"late_at": -3, "late_minutes": 10}, "late"),
        (3, {"conducted_at": -10}, "due"),
        (6, {"conducted_at": -10}, "live"),
        (-5, {"began_at": -6}, "live"),
        (121, {}, "running_over"),
        (151, {}, "over"),
        (70, {"ended_at": 69}, "over"),
    ],
)
def test_each_phase_has_its_word(client, session, webinar, clock_at, minutes, pressed, phase):
    for name, value in pressed.items():
        setattr(webinar, name, value if name == "late_minutes" else STARTS + value * MINUTE)
    session.commit()
    clock_at(minutes)

    assert said(client)["phase"] == phase


def test_what_is_expected_is_later_where_that_was_said(client, session, webinar, clock_at):
    webinar.late_at, webinar.late_minutes = STARTS - 3 * MINUTE, 10
    clock_at(-2)

    assert (said(client)["starts_at"], said(client)["ends_at"]) == ("2027-02-14T16:10:00Z", "2027-02-14T18:10:00Z")


@pytest.mark.parametrize("status", [Status.POSTPONED, Status.CANCELLED])
def test_what_does_not_take_place_says_so(client, session, webinar, status):
    webinar.status, webinar.cancelled_at = status, STARTS if status is Status.CANCELLED else None
    session.commit()

    assert said(client)["phase"] == status.value
    assert (said(client)["starts_at"] is None) == (status is Status.POSTPONED)


def test_its_recording_ends_what_may_still_be_running(client, session, webinar, clock_at):
    add_recording(session, webinar, "A talk", kind=RecordingKind.PRESENTATION)
    add_recording(session, webinar, slug="comets-full")
    session.commit()
    clock_at(60)
    assert (said(client)["phase"], said(client)["recording_url"]) == ("live", None)

    clock_at(121)

    assert said(client)["phase"] == "recorded"
    assert said(client)["recording_url"] == "http://localhost/recordings/comets-full"


def test_a_draft_is_unknown_and_what_was_taken_back_is_gone(client, session, webinar):
    assert client.get(ADDRESS).status_code == 200
    webinar.status = Status.DRAFT
    session.commit()
    assert client.get(ADDRESS).status_code == 410
    webinar.published_at = None
    session.commit()
    assert client.get(ADDRESS).status_code == 404
    assert client.get("/webinars/nothing/live.json").status_code == 404


def test_a_former_address_leads_on(client, session, webinar):
    session.add(FormerSlug(kind="webinar", slug="old-comets", target_id=webinar.id))
    session.commit()

    answer = client.get("/webinars/old-comets/live.json")

    assert (answer.status_code, answer.location) == (308, ADDRESS)


def test_how_many_are_here_is_told_roughly_and_only_while_it_is_on(client, session, webinar, lunar, clock_at):
    other = make_webinar(session, lunar, "Another", slug="another")
    for at, count in ((40, 900), (39, 337), (38, 5000), (41, 5000)):
        session.add(PresenceCount(webinar_id=webinar.id, presence=Presence.HERE, at=STARTS + at * MINUTE, count=count))
    session.add(PresenceCount(webinar_id=other.id, presence=Presence.HERE, at=STARTS + 40 * MINUTE, count=7000))
    session.add(PresenceCount(webinar_id=webinar.id, presence=Presence.PLAYING, at=STARTS + 40 * MINUTE, count=7000))
    session.commit()

    clock_at(42.5)
    assert (said(client)["present"], said(client)["sample"]) == (1200, 3)

    webinar.ended_at = STARTS + 41 * MINUTE
    session.commit()
    assert (said(client)["present"], said(client)["sample"]) == (None, 1)
