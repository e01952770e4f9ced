"""Watching a recording: chapters and words that lead into the video and follow it, keys, and what is shared."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories import (
    add_appearance,
    add_question,
    add_recording,
    add_transcript,
    make_organisation,
    make_speaker,
    make_webinar,
)
from webinars.models import Chapter, RecordingKind
from webinars.recordings.providers import recognise
from webinars.recordings.short_codes import code_of

FILM = "/static/demo/film.webm"
YOUTUBE = "https://youtu.be/dQw4w9WgXcQ"


@pytest.fixture
def record(session):
    """`record(url)`: a recording of that video with chapters, an answer and a transcript, at /recordings/comets."""

    def record(url, **values):
        video = recognise(url)
        lunar = make_organisation(session)
        webinar = make_webinar(session, lunar, starts_in=-dt.timedelta(days=1))
        add_appearance(session, webinar, make_speaker(session, lunar, "Caroline Herschel"), is_confirmed=True)
        stored = {"url": video.url, "provider": video.provider, "provider_host": video.host}
        recording = add_recording(
            session, webinar, "Comets", slug="comets", provider_video=video.video, **stored, **values
        )
        for at_s, title in ((0, "Welcome"), (20, "Dust and ice")):
            session.add(chapter := Chapter(at_s=at_s, title=title))
            chapter.recording_id = recording.id
        add_question(session, webinar, "What is a tail made of?").answered_s = 12
        said = [f"Number {number}: It has two tails, and number {number} is the brighter." for number in range(60)]
        add_transcript(session, recording, "Herschel: Good evening.", *said)
        add_transcript(session, recording, "Guten Abend.", language="de")
        session.commit()
        return webinar, recording

    return record


@pytest.fixture(autouse=True)
def _no_script_fails(page):
    errors = []

    def note(error):
        errors.append(str(error))

    page.on("pageerror", note)
    yield
    assert errors == []


@pytest.fixture
def asked(page, base_url):
    """The addresses at other hosts that were asked for. None of them answers with a real player."""
    addresses = []

    def intercept(route):
        if route.request.url.startswith(base_url):
            route.continue_()
            return
        addresses.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<p>Somebody else’s player</p>")

    page.route("**/*", intercept)
    return addresses


def play(page):
    page.locator(".poster-large").click()
    # The tools of the player come with a file of their own.
    page.get_by_label("Speed").wait_for()


def now_in(page):
    return page.locator("video").evaluate("(video) => video.currentTime")


def wait_for_second(page, least, most):
    now = "document.querySelector('video')?.currentTime"
    page.wait_for_function(f"([least, most]) => {now} >= least && {now} < most", arg=[least, most])


def test_chapter_and_words_play_from_there_without_leaving_the_page(page, record):
    record(FILM)
    page.goto("/recordings/comets", wait_until="networkidle")
    page.evaluate("window.same = true")

    page.get_by_role("link", name="0:12 What is a tail made of?").click()
    wait_for_second(page, 12, 15)
    assert page.url.endswith("/recordings/comets#t=12")

    page.get_by_role("link", name="0:05", exact=True).click()
    wait_for_second(page, 5, 8)
    assert page.evaluate("window.same")


def test_chapters_and_words_follow_the_video(page, record):
    record(FILM)
    page.goto("/recordings/comets?t=18")

    assert page.locator("[data-chapters] [aria-current]").inner_text().startswith("0:12")
    page.locator(".poster-large").click()
    page.wait_for_function(
        "() => document.querySelector('[data-chapters] [aria-current]').textContent.includes('Dust')"
    )

    assert page.locator(".cue-current").count() == 1
    assert page.evaluate("document.activeElement.tagName") == "VIDEO"


def test_words_scroll_within_their_box_until_that_is_switched_off(page, record):
    record(FILM)
    page.emulate_media(reduced_motion="reduce")
    page.goto("/recordings/comets?t=1")
    page.locator(".poster-large").click()
    scrolled = "document.querySelector('[data-transcript]').scrollTop"
    jump = "document.querySelector('video').currentTime = 25"

    page.get_by_label("Scroll the transcript along").uncheck()
    page.evaluate(jump)
    page.wait_for_function("() => document.querySelector('.cue-current .stamp').textContent.startsWith('0:25')")
    assert page.evaluate(scrolled) == 0

    page.get_by_label("Scroll the transcript along").check()
    page.evaluate("document.querySelector('video').currentTime = 15")
    page.wait_for_function(f"() => {scrolled} > 0")
    assert page.evaluate("window.scrollY") < 400


def test_clip_counts_from_its_own_beginning(page, session, record):
    webinar, recording = record(FILM)
    stretch = {"from_s": 10, "until_s": 28, "starts_s": 10, "ends_s": 28}
    clip = add_recording(
        session, webinar, "A talk", slug="clip", kind=RecordingKind.PRESENTATION,
        url=FILM, provider="video_file", provider_host="", provider_video=FILM, **stretch,
    )  # fmt: skip
    clip.stream = recording
    session.commit()
    page.goto("/recordings/clip", wait_until="networkidle")

    page.get_by_role("link", name="0:02 What is a tail made of?").click()
    wait_for_second(page, 12, 15)

    assert page.url.endswith("#t=2")
    page.wait_for_function(
        "() => document.querySelector('[data-chapters] [aria-current]')?.textContent.includes('tail')"
    )


def test_keys_play_pause_skip_and_change_speed(page, record):
    record(FILM)
    page.goto("/recordings/comets")
    play(page)
    wait_for_second(page, 0.1, 5)
    is_paused = "document.querySelector('video').paused"

    page.keyboard.press("k")
    assert page.evaluate(is_paused)
    page.keyboard.press("l")
    assert 10 <= now_in(page) < 16
    page.keyboard.press("ArrowRight")
    page.keyboard.press("j")
    assert 5 <= now_in(page) < 12
    page.keyboard.press(">")
    assert page.locator("video").evaluate("(video) => video.playbackRate") == 1.25
    assert page.get_by_label("Speed").input_value() == "1.25"
    page.keyboard.press("Space")
    assert not page.evaluate(is_paused)


def test_captions_come_in_the_next_language_and_are_named(page, record):
    record(FILM)
    page.goto("/recordings/comets")
    play(page)
    shown = "[...document.querySelector('video').textTracks].filter((t) => t.mode === 'showing').map((t) => t.language)"

    page.keyboard.press("c")
    assert page.evaluate(shown) == ["en"]
    assert page.locator("[data-player-says]").inner_text() == "English"
    page.wait_for_function("() => document.querySelector('video').textTracks[0].cues?.length === 61")
    page.keyboard.press("c")
    assert page.evaluate(shown) == ["de"]
    page.keyboard.press("c")
    assert page.evaluate(shown) == []


def test_keys_are_listed_and_leave_those_who_type_alone(page, record):
    record(FILM)
    page.goto("/recordings/comets")
    play(page)

    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Close"
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()

    page.get_by_label("Find in this transcript").fill("")
    page.keyboard.type("k?")
    assert page.get_by_label("Find in this transcript").input_value() == "k?"
    assert not page.get_by_role("dialog").is_visible()


def test_what_is_shared_is_the_present_moment(page, record, base_url):
    record(FILM)
    page.goto("/recordings/comets")
    play(page)
    page.keyboard.press("k")
    page.evaluate("document.querySelector('video').currentTime = 14.6")

    page.get_by_text("Share", exact=True).click()

    expect(page.get_by_label("Address", exact=True)).to_have_value(f"{base_url}/recordings/comets?t=14")
    assert "/embed/recordings/comets?t=14" in page.get_by_label("Code for another website").input_value()
    assert page.get_by_label("Start at").input_value() == "0:14"
    assert page.get_by_text("Share from 0:14").is_visible()


def test_what_is_cited_is_the_present_moment(page, record, base_url):
    record(FILM)
    page.goto("/recordings/comets")
    play(page)
    page.keyboard.press("k")
    page.evaluate("document.querySelector('video').currentTime = 14.6")

    page.get_by_text("Cite", exact=True).click()

    address = f"{base_url}/v/{code_of('comets')}/14s"
    expect(page.get_by_label("Short address, which lasts")).to_have_value(address)
    assert page.get_by_label("Citation").input_value().endswith(f"Video, from 0:14. {address}")
    page.goto(address)
    page.wait_for_url("**/recordings/comets?t=14")


def test_address_with_a_moment_after_the_hash_is_understood(page, record):
    record(FILM)

    page.goto("/recordings/comets#t=12")
    page.wait_for_url("**/recordings/comets?t=12")

    assert page.get_by_text("Play the full stream (from 0:12)").is_visible()


def test_words_are_found_in_the_transcript(page, record):
    record(FILM)
    page.goto("/recordings/comets", wait_until="networkidle")

    page.get_by_label("Find in this transcript").fill("NUMBER 41")
    assert page.get_by_text("2 places say “NUMBER 41”").is_visible() or page.get_by_text("One place").is_visible()
    page.keyboard.press("Enter")
    box, words = page.locator("[data-transcript]").bounding_box(), page.get_by_text("number 41 is").bounding_box()
    assert box["y"] <= words["y"] < box["y"] + box["height"]

    page.get_by_label("Find in this transcript").fill("phlogiston")
    assert page.get_by_text("Nothing in this transcript says “phlogiston”").is_visible()


def test_player_of_another_host_is_asked_for_the_moment_only_once_it_was_pressed(page, record, asked):
    record(YOUTUBE)
    page.goto("/recordings/comets")

    page.get_by_role("link", name="0:12 What is a tail made of?").click()
    page.wait_for_url("**/recordings/comets?t=12")
    page.wait_for_load_state("networkidle")
    assert asked == []

    page.locator(".poster-large").click()
    page.wait_for_selector(".player iframe")
    page.get_by_role("link", name="0:20 Dust and ice").click()
    page.wait_for_function("() => document.querySelector('.player iframe').src.includes('start=20')")
    assert page.url.endswith("?t=12#t=20")
    assert all(address.startswith("https://www.youtube-nocookie.com/") for address in asked)


def test_choice_for_a_host_is_remembered_and_taken_back_at_the_same_place(page, record, asked):
    record(YOUTUBE)
    always = "Always load players from YouTube without asking, in this browser"
    page.goto("/recordings/comets", wait_until="networkidle")
    page.get_by_label(always).check()

    page.reload()
    frame = page.locator(".player iframe")
    frame.wait_for()
    assert "autoplay=1" not in frame.get_attribute("src")
    assert page.evaluate("document.activeElement.tagName") == "BODY"

    page.get_by_label(always).uncheck()
    asked.clear()
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.locator(".player iframe").count() == 0
    assert asked == []


def test_everything_is_told_without_scripts(browser, record, base_url):
    record(YOUTUBE)
    page = browser.new_context(java_script_enabled=False, base_url=base_url).new_page()
    page.goto("/recordings/comets")

    assert page.get_by_text("number 59 is the brighter").is_visible()
    assert not page.get_by_label("Find in this transcript").is_visible()
    page.get_by_role("link", name="0:12 What is a tail made of?").click()

    assert page.url == f"{base_url}/recordings/comets?t=12"
    assert "t=12s" in page.locator(".poster-large").get_attribute("href")
    page.context.close()


def test_playing_page_is_accessible(page, record, expect_accessible):
    record(FILM)

    expect_accessible("/recordings/comets?t=12")


def test_list_of_keys_and_tools_are_accessible(page, record):
    record(FILM)
    page.emulate_media(reduced_motion="reduce")
    page.goto("/recordings/comets")
    play(page)
    page.keyboard.press("k")
    assert Axe().run(page).violations_count == 0

    page.keyboard.press("?")

    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
