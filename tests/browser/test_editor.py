"""The editor by keyboard, by pointer and without scripts."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, faults, unfold, visit
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


FILLED = "[data-row]:not(.is-empty)"


def expect_lineup(page, *names):
    boxes = page.locator(f"#lineup {FILLED} [data-box]")
    expect(boxes).to_have_count(len(names))
    for number, name in enumerate(names):
        expect(boxes.nth(number)).to_have_value(name)


def questions_of(page):
    return page.locator(f"#questions {FILLED} [data-box]")


def save(page):
    page.get_by_role("button", name=re.compile("^Save")).last.click()
    page.get_by_text(re.compile("^Saved")).first.wait_for()


def test_who_is_known_comes_with_the_affiliation_and_who_is_not_is_new(page, session, host):
    make_speaker(session, host, "Mary Somerville", affiliation="Edinburgh")
    session.commit()
    enter(page)
    visit(page, "/manage/webinars/new")
    keyboard = page.keyboard

    page.get_by_label("Name of speaker 1").focus()
    keyboard.type("mary somerville")
    keyboard.press("Enter")
    expect(page.get_by_label("Name of speaker 2")).to_be_focused()
    expect(page.get_by_label("Affiliation of Mary Somerville")).to_have_value("Edinburgh")
    expect(page.get_by_label("Name of speaker 1")).to_have_value("Mary Somerville")
    keyboard.type("Caroline Herschel, Slough, moderator")
    keyboard.press("Enter")
    expect(page.get_by_label("Affiliation of Caroline Herschel")).to_have_value("Slough")
    expect(page.get_by_label("Role of Caroline Herschel")).to_have_value("moderator")
    mark = page.get_by_role("button", name="Caroline Herschel is new and gets a page when you save.")
    expect(mark).to_have_text("New")

    mark.click()
    expect(page.get_by_label("Name of speaker 2")).to_be_focused()
    keyboard.type("Mary Sommerville")
    keyboard.press("Tab")
    expect(page.get_by_text("Nearly Mary Somerville, Edinburgh.")).to_be_visible()
    page.get_by_role("button", name="It is the same").click()
    expect(page.get_by_label("Name of speaker 2")).to_have_value("Mary Somerville")
    expect(mark).to_have_count(0)


def test_rows_are_left_and_moved_by_keys_and_enter_never_publishes(page, session, webinar):
    enter(page)
    visit(page, PAGE)
    keyboard = page.keyboard

    page.get_by_label("Name of speaker 5").focus()
    keyboard.press("Backspace")
    expect(page.get_by_label("Name of speaker 4")).to_be_focused()
    keyboard.press("Alt+ArrowUp")
    keyboard.press("Alt+ArrowUp")
    expect_lineup(page, "Mary Somerville", "Ada Lovelace", "Isaac Newton", "Wang Zhenyi")
    expect(page.get_by_label("Name of speaker 2")).to_be_focused()
    expect(page.locator("[data-announced]")).to_have_text("Ada Lovelace moved to place 2 of 4.")

    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.press("Tab")
    expect(page.get_by_role("button", name="The rest of Ada Lovelace")).to_be_focused()
    keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Move Ada Lovelace down")).to_be_focused()
    keyboard.press("ArrowRight")
    keyboard.press("Enter")
    expect(page.locator("#lineup").get_by_label("Title of the talk").nth(1)).to_be_visible()

    page.get_by_label("Name of speaker 5").focus()
    keyboard.press("Enter")
    expect(page.get_by_label("Name of organisation 1")).to_be_focused()
    keyboard.press("Enter")
    expect(page.get_by_label("Question 1", exact=True)).to_be_focused()

    page.get_by_label("Link to the room").fill("zoom.us/j/998")
    expect(page.locator("[data-unsaved]")).to_have_text("2 changes not saved.")
    keyboard.press("Enter")
    expect(page.get_by_text("Saved as a draft.")).to_be_visible()
    found = stored(session)
    assert (found.status, found.join_url) == (Status.DRAFT, "https://zoom.us/j/998")
    assert [each.speaker.name for each in found.lineup][:2] == ["Mary Somerville", "Ada Lovelace"]


def test_what_is_not_used_is_one_line(page, webinar):
    page.set_viewport_size({"width": 1280, "height": 900})
    enter(page)
    for address, most in (("/manage/webinars/new", 2_000), (PAGE, 3_000)):
        visit(page, address)
        assert page.evaluate("document.documentElement.scrollHeight") <= most

    page.goto(f"{PAGE}#audience")
    expect(page.get_by_role("group", name="When people may ask")).to_be_visible()
    expect(page.get_by_label("Description")).to_be_hidden()
    unfold(page, "Text")
    expect(page.get_by_label("Description")).to_be_visible()


def test_where_it_leads_to_a_part_without_a_script_that_part_is_shown(new_context, webinar):
    page = new_context(java_script_enabled=False).new_page()
    enter(page)

    page.goto(f"{PAGE}#audience")

    expect(page.get_by_role("group", name="When people may ask")).to_be_visible()


def test_saving_by_key_leads_back_to_where_one_was(page, session, webinar):
    enter(page)
    visit(page, PAGE)
    unfold(page, "Text")
    page.get_by_label("Summary").fill("Tails.")

    page.keyboard.press("Control+s")

    expect(page.get_by_text("Saved as a draft.")).to_be_visible()
    expect(page.get_by_label("Summary")).to_be_focused()
    assert stored(session).summary == "Tails."


def test_the_zone_is_understood_while_one_types(page, webinar):
    enter(page)
    visit(page, PAGE)
    page.get_by_label("Date").fill("2027-03-21")
    page.get_by_label("Start", exact=True).fill("16:00")

    for words, sentence in (
        ("BST", "BST is Britain (Europe/London). On 21 March it is on GMT, so 4pm there is 4pm GMT, not 4pm BST."),
        ("Atlantis", "We know no place “Atlantis”. Write a city or a country."),
        ("London", "London is Britain (Europe/London): GMT on that day."),
    ):
        page.get_by_label("In the time of").fill(words)
        expect(page.locator("#timezone-said")).to_have_text(sentence)
    expect(page.locator("[data-zone-line]")).to_contain_text("Sunday 21 March 2027, 4pm Britain, 12 noon US Eastern")
    expect(page.locator("[data-zone-line]")).to_contain_text("Britain is not its usual hours from US Eastern")
    expect(page.locator('[data-section="time"] small')).to_have_text("Sunday 21 March 2027, 4pm Britain")
    page.get_by_role("button", name="Start at 3pm Britain instead").click()
    expect(page.get_by_label("Start", exact=True)).to_have_value("15:00")


def test_what_has_the_focus_is_never_under_the_bar(page, webinar):
    enter(page)
    page.set_viewport_size({"width": 390, "height": 700})
    visit(page, PAGE)
    page.get_by_label("Title", exact=True).focus()

    for _ in range(60):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
              const one = document.activeElement, bar = document.querySelector("[data-savebar]");
              if (bar.contains(one) || !bar.parentElement.contains(one)) return null;
              const box = one.getBoundingClientRect();
              return box.bottom > bar.getBoundingClientRect().top + 1 && box.height < 300 ? one.outerHTML : null;
            }"""
        )
        assert hidden is None


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
    expect(page.locator("#lineup .place")).to_have_text(["1", "2", "3", "4", "5"])

    page.get_by_role("button", name="Undo").click()
    order = ["Isaac Newton", "Wang Zhenyi", "Mary Somerville", "Ada Lovelace"]
    expect_lineup(page, *order)
    expect(page.locator("[data-toast]")).to_have_count(0)

    save(page)
    expect_lineup(page, *order)
    assert [each.speaker.name for each in stored(session).lineup] == order


