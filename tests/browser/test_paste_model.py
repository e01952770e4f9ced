"""A model of the operator's choice: the page is there at once, and what it says comes later without moving anybody."""

import dataclasses

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, PHONE, enter, faults
from tests.factories import make_membership, make_organisation, make_user
from tests.integration.imports.texts import UNSURE
from tests.language_model_server import own_model, person
from webinars.domain.accounts.passwords import hash_password
from webinars.models import Role

GROUP = "[id='0-offers-lineup']"
TEXT = UNSURE + "\nRead aloud by Zorn of the Quiet Room.\n"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def olga(session):
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, make_organisation(session, "Lunar Society"), olga, Role.OWNER)
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


@pytest.fixture
def model(app, settings):
    with own_model() as model:
        app.config["SETTINGS"] = dataclasses.replace(
            settings, reader_model_url=model.url, reader_model_name="small", reader_model_key=""
        )
        model.says(person("Zorn", "Quiet Room", "moderator"))
        yield model
        app.config["SETTINGS"] = settings


def paste(page):
    page.goto("/manage/paste")
    page.get_by_label("Announcement or recap").fill(TEXT)
    page.get_by_role("button", name="Read the text").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("We read your text")


def zorn(page):
    return page.locator(f"{GROUP} .offer").filter(has_text="Zorn")


@SCRIPTS
def test_what_the_model_names_becomes_a_speaker(acting, model, scripts):
    page = acting(scripts=scripts)
    page.set_viewport_size({"width": PHONE, "height": 844})
    page.goto("/manage/paste")
    expect(page.get_by_text(f"127.0.0.1:{model.port}")).to_be_visible()
    paste(page)
    if not scripts:
        assert model.asked == []
        page.get_by_role("button", name="Ask the model").click()

    expect(page.get_by_role("status").filter(has_text="The model names one thing more.")).to_be_visible()
    assert not scripts or faults(page) == []
    zorn(page).get_by_role("button", name="Moderator:").click()

    expect(page.get_by_text("“Zorn” stands in the line-up.")).to_be_visible()
    assert "Zorn, Quiet Room, moderator" in page.get_by_role("textbox", name="Line-up").input_value()
    assert len(model.asked) == 1


def test_nobody_waits_and_nobody_is_moved(acting, model):
    model.pause_s = 1.5
    page = acting()
    paste(page)
    expect(page.get_by_role("status").filter(has_text="Asking the model.")).to_be_visible()
    series = page.get_by_label("Series")
    series.fill("Letters")
    page.get_by_label("Title").first.fill("As I say")
    first = page.locator(f"{GROUP} .offer").first.get_by_role("button").nth(1)
    first.focus()
    label = first.get_attribute("aria-label")

    expect(zorn(page)).to_be_visible()

    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == label
    expect(series).to_have_value("Letters")
    expect(page.get_by_label("Title").first).to_have_value("As I say")
    expect(page.locator("ol.source .offered").filter(has_text="Zorn")).to_be_visible()


def test_who_goes_on_before_it_has_answered_keeps_what_was_pressed(acting, model):
    model.pause_s = 1.0
    page = acting()
    paste(page)
    row = page.locator(f"{GROUP} .offer").first
    name = row.locator(".offer-text").inner_text().split(",")[0]

    row.get_by_role("button", name="Moderator:").click()

    expect(page.get_by_text(f"“{name}” stands in the line-up.")).to_be_visible()
    expect(zorn(page)).to_be_visible()
    assert f"{name}" in page.get_by_role("textbox", name="Line-up").input_value()


def test_a_model_that_is_away_is_said_and_the_page_goes_on(acting, model):
    model.status = 500
    page = acting()
    paste(page)

    expect(page.get_by_role("status").filter(has_text="The model refused the question")).to_be_visible()
    model.status = 200
    page.get_by_role("button", name="Ask the model again").click()
    expect(zorn(page)).to_be_visible()
