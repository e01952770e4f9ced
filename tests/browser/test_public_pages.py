import datetime as dt

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.audience_question_factories import open_board
from tests.browser.journeys import PASSWORD, enter, visit, visit_with_time_at_rest
from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_question,
    add_recording,
    make_membership,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_user,
    make_webinar,
)
from webinars import clock
from webinars.domain.accounts.passwords import hash_password
from webinars.lib.i18n import spoken_languages
from webinars.models import AppearanceRole, RecordingKind, Status, Webinar

DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
NEXT_JULY = dt.datetime(clock.now().year + 1, 7, 4, 16)


@pytest.fixture
def programme(session):
    """A webinar in each state, with everything a page can show."""
    lunar = make_organisation(
        session,
        accent="#ffd400",
        description="Dinners by moonlight.",
        url="https://lunar.example/",
        contact="secretary@lunar.example",
    )
    spitalfields = make_organisation(session, "Spitalfields Mathematical Society")
    series = make_series(session, lunar, description="Six evenings under a clear sky.")
    topic = make_topic(session)
    herschel = make_speaker(session, lunar, affiliation="Slough", bio="Found eight comets.")
    somerville = make_speaker(session, lunar, "Mary Somerville", affiliation="Author")
    states = {
        "Coming": {"starts_in": 5 * DAY, "registration_url": "https://tickets.example/", "summary": "On tails."},
        "Soon": {"starts_in": 20 * MINUTE, "join_url": "https://room.example/1"},
        "Live": {"starts_in": -24 * MINUTE, "join_url": "https://room.example/1", "join_dial_in": "+44 20 7946 0000"},
        "Moved": {
            "starts_in": 9 * DAY,
            "moved_from_wall": NEXT_JULY,
            "moved_from_timezone": "Europe/London",
        },
        "Postponed": {"starts_in": 9 * DAY, "status": Status.POSTPONED},
        "Cancelled": {"starts_in": 9 * DAY, "status": Status.CANCELLED, "cancellation_reason": "Unwell."},
        "Past": {"starts_in": -9 * DAY},
        "Past without a recording": {"starts_in": -10 * DAY},
    }
    for title, values in states.items():
        webinar = make_webinar(session, lunar, title, series=series, description="We look **up**.", **values)
        add_co_organiser(session, webinar, spitalfields)
        moderator = add_appearance(session, webinar, somerville, role=AppearanceRole.MODERATOR)
        add_appearance(session, webinar, herschel, talk_title="Eight comets")
        add_question(session, webinar)
        session.refresh(webinar, ["topics"])
        webinar.topics.append(topic)
        if title == "Past":
            add_recording(session, webinar, "The full stream", duration_s=6500)
            add_recording(
                session,
                webinar,
                "Opening words",
                kind=RecordingKind.PRESENTATION,
                appearance=moderator,
                duration_s=1060,
            )
    make_webinar(session, lunar, "Bare", starts_in=30 * DAY)
    make_webinar(session, lunar, "كتاب المناظر", slug="optics", language="ar", starts_in=31 * DAY)
    make_webinar(session, lunar, "Old minutes", starts_in=None, starts_on=dt.date(1998, 3, 4))
    session.commit()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/webinars",
        "/webinars?past",
        "/webinars/coming",
        "/webinars/coming?zone=Asia/Kolkata",
        "/webinars/soon",
        "/webinars/live",
        "/webinars/moved",
        "/webinars/postponed",
        "/webinars/cancelled",
        "/webinars/past",
        "/webinars/past-without-a-recording",
        "/webinars/bare",
        "/webinars/optics",
        "/webinars/old-minutes",
        "/organisations",
        "/organisations/lunar-society",
        "/series",
        "/series/the-night-sky",
        "/speakers",
        "/speakers/caroline-herschel",
        "/topics",
        "/topics/astronomy",
        "/join/nobody",
    ],
)
def test_a_page_is_accessible_and_fits(programme, expect_accessible, path):
    expect_accessible(path)


