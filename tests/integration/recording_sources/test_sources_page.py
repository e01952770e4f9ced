"""“Recordings appear”, a tab of the organisation."""

import hashlib
import json
import re

import pytest
import sqlalchemy as sa

from tests import film_hosts as hosts
from tests.factories import make_member
from tests.integration.recording_sources.conftest import MINUTE, OVER, show_by_feed, show_by_peertube
from webinars.domain.site_settings.encryption import seal, unseal
from webinars.models import AuditEvent, RecordingSource, Role

PAGE = "/manage/organisations/lunar-society/sources"
CHECKSUM = hashlib.sha256(b"getRecordingsstate=publishedthe-secret").hexdigest()
BBB_TARGET = f"/bigbluebutton/api/getRecordings?state=published&checksum={CHECKSUM}"
ZOOM = {"account": "acc-1", "client_id": "client-1", "client_password": "the-secret", "token_password": "the-token"}
ZOOM_TOKEN = "/oauth/token?grant_type=account_credentials&account_id=acc-1"


@pytest.fixture
def organiser(app, client, sign_in, olga, sites, clock_at):
    """Olga, while the hosts of films are asked on this machine."""
    app.extensions["outside"] = sites.outside()
    sign_in(client, olga)
    yield client
    del app.extensions["outside"]


@pytest.fixture
def watched(session):
    return lambda: session.scalars(sa.select(RecordingSource).order_by(RecordingSource.id)).all()


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_a_channel_is_watched_once_it_has_answered(organiser, session, watched, sites):
    show_by_feed(sites)

    answer = organiser.post(PAGE, data={"address": f"youtube.com/channel/{hosts.CHANNEL}"})

    assert (answer.status_code, answer.location) == (303, PAGE)
    (source,) = watched()
    assert (source.kind, source.key, source.name) == ("youtube", hosts.CHANNEL, "Lunar Society of Birmingham")
    assert (source.answered_at, source.secret, source.hook_code) == (OVER + MINUTE, None, None)
    page = words(organiser.get(PAGE))
    assert "Lunar Society of Birmingham is watched. It answers." in page
    assert "1 place is watched" in page
    assert "Without a key of YouTube we learn only the newest 15 films, and no beginnings." in page
    assert session.scalars(sa.select(AuditEvent.action)).all() == ["organisation:watch"]


def test_a_handle_is_looked_up_and_the_channel_is_watched(organiser, watched, sites):
    page = f'<link rel="canonical" href="https://www.youtube.com/channel/{hosts.CHANNEL}">'
    sites.pages["www.youtube.com", "/@lunar"] = hosts.page(page)
    show_by_feed(sites)

    organiser.post(PAGE, data={"address": "https://www.youtube.com/@lunar"})

    assert [(each.key, each.url) for each in watched()] == [(hosts.CHANNEL, "https://www.youtube.com/@lunar")]


def test_a_channel_at_peertube_is_watched(organiser, watched, sites):
    show_by_peertube(sites, hosts.peertube_video())

    organiser.post(PAGE, data={"address": f"https://{hosts.PEERTUBE}/c/soirees/videos"})

    assert [(each.key, each.name) for each in watched()] == [(f"soirees@{hosts.PEERTUBE}", "Société des Étoiles")]


