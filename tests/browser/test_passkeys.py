"""Passkeys from the first press to the next sign-in, with a device that Chromium makes up (WebAuthn in CDP)."""

import dataclasses
import time

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, wait_for_scripts
from tests.factories import make_user
from webinars import clock
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.accounts.recovery_codes import make_recovery_codes

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(app, settings, base_url, monkeypatch):
    """The address at which the site has a name, without which there are no passkeys."""
    named = base_url.replace("127.0.0.1", "localhost")
    monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(settings, base_url=named))
    return named


@pytest.fixture
def authenticator(page):
    """`authenticator(command, **values)`: tells the device of this browser something."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    made = protocol.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    def authenticator(command, **values):
        return protocol.send(f"WebAuthn.{command}", {"authenticatorId": made["authenticatorId"], **values})

    return authenticator


@pytest.fixture
def olga(session):
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    session.commit()
    return olga


def test_a_passkey_is_added_and_signs_in_and_the_last_way_in_stays(site, page, olga, authenticator):
    page.goto(f"{site}/account/sign-in")
    page.get_by_label("Email address").fill("olga@society.example")
    page.get_by_label("Password").first.fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(f"{site}/account/")
    wait_for_scripts(page)

    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    assert len(authenticator("getCredentials")["credentials"]) == 1

    wait_for_scripts(page)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("This device has a passkey for this account already.")).to_be_visible()

    page.get_by_role("button", name="Make 10 new codes").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.get_by_role("link", name="I have them").click()
    page.get_by_role("button", name="Switch the password off").click()
    expect(page.get_by_text("Your password is off.")).to_be_visible()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("This is your last way in")).to_be_visible()

    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url(f"{site}/account/sign-in")
    wait_for_scripts(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{site}/manage/")


def test_a_device_that_does_not_know_its_owner_signs_nobody_in(site, page, olga, authenticator):
    authenticator("setUserVerified", isUserVerified=False)
    page.goto(f"{site}/account/sign-in")
    wait_for_scripts(page)

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_text("The browser gave no passkey.")).to_be_visible()
    expect(page).to_have_url(f"{site}/account/sign-in")


def test_a_code_that_is_sent_by_two_presses_signs_in(app, site, page, olga, session, monkeypatch):
    [code, *_rest] = make_recovery_codes(session, app.config["SETTINGS"], olga, now=clock.now())
    session.commit()
    page.goto(f"{site}/account/recovery")
    wait_for_scripts(page)
    page.get_by_label("Email address").fill("olga@society.example")
    page.get_by_label("Recovery code").fill(code)
    monkeypatch.setitem(app.after_request_funcs, None, [*app.after_request_funcs[None], slowly])

    page.get_by_role("button", name="Sign in").dblclick(delay=150, no_wait_after=True)

    page.wait_for_url(f"{site}/manage/")


def slowly(response):
    time.sleep(0.5)
    return response
