"""A viewer finds what they remember only roughly, lands where it is said, reads along, and goes on the next day."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import DESK, PHONE, faults, seek, slow_films_down, visit, wait_for_scripts, wait_for_stop
from tests.factories import (
    add_appearance,
    add_recording,
    add_transcript,
    make_organisation,
    make_series,
    make_speaker,
    make_webinar,
)
from webinars.models import Agreement, Cue
from webinars.models.derived import touch

FILM = "/static/demo/film.webm"
DAY = dt.timedelta(days=1)
SAID = (
    "مساء الخير.", "تفضلوا بالجلوس.", "من كتب هذا؟", "ابن الهيثم.", "نعود إليه بعد قليل.", "الضوء يأتي أولا.",
    "والكتاب يشرح العين.", "العين ترى المرآة.", "هذا الكتاب قديم.", "شكرا لكم.",
)  # fmt: skip


@pytest.fixture
def programme(session):
    """Of one series a talk in Arabic, three seconds a cue, at /recordings/kitab, and then one in German."""
    lunar = make_organisation(session)
    series = make_series(session, lunar)
    stored = {"url": FILM, "provider": "video_file", "provider_host": "", "provider_video": FILM, "duration_s": 30}
    optics = make_webinar(session, lunar, "Optics", slug="optics", starts_in=-9 * DAY, language="ar", series=series)
    kitab = add_recording(session, optics, "كتب البصريات", slug="kitab", language="ar", **stored)
    add_transcript(session, kitab, *SAID, language="ar")
    session.execute(sa.update(Cue).values({Cue.starts_ms: Cue.starts_ms * 3 / 5, Cue.ends_ms: Cue.ends_ms * 3 / 5}))
    session.refresh(kitab, ["transcripts"])
    evening = make_webinar(session, lunar, "Ein Abend", starts_in=-2 * DAY, language="de", series=series)
    caroline = make_speaker(session, lunar, "Caroline Herschel", affiliation="Slough")
    add_appearance(session, evening, caroline, agreement=Agreement.AGREED)
    comets = add_recording(session, evening, "Die Kometen", slug="kometen", language="de", **stored)
    add_transcript(session, comets, "Guten Abend.", "Heute hören wir zwei Vorträge.", language="de")
    touch(session, [optics.id, evening.id])
    session.commit()


def search_for(page, words):
    """From the head of the page: of a phone's, there is only room for the way to the search."""
    box = page.get_by_role("banner").get_by_role("searchbox")
    if not box.is_visible():
        page.get_by_role("banner").get_by_role("link", name="Search").click()
        box = page.get_by_role("main").get_by_role("searchbox")
    box.fill(words)
    box.press("Enter")
    page.wait_for_url("**/search?q=*")


def find_all(page):
    """A German plural by its singular, a speaker by a misspelt name, and an Arabic word without its article."""
    main = page.get_by_role("main")
    page.goto("/speakers")
    search_for(page, "Vortrag")
    expect(main.locator("mark")).to_have_text("Vorträge")

    search_for(page, "Karoline Hershel")
    main.get_by_role("link", name="Caroline Herschel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Caroline Herschel")
    expect(main.get_by_role("link", name="Die Kometen").first).to_be_visible()

    search_for(page, "كتاب")
    expect(main.locator("mark")).to_have_text(["والكتاب", "الكتاب"])
    main.get_by_role("link", name="كتب البصريات, from 0:18 on").click()
    page.wait_for_url("**/recordings/kitab?t=18&q=*")


def test_words_in_other_forms_and_a_misspelt_speaker_are_found_on_a_phone_without_scripts(new_context, programme):
    page = new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 800}).new_page()

    find_all(page)

    expect(page.get_by_text("Place 1 of 2 with “كتاب”, from your search")).to_be_visible()
    expect(page.locator(".mark-here")).to_be_in_viewport()
    expect(page.locator("li", has=page.locator(".mark-here")).locator("mark")).to_have_text(["والكتاب", "الكتاب"])


def test_viewer_finds_lands_on_the_second_reads_along_and_goes_on_the_next_day(page, programme, later):
    page.set_viewport_size({"width": DESK, "height": 800})
    slow_films_down(page)
    find_all(page)
    wait_for_scripts(page)

    status = page.locator("[data-transcript-find] [role=status]")
    expect(status).to_have_text("Place 1 of 2 with “كتاب”, from your search")
    expect(page.locator("li:has(.mark-here) .stamp")).to_have_text("0:18")
    page.locator("li:has(.mark-here) .stamp").click()
    expect(page.locator(".cue-current .mark-here")).to_have_text("والكتاب")
    seek(page, 22.2)
    expect(page.locator(".cue-current")).to_contain_text("المرآة")
    page.get_by_role("button", name="The next place").click()
    expect(status).to_have_text("Place 2 of 2 with “كتاب”, from your search")
    page.get_by_label("Speed").select_option("1.5")
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('video').paused")
    wait_for_stop(page, "kitab", 22)

    # The next day they come by the address that is known to everybody.
    page.goto("about:blank")
    later(DAY)
    visit(page, "/recordings/kitab")
    expect(page.get_by_text(re.compile("You stopped at 0:22 on [A-Z][a-z]+day[.]"))).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Continue there").click()
    page.wait_for_function("() => document.querySelector('video')?.currentTime >= 22")
    expect(page.get_by_text("You stopped at")).to_be_hidden()
    expect(page.get_by_label("Speed")).to_have_value("1.5")
    expect(page.locator(".cue-current")).to_contain_text("المرآة")

    # What has ended leads on for those who chose it, and is not offered again.
    page.get_by_label("Play it when this one ends").check()
    assert faults(page) == []
    seek(page, 29.9)
    page.wait_for_url("**/recordings/kometen")
    expect(page.locator("video")).to_be_visible()
    assert faults(page) == []
    visit(page, "/recordings/kitab")
    expect(page.get_by_label("Play it when this one ends")).to_be_checked()
    expect(page.get_by_text("You stopped at")).to_be_hidden()