@pytest.mark.parametrize("language", spoken_languages()[1:])
def test_a_page_is_accessible_and_fits_in_each_language(programme, expect_accessible, language):
    for path in ("/", "/webinars/live", "/webinars/past", "/follow"):
        expect_accessible(f"/{language}{path}")


@pytest.mark.parametrize("path", ["/", "/webinars", "/organisations"])
def test_an_empty_page_is_accessible_and_fits(expect_accessible, path):
    expect_accessible(path)


def test_the_readers_own_hour_stands_beside_the_organisers_line(session, new_context):
    make_webinar(session, make_organisation(session), "Comets", starts_wall=NEXT_JULY)
    session.commit()

    for timezone, hour, words in (
        ("Asia/Kolkata", "8.30pm", "4 July, India"),
        ("Australia/Sydney", "1am", "5 July, Sydney"),
        ("Pacific/Kiritimati", "5am", "5 July, Kiritimati"),
        ("America/New_York", "11am", "4 July, New York"),
        ("Atlantic/Azores", "3pm", "4 July, Azores"),
    ):
        page = new_context(timezone_id=timezone).new_page()
        page.goto("/webinars/comets")
        expect(page.locator(".local-hour")).to_have_text(hour)
        expect(page.locator(".local-time small")).to_contain_text(words)
        expect(page.locator(".zone-table")).to_contain_text("4pm")


@pytest.mark.parametrize(("wall_hour", "words"), [(12, "12 noon"), (0, "midnight")])
def test_noon_and_midnight_are_words(session, new_context, wall_hour, words):
    make_webinar(session, make_organisation(session), "Comets", starts_wall=NEXT_JULY.replace(hour=wall_hour))
    session.commit()

    page = new_context(timezone_id="Europe/London").new_page()
    page.goto("/webinars/comets")

    expect(page.locator(".local-hour")).to_have_text(words)


def test_without_scripts_the_page_is_complete_and_a_zone_can_be_chosen(session, new_context):
    make_webinar(session, make_organisation(session), "Comets", starts_wall=NEXT_JULY)
    session.commit()

    page = new_context(java_script_enabled=False, timezone_id="Asia/Kolkata").new_page()
    page.goto("/webinars/comets")
    expect(page.locator(".local-time")).to_be_hidden()
    page.get_by_role("link", name="The time in another zone").click()
    page.get_by_label("Your zone").select_option("Asia/Kolkata")
    page.get_by_role("button", name="Show the time there").click()

    expect(page.locator(".local-hour")).to_have_text("8.30pm")
    expect(page.locator(".needs-script").first).to_be_hidden()


def test_the_countdown_stays_true_while_the_page_is_open(session, page):
    make_webinar(session, make_organisation(session), "Comets", starts_in=50 * HOUR)
    session.commit()
    page.clock.install()
    page.goto("/webinars/comets")
    expect(page.locator(".countdown")).to_have_text("In 2 days")

    page.clock.fast_forward(3 * 60 * 60 * 1000)

    expect(page.locator(".countdown")).to_have_text("In 47 hours")


def test_whoever_waits_on_the_page_sees_the_way_in_when_the_room_opens(session, page):
    webinar = make_webinar(
        session, make_organisation(session), "Comets", starts_in=40 * MINUTE, join_url="https://room.example/1"
    )
    session.commit()
    page.clock.install()
    page.goto("/webinars/comets")
    expect(page.get_by_role("link", name="Join in your browser")).to_have_count(0)

    # The server's clock cannot be moved from here; moving the webinar closer has the same effect.
    webinar.starts_wall -= 15 * MINUTE
    webinar.starts_at -= 15 * MINUTE
    session.commit()
    page.clock.fast_forward(11 * 60 * 1000)

    expect(page.get_by_role("link", name="Join in your browser")).to_be_visible()
    expect(page.locator(".local-time")).to_be_visible()


def test_a_feed_address_is_copied_with_one_press(session, new_context, base_url):
    make_webinar(session, make_organisation(session), "Comets")
    session.commit()
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    visit_with_time_at_rest(page, "/organisations/lunar-society")

    page.get_by_role("button", name="Copy address").first.click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{base_url}/organisations/lunar-society/calendar.ics"


