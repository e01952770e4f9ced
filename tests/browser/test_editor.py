"""The editor by keyboard, by pointer and without scripts."""

import datetime as dt
import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, faults, visit
from tests.factories import (
    add_appearance,
    add_question,
    make_membership,
    make_organisation,
    make_speaker,
    make_user,
    make_webinar,
)
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.models import Role, Status

PAGE = "/manage/webinars/comets-and-their-tails"
NAMES = ["Mary Somerville", "Isaac Newton", "Wang Zhenyi", "Ada Lovelace"]


@pytest.fixture
def host(session):
    host = make_organisation(session, "Lunar Society")
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, host, olga, Role.OWNER)
    return host


@pytest.fixture
def webinar(session, host):
    webinar = make_webinar(session, host, status=Status.DRAFT)
    for name in NAMES:
        add_appearance(session, webinar, make_speaker(session, host, name))
    for text in ("What?", "Where?"):
        add_question(session, webinar, text)
    session.commit()
    return webinar


def stored(session, slug="comets-and-their-tails"):
    session.rollback()
    session.expire_all()
    return webinar_to_edit(session, slug)


def expect_lineup(page, *names):
    expect(page.locator("#lineup [data-row] strong")).to_have_text(names)


def save(page):
    page.get_by_role("button", name=re.compile("^Save")).last.click()
    page.get_by_text(re.compile("^Saved")).first.wait_for()


def test_a_webinar_is_begun_and_published_by_keyboard_in_a_minute(page, session, host):
    make_speaker(session, host, "Mary Somerville", affiliation="Edinburgh")
    session.commit()
    enter(page)
    began = time.monotonic()
    visit(page, "/manage/webinars/new")

    keyboard = page.keyboard
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    keyboard.type("Comets")
    page.get_by_label("Date").fill("2027-03-21")
    page.get_by_label("Start", exact=True).fill("16:00")
    line = page.locator("[data-zone-line]")
    expect(line).to_contain_text("Sunday 21 March 2027, 4pm Britain, 12 noon US Eastern")
    expect(line).to_contain_text("Britain is not its usual hours from US Eastern")

    page.get_by_label("Add a speaker").focus()
    keyboard.type("mary somerville")
    keyboard.press("Enter")
    expect(page.locator("#lineup [data-row]")).to_contain_text("Edinburgh")
    expect(page.get_by_label("Add a speaker")).to_be_focused()
    keyboard.type("Caroline Herschel")
    keyboard.press("Enter")
    page.get_by_label("Create a new speaker").focus()
    keyboard.press("Space")

    page.get_by_label("Add a question").focus()
    keyboard.type("What is a tail made of?")
    keyboard.press("Enter")
    expect(page.get_by_label("Question 1")).to_have_value("What is a tail made of?")

    page.get_by_role("button", name="Publish").focus()
    keyboard.press("Enter")
    expect(page.get_by_text("Published. It is on the page")).to_be_visible()

    assert time.monotonic() - began < 60
    webinar = stored(session, "comets")
    assert webinar.status == Status.PUBLISHED
    assert [each.speaker.name for each in webinar.lineup] == ["Mary Somerville", "Caroline Herschel"]
    assert [each.text for each in webinar.questions] == ["What is a tail made of?"]


def test_the_lineup_is_arranged_by_keyboard_with_focus_kept_and_undone(page, session, webinar):
    enter(page)
    visit(page, PAGE)
    down = page.get_by_role("button", name="Move Mary Somerville down")
    down.focus()

    page.keyboard.press("Enter")
    expect(down).to_be_focused()
    expect_lineup(page, "Isaac Newton", "Mary Somerville", "Wang Zhenyi", "Ada Lovelace")
    expect(page.locator("[data-toast] [role=status]")).to_have_text("Mary Somerville moved to place 2 of 4.")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(down).to_be_disabled()
    expect(page.get_by_role("button", name="Move Mary Somerville up")).to_be_focused()
    expect_lineup(page, "Isaac Newton", "Wang Zhenyi", "Ada Lovelace", "Mary Somerville")
    expect(page.locator("#lineup .place")).to_have_text(["1", "2", "3", "4"])

    page.get_by_role("button", name="Undo").click()
    order = ["Isaac Newton", "Wang Zhenyi", "Mary Somerville", "Ada Lovelace"]
    expect_lineup(page, *order)
    expect(page.locator("[data-toast]")).to_have_count(0)

    save(page)
    expect_lineup(page, *order)
    assert [each.speaker.name for each in stored(session).lineup] == order


def drag(page, name, onto, *, past=0.75):
    grip = page.locator("[data-row]", has_text=name).locator("[data-grip]")
    target = page.locator("[data-row]", has_text=onto).bounding_box()
    box = grip.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, target["y"] + target["height"] * past, steps=12)


