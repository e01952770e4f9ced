"""The settings of the whole site, in Chromium."""

import dataclasses
import re

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, faults, visit
from tests.factories import make_user
from tests.postbox import mail_server, postbox
from webinars.domain.accounts.passwords import hash_password

__all__ = ["mail_server", "postbox"]


@pytest.fixture(autouse=True)
def _administrator(app, session, settings, page):
    """Olga looks after a site whose server says nothing but its address."""
    app.config["SETTINGS"] = dataclasses.replace(settings, fixed=frozenset({"base_url"}))
    make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD), is_admin=True)
    session.commit()
    enter(page)
    yield
    app.config["SETTINGS"] = settings


def test_the_site_is_named_given_zones_and_a_mail_server_that_is_tried_first(page, mail_server, postbox):
    visit(page, "/manage/site")
    page.get_by_label("Name of the site").fill("Lunar Evenings")
    page.get_by_label("Zone 3").press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("Sydney")
    page.get_by_label("Server", exact=True).fill("127.0.0.1")
    page.get_by_label("Port").fill(str(mail_server.port))
    page.get_by_label("Encrypted").select_option("none")
    page.get_by_label("Mails come from").fill("webinars@lunar.example")

    page.get_by_role("button", name="Send a test to olga@society.example").click()

    expect(page.get_by_role("list", name="Tests")).to_contain_text("Sent in")
    assert postbox.recipients == [["olga@society.example"]]
    expect(page.get_by_label("Name of the site")).to_have_value("Lunar Evenings")
    # Name, zone, server, port, encryption, sender.
    expect(page.get_by_role("region", name="Save")).to_contain_text("6 changes not saved.")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved. It holds at once, everywhere")).to_be_visible()
    expect(page).to_have_title("This site – Lunar Evenings")
    expect(page.get_by_label("Zone 4")).to_have_value("Sydney")


def test_a_test_that_fails_says_why_and_a_mistake_stands_at_its_box(page):
    visit(page, "/manage/site")
    page.get_by_label("Server", exact=True).fill("127.0.0.1")
    page.get_by_label("Port").fill("1")
    page.get_by_label("Encrypted").select_option("none")
    page.get_by_label("Mails come from").fill("webinars@lunar.example")
    test = page.get_by_role("button", name="Send a test")

    test.click()
    expect(page.get_by_role("list", name="Tests")).to_contain_text("The server cannot be reached.")
    expect(page.get_by_role("list", name="Tests")).to_contain_text("Nothing was sent, and nothing was saved.")

    page.get_by_label("Mails come from").fill("nobody")
    test.click()
    expect(page.locator("#mail_from-error")).to_contain_text("Enter an address with an @")


@pytest.mark.parametrize("state", ["as it is", "with mistakes"])
def test_it_is_accessible(page, state):
    visit(page, "/manage/site")
    if state == "with mistakes":
        page.get_by_label("Name of the site").fill("")
        page.get_by_label("Zone 1").fill("Atlantis")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text(re.compile("2 things need a look"))).to_be_visible()

    assert faults(page) == []


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_script_a_test_answers_with_all_that_was_typed(page, mail_server):
    page.goto("/manage/site")
    page.get_by_label("Name of the site").fill("Lunar Evenings")
    page.get_by_label("Server", exact=True).fill("127.0.0.1")
    page.get_by_label("Port").fill(str(mail_server.port))
    page.get_by_label("Encrypted").select_option("none")
    page.get_by_label("Mails come from").fill("webinars@lunar.example")

    page.get_by_role("button", name="Send a test").click()

    expect(page.get_by_role("list", name="Tests")).to_contain_text("Sent in")
    expect(page.get_by_label("Name of the site")).to_have_value("Lunar Evenings")