def drag(page, name, onto, *, past=0.75):
    grip = page.locator(f'[data-row][data-name="{name}"]').locator("[data-grip]")
    target = page.locator(f'[data-row][data-name="{onto}"]').bounding_box()
    box = grip.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, target["y"] + target["height"] * past, steps=12)


def test_the_lineup_is_arranged_by_dragging(page, session, webinar):
    enter(page)
    page.set_viewport_size({"width": 1280, "height": 1600})
    visit(page, PAGE)

    drag(page, "Ada Lovelace", "Mary Somerville", past=0.25)
    expect(page.locator('[data-row][data-name="Ada Lovelace"]')).to_have_class(re.compile("is-lifted"))
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
    page.get_by_label("Question 1", exact=True).fill("What, then?")

    page.get_by_role("button", name="Move Where? up").click()

    questions = questions_of(page)
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
    page.get_by_label("Title", exact=True).fill("Typed")

    page.get_by_role("button", name="Move Ada Lovelace up").click()
    expect_lineup(page, "Mary Somerville", "Isaac Newton", "Ada Lovelace", "Wang Zhenyi")
    page.get_by_role("button", name="Move Ada Lovelace up").click()
    expect_lineup(page, "Mary Somerville", "Ada Lovelace", "Isaac Newton", "Wang Zhenyi")
    page.get_by_label("Add a question").fill("Who?")
    page.locator("#questions").get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("Question 3", exact=True)).to_have_value("Who?")
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
    ["/manage/", "/manage/webinars/new", PAGE, f"{PAGE}/status", f"{PAGE}/preview", "/manage/?state=past"],
)
def test_everybody_can_use_it(page, webinar, expect_accessible, path):
    enter(page)

    expect_accessible(path)


