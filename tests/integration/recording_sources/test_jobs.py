"""When places are looked at, and what becomes of what they show."""

import datetime as dt
import hashlib
import json
from itertools import pairwise

import pytest
import sqlalchemy as sa

from tests import film_hosts as hosts
from tests.factories import add_copy, add_recording, add_transcript, make_webinar
from tests.integration.recording_sources.conftest import (
    BEGAN,
    DAY,
    HOUR,
    MINUTE,
    OVER,
    STREAM,
    TITLE,
    show_by_api,
    show_by_feed,
    show_by_peertube,
)
from webinars.domain.accounts.queries import actor_of
from webinars.domain.recording_sources import proposal_actions
from webinars.domain.site_settings.encryption import seal
from webinars.models import (
    Cue,
    OutboundEmail,
    ProposalState,
    Recording,
    RecordingPlan,
    Status,
    Transcript,
)

BBB_KEY = f"https://{hosts.BBB}/bigbluebutton/api"
KEY = f"soirees@{hosts.PEERTUBE}"


def test_a_place_is_looked_at_90_times_in_21_days_and_never_again(webinar, watch, look, clock_at, sites):
    show_by_feed(sites)
    watch()
    looks = []

    for minutes in range(-120, 24 * 60 * 24, 10):
        clock_at(minutes * MINUTE)
        looks += [minutes * MINUTE] * look()

    assert len(looks) == len(sites.asked) == 90
    assert [each for each in looks if each <= 72 * HOUR] == [hours * HOUR for hours in range(72)]
    assert {b - a for a, b in pairwise(looks[71:])} == {DAY}
    assert 20 * DAY < looks[-1] < 21 * DAY


def test_one_look_serves_all_webinars_that_wait(session, lunar, webinar, watch, look, clock_at, sites):
    show_by_feed(sites, (hosts.VIDEO, "Comets", "2027-02-14T18:05:00+00:00"))
    make_webinar(session, lunar, "Tides", starts_wall=dt.datetime(2027, 2, 14, 10), timezone="Europe/London")
    watch()
    clock_at(MINUTE)

    assert (look(), look(), len(sites.asked)) == (1, 0, 1)


@pytest.mark.parametrize(
    "values",
    [
        {"recording_plan": RecordingPlan.NO},
        {"status": Status.CANCELLED, "cancelled_at": OVER},
        {"status": Status.DRAFT},
        {"starts_at": None, "starts_wall": None, "ends_at": None},
    ],
)
def test_nobody_waits_for_what_will_not_come(session, webinar, watch, look, values):
    watch()
    for name, value in values.items():
        setattr(webinar, name, value)

    assert look() == 0


def test_an_operator_can_keep_the_worker_from_asking(webinar, watch, look):
    watch()

    assert look(ask_video_hosts=False) == 0


def test_a_place_that_was_told_of_is_looked_at_without_any_webinar(session, lunar, watch, look, sites):
    show_by_feed(sites)
    source = watch(asked_at=None)

    assert (look(), source.asked_at is not None) == (1, True)


def test_the_stream_of_the_evening_is_proposed_once_and_nothing_is_public(
    session, webinar, watch, look, proposals, clock_at, sites
):
    show_by_feed(
        sites, (hosts.VIDEO, "La soirée", "2027-02-14T18:05:00+00:00"), ("b" * 11, "Else", "2027-02-14T19:00:00Z")
    )
    source = watch()
    look()
    clock_at(2 * HOUR)
    look()

    (found,) = proposals()
    assert (found.url, found.state, found.source_id) == (
        f"https://www.youtube.com/watch?v={hosts.VIDEO}", ProposalState.OPEN, source.id,
    )  # fmt: skip
    assert (source.answered_at, source.failed_at) == (OVER + 2 * HOUR, None)
    assert session.scalars(sa.select(Recording)).all() == []
    assert session.scalars(sa.select(OutboundEmail)).all() == []


def test_a_title_that_was_changed_there_is_changed_here_until_somebody_has_decided(
    session, olga, webinar, watch, look, proposals, clock_at, sites
):
    watch()
    show_by_feed(sites, (hosts.VIDEO, "Live!", "2027-02-14T18:05:00+00:00"))
    look()
    clock_at(2 * HOUR)
    show_by_feed(sites, (hosts.VIDEO, "Comets", "2027-02-14T18:05:00+00:00"))
    look()
    assert [each.title for each in proposals()] == ["Comets"]

    proposal_actions.refuse(session, actor_of(session, olga.id), webinar, proposals()[0], now=OVER)
    clock_at(4 * HOUR)
    show_by_feed(sites, (hosts.VIDEO, "Comets, again", "2027-02-14T18:05:00+00:00"))
    look()
    assert [(each.title, each.state) for each in proposals()] == [("Comets", ProposalState.REFUSED)]