def test_a_podcast_is_watched_by_the_address_of_its_feed(organiser, watched, sites):
    sites.pages[hosts.PODCAST, "/feed.xml"] = hosts.page(hosts.podcast_feed())

    organiser.post(PAGE, data={"address": f"{hosts.PODCAST}/feed.xml"})

    feed = f"https://{hosts.PODCAST}/feed.xml"
    assert [(each.kind, each.key, each.url) for each in watched()] == [("podcast", feed, feed)]
    assert "Podcast Comets by ear" in words(organiser.get(PAGE))


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Paste the address of a channel, playlist or feed."),
        ("comets", "Paste an address like https://www.youtube.com/@lunar-society."),
        (f"https://youtu.be/{hosts.VIDEO}", "This is one video."),
        ("https://www.youtube.com/feed/history", "This is neither a channel nor a playlist."),
        ("https://lunar.example", "Paste the address of a channel at YouTube or a PeerTube, or of a feed."),
        ("https://lunar.example/" + "x" * 300, "This address is too long: at most 300 characters."),
        (f"https://{hosts.PODCAST}/moved", "that can be reached from the internet, and does not lead to another site."),
        (f"https://{hosts.PEERTUBE}/c/nobody", "It answers with “404”."),
        ("https://www.youtube.com/@nobody", "YouTube does not tell us whose channel this is."),
        ("http://inside.example:8000/c/soirees", "Enter an https address that can be reached from the internet"),
        ("https://inside.example/c/soirees", "Enter an https address that can be reached from the internet"),
        ("https://silent.example/c/soirees", "It does not answer, or not with a list of films."),
    ],
)
def test_what_cannot_be_watched_is_said_at_its_field_and_nothing_is_stored(
    organiser, watched, sites, address, sentence
):
    sites.names |= {"inside.example": ["192.168.2.10"], "silent.example": []}
    sites.pages["lunar.example", "/"] = hosts.page("<html><p>Comets</p></html>")
    sites.pages[hosts.PODCAST, "/moved"] = hosts.page("", 301, headers={"Location": "https://elsewhere.example/feed"})

    answer = organiser.post(PAGE, data={"address": address})

    assert answer.status_code == 422
    assert re.search(r'<p class="error" id="address-error">.*?' + re.escape(sentence), answer.text, re.DOTALL)
    assert f'value="{address}"' in answer.text
    assert watched() == []


def test_a_page_of_youtube_that_asks_for_consent_tells_nothing(organiser, watched, sites):
    consent = {"Location": "https://consent.youtube.com/m?continue=1"}
    sites.pages["www.youtube.com", "/@lunar"] = hosts.page("", 302, headers=consent)

    answer = organiser.post(PAGE, data={"address": "https://www.youtube.com/@lunar"})

    assert "YouTube does not tell us whose channel this is." in answer.text
    assert (answer.status_code, watched()) == (422, [])


def test_a_place_is_watched_once(organiser, watched, sites):
    show_by_feed(sites)
    for _time in range(2):
        organiser.post(PAGE, data={"address": f"youtube.com/channel/{hosts.CHANNEL}"})

    assert len(watched()) == 1


def test_a_server_is_tried_with_its_secret_which_is_stored_encrypted_and_never_shown(
    organiser, session, settings, watched, sites
):
    sites.pages[hosts.BBB, BBB_TARGET] = hosts.page(hosts.bigbluebutton_recordings())

    organiser.post(f"{PAGE}/bigbluebutton", data={"server": hosts.BBB, "server_password": "the-secret"})

    (source,) = watched()
    assert json.loads(unseal(settings.secret_keys, source.secret)) == {"secret": "the-secret"}
    assert "the-secret" not in source.secret + str(session.scalars(sa.select(AuditEvent.detail)).all())
    assert source.hook_code
    assert "the-secret" not in organiser.get(PAGE).text


def test_a_wrong_secret_is_said_at_its_field_and_not_shown_again(organiser, watched, sites):
    for target in (
        BBB_TARGET,
        BBB_TARGET.replace(CHECKSUM, hashlib.sha256(b"getRecordingsstate=publishedold").hexdigest()),
    ):
        sites.pages[hosts.BBB, target] = hosts.page(hosts.REFUSED_CHECKSUM)

    answer = organiser.post(f"{PAGE}/bigbluebutton", data={"server": hosts.BBB, "server_password": "old"})

    assert answer.status_code == 422
    assert "The server refuses this secret. Read it there once more" in answer.text
    assert 'value="old"' not in answer.text
    assert watched() == []


def test_a_new_secret_takes_the_place_of_the_old_one(organiser, settings, watch, watched, sites):
    watch(
        "bigbluebutton", f"https://{hosts.BBB}/bigbluebutton/api", secret=seal(settings.secret_key, "{}"),
        failed_at=OVER, failure="checksumError", hook_code="the-code",
    )  # fmt: skip
    assert "Refuses us" in organiser.get(PAGE).text
    sites.pages[hosts.BBB, BBB_TARGET] = hosts.page(hosts.bigbluebutton_recordings())

    organiser.post(f"{PAGE}/bigbluebutton", data={"server": hosts.BBB, "server_password": "the-secret"})

    (source,) = watched()
    assert (source.failure, source.failed_at, source.hook_code) == ("", None, "the-code")
    assert json.loads(unseal(settings.secret_keys, source.secret)) == {"secret": "the-secret"}
    assert "Refuses us" not in organiser.get(PAGE).text


