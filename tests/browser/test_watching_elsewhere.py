"""Watching what lies at another host: its player is spoken to by messages, after somebody has pressed for it."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import faults, visit, wait_for_frames, wait_for_scripts
from tests.browser.players import LIKE_VIMEO, LIKE_YOUTUBE, answer_for_others
from tests.factories import (
    add_appearance,
    add_recording,
    add_transcript,
    make_organisation,
    make_series,
    make_speaker,
    make_webinar,
)
from webinars.models import Agreement, Chapter
from webinars.pure.videos import recognise

YOUTUBE, VIMEO = "https://youtu.be/dQw4w9WgXcQ", "https://vimeo.com/76979871"
TELLING = pytest.mark.parametrize(("url", "player"), [(YOUTUBE, LIKE_YOUTUBE), (VIMEO, LIKE_VIMEO)])


@pytest.fixture
def record(session):
    """`record(url)`: a recording of that video at /recordings/comets, the next of its series at /recordings/tides."""

    def record(url, next_url=YOUTUBE):
        lunar = make_organisation(session)
        series = make_series(session, lunar)
        for title, slug, days, address in (("Comets", "comets", 9, url), ("Tides", "tides", 2, next_url)):
            video = recognise(address)
            webinar = make_webinar(session, lunar, title, starts_in=-dt.timedelta(days=days), series=series)
            add_appearance(
                session, webinar, make_speaker(session, lunar, f"Herschel of {title}"), agreement=Agreement.AGREED
            )
            stored = {"url": video.url, "provider": video.provider, "provider_host": video.host}
            recording = add_recording(session, webinar, title, slug=slug, provider_video=video.video, **stored)
            session.add(chapter := Chapter(at_s=20, title="Dust and ice"))
            chapter.recording_id = recording.id
            add_transcript(session, recording, *(f"Number {number}, and it is brighter." for number in range(40)))
        session.commit()

    return record


@pytest.fixture(autouse=True)
def _no_script_fails(page):
    errors = []

    def note(error):
        errors.append(str(error))

    page.on("pageerror", note)
    yield
    assert errors == []


def press_poster(page):
    page.locator(".poster-large").click()
    page.get_by_label("Speed").wait_for()


def film(page):
    """The frame of the other host."""
    return page.locator(".player iframe").element_handle().content_frame()


def cue(page):
    return page.locator(".cue-current .stamp")


@TELLING
def test_words_follow_and_lead_into_a_player_of_another_host(page, base_url, record, url, player):
    record(url)
    asked = answer_for_others(page, base_url, player)
    visit(page, "/recordings/comets")
    assert asked == []

    press_poster(page)
    expect(cue(page)).to_have_text("0:40")
    page.evaluate("window.frame = document.querySelector('.player iframe')")

    page.get_by_role("link", name="1:10", exact=True).click()
    expect(cue(page)).to_have_text("1:10")
    expect(page.get_by_role("link", name="1:10", exact=True)).to_be_focused()
    page.locator("[data-tab]", has_text="Chapters").click()
    page.get_by_role("link", name="0:20 Dust and ice").click()
    expect(page.locator("[data-part=chapters] [aria-current]")).to_contain_text("Dust and ice")
    expect(page).to_have_url(re.compile("/recordings/comets#t=20$"))
    expect(page.locator("[data-share] summary")).to_have_text("Share from 0:20")

    page.get_by_label("Speed").select_option("1.5")
    expect(page.frame_locator(".player iframe").locator("body")).to_have_attribute("data-rate", "1.5")
    # It is the same frame that plays, and it alone was loaded.
    assert page.evaluate("window.frame === document.querySelector('.player iframe')")
    assert len(asked) == 1


@TELLING
def test_one_goes_on_at_another_host_where_one_stopped(page, base_url, record, url, player):
    record(url)
    asked = answer_for_others(page, base_url, player)
    visit(page, "/recordings/comets")
    press_poster(page)
    page.get_by_role("link", name="1:10", exact=True).click()
    expect(cue(page)).to_have_text("1:10")
    asked.clear()

    page.goto("about:blank")
    visit(page, "/recordings/comets")
    expect(page.get_by_text("You stopped at 1:10 today.")).to_be_visible()
    page.get_by_role("link", name="Continue there").click()

    # Still nobody has pressed for the host's player on this page.
    page.wait_for_url("**/recordings/comets?t=70")
    expect(page.get_by_text("(from 1:10)")).to_be_visible()
    wait_for_scripts(page)
    expect(page.get_by_text("You stopped at")).to_be_hidden()
    assert asked == []


def test_keys_are_those_that_a_player_of_another_host_understands(page, base_url, record):
    record(YOUTUBE)
    answer_for_others(page, base_url, LIKE_YOUTUBE)
    visit(page, "/recordings/comets")
    press_poster(page)
    page.get_by_role("button", name="Keys").click()

    expect(page.get_by_role("dialog")).to_contain_text("10 seconds back or on")
    expect(page.get_by_text("Sound off or on")).to_be_hidden()
    page.get_by_role("button", name="Close").click()
    page.locator("h1").click()
    page.keyboard.press("l")
    expect(page.locator("[data-share] summary")).to_have_text("Share from 0:52")
    assert faults(page) == []


def test_player_that_says_nothing_is_told_by_its_address(page, base_url, record):
    record(YOUTUBE)
    asked = answer_for_others(page, base_url, "<p>Something between keeps it from us</p>")
    page.clock.install()
    visit(page, "/recordings/comets")
    page.locator(".poster-large").click()
    frame = page.locator(".player iframe")
    expect(frame).to_be_visible()
    page.get_by_role("link", name="1:10", exact=True).click()

    page.clock.fast_forward(11_000)
    expect(frame).to_have_attribute("src", re.compile("start=70"))
    page.get_by_role("link", name="0:20", exact=True).click()
    expect(frame).to_have_attribute("src", re.compile("start=20"))
    expect(page).to_have_url(re.compile("#t=20$"))
    wait_for_frames(page)
    assert all(address.startswith("https://www.youtube-nocookie.com/") for address in asked)
    expect(page.get_by_label("Speed")).to_be_hidden()


def test_next_of_the_series_plays_by_itself_only_for_those_who_chose_it(page, base_url, record):
    record(YOUTUBE)
    answer_for_others(page, base_url, LIKE_YOUTUBE)
    visit(page, "/recordings/comets")
    press_poster(page)
    choice = page.get_by_label("Play it when this one ends")
    expect(choice).not_to_be_checked()
    film(page).evaluate("end()")
    expect(page.locator("h1")).to_have_text("Comets")

    choice.check()
    page.get_by_role("link", name="1:10", exact=True).click()
    expect(cue(page)).to_have_text("1:10")
    film(page).evaluate("end()")
    page.wait_for_url("**/recordings/tides")
    expect(page.locator(".player iframe")).to_have_attribute("src", re.compile("autoplay=1"))
    # Nobody has gone there to watch it: the page begins at its top, and once only.
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.reload()
    wait_for_scripts(page)
    expect(page.locator(".poster-large")).to_be_visible()

    visit(page, "/recordings/comets")
    expect(choice).to_be_checked()


def test_next_of_the_series_at_another_host_waits_to_be_pressed(page, base_url, record):
    record(YOUTUBE, VIMEO)
    asked = answer_for_others(page, base_url)
    visit(page, "/recordings/comets")
    press_poster(page)
    page.get_by_label("Play it when this one ends").check()
    asked.clear()

    film(page).evaluate("end()")

    page.wait_for_url("**/recordings/tides")
    wait_for_scripts(page)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".poster-large")).to_be_visible()
    assert asked == []

    # Unless it is trusted anyway.
    page.get_by_label("Always load players from Vimeo without asking, in this browser").check()
    visit(page, "/recordings/comets")
    press_poster(page)
    film(page).evaluate("end()")
    page.wait_for_url("**/recordings/tides")
    expect(page.locator(".player iframe")).to_have_attribute("src", re.compile("autoplay=1"))
    page.get_by_label("Speed").wait_for()
