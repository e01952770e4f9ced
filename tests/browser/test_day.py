"""The day of a webinar, conducted by thumb on a phone: with scripts and without, and while somebody helps."""

import datetime as dt
import os
import re

import pytest
from playwright.sync_api import expect

from tests.audience_question_factories import give_votes, make_question, open_board
from tests.browser.journeys import PASSWORD, PHONE, enter, faults, visit
from tests.factories import (
    add_appearance,
    make_membership,
    make_organisation,
    make_registration,
    make_speaker,
    make_user,
    make_webinar,
    open_desk,
)
from webinars import clock
from webinars.domain.accounts.passwords import hash_password
from webinars.lib.tokens import digest_of
from webinars.models import Agreement, AskingMode, HelperLink, Role

DAY, BY_LINK = "/manage/webinars/engine/day", "/conduct/a-token-of-whoever-helps"
TEXT = "We have begun. Come in."


@pytest.fixture
def day(session, settings):
    """A webinar that begins in four minutes, with two speakers, two questions and two people with a place."""
    host = make_organisation(session, "Lunar Society", timezone="Europe/London")
    webinar = make_webinar(
        session, host, "Can a machine be said to think?", slug="engine", starts_in=dt.timedelta(minutes=4, seconds=20)
    )
    webinar.join_url = "https://rooms.example/engine"
    webinar.live_stream_url = "https://www.youtube.com/live/aBcDeFgHiJk"
    for name in ("Augustus De Morgan", "Mary Somerville"):
        add_appearance(session, webinar, make_speaker(session, host, name), agreement=Agreement.AGREED)
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, host, olga, Role.OWNER)
    board = open_board(session, webinar, mode=AskingMode.ALWAYS)
    for text, voters in (("Who punched the cards?", "abc"), ("Whose fault is a wrong answer?", "a")):
        give_votes(session, make_question(session, settings, board, text), *voters)
    open_desk(session, webinar)
    for name in ("Ana", "Ben"):
        make_registration(session, settings, webinar, name)
    session.add(
        HelperLink(
            webinar_id=webinar.id,
            digest=digest_of(BY_LINK.rpartition("/")[2]),
            made_by_id=olga.id,
            made_at=clock.now(),
        )
    )
    session.commit()
    return webinar


def conduct(page):
    """From the start to “Not over yet”, each by one press."""
    bar = page.get_by_role("region", name="Start and end")
    speakers = page.get_by_role("region", name="Who speaks")
    bar.get_by_role("button", name="We have started").click()
    expect(bar.locator(".pill")).to_have_text("Live")
    speakers.get_by_role("button", name=re.compile("Speaks now ?: Augustus De Morgan")).click()
    expect(speakers.locator(".is-now strong")).to_have_text("Augustus De Morgan")
    questions = page.get_by_role("region", name="Questions to answer next")
    questions.get_by_role("button", name=re.compile("Answer now ?: Who punched the cards")).click()
    questions.get_by_role("button", name=re.compile("Done ?: Who punched the cards")).click()
    expect(questions.get_by_role("button", name="Answer now")).to_have_count(1)
    bar.get_by_role("button", name="We are over").click()
    expect(bar.locator(".pill")).to_have_text("Over")
    expect(speakers.locator(".is-now")).to_have_count(0)
    bar.get_by_role("button", name="Not over yet").click()
    expect(bar.locator(".pill")).to_have_text("Live")


def shoot(page, name):
    folder = os.environ.get("DAY_SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png")


def test_it_is_conducted_from_a_phone(page, day):
    page.set_viewport_size({"width": PHONE, "height": 844})
    enter(page)
    visit(page, "/manage/")
    page.locator(".tasks").get_by_role("link", name="On the day").click()
    bar = page.locator(".conduct-now")

    box = bar.bounding_box()
    assert round(box["y"] + box["height"]) == 844
    page.mouse.wheel(0, 900)
    box = bar.bounding_box()
    assert round(box["y"] + box["height"]) == 844
    conduct(page)


def test_it_is_conducted_without_scripts(without_scripts, day):
    without_scripts.goto(BY_LINK)

    conduct(without_scripts)
    without_scripts.get_by_role("link", name="Load again").click()
    expect(without_scripts.locator(".conduct-now .pill")).to_have_text("Live")


def test_what_somebody_who_helps_presses_is_seen_and_nothing_typed_is_lost(page, browser, base_url, day, later):
    enter(page)
    later(dt.timedelta(minutes=5))
    visit(page, DAY)
    message = page.get_by_label("Message")
    message.fill(TEXT)
    page.get_by_text("Another room").click()
    page.get_by_label("Address of the room").fill("https://rooms.example/second")
    helper = browser.new_context(base_url=base_url).new_page()
    helper.goto(BY_LINK)
    helper.get_by_role("button", name="We have started").click()

    later(dt.timedelta(seconds=30))

    expect(page.locator("#day-clock .pill")).to_have_text("Live")
    expect(page.locator("#day-buttons").get_by_role("button", name="We are over")).to_be_visible()
    expect(message).to_have_value(TEXT)
    expect(page.get_by_label("Address of the room")).to_have_value("https://rooms.example/second")
    helper.context.close()


def test_the_clock_goes_on_by_itself(page, day, later):
    enter(page)
    later(dt.timedelta(minutes=5))
    visit(page, DAY)
    page.get_by_role("button", name="We have started").click()
    clock_at = page.locator("[data-since]")
    expect(clock_at).to_be_visible()

    later(dt.timedelta(seconds=75))

    expect(clock_at).to_have_text("1:15")


@pytest.mark.parametrize("address", [DAY, BY_LINK])
def test_everybody_can_use_the_page_in_each_of_its_states(page, day, later, address):
    enter(page)
    shown = []
    for number, (minutes, button) in enumerate(
        [(0, ""), (0, "Start 10 minutes later"), (17, "We have started"), (2, "Speaks now.*Mary"), (100, "We are over")]
    ):
        later(dt.timedelta(minutes=minutes))
        visit(page, address)
        if button:
            page.get_by_role("button", name=re.compile(button)).click()
            visit(page, address)
        shown.append(page.locator("#day-clock").inner_text())
        for width in (PHONE, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            shoot(page, f"{'link' if address == BY_LINK else 'desk'}-{number}-{width}")
        assert faults(page) == [], number

    assert len(set(shown)) == len(shown)
