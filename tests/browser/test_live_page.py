"""The page of a webinar on the day, as people use it: who waits, who watches, who comes late, who has no picture."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.audience_question_factories import open_board
from tests.browser.journeys import DESK, PHONE, visit
from tests.browser.players import answer_for_others
from tests.factories import (
    add_appearance,
    add_question,
    add_recording,
    make_organisation,
    make_speaker,
    make_webinar,
)
from webinars import clock
from webinars.domain.live.turns import begin_turn
from webinars.models import AskingMode, Presence, PresenceCount, RecordingPlan

HOUR, MINUTE, SECOND = dt.timedelta(hours=1), dt.timedelta(minutes=1), dt.timedelta(seconds=1)
PAGE = "/webinars/comets"
PLAYER = "https://www.youtube-nocookie.com/embed/aBcDeFgHiJk"
FRAME = "#stage iframe"


@pytest.fixture
def comets(session):
    """It begins in 12 minutes and lasts 90."""
    lunar = make_organisation(session)
    comets = make_webinar(
        session,
        lunar,
        "Comets",
        starts_in=12 * MINUTE,
        live_stream_url="https://www.youtube.com/live/aBcDeFgHiJk",
        join_url="https://room.example/1",
        summary="Two nights are needed to know.",
        recording_plan=RecordingPlan.YES,
    )
    comets.caroline = add_appearance(session, comets, make_speaker(session, lunar), talk_title="Eight in eleven years")
    add_appearance(session, comets, make_speaker(session, lunar, "Mary Somerville"))
    add_question(session, comets)
    open_board(session, comets, mode=AskingMode.ALWAYS)
    session.commit()
    return comets


@pytest.fixture
def asked_of_others(page, base_url):
    """What another site is asked for, and what goes wrong."""
    asked = answer_for_others(page, base_url)
    page.on("pageerror", lambda error: asked.append(str(error)))
    return asked


@pytest.fixture
def news(page):
    return page.get_by_role("status").and_(page.locator("[data-news]"))


def tick(page, seconds=13):
    """So long that an open page asks once."""
    page.clock.fast_forward(seconds * 1000)
    page.wait_for_timeout(150)


def wait_until(page, locator, tries=30):
    for _number in range(tries):
        tick(page)
        if locator.count() and locator.first.is_visible():
            return
    expect(locator).to_be_visible()


def test_who_waits_sees_it_open_by_a_press_and_nothing_is_loaded_before_theirs(
    page, session, comets, later, asked_of_others, news
):
    visit(page, PAGE)
    expect(page.get_by_text("Opens soon")).to_be_visible()
    expect(page.locator(".stage-box-hour")).to_contain_text("in 1")
    expect(page.get_by_text("The stream opens here by itself. You need not reload.")).to_be_visible()

    comets.late_at, comets.late_minutes = clock.now(), 10
    session.commit()
    wait_until(page, page.get_by_text("A little late"))
    expect(news).to_have_text("Starts 10 minutes later.")

    comets.began_at = clock.now()
    session.commit()
    poster = page.get_by_role("button", name="Watch the live stream")
    wait_until(page, poster)
    expect(news).to_have_text("The webinar has started.")
    assert asked_of_others == []

    poster.click()

    expect(page.locator(FRAME)).to_be_focused()
    page.wait_for_timeout(200)
    assert [each.partition("?")[0] for each in asked_of_others] == [PLAYER]


def test_a_page_opened_long_before_can_still_play(page, session, comets, later, asked_of_others):
    comets.starts_at += 2 * HOUR
    comets.starts_wall += 2 * HOUR
    comets.ends_at += 2 * HOUR
    session.commit()
    visit(page, PAGE)
    expect(page.locator("#stage")).to_have_count(0)

    later(104 * MINUTE)
    expect(page.get_by_text("Opens soon")).to_be_visible()
    later(35 * MINUTE)
    page.get_by_role("button", name="Watch the live stream").click()

    expect(page.frame_locator(FRAME).get_by_text("A player that speaks as YouTube's does")).to_be_visible()


def test_the_end_takes_nothing_from_who_still_watches(page, session, comets, later, asked_of_others, news):
    comets.began_at = clock.now()
    session.commit()
    visit(page, PAGE)
    page.get_by_role("button", name="Watch the live stream").click()
    expect(page.locator(FRAME)).to_be_visible()

    comets.ended_at = clock.now()
    session.commit()
    show = page.get_by_role("button", name="Show it")
    wait_until(page, show)

    expect(page.locator(FRAME)).to_be_visible()
    expect(news).to_contain_text("The webinar is over.")
    show.click()
    expect(page.get_by_text("The recording will be here")).to_be_visible()
    expect(page.get_by_role("link", name="See the stream again at YouTube")).to_be_visible()

    values = {"provider": "youtube", "provider_host": "www.youtube.com", "provider_video": "aBcDeFgHiJk"}
    add_recording(session, comets, "The full stream", url="https://youtu.be/aBcDeFgHiJk", **values)
    session.commit()
    page.clock.fast_forward(80_000)
    # Whoever was led to what is new is there still.
    wait_until(page, show)
    show.click()
    page.get_by_role("button", name="Play the full stream").click()
    expect(page.frame_locator("main iframe").get_by_text("A player that speaks as YouTube's does")).to_be_visible()


def test_a_recording_at_a_host_that_nobody_expected_is_a_link_until_the_page_is_loaded(
    page, session, comets, later, asked_of_others
):
    comets.ended_at = clock.now()
    session.commit()
    visit(page, PAGE)
    add_recording(session, comets, "The full stream")
    session.commit()

    page.clock.fast_forward(80_000)
    wait_until(page, page.get_by_role("link", name="Play the full stream"))
    visit(page, PAGE)
    expect(page.get_by_role("button", name="Play the full stream")).to_be_visible()


def test_who_speaks_is_seen_within_a_minute_or_two_and_the_player_stays(page, session, comets, later, asked_of_others):
    comets.began_at = clock.now()
    session.commit()
    visit(page, PAGE)
    page.get_by_role("button", name="Watch the live stream").click()
    expect(page.locator(".turns")).to_have_count(0)

    begin_turn(session, comets, comets.caroline, now=clock.now())
    session.commit()
    wait_until(page, page.locator(".turns"))

    expect(page.locator(".turns > .is-now")).to_contain_text("Caroline Herschel")
    expect(page.locator(FRAME)).to_be_visible()
    expect(page.get_by_role("button", name="Show it")).to_have_count(0)
    assert len(asked_of_others) == 1


def test_trouble_has_ways_out(page, session, app, comets, later, asked_of_others):
    visit(page, PAGE)
    comets.began_at = clock.now()
    session.commit()
    wait_until(page, page.locator("#stage .player"))
    page.get_by_text("Trouble with the stream?").click()
    page.get_by_role("button", name="Load the stream again").click()
    expect(page.locator(FRAME)).to_be_visible()
    page.locator(FRAME).evaluate("frame => frame.dataset.old = '1'")
    page.get_by_text("Trouble with the stream?").click()
    expect(page.get_by_role("link", name="Open at YouTube")).to_be_visible()
    page.get_by_role("button", name="Load the stream again").click()
    expect(page.locator(f"{FRAME}:not([data-old])")).to_be_visible()

    page.get_by_text("Trouble with the stream?").click()
    page.get_by_role("button", name="Tell the organisers").click()

    expect(page.get_by_text("Thank you. The organisers see that somebody has no picture.")).to_be_visible()
    tally = app.extensions["live"].tally
    tally.hand_over()
    assert any('"trouble"' in parcel for parcel in tally.tray.take())


def test_an_open_page_says_that_it_is_here_and_shows_how_many_are(page, session, app, comets, later, asked_of_others):
    tally = app.extensions["live"].tally
    comets.began_at = clock.now()
    for back in (2, 3, 4, 5):
        at = (clock.now() - back * MINUTE).replace(second=0, microsecond=0)
        session.add(PresenceCount(webinar_id=comets.id, presence=Presence.HERE, at=at, count=19))
    session.commit()
    visit(page, PAGE)
    wait_until(page, page.get_by_text("about 40 here"), tries=3)
    page.get_by_role("button", name="Watch the live stream").click()

    for _number in range(12):
        tick(page)

    tally.hand_over()
    said = "".join(tally.tray.take())
    assert '"here"' in said
    assert '"playing"' in said


def test_without_a_script_it_is_links_and_forms(new_context, session, comets):
    comets.began_at = clock.now()
    session.commit()
    page = new_context(java_script_enabled=False).new_page()
    page.goto(PAGE)

    poster = page.get_by_role("link", name="Watch the live stream")
    expect(poster).to_have_attribute("href", "https://www.youtube.com/watch?v=aBcDeFgHiJk")
    expect(page.get_by_text("It opens at YouTube")).to_be_visible()
    expect(page.get_by_text("Nothing is loaded from YouTube")).to_be_hidden()
    expect(page.get_by_text("Thank you.")).to_be_hidden()
    page.get_by_text("Trouble with the stream?").click()
    page.get_by_role("button", name="Tell the organisers").click()
    expect(page.get_by_text("Thank you. The organisers see that somebody has no picture.")).to_be_visible()
    expect(page.get_by_role("link", name="Join the room")).to_be_visible()


@pytest.mark.parametrize("state", ["open", "late", "due", "live", "over"])
def test_everybody_can_use_it(session, comets, expect_accessible, state):
    now = clock.now()
    if state == "late":
        comets.late_at, comets.late_minutes = now, 10
    elif state == "due":
        comets.starts_at, comets.conducted_at = now - 2 * MINUTE, now - 10 * MINUTE
    elif state == "live":
        comets.began_at = now - 5 * MINUTE
        begin_turn(session, comets, comets.caroline, now=now - MINUTE)
    elif state == "over":
        comets.ended_at = now - MINUTE
    session.commit()

    expect_accessible(PAGE)


def test_on_a_phone_the_picture_stays_and_beside_it_on_a_desk_stand_the_words(page, session, comets):
    comets.began_at, comets.description = clock.now(), "A comet moves.\n\n" * 60
    session.commit()
    page.set_viewport_size({"width": PHONE, "height": 800})
    visit(page, PAGE)
    page.locator(".live-words").scroll_into_view_if_needed()
    page.mouse.wheel(0, 500)
    page.wait_for_timeout(300)
    assert page.locator("#stage .player").bounding_box()["y"] == pytest.approx(0, abs=1)

    page.set_viewport_size({"width": DESK, "height": 900})
    page.evaluate("scrollTo(0, 0)")
    picture, words = (page.locator(each).bounding_box() for each in ("#stage .player", ".live-words"))
    assert picture["x"] + picture["width"] <= words["x"]
    assert words["y"] < picture["y"] + picture["height"]
    page.get_by_role("button", name="Wide").click()
    picture, words = (page.locator(each).bounding_box() for each in ("#stage .player", ".live-words"))
    assert words["y"] > picture["y"] + picture["height"]