def test_an_account_of_zoom_is_tried_with_its_app(organiser, settings, watched, sites):
    sites.pages["zoom.us", ZOOM_TOKEN] = hosts.page({"access_token": "t", "api_url": "https://api.zoom.us"})
    days = "from=2027-01-23&to=2027-02-14&page_size=300"
    sites.pages["api.zoom.us", f"/v2/accounts/me/recordings?{days}"] = hosts.page({"meetings": []})

    organiser.post(f"{PAGE}/zoom", data=ZOOM)

    (source,) = watched()
    assert (source.key, source.name) == ("acc-1", "Lunar Society")
    stored = json.loads(unseal(settings.secret_keys, source.secret))
    assert stored == {"client_id": "client-1", "client_secret": "the-secret", "token": "the-token"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({}, "Zoom refuses this: “invalid_client”."), ({"client_id": ""}, "Copy this value from there once more")],
)
def test_an_app_of_zoom_that_is_refused_is_said(organiser, watched, sites, typed, sentence):
    sites.pages["zoom.us", ZOOM_TOKEN] = hosts.page({"error": "invalid_client"}, 400)

    answer = organiser.post(f"{PAGE}/zoom", data=ZOOM | typed)

    assert (answer.status_code, watched()) == (422, [])
    assert sentence in answer.text
    assert "the-secret" not in answer.text


def test_look_now_and_stop_watching(organiser, watch, watched):
    source = watch()

    organiser.post(f"{PAGE}/{source.id}", data={"press": "look"})
    assert watched()[0].asked_at is None
    assert organiser.post(f"{PAGE}/{source.id}", data={"press": "else"}).status_code == 400
    organiser.post(f"{PAGE}/{source.id}", data={"press": "stop"})
    assert watched() == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Next after a webinar."),
        ({"failed_at": OVER, "failure": "404"}, "it says “404” instead of its list. That happens. We ask again"),
        (
            {"failed_at": OVER, "failure": ""},
            "It has not shown its list since 14 February 2027, 5.54pm UTC. That happens.",
        ),
        ({"failed_at": OVER, "failure": "secret"}, "The secret that was kept cannot be read any more"),
    ],
)
def test_what_a_place_does_is_a_sentence_with_the_way_out(organiser, watch, values, said):
    watch(**values)

    assert said in words(organiser.get(PAGE))


def test_the_next_look_is_told_while_somebody_waits(organiser, webinar, watch):
    watch(asked_at=OVER, answered_at=OVER)

    assert "Last looked 14 February 2027, 5.54pm UTC. Next 14 February 2027, 6.54pm UTC." in words(organiser.get(PAGE))


@pytest.fixture
def editor(session, lunar, new_client, sign_in, organiser):
    client = new_client()
    sign_in(client, make_member(session, lunar, "Edith", Role.EDITOR))
    return client


def test_editors_neither_see_nor_change_what_has_to_be_asked_with_a_secret(editor, settings, watch, watched):
    watch()
    source = watch("zoom", "acc-1", name="Zoom of the Moon", secret=seal(settings.secret_key, "{}"))

    page = editor.get(PAGE)

    assert "1 place is watched" in page.text
    assert "Zoom of the Moon" not in page.text
    assert "A Zoom account" not in page.text
    assert editor.post(f"{PAGE}/{source.id}", data={"press": "stop"}).status_code == 403
    assert editor.post(f"{PAGE}/zoom", data=ZOOM).status_code == 403
    assert len(watched()) == 2


def test_the_place_of_another_organisation_is_none(organiser, session, oskar, watch, watched):
    source = watch()
    other = "/manage/organisations/royal-society/sources"

    assert organiser.post(f"{other}/{source.id}", data={"press": "stop"}).status_code == 404
    assert len(watched()) == 1
