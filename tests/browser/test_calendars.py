"""Subscribing, following and adding, as people do it."""

import datetime as dt
import re

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, visit, visit_with_time_at_rest
from tests.factories import (
    add_appearance,
    make_membership,
    make_organisation,
    make_series,
    make_speaker,
    make_user,
    make_webinar,
)
from webinars.domain.accounts.passwords import hash_password
from webinars.models import Role
from webinars.pure.times import instant


@pytest.fixture
def webinar(session):
    lunar = make_organisation(session)
    webinar = make_webinar(
        session,
        lunar,
        starts_in=dt.timedelta(days=9),
        join_url="https://room.example/1",
        series=make_series(session, lunar),
    )
    add_appearance(session, webinar, make_speaker(session, lunar))
    session.commit()
    return webinar


def follow(page, name):
    """Makes a feed of what is called that, and stays on the page of the feed."""
    page.goto("/follow")
    page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="Make my feed").click()
    expect(page.get_by_role("heading", name="Your feed", exact=True)).to_be_visible()


def entries(response):
    assert response.ok
    return Calendar.from_ical(response.body()).walk("VEVENT")


def test_one_copies_the_address_and_the_calendar_sees_an_edit_at_its_next_poll(page, context, session, webinar):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit_with_time_at_rest(page, "/organisations/lunar-society")

    page.get_by_role("button", name="Copy address").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    first = page.request.get(address)
    assert [str(entry["SUMMARY"]) for entry in entries(first)] == ["Comets and their tails"]
    polled = page.request.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert polled.status == 304

    webinar.title = "Comets, at last"
    session.commit()

    polled = page.request.get(address, headers={"If-None-Match": first.headers["etag"]})
    (entry,) = entries(polled)
    assert entry["SUMMARY"] == "Comets, at last"
    assert entry["SEQUENCE"] == 1
    assert "set-cookie" not in polled.headers


@pytest.fixture
def organiser_page(new_context, session, webinar):
    """A browser of Olga's own, in which she has signed in."""
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, webinar.host, olga, Role.OWNER)
    session.commit()
    page = new_context().new_page()
    enter(page)
    return page


def test_an_organiser_edits_and_moves_and_every_subscription_follows(page, webinar, organiser_page):
    page.goto("/organisations/lunar-society")
    addresses = [page.get_by_label("Paste this address into any calendar").input_value()]
    follow(page, "Lunar Society")
    addresses.append(page.get_by_label("Paste this address into any calendar").input_value())
    tags = {address: page.request.get(address).headers["etag"] for address in addresses}

    def polled():
        """The entry in each feed after a change, each being asked as a calendar does that has the one before."""
        found = []
        for address, tag in tags.items():
            response = page.request.get(address, headers={"If-None-Match": tag})
            assert response.status == 200
            found += entries(response)
            tags[address] = response.headers["etag"]
            assert page.request.get(address, headers={"If-None-Match": tags[address]}).status == 304
        assert [str(entry["UID"]) for entry in found] == [webinar.uid] * len(addresses)
        return found

    def save():
        organiser_page.get_by_role("button", name=re.compile("^Save")).last.click()
        organiser_page.get_by_text(re.compile("^Saved")).first.wait_for()

    visit(organiser_page, "/manage/webinars/comets-and-their-tails")
    organiser_page.get_by_label("Title", exact=True).fill("Comets, at last")
    save()

    for entry in polled():
        assert (entry["SUMMARY"], entry["SEQUENCE"], entry.start) == ("Comets, at last", 1, webinar.starts_at)

    day = webinar.starts_on + dt.timedelta(days=1)
    visit(organiser_page, "/manage/webinars/comets-and-their-tails")
    organiser_page.get_by_label("Date").fill(day.isoformat())
    organiser_page.get_by_label("Start", exact=True).fill("16:00")
    save()

    starts_at = instant(dt.datetime.combine(day, dt.time(16)), "Europe/London")
    for entry in polled():
        assert (entry["SEQUENCE"], entry.start) == (2, starts_at)
        assert entry.end - entry.start == dt.timedelta(minutes=90)
        assert "Moved: it was announced for" in entry["DESCRIPTION"]


def test_one_follows_changes_ones_mind_and_stops(page, session, webinar):
    follow(page, "The Night Sky")
    secret_page = page.url
    address = page.get_by_label("Paste this address into any calendar").input_value()
    assert len(entries(page.request.get(address))) == 1

    page.get_by_role("checkbox", name="The Night Sky").uncheck()
    page.get_by_role("button", name="Save what I follow").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one")

    page.goto(secret_page)
    page.get_by_role("button", name="Give me a new address").click()
    expect(page.get_by_label("Paste this address into any calendar")).not_to_have_value(address)
    assert page.request.get(address).status == 410

    page.get_by_role("button", name="Stop following").click()
    expect(page.get_by_role("heading", name="Your feed has ended")).to_be_visible()
    assert page.goto(secret_page).status == 404


def test_add_to_calendar_opens_without_a_script(new_context, webinar):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/webinars/comets-and-their-tails")

    page.get_by_text("Add to calendar").click()

    google = page.get_by_role("link", name="Google Calendar").first
    expect(google).to_be_visible()
    stamp = webinar.starts_at.strftime("%Y%m%dT%H%M%SZ")
    assert re.search(rf"dates={stamp}%2F", google.get_attribute("href"))
    file = page.get_by_role("link", name="File for Apple Calendar")
    assert len(entries(page.request.get(file.get_attribute("href")))) == 1


def test_the_pages_are_accessible(page, expect_accessible, webinar):
    follow(page, "Lunar Society")

    for path in ("/follow", page.url):
        expect_accessible(path)
