"""The history in Chromium: told in the reader's days, and an act taken back."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, visit
from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_recording,
    make_member,
    make_membership,
    make_organisation,
    make_registration,
    make_speaker,
    make_user,
    make_webinar,
    open_desk,
)
from webinars import clock
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.accounts.queries import actor_of
from webinars.domain.lineup.actions import AppearanceInput, set_lineup
from webinars.domain.programme import life_cycle
from webinars.domain.programme.actions import update_webinar
from webinars.domain.programme.changes import record
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.recordings.removal import remove_recording
from webinars.models import AuditEvent, Role

PAGE = "/manage/history"


@pytest.fixture
def webinar(session, settings):
    """Something was done in each of the ways that the page tells apart."""
    lunar, lincei = make_organisation(session, "Lunar Society"), make_organisation(session, "Accademia dei Lincei")
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, lunar, olga)
    petra = make_member(session, lincei, "Petra Petrarca", Role.OWNER)
    make_webinar(session, lunar, "Letters on colour: Newton, Goethe and the makers of dyes")
    webinar = webinar_to_edit(session, "letters-on-colour-newton-goethe-and-the-makers-of-dyes")
    open_desk(session, webinar)
    for name in ("Ana", "Wanda"):
        make_registration(session, settings, webinar, name)
    add_co_organiser(session, webinar, lincei)
    add_appearance(session, webinar, make_speaker(session, lunar, "Isaac Newton"))
    actor, now = actor_of(session, olga.id), clock.now()
    record(session, actor_of(session, petra.id), webinar, "co_organiser:accept", {"organisation": lincei.name}, now=now)
    places = [
        AppearanceInput(speaker=make_speaker(session, lunar, "Mary Gartside")),
        AppearanceInput(speaker=webinar.lineup[0].speaker),
    ]
    set_lineup(session, actor, webinar, places, now=now)
    update_webinar(session, actor, webinar, title="Letters on colour", now=now)
    update_webinar(session, actor, webinar, title="Letters on colour, and dyes", now=now)
    remove_recording(session, actor, webinar, add_recording(session, webinar, "Note G, read slowly"), now=now)
    record(session, actor, webinar, "message:send", {"mailing": 0, "count": 2}, now=now)
    wall = webinar.starts_wall + dt.timedelta(hours=1)
    life_cycle.move(session, actor, webinar, wall=wall, timezone="Europe/London", now=now)
    session.commit()
    return webinar


@pytest.mark.usefixtures("webinar")
def test_every_kind_of_line_is_there_for_everybody(page, expect_accessible):
    enter(page)

    expect_accessible(PAGE)

    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name=re.compile("^Put .* back and tell 2 people")).click()
    expect(page.get_by_text("is back. 2 people are told")).to_be_visible()
    expect(page.get_by_text("Undone", exact=True)).to_be_visible()
    expect(page.get_by_text("You put the start back")).to_be_visible()
    expect_accessible(PAGE)


def test_an_act_is_taken_back_on_a_phone_without_script(browser, base_url, session, webinar):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}, base_url=base_url)
    page = context.new_page()
    enter(page)
    page.goto(f"/manage/webinars/{webinar.slug}")
    page.get_by_role("navigation", name="This webinar").get_by_role("link", name="History").click()
    page.get_by_label("What").select_option("Recordings")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Hours are those of UTC.")).to_be_visible()
    expect(page.get_by_text("Kept until")).to_be_visible()

    page.get_by_role("button", name=re.compile("^Put it back ?: the recording")).click()

    expect(page.get_by_text("The recording is back")).to_be_visible()
    expect(page.get_by_label("What")).to_have_value("recordings")
    session.expire_all()
    assert [each.title for each in webinar_to_edit(session, webinar.slug).recordings] == ["Note G, read slowly"]
    context.close()


def test_days_are_those_of_the_readers_clock(browser, base_url, session, webinar):
    session.query(AuditEvent).delete()
    for day, hour in ((24, 23), (25, 1), (25, 23)):
        at = dt.datetime(2025, 11, day, hour, 42, tzinfo=dt.UTC)
        session.add(AuditEvent(at=at, action="webinar:publish", webinar_id=webinar.id, organisation_id=webinar.host_id))
    session.commit()
    context = browser.new_context(timezone_id="Pacific/Auckland", locale="en-GB", base_url=base_url)
    page = context.new_page()
    enter(page)
    visit(page, PAGE)

    headings = page.get_by_role("heading", level=2)
    expect(headings).to_have_text(["Wednesday 26 November 2025", "Tuesday 25 November 2025"])
    expect(page.locator(".history-day").nth(1).get_by_role("listitem")).to_have_count(2)
    expect(page.locator(".section-head .meta")).to_have_text(["One change", "2 changes"])
    expect(page.locator(".at")).to_have_text(["12.42pm", "2.42pm", "12.42pm"])
    expect(page.get_by_text("Hours are yours, in Auckland (from this browser).")).to_be_visible()
    context.close()
