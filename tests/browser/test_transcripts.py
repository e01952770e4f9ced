"""A transcript from YouTube's page to a page of ours, with a name put right on the way."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter
from tests.factories import (
    add_appearance,
    add_recording,
    make_membership,
    make_organisation,
    make_speaker,
    make_user,
    make_webinar,
)
from webinars.domain.accounts.passwords import hash_password
from webinars.models import Agreement

COPIED = """0:00
good evening and welcome to the first of our letters
0:06
mrs hershel will speak of comets
0:12
thank you and good evening said mrs hershel
"""


@pytest.fixture
def path(page, session):
    """Where Olga, who has signed in, adds transcripts of a recording at /recordings/evening."""
    host = make_organisation(session, "Lunar Society")
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, host, olga)
    webinar = make_webinar(session, host, starts_in=-dt.timedelta(days=1))
    add_appearance(session, webinar, make_speaker(session, host), agreement=Agreement.AGREED)
    recording = add_recording(session, webinar, "The whole evening", slug="evening")
    session.commit()
    enter(page)
    return f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/transcripts"


def paste(page, path):
    page.goto(path)
    page.get_by_label("Or the text, pasted").fill(COPIED)
    page.get_by_role("button", name="Add transcript").click()
    expect(page.get_by_text("Saved: 3 cues.")).to_be_visible()


def test_pasted_transcript_is_put_right_and_stands_on_the_page(page, path):
    paste(page, path)

    page.get_by_label("Find words").fill("hershel")
    page.keyboard.press("Enter")
    page.get_by_label("Put in their place").fill("Herschel")
    page.get_by_role("button", name="Replace everywhere").click()
    expect(page.get_by_text("Replaced in 2 places.")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    voices = page.locator("ol").get_by_label("Who", exact=True)
    expect(voices).to_have_count(3)
    voices.nth(2).fill("Caroline Herschel")
    page.get_by_role("button", name="Save these cues").click()
    expect(page.get_by_text("1 cue is changed.")).to_be_visible()
    page.get_by_text("Add a cue").click()
    page.locator("#new-cue").get_by_label("At", exact=True).fill("0:09")
    page.locator("#new-cue").get_by_label("Words").fill("Eight of them are her own.")
    page.get_by_role("button", name="Add this cue").click()
    expect(page.get_by_text("The cue at 0:09 is added.")).to_be_visible()
    page.get_by_role("link", name="Its public page").click()

    expect(page.get_by_text("mrs Herschel will speak of comets")).to_be_visible()
    expect(page.get_by_text("Eight of them are her own.")).to_be_visible()
    expect(page.locator(".cue-voice")).to_have_text("Caroline Herschel")


def test_pages_are_accessible(page, path, expect_accessible):
    paste(page, path)

    expect_accessible(path)
    expect_accessible(f"{path}/en?find=hershel")


def test_refused_page_is_accessible_and_keeps_what_was_pasted(page, path):
    page.goto(path)
    page.get_by_label("Or the text, pasted").fill("Good evening, without times.")
    page.get_by_role("button", name="Add transcript").click()

    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.get_by_label("Or the text, pasted")).to_have_value("Good evening, without times.")
