"""Pages that stay open while time passes: each follows the clock, says so, and takes nothing out of anybody's hands."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import visit
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
from webinars.models import Status

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
ROOM = "https://room.example/1"


@pytest.fixture
def comets(session):
    comets = make_webinar(session, make_organisation(session), "Comets", starts_in=50 * MINUTE, join_url=ROOM)
    session.commit()
    return comets


@pytest.fixture
def news(page):
    """What is said in the live region."""
    return page.get_by_role("status").and_(page.locator("[data-news]"))


def test_the_way_in_opens_on_the_page_of_the_link_and_nothing_of_the_room_is_fetched(page, comets, later, news):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.on("console", lambda message: asked.append(message.text))
    page.goto(f"/join/{comets.join_code}")
    expect(page.get_by_role("heading", name="The room opens 30 minutes before the start")).to_be_visible()
    expect(page.get_by_text(re.compile(r"The webinar begins in (49|50) minutes\."))).to_be_visible()

    later(21 * MINUTE)

    expect(page.get_by_role("link", name="Join now")).to_have_attribute("href", f"/join/{comets.join_code}")
    expect(news).to_have_text("The room is open. You can join now.")
    assert [each for each in asked if "room.example" in each or "http" not in each] == []

    later(3 * HOUR)

    expect(page.get_by_role("heading", name="This webinar is over")).to_be_visible()
    expect(news).to_have_text("The webinar is over.")


def test_a_page_that_cannot_be_fetched_is_asked_for_again(page, comets, later):
    failed = []

    def fail(route):
        failed.append(route.request.url)
        if len(failed) == 1:
            route.abort()
        else:
            route.fulfill(status=503, body="busy")

    page.goto(f"/join/{comets.join_code}")
    page.route("**/join/*", fail)
    later(21 * MINUTE)
    expect(page.get_by_role("link", name="Join now")).to_have_count(0)
    while len(failed) < 2:
        page.wait_for_timeout(50)
        page.clock.fast_forward(30_000)
    page.unroute("**/join/*")

    for _ in range(100):
        page.clock.fast_forward(60_000)
        page.wait_for_timeout(50)
        if page.get_by_role("link", name="Join now").count():
            break
    expect(page.get_by_role("link", name="Join now")).to_be_visible()


def test_the_page_of_a_webinar_goes_from_before_to_over(page, session, comets, later, news):
    visit(page, "/webinars/comets")
    expect(page.get_by_role("link", name="Join in your browser")).to_have_count(0)

    later(21 * MINUTE)
    expect(page.get_by_role("link", name="Join in your browser")).to_be_visible()
    expect(news).to_have_text("The room is open. You can join now.")

    later(30 * MINUTE)
    expect(page.get_by_text("It has started", exact=True)).to_be_visible()
    expect(page.locator("#state")).to_have_text("Live now")
    expect(page.locator(".countdown")).to_contain_text("ago")
    expect(news).to_have_text("The webinar has started.")

    add_recording(session, comets, "The full stream")
    session.commit()
    later(90 * MINUTE)
    expect(page.get_by_text("Took place on")).to_be_visible()
    expect(page.get_by_text("It has started")).to_have_count(0)
    expect(page.get_by_role("link", name="Play the full stream")).to_be_visible()
    expect(news).to_have_text("The webinar is over.")


def test_what_is_called_off_meanwhile_is_noticed(page, session, comets, later, news):
    visit(page, "/webinars/comets")
    comets.status, comets.cancelled_at, comets.cancellation_reason = Status.CANCELLED, clock.now(), "Clouds."
    session.commit()

    later(21 * MINUTE)

    expect(page.locator("#notice")).to_contain_text("This webinar will not take place. Clouds.")
    expect(page.locator("#state")).to_have_text("Cancelled")
    expect(news).to_have_text("This webinar will not take place.")


def test_what_somebody_uses_stays_until_they_ask_for_the_new(page, comets, later, news):
    visit(page, "/webinars/comets")
    summary = page.locator("#ticket summary").filter(has_text="Add to calendar")
    summary.click()

    later(21 * MINUTE)

    expect(news).to_contain_text("The room is open. You can join now.")
    expect(summary).to_be_focused()
    expect(page.get_by_role("link", name="Join in your browser")).to_have_count(0)
    news.get_by_role("button", name="Show it").click()
    expect(page.get_by_role("link", name="Join in your browser")).to_be_visible()
    expect(page.locator("#ticket")).to_be_focused()
    expect(news).to_have_text("")


def test_home_goes_from_the_next_to_what_is_going_on(page, session, comets, later, news):
    make_webinar(session, comets.host, "Tides", starts_in=30 * HOUR)
    session.commit()
    visit(page, "/")
    expect(page.locator(".kicker")).to_have_text(re.compile("Next webinar, in (49|50) minutes"))
    expect(page.locator(".live-strip")).to_have_count(0)

    later(21 * MINUTE)
    expect(page.locator(".kicker")).to_contain_text("The room is open")

    later(30 * MINUTE)
    expect(page.locator(".live-strip")).to_contain_text("Live now Comets")
    expect(page.locator(".kicker")).to_contain_text("Next webinar")
    expect(page.locator("#next")).to_have_text("Tides")
    expect(page.locator("#after-that")).to_be_hidden()
    expect(news).to_contain_text("Live now: Comets")

    later(90 * MINUTE)
    expect(page.locator(".live-strip")).to_contain_text("May still be running Comets")

    later(30 * MINUTE)
    expect(page.locator(".live-strip")).to_have_count(0)


@pytest.mark.parametrize(
    "path",
    [
        "/webinars",
        "/series/the-night-sky",
        "/speakers/caroline-herschel",
        "/topics/astronomy",
    ],
)
def test_lists_follow_the_clock(page, session, comets, later, path):
    comets.series = make_series(session, comets.host)
    add_appearance(session, comets, make_speaker(session, comets.host))
    session.refresh(comets, ["topics"])
    comets.topics.append(make_topic(session))
    session.commit()
    visit(page, path)
    expect(page.locator(".own")).to_contain_text("where you are")
    expect(page.locator(".pill-live")).to_have_count(0)

    later(51 * MINUTE)
    expect(page.locator(".pill-live")).to_be_visible()
    expect(page.locator(".own")).to_contain_text("began")

    later(90 * MINUTE)
    expect(page.locator(".pill-live")).to_have_text("May still be running")

    later(30 * MINUTE)
    expect(page.locator(".pill-live")).to_have_count(0)
    expect(page.locator(".own")).to_have_count(0)


@pytest.mark.parametrize("path", ["/embed/next", "/embed/webinars/comets", "/embed/programme"])
def test_embeds_follow_the_clock_and_show_the_viewers_own_hour(page, comets, later, path):
    visit(page, path)
    expect(page.locator(".local-hour")).to_be_visible()
    expect(page.get_by_text("where you are")).to_be_visible()
    expect(page.get_by_role("link", name="Join")).to_have_count(0)

    later(21 * MINUTE)
    expect(page.get_by_role("link", name="Join")).to_be_visible()

    later(30 * MINUTE)
    expect(page.get_by_text("Live now").first).to_be_visible()
    expect(page.locator(".local-hour")).to_be_visible()

    later(90 * MINUTE)
    expect(page.get_by_role("link", name="Join")).to_be_visible()
    expect(page.get_by_text("Live now")).to_have_count(0)

    later(30 * MINUTE)
    expect(page.get_by_role("link", name="Join")).to_have_count(0)


def test_without_a_script_no_page_says_how_soon_it_is(new_context, comets):
    page = new_context(java_script_enabled=False).new_page()
    for path in ("/", "/webinars/comets", f"/join/{comets.join_code}", "/embed/next"):
        page.goto(path)
        expect(page.locator("main")).to_contain_text("Comets")
        expect(page.locator(".countdown").locator("visible=true")).to_have_count(0)
        expect(page.locator("body")).not_to_contain_text(re.compile(r"in \d+ minutes"))