def test_the_lineup_is_arranged_by_dragging(page, session, webinar):
    enter(page)
    page.set_viewport_size({"width": 1280, "height": 1600})
    visit(page, PAGE)

    drag(page, "Ada Lovelace", "Mary Somerville", past=0.25)
    expect(page.locator("[data-row]", has_text="Ada Lovelace")).to_have_class(re.compile("is-lifted"))
    page.mouse.up()
    expect_lineup(page, "Ada Lovelace", "Mary Somerville", "Isaac Newton", "Wang Zhenyi")
    expect(page.locator("[data-toast] [role=status]")).to_have_text("Ada Lovelace moved to place 1 of 4.")

    drag(page, "Mary Somerville", "Isaac Newton")
    page.mouse.up()
    order = ["Ada Lovelace", "Isaac Newton", "Mary Somerville", "Wang Zhenyi"]
    expect_lineup(page, *order)

    save(page)
    expect_lineup(page, *order)
    assert [each.speaker.name for each in stored(session).lineup] == order


def test_the_lineup_is_arranged_by_finger(new_context, session, webinar):
    phone = new_context(viewport={"width": 390, "height": 900}, has_touch=True)
    page = phone.new_page()
    enter(page)
    visit(page, PAGE)
    page.locator("#lineup").scroll_into_view_if_needed()
    rows = page.locator("#lineup [data-row]")
    grip, target = rows.nth(0).locator("[data-grip]").bounding_box(), rows.nth(1).bounding_box()
    client = phone.new_cdp_session(page)

    def touch(kind, y):
        points = [] if kind == "touchEnd" else [{"x": grip["x"] + 10, "y": y}]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    start, end = grip["y"] + 10, target["y"] + target["height"] * 0.75
    touch("touchStart", start)
    for step in range(1, 11):
        touch("touchMove", start + (end - start) * step / 10)
    touch("touchEnd", end)

    expect_lineup(page, "Isaac Newton", "Mary Somerville", "Wang Zhenyi", "Ada Lovelace")


def test_what_is_typed_in_other_rows_survives_a_move(page, webinar):
    enter(page)
    visit(page, PAGE)
    page.get_by_label("Question 1").fill("What, then?")

    page.get_by_role("button", name="Move Where? up").click()

    questions = page.get_by_label(re.compile(r"^Question \d"))
    expect(questions).to_have_count(2)
    expect(questions.nth(0)).to_have_value("Where?")
    expect(questions.nth(1)).to_have_value("What, then?")


def test_a_doubled_hour_is_settled_by_a_button_in_place(page, session, webinar):
    enter(page)
    visit(page, PAGE)
    page.get_by_label("Title", exact=True).fill("Typed")
    page.get_by_label("Date").fill("2027-10-31")
    page.get_by_label("Start", exact=True).fill("01:30")
    expect(page.locator("[data-zone-line]")).to_contain_text("happens twice in Britain")

    page.get_by_role("button", name="Start at 2.30am").click()

    expect(page.get_by_label("Start", exact=True)).to_have_value("02:30")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Typed")
    expect(page.locator("[data-zone-line]")).to_contain_text("Sunday 31 October 2027, 2.30am Britain")


def test_leaving_with_changes_asks_first(page, webinar):
    enter(page)
    visit(page, PAGE)
    page.get_by_label("Title", exact=True).press_sequentially("!")
    page.on("dialog", lambda dialog: dialog.dismiss())

    with page.expect_event("dialog") as asked:
        page.get_by_role("link", name="Desk").first.click()

    assert asked.value.type == "beforeunload"
    expect(page).to_have_url(re.compile(f"{PAGE}$"))
    expect(page.get_by_label("Title", exact=True)).to_have_value("!Comets and their tails")


def test_without_scripts_everything_is_there(new_context, session, webinar):
    page = new_context(java_script_enabled=False).new_page()
    enter(page)
    page.goto(PAGE)
    expect(page.locator("#lineup [data-grip]").first).to_be_hidden()
    page.get_by_label("Title", exact=True).fill("Typed")

    page.get_by_role("button", name="Move Ada Lovelace up").click()
    expect_lineup(page, "Mary Somerville", "Isaac Newton", "Ada Lovelace", "Wang Zhenyi")
    page.get_by_role("button", name="Move Ada Lovelace up").click()
    expect_lineup(page, "Mary Somerville", "Ada Lovelace", "Isaac Newton", "Wang Zhenyi")
    page.get_by_label("Add a question").fill("Who?")
    page.locator("#questions").get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("Question 3")).to_have_value("Who?")
    page.get_by_label("Date").fill("2027-03-28")
    page.get_by_label("Start", exact=True).fill("01:30")
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.get_by_text("does not exist in Britain").first).to_be_visible()
    page.get_by_role("button", name="Start at 2.30am").click()
    expect(page.locator("[data-zone-line]")).to_contain_text("Sunday 28 March 2027, 2.30am Britain")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published. It is on the page")).to_be_visible()

    found = stored(session, "typed")
    assert [each.speaker.name for each in found.lineup][:2] == ["Mary Somerville", "Ada Lovelace"]
    assert [each.text for each in found.questions] == ["What?", "Where?", "Who?"]


