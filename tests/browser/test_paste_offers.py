"""A pasted text in few presses: what it may say is offered below its field, by mouse and by keyboard."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, PHONE, enter, faults, wait_for_scripts
from tests.factories import make_membership, make_organisation, make_user
from tests.integration.imports.texts import ANNOUNCEMENT, UNSURE
from webinars import clock
from webinars.domain.accounts.passwords import hash_password
from webinars.lib.i18n import format_date
from webinars.models import Role

NARROWEST = 320
GROUP = "[id='0-offers-lineup']"
MOST_ACTIONS = 7
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def olga(session):
    lunar = make_organisation(session, "Lunar Society")
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, lunar, olga, Role.OWNER)
    session.commit()
    return olga


@pytest.fixture
def acting(new_context, olga):
    """`acting()`: a page of somebody who has signed in."""

    def acting(*, scripts=True):
        page = new_context(java_script_enabled=scripts).new_page()
        enter(page)
        return page

    return acting


def paste(page, text):
    page.goto("/manage/paste")
    page.get_by_label("Announcement or recap").fill(text)
    page.get_by_role("button", name="Read the text").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("We read your text")


def first_row(page):
    row = page.locator(f"{GROUP} .offer").first
    return row, row.locator(".offer-text").inner_text().split(",")[0]


def next_sunday():
    day = clock.now().date() + dt.timedelta(days=200)
    return day + dt.timedelta(days=(6 - day.weekday()) % 7)


@SCRIPTS
def test_an_announcement_is_published_in_few_actions(acting, scripts):
    page, actions = acting(scripts=scripts), []
    text = ANNOUNCEMENT.replace("14 February 2027", format_date(next_sunday(), "d MMMM y"))

    def act(what, do, *arguments):
        actions.append(what)
        do(*arguments)

    page.goto("/manage")
    act("open", page.get_by_role("link", name="Paste an announcement").first.click)
    expect(page.get_by_label("Announcement or recap")).to_be_focused()
    # The cursor is there already, so that pasting is one press.
    act("paste", page.keyboard.insert_text, text)
    act("read", page.get_by_role("button", name="Read the text").click)
    act("make", page.get_by_role("button", name="Make a draft").last.click)
    act("publish", page.get_by_role("button", name="Publish", exact=True).click)

    expect(page.get_by_text("Published").first).to_be_visible()
    assert len(actions) <= MOST_ACTIONS


@SCRIPTS
def test_who_presses_a_chip_is_told_what_has_changed_at_the_same_place(acting, scripts):
    page = acting(scripts=scripts)
    page.set_viewport_size({"width": PHONE, "height": 844})
    paste(page, UNSURE)
    page.get_by_label("Series").fill("Letters")
    row, name = first_row(page)
    chip = row.get_by_role("button", name="Moderator:")
    chip.scroll_into_view_if_needed()
    group = page.locator(GROUP)
    before = group.bounding_box()["y"]

    chip.click()

    told = page.get_by_role("status").filter(has_text=f"“{name}” stands in the line-up.")
    expect(told).to_be_in_viewport()
    expect(group).to_be_focused()
    assert name in page.get_by_role("textbox", name="Line-up").input_value()
    assert page.get_by_label("Series").input_value() == "Letters"
    if scripts:
        page.wait_for_function(
            "([place, before]) => Math.abs(document.querySelector(place).getBoundingClientRect().top - before) < 2",
            arg=[GROUP, before],
        )


def test_keys_press_the_chips_of_a_row_and_then_those_of_the_next(acting):
    page = acting()
    paste(page, UNSURE)
    wait_for_scripts(page)
    row, name = first_row(page)
    lines = len(page.get_by_role("textbox", name="Line-up").input_value().splitlines())

    row.get_by_role("button").first.focus()
    page.keyboard.press("2")

    expect(page.get_by_text(f"“{name}” stands in the line-up.")).to_be_visible()
    wait_for_scripts(page)
    assert f"{name}" in page.get_by_role("textbox", name="Line-up").input_value()
    assert "moderator" in page.get_by_role("textbox", name="Line-up").input_value()
    assert len(page.get_by_role("textbox", name="Line-up").input_value().splitlines()) == lines + 1
    page.get_by_label("Series").focus()
    page.keyboard.press("1")
    expect(page.get_by_label("Series")).to_have_value("1")


def test_each_chip_is_reached_by_tab(acting):
    page = acting()
    paste(page, UNSURE)
    row, name = first_row(page)
    page.get_by_role("textbox", name="Line-up").focus()

    reached = []
    for _stop in range(row.get_by_role("button").count()):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))

    assert all(name in label for label in reached)
    assert reached[-1].startswith("Leave out:")


def test_the_page_with_offers_is_accessible_and_narrow(acting):
    page = acting()
    paste(page, UNSURE)
    assert faults(page) == []
    row, _name = first_row(page)
    row.get_by_role("button", name="Moderator:").click()
    expect(page.get_by_role("status").first).to_be_visible()

    assert faults(page) == []
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST


def test_lines_from_right_to_left_stand_so_in_the_text_and_in_the_fields(acting):
    page = acting()
    paste(page, "الطحالب والساحل\n\n25 March 2027, 7pm Cairo\n\nالمتحدثون:\nليلى مثال (مدرسة الميناء)\n")

    for place in ("ol.source li:first-child > span:first-child", "[id='0-title']"):
        assert page.locator(place).evaluate("(it) => getComputedStyle(it).unicodeBidi") == "plaintext"
    beside_the_end = """([row]) => {
      const words = row.firstElementChild;
      const range = document.createRange();
      range.selectNodeContents(words);
      return words.getBoundingClientRect().right - range.getBoundingClientRect().right;
    }"""
    assert page.locator("ol.source li").evaluate_all(beside_the_end) < 1
