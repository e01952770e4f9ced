"""A speaker's page on a phone without scripts, and the desk's page of speakers: the whole way, narrow, and for axe."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, PHONE, enter, faults, visit
from tests.factories import (
    add_appearance,
    make_membership,
    make_organisation,
    make_speaker,
    make_speaking_link,
    make_user,
    make_webinar,
)
from webinars import clock
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.speaker_pages.links import token_of
from webinars.models import Agreement, Appearance, Organisation, Picture, Role, SpeakerProposal, StoredFile, Webinar

NARROWEST = 320


@pytest.fixture
def wang(session):
    host = make_organisation(session, "Lunar Society", timezone="Europe/London")
    webinar = make_webinar(
        session,
        host,
        "Can a machine be said to think? Lovelace, Babbage and the Analytical Engine",
        slug="machine",
        join_url="https://room.example/1",
        rehearsal_wall=dt.datetime(2037, 2, 12, 13),
        rehearsal_timezone="Europe/London",
    )
    speaker = make_speaker(session, host, "Wang Zhenyi", affiliation="Nanjing")
    return add_appearance(session, webinar, speaker, agreement=Agreement.ASKED, talk_title="Simple instruments")


@pytest.fixture
def address(session, settings, wang):
    link = make_speaking_link(session, settings, wang, timezone="Asia/Shanghai")
    session.commit()
    return f"/speaking/{token_of(settings, link)}"


@pytest.fixture
def phone(new_context):
    return new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 844}).new_page()


def stored(session, number):
    """The row as it is now, in a transaction that has ended: the server must be able to write."""
    columns = (Appearance.agreement, Appearance.abstract, Appearance.reply_words)
    row = session.execute(sa.select(*columns).where(Appearance.id == number)).one()
    session.rollback()
    return row


def test_a_speaker_answers_and_writes_without_a_script(session, phone, address, wang, tmp_path):
    number = wang.id
    session.rollback()
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Will you speak, Wang Zhenyi?")
    yes = phone.get_by_role("button", name="Yes, I will speak")
    assert yes.bounding_box()["y"] < 844, "the answer is not on the first screen"

    yes.click()
    expect(phone.get_by_text("You said yes on")).to_be_visible()
    assert stored(session, number).agreement == Agreement.AGREED

    phone.get_by_label("What it is about").fill("A lamp, a globe and a mirror.")
    phone.get_by_label("Name, as it is printed").fill("Wang Chen-i")
    phone.get_by_label("Biography").fill("Wrote on eclipses.")
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(phone.get_by_text("Saved. It stands on the page now.")).to_be_visible()
    assert stored(session, number).abstract == "A lamp, a globe and a mirror."

    slides = tmp_path / "simple instruments.pdf"
    slides.write_bytes(b"%PDF-1.7\n")
    phone.get_by_label("Your slides").set_input_files(slides)
    phone.get_by_role("button", name="Send the slides").click()
    expect(phone.get_by_role("link", name="simple-instruments.pdf")).to_be_visible()
    phone.get_by_role("button", name="Remove simple-instruments.pdf").click()
    expect(phone.get_by_role("link", name="simple-instruments.pdf")).to_have_count(0)
    assert session.scalars(sa.select(StoredFile.id)).all() == []
    session.rollback()

    phone.get_by_role("link", name="Preview the whole page").click()
    expect(phone.get_by_role("heading", name="Wang Chen-i")).to_be_visible()
    phone.go_back()

    phone.get_by_text("Write a word with it").click()
    phone.get_by_label("A word to the organisers").fill("I am at sea.")
    phone.get_by_role("button", name="I cannot after all").click()
    expect(phone.get_by_text("You said no on")).to_be_visible()
    assert stored(session, number).reply_words == "I am at sea."


def test_the_part_of_a_picture_is_chosen_before_it_is_sent(page, session, address, wang, tmp_path):
    file = tmp_path / "me.png"
    Image.new("RGB", (600, 300), "red").save(file)
    visit(page, address)
    part = page.get_by_role("group", name="The part that is shown")
    expect(part).to_be_hidden()

    page.get_by_label("Your picture").set_input_files(file)
    expect(part.get_by_label("From the left")).to_have_value("250")
    part.get_by_label("From the left").press("Home")
    page.get_by_label("What is to be seen").fill("A lamp on a table")
    assert faults(page) == []
    page.get_by_role("button", name="Send the picture").click()

    expect(page.get_by_text("Saved. It stands on the page now.")).to_be_visible()
    assert session.scalar(sa.select(Picture.crop)) == [0, 0, 500]


def test_her_own_hour_is_the_first_she_reads(page, session, settings, wang, new_context):
    link = make_speaking_link(session, settings, wang)
    session.commit()
    toronto = new_context(timezone_id="America/Toronto", locale="en-GB").new_page()

    visit(toronto, f"/speaking/{token_of(settings, link)}")

    start = session.scalar(sa.select(Webinar.starts_at)).astimezone(ZoneInfo("America/Toronto"))
    expect(toronto.locator(".own-hour-figure")).to_have_text(re.compile(rf"^{start.hour % 12 or 12}(\.\d\d)?[ap]m$"))
    expect(toronto.locator(".own-hour")).to_contain_text("Toronto")


def full(session, wang):
    """Everything that can stand on both pages."""
    now = clock.now()
    session.add(SpeakerProposal(appearance=wang, field="abstract", former="Old", value="Of lamps.", made_at=now))
    session.add(SpeakerProposal(appearance=wang, field="bio", former="", value="Wrote on eclipses.", made_at=now))
    file = StoredFile(
        key="x" * 43,
        kind="slides",
        name="simple-instruments-of-clear-reasons.pdf",
        content_type="application/pdf",
        byte_count=3_100_000,
        created_at=now,
    )
    session.refresh(wang, ["slides"])
    wang.slides.append(file)
    session.commit()


def test_the_page_has_no_faults(session, page, address, wang):
    full(session, wang)
    now = clock.now()
    for agreement in (Agreement.ASKED, Agreement.AGREED, Agreement.DECLINED):
        wang.agreement, wang.replied_at = agreement, None if agreement == Agreement.ASKED else now
        session.commit()
        page.goto(address)
        for fold in page.locator("main summary").all():
            fold.click()
        assert faults(page) == []


def test_the_desk_page_has_no_faults(session, page, address, wang):
    full(session, wang)
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, session.scalars(sa.select(Organisation)).one(), olga, Role.OWNER)
    session.commit()
    enter(page)
    page.goto("/manage/webinars/machine/speakers")
    for fold in page.locator("main summary").all():
        fold.click()
    assert faults(page) == []
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST


def test_nothing_scrolls_sideways(session, new_context, address, wang):
    full(session, wang)
    page = new_context(viewport={"width": NARROWEST, "height": 700}).new_page()
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
