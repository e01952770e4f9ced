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
from webinars.models import Agreement, Chapter, RecordingKind, Status, Transcript, Visibility
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
    return links_in(page, "chapters")


def links_in(page, part):
    """What stands in a part beside the player."""
    links = page.xpath(f"//*[@data-part='{part}']//ol//a")
    return [(link.get("href"), text_of(link), link.get("aria-current")) for link in links]


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
    assert links_in(page, "answers") == [
        ("/recordings/evening?t=12", "0:12 What is a tail made of? A question of the agenda", "true")
    ]
    questions = [text_of(item) for item in page.xpath("//ol[@class='questions']/li")]
    assert questions == ["What is a tail made of?", "Is it hot?"]


def test_agenda_that_was_answered_as_a_whole_stands_with_its_answers_alone(client, session, webinar, stream):
    add_question(session, webinar, "What is a tail made of?").answered_s = 12
    session.flush()

    page = page_of(client, "/recordings/evening")

    assert [words for _, words, _ in links_in(page, "answers")] == [
        "0:12 What is a tail made of? A question of the agenda"
    ]
    assert page.xpath("//ol[@class='questions']") == []


def test_nothing_stands_beside_a_player_of_which_nothing_is_known(client, stream):
    page = page_of(client, "/recordings/evening")

    assert page.xpath("//*[@data-words]") == []
    assert page.xpath("//*[@data-wide]") == []


def test_nothing_is_current_on_a_page_that_was_asked_for_without_a_moment(client, session, stream):
    add_chapter(session, stream, 0, "Welcome")
    add_transcript(session, stream, "Good evening.")

    page = page_of(client, "/recordings/evening")

    assert moments_in(page) == [("/recordings/evening?t=0", "0:00 Welcome", None)]
    assert page.xpath("//*[contains(@class, 'cue-current')]") == []


def test_transcript_names_who_speaks_and_leads_to_them(client, session, webinar, lunar, stream):
    add_appearance(session, webinar, make_speaker(session, lunar, "Caroline Herschel"), agreement=Agreement.AGREED)
    add_appearance(session, webinar, make_speaker(session, lunar, "Mary Somerville"), agreement=Agreement.ASKED)
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
    assert [address for address, *_ in links_in(page, "answers")] == ["/recordings/clip?t=4"]
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
    assert page.xpath("//a[contains(., 'as text')]/@href") == [
        "/recordings/evening/transcript.txt",
        "/recordings/evening/transcript.txt?language=zh",
    ]
    assert cues_in(page_of(client, "/recordings/evening?transcript=fr")) == ["0:00 Good evening."]


@pytest.mark.usefixtures("derived")
def test_search_leads_to_the_words_in_their_own_language(client, session, stream):
    add_transcript(session, stream, "Good evening.", "The Moon is in the shadow.")
    add_transcript(session, stream, "晚上好。", "月食开始了。", language="zh")
    session.refresh(stream, ["transcripts"])
    touch(session, [stream.webinar_id])

    def found(words):
        [link] = page_of(client, f"/recordings?q={words}").xpath("//ul[@class='moments']//a/@href")
        return link

    assert found("月食") == "/recordings/evening?t=5&transcript=zh&q=%E6%9C%88%E9%A3%9F#place"
    assert found("shadow") == "/recordings/evening?t=5&q=shadow#place"


def test_words_that_were_looked_for_stay_marked(client, session, stream):
    first, second = ("The Moon is hot.", "It is far."), ("No moon, and moonlight.", "Not yet.")
    add_transcript(session, stream, *first, *second, "A moon; a Moon.", "Indeed.", "And now", "tea.")
    session.commit()

    def found(query):
        page = page_of(client, f"/recordings/evening?{query}")
        marks = [mark.text for mark in page.xpath("//*[@data-transcript]//mark")]
        [here] = page.xpath("//mark[@id='place']/ancestor::li/@id") or [None]
        status = page.xpath("string(//form[@data-transcript-find]//*[@role='status'])").strip()
        around = page.xpath("//form[@data-transcript-find]//a/@href")
        return marks, here, status, around

    before, after = "/recordings/evening?q=moon#place", "/recordings/evening?t=20&q=moon#place"
    marks, here, status, around = found("q=moon&t=10")
    assert (marks, here) == (["Moon", "moon", "moon", "Moon"], "t10")
    assert status == "Place 2 of 4 with “moon”, from your search"
    assert around == [before, after]
    # Without a moment at the first; from a moment after the last at the first again.
    assert found("q=moon")[1:3] == ("t0", "Place 1 of 4 with “moon”, from your search")
    assert found("q=moon&t=5")[1] == "t0"
    assert found("q=moon&t=31")[1] == "t0"
    # As in the archive, what nobody says is looked for as the beginning of a word.
    assert found("q=moonl")[0] == ["moonlight"]
    assert found("q=phlogiston") == ([], None, "Nothing in this transcript says “phlogiston”", [])
    assert found("") == ([], None, "", [])


