"""What the device keeps of watching and reading, and forgets. The whole way stands in `test_viewing_journey`."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import seek, slow_films_down, visit, wait_for_scripts, wait_for_stop
from tests.factories import (
    add_appearance,
    add_recording,
    add_transcript,
    make_organisation,
    make_series,
    make_speaker,
    make_webinar,
)
from webinars.models import Agreement, Recording
from webinars.models.derived import touch

FILM = "/static/demo/film.webm"
DAY = dt.timedelta(days=1)
SAID = (
    "Good evening to all of you.", "Does the Engine originate anything?", "Captain, it is your turn.",
    "To originate is to begin untold.", "Thank you.",
)  # fmt: skip


@pytest.fixture
def evening(session):
    """At /recordings/evening “originate” is said at 5 and at 15. /recordings/turk is next."""
    lunar = make_organisation(session)
    series = make_series(session, lunar)
    for title, slug, days in (("The whole evening", "evening", 9), ("The Turk", "turk", 2)):
        webinar = make_webinar(session, lunar, title, starts_in=-days * DAY, series=series)
        add_appearance(
            session, webinar, make_speaker(session, lunar, f"Speaker of {title}"), agreement=Agreement.AGREED
        )
        stored = {"url": FILM, "provider": "video_file", "provider_host": "", "provider_video": FILM, "duration_s": 30}
        recording = add_recording(session, webinar, title, slug=slug, **stored)
        if slug == "evening":
            add_transcript(session, recording, *SAID)
        touch(session, [webinar.id])
    session.commit()


def kept(page):
    return page.evaluate("JSON.parse(localStorage.getItem('watching') ?? '{}')")


def test_what_is_kept_is_forgotten_by_one_press(page, evening):
    slow_films_down(page)
    visit(page, "/recordings/evening")
    page.locator(".poster-large").click()
    page.get_by_label("Speed").wait_for()
    seek(page, 25.2)
    wait_for_stop(page, "evening", 25)

    page.goto("about:blank")
    visit(page, "/recordings/evening")
    expect(page.get_by_text("You stopped at 0:25 today.")).to_be_visible()
    expect(page.get_by_text("Only this device knows.")).to_be_visible()
    page.get_by_role("button", name="Forget it").click()
    expect(page.get_by_text("You stopped at")).to_be_hidden()
    expect(page.locator(".poster-large")).to_be_focused()
    assert kept(page) == {}

    page.locator(".poster-large").click()
    page.get_by_label("Speed").select_option("1.5")
    seek(page, 14.5)
    wait_for_stop(page, "evening", 14)
    page.get_by_role("button", name="Forget all of it").click()
    expect(page.get_by_text("Only this device knows where you stopped")).to_be_hidden()
    seek(page, 20)
    expect(page.locator("[data-share] summary")).to_have_text("Share from 0:20")
    assert kept(page) == {}


def test_captions_are_shown_again_in_the_language_that_was_chosen(page, evening):
    visit(page, "/recordings/evening")
    page.locator(".poster-large").click()
    page.get_by_label("Speed").wait_for()
    page.keyboard.press("c")
    page.wait_for_function("() => JSON.parse(localStorage.getItem('watching') ?? '{}').captions === 'en'")

    page.reload()
    wait_for_scripts(page)
    page.locator(".poster-large").click()
    page.wait_for_function("() => document.querySelector('video').textTracks[0].mode === 'showing'")
    page.keyboard.press("c")
    page.wait_for_function("() => !('captions' in JSON.parse(localStorage.getItem('watching') ?? '{}'))")


def test_words_far_down_are_laid_out_when_somebody_goes_there(page, session, evening):
    recording = session.scalars(sa.select(Recording).where(Recording.slug == "turk")).one()
    add_transcript(session, recording, *(f"Move {number} of the Turk." for number in range(200)))
    session.commit()
    page.set_viewport_size({"width": 390, "height": 800})
    visit(page, "/recordings/turk")
    last = page.locator(".cue > p:not(.cue-voice)").last
    is_laid_out = "(words) => words.checkVisibility({ contentVisibilityAuto: true })"
    assert not last.evaluate(is_laid_out)

    page.get_by_label("Find in this transcript").fill("move 199")
    page.keyboard.press("Enter")

    expect(page.locator(".mark-here")).to_be_in_viewport()
    page.wait_for_function(is_laid_out, arg=last.element_handle())


def test_nothing_is_kept_of_somebody_who_only_reads(page, evening):
    visit(page, "/recordings/evening?q=originate")
    page.get_by_role("button", name="The next place").click()
    page.get_by_label("Find in this transcript").fill("evening")

    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    expect(page.get_by_role("button", name="Forget all of it")).to_be_hidden()


def test_recording_is_read_where_nothing_may_be_kept(page, evening):
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, { get: () => { throw new DOMException('closed', 'SecurityError'); } });"
    )
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    visit(page, "/recordings/evening")
    page.locator(".poster-large").click()
    page.get_by_label("Speed").select_option("2")
    seek(page, 14.5)

    expect(page.locator("[data-share] summary")).to_have_text(re.compile("Share from 0:1[4-9]"))
    assert errors == []


@pytest.mark.parametrize("path", ["/recordings/evening?q=originate&t=15", "/recordings/evening/player"])
def test_pages_are_accessible(session, evening, expect_accessible, path):
    assert session.scalar(sa.select(sa.func.count()).select_from(Recording)) == 2
    session.rollback()

    expect_accessible(path)
