"""Back to a pasted text, or a calendar, that was read: it stands there as it was left, for who has left it."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, wait_for_scripts
from tests.factories import make_membership, make_organisation, make_user
from tests.integration.imports.texts import UNSURE
from webinars import clock
from webinars.domain.accounts.passwords import hash_password
from webinars.models import Role, Webinar

TITLE = "Letters on colour"


@pytest.fixture
def page(page, session):
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, make_organisation(session, "Lunar Society"), olga, Role.OWNER)
    session.commit()
    enter(page)
    return page


def paste(page, text):
    page.goto("/manage/paste")
    page.get_by_label("Announcement or recap").fill(text)
    page.get_by_role("button", name="Read the text").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("We read your")
    wait_for_scripts(page)


def leave(page):
    page.get_by_role("navigation").get_by_role("link", name="Desk").first.click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("We read your")


def test_back_shows_the_text_as_it_was_left_and_forward_leads_on(page):
    paste(page, UNSURE)
    page.get_by_label("Topics").fill("Dyes")
    # With the focus still in the field.
    page.get_by_label("Series").fill("Letters")

    page.reload()
    expect(page.get_by_label("Series")).to_have_value("Letters")
    leave(page)
    page.go_back()
    expect(page.get_by_label("Series")).to_have_value("Letters")
    expect(page.get_by_label("Topics")).to_have_value("Dyes")
    page.go_back()
    expect(page.get_by_label("Announcement or recap")).to_have_value(UNSURE)
    page.go_forward()
    expect(page.get_by_label("Series")).to_have_value("Letters")
    page.go_forward()

    expect(page.get_by_role("heading", level=1)).not_to_contain_text("We read your")


def test_back_from_the_draft_says_that_it_is_made(page, session):
    paste(page, UNSURE)
    page.get_by_role("button", name="Make a draft").last.click()
    expect(page.get_by_text("The draft is made.")).to_be_visible()

    page.go_back()

    expect(page.get_by_text(f"This text has been here before. It belongs to “{TITLE}”.")).to_be_visible()
    expect(page.get_by_role("button", name="Make a draft")).to_have_count(0)
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 1


def test_back_after_a_press_of_a_chip_takes_it_out_again(page):
    paste(page, UNSURE)
    lineup = page.get_by_role("textbox", name="Line-up")
    before = lineup.input_value()
    page.get_by_role("button", name="Moderator:").first.click()
    expect(page.get_by_role("status").filter(has_text="stands in the line-up.")).to_be_visible()
    expect(lineup).not_to_have_value(before)
    wait_for_scripts(page)

    page.go_back()

    expect(lineup).to_have_value(before)
    expect(page.get_by_text("stands in the line-up.")).to_have_count(0)


def test_back_to_a_text_that_was_refused_brings_it_back(page):
    page.goto("/manage/paste")
    page.get_by_role("button", name="Read the text").click()
    expect(page.get_by_text("Paste a text, or choose a file.").first).to_be_visible()
    wait_for_scripts(page)
    page.get_by_label("Announcement or recap").fill("Kelp")
    leave(page)

    page.go_back()

    expect(page.get_by_label("Announcement or recap")).to_have_value("Kelp")


def test_back_to_a_text_that_the_server_would_not_take_brings_what_it_took(page):
    page.goto("/manage/paste")
    page.get_by_role("button", name="Read the text").click()
    expect(page.get_by_text("Paste a text, or choose a file.").first).to_be_visible()
    wait_for_scripts(page)
    # Two megabytes in few letters and few lines, which take long to be drawn.
    page.get_by_label("Announcement or recap").evaluate(
        "box => { box.value = '海'.repeat(7e5); box.dispatchEvent(new Event('change', { bubbles: true })); }"
    )
    leave(page)

    page.go_back()

    expect(page.get_by_label("Announcement or recap")).to_have_value("")


def test_the_page_works_where_the_browser_keeps_nothing(page):
    page.add_init_script("history.replaceState = () => { throw new DOMException('too large', 'QuotaExceededError'); }")
    thrown = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    paste(page, UNSURE)
    lineup = page.get_by_role("textbox", name="Line-up")
    before = lineup.input_value()
    page.get_by_label("Topics").fill("Dyes")

    page.get_by_role("button", name="Moderator:").first.click()

    expect(page.get_by_role("status").filter(has_text="stands in the line-up.")).to_be_visible()
    expect(lineup).not_to_have_value(before)
    expect(page.get_by_label("Topics")).to_have_value("Dyes")
    assert thrown == []


def test_a_text_that_did_not_get_through_is_still_there(page, context):
    page.goto("/manage/paste")
    wait_for_scripts(page)
    page.get_by_label("Announcement or recap").fill(UNSURE)
    # Chromium notes now and then what stands in fields. A change of its history has it do so at once.
    page.evaluate("() => history.replaceState(history.state, '')")
    context.set_offline(True)
    page.get_by_role("button", name="Read the text").click()
    page.wait_for_url("chrome-error://**")
    context.set_offline(False)

    page.go_back()

    expect(page.get_by_label("Announcement or recap")).to_have_value(UNSURE)


def test_back_to_a_calendar_keeps_the_ticks_and_then_knows_what_was_taken(page):
    start = f"DTSTART:{clock.now().year + 1}0305T180000"
    lines = ["BEGIN:VCALENDAR", "X-WR-TIMEZONE:Europe/London", "BEGIN:VEVENT", "UID:lamps@example", "SUMMARY:Lamps"]
    lines += [start, "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2", "END:VEVENT", "END:VCALENDAR"]
    paste(page, "\n".join(lines))
    page.get_by_role("checkbox", name="Lamps").last.uncheck()
    leave(page)

    page.go_back()
    expect(page.get_by_role("checkbox", name="Lamps").first).to_be_checked()
    expect(page.get_by_role("checkbox", name="Lamps").last).not_to_be_checked()
    page.get_by_role("button", name="Take what is ticked").click()
    expect(page.get_by_text("1 draft is made.")).to_be_visible()
    page.go_back()

    expect(page.get_by_text("Known", exact=True)).to_have_count(1)
    expect(page.get_by_role("checkbox", name="Lamps")).to_have_count(1)


def test_who_has_signed_out_sees_nothing_of_it(page, context):
    paste(page, UNSURE)
    leave(page)
    context.clear_cookies()

    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert "Berthollet" not in page.content()


def test_who_signs_in_after_somebody_else_is_shown_nothing_of_theirs(page, context, session):
    paste(page, UNSURE)
    leave(page)
    oskar = make_user(session, "Oskar", email="oskar@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, make_organisation(session, "House of Wisdom"), oskar, Role.OWNER)
    session.commit()
    context.clear_cookies()
    other = context.new_page()
    other.goto("/account/sign-in")
    other.get_by_label("Email address").fill("oskar@society.example")
    other.get_by_label("Password").first.fill(PASSWORD)
    other.keyboard.press("Enter")
    other.wait_for_url(lambda url: "sign-in" not in url)

    page.go_back()
    wait_for_scripts(page)

    expect(page.get_by_label("Announcement or recap")).to_have_value("")
    expect(page.get_by_role("heading", level=1)).to_have_text("Paste an announcement")