def test_a_refused_form_is_accessible_too(page, webinar):
    enter(page)
    visit(page, PAGE)
    page.get_by_label("Link to the room").fill("room")
    page.get_by_label("Name of speaker 5").fill("Mary Sommerville")
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

    page.get_by_label("Question 3", exact=True).focus()
    keyboard.type("First question of mine?\nSecond question of mine?\n", delay=10)
    keyboard.type("Third, half typed", delay=10)
    expect(page.get_by_label("Question 4", exact=True)).to_have_value("Second question of mine?")
    page.get_by_label("Name of speaker 5").focus()
    keyboard.type("Mary Gartside\nCaroline Herschel\nLaura Bassi", delay=10)
    expect_lineup(page, *NAMES, "Mary Gartside", "Caroline Herschel", "Laura Bassi")
    affiliation = page.get_by_label("Affiliation of Mary Gartside")
    affiliation.focus()
    keyboard.type("Shropshire,")
    answer()
    keyboard.type(" of late", delay=60)

    expect(page.get_by_role("button", name="Caroline Herschel is new")).to_be_visible()
    expect(affiliation).to_have_value("Shropshire, of late")
    expect(affiliation).to_be_focused()
    expect(page.get_by_label("Question 5", exact=True)).to_have_value("Third, half typed")
    save(page)

    found = stored(session)
    assert [each.speaker.name for each in found.lineup] == [*NAMES, "Mary Gartside", "Caroline Herschel", "Laura Bassi"]
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
    questions = questions_of(page)
    expect(questions).to_have_count(1)
    expect(page.locator("[data-toast] [role=status]")).to_have_text("What? taken out.")
    page.get_by_role("button", name="Undo").click()
    expect(questions).to_have_count(2)
    expect(questions.nth(0)).to_have_value("What?")

    page.get_by_role("button", name="Remove Where?").click()
    save(page)
    assert [each.text for each in stored(session).questions] == ["What?"]


def test_rows_are_added_where_the_server_says_nothing(page, session, webinar):
    enter(page)
    visit(page, PAGE)
    page.route(lambda url: "/who/" in url, lambda route: route.abort())

    page.get_by_label("Name of speaker 5").fill("Caroline Herschel, Slough")
    page.keyboard.press("Enter")
    expect_lineup(page, *NAMES, "Caroline Herschel")
    save(page)

    assert [each.speaker.name for each in stored(session).lineup] == [*NAMES, "Caroline Herschel"]
    assert stored(session).lineup[4].affiliation == "Slough"


def test_it_is_told_by_ones_own_clock_when_something_was_done(new_context, session, webinar):
    webinar.updated_at = dt.datetime(2026, 11, 8, 20, 5, tzinfo=dt.UTC)
    session.commit()
    page = new_context(timezone_id="Asia/Kolkata").new_page()
    enter(page)
    visit(page, PAGE)
    saved = page.locator("[data-savebar] time")
    expect(saved).to_have_text("9 November 2026, 1.35am")
    expect(page.get_by_text("Times are those of your clock, in India.")).to_be_visible()

    plain = new_context(timezone_id="Asia/Kolkata", java_script_enabled=False).new_page()
    enter(plain)
    plain.goto(PAGE)
    expect(plain.locator("[data-savebar] time")).to_have_text("8 November 2026, 8.05pm UTC")
