"""Watching a recording: chapters and words that lead into the video and follow it, keys, and what is shared."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import faults, slow_films_down, visit, wait_for_scripts
from tests.factories import (
    add_appearance,
    add_question,
    add_recording,
    add_transcript,
    make_organisation,
    make_speaker,
    make_webinar,
)
from webinars.domain.recordings.short_codes import code_of
from webinars.models import Agreement, Chapter, RecordingKind
from webinars.pure.videos import recognise

FILM = "/static/demo/film.webm"
YOUTUBE = "https://youtu.be/dQw4w9WgXcQ"
IS_IN_ITS_BOX = """(words) => {
  const box = words.closest("[data-words-body]").getBoundingClientRect();
  const { top } = words.getBoundingClientRect();
  return box.top <= top && top < box.bottom;
}"""


@pytest.fixture
def record(session):
    """`record(url)`: a recording of that video with chapters, an answer and a transcript, at /recordings/comets."""

    def record(url, **values):
        video = recognise(url)
        lunar = make_organisation(session)
        webinar = make_webinar(session, lunar, starts_in=-dt.timedelta(days=1))
        add_appearance(session, webinar, make_speaker(session, lunar, "Caroline Herschel"), agreement=Agreement.AGREED)
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


def test_the_film_shows_its_chapters_as_long_as_they_are_and_a_press_leads_there(record, page):
    record(FILM, duration_s=60)
    visit(page, "/recordings/comets")
    page.locator(".poster").click()
    marks = page.locator(".chapter-marks > span")
    # Two chapters, and between them an answer, as the list has them.
    expect(marks).to_have_count(3)
    page.wait_for_function("() => document.querySelector('video').duration > 20")
    expect(page.locator(".chapter-marks")).to_have_attribute("aria-hidden", "true")
    assert page.locator(".chapter-marks :is(a, button, [tabindex])").count() == 0
    widths = [each.bounding_box()["width"] for each in marks.all()]
    assert widths[0] / widths[1] == pytest.approx(12 / 8, rel=0.1)

    marks.nth(2).click()

    page.wait_for_function("() => document.querySelector('video').currentTime >= 20")
    expect(page.locator("[data-part=chapters] a[aria-current]")).to_contain_text("Dust and ice")
    expect(marks.nth(2)).to_have_class("is-current")


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


def current(page):
    """The chapter that is marked as the present one."""
    return page.locator("[data-part=chapters] [aria-current]")


def open_part(page, name):
    """Show another part of what stands beside the player."""
    page.locator("[data-tab]", has_text=name).click()


def play(page):
    page.locator(".poster-large").click()
    # The tools of the player come with a file of their own.
    page.get_by_label("Speed").wait_for()


def wait_for_second(page, least, most):
    now = "document.querySelector('video')?.currentTime"
    page.wait_for_function(f"([least, most]) => {now} >= least && {now} < most", arg=[least, most])


def test_chapter_and_words_play_from_there_without_leaving_the_page(page, record):
    record(FILM)
    slow_films_down(page)
    visit(page, "/recordings/comets")
    page.evaluate("window.same = true")

    open_part(page, "Chapters")
    page.get_by_role("link", name="0:12 What is a tail made of?").click()
    wait_for_second(page, 12, 15)
    expect(page).to_have_url(re.compile("/recordings/comets#t=12$"))

    open_part(page, "Transcript")
    words = page.get_by_role("link", name="0:05", exact=True)
    words.click()
    wait_for_second(page, 5, 8)
    # Who reads by keyboard goes on from there.
    expect(words).to_be_focused()
    assert page.evaluate("window.same")


def test_chapters_and_words_follow_the_video(page, record):
    record(FILM)
    visit(page, "/recordings/comets?t=18#chapters")

    expect(current(page)).to_contain_text("0:12")
    page.locator(".poster-large").click()
    expect(current(page)).to_contain_text("Dust and ice")

    expect(page.locator(".cue-current")).to_have_count(1)
    expect(page.locator("video")).to_be_focused()


def test_words_scroll_within_their_box_until_that_is_switched_off(page, record):
    record(FILM)
    page.emulate_media(reduced_motion="reduce")
    slow_films_down(page)
    visit(page, "/recordings/comets?t=1")
    page.locator(".poster-large").click()
    scrolled = "document.querySelector('[data-words-body]').scrollTop"
    jump = "document.querySelector('video').currentTime = 25"

    page.get_by_label("Scroll the transcript along").uncheck()
    page.evaluate(jump)
    expect(page.locator(".cue-current .stamp")).to_have_text(re.compile("^0:25"))
    assert page.evaluate(scrolled) == 0

    page.get_by_label("Scroll the transcript along").check()
    at = page.evaluate("window.scrollY")
    page.evaluate("document.querySelector('video').currentTime = 15")
    page.wait_for_function(f"() => {scrolled} > 0")
    assert page.evaluate("window.scrollY") == at


def test_clip_counts_from_its_own_beginning(page, session, record):
    webinar, recording = record(FILM)
    stretch = {"from_s": 10, "until_s": 28, "starts_s": 10, "ends_s": 28}
    clip = add_recording(
        session, webinar, "A talk", slug="clip", kind=RecordingKind.PRESENTATION,
        url=FILM, provider="video_file", provider_host="", provider_video=FILM, **stretch,
    )  # fmt: skip
    clip.stream = recording
    session.commit()
    slow_films_down(page)
    visit(page, "/recordings/clip#chapters")

    page.get_by_role("link", name="0:02 What is a tail made of?").click()
    wait_for_second(page, 12, 15)

    expect(page).to_have_url(re.compile("#t=2$"))
    expect(current(page)).to_contain_text("tail")


def test_keys_play_pause_skip_and_change_speed(page, record):
    record(FILM)
    slow_films_down(page)
    visit(page, "/recordings/comets")
    play(page)
    wait_for_second(page, 0.1, 5)
    video = page.locator("video")

    page.keyboard.press("k")
    expect(video).to_have_js_property("paused", value=True)
    page.keyboard.press("l")
    wait_for_second(page, 10, 16)
    page.keyboard.press("ArrowRight")
    wait_for_second(page, 15, 21)
    page.keyboard.press("j")
    wait_for_second(page, 5, 11)
    page.keyboard.press(">")
    expect(video).to_have_js_property("playbackRate", 1.25)
    expect(page.get_by_label("Speed")).to_have_value("1.25")
    page.keyboard.press("Space")
    expect(video).to_have_js_property("paused", value=False)


def test_captions_come_in_the_next_language_and_are_named(page, record):
    record(FILM)
    visit(page, "/recordings/comets")
    play(page)
    tracks = "[...document.querySelector('video').textTracks]"

    def expect_captions(*languages):
        shown = f"{tracks}.filter((track) => track.mode === 'showing').map((track) => track.language).join()"
        page.wait_for_function(f"(languages) => {shown} === languages", arg=",".join(languages))

    page.keyboard.press("c")
    expect_captions("en")
    expect(page.locator("[data-player-says]")).to_have_text("English")
    page.wait_for_function(f"() => {tracks}[0].cues?.length === 61")
    page.keyboard.press("c")
    expect_captions("de")
    page.keyboard.press("c")
    expect_captions()


def test_keys_are_listed_and_leave_those_who_type_alone(page, record):
    record(FILM)
    visit(page, "/recordings/comets")
    play(page)

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()

    page.get_by_label("Find in this transcript").fill("")
    page.keyboard.type("k?")
    expect(page.get_by_label("Find in this transcript")).to_have_value("k?")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_what_is_shared_is_the_present_moment(page, record, base_url):
    record(FILM)
    visit(page, "/recordings/comets")
    play(page)
    page.keyboard.press("k")
    page.evaluate("document.querySelector('video').currentTime = 14.6")

    share = page.locator("[data-share] summary")
    expect(share).to_have_text("Share from 0:14")
    share.click()

    expect(page.get_by_label("Address", exact=True)).to_have_value(f"{base_url}/recordings/comets?t=14")
    expect(page.locator("#share-short")).to_have_value(f"{base_url}/v/{code_of('comets')}/14s")
    code = re.compile(re.escape("/embed/recordings/comets?t=14"))
    expect(page.get_by_label("Code for another website")).to_have_value(code)
    expect(page.get_by_label("Start at")).to_have_value("0:14")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Start at")).to_be_hidden()
    expect(share).to_be_focused()


def test_what_is_cited_is_the_present_moment(page, record, base_url):
    record(FILM)
    visit(page, "/recordings/comets")
    play(page)
    page.keyboard.press("k")
    page.evaluate("document.querySelector('video').currentTime = 14.6")

    page.get_by_text("Cite", exact=True).click()

    address = f"{base_url}/v/{code_of('comets')}/14s"
    expect(page.get_by_label("Short address, which lasts")).to_have_value(address)
    citation = re.compile(re.escape(f"Video, from 0:14. {address}") + "$")
    expect(page.get_by_label("Citation")).to_have_value(citation)
    page.goto(address)
    page.wait_for_url("**/recordings/comets?t=14")


def test_address_with_a_moment_after_the_hash_is_understood(page, record):
    record(FILM)

    page.goto("/recordings/comets#t=12")
    page.wait_for_url("**/recordings/comets?t=12")

    expect(page.get_by_text("Play the full stream (from 0:12)")).to_be_visible()


def test_words_are_found_in_the_transcript(page, record):
    record(FILM)
    visit(page, "/recordings/comets")
    field, status = page.get_by_label("Find in this transcript"), page.locator("[data-transcript-find] [role=status]")

    field.fill("NUMBER 41")
    expect(status).to_have_text("Place 1 of 1 with “NUMBER 41”")
    expect(page.locator(".mark-here")).to_have_text("number 41")
    page.wait_for_function(IS_IN_ITS_BOX, arg=page.locator(".mark-here").element_handle())

    field.fill("brighter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(status).to_have_text("Place 3 of 60 with “brighter”")
    page.get_by_role("button", name="The place before").click()
    expect(status).to_have_text("Place 2 of 60 with “brighter”")
    expect(page.locator(".mark-here")).to_have_count(1)
    assert page.evaluate("CSS.highlights.get('found').size") == 60

    field.fill("phlogiston")
    expect(status).to_have_text("Nothing in this transcript says “phlogiston”")
    assert page.evaluate("CSS.highlights.get('found').size") == 0


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("cafe", "café"),
        ("CAFÉ", "café"),
        ("strasse", "Straße"),
        ("decompose", "de\u0301compose\u0301"),
        ("fig", "ﬁg"),
        ("كتاب", "كِتَاب"),
        ("か", "か"),
    ],
)
def test_words_are_found_without_their_accents(page, session, record, typed, marked):
    _webinar, recording = record(FILM)
    said = "Im café, Straße; she de\u0301compose\u0301d a ﬁg. كِتَاب が か."
    add_transcript(session, recording, said, language="fr")
    session.commit()
    visit(page, "/recordings/comets?transcript=fr")

    page.get_by_label("Find in this transcript").fill(typed)

    expect(page.locator("[data-transcript-find] [role=status]")).to_have_text(f"Place 1 of 1 with “{typed}”")
    assert page.locator(".mark-here").inner_text() == marked
    page.get_by_label("Find in this transcript").fill("")
    expect(page.locator(".mark-here")).to_have_count(0)
    assert page.locator(".cue p:not(.cue-voice)").first.inner_text() == said


def test_who_comes_from_a_search_sees_the_picture_and_the_words_that_were_found(page, record):
    record(FILM, duration_s=60)
    page.set_viewport_size({"width": 1280, "height": 800})

    visit(page, "/recordings/comets?t=250&q=brighter#place")

    expect(page.locator("#place, .mark-here").first).to_be_in_viewport()
    expect(page.locator(".watch .player")).to_be_in_viewport(ratio=0.95)


def test_words_of_a_search_stay_marked_and_one_goes_on_from_the_place_one_came_to(page, record):
    record(FILM)
    visit(page, "/recordings/comets?t=15&q=brighter#place")
    status = page.locator("[data-transcript-find] [role=status]")
    here = page.locator(".mark-here")

    expect(status).to_have_text("Place 3 of 60 with “brighter”, from your search")
    page.wait_for_function(IS_IN_ITS_BOX, arg=here.element_handle())
    assert page.evaluate("CSS.highlights.get('found').size") == 60
    first = here.evaluate("(mark) => mark.closest('li').id")
    page.get_by_role("button", name="The next place").click()

    expect(status).to_have_text("Place 4 of 60 with “brighter”, from your search")
    page.get_by_role("button", name="The place before").click()
    page.wait_for_function("(id) => document.querySelector('.mark-here').closest('li').id === id", arg=first)
    # Focus was never taken along.
    expect(page.get_by_role("button", name="The place before")).to_be_focused()


def test_parts_beside_the_player_take_turns(page, record):
    record(FILM)
    visit(page, "/recordings/comets")

    expect(page.get_by_label("Find in this transcript")).to_be_visible()
    open_part(page, "Answers")
    expect(page.get_by_role("link", name="0:12 What is a tail made of?")).to_be_visible()
    expect(page.get_by_label("Find in this transcript")).to_be_hidden()
    expect(page.locator("[data-tab][aria-current]")).to_have_text("Answers 1")
    assert page.url.endswith("#answers")

    page.reload()
    wait_for_scripts(page)
    expect(page.locator("[data-tab][aria-current]")).to_have_text("Answers 1")


def test_picture_as_wide_as_the_page_puts_the_words_below_it_on_this_device(page, record):
    record(FILM)
    page.set_viewport_size({"width": 1280, "height": 900})
    visit(page, "/recordings/comets")
    is_below = """() => document.querySelector('.words').getBoundingClientRect().top
      > document.querySelector('.player').getBoundingClientRect().bottom"""
    assert not page.evaluate(is_below)

    page.get_by_role("button", name="Wide").click()
    assert page.evaluate(is_below)
    page.reload()
    wait_for_scripts(page)
    page.wait_for_function(is_below)

    page.get_by_role("button", name="Wide").click()
    assert page.evaluate("localStorage.getItem('watching')") is None


def test_words_are_followed_on_a_phone_by_those_who_read_them(page, record):
    record(FILM)
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 390, "height": 844})
    slow_films_down(page)
    visit(page, "/recordings/comets")
    play(page)
    page.locator("#t0").scroll_into_view_if_needed()
    seek = "(second) => (document.querySelector('video').currentTime = second)"

    page.evaluate(seek, 26)
    expect(page.locator(".cue-current .stamp")).to_have_text("0:25")
    page.wait_for_function(
        """() => document.querySelector('.cue-current').getBoundingClientRect().top
          >= document.querySelector('.words-head').getBoundingClientRect().bottom"""
    )
    expect(page.locator("video")).to_be_focused()

    # Who looks at something else on the page is left there. How far down that is may change: words that come near the
    # screen are drawn only then, and take more room than was kept for them.
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    expect(page.locator(".cue-current")).not_to_be_in_viewport()
    page.evaluate(seek, 1)
    expect(page.locator(".cue-current .stamp")).to_have_text("0:00")
    expect(page.locator(".cue-current")).not_to_be_in_viewport()


def test_boxes_below_the_player_close_for_whatever_comes_next(page, record):
    record(FILM)
    visit(page, "/recordings/comets")
    share, download = page.locator("[data-share]"), page.locator("details", has_text="Download")

    share.locator("summary").click()
    expect(page.get_by_label("Start at")).to_be_visible()
    download.locator("summary").click()
    expect(page.get_by_label("Start at")).to_be_hidden()
    expect(page.get_by_role("link", name="The film")).to_be_visible()
    page.locator("h1").click()
    expect(page.get_by_role("link", name="The film")).to_be_hidden()


@pytest.mark.parametrize(("size", "sticks"), [((390, 844), True), ((844, 390), False), ((1000, 700), False)])
def test_picture_stays_on_an_upright_phone_only(page, record, size, sticks):
    record(FILM)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    visit(page, "/recordings/comets")

    page.locator("#t200").scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, 400)")

    top = "Math.round(document.querySelector('.player').getBoundingClientRect().top)"
    assert (page.evaluate(top) == 0) == sticks


def test_choice_for_a_host_is_remembered_and_taken_back_at_the_same_place(page, record, asked):
    record(YOUTUBE)
    always = "Always load players from YouTube without asking, in this browser"
    visit(page, "/recordings/comets")
    page.get_by_label(always).check()

    with page.expect_response("https://www.youtube-nocookie.com/**"):
        page.reload()
    frame = page.locator(".player iframe")
    expect(frame).not_to_have_attribute("src", re.compile("autoplay=1"))
    wait_for_scripts(page)
    assert page.evaluate("document.activeElement.tagName") == "BODY"

    page.get_by_label(always).uncheck()
    asked.clear()
    page.reload()
    wait_for_scripts(page)
    page.wait_for_load_state("networkidle")
    expect(frame).to_have_count(0)
    assert asked == []


def test_everything_is_told_without_scripts(new_context, record, base_url):
    record(YOUTUBE)
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/recordings/comets")

    expect(page.get_by_text("number 59 is the brighter")).to_be_visible()
    page.get_by_label("Find in this transcript").fill("brighter")
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_count(60)
    expect(page.get_by_text("Place 1 of 60 with “brighter”, from your search")).to_be_visible()
    page.get_by_role("link", name="The next place").click()
    expect(page).to_have_url(re.compile(r"\?t=10&q=brighter#place$"))
    # Where it is pressed does not matter to a key: the browser may still be on its way to the place.
    page.locator("#chapters ~ ol").get_by_role("link", name="0:12 What is a tail made of?").press("Enter")

    expect(page).to_have_url(f"{base_url}/recordings/comets?t=12")
    expect(page.locator(".poster-large")).to_have_attribute("href", re.compile("t=12s"))


def test_playing_page_is_accessible(page, record, expect_accessible):
    record(FILM)

    expect_accessible("/recordings/comets?t=12")


def test_list_of_keys_and_tools_are_accessible(page, record):
    record(FILM)
    visit(page, "/recordings/comets")
    play(page)
    page.keyboard.press("k")
    assert faults(page) == []

    page.keyboard.press("?")

    expect(page.get_by_role("dialog")).to_be_visible()
    assert faults(page) == []
