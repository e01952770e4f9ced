"""The desk: without scripts on a phone, by keyboard with them, and for axe."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, PHONE, enter, visit
from tests.factories import (
    add_appearance,
    make_membership,
    make_organisation,
    make_registration,
    make_series,
    make_speaker,
    make_user,
    make_webinar,
    open_desk,
)
from webinars.domain.accounts.passwords import hash_password
from webinars.models import Agreement, Role, Status, User, Webinar

DAYS = dt.timedelta(days=1)
ICE = ["How ice writes", "On deep time", "Fossils, cliffs and credit"]


@pytest.fixture
def host(session, settings):
    """A programme: a webinar that begins soon without a room, three drafts of a series, and a past one."""
    host = make_organisation(session, "Lunar Society")
    olga = make_user(
        session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD), timezone="Europe/Paris"
    )
    make_membership(session, host, olga, Role.OWNER)
    comets = make_webinar(session, host, "Comets", starts_in=dt.timedelta(minutes=50))
    add_appearance(session, comets, make_speaker(session, host, "Mary Somerville"), agreement=Agreement.ASKED)
    open_desk(session, comets, capacity=50)
    make_registration(session, settings, comets, "Ana")
    slow = make_series(session, host, "Slow things")
    for number, title in enumerate(ICE):
        make_webinar(session, host, title, status=Status.DRAFT, series=slow, starts_in=(20 + 7 * number) * DAYS)
    make_webinar(session, host, "Tides", starts_in=9 * DAYS)
    make_webinar(session, host, "Held", starts_in=-9 * DAYS)
    session.commit()
    return host


def states(session):
    session.rollback()
    session.expire_all()
    return dict(session.execute(sa.select(Webinar.title, Webinar.status)).all())


@pytest.mark.usefixtures("host")
def test_three_are_found_chosen_and_published_on_a_phone_without_scripts(new_context, session):
    page = new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 800}).new_page()
    enter(page)
    page.goto("/manage/")

    page.get_by_label("Find a webinar, speaker or organisation").fill("slow")
    page.get_by_role("button", name="Find").click()
    expect(page.locator(".choosable > li")).to_have_count(3)
    for title in ICE:
        page.get_by_label(f"Choose {title}").check()
    page.get_by_role("button", name="Publish", exact=True).click()

    expect(page.get_by_text("Published. 3 webinars are on the page and in 3 feeds.")).to_be_visible()
    # What was looked for stands in its box again.
    expect(page.get_by_label("Find a webinar, speaker or organisation")).to_have_value("slow")
    assert {states(session)[title] for title in ICE} == {Status.PUBLISHED}


@pytest.mark.usefixtures("host")
def test_what_needs_somebody_is_mended_on_the_desk(page, session):
    enter(page)
    visit(page, "/manage/")
    expect(page.get_by_role("heading", level=1)).to_have_text("4 things need you today")

    page.get_by_label("Link to the room of “Comets”").fill("nonsense in a box")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Link to the room of “Comets”")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("is not a web address")
    page.keyboard.press("Control+a")
    page.keyboard.type("zoom.us/j/998")
    page.keyboard.press("Enter")

    expect(page.get_by_text("“Comets” has its room.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Has agreed.*Mary Somerville")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 things need you today")
    session.expire_all()
    assert session.scalar(sa.select(Webinar.join_url).where(Webinar.title == "Comets")) == "https://zoom.us/j/998"


@pytest.mark.usefixtures("host")
def test_one_press_takes_the_zone_of_the_browser(new_context, session):
    session.execute(sa.update(User).values(timezone=None))
    session.commit()
    page = new_context(timezone_id="Asia/Calcutta").new_page()
    enter(page)
    visit(page, "/manage/")
    expect(page.get_by_text("Hours are in UTC.")).to_be_visible()

    page.get_by_role("button", name="Take the zone of your browser, India").click()

    expect(page.get_by_text("Hours are yours, in India.")).to_be_visible()
    assert page.url.endswith("/manage/")


@pytest.mark.usefixtures("host")
def test_the_bar_follows_what_is_chosen_and_moves_it(page, session):
    enter(page)
    visit(page, "/manage/")
    bar = page.get_by_role("region", name="With those chosen")
    expect(bar).to_be_hidden()

    page.keyboard.press("/")
    expect(page.get_by_label("Find a webinar, speaker or organisation")).to_be_focused()
    page.get_by_label("Choose Tides").check()
    expect(bar).to_contain_text("All of them are published already.")
    expect(bar.get_by_role("button", name="Publish")).to_be_disabled()
    page.get_by_label("Choose Tides").uncheck()
    expect(bar).to_be_hidden()
    for title in ICE[:2]:
        page.get_by_label(f"Choose {title}").check()
    expect(bar).to_contain_text("2 drafts chosen")
    expect(bar).to_contain_text("Publishing puts 2 webinars on the page and in 3 feeds.")
    expect(bar.get_by_role("button", name="Publish 2")).to_be_enabled()
    before = dict(session.execute(sa.select(Webinar.title, Webinar.starts_wall)).all())
    session.rollback()

    bar.get_by_role("button", name="Move").click()
    page.get_by_label("By").fill("2")
    page.get_by_role("button", name="Show the new starts").click()
    expect(page.get_by_text("Nobody is told: they are drafts.")).to_be_visible()
    page.get_by_role("button", name="Move 2 webinars").click()

    expect(page.get_by_text(re.compile("^2 webinars are moved"))).to_be_visible()
    # They are still chosen, so that they can be published now.
    expect(bar).to_contain_text("2 drafts chosen")
    session.rollback()
    after = dict(session.execute(sa.select(Webinar.title, Webinar.starts_wall)).all())
    assert [after[title] - before[title] for title in ICE] == [14 * DAYS, 14 * DAYS, 0 * DAYS]


@pytest.mark.usefixtures("host")
@pytest.mark.parametrize(
    "path",
    [
        "/manage/",
        "/manage/?state=drafts",
        "/manage/?q=slow",
        "/manage/?q=phlogiston",
        "/manage/?view=month",
        "/manage/chosen/move?webinar=1&webinar=2&count=1&unit=weeks&direction=later",
        "/manage/chosen/deletion?webinar=1&webinar=2",
        "/manage/webinars/tides/repeats",
    ],
)
def test_axe_finds_nothing(page, expect_accessible, path):
    enter(page)
    expect_accessible(path)


@pytest.mark.usefixtures("host")
def test_nothing_scrolls_sideways_on_the_narrowest_screen(page):
    enter(page)
    page.set_viewport_size({"width": 320, "height": 700})
    for path in ("/manage/", "/manage/?view=month", "/manage/chosen/move?webinar=1&count=1&unit=weeks"):
        visit(page, path)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path


@pytest.mark.usefixtures("host")
def test_what_has_the_focus_is_never_under_the_bar(page):
    enter(page)
    page.set_viewport_size({"width": PHONE, "height": 700})
    visit(page, "/manage/")
    page.get_by_label("Choose Comets").check()
    bar = page.get_by_role("region", name="With those chosen")
    expect(bar).to_contain_text("1 webinar chosen")

    for title in [*ICE, "Tides"]:
        box = page.get_by_label(f"Choose {title}")
        box.focus()
        foot = box.bounding_box()
        assert foot["y"] + foot["height"] <= bar.bounding_box()["y"], title
