"""The page of co-organisers, the page behind an invitation and its confirmation, in Chromium."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, visit
from tests.factories import (
    add_co_organiser,
    make_member,
    make_membership,
    make_organisation,
    make_user,
    make_webinar,
)
from webinars import clock
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.accounts.queries import actor_of
from webinars.domain.owner_invitations.invitation import invite_somebody
from webinars.domain.owner_invitations.links import token_of
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.models import Refusal, Role, User

PAGE = "/manage/webinars/comets-and-their-tails/co-organisers"


@pytest.fixture
def webinar(session):
    """One co-organiser in each state, one of them with a long name."""
    lunar = make_organisation(session, "Lunar Society")
    olga = make_user(
        session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD), is_admin=True
    )
    make_membership(session, lunar, olga)
    made = make_webinar(session, lunar)
    for name, is_accepted in (("House of Wisdom", True), ("Société des Étoiles", False)):
        organisation = make_organisation(session, name)
        make_member(session, organisation, f"Owner of {name}", Role.OWNER)
        add_co_organiser(session, made, organisation, is_accepted=is_accepted)
    alone = make_organisation(session, "Spitalfields Mathematical Society of Weavers and Instrument-makers")
    add_co_organiser(session, made, alone, has_members=False)
    declined = make_organisation(session, "Accademia dei Lincei")
    session.add(
        Refusal(at=clock.now(), words="Our hall is closed in March.", organisation=declined, host=lunar, webinar=made)
    )
    session.commit()
    return made


@pytest.fixture
def link(session, settings, webinar):
    """The path of a link to look after the one without members."""
    whole = webinar_to_edit(session, webinar.slug)
    olga = actor_of(session, session.scalar(sa.select(User.id).where(User.name == "Olga")))
    organisation = whole.co_organisers[2].organisation
    invitation = invite_somebody(
        session, settings, olga, whole, organisation, email="cosima@salon.example", now=clock.now()
    )
    session.commit()
    return f"/invitations/{token_of(settings, invitation)}"


@pytest.mark.usefixtures("webinar")
def test_every_state_is_there_for_everybody(page, expect_accessible, link):
    enter(page)

    expect_accessible(PAGE)
    expect_accessible(link)
    expect_accessible("/manage/invitations")
    expect_accessible("/manage/organisations/house-of-wisdom/merge?gone=Accademia+dei+Lincei")
    expect_accessible("/manage/organisations/accademia-dei-lincei/deletion")


@pytest.mark.usefixtures("webinar")
def test_they_are_moved_and_saved_in_place(page):
    enter(page)
    page.goto(PAGE)

    page.get_by_role("button", name="Move House of Wisdom down").click()
    page.get_by_role("button", name="Save changes").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.locator("li[data-row]").first).to_contain_text("Société des Étoiles")


def test_an_organisation_is_claimed_and_confirmed_on_a_phone_without_script(browser, base_url, webinar, link):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}, base_url=base_url)
    page = context.new_page()
    page.goto(link)
    page.get_by_label("Your name").fill("Cosima")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.get_by_role("heading", name="Accepted. Now an administrator looks at it.")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", name="This invitation is over")).to_be_visible()

    enter(page)
    page.goto("/manage/claims")
    expect(page.get_by_text("cosima@salon.example")).to_be_visible()
    page.get_by_role("button", name="Confirm Cosima").click()
    expect(page.get_by_text("Confirmed. This site sends no mails yet")).to_be_visible()

    page.goto(PAGE)
    page.get_by_role("checkbox", name="Publish: Spitalfields").check()
    page.get_by_role("button", name="Move House of Wisdom down").click()
    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(page.get_by_role("checkbox", name="Publish: Spitalfields")).to_be_checked()
    context.close()


@pytest.mark.usefixtures("webinar")
def test_it_scrolls_nowhere_sideways(page):
    enter(page)
    page.set_viewport_size({"width": 320, "height": 700})
    visit(page, PAGE)

    assert page.evaluate("document.documentElement.scrollWidth") == 320
