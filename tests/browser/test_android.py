"""What the subscription panel says where Google's calendar takes no address."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_organisation, make_webinar

ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
)


@pytest.fixture(autouse=True)
def _comets(session):
    make_webinar(session, make_organisation(session), "Comets")
    session.commit()


def test_on_android_the_address_is_handed_on_to_a_computer(new_context, base_url):
    context = new_context(user_agent=ANDROID)
    context.add_init_script("navigator.share = (what) => { window.shared = what; return Promise.resolve(); }")
    page = context.new_page()
    page.goto("/organisations/lunar-society")

    page.get_by_role("button", name="Send the address to my computer").click()

    address = f"{base_url}/organisations/lunar-society/calendar.ics"
    page.wait_for_function("() => window.shared !== undefined")
    assert page.evaluate("window.shared.url") == address
    app = page.get_by_role("link", name="Open in an app that subscribes")
    expect(app).to_have_attribute("href", address.replace("http:", "webcal:"))
    expect(page.locator(".subscribe-ways .button-main")).to_have_count(0)


def test_browser_that_cannot_share_offers_the_other_ways(new_context):
    context = new_context(user_agent=ANDROID)
    context.add_init_script("Object.defineProperty(navigator, 'share', { value: undefined })")
    page = context.new_page()
    page.goto("/organisations/lunar-society")

    expect(page.get_by_text("Google’s app cannot subscribe.")).to_be_visible()
    expect(page.get_by_role("button", name="Send the address to my computer")).to_be_hidden()
    expect(page.get_by_role("button", name="Copy address")).to_be_visible()


def test_elsewhere_nothing_is_said_of_android(page):
    page.goto("/organisations/lunar-society")

    expect(page.get_by_role("link", name="Apple Calendar and others")).to_be_visible()
    expect(page.locator(".subscribe-ways .button-main")).to_have_count(1)
    expect(page.locator("[data-android]")).to_be_hidden()
