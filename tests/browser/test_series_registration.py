"""Registering for several webinars of a series on a phone: one form, one mail, one page that gives each place back."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect
from sqlalchemy import orm

from tests.browser.journeys import PHONE, faults
from tests.browser.mails import link_in, mails, text_of
from tests.factories import make_organisation, make_series, make_webinar, open_desk
from tests.postbox import mail_server, postbox
from webinars import clock
from webinars.models import Series

__all__ = ["mail_server", "mails", "postbox"]
LAURA = "laura@bologna.example"
DAY = dt.timedelta(days=1)


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def phone(request, new_context):
    page = new_context(
        java_script_enabled=request.param,
        viewport={"width": PHONE, "height": 844},
        timezone_id="Europe/Rome",
        locale="en-GB",
    ).new_page()
    page.has_script = request.param
    return page


@pytest.fixture
def webinars(session):
    """Of the first there is one place, and somebody has it; the others are for as many as come."""
    series = make_series(session, make_organisation(session, "Lunar Society"), "Letters on nature")
    made = [
        make_webinar(session, series.organisation, title, starts_in=days * DAY, series=series)
        for title, days in (("Letters on colour", 5), ("On glaciers", 12), ("Fossils and cliffs", 19))
    ]
    for each in made:
        open_desk(session, each, capacity=1 if each is made[0] else None, seats_taken=1 if each is made[0] else 0)
    session.commit()
    return made


def fill_in(phone):
    phone.get_by_label("Name").fill("Laura Bassi")
    phone.get_by_label("Email address").fill(LAURA)
    phone.get_by_label("Your zone").select_option("Europe/Rome")
    phone.get_by_label("Write to me when the series gets one more").check()


@pytest.mark.usefixtures("with_mail_server")
def test_from_a_ticket_to_single_places_given_back(phone, session, webinars, mails):
    mails.work()
    phone.goto(f"/webinars/{webinars[1].slug}")
    phone.get_by_role("link", name="Register for the whole series (3)").click()
    expect(phone.get_by_role("checkbox", name="On glaciers")).to_be_checked()
    expect(phone.get_by_role("checkbox", name="Letters on colour")).not_to_be_checked()
    if phone.has_script:
        phone.get_by_role("button", name="Tick all 3").click()
        expect(phone.get_by_role("button", name="Register for 3")).to_be_visible()
        phone.get_by_role("button", name="None").click()
    # The whole line is the box's.
    for title in ("Letters on colour", "Fossils and cliffs"):
        phone.get_by_text(title, exact=True).click()
    # Nothing typed is lost by a press too early.
    phone.get_by_role("button", name=re.compile("Register for")).click()
    expect(phone.get_by_text("2 things need a look.")).to_be_visible()
    expect(phone.get_by_role("checkbox", name="Fossils and cliffs")).to_be_checked()
    fill_in(phone)
    phone.get_by_role("button", name=re.compile("Register for")).click()
    expect(phone.get_by_role("heading", name="We have written to the address you entered.")).to_be_visible()

    message = mails.next_to(LAURA)
    assert message["Subject"].startswith("Take your places: ")
    address = link_in(message, "registrations/together")
    phone.goto(address)
    phone.get_by_role("button", name="Take my places").click()
    held = 1 if phone.has_script else 2
    if phone.has_script:
        assert faults(phone) == []
        phone.set_viewport_size({"width": PHONE, "height": 844})
    expect(phone.get_by_text("and are number 1 on a waiting list.")).to_be_visible()
    places = mails.next_to(LAURA)
    assert text_of(places).count("/join/") == held
    (part,) = (each for each in places.walk() if each.get_content_type() == "text/calendar")
    assert part.get_content().count("BEGIN:VEVENT") == held

    phone.get_by_role("button", name=re.compile("Give it back ?: Fossils")).click()
    expect(phone.get_by_role("button", name=re.compile("Take a place ?: Fossils"))).to_be_visible()
    assert mails.next_to(LAURA)["Subject"].startswith("Given back")

    series = session.scalars(sa.select(Series).options(orm.joinedload(Series.organisation))).one()
    values = {"starts_in": 40 * DAY, "series": series, "published_at": clock.now()}
    more = make_webinar(session, series.organisation, "One more letter", **values)
    open_desk(session, more)
    session.commit()
    message = mails.next_to(LAURA)
    assert message["Subject"].startswith("One more, ")
    phone.goto(link_in(message, "registrations/together"))
    phone.get_by_role("button", name=re.compile("Take a place ?: One more")).click()
    expect(phone.get_by_role("button", name=re.compile("Give it back ?: One more"))).to_be_visible()
    assert mails.next_to(LAURA)["Subject"].startswith("Your place, ")


def test_its_pages_are_accessible(expect_accessible, session, webinars):
    expect_accessible("/series/letters-on-nature/register")
    expect_accessible("/series/letters-on-nature/register/sent")
