"""The programme without a network; and that nothing else is ever kept."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter
from tests.factories import make_membership, make_organisation, make_registration, make_user, make_webinar, open_desk
from webinars import clock
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.registration.links import page_token

NEXT_JULY = dt.datetime(clock.now().year + 1, 7, 4, 16)
WHEN_KEPT = """
  async () => {
    await navigator.serviceWorker.ready;
    while ((await (await caches.open("programme")).match("/webinars")) === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
"""
EVERYTHING_KEPT = """
  async () => {
    const found = {};
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) found[request.url] = await (await cache.match(request)).text();
    }
    return found;
  }
"""


@pytest.fixture
def comets(session):
    webinar = make_webinar(session, make_organisation(session), "Comets", starts_wall=NEXT_JULY)
    session.commit()
    return webinar


@pytest.fixture
def context(new_context):
    return new_context(timezone_id="Pacific/Auckland")


def test_programme_and_own_hour_are_there_without_a_network(context, comets):
    page = context.new_page()
    broken = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto("/webinars")
    page.evaluate(WHEN_KEPT)
    expect(page.locator("[data-offline]")).to_be_hidden()

    context.set_offline(True)
    page.goto("/webinars")

    expect(page.get_by_role("link", name="Comets", exact=True)).to_be_visible()
    expect(page.locator(".own [data-hour]")).to_have_text("3am")
    expect(
        page.get_by_text(re.compile(r"You are offline\. This is the programme as it was on \w+day \d+\s"))
    ).to_be_visible()
    # Its clothes are there as well.
    assert page.evaluate("getComputedStyle(document.querySelector('.programme')).listStyleType") == "none"
    assert broken == []

    context.set_offline(False)
    expect(page.locator("[data-offline]")).to_be_hidden()


def test_programme_that_has_changed_is_shown_as_it_is_and_kept_anew(context, session, comets):
    page = context.new_page()
    page.goto("/webinars")
    page.evaluate(WHEN_KEPT)
    comets.title = "Tides"
    session.commit()

    page.goto("/webinars")
    expect(page.get_by_role("link", name="Tides", exact=True)).to_be_visible()
    page.wait_for_function(
        "async () => (await (await (await caches.open('programme')).match('/webinars')).text()).includes('Tides')"
    )


def test_no_page_of_the_desk_and_no_secret_page_is_ever_kept(context, session, settings, comets):
    olga = make_user(session, email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, comets.host, olga)
    open_desk(session, comets)
    registration = make_registration(session, settings, comets, "Zqattendee")
    session.commit()
    token = page_token(settings, registration)
    page = context.new_page()
    page.goto("/webinars")
    page.evaluate(WHEN_KEPT)
    enter(page)

    for path in (
        "/manage/",
        "/account/",
        f"/registrations/{token}",
        "/webinars/comets",
        "/webinars?past=",
        "/webinars",
    ):
        assert page.goto(path).status == 200
        # None of them is under its eyes but what lies below the programme.
        is_seen = page.evaluate("navigator.serviceWorker.controller !== null")
        assert is_seen == path.startswith("/webinars")
    kept = page.evaluate(EVERYTHING_KEPT)

    paths = {urlsplit(address).path + urlsplit(address).query for address in kept}
    assert "/webinars" in paths
    assert {path for path in paths if not path.startswith("/static/v/")} == {"/webinars"}
    for told in ("Zqattendee", "Olga", token):
        assert not any(told in text for text in kept.values())
    context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"/registrations/{token}")
