"""From an empty site to a second person who has signed in: with scripts, without them, and by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter
from tests.factories import make_membership, make_organisation, make_user
from webinars import clock
from webinars.domain.accounts.actions import request_password_reset
from webinars.domain.accounts.first_run import FILE_NAME, first_run_code
from webinars.domain.accounts.passwords import hash_password
from webinars.models import Role


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def browser_context_args(request, browser_context_args):
    return browser_context_args | {"java_script_enabled": request.param}


@pytest.fixture
def code(session, settings):
    (settings.data / FILE_NAME).unlink(missing_ok=True)
    code = first_run_code(session, settings)
    session.rollback()
    yield code
    (settings.data / FILE_NAME).unlink(missing_ok=True)


@pytest.fixture
def olga(session):
    """An administrator with an organisation, a colleague who has not come yet, and a mail in the outbox."""
    olga = make_user(
        session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD), is_admin=True
    )
    lunar = make_organisation(session, "Lunar Society", slug="lunar-society")
    lunar.display_zones = [
        {"label": "Britain", "timezone": "Europe/London"},
        {"label": "US Eastern", "timezone": "America/New_York"},
    ]
    make_membership(session, lunar, olga)
    sam = make_user(session, "Sam", email="sam.of.a.society.with.a.long.name@spitalfields-mathematical.example")
    make_membership(session, lunar, sam, Role.EDITOR).joined_at = None
    make_organisation(session, "Spitalfields Mathematical Society")
    request_password_reset(session, email=sam.email, now=clock.now())
    session.commit()
    return olga


def test_from_an_empty_site_to_a_second_person(page, code, browser_context_args):
    page.goto("/account/sign-in")
    expect(page.get_by_role("heading", name="Make the first account")).to_be_visible()
    page.get_by_label("One-time code").fill(code)
    page.get_by_label("Your name").fill("Olga")
    page.get_by_label("Email address").fill("olga@society.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()

    expect(page.get_by_role("heading", name="From an empty site to your first webinar")).to_be_visible()
    page.get_by_label("Name of your organisation").fill("Lunar Society")
    go_on = page.get_by_role("button", name="Go on")
    if browser_context_args["java_script_enabled"]:
        go_on.click()
    expect(go_on).to_be_hidden()
    page.get_by_label("Title").fill("How to catalogue a nebula")
    page.get_by_label("Date").fill("2036-12-10")
    page.get_by_label("Start").fill("19:00")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Your site is open")).to_be_visible()

    page.get_by_role("link", name="Invite somebody").click()
    expect(page.get_by_role("heading", name="Add a member")).to_be_visible()
    page.get_by_label("Email address").fill("sam@society.example")
    page.get_by_role("button", name="Add member").click()
    expect(page.get_by_role("status")).to_contain_text("sam@society.example is a member: Editor.")

    page.goto("/manage/outbox")
    page.get_by_role("link", name="New member of an organisation").click()
    link = page.get_by_role("link", name="/account/password/").inner_text()

    page.goto("/account/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("You have signed out.")

    page.goto(link)
    page.get_by_label("New password").fill("seven grey geese")
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_role("heading", name="Choose a password")).to_be_hidden()
    page.goto("/account/")
    expect(page.get_by_role("main")).to_contain_text("sam@society.example")
    expect(page.get_by_role("row", name="Lunar Society")).to_contain_text("Editor")


def test_one_signs_in_and_out_by_keyboard(page, olga):
    page.goto("/account/sign-in")
    page.get_by_label("Email address").focus()
    page.keyboard.type("olga@society.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Olga")).to_be_visible()

    page.goto("/account/")
    page.get_by_role("button", name="Sign out", exact=True).focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_enter_saves_the_settings_and_moves_no_zone(page, olga):
    enter(page)
    page.goto("/manage/organisations/lunar-society")

    page.get_by_label("Contact").fill("secretary@lunar.example")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("The settings are saved.")
    expect(page.get_by_label("Label")).to_have_count(2)
    expect(page.get_by_label("Label").first).to_have_value("Britain")


def test_a_zone_is_moved_by_its_button_and_the_focus_goes_with_it(page, olga):
    enter(page)
    page.goto("/manage/organisations/lunar-society")

    page.get_by_role("button", name="Move US Eastern up").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_label("Label").first).to_have_value("US Eastern")
    expect(page.get_by_role("button", name="Move US Eastern down")).to_be_focused()


@pytest.mark.parametrize("browser_context_args", [True], indirect=True, ids=["with scripts"])
@pytest.mark.parametrize("path", ["/account/sign-in", "/account/forgotten", "/account/password/spent"])
def test_everyone_can_use_the_pages_before_signing_in(page, expect_accessible, olga, path):
    expect_accessible(path)


@pytest.mark.parametrize("browser_context_args", [True], indirect=True, ids=["with scripts"])
def test_everyone_can_use_the_first_page(page, expect_accessible, code):
    expect_accessible("/account/first-run")


@pytest.mark.parametrize("browser_context_args", [True], indirect=True, ids=["with scripts"])
@pytest.mark.parametrize(
    "path",
    [
        "/account/",
        "/manage/organisations",
        "/manage/organisations/new",
        "/manage/organisations/lunar-society",
        "/manage/organisations/lunar-society/members",
        "/manage/organisations/spitalfields-mathematical-society/members",
        "/manage/outbox",
        "/manage/outbox/{mail}",
    ],
)
def test_everyone_can_use_the_pages_of_signed_in_people(page, expect_accessible, olga, path):
    enter(page)
    page.goto("/manage/outbox")
    mail = page.get_by_role("table").get_by_role("link").first.get_attribute("href").rsplit("/", 1)[1]

    expect_accessible(path.format(mail=mail))
