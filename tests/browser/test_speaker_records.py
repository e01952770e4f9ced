"""What organisations keep of their speakers and series, in Chromium."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, visit
from tests.factories import (
    add_appearance,
    make_membership,
    make_organisation,
    make_series,
    make_speaker,
    make_user,
    make_webinar,
)
from webinars.domain.accounts.passwords import hash_password
from webinars.models import Role, Speaker, Status

SPEAKER = "/manage/speakers/caroline-herschel"
MERGER = f"{SPEAKER}/merge?gone=miss-c-herschel"


@pytest.fixture
def lunar(session):
    """A society with speakers, one of them twice, a series, and two webinars at one hour."""
    lunar = make_organisation(session, "Lunar Society")
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, lunar, olga, Role.EDITOR)
    herschel = make_speaker(
        session,
        lunar,
        affiliation="Astronomer to the court of King George, Slough, formerly of the Octagon Chapel in Bath",
        bio="Found *eight* comets.",
        links=["https://society.example/caroline", "https://catalogue.example/of/nebulae/and/clusters/of/stars"],
    )
    twin = make_speaker(session, lunar, "Miss C. Herschel")
    sky = make_series(session, lunar)
    afternoon = dt.datetime(2027, 2, 14, 16)
    comets = make_webinar(session, lunar, status=Status.DRAFT, starts_wall=afternoon, series=sky)
    add_appearance(session, comets, herschel)
    nebulae = make_webinar(session, lunar, "Nebulae", starts_wall=afternoon + dt.timedelta(minutes=30), series=sky)
    add_appearance(session, nebulae, twin)
    session.commit()
    return lunar


@pytest.fixture
def _entered(page, lunar):
    enter(page)


@pytest.mark.usefixtures("_entered")
def test_a_name_is_corrected_by_keyboard_and_a_link_keeps_the_focus_on_its_way(page, session):
    page.goto("/manage/organisations/lunar-society")
    page.get_by_role("navigation", name="This organisation").get_by_role("link", name="Speakers").click()
    page.get_by_role("link", name="Caroline Herschel").click()

    page.get_by_role("button", name="Move https://catalogue.example/of/nebulae/and/clusters/of/stars up").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Address", exact=True).first).to_have_value(
        "https://catalogue.example/of/nebulae/and/clusters/of/stars"
    )
    expect(
        page.get_by_role("button", name="Move https://catalogue.example/of/nebulae/and/clusters/of/stars down")
    ).to_be_focused()
    page.get_by_label("Name").fill("Caroline Lucretia Herschel")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("names Caroline Lucretia Herschel follows")
    speaker = session.query(Speaker).filter_by(slug="caroline-herschel").one()
    assert speaker.links[0] == "https://catalogue.example/of/nebulae/and/clusters/of/stars"


@pytest.mark.usefixtures("_entered")
def test_two_records_of_one_person_become_one(page, session):
    page.goto(SPEAKER)
    page.get_by_label("The other record").select_option("Miss C. Herschel")
    page.get_by_role("button", name="Look at the merger").click()
    expect(page.get_by_text("1 appearance moves to the record that stays")).to_be_visible()

    page.get_by_role("button", name="Merge the two records").click()

    expect(page.get_by_text("In the line-up of 2 webinars.")).to_be_visible()
    page.goto("/speakers/miss-c-herschel")
    expect(page).to_have_url(re.compile("/speakers/caroline-herschel$"))
    expect(page.get_by_role("link", name="Nebulae", exact=True)).to_be_visible()


@pytest.mark.usefixtures("_entered")
def test_while_a_start_is_typed_what_it_clashes_with_is_named(page):
    visit(page, "/manage/webinars/comets-and-their-tails")
    line = page.locator("[data-zone-line]")
    expect(line).to_contain_text("Overlaps with “Nebulae”, 4.30pm to 6pm Britain.")

    page.get_by_label("Start", exact=True).fill("19:00")
    expect(line).to_contain_text("On the same day: “Nebulae”")
    expect(line).not_to_contain_text("Comets")
    page.get_by_label("Date").fill("2027-02-15")
    expect(line).to_contain_text("Monday 15 February 2027, 7pm Britain")
    expect(line).not_to_contain_text("Nebulae")


@pytest.mark.parametrize(
    "path",
    [
        "/manage/organisations/lunar-society/speakers",
        "/manage/organisations/lunar-society/speakers?q=nobody",
        "/manage/organisations/lunar-society/series",
        SPEAKER,
        MERGER,
        "/manage/series/the-night-sky",
        "/manage/webinars/comets-and-their-tails",
    ],
)
@pytest.mark.usefixtures("_entered")
def test_everybody_can_use_it(expect_accessible, path):
    expect_accessible(path)


@pytest.mark.usefixtures("_entered")
def test_a_refused_record_is_said_on_top_with_the_focus(page):
    page.goto(SPEAKER)
    page.get_by_label("Address", exact=True).first.fill("javascript:alert(1)")
    page.get_by_label("Last part of the address").fill("miss-c-herschel")

    page.get_by_role("button", name="Save").click()

    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.locator("#error-summary")).to_contain_text("is not a web address")
