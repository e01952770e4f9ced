"""Organisers write to those who registered: they look at it, try it on themselves, send it, watch it and stop it."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, faults, visit
from tests.factories import make_membership, make_organisation, make_registration, make_user, make_webinar, open_desk
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.registration.mailings.mailing import send_mailings
from webinars.models import Mailing, OutboundEmail, PromiseState, RegistrationState, Role

PAGE = "/manage/webinars/comets-and-their-tails/messages"


@pytest.fixture
def people(session, settings):
    host = make_organisation(session, "Lunar Society", contact="hello@lunar.example")
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, host, olga, Role.OWNER)
    webinar = make_webinar(session, host, starts_wall=dt.datetime.fromisoformat("2027-07-04T16:00"))
    open_desk(session, webinar, capacity=4)
    session.commit()
    for name in ("Laura Bassi", "Shen Kuo", "Mary Somerville"):
        make_registration(session, settings, webinar, name)
    make_registration(session, settings, webinar, "Ada", wants_messages=False)
    make_registration(session, settings, webinar, "Wanda", state=RegistrationState.WAITING)
    session.commit()


def write(page):
    page.get_by_label("What about").fill("Have Note G at hand")
    page.get_by_label("Text", exact=True).fill("A copy is at https://lunar.example/note-g.\n\nCaroline **Herschel**")
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_text("3 people will get it.")).to_be_visible()


def leave(session, count):
    """The worker promises the mails, and so many leave."""
    send_mailings(session)
    mails = session.scalars(
        sa.select(OutboundEmail).where(OutboundEmail.kind == "registration.message").order_by(OutboundEmail.id)
    ).all()
    for mail in mails[:count]:
        mail.state = PromiseState.SENT
    session.commit()


def follow(page, session):
    """The whole way of a message."""
    write(page)
    expect(page.get_by_text("4 have a place, and one of them has stopped messages.")).to_be_visible()
    preview = page.get_by_role("article", name="The mail")
    expect(preview.get_by_text("The Lunar Society writes")).to_be_visible()
    expect(preview.get_by_role("link", name="https://lunar.example/note-g")).to_be_visible()

    page.get_by_role("button", name="Send a test to me").click()
    expect(page.get_by_text("This site sends no mails yet: it is kept until it does.")).to_be_visible()
    expect(page.get_by_label("What about")).to_have_value("Have Note G at hand")

    page.get_by_label("Those on the waiting list").check()
    page.get_by_role("button", name="Send to 3 people").click()
    expect(page.get_by_text("is not what the button said")).to_be_visible()
    expect(page.get_by_role("button", name="Send to one person")).to_be_visible()
    page.get_by_label("Those with a place", exact=True).check()
    page.get_by_role("button", name="Look at it again").click()
    page.get_by_role("button", name="Send to 3 people").click()
    expect(page.get_by_text("This site sends no mails yet: it is kept until it does.")).to_be_visible()

    leave(session, 1)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("1 of 3 sent, to those with a place.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Stop the other 2")).click()
    expect(page.get_by_text("It is stopped.")).to_be_visible()
    expect(page.get_by_text(re.compile("1 of 3 sent, to those with a place. Written by you, stopped"))).to_be_visible()
    page.get_by_role("link", name=re.compile("^Read it")).click()
    expect(page.get_by_role("heading", name="Have Note G at hand")).to_be_visible()


def test_a_message_from_the_first_word_to_its_stop(page, session, people):
    enter(page)
    visit(page, PAGE)
    follow(page, session)


def test_enter_in_a_field_sends_nothing(page, session, people):
    enter(page)
    visit(page, PAGE)
    write(page)

    page.get_by_label("What about").press("Enter")

    expect(page.get_by_role("button", name="Send to 3 people")).to_be_visible()
    expect(page.get_by_text("No message has been written yet.")).to_be_visible()
    session.rollback()
    assert session.scalar(sa.select(sa.func.count(Mailing.id))) == 0


def test_the_same_without_scripts(new_context, session, people):
    page = new_context(java_script_enabled=False).new_page()
    enter(page)
    page.goto(PAGE)
    follow(page, session)


def test_the_pages_are_without_faults(page, session, people):
    enter(page)
    visit(page, PAGE)
    assert faults(page) == []
    write(page)
    page.get_by_text("The same as plain text").click()
    assert faults(page) == []
    page.get_by_label("What about").fill("")
    page.get_by_role("button", name="Look at it again").click()
    assert faults(page) == []
    page.get_by_label("What about").fill("Note G")
    page.get_by_role("button", name="Look at it first").click()
    page.get_by_role("button", name="Send to 3 people").click()
    leave(session, 1)
    visit(page, PAGE)
    assert faults(page) == []
    page.get_by_role("link", name=re.compile("^Read it")).click()
    assert faults(page) == []
