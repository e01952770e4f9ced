"""A playlist's page copied and pasted: from its links and titles to the recordings of two webinars of a series."""

import datetime as dt

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories import (
    add_appearance,
    make_membership,
    make_organisation,
    make_series,
    make_speaker,
    make_user,
    make_webinar,
)
from webinars.accounts.passwords import hash_password
from webinars.models import Recording

PASSWORD = "a long password of Olga"
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


def enter(page):
    page.goto("/account/sign-in")
    page.get_by_label("Email address").fill("olga@society.example")
    page.get_by_label("Password").first.fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


def looked_at(page):
    """What axe finds on the page as it stands, on phone and desk, in light and dark."""
    found = []
    page.emulate_media(reduced_motion="reduce")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{width} wide: too wide")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            result = Axe().run(page)
            if result.violations_count:
                found.append(f"{width} wide, {scheme}:\n{result.generate_report()}")
    return found


def test_copied_playlist_becomes_the_recordings_of_two_webinars(page, session, comets):
    enter(page)
    page.goto("/manage/webinars/comets/recordings")
    page.get_by_role("link", name="Add several from a list").click()
    found = looked_at(page)

    page.get_by_label("Links and titles").evaluate(PASTE, COPIED)
    page.get_by_role("button", name="Read the list").click()

    expect(page.get_by_role("heading", name="3 recordings to look over")).to_be_visible()
    found += looked_at(page)
    assert found == []
    assert [each.input_value() for each in page.get_by_role("textbox", name="Title of video").all()] == [
        "Ada Lovelace: On tails",
        "Comets, the full event",
        "Ibn Battuta on salt",
    ]
    assert [
        each.evaluate("(list) => list.selectedOptions[0].textContent")
        for each in page.get_by_role("combobox", name="What video").all()
    ] == ["Ada Lovelace: Comets", "The full stream: Comets", "Ibn Battuta: The salt roads"]

    page.get_by_role("button", name="Add them").click()

    expect(page.get_by_text("3 recordings are added.")).to_be_visible()
    assert len(session.scalars(sa.select(Recording)).all()) == 3


def test_without_scripts_the_same_from_words_and_addresses(browser, base_url, comets):
    page = browser.new_context(java_script_enabled=False, base_url=base_url).new_page()
    enter(page)
    page.goto("/manage/recap")
    page.get_by_label("Links and titles").fill("Ada Lovelace: On tails\nhttps://youtu.be/ada________")
    page.get_by_role("button", name="Read the list").click()
    page.get_by_role("button", name="Add them").click()

    expect(page.get_by_text("One recording is added.")).to_be_visible()
    page.context.close()