@pytest.mark.parametrize(
    "path",
    ["/manage/", "/manage/webinars/new", PAGE, f"{PAGE}/status", f"{PAGE}/preview", "/manage/webinars/past"],
)
def test_everybody_can_use_it(page, webinar, expect_accessible, path):
    enter(page)

    expect_accessible(path)


def test_a_refused_form_is_accessible_too(page, webinar):
    enter(page)
    visit(page, PAGE)
    page.get_by_label("Link to the room").fill("room")
    page.get_by_label("Add a speaker").fill("Somebody unknown")
    page.get_by_label("Date").fill("2027-03-28")
    page.get_by_label("Start", exact=True).fill("01:30")
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.locator("#error-summary")).to_be_focused()

    assert faults(page) == []


@pytest.fixture
def slow(page):
    """`answer = slow()`: from then on the desk answers nothing until `answer()`."""

    def slow():
        waiting = []

        def hold(route):
            waiting.append(route)

        page.route(lambda url: "/manage/" in url, hold)

        def answer():
            for route in waiting:
                route.continue_()
            page.unroute_all()

        return answer

    return slow


def test_what_is_typed_while_the_server_is_slow_stays(page, session, webinar, slow):
    make_speaker(session, webinar.host, "Mary Gartside", affiliation="London")
    session.commit()
    enter(page)
    visit(page, PAGE)
    answer = slow()
    keyboard = page.keyboard

    page.get_by_label("Add a question").focus()
    keyboard.type("First question of mine?\nSecond question of mine?\n", delay=10)
    keyboard.type("Third, half typed", delay=10)
    expect(page.get_by_label("Question 4")).to_have_value("Second question of mine?")
    page.get_by_label("Add a speaker").focus()
    keyboard.type("Mary Gartside\nCaroline Herschel\nLaura Bassi", delay=10)
    rows = page.locator("#lineup [data-row]")
    expect(rows).to_have_count(6)
    rows.nth(4).get_by_text("Change").click()
    rows.nth(4).get_by_label("Affiliation, as of this webinar").focus()
    keyboard.type("Shropshire,")
    answer()
    keyboard.type(" of late", delay=60)

    expect(rows.last.get_by_label("Create a new speaker")).to_be_visible()
    expect(rows.nth(4).get_by_label("Affiliation, as of this webinar")).to_have_value("Shropshire, of late")
    expect(page.get_by_label("Add a speaker")).to_have_value("Laura Bassi")
    expect(page.get_by_label("Add a question")).to_have_value("Third, half typed")
    rows.last.get_by_label("Create a new speaker").check()
    page.get_by_label("Add a speaker").fill("")
    save(page)

    found = stored(session)
    assert [each.speaker.name for each in found.lineup] == [*NAMES, "Mary Gartside", "Caroline Herschel"]
    assert found.lineup[4].affiliation == "Shropshire, of late"
    assert [each.text for each in found.questions][2:] == [
        "First question of mine?",
        "Second question of mine?",
        "Third, half typed",
    ]


def test_a_row_taken_out_comes_back_where_it_was(page, session, webinar):
    enter(page)
    visit(page, PAGE)

    page.get_by_role("button", name="Remove What?").click()
    questions = page.get_by_label(re.compile(r"^Question \d"))
    expect(questions).to_have_count(1)
    expect(page.locator("[data-toast] [role=status]")).to_have_text("What? taken out.")
    page.get_by_role("button", name="Undo").click()
    expect(questions).to_have_count(2)
    expect(questions.nth(0)).to_have_value("What?")

    page.get_by_role("button", name="Remove Where?").click()
    save(page)
    assert [each.text for each in stored(session).questions] == ["What?"]


def test_rows_are_added_and_named_by_hand_where_the_server_says_nothing(page, session, webinar):
    enter(page)
    visit(page, PAGE)
    page.route(lambda url: "/new-row/" in url, lambda route: route.abort())

    page.get_by_label("Add a speaker").fill("Caroline Herschel")
    page.keyboard.press("Enter")
    expect(page.locator("#lineup [data-row]")).to_have_count(5)
    page.get_by_role("button", name=re.compile("^Save")).last.click()

    page.get_by_label("Create a new speaker").check()
    save(page)
    assert [each.speaker.name for each in stored(session).lineup] == [*NAMES, "Caroline Herschel"]


def test_it_is_told_by_ones_own_clock_when_something_was_done(new_context, session, webinar):
    webinar.updated_at = dt.datetime(2026, 11, 8, 20, 5, tzinfo=dt.UTC)
    session.commit()
    page = new_context(timezone_id="Asia/Kolkata").new_page()
    enter(page)
    visit(page, PAGE)
    saved = page.locator("aside time").first
    expect(saved).to_have_text("9 November 2026, 01:35")
    expect(page.get_by_text("Times are those of your clock, in Asia/Kolkata.")).to_be_visible()

    plain = new_context(timezone_id="Asia/Kolkata", java_script_enabled=False).new_page()
    enter(plain)
    plain.goto(PAGE)
    expect(plain.locator("aside time").first).to_have_text("8 November 2026, 20:05 UTC")
