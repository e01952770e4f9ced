"""Following by mail and the calendar of one's registrations, on a phone and without any script."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import PHONE, faults, visit
from tests.factories import make_organisation, make_registration, make_series, make_topic, make_webinar, open_desk
from webinars import clock
from webinars.domain.followers.links import mail_token
from webinars.domain.registration.address_list import list_token, send_links
from webinars.models import MailFollow, OutboundEmail, Rhythm

LAURA = "laura@attendee.example"


@pytest.fixture
def programme(session):
    lunar = make_organisation(session)
    for number, name in enumerate(("Spitalfields Mathematical Society", "Accademia dei Lincei")):
        make_webinar(session, make_organisation(session, name), f"Tides {number}")
    webinar = make_webinar(session, lunar, "Can a machine be said to think?", series=make_series(session, lunar))
    session.refresh(webinar, ["topics"])
    webinar.topics.append(make_topic(session))
    open_desk(session, webinar)
    session.commit()
    return webinar


@pytest.fixture
def phone(new_context):
    """A phone whose browser runs no script."""
    return new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 844}).new_page()


def stored(session, settings):
    """The link and the rhythm of the one who follows."""
    session.rollback()
    follow = session.scalars(sa.select(MailFollow)).one()
    found = f"/follow/mail/{mail_token(settings, follow)}", follow.rhythm
    session.rollback()
    return found


@pytest.mark.usefixtures("with_mail_server")
def test_she_follows_by_mail_without_script_and_ends_it(phone, session, settings, programme):
    phone.goto("/follow")
    phone.get_by_label("Lunar Society").check()
    phone.get_by_label("Once a day").check()
    phone.get_by_label("Your zone").select_option("Europe/Rome")
    phone.get_by_label("Email address").fill("laura")
    phone.get_by_role("button", name="Follow by mail").click()
    expect(phone.get_by_role("alert")).to_contain_text("Enter an address with an @, like name@society.example.")
    expect(phone.get_by_label("Once a day")).to_be_checked()

    phone.get_by_label("Email address").fill(LAURA)
    phone.get_by_label("Email address").press("Enter")

    expect(phone.get_by_role("heading", level=1)).to_have_text("We have written to the address you entered.")
    link = stored(session, settings)[0]
    phone.goto(link)
    phone.get_by_role("button", name="Begin").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Following by mail")
    assert stored(session, settings)[1] is Rhythm.DAILY
    phone.get_by_label("Once a week").check()
    phone.get_by_label("Day of the weekly mail").select_option("Thursdays")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("Weekly, on Thursdays at 8am Rome.")).to_be_visible()

    phone.get_by_role("button", name="Stop these mails and erase my address").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("You get no more of them")
    session.rollback()
    assert session.scalars(sa.select(MailFollow)).all() == []


def test_her_registrations_become_one_calendar(phone, session, settings, programme):
    make_registration(session, settings, programme, "Laura")
    send_links(session, LAURA, now=clock.now())
    session.commit()
    mail = session.scalars(sa.select(OutboundEmail)).one()
    phone.goto(f"/registrations/mine/{list_token(settings, mail.id)}")
    session.rollback()

    phone.get_by_role("button", name="All of them as one calendar").click()

    address = phone.get_by_label("Paste this address into any calendar").input_value()
    assert b"SUMMARY:Can a machine" in phone.request.get(address).body()


@pytest.mark.usefixtures("with_mail_server")
def test_the_pages_of_following_suit_everybody(page, session, settings, programme, expect_accessible):
    expect_accessible("/follow")
    page.get_by_label("Lunar Society").check()
    page.get_by_role("button", name="Follow by mail").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Email address").fill(LAURA)
    page.get_by_role("button", name="Follow by mail").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have written to the address you entered.")
    assert faults(page) == []
    link = stored(session, settings)[0]
    expect_accessible(link)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Following by mail")
    assert faults(page) == []
    make_registration(session, settings, programme, "Laura")
    send_links(session, LAURA, now=clock.now())
    session.commit()
    mail = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == "registration.links")).one()
    visit(page, f"/registrations/mine/{list_token(settings, mail.id)}")
    session.rollback()
    assert faults(page) == []
    page.get_by_role("button", name="All of them as one calendar").click()
    expect(page.get_by_role("button", name="Give it a new address")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Follow more in it, or end it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your feed")
    assert faults(page) == []