@pytest.mark.parametrize("place", ["recording", "copy"])
def test_what_is_a_recording_here_already_is_not_proposed(session, webinar, watch, look, proposals, sites, place):
    recording = add_recording(
        session,
        webinar,
        "Full",
        slug="full",
        provider="youtube",
        provider_host="www.youtube.com",
        provider_video=hosts.VIDEO if place == "recording" else "x" * 11,
        url="https://youtu.be/x",
    )
    if place == "copy":
        add_copy(session, recording, f"https://youtu.be/{hosts.VIDEO}")
    show_by_feed(sites, (hosts.VIDEO, "La soirée", "2027-02-14T18:05:00+00:00"))
    watch()
    look()

    assert proposals() == []


@pytest.mark.parametrize("status", [404, 500, 503])
def test_a_place_that_does_not_answer_is_asked_later_and_nothing_is_lost(
    webinar, watch, look, proposals, clock_at, sites, status
):
    show_by_feed(sites, (hosts.VIDEO, "La soirée", "2027-02-14T18:05:00+00:00"))
    source = watch()
    look()
    sites.pages["www.youtube.com", hosts.FEED] = hosts.page("gone", status)
    for hours in (1, 2, 3):
        clock_at(hours * HOUR + MINUTE)
        look()

    assert (source.failed_at, source.failure) == (OVER + HOUR + MINUTE, str(status))
    assert len(proposals()) == 1
    show_by_feed(sites)
    clock_at(4 * HOUR + MINUTE)
    look()
    assert (source.failed_at, source.failure, len(proposals())) == (None, "", 1)


def test_a_place_that_trickles_is_one_that_does_not_answer(webinar, watch, look, sites, monkeypatch):
    monkeypatch.setattr("webinars.lib.safe_http.DEADLINE_S", 0.2)
    show_by_feed(sites)
    sites.pages["www.youtube.com", hosts.FEED].piece_pause_s = 0.05
    source = watch()
    look()

    assert (source.failed_at, source.failure) == (OVER + MINUTE, "")


def test_with_a_key_beginnings_are_stored(webinar, watch, look, proposals, sites):
    show_by_api(sites, STREAM)
    watch()
    look(youtube_key="the-key")

    (found,) = proposals()
    assert (found.began_at, found.duration_s) == (BEGAN + dt.timedelta(seconds=10), 6751)


def test_films_of_a_channel_at_peertube_come_with_their_captions(webinar, watch, look, proposals, sites):
    show_by_peertube(sites, hosts.peertube_video(TITLE), captions=hosts.peertube_captions())
    watch("peertube", KEY)
    look()

    (found,) = proposals()
    assert [(each["language"], each["is_by_machine"]) for each in found.captions] == [("fr", True)]


def test_episodes_of_a_podcast_come_with_their_captions(webinar, watch, look, proposals, sites):
    sites.pages[hosts.PODCAST, "/feed.xml"] = hosts.page(hosts.podcast_feed(hosts.podcast_episode(TITLE)))
    watch("podcast", f"https://{hosts.PODCAST}/feed.xml")
    look()

    (found,) = proposals()
    assert (found.url, found.duration_s) == (f"https://{hosts.PODCAST}/files/comets.mp3", 6740)
    assert [each["language"] for each in found.captions] == ["fr"]


def test_captions_that_could_not_be_asked_for_keep_no_film_away(webinar, watch, look, proposals, sites):
    show_by_peertube(sites, hosts.peertube_video(TITLE))
    watch("peertube", KEY)
    look()

    assert [each.captions for each in proposals()] == [[]]


def test_a_secret_is_asked_with_and_stands_in_no_row_and_no_log(
    session, settings, webinar, watch, look, proposals, sites, caplog
):
    checksum = hashlib.sha256(b"getRecordingsstate=publishedthe-secret").hexdigest()
    target = f"/bigbluebutton/api/getRecordings?state=published&checksum={checksum}"
    sites.pages[hosts.BBB, target] = hosts.page(
        hosts.bigbluebutton_recordings(hosts.bigbluebutton_recording(began_ms=int(BEGAN.timestamp() * 1000)))
    )
    source = watch("bigbluebutton", BBB_KEY, secret=seal(settings.secret_key, json.dumps({"secret": "the-secret"})))
    look()

    assert len(proposals()) == 1
    sites.pages[hosts.BBB, target] = hosts.page(hosts.REFUSED_CHECKSUM)
    source.asked_at = None
    look()
    assert source.failure == "checksumError"
    assert "the-secret" not in caplog.text + source.failure + (source.secret or "")


def test_a_secret_of_another_key_of_the_site_is_said_to_be_lost(session, webinar, watch, look):
    source = watch("bigbluebutton", BBB_KEY, secret=seal("another" * 8, "{}"))
    look()

    assert (source.failure, source.failed_at is not None) == ("secret", True)


@pytest.fixture
def taken(session, olga, webinar, watch, look, proposals, sites):
    """`taken(captions)`: the film at PeerTube has become the full stream, and its captions are wanted."""

    def taken(captions):
        show_by_peertube(sites, hosts.peertube_video(TITLE), captions=captions)
        watch("peertube", KEY)
        look()
        (found,) = proposals()
        actor = actor_of(session, olga.id)
        return proposal_actions.take(session, actor, webinar, found, with_captions=True, now=OVER), found

    return taken


