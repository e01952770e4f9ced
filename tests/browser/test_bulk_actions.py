"""Two organisations and two speakers bring a webinar from a proposal to its page: on phones, without a script."""

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, PHONE
from tests.factories import make_membership, make_organisation, make_user
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.speaker_pages.links import token_of
from webinars.models import Appearance, Role, Speaker, SpeakingLink

TITLE = "Letters on colour"
DESK = "/manage/webinars/letters-on-colour"


@pytest.fixture
def phone(new_context):
    """`phone()`: a phone of somebody else, without scripts; with an address, its owner is signed in."""

    def phone(email=None):
        page = new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 844}).new_page()
        if email:
            page.goto("/account/sign-in")
            page.get_by_label("Email address").fill(email)
            page.get_by_label("Password").first.fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            expect(page).to_have_url(re.compile("/manage/$"))
        return page

    return phone


@pytest.fixture
def societies(session):
    """Each with an owner; neither has anything planned."""
    for name, timezone, owner in (
        ("Lunar Society", "Europe/London", "olga"),
        ("House of Wisdom", "Asia/Baghdad", "hunayn"),
    ):
        organisation = make_organisation(session, name, timezone=timezone)
        email = f"{owner}@society.example"
        user = make_user(session, owner.title(), email=email, password_hash=hash_password(PASSWORD))
        make_membership(session, organisation, user, Role.OWNER)
    session.commit()


@pytest.fixture
def own_pages(session, settings):
    """`own_pages()`: the addresses of the speakers' pages, by their names."""

    def own_pages():
        query = sa.select(SpeakingLink, Speaker.name).join(SpeakingLink.appearance).join(Appearance.speaker)
        found = {name: f"/speaking/{token_of(settings, link)}" for link, name in session.execute(query)}
        session.rollback()
        return found

    return own_pages


def fits(page):
    assert page.locator("html").evaluate("html => html.scrollWidth") <= PHONE, page.url


@pytest.mark.usefixtures("societies")
def test_from_a_proposal_to_the_page(phone, own_pages):
    host, partner = phone("olga@society.example"), phone("hunayn@society.example")
    _draft(host)
    _propose_starts(host)
    _ask_speakers(host)
    _join(partner)
    speakers = own_pages()
    _speak(phone(), speakers["Mary Gartside"], {"Monday 16 March": "If need be", "Saturday 21 March": "Yes"})
    _speak(phone(), speakers["Wang Zhenyi"], {"Monday 16 March": "No", "Saturday 21 March": "Yes"})
    _choose_and_publish(host)
    _is_on_the_page(phone(), partner)


def _draft(host):
    host.get_by_role("link", name="New webinar").first.click()
    host.get_by_label("Title").first.fill(TITLE)
    for box, name, button in (
        ("Add a speaker", "Mary Gartside, London", "Add"),
        ("Add a speaker", "Wang Zhenyi, Nanjing", "Add"),
        ("Invite an organisation", "House of Wisdom", "Invite"),
    ):
        field = host.get_by_label(box)
        field.fill(name)
        field.locator("xpath=ancestor::*[.//button][1]").get_by_role("button", name=button).click()
    fits(host)
    host.get_by_role("button", name="Save draft").first.click()
    expect(host).to_have_url(re.compile(f"{DESK}"))
    fits(host)


def _propose_starts(host):
    host.goto(f"{DESK}/starts")
    host.get_by_role("button", name="One more row").click()
    for number, date in ((1, "2037-03-16"), (2, "2037-03-21")):
        start = host.get_by_role("group", name=f"Start {number}")
        start.get_by_label("Date").fill(date)
        start.get_by_label("Start", exact=True).fill("16:00")
    host.get_by_role("button", name="Save the starts").click()
    expect(host.get_by_role("group", name="Start 2").get_by_label("Date")).to_have_value("2037-03-21")
    fits(host)


def _ask_speakers(host):
    host.goto(f"{DESK}/speakers")
    host.get_by_label("Address of Mary Gartside").fill("mary@speaker.example")
    host.get_by_label("Address of Wang Zhenyi").fill("wang@speaker.example")
    host.get_by_role("button", name="Ask everybody with an address below").click()
    expect(host.get_by_text("copy the link below and send it yourself")).to_be_visible()
    fits(host)


def _join(partner):
    partner.goto("/manage/invitations")
    fits(partner)
    partner.get_by_role("button", name="Accept").first.click()
    partner.goto(f"{DESK}/starts")
    fits(partner)
    for day in ("Monday 16 March, 7pm", "Saturday 21 March, 7pm"):
        partner.get_by_role("group", name=day).get_by_label("Yes").check()
    partner.get_by_role("button", name="Send the answers").click()
    expect(partner.get_by_text("1 of 3 have answered.")).to_be_visible()


def _speak(page, address, answers):
    page.goto(f"{address}/starts")
    fits(page)
    for day, answer in answers.items():
        page.get_by_role("group", name=day).get_by_label(answer, exact=True).check()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_text("2 of 2 answered.")).to_be_visible()
    page.goto(address)
    page.get_by_role("button", name="Yes, I will speak").click()
    page.get_by_label("Biography").fill("Writes on light.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. It stands on the page once the webinar is announced.")).to_be_visible()
    fits(page)


def _choose_and_publish(host):
    host.goto(f"{DESK}/starts")
    # The one at which nobody is missing stands first.
    host.get_by_role("button", name="Make it the start").first.click()
    expect(host.get_by_text("This site sends no mails yet: it is kept until it does.")).to_be_visible()
    host.goto(DESK)
    expect(host.get_by_label("Date", exact=True)).to_have_value("2037-03-21")
    host.get_by_label("Link to the room").fill("room.example/1")
    host.get_by_role("button", name="Publish").first.click()
    expect(host.get_by_text("Published. It is on the page")).to_be_visible()
    fits(host)


def _is_on_the_page(reader, partner):
    reader.goto("/webinars/letters-on-colour")
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    for words in ("Saturday 21 March 2037", "Lunar Society", "House of Wisdom", "Mary Gartside", "Wang Zhenyi"):
        expect(reader.get_by_text(words).first).to_be_visible()
    fits(reader)
    reader.get_by_role("link", name="Mary Gartside").first.click()
    expect(reader.get_by_text("Writes on light.")).to_be_visible()
    partner.goto("/manage/")
    expect(partner.get_by_role("link", name=TITLE).first).to_be_visible()
    fits(partner)
