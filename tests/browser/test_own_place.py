"""A device remembers the place one has at a webinar, if its owner lets it: by script, and from the device alone."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.audience_question_factories import open_board
from tests.browser.journeys import visit
from tests.factories import make_organisation, make_registration, make_webinar, open_desk
from webinars.domain.registration.links import page_token
from webinars.models import (
    AskerNames,
    AskingMode,
    AudienceQuestion,
    JoinAccess,
    QuestionBoard,
    Registration,
    RegistrationEnd,
    RegistrationState,
)


@pytest.fixture
def webinar(session):
    webinar = make_webinar(
        session,
        make_organisation(session),
        "Letters on nature",
        join_url="https://room.example/1",
        join_access=JoinAccess.REGISTERED,
    )
    open_desk(session, webinar)
    open_board(session, webinar, mode=AskingMode.ALWAYS, names=AskerNames.REQUIRED)
    session.commit()
    return webinar


@pytest.fixture
def own_page(session, settings, webinar):
    def own_page(**values):
        registration = make_registration(session, settings, webinar, "Ana Attendee", **values)
        session.commit()
        return f"/registrations/{page_token(settings, registration)}"

    return own_page


def test_the_page_knows_who_has_a_place_until_it_is_told_to_forget(page, session, webinar, own_page):
    here, own = f"/webinars/{webinar.slug}", own_page()
    visit(page, here)
    expect(page.get_by_role("link", name="Register", exact=True)).to_be_visible()
    expect(page.get_by_text("You have a place")).to_be_hidden()

    visit(page, own)
    expect(page.get_by_label("This device may remember your place")).to_be_checked()
    visit(page, here)

    expect(page.get_by_role("link", name="Register", exact=True)).to_be_hidden()
    expect(page.get_by_text("You have a place")).to_be_visible()
    assert page.get_by_role("link", name="My page").get_attribute("href") == own
    assert page.get_by_role("link", name="Join", exact=True).get_attribute("href").startswith("/join/")
    # Asking needs no name again, and is hers.
    expect(page.get_by_label("Your name")).to_have_value("Ana Attendee")
    page.get_by_label("Ask a question").fill("What does a gardener owe to Linnaeus?")
    page.get_by_role("button", name="Ask this question").click()
    page.wait_for_url("**/questions/*")
    session.rollback()
    question = session.scalars(sa.select(AudienceQuestion)).one()
    assert (question.text, question.registration_id is not None) == ("What does a gardener owe to Linnaeus?", True)

    visit(page, here)
    page.get_by_role("button", name="Forget it here").click()
    page.wait_for_load_state()
    expect(page.get_by_role("link", name="Register", exact=True)).to_be_visible()
    visit(page, own)
    expect(page.get_by_label("This device may remember your place")).not_to_be_checked()
    visit(page, here)
    expect(page.get_by_text("You have a place")).to_be_hidden()


def test_where_a_name_is_optional_none_is_asked_for(page, session, webinar, own_page):
    session.execute(sa.update(QuestionBoard).values(names=AskerNames.OPTIONAL))
    session.commit()
    visit(page, own_page())

    visit(page, f"/webinars/{webinar.slug}")

    expect(page.get_by_label("Ask a question")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_count(0)


def test_a_place_that_is_given_back_is_known_no_longer(page, session, webinar, own_page):
    own = own_page()
    visit(page, own)
    session.execute(
        sa.update(Registration).values(state=RegistrationState.CANCELLED, ended_by=RegistrationEnd.ATTENDEE)
    )
    session.commit()
    visit(page, own)

    visit(page, f"/webinars/{webinar.slug}")

    expect(page.get_by_text("You have a place")).to_be_hidden()


@pytest.mark.parametrize("state", [RegistrationState.WAITING, RegistrationState.UNCONFIRMED])
def test_who_has_no_place_is_not_said_to_have_one(page, webinar, own_page, state):
    values = {"queue_number": 1} if state is RegistrationState.WAITING else {}
    visit(page, own_page(state=state, **values))
    expect(page.get_by_label("This device may remember your place")).to_have_count(0)

    visit(page, f"/webinars/{webinar.slug}")

    expect(page.get_by_text("You have a place")).to_be_hidden()


def test_nothing_but_an_own_page_is_led_to(page, webinar):
    visit(page, f"/webinars/{webinar.slug}")
    page.evaluate(
        "slug => localStorage.setItem('places', JSON.stringify({[slug]: {page: 'https://evil.example/registrations/x'}}))",
        webinar.slug,
    )

    visit(page, f"/webinars/{webinar.slug}")

    expect(page.get_by_text("You have a place")).to_be_hidden()