WORDS = "WEBVTT\n\n00:00:10.000 --> 00:00:12.000\nC’était une comète.\n"
FILE = f"/lazy-static/video-captions/{hosts.UUID}-fr.vtt"


@pytest.mark.parametrize("machine", [True, False])
def test_captions_become_a_transcript_that_says_whether_a_machine_wrote_it(session, taken, look, sites, machine):
    sites.pages[hosts.PEERTUBE, FILE] = hosts.page(WORDS)
    recording, found = taken(hosts.peertube_captions(machine=machine))

    look()

    transcript = session.scalars(sa.select(Transcript)).one()
    assert (transcript.recording_id, transcript.language, transcript.is_by_machine) == (recording.id, "fr", machine)
    assert session.scalars(sa.select(Cue.text)).all() == ["C’était une comète."]
    assert found.wants_captions is False


def test_captions_that_have_not_come_are_asked_for_again(session, taken, look, clock_at, sites):
    _recording, found = taken({"total": 0, "data": []})
    look()
    assert found.wants_captions is True

    sites.pages[hosts.PEERTUBE, FILE] = hosts.page(WORDS)
    show_by_peertube(sites, hosts.peertube_video(TITLE), captions=hosts.peertube_captions())
    clock_at(HOUR + 2 * MINUTE)
    look()
    assert len(session.scalars(sa.select(Transcript)).all()) == 1


def test_a_transcript_that_is_there_is_never_replaced(session, taken, look, sites):
    sites.pages[hosts.PEERTUBE, FILE] = hosts.page(WORDS)
    recording, _found = taken(hosts.peertube_captions())
    add_transcript(session, recording, "Read by somebody", language="fr")
    look()

    assert session.scalars(sa.select(Cue.text)).all() == ["Read by somebody"]


@pytest.mark.parametrize("file", ["no times in it", "\x00"])
def test_a_file_that_cannot_be_read_is_left(session, taken, look, sites, file):
    sites.pages[hosts.PEERTUBE, FILE] = hosts.page(file)
    taken(hosts.peertube_captions())

    assert look() == 1
    assert session.scalars(sa.select(Transcript)).all() == []


def test_a_webinar_that_ends_is_not_left_to_wait_until_tomorrow(session, lunar, webinar, watch, look, clock_at, sites):
    show_by_feed(sites)
    watch(asked_at=OVER + 10 * DAY)
    make_webinar(
        session, lunar, "Tides", starts_wall=dt.datetime(2027, 2, 24, 18), timezone="Europe/London",
        began_at=OVER + 10 * DAY + 10 * MINUTE, ended_at=OVER + 10 * DAY + HOUR,
    )  # fmt: skip

    clock_at(10 * DAY + 30 * MINUTE)
    assert look() == 0
    clock_at(10 * DAY + HOUR)
    assert look() == 1


@pytest.mark.parametrize(
    "values",
    [{"uuid": "a b"}, {"uuid": "x" * 700}, {"duration": 10**12}, {"duration": -1}, {"uuid": None, "shortUUID": None}],
)
def test_what_nobody_can_mean_is_no_film(webinar, watch, look, proposals, sites, values):
    values = {"shortUUID": values.get("uuid", hosts.SHORT), **values}
    show_by_peertube(sites, hosts.peertube_video(TITLE, **values), hosts.peertube_video("\0Else", **values))
    source = watch("peertube", KEY)
    look()

    assert (proposals(), source.failed_at) == ([], None)


def test_a_film_that_a_playlist_holds_twice_is_found_once(webinar, watch, look, proposals, sites):
    film = (hosts.VIDEO, "La soirée", "2027-02-14T18:05:00+00:00")
    show_by_feed(sites, film, film)
    watch()
    look()

    assert len(proposals()) == 1


@pytest.mark.parametrize("url", ["https://[", "http://192.168.2.10/a.vtt", "javascript:alert(1)", ""])
def test_captions_at_no_address_are_asked_for_nowhere(session, taken, look, sites, url):
    answer = hosts.peertube_captions()
    answer["data"][0] |= {"fileUrl": url or "https://", "captionPath": ""}
    taken(answer)

    assert look() == 1
    assert {host for _method, host, _target in sites.asked} == {hosts.PEERTUBE}


def test_captions_in_a_language_that_is_none_keep_nothing_away(session, taken, look, sites):
    strange = f"/lazy-static/video-captions/{hosts.UUID}-{'x' * 60}.vtt"
    sites.pages[hosts.PEERTUBE, strange] = hosts.page(WORDS)
    _recording, found = taken(hosts.peertube_captions(language="x" * 60))

    assert look() == 1
    assert (session.scalars(sa.select(Transcript)).all(), found.wants_captions) == ([], True)
