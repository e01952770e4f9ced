import datetime as dt
from email.utils import parsedate_to_datetime
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
from webinars.models import (
    AppearanceRole,
    Chapter,
    FileKind,
    FormerSlug,
    RecordingCopy,
    RecordingKind,
    Status,
    StoredFile,
    Transcript,
    Visibility,
)
from webinars.site.recordings.views.podcasts import podcast_guid

DAY = dt.timedelta(days=1)
FEEDS = [
    "/podcast.rss",
    "/organisations/lunar-society/podcast.rss",
    "/series/the-night-sky/podcast.rss",
    "/speakers/caroline-herschel/podcast.rss",
    "/topics/astronomy/podcast.rss",
]
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
LARGE = 5_000_000_000
"""Bytes: more than a number of 32 bits holds."""


def add_file(session, recording, kind=FileKind.VIDEO, **values):
    file = StoredFile(
        **{
            "key": recording.slug.ljust(43, "k")[:43],
            "kind": kind,
            "name": "comets.mp4",
            "content_type": "video/mp4",
            "byte_count": LARGE,
            "created_at": clock.now(),
        }
        | values
    )
    session.refresh(recording, ["files"])
    recording.files.append(file)
    return file


@pytest.fixture
def stream(session, webinar, lunar):
    """A full stream that is kept here, with all that a podcast tells of it."""
    webinar.series = make_series(session, lunar, "The Night Sky")
    session.refresh(webinar, ["topics"])
    webinar.topics.append(make_topic(session, "Astronomy"))
    add_appearance(session, webinar, make_speaker(session, lunar))
    add_appearance(session, webinar, make_speaker(session, lunar, "Mary Somerville"), role=AppearanceRole.MODERATOR)
    stream = add_recording(
        session,
        webinar,
        "Tails & <tales>",
        slug="tails",
        duration_s=6000,
        published_at=dt.datetime(2027, 2, 15, 9, tzinfo=dt.UTC),
    )
    file = add_file(session, stream)
    stream.url, stream.provider_host, stream.provider_video = file.path, "", file.path
    session.refresh(stream, ["chapters", "transcripts"])
    stream.chapters.append(Chapter(at_s=0, title="Welcome"))
    for language in ("en", "de"):
        stream.transcripts.append(Transcript(language=language, created_at=clock.now(), updated_at=clock.now()))
    return stream


def channel(client, address="/podcast.rss"):
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/rss+xml")
    return ET.fromstring(answer.data).find("channel")


def titles(client, address="/podcast.rss"):
    return [item.findtext("title") for item in channel(client, address).findall("item")]


@pytest.mark.parametrize("address", FEEDS)
def test_episode_says_where_its_file_is_and_how_long(client, webinar, stream, address):
    (item,) = channel(client, address).findall("item")

    assert item.findtext("title") == "Tails & <tales>"
    assert item.find("enclosure").attrib == {
        "url": f"http://localhost{stream.url}",
        "length": "5000000000",
        "type": "video/mp4",
    }
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext("guid") == f"{webinar.uid}/tails"
    assert parsedate_to_datetime(item.findtext("pubDate")) == dt.datetime(2027, 2, 15, 9, tzinfo=dt.UTC)
    assert item.findtext(f"{ITUNES}duration") == "6000"
    assert item.findtext(f"{ITUNES}explicit") == "false"
    assert item.findtext("description")


def test_channel_is_what_directories_ask_for(client, stream):
    found = channel(client, "/organisations/lunar-society/podcast.rss")

    assert found.findtext("title") == "Lunar Society: podcast"
    assert found.findtext("link") == "http://localhost/organisations/lunar-society"
    assert found.findtext("language") == "en"
    assert found.findtext(f"{ITUNES}author") == "Lunar Society"
    assert found.find(f"{ITUNES}category").get("text") == "Education"
    assert found.findtext(f"{ITUNES}explicit") == "false"
    image = found.find(f"{ITUNES}image").get("href")
    assert client.get(image.removeprefix("http://localhost")).mimetype == "image/png"
    assert found.find("{http://www.w3.org/2005/Atom}link").get("href") == (
        "http://localhost/organisations/lunar-society/podcast.rss"
    )


def test_episode_names_people_captions_chapters_and_talks(client, session, webinar, stream):
    clip = add_recording(
        session, webinar, "On dust", slug="dust", kind=RecordingKind.PRESENTATION, from_s=90, starts_s=90, ends_s=690
    )
    clip.stream = stream
    clip.url, clip.provider_host, clip.provider_video = stream.url, "", stream.url

    (item,) = channel(client).findall("item")

    assert [(each.text, each.get("role"), each.get("href")) for each in item.findall(f"{PODCAST}person")] == [
        ("Caroline Herschel", "guest", "http://localhost/speakers/caroline-herschel"),
        ("Mary Somerville", "host", "http://localhost/speakers/mary-somerville"),
    ]
    assert [(each.get("language"), each.get("type")) for each in item.findall(f"{PODCAST}transcript")] == [
        ("de", "text/vtt"),
        ("en", "text/vtt"),
    ]
    assert item.find(f"{PODCAST}transcript").get("url") == "http://localhost/recordings/tails/captions/de.vtt"
    chapters = item.find(f"{PODCAST}chapters")
    assert chapters.attrib == {
        "url": "http://localhost/recordings/tails/chapters.json",
        "type": "application/json+chapters",
    }
    assert client.get(chapters.get("url").removeprefix("http://localhost")).mimetype == chapters.get("type")
    (bite,) = item.findall(f"{PODCAST}soundbite")
    assert (bite.text, bite.get("startTime"), bite.get("duration")) == ("On dust", "90", "600")


