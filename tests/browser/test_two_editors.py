"""Two people in one webinar, forms that come too late, and the organisation of a new webinar."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import unfold
from tests.factories import add_appearance, make_membership, make_organisation, make_speaker, make_user, make_webinar
from webinars.domain.accounts.passwords import hash_password
from webinars.models import Role, Status

PASSWORD = "the tails of comets, 1680"
PAGE = "/manage/webinars/comets-and-their-tails"


@pytest.fixture
def host(session):
    host = make_organisation(session, "Lunar Society")
    for name in ("Olga", "Caroline"):
        user = make_user(session, name, email=f"{name}@society.example".lower(), password_hash=hash_password(PASSWORD))
        make_membership(session, host, user, Role.OWNER)
        if name == "Olga":
            house = make_organisation(session, "House of Wisdom", timezone="Asia/Baghdad", default_duration_minutes=75)
            house.display_zones = [{"label": "Baghdad", "timezone": "Asia/Baghdad"}]
            make_membership(session, house, user, Role.EDITOR)
    session.commit()
    return host


@pytest.fixture
def webinar(session, host):
    webinar = make_webinar(session, host, status=Status.DRAFT)
    add_appearance(session, webinar, make_speaker(session, host, "Mary Somerville"))
    session.commit()
    return webinar


def sign_in(page, name="olga"):
    page.get_by_label("Email address").fill(f"{name}@society.example")
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def opened(new_context):
    """`opened(path, name, **options)`: a page of its own, in which that person has opened the path."""

    def opened(path, name="olga", **options):
        page = new_context(**options).new_page()
        page.goto("/account/sign-in")
        sign_in(page, name)
        page.wait_for_url(lambda url: "sign-in" not in url)
        page.goto(path)
        if options.get("java_script_enabled", True):
            page.locator("[data-editor=ready]").wait_for()
        return page

    return opened


def save(page):
    page.get_by_role("button", name=re.compile("^Save")).last.click()


@pytest.mark.usefixtures("webinar")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_what_both_changed_is_asked_about_and_the_rest_is_merged(opened, scripts):
    mine, theirs = (opened(PAGE, name, java_script_enabled=scripts) for name in ("olga", "caroline"))
    for page in (mine, theirs):
        unfold(page, "Text")
    theirs.get_by_label("Summary").fill("Their words.")
    theirs.get_by_label("Topics").fill("Optics")
    save(theirs)
    expect(theirs.get_by_text("Saved as a draft.")).to_be_visible()

    mine.get_by_label("Summary").fill("My words.")
    mine.get_by_label("Description").fill("Long.")
    save(mine)

    asked = mine.get_by_role("group", name="Summary")
    expect(asked.get_by_text("Their words.")).to_be_visible()
    expect(mine.get_by_text("What Caroline changed meanwhile is kept: Topics.")).to_be_visible()
    expect(mine.get_by_label("Topics")).to_have_value("Optics")
    asked.get_by_label("Yours").check()
    save(mine)
    expect(mine.get_by_text("Saved as a draft.")).to_be_visible()
    expect(mine.get_by_label("Summary")).to_have_value("My words.")
    expect(mine.get_by_label("Description")).to_have_value("Long.")


@pytest.mark.usefixtures("webinar")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_after_signing_in_again_one_goes_on(opened, scripts):
    page = opened(PAGE, java_script_enabled=scripts)
    unfold(page, "Text")
    page.get_by_label("Description").fill("Typed\nfor an hour.\n\n“Quoted” & <b>bold</b>")
    page.context.clear_cookies()
    save(page)

    expect(page.get_by_text("Sign in again: what you typed is still here.")).to_be_visible()
    sign_in(page)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_label("Description")).to_have_value("Typed\nfor an hour.\n\n“Quoted” & <b>bold</b>")
    save(page)

    expect(page.get_by_text("Saved as a draft.")).to_be_visible()
    expect(page.get_by_label("Description")).to_have_value("Typed\nfor an hour.\n\n“Quoted” & <b>bold</b>")


@pytest.mark.usefixtures("webinar")
def test_a_button_of_the_form_that_came_too_late_leads_to_the_form(opened):
    page = opened(PAGE, java_script_enabled=False)
    page.get_by_label("Add a speaker").fill("Isaac Newton")
    page.context.clear_cookies()
    page.get_by_role("button", name="Add", exact=True).first.click()

    sign_in(page)
    page.get_by_role("button", name="Send it now").click()

    expect(page.locator("#lineup [data-row]")).to_have_count(2)


@pytest.mark.usefixtures("host")
def test_another_organisation_brings_its_zone_and_length(opened):
    page = opened("/manage/webinars/new?organisation=lunar-society")
    expect(page.get_by_label("In the time of")).to_have_value("Europe/London")
    page.get_by_label("Date").fill("2027-07-04")
    page.get_by_label("Start", exact=True).fill("16:00")

    page.get_by_label("Organisation", exact=True).focus()
    page.get_by_label("Organisation", exact=True).select_option("House of Wisdom")

    expect(page.get_by_label("In the time of")).to_have_value("Asia/Baghdad")
    expect(page.get_by_label("Minutes", exact=True)).to_have_value("75")
    expect(page.get_by_label("Start", exact=True)).to_have_value("16:00")
    expect(page.locator("[data-zone-line]")).to_contain_text("Sunday 4 July 2027, 4pm Baghdad")
    expect(page.locator(".breadcrumb")).to_contain_text("House of Wisdom")
    expect(page.get_by_label("Organisation", exact=True)).to_be_focused()


@pytest.mark.usefixtures("host")
@pytest.mark.parametrize(("field", "value"), [("Minutes", "45"), ("In the time of", "Asia/Kolkata")])
def test_what_was_typed_is_not_taken_back_but_by_the_button(opened, field, value):
    page = opened("/manage/webinars/new?organisation=lunar-society")
    page.get_by_label(field, exact=True).fill(value)

    page.get_by_label("Organisation", exact=True).select_option("House of Wisdom")

    expect(page.locator(".breadcrumb")).to_contain_text("House of Wisdom")
    expect(page.get_by_label(field, exact=True)).to_have_value(value)
    page.get_by_role("button", name="Take its zone and usual length").click()
    expect(page.get_by_label("Minutes", exact=True)).to_have_value("75")
    expect(page.get_by_label("In the time of")).to_have_value("Asia/Baghdad")


@pytest.mark.usefixtures("host")
def test_without_scripts_the_button_takes_them(opened):
    page = opened("/manage/webinars/new?organisation=lunar-society", java_script_enabled=False)

    page.get_by_label("Organisation", exact=True).select_option("House of Wisdom")
    page.get_by_role("button", name="Take its zone and usual length").click()

    expect(page.get_by_label("In the time of")).to_have_value("Asia/Baghdad")
    expect(page.get_by_label("Minutes", exact=True)).to_have_value("75")


@pytest.mark.usefixtures("host")
def test_zones_of_an_organisation_are_arranged_in_place(opened):
    page = opened("/manage/webinars/new?organisation=lunar-society")
    page.goto("/manage/organisations/house-of-wisdom")
    expect(page.get_by_text("Only an owner changes the settings.")).to_be_visible()

    page.goto("/manage/organisations/lunar-society")
    add = page.get_by_role("button", name="Add a zone")
    rows = page.locator("[data-row]")
    for count, (label, timezone) in enumerate([("Britain", "Europe/London"), ("India", "Asia/Kolkata")], start=1):
        add.click()
        expect(rows).to_have_count(count)
        expect(rows.last.get_by_label("Label", exact=True)).to_be_focused()
        rows.last.get_by_label("Label", exact=True).fill(label)
        rows.last.get_by_label("Zone", exact=True).fill(timezone)
    rows.last.get_by_role("button", name="up", exact=False).click()
    expect(rows.first.get_by_label("Label", exact=True)).to_have_value("India")
    expect(page.get_by_text("moved to place 1 of 2")).to_be_visible()
    page.get_by_role("button", name="Save settings").last.click()

    expect(page.get_by_text("The settings are saved.")).to_be_visible()
    expect(rows.first.get_by_label("Label", exact=True)).to_have_value("India")