def test_public_pages_ask_no_other_host_and_break_no_rule(programme, page, base_url):
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    for path in ("/", "/webinars/coming", "/webinars/live", "/webinars/past", "/organisations/lunar-society"):
        visit(page, path)
        page.wait_for_load_state("networkidle")

    assert [address for address in asked if not address.startswith((base_url + "/", "data:"))] == []
    assert complaints == []
    assert page.context.cookies() == []


def test_the_page_prints_without_its_surroundings(programme, page):
    page.goto("/webinars/coming")
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", name="Coming", exact=True)).to_be_visible()
    expect(page.locator(".zone-table")).to_be_visible()
    for chrome in (".masthead", ".colophon", ".ticket .button", ".panel"):
        expect(page.locator(chrome).first).to_be_hidden()


def test_a_printed_page_has_its_address_and_no_form_to_ask_with(programme, session, page, base_url):
    open_board(session, session.scalars(sa.select(Webinar).where(Webinar.slug == "coming")).one())
    session.commit()
    page.goto("/webinars/coming")
    address = page.get_by_text(f"{base_url}/webinars/coming", exact=True)
    expect(page.get_by_label("Ask a question")).to_be_visible()
    expect(address).to_be_hidden()

    page.emulate_media(media="print")

    expect(page.get_by_label("Ask a question")).to_be_hidden()
    expect(address).to_be_visible()


@pytest.mark.parametrize("path", ["/webinars/coming", "/webinars/past"])
def test_a_webinar_is_shared_by_the_device_or_else_its_address_copied(programme, new_context, base_url, path):
    plain = new_context(java_script_enabled=False).new_page()
    plain.goto(path)
    plain.locator("summary", has_text="Share").click()
    expect(plain.get_by_label("Address", exact=True)).to_have_value(f"{base_url}{path}")
    expect(plain.get_by_role("button", name="Copy address")).to_be_hidden()

    page = new_context().new_page()
    page.add_init_script("navigator.share = (what) => { window.shared = what; return Promise.resolve(); }")
    visit(page, path)
    page.locator("summary", has_text="Share").click()
    assert page.evaluate("window.shared.url") == f"{base_url}{path}"
    expect(page.get_by_label("Address", exact=True)).to_be_hidden()

    page = new_context().new_page()
    page.add_init_script("delete Navigator.prototype.share")
    visit(page, path)
    page.locator("summary", has_text="Share").click()
    expect(page.get_by_label("Address", exact=True)).to_be_visible()


def test_the_keyboard_reaches_the_content_first(programme, page):
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()

    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("path", ["/join/nobody", "/lint", "/topics", "/account/sign-in"])
def test_the_foot_of_a_short_page_stands_at_the_foot_of_the_window(page, path):
    page.set_viewport_size({"width": 1280, "height": 2000})
    visit(page, path)

    assert page.locator(".colophon").evaluate("(foot) => foot.getBoundingClientRect().bottom") == 2000


def test_who_has_signed_in_is_led_to_the_desk(page, session):
    host = make_organisation(session, "Lunar Society")
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, host, olga)
    make_webinar(session, host, "Comets", slug="comets")
    session.commit()
    account = page.get_by_role("navigation", name="Account")

    visit(page, "/webinars/comets")
    expect(page.get_by_role("link", name="Edit this webinar")).to_have_count(0)
    account.get_by_role("link", name="Sign in").click()
    page.wait_for_url("**/account/sign-in?**")
    enter(page)
    visit(page, "/webinars/comets")
    expect(account.get_by_role("link", name="Desk")).to_be_visible()
    page.get_by_role("link", name="Edit this webinar").click()

    expect(page.get_by_label("Title", exact=True)).to_have_value("Comets")
    visit(page, "/account/")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/account/sign-in")
    visit(page, "/webinars/comets")
    expect(account.get_by_role("link", name="Sign in")).to_be_visible()
    expect(page.get_by_role("link", name="Edit this webinar")).to_have_count(0)
