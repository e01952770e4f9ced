"""Registering and all that follows from it, as attendees do it: on a phone, and without any script."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import PHONE, faults, visit
from tests.factories import add_recording, ask, make_organisation, make_registration, make_webinar, open_desk
from webinars import clock
from webinars.domain.registration.address_list import list_token, send_links
from webinars.domain.registration.links import join_code, page_token
from webinars.models import (
    JoinAccess,
    OutboundEmail,
    QuestionKind,
    Registration,
    RegistrationAnswer,
    RegistrationEnd,
    RegistrationState,
    Status,
)

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
OPTIONS = ["Menabrea’s Sketch", "Lovelace’s Notes", "Both", "Neither yet"]
State = RegistrationState
HAS_ENDED = {State.CANCELLED, State.DECLINED}


@pytest.fixture
def webinar(session):
    lunar = make_organisation(session, accent="#ffd400")
    webinar = make_webinar(
        session,
        lunar,
        "Can a machine be said to think?",
        join_url="https://room.example/1",
        join_access=JoinAccess.REGISTERED,
    )
    open_desk(session, webinar, capacity=2)
    session.commit()
    return webinar


@pytest.fixture
def phone(new_context):
    """A phone whose browser runs no script."""
    return new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 844}).new_page()


def page_from_the_mail(session, settings, kind):
    """The page that the mail of this kind leads to."""
    session.rollback()
    mail = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == kind)).one()
    registration = session.get_one(Registration, mail.context["registration_id"])
    token = page_token(settings, registration)
    session.rollback()
    return f"/registrations/{token}"


@pytest.mark.usefixtures("with_mail_server")
def test_one_registers_takes_the_place_and_gives_it_back_without_a_script(phone, session, settings, webinar):
    phone.goto("/webinars/can-a-machine-be-said-to-think")
    phone.get_by_role("link", name="Register").click()
    phone.get_by_label("Name").fill("Laura Bassi")
    phone.get_by_label("Email address").fill("laura.attendee.example")
    phone.get_by_label("Your zone").select_option("Europe/Rome")
    phone.get_by_role("button", name="Register").click()
    expect(phone.get_by_text("One thing needs a look. Nothing you typed is lost.")).to_be_visible()
    expect(phone.get_by_label("Name")).to_have_value("Laura Bassi")
    expect(phone.get_by_label("Your zone")).to_have_value("Europe/Rome")
    phone.get_by_label("Email address").fill("laura@attendee.example")
    phone.get_by_role("button", name="Register").click()
    expect(phone.get_by_role("heading", name="We have written to the address you entered.")).to_be_visible()

    phone.goto(page_from_the_mail(session, settings, "registration.take_place"))
    expect(phone.get_by_text("One press, and the place is yours.")).to_be_visible()
    phone.get_by_role("button", name="Take my place").click()
    expect(phone.get_by_text("You have a place.")).to_be_visible()
    expect(phone.get_by_role("link", name=re.compile("^Join from .+ Rome$"))).to_be_visible()

    phone.get_by_role("link", name="Change my zone").click()
    phone.get_by_label("Your zone").select_option("Asia/Tokyo")
    phone.get_by_role("button", name="Save my zone").click()
    expect(phone.get_by_role("link", name=re.compile("^Join from .+ Japan$"))).to_be_visible()

    phone.get_by_role("checkbox", name="Reminder one hour before").uncheck()
    phone.get_by_role("button", name="Save what comes").click()
    expect(phone.get_by_role("checkbox", name="Reminder one hour before")).not_to_be_checked()
    expect(phone.get_by_role("checkbox", name="Reminder the day before")).to_be_checked()

    phone.get_by_role("button", name="Give my place back").click()
    expect(phone.get_by_text("You have given your place back.")).to_be_visible()
    expect(phone.get_by_role("link", name="Register again")).to_be_visible()

    phone.get_by_role("button", name="Erase what you keep about me").click()
    expect(phone.get_by_role("heading", name="Erased.")).to_be_visible()


def test_the_form_is_one_screen_on_a_phone_and_begins_with_the_own_zone(new_context, session, webinar):
    phone = new_context(viewport={"width": PHONE, "height": 844}, timezone_id="Asia/Kolkata", locale="en-GB").new_page()
    visit(phone, "/webinars/can-a-machine-be-said-to-think/register")

    expect(phone.get_by_label("Your zone")).to_have_value("Asia/Kolkata")
    expect(phone.get_by_role("button", name="Register")).to_be_in_viewport(ratio=1)


def test_a_zone_that_was_chosen_is_not_changed_by_the_script(new_context, webinar):
    page = new_context(timezone_id="Asia/Kolkata", locale="en-GB").new_page()
    visit(page, "/webinars/can-a-machine-be-said-to-think/register")
    page.get_by_label("Your zone").select_option("Europe/Rome")
    page.get_by_role("button", name="Register").click()
    page.wait_for_load_state()

    expect(page.get_by_text("2 things need a look.")).to_be_visible()
    expect(page.get_by_label("Your zone")).to_have_value("Europe/Rome")


def test_who_waits_on_the_own_page_is_let_in_when_the_room_opens(page, session, settings, webinar, later):
    laura = make_registration(session, settings, webinar, "Laura")
    address = f"/registrations/{page_token(settings, laura)}"
    session.commit()
    visit(page, address)
    expect(page.get_by_role("link", name=re.compile("^Join from"))).to_be_visible()

    later(5 * DAY - 25 * MINUTE)

    expect(page.get_by_role("link", name="Join in your browser")).to_be_visible()
    expect(page.get_by_text("You have a place. Come in")).to_be_visible()


@pytest.fixture
def everything(session, settings, webinar):
    """A page of each kind and state, by its address."""
    lunar = webinar.host
    ask(session, webinar)
    ask(session, webinar, "Which text do you know?", kind=QuestionKind.CHOICE, options=OPTIONS)
    ask(session, webinar, "What would help you?", kind=QuestionKind.CHOICES, options=OPTIONS, is_required=True)
    ask(session, webinar, "Anything else?", kind=QuestionKind.LONG)
    aloud = ask(session, webinar, "I would ask aloud", kind=QuestionKind.CHECKBOX)
    ended = {"ended_at": clock.now(), "ended_by": RegistrationEnd.ATTENDEE}
    found = [
        make_registration(session, settings, webinar, f"Laura {state}", state=state, **values)
        for state, values in ((each, ended if each in HAS_ENDED else {}) for each in State)
    ]
    answer = RegistrationAnswer(question_id=aloud.id, value=True)
    answer.registration_id = found[0].id
    session.add(answer)
    states = {
        "Soon": {"starts_in": 20 * MINUTE, "join_url": "https://room.example/1", "join_passcode": "nota-g"},
        "Live": {"starts_in": -5 * MINUTE, "join_url": "https://room.example/1", "join_dial_in": "+44 20 7946 0000"},
        "Cancelled": {"status": Status.CANCELLED, "cancellation_reason": "Unwell."},
        "Postponed": {"status": Status.POSTPONED},
        "Past": {"starts_in": -DAY},
        "Taken down": {"status": Status.DRAFT, "published_at": clock.now()},
    }
    for title, values in states.items():
        other = make_webinar(session, lunar, title, **values)
        open_desk(session, other)
        found.append(make_registration(session, settings, other, "Laura"))
        if title == "Past":
            add_recording(session, other, duration_s=6500)
    waits = []
    for title, capacity in (("There is room", 2), ("The room is full", 1)):
        live = make_webinar(session, lunar, title, starts_in=-6 * MINUTE, join_url="https://room.example/1")
        open_desk(session, live, capacity=capacity, standby_taken=1)
        make_registration(session, settings, live, "Came in", state=State.WAITING, standby_at=clock.now())
        waits.append(make_registration(session, settings, live, "Laura", state=State.WAITING))
    closed = make_webinar(session, lunar, "Closed")
    open_desk(session, closed, closes_before_minutes=6 * 24 * 60)
    elsewhere = make_webinar(session, lunar, "Elsewhere", registration_url="https://tickets.example/")
    send_links(session, "laura@attendee.example", now=clock.now())
    mail_id = session.scalars(sa.select(OutboundEmail.id)).one()
    session.commit()
    form = f"/webinars/{webinar.slug}/register"
    addresses = [
        *(form, f"{form}/sent", f"/webinars/{webinar.slug}", "/registrations"),
        *(f"/webinars/{each.slug}{rest}" for each in (closed, elsewhere) for rest in ("", "/register")),
        *(f"/registrations/{page_token(settings, each)}" for each in (*found, *waits)),
        *(f"/join/{join_code(settings, each)}" for each in (*found[:3], *waits)),
        f"/registrations/mine/{list_token(settings, mail_id)}",
    ]
    session.rollback()
    return addresses


@pytest.mark.timeout(600)
def test_every_page_of_registering_is_accessible(page, everything, expect_accessible):
    for address in everything:
        if page.request.get(address, max_redirects=0).status == 200:
            expect_accessible(address)


def test_no_page_of_registering_scrolls_sideways_on_the_narrowest_screen(page, everything):
    page.set_viewport_size({"width": 320, "height": 700})

    too_wide = []
    for address in everything:
        if page.request.get(address, max_redirects=0).status == 200:
            page.goto(address)
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                too_wide.append(address)

    assert too_wide == []


def test_forms_with_faults_and_open_parts_are_accessible(page, session, settings, webinar, everything):
    visit(page, f"/webinars/{webinar.slug}/register")
    page.get_by_role("button").filter(has_text=re.compile("Register|Join the waiting list")).click()
    page.wait_for_load_state()
    assert page.get_by_role("alert").is_visible()
    assert faults(page) == []

    confirmed = sa.select(Registration).where(Registration.state == State.CONFIRMED)
    laura = session.scalars(confirmed.order_by(Registration.id)).first()
    address = f"/registrations/{page_token(settings, laura)}"
    session.rollback()
    visit(page, address)
    for name in ("Change my answers", "Add to calendar"):
        page.get_by_text(name).click()
    assert faults(page) == []

    page.goto("/registrations")
    page.get_by_role("button", name="Send").click()
    page.wait_for_load_state()
    assert faults(page) == []


@pytest.mark.parametrize("is_own_page", [True, False], ids=["own page", "link of the mail"])
def test_who_waits_comes_in_by_one_press_on_a_page_that_was_open_before(
    page, session, settings, webinar, later, other_site, is_own_page
):
    site, pages = other_site
    pages["/room"] = "<h1>The room</h1>"
    webinar.join_url = f"{site}/room"
    webinar.starts_at, webinar.ends_at = clock.now() + MINUTE, clock.now() + 90 * MINUTE
    waiting = make_registration(session, settings, webinar, "Laura", state=State.WAITING)
    secret = page_token(settings, waiting) if is_own_page else join_code(settings, waiting)
    session.commit()
    session.rollback()
    visit(page, f"/{'registrations' if is_own_page else 'join'}/{secret}")
    later(7 * MINUTE)

    page.get_by_role("button", name="Join in your browser").click()

    expect(page.get_by_role("heading", name="The room")).to_be_visible()
