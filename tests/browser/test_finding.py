"""Finding by what somebody remembers of it: another form of a word, a name that is misspelt."""

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
def programme(session):
    """A talk in German, one in Arabic, and a webinar to come."""
    lunar = make_organisation(session)
    held = dt.timedelta(days=-1)
    evening = make_webinar(session, lunar, "Ein Abend", starts_in=held, language="de")
    add_appearance(session, evening, make_speaker(session, lunar, "Caroline Herschel", affiliation="Slough"))
    german = add_recording(session, evening, "Zwei Vorträge", slug="vortraege", language="de", url=FILM)
    add_transcript(session, german, "Guten Abend.", "Die Kometen kommen wieder.", language="de")
    optics = make_webinar(session, lunar, "Optics", slug="optics", starts_in=held, language="ar")
    add_recording(session, optics, "قرأنا الكتاب", slug="kitab", language="ar", kind="full", url=FILM)
    make_webinar(session, lunar, "Comets to come")
    session.commit()


def test_words_are_found_from_the_head_of_any_page_in_another_form(page, programme):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/speakers")

    box = page.get_by_role("banner").get_by_role("searchbox")
    box.fill("Komet")
    box.press("Enter")
    page.wait_for_url("**/search?q=Komet")
    expect(page.locator("mark")).to_have_text("Kometen")
    page.get_by_role("link", name="Zwei Vorträge, from 0:05 on").click()
    page.wait_for_url("**/recordings/vortraege?t=5&q=Komet*")

    page.goto("/recordings?q=Vortrag")
    expect(page.get_by_role("main").get_by_role("heading", name="Zwei Vorträge")).to_be_visible()


def test_an_arabic_word_is_found_without_its_article(page, programme):
    page.goto("/recordings?q=كتاب")

    expect(page.locator("main mark")).to_have_text("الكتاب")


def test_a_misspelt_speaker_is_found_on_a_phone(page, programme):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/")

    expect(page.get_by_role("banner").get_by_role("searchbox")).to_be_hidden()
    page.get_by_role("banner").get_by_role("link", name="Search").click()
    box = page.get_by_role("main").get_by_role("searchbox")
    box.fill("Karoline Hershel")
    box.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Caroline Herschel").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Caroline Herschel")


@pytest.mark.parametrize("address", ["/search", "/search?q=komet", "/webinars", "/speakers", "/search?q=hershel"])
def test_pages_to_find_by_are_accessible(expect_accessible, programme, address):
    expect_accessible(address)
