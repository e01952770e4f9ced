"""What leads from the page of a recording into it: chapters, answers, words; and what lies around it."""

import datetime as dt

import pytest
import sqlalchemy as sa
from lxml import html

from tests.factories import (
    add_appearance,
    add_question,
    add_recording,
    add_transcript,
    make_series,
    make_speaker,
    make_webinar,
)
from webinars.models import Chapter, RecordingKind, Status, Transcript, Visibility
from webinars.models.derived import touch

DAY = dt.timedelta(days=1)
FILE = {"url": "/static/demo/film.webm", "provider": "video_file", "provider_host": "", "provider_video": "/film"}


@pytest.fixture
def stream(session, webinar):
    """A file of this site, at /recordings/evening."""
    return add_recording(session, webinar, "The whole evening", slug="evening", **FILE)


@pytest.fixture
def clip(session, webinar, stream):
    """From second 8 to 20 of the stream, at /recordings/clip."""
    stretch = {"from_s": 8, "until_s": 20, "starts_s": 8, "ends_s": 20}
    clip = add_recording(session, webinar, "A talk", slug="clip", kind=RecordingKind.PRESENTATION, **FILE, **stretch)
    clip.stream = stream
    session.flush()
    return clip


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def text_of(element):
    """The words of an element, those of each part apart from the others."""
    return " ".join(word for text in element.itertext() for word in text.split())


def moments_in(page):
    return [
        (link.get("href"), text_of(link), link.get("aria-current")) for link in page.xpath("//ol[@data-chapters]//a")
    ]


def cues_in(page):
    return [text_of(cue) for cue in page.xpath("//li[contains(@class, 'cue')]")]


def add_chapter(session, recording, at_s, title):
    session.add(chapter := Chapter(at_s=at_s, title=title))
    chapter.recording_id = recording.id
    session.flush()


def test_chapters_and_answers_are_addresses(client, session, webinar, stream):
    add_chapter(session, stream, 0, "Welcome")
    add_question(session, webinar, "What is a tail made of?").answered_s = 12
    add_question(session, webinar, "Is it hot?")

    page = page_of(client, "/recordings/evening?t=15")

    assert moments_in(page) == [
        ("/recordings/evening?t=0", "0:00 Welcome", None),
        ("/recordings/evening?t=12", "0:12 What is a tail made of? Answer to a question", "true"),
    ]
    questions = [text_of(item) for item in page.xpath("//ol[@class='questions']/li")]
    assert questions == ["What is a tail made of? Answered from 0:12 on", "Is it hot?"]
    assert page.xpath("//p[@class='answered']/a/@href") == ["/recordings/evening?t=12"]


def test_nothing_is_current_on_a_page_that_was_asked_for_without_a_moment(client, session, stream):
    add_chapter(session, stream, 0, "Welcome")
    add_transcript(session, stream, "Good evening.")

    page = page_of(client, "/recordings/evening")

    assert moments_in(page) == [("/recordings/evening?t=0", "0:00 Welcome", None)]
    assert page.xpath("//*[contains(@class, 'cue-current')]") == []


def test_transcript_names_who_speaks_and_leads_to_them(client, session, webinar, lunar, stream):
    add_appearance(session, webinar, make_speaker(session, lunar, "Caroline Herschel"), is_confirmed=True)
    add_appearance(session, webinar, make_speaker(session, lunar, "Mary Somerville"), is_confirmed=False)
    said = ("HERSCHEL: Good evening.", "HERSCHEL: Sit down.", "Somerville: Thank you.", "Yes.")
    add_transcript(session, stream, *said)

    page = page_of(client, "/recordings/evening?t=13")

    assert cues_in(page) == [
        "Caroline Herschel 0:00 Good evening. Sit down.",
        "Somerville 0:10 Thank you.",
        "0:15 Yes.",
    ]
    assert page.xpath("//p[@class='cue-voice']/a/@href") == ["/speakers/caroline-herschel"]
    assert page.xpath("//li[contains(@class, 'cue')]/a/@href") == ["?t=0", "?t=10", "?t=15"]
    [current] = page.xpath("//li[contains(@class, 'cue-current')]")
    assert current.get("id") == "t10"


def test_clip_shows_its_part_and_the_way_to_the_stream_at_the_same_moment(client, session, webinar, stream, clip):
    add_transcript(session, stream, "One.", "Two.", "Three.", "Four.", "Five.")
    add_chapter(session, stream, 0, "Welcome")
    add_chapter(session, stream, 10, "Tails")
    add_question(session, webinar, "What is a tail made of?").answered_s = 12
    add_question(session, webinar, "Is it hot?").answered_s = 25

    page = page_of(client, "/recordings/clip?t=3")

    assert cues_in(page) == ["0:00 Two. Three. Four."]
    assert [address for address, *_ in moments_in(page)] == ["/recordings/clip?t=2", "/recordings/clip?t=4"]
    assert page.xpath("//a[@data-whole]/@href") == ["/recordings/evening?t=11"]
    assert [item.text_content() for item in page.xpath("//ol[@class='questions']/li/span")] == [
        "What is a tail made of?"
    ]
    assert page_of(client, "/recordings/evening").xpath("//a[@data-whole]") == []


