"""A playlist's page copied and pasted: from its links and titles to the recordings of two webinars of a series."""

import datetime as dt

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, faults, wait_for_scripts
from tests.factories import (
    add_appearance,
    make_membership,
    make_organisation,
    make_series,
    make_speaker,
    make_user,
    make_webinar,
)
from webinars.domain.accounts.passwords import hash_password
from webinars.models import Recording

DAY = dt.timedelta(days=1)
VIDEOS = [
    ("12:34", "ada________", "Ada Lovelace: On tails | Lunar Society"),
    ("1:42:10", "full_______", "Comets, the full event | Lunar Society"),
    ("21:09", "ibn________", "Ibn Battuta on salt | Lunar Society"),
]
COPIED = "".join(
    f"""<div><a href="https://www.youtube.com/watch?v={video}&list=PL1"><span>{length}</span></a>
    <h3><a href="https://www.youtube.com/watch?v={video}&list=PL1">{title}</a></h3>
    <a href="https://www.youtube.com/@lunar">Lunar Society</a><span>1.2K views</span></div>"""
    for length, video, title in VIDEOS
)
PASTE = """(field, html) => {
  const copied = new DataTransfer();
  copied.setData("text/html", html);
  copied.setData("text/plain", "words alone");
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: copied, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def comets(session):
    lunar = make_organisation(session, "Lunar Society")
    make_membership(
        session,
        lunar,
        make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD)),
    )
    series = make_series(session, lunar, "The Night Sky")
    comets = make_webinar(session, lunar, "Comets", slug="comets", starts_in=-DAY, series=series)
    add_appearance(session, comets, make_speaker(session, lunar, "Ada Lovelace"))
    roads = make_webinar(session, lunar, "The salt roads", starts_in=-30 * DAY, series=series)
    add_appearance(session, roads, make_speaker(session, lunar, "Ibn Battuta"))
    session.commit()
    return comets


def test_copied_playlist_becomes_the_recordings_of_two_webinars(page, session, comets):
    enter(page)
    page.goto("/manage/webinars/comets/recordings")
    page.get_by_role("link", name="Add several from a list").click()
    expect(page.get_by_role("heading", name="Add recordings from a list")).to_be_visible()
    wait_for_scripts(page)
    found = faults(page)

    page.get_by_label("Links and titles").evaluate(PASTE, COPIED)
    page.get_by_role("button", name="Read the list").click()

    expect(page.get_by_role("heading", name="3 recordings to look over")).to_be_visible()
    assert found + faults(page) == []
    for number, title, shown in (
        (1, "Ada Lovelace: On tails", "Ada Lovelace: Comets"),
        (2, "Comets, the full event", "The full stream: Comets"),
        (3, "Ibn Battuta on salt", "Ibn Battuta: The salt roads"),
    ):
        expect(page.get_by_role("textbox", name=f"Title of video {number}")).to_have_value(title)
        choice = page.get_by_role("combobox", name=f"What video {number} shows")
        expect(choice.locator("option:checked")).to_have_text(shown)

    page.get_by_role("button", name="Add them").click()

    expect(page.get_by_text("3 recordings are added.")).to_be_visible()
    assert len(session.scalars(sa.select(Recording)).all()) == 3


def test_without_scripts_the_same_from_words_and_addresses(new_context, comets):
    page = new_context(java_script_enabled=False).new_page()
    enter(page)
    page.goto("/manage/recap")
    page.get_by_label("Links and titles").fill("Ada Lovelace: On tails\nhttps://youtu.be/ada________")
    page.get_by_role("button", name="Read the list").click()
    page.get_by_role("button", name="Add them").click()

    expect(page.get_by_text("One recording is added.")).to_be_visible()
