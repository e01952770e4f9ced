"""One box for recordings, what is said in them, speakers and webinars to come."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.factories import (
    add_appearance,
    add_recording,
    add_transcript,
    make_organisation,
    make_speaker,
    make_webinar,
)

FILM = "/static/demo/film.webm"


@pytest.fixture
def comets(session):
    """A recording that says, and a speaker and a webinar that are called, what is looked for."""
    lunar = make_organisation(session)
    webinar = make_webinar(session, lunar, starts_in=-dt.timedelta(days=1))
    add_appearance(session, webinar, make_speaker(session, lunar, "Ada Comet", affiliation="Slough"))
    recording = add_recording(session, webinar, "All of the evening", slug="evening", url=FILM)
    add_transcript(session, recording, "Good evening.", "Ada: A comet is ice.", "Thank you.")
    make_webinar(session, lunar, "Comets to come")
    session.commit()


@pytest.mark.parametrize(
    "address", ["/recordings?q=comet*", "/search", "/search?q=comet", "/search?q=adda", "/webinars", "/speakers"]
)
def test_pages_to_find_by_are_accessible(expect_accessible, comets, address):
    expect_accessible(address)


def test_moment_is_reached_by_keyboard(page, comets):
    page.goto("/recordings")
    page.get_by_role("main").get_by_role("searchbox").fill("comet")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recordings?q=comet")
    moment = page.get_by_role("link", name="All of the evening, from 0:05 on")

    moment.focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/recordings/evening?t=5&q=comet#place")
    expect(page.get_by_role("heading", name="All of the evening").first).to_be_visible()
