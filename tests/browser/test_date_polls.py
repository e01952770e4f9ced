"""Finding a time on a phone without scripts, for axe, and at the desk."""

import datetime as dt

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, PHONE, enter, faults
from tests.factories import (
    add_appearance,
    add_co_organiser,
    make_member,
    make_membership,
    make_organisation,
    make_speaker,
    make_speaking_link,
    make_user,
    make_webinar,
)
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.scheduling.date_polls.actions import WantedStart, propose
from webinars.domain.speaker_pages.links import token_of
from webinars.models import Agreement, Role, StartAnswer, Status, Webinar

NARROWEST = 320
DESK = "/manage/webinars/letters/starts"


@pytest.fixture
def address(session, settings):
    """Of Wang Zhenyi's page, who is asked with others which of three starts suits."""
    host = make_organisation(session, "Lunar Society", timezone="Europe/London")
    webinar = make_webinar(
        session,
        host,
        "Letters on colour: Newton, Goethe and the makers of dyes",
        slug="letters",
        status=Status.DRAFT,
        starts_in=None,
    )
    for name in ("Johann Wolfgang von Goethe", "Mary Gartside", "Benjamin Franklin"):
        add_appearance(session, webinar, make_speaker(session, host, name), agreement=Agreement.ASKED)
    wang = add_appearance(session, webinar, make_speaker(session, host, "Wang Zhenyi"), agreement=Agreement.ASKED)
    link = make_speaking_link(session, settings, wang, timezone="Asia/Shanghai")
    house = make_organisation(session, "House of Wisdom", timezone="Asia/Baghdad")
    make_member(session, house, "Hunayn", Role.OWNER)
    add_co_organiser(session, webinar, house)
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, host, olga, Role.OWNER)
    make_membership(session, house, olga, Role.OWNER)
    session.commit()
    walls = (dt.datetime(2037, 3, 20, 12), dt.datetime(2037, 3, 22, 16), dt.datetime(2037, 3, 29, 12))
    wanted = [WantedStart(start_id=None, wall=wall, timezone="Europe/London", duration_minutes=90) for wall in walls]
    ends_at = clock.now() + dt.timedelta(days=9)
    propose(session, OPERATOR, webinar_to_edit(session, "letters"), wanted, ends_at=ends_at, now=clock.now())
    session.commit()
    return f"/speaking/{token_of(settings, link)}"


@pytest.fixture
def phone(new_context):
    return new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 844}).new_page()


def test_a_speaker_says_which_hours_suit_without_a_script(session, phone, address):
    phone.goto(address)
    phone.get_by_role("link", name="Say which hours suit you").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Which of these hours suit you, Wang Zhenyi?")
    midnight = phone.get_by_role("group", name="Monday 23 March, midnight, night, as Sunday ends")

    midnight.get_by_label("If need be").check()
    phone.get_by_role("group", name="Friday 20 March, 8pm, evening").get_by_label("Yes").check()
    phone.get_by_label("Anything to say about them").fill("At midnight only if nobody else can.")
    phone.get_by_role("button", name="Send my answers").click()

    expect(phone.get_by_text("The organisers have your answers.")).to_be_visible()
    expect(phone.get_by_text("2 of 3 answered.")).to_be_visible()
    expect(midnight.get_by_label("If need be")).to_be_checked()
    assert len(session.scalars(sa.select(StartAnswer.id)).all()) == 2
    session.rollback()

    phone.get_by_text("I shall be somewhere else").click()
    phone.get_by_label("Your zone").select_option("Europe/Rome")
    phone.get_by_role("button", name="Show my hours there").click()
    expect(phone.get_by_role("group", name="Sunday 22 March, 5pm, day").get_by_label("If need be")).to_be_checked()


def test_the_speakers_page_has_no_faults_and_fits(page, address):
    page.goto(f"{address}/starts")
    for fold in page.locator("main summary").all():
        fold.click()
    assert faults(page) == []
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST


def test_a_start_is_proposed_and_chosen_at_the_desk(session, page, address):
    enter(page)
    page.goto(DESK)
    assert faults(page) == []
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
    page.set_viewport_size({"width": 1280, "height": 900})

    new = page.get_by_role("group", name="Start 4")
    new.get_by_label("Date").fill("2037-04-05")
    new.get_by_label("Start", exact=True).fill("12:00")
    # As Enter in a field does: the first button of the form must not be one that takes a row away.
    new.get_by_label("Minutes").press("Enter")
    expect(page.get_by_role("rowheader", name="Sunday 5 April")).to_be_visible()

    friday = page.get_by_role("row", name="Friday 20 March")
    friday.get_by_role("button", name="Make it the start").click()
    expect(page.get_by_text("This site sends no mails yet: it is kept until it does.")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    assert session.scalars(sa.select(Webinar.starts_at)).one() is None
    session.rollback()
