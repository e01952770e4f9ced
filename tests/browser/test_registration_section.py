"""The editor's section on registration: what shows for each answer, and questions of one's own."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, faults, unfold, visit
from tests.factories import (
    ask,
    make_membership,
    make_organisation,
    make_registration,
    make_user,
    make_webinar,
    open_desk,
)
from webinars.domain.accounts.passwords import hash_password
from webinars.models import RegistrationDesk, RegistrationQuestion, Role, Status, Webinar

PAGE = "/manage/webinars/comets-and-their-tails"


@pytest.fixture
def webinar(session):
    host = make_organisation(session, "Lunar Society")
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, host, olga, Role.OWNER)
    webinar = make_webinar(
        session, host, status=Status.DRAFT, starts_wall=dt.datetime.fromisoformat("2027-07-04T16:00")
    )
    session.commit()
    return webinar


@pytest.fixture
def section(page):
    return page.locator("#registration")


def save(page):
    page.get_by_role("button", name=re.compile("^Save")).last.click()
    page.get_by_text(re.compile("^Saved")).first.wait_for()


def labels(session):
    session.rollback()
    found = session.scalars(sa.select(RegistrationQuestion.label).order_by(RegistrationQuestion.position)).all()
    # The page is to write again.
    session.rollback()
    return found


def test_what_belongs_to_an_answer_shows_under_it(page, webinar, section):
    enter(page)
    visit(page, PAGE)
    unfold(page, "Registration")
    places, address = section.get_by_label("Places", exact=True), section.get_by_label("Address of the registration")
    expect(places).to_be_hidden()
    expect(address).to_be_hidden()

    section.get_by_label(re.compile("^Yes, here")).check()
    expect(places).to_be_visible()
    expect(section.get_by_text("from publication to the end")).to_be_visible()
    expect(address).to_be_hidden()

    section.get_by_label(re.compile("^Yes, elsewhere")).check()
    expect(places).to_be_hidden()
    expect(address).to_be_visible()


def test_questions_are_asked_arranged_and_taken_out_in_place(page, session, webinar, section):
    open_desk(session, webinar)
    ask(session, webinar, "Where do you work?")
    session.commit()
    enter(page)
    visit(page, PAGE)
    unfold(page, "Registration")
    section.get_by_text("Questions of your own").click()

    section.get_by_role("button", name="Add a question").click()
    row = section.locator("[data-row]").last
    expect(row.get_by_label("Question", exact=True)).to_be_focused()
    row.get_by_label("Question", exact=True).fill("Which text do you know?")
    expect(row.get_by_label("Choices, one a line")).to_be_hidden()
    row.get_by_label("Answer", exact=True).select_option("One choice")
    row.get_by_label("Choices, one a line").fill("The Sketch\nThe Notes")
    row.get_by_label("Why you ask").fill("To know how much to explain.")
    row.get_by_role("button", name=re.compile("up$")).click()
    save(page)
    assert labels(session) == ["Which text do you know?", "Where do you work?"]

    unfold(page, "Registration")
    section.get_by_text("Questions of your own").click()
    section.locator("[data-row]").last.get_by_text("Change").click()
    section.locator("[data-row]").last.get_by_role("button", name=re.compile("^Remove")).click()
    save(page)
    assert labels(session) == ["Which text do you know?"]


def test_switching_off_asks_first(page, session, settings, webinar, section):
    open_desk(session, webinar, capacity=2)
    make_registration(session, settings, webinar, "Laura Bassi")
    session.commit()
    enter(page)
    visit(page, PAGE)

    unfold(page, "Registration")
    section.get_by_label(re.compile("^No")).check()
    page.get_by_role("button", name=re.compile("^Save")).last.click()
    expect(section.get_by_text("One person has a place.")).to_be_visible()
    section.get_by_label("Take no more registrations here all the same").check()
    save(page)

    session.rollback()
    session.expire_all()
    assert session.scalar(sa.select(Webinar.is_registration_here)) is False
    assert session.scalar(sa.select(RegistrationDesk.seats_taken)) == 1


def test_all_of_it_open_is_without_faults(page, session, webinar, section):
    open_desk(session, webinar, capacity=28)
    ask(session, webinar, "Which text?", kind="choice", options=["The Sketch", "The Notes"])
    session.commit()
    enter(page)
    visit(page, PAGE)
    for summary in section.locator("summary").all():
        summary.click()

    assert faults(page) == []


def test_without_scripts_everything_of_it_can_be_set(new_context, session, webinar):
    page = new_context(java_script_enabled=False).new_page()
    enter(page)
    page.goto(PAGE)
    section = page.locator("#registration")
    unfold(page, "Registration")
    section.get_by_label(re.compile("^Yes, here")).check()
    section.get_by_label("Places", exact=True).fill("28")
    section.get_by_text("Questions of your own").click()
    section.get_by_role("button", name="Add a question").click()

    expect(section.get_by_label("Question", exact=True)).to_be_focused()
    section.get_by_label("Question", exact=True).fill("Where do you work?")
    section.get_by_label("Why you ask").fill("To know.")
    page.get_by_role("button", name=re.compile("^Save")).last.click()

    expect(section.get_by_label("Places", exact=True)).to_have_value("28")
    assert labels(session) == ["Where do you work?"]