def test_talk_in_a_video_of_its_own_leads_to_the_stream_once_its_place_is_known(client, session, webinar, stream):
    talk = add_recording(session, webinar, "A talk", slug="talk", kind=RecordingKind.PRESENTATION)
    assert page_of(client, "/recordings/talk").xpath("//a[@data-whole]") == []

    talk.sync_s = 600
    session.flush()

    assert page_of(client, "/recordings/talk?t=5").xpath("//a[@data-whole]/@href") == ["/recordings/evening?t=605"]


def test_captions_in_each_language_lie_ready_with_the_film(client, session, stream, clip):
    add_transcript(session, stream, "Guten Abend.", language="de")
    add_transcript(session, stream, "Good evening.")

    page = page_of(client, "/recordings/clip")

    tracks = [(each.get("kind"), each.get("src"), each.get("label")) for each in page.xpath("//template//track")]
    assert tracks == [
        ("captions", "/recordings/clip/captions/en.vtt?starts=8", "English"),
        ("subtitles", "/recordings/clip/captions/de.vtt?starts=8", "German"),
    ]
    assert "Captions in English and German." in page.text_content()
    assert client.get(tracks[0][1]).mimetype == "text/vtt"


def test_transcript_in_another_language_has_an_address(client, session, stream):
    add_transcript(session, stream, "晚上好。", language="zh")
    add_transcript(session, stream, "Good evening.")

    page = page_of(client, "/recordings/evening?transcript=zh")

    assert cues_in(page) == ["0:00 晚上好。"]
    assert page.xpath("//ol[@class='transcript']/@lang") == ["zh"]
    assert page.xpath("//a[contains(@class, 'stamp')]/@href") == ["?t=0&transcript=zh"]
    assert page.xpath("//a[.//text()='As text']/@href") == ["/recordings/evening/transcript.txt?language=zh"]
    assert cues_in(page_of(client, "/recordings/evening?transcript=fr")) == ["0:00 Good evening."]


def test_search_leads_to_the_words_in_their_own_language(client, session, stream):
    add_transcript(session, stream, "Good evening.", "The Moon is in the shadow.")
    add_transcript(session, stream, "晚上好。", "月食开始了。", language="zh")
    session.refresh(stream, ["transcripts"])
    touch(session, [stream.webinar_id])

    def found(words):
        [link] = page_of(client, f"/recordings?q={words}").xpath("//ul[@class='moments']//a/@href")
        return link

    assert found("月食") == "/recordings/evening?t=5&transcript=zh"
    assert found("shadow") == "/recordings/evening?t=5"


def test_file_can_be_kept_but_not_the_stretch_that_is_a_clip(client, stream, clip):
    download = "//a[@download][normalize-space()='Download']/@href"

    assert page_of(client, "/recordings/evening").xpath(download) == [FILE["url"]]
    assert page_of(client, "/recordings/clip").xpath(download) == []


def test_player_alone_starts_at_the_moment_asked_for(client, session, webinar):
    add_recording(
        session, webinar, slug="comets", url="https://youtu.be/dQw4w9WgXcQ", provider="youtube",
        provider_host="youtube.com", provider_video="dQw4w9WgXcQ",
    )  # fmt: skip

    page = page_of(client, "/recordings/comets/player?t=90")

    [address] = page.xpath("//template/iframe/@src")
    assert "start=90" in address


@pytest.mark.parametrize(("status", "code"), [(Status.DRAFT, 404), (Status.PUBLISHED, 200)])
def test_player_alone_is_as_public_as_the_page(client, session, lunar, status, code):
    hidden = make_webinar(session, lunar, "Plans", starts_in=-DAY, status=status)
    add_recording(session, hidden, "Plans", slug="plans")

    answer = client.get("/recordings/plans/player")

    assert answer.status_code == code
    assert (answer.headers.get("X-Robots-Tag") == "noindex") == (code == 200)
    assert client.get("/recordings/unheard-of/player").status_code == 404


def test_recordings_before_and_after_in_the_series(client, session, webinar, lunar):
    series = make_series(session, lunar)
    evenings = {
        name: make_webinar(session, lunar, name, starts_in=-DAY * days, series=series, **values)
        for name, days, values in [
            ("Long ago", 90, {}),
            ("Before", 60, {}),
            ("Secret", 50, {"visibility": Visibility.UNLISTED}),
            ("Draft", 45, {"status": Status.DRAFT}),
            ("Silent", 40, {}),
            ("This", 30, {}),
            ("After", 10, {}),
        ]
    }
    for name, evening in evenings.items():
        if name != "Silent":
            add_recording(session, evening, f"{name}: a talk", kind=RecordingKind.PRESENTATION)
            add_recording(session, evening, f"{name}: all of it", slug=f"{name.lower().replace(' ', '-')}-all")
    add_recording(session, webinar, "Elsewhere")

    page = page_of(client, "/recordings/this-all")

    assert page.xpath("//a[@rel='prev']/@href") == ["/recordings/before-all"]
    assert page.xpath("//a[@rel='next']/@href") == ["/recordings/after-all"]
    assert "Secret" not in page.text_content()
    assert page_of(client, "/recordings/long-ago-all").xpath("//a[@rel='prev']") == []


def test_page_costs_as_much_however_much_is_said_in_it(client, session, webinar, stream, count_statements):
    def count(number):
        session.execute(sa.delete(Transcript))
        add_transcript(session, stream, *(f"Number {each}." for each in range(number)))
        add_chapter(session, stream, number, "Another")
        session.commit()
        with count_statements() as statements:
            client.get("/recordings/evening")
        return len(statements)

    assert count(1) == count(200)
