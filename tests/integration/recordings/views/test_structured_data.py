import datetime as dt
import json

import pytest
from lxml import html

from tests.factories import add_question, add_recording, add_transcript
from webinars import clock
from webinars.models import Chapter, FileKind, StoredFile


@pytest.fixture
def stream(session, webinar):
    stream = add_recording(
        session,
        webinar,
        "Comets </script><b>",
        slug="comets",
        duration_s=6000,
        published_at=dt.datetime(2027, 2, 15, 9, tzinfo=dt.UTC),
    )
    session.refresh(stream, ["chapters"])
    stream.chapters += [Chapter(at_s=0, title="Welcome"), Chapter(at_s=754, title="Dust & ice")]
    return stream


def described(client, address="/recordings/comets"):
    """The video or the event, which stands before the way to its page."""
    script, _way = html.fromstring(client.get(address).text).xpath("//script[@type='application/ld+json']")
    return json.loads(script.text)


def test_video_says_what_search_engines_require(client, stream):
    video = described(client)

    assert (video["@type"], video["name"]) == ("VideoObject", "Comets </script><b>")
    assert video["uploadDate"] == "2027-02-15T09:00:00+00:00"
    assert video["thumbnailUrl"][0].startswith("http://localhost/covers/")
    assert video["embedUrl"] == "http://localhost/embed/recordings/comets"
    assert video["duration"] == "PT6000S"
    assert "</script><b>" not in client.get("/recordings/comets").text


def test_what_begins_in_it_is_a_clip_with_an_address(client, session, webinar, stream):
    add_question(session, webinar, "Is it ice?").answered_s = 900
    add_question(session, webinar, "At once?").answered_s = 754

    clips = described(client)["hasPart"]

    assert [(clip["name"], clip["startOffset"], clip["endOffset"]) for clip in clips] == [
        ("Welcome", 0, 754),
        ("Dust & ice", 754, 900),
        ("Is it ice?", 900, 6000),
    ]
    assert {clip["@type"] for clip in clips} == {"Clip"}
    assert clips[1]["url"] == "http://localhost/recordings/comets?t=754"
    assert client.get("/recordings/comets?t=754").status_code == 200


@pytest.mark.usefixtures("derived")
def test_event_and_video_refer_to_each_other_and_describe_nothing_in_part(client, webinar, stream):
    video, event = described(client), described(client, f"/webinars/{webinar.slug}")

    assert video["recordedAt"] == {"@id": event["@id"]}
    assert event["recordedIn"] == [{"@id": video["@id"]}]


def test_excerpt_names_no_file_which_is_the_whole_film(client, session, webinar):
    values = {"url": "/static/demo/film.webm", "provider": "video_file", "provider_host": "", "provider_video": ""}
    add_recording(session, webinar, "Whole", slug="whole", **values)
    add_recording(session, webinar, "Part", slug="part", starts_s=5, ends_s=20, **values)

    assert described(client, "/recordings/whole")["contentUrl"] == "http://localhost/static/demo/film.webm"
    part = described(client, "/recordings/part")
    assert "contentUrl" not in part
    assert part["embedUrl"] == "http://localhost/embed/recordings/part"


def test_video_without_chapters_has_no_parts(client, session, stream):
    stream.chapters.clear()

    assert "hasPart" not in described(client)


def test_poster_stands_for_the_video(client, session, stream):
    session.refresh(stream, ["files"])
    stream.files.append(
        StoredFile(
            key="k" * 43,
            kind=FileKind.POSTER,
            name="poster.webp",
            content_type="image/webp",
            byte_count=9,
            created_at=clock.now(),
        )
    )

    assert described(client)["thumbnailUrl"] == [f"http://localhost/files/{'k' * 43}/poster.webp"]


def test_video_says_what_was_said_in_its_own_language(client, session, stream):
    add_transcript(session, stream, "Good evening.", "</script><i>Look up")
    add_transcript(session, stream, "Guten Abend.", language="de")

    assert described(client)["transcript"].split("\n")[-1].endswith("</script><i>Look up")
    assert "</script><i>" not in client.get("/recordings/comets").text
    assert "transcript" not in described(client, "/recordings/comets?transcript=de")


def test_of_a_long_transcript_only_the_beginning_is_said_twice(client, session, stream):
    add_transcript(session, stream, *(["word"] * 5_000))

    told = described(client)["transcript"]

    assert told.endswith("word …")
    assert 19_000 < len(told) <= 20_002


def test_video_without_a_transcript_says_nothing_of_one(client, stream):
    assert "transcript" not in described(client)
