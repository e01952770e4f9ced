import datetime as dt
from xml.etree import ElementTree as ET

import pytest

from tests.factories import (
    add_appearance,
    add_recording,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
)
from webinars import clock
from webinars.domain.search import sitemaps
from webinars.models import Status, Visibility

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
VIDEO = "{http://www.google.com/schemas/sitemap-video/1.1}"
HERE = "http://localhost"


@pytest.fixture
def comets(session, lunar):
    """A listed webinar with everything that has a page."""
    comets = make_webinar(session, lunar, "Comets", series=make_series(session, lunar, "The Night Sky"))
    add_appearance(session, comets, make_speaker(session, lunar, "Caroline Herschel"))
    session.refresh(comets, ["topics"])
    comets.topics.append(make_topic(session, "Astronomy"))
    return comets


def locations(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return [each.text for each in ET.fromstring(answer.data).iter(f"{NAMESPACE}loc")]


def everything(client):
    """Every page that is named, however many files that takes."""
    parts = locations(client, "/sitemap.xml")
    return [page for part in parts for page in locations(client, part.removeprefix(HERE))]


def video_of(client):
    (video,) = ET.fromstring(client.get("/sitemaps/recordings-1.xml").data).iter(f"{VIDEO}video")
    return {part.tag.removeprefix(VIDEO): part.text for part in video}


def test_every_listed_page_is_named_and_no_other(client, session, lunar, comets):
    add_recording(session, comets, "The film")
    for title, values in {
        "Hidden draft": {"status": Status.DRAFT},
        "Hidden again": {"status": Status.DRAFT, "published_at": clock.now()},
        "Hidden unlisted": {"visibility": Visibility.UNLISTED},
    }.items():
        hidden = make_webinar(session, lunar, title, series=make_series(session, lunar, f"{title} series"), **values)
        add_appearance(session, hidden, make_speaker(session, lunar, f"{title} speaker"))
        add_recording(session, hidden, f"{title} film")

    pages = everything(client)

    assert set(pages) >= {
        f"{HERE}/",
        f"{HERE}/recordings",
        f"{HERE}/webinars/comets",
        f"{HERE}/recordings/the-film-full",
        f"{HERE}/organisations/lunar-society",
        f"{HERE}/series/the-night-sky",
        f"{HERE}/speakers/caroline-herschel",
        f"{HERE}/topics/astronomy",
    }
    assert [page for page in pages if "hidden" in page] == []
    assert len(pages) == len(set(pages))


def test_long_list_is_parted_into_files(client, session, comets, monkeypatch):
    monkeypatch.setattr(sitemaps, "RECORDINGS_IN_A_PART", 2)
    for number in range(5):
        add_recording(session, comets, f"Part {number}")

    parts = [part for part in locations(client, "/sitemap.xml") if "recordings" in part]

    assert parts == [f"{HERE}/sitemaps/recordings-{number}.xml" for number in (1, 2, 3)]
    named = [page for page in everything(client) if "/recordings/" in page]
    assert sorted(named) == [f"{HERE}/recordings/part-{number}-full" for number in range(5)]
    assert client.get("/sitemaps/recordings-4.xml").status_code == 404


@pytest.mark.parametrize("name", ["recordings-1", "recordings-0", "drafts-1", "webinars-99999999999999999999"])
def test_file_that_is_not_there(client, session, name):
    make_organisation(session, "Lunar Society")

    assert client.get(f"/sitemaps/{name}.xml").status_code == 404


def test_recording_is_described_as_a_video(client, session, comets):
    add_recording(
        session,
        comets,
        "Tails & <tales>",
        slug="tails",
        duration_s=6000,
        published_at=dt.datetime(2027, 2, 15, 9, tzinfo=dt.UTC),
    )
    comets.description = "x" * 3000

    video = video_of(client)

    assert video.pop("thumbnail_loc").startswith(f"{HERE}/covers/")
    assert len(video.pop("description")) == 2048
    assert video == {
        "title": "Tails & <tales>",
        "content_loc": "https://videos.example/comets.mp4",
        "player_loc": f"{HERE}/embed/recordings/tails",
        "duration": "6000",
        "publication_date": "2027-02-15T09:00:00Z",
        "tag": "Astronomy",
    }


def test_video_of_a_provider_has_a_player_and_no_file(client, session, comets):
    add_recording(
        session, comets, "Film", provider="youtube", provider_host="www.youtube.com", provider_video="dQw4w9WgXcQ"
    )

    video = video_of(client)

    assert "player_loc" in video
    assert not {"content_loc", "duration"} & video.keys()
    assert video["description"] == "Film"


@pytest.mark.parametrize("duration_s", [28_801, None])
def test_length_that_no_sitemap_takes_is_left_out(client, session, comets, duration_s):
    add_recording(session, comets, "Film", duration_s=duration_s)

    assert "duration" not in video_of(client)


@pytest.mark.parametrize(
    "values",
    [
        {"provider": "link", "url": "https://media.example/v/1", "provider_video": ""},
        {"unavailable_at": dt.datetime(2027, 2, 15, 9, tzinfo=dt.UTC)},
    ],
)
def test_what_cannot_be_played_here_is_a_page_and_no_video(client, session, comets, values):
    add_recording(session, comets, "Film", slug="film", **values)

    assert locations(client, "/sitemaps/recordings-1.xml") == [f"{HERE}/recordings/film"]
    assert "video:video>" not in client.get("/sitemaps/recordings-1.xml").text
