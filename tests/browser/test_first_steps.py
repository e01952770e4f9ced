"""From an empty site to its first webinar, in Chromium: on a phone without scripts, and at a desk with them."""

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import DESK, PASSWORD, PHONE, enter, faults, visit
from tests.factories import make_user
from webinars.domain.accounts.passwords import hash_password


@pytest.fixture(autouse=True)
def _administrator(session):
    """Olga looks after a site on which there is nothing yet."""
    make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD), is_admin=True)
    session.commit()


@pytest.fixture
def context_with(new_context):
    def context_with(width, **options):
        page = new_context(viewport={"width": width, "height": 900}, **options).new_page()
        enter(page)
        expect(page.get_by_role("heading", name="From an empty site to your first webinar")).to_be_visible()
        return page

    return context_with


def test_at_a_desk_step_after_step_with_what_visitors_will_see(context_with):
    page = context_with(DESK, timezone_id="Europe/Berlin")
    visit(page, "/manage/")
    proof = page.get_by_role("complementary", name="What visitors will see")
    expect(page.get_by_label("Title")).to_be_hidden()
    expect(page.get_by_label("Its hours are told in the time of")).to_have_value("Berlin")
    expect(page.get_by_text("Taken from your browser: Berlin (Europe/Berlin).")).to_be_visible()
    expect(page.get_by_label("Britain")).to_be_checked()

    # What is missing is said in its place, and the step stays open.
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Enter the name of the organisation.")).to_be_visible()
    expect(page.get_by_label("Name of your organisation")).to_be_focused()
    page.get_by_label("US Pacific").uncheck()
    page.get_by_label("Name of your organisation").fill("Lunar Society")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Title")).to_be_focused()
    expect(page.get_by_text("Lunar Society, in the time of Berlin, with Britain and US Eastern.")).to_be_visible()
    page.keyboard.type("How to catalogue a nebula")
    page.get_by_label("Date").fill("2036-12-10")
    page.get_by_label("Start").fill("19:00")
    page.get_by_label("Speakers").fill("Caroline Herschel, Slough\nWilliam Herschel, chair")
    expect(proof).to_contain_text("How to catalogue a nebula")
    expect(proof).to_contain_text("Wednesday 10 December 2036")
    expect(proof).to_contain_text("6pm")
    expect(page.get_by_text("Publishing puts it on the page and in 4 feeds.")).to_be_visible()
    assert faults(page) == []

    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_text("Published. It is on the page and in 4 feeds.")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Look at the page").click()
    expect(page.get_by_role("main")).to_contain_text("7pm")


def test_a_step_that_is_done_is_opened_again(context_with):
    page = context_with(DESK)
    visit(page, "/manage/first-run")
    page.get_by_label("Name of your organisation").fill("Lunar Society")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("Title")).to_be_focused()

    page.get_by_role("button", name="Change who organises").click()

    expect(page.get_by_label("Name of your organisation")).to_be_focused()
    expect(page.get_by_label("Title")).to_be_hidden()
    assert faults(page) == []


def test_on_a_phone_without_scripts_all_steps_stand_open(context_with):
    page = context_with(PHONE, java_script_enabled=False)
    expect(page.get_by_role("button", name="Go on")).to_be_hidden()
    page.get_by_label("Title").fill("How to catalogue a nebula")
    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_text("Nothing you typed is lost.")).to_be_visible()
    expect(page.locator("#organisation-error")).to_contain_text("Enter the name of the organisation.")
    page.get_by_label("Name of your organisation").fill("Lunar Society")
    page.get_by_label("Date").fill("2036-12-10")
    page.get_by_label("Start").fill("19:00")
    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_role("heading", name="Your site is open")).to_be_visible()
    expect(page.get_by_text("Published. It is on the page and in 2 feeds.")).to_be_visible()