def test_only_what_has_a_file_here_is_an_episode(client, session, webinar, stream):
    add_recording(session, webinar, "Elsewhere", slug="elsewhere")
    add_file(session, add_recording(session, webinar, "Only a poster", slug="poster"), FileKind.POSTER)
    add_file(session, add_recording(session, webinar, "A stretch", slug="stretch", starts_s=5, ends_s=20))

    assert titles(client) == ["Tails & <tales>"]


def test_film_that_came_with_the_application_is_an_episode(client, session, webinar, project):
    film = {"url": "/static/demo/film.webm", "provider_host": "", "provider_video": "/static/demo/film.webm"}
    add_recording(session, webinar, "Film", **film)
    add_recording(session, webinar, "Gone", **film | {"url": "/static/demo/gone.webm"})
    add_recording(session, webinar, "Outside", **film | {"url": "/static/../config.py"})

    (item,) = channel(client).findall("item")

    assert item.find("enclosure").attrib == {
        "url": "http://localhost/static/demo/film.webm",
        "length": str((project / "webinars" / "static" / "demo" / "film.webm").stat().st_size),
        "type": "video/webm",
    }


def test_copy_kept_here_is_the_file_of_a_video_elsewhere(client, session, webinar):
    film = add_recording(session, webinar, "Film", slug="film")
    file = add_file(session, film)
    session.refresh(film, ["copies", "chapters"])
    film.chapters.append(Chapter(at_s=0, title="Welcome"))
    film.copies.append(
        RecordingCopy(url=file.path, provider="video_file", provider_host="", provider_video=file.path, shift_s=7)
    )

    (item,) = channel(client).findall("item")

    assert item.find("enclosure").get("url") == f"http://localhost{file.path}"
    assert item.find(f"{PODCAST}chapters") is None


def test_nothing_private_is_an_episode(client, session, lunar, stream):
    for title, values in {
        "Secret draft": {"status": Status.DRAFT},
        "Secret unlisted": {"visibility": Visibility.UNLISTED},
        "Secret again": {"status": Status.DRAFT, "published_at": clock.now()},
    }.items():
        hidden = make_webinar(session, lunar, title, starts_in=-DAY, **values)
        add_file(session, add_recording(session, hidden, title, slug=title.lower().replace(" ", "-")))

    assert titles(client) == titles(client, FEEDS[1]) == ["Tails & <tales>"]
    assert "Secret" not in client.get("/podcast.rss").text


def test_podcast_without_an_episode_is_a_feed_all_the_same(client, session, lunar, stream):
    quiet = make_organisation(session, "Quiet Society")
    make_webinar(session, quiet, "Silence")

    assert titles(client, "/organisations/quiet-society/podcast.rss") == []
    assert client.get("/organisations/none/podcast.rss").status_code == 404


def test_former_address_leads_on(client, session, lunar, stream):
    session.add(FormerSlug(kind="organisation", slug="lunatics", target_id=lunar.id))

    answer = client.get("/organisations/lunatics/podcast.rss")

    assert (answer.status_code, answer.location) == (308, "/organisations/lunar-society/podcast.rss")


def test_reader_that_has_it_is_told_so(client, stream):
    first = client.get("/podcast.rss")

    again = client.get("/podcast.rss", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert first.headers["Cache-Control"] == "public, max-age=300"


def test_long_podcast_asks_the_database_no_more(client, session, webinar, stream, count_statements):
    counts = []
    for number in (1, 20):
        for each in range(number):
            add_file(session, add_recording(session, webinar, "Part", slug=f"part-{number}-{each}"))
        session.commit()
        with count_statements() as statements:
            assert client.get("/podcast.rss").status_code == 200
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 15


@pytest.mark.parametrize(
    ("address", "guid"),
    [
        # The examples of the specification.
        ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
        ("https://podnews.net/rss/", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
    ],
)
def test_guid_of_a_podcast_is_made_of_its_address_as_the_namespace_says(address, guid):
    assert podcast_guid(address) == guid


@pytest.mark.parametrize("address", FEEDS)
def test_podcast_says_who_it_is_and_whose(client, session, stream, lunar, address):
    lunar.contact = "post@lunar-society.example"
    session.flush()
    told = channel(client, address)
    owner = told.find(f"{ITUNES}owner")
    is_of_organisation = "lunar-society" in address or "series" in address

    assert told.findtext(f"{PODCAST}guid") == podcast_guid(f"http://localhost{address}")
    assert owner.findtext(f"{ITUNES}name") == ("Lunar Society" if is_of_organisation else "Learned Societies")
    assert owner.findtext(f"{ITUNES}email") == (lunar.contact if is_of_organisation else None)


def test_page_of_a_form_is_no_mail_address_of_a_podcast(client, session, stream, lunar):
    lunar.contact = "https://lunar-society.example/@write"
    session.flush()

    assert channel(client, FEEDS[1]).find(f"{ITUNES}owner/{ITUNES}email") is None