def test_marked_words_are_text_and_nothing_else(client, session, stream):
    add_transcript(session, stream, "One <b>bold</b> comet.")
    session.commit()

    answer = client.get("/recordings/evening?q=bold+%3Cx%3E")

    assert 'One &lt;b&gt;<mark class="mark-here" id="place">bold</mark>&lt;/b&gt; comet.' in answer.text
    assert "<x>" not in answer.text
    assert "with “bold &lt;x&gt;”" in answer.text


def test_page_with_words_is_the_same_page_to_those_who_search_for_it(client, session, stream):
    add_transcript(session, stream, "The Moon is hot.")
    session.commit()
    plain, asked = client.get("/recordings/evening"), client.get("/recordings/evening?q=moon")

    [canonical] = html.fromstring(asked.text).xpath("//link[@rel='canonical']/@href")
    assert canonical.endswith("/recordings/evening")
    assert asked.headers["Cache-Control"] == plain.headers["Cache-Control"]
    assert "Set-Cookie" not in asked.headers


def test_file_can_be_kept_but_not_the_stretch_that_is_a_clip(client, stream, clip):
    download = "//a[@download][normalize-space()='The film']/@href"

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


def test_player_alone_needs_no_script_for_a_film_and_its_captions(client, session, stream):
    add_transcript(session, stream, "Good evening.")
    session.commit()

    page = page_of(client, "/recordings/evening/player?t=8")

    [film] = page.xpath("//main//div[@class='player']/video")
    assert film.get("src") == f"{FILE['url']}#t=8"
    assert film.get("controls") is not None
    assert film.xpath("track/@src") == ["/recordings/evening/captions/en.vtt"]
    assert page.xpath("//main//a/@href") == ["/recordings/evening?t=8"]
    whole = page_of(client, "/recordings/evening?t=8")
    assert whole.xpath("//a[contains(@class, 'poster-large')]/@href") == ["/recordings/evening/player?t=8"]


def test_of_all_pictures_the_poster_of_the_recording_comes_first(client, session, webinar, stream, clip):
    session.commit()

    page = page_of(client, "/recordings/evening")

    assert len(page.xpath("//main//img")) > 1
    assert page.xpath("//img[@fetchpriority='high']") == page.xpath("(//main//img)[1]")


@pytest.mark.parametrize(("status", "code"), [(Status.DRAFT, 404), (Status.PUBLISHED, 200)])
def test_player_alone_is_as_public_as_the_page(client, session, lunar, status, code):
    hidden = make_webinar(session, lunar, "Plans", starts_in=-DAY, status=status)
    add_recording(session, hidden, "Plans", slug="plans")

    answer = client.get("/recordings/plans/player")

    assert answer.status_code == code
    assert (answer.headers.get("X-Robots-Tag") == "noindex") == (code == 200)
    assert client.get("/recordings/unheard-of/player").status_code == 404


@pytest.mark.usefixtures("derived")
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


def test_long_transcript_adds_three_short_elements_for_each_passage(client, session, stream):
    def measure(number):
        session.execute(sa.delete(Transcript))
        add_transcript(session, stream, *("Twenty-five letters here." for _ in range(2 * number)))
        session.commit()
        text = client.get("/recordings/evening").text
        words = text.partition('<ol class="transcript"')[2].partition("</ol>")[0]
        return len(words), len(html.fromstring(text).xpath("//*"))

    (bytes_of_few, elements_of_few), (bytes_of_many, elements_of_many) = measure(100), measure(300)

    assert elements_of_many - elements_of_few == 3 * 200
    assert bytes_of_many - bytes_of_few < 200 * (51 + 95)
