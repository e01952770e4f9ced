"""Nothing scrolls sideways on the narrowest screen (WCAG 2.2, 1.4.10: 320 pixels)."""

import datetime as dt

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, visit
from tests.factories import (
    add_appearance,
    add_question,
    add_recording,
    make_membership,
    make_organisation,
    make_speaker,
    make_user,
    make_webinar,
)
from tests.pseudo_languages import lengthened, mirrored, speak
from tests.public_addresses import public_addresses
from webinars import clock
from webinars.demo.load import load_demo
from webinars.domain.accounts.passwords import hash_password
from webinars.models import Role, Webinar
from webinars.web.requests.page_languages import page_endpoints

DAY = dt.timedelta(days=1)
NARROWEST = 320
PHONE = 390
WIDER_THAN_THE_PAGE = """
  () => [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1)
    .map((each) => `${each.tagName.toLowerCase()}.${each.className}`)
    .slice(0, 5)
"""
# Lines that end before the right edge of their block, though they begin at its left one.
AWAY_FROM_THE_START = """
  () => [...document.querySelectorAll("main [dir=ltr]:not(input, textarea, pre, .transcript)")]
    .filter((each) => each.getClientRects().length && getComputedStyle(each).display !== "inline")
    .filter((each) => {
      const range = document.createRange();
      range.selectNodeContents(each);
      const right = Math.max(...[...range.getClientRects()].map((line) => line.right));
      const style = getComputedStyle(each);
      const around = parseFloat(style.paddingRight) + parseFloat(style.borderRightWidth);
      const edge = each.getBoundingClientRect().right - around;
      return Number.isFinite(right) && right < edge - 3;
    })
    .map((each) => `${each.tagName.toLowerCase()}.${each.className}: ${each.textContent.trim().slice(0, 40)}`)
"""
PAST_ITS_EDGE = """
  (box) => [...box.querySelectorAll("*")]
    .filter((each) => each.getBoundingClientRect().right > box.getBoundingClientRect().right + 1)
    .map((each) => `${each.tagName.toLowerCase()}.${each.className}`)
"""


@pytest.mark.parametrize(("language", "write"), [("de", lengthened), ("ar", mirrored)])
def test_no_public_page_scrolls_sideways(app, session, settings, page, monkeypatch, language, write):
    """Not in a language that needs two fifths more room than English, nor in one that runs the other way."""
    load_demo(session, settings, now=clock.now())
    session.commit()
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    speak(monkeypatch, language, write)
    adapter, pages = app.url_map.bind("localhost"), page_endpoints(app)

    too_wide = {}
    looked_at = 0
    for path in public_addresses(app, session):
        if not is_page(page, path):
            continue
        is_there = path != "/no-such-page" and adapter.match(path.partition("?")[0])[0] in pages
        page.goto(f"/{language}{path}" if is_there else path)
        looked_at += 1
        if page.evaluate("document.documentElement.scrollWidth") > NARROWEST:
            too_wide[path] = page.evaluate(WIDER_THAN_THE_PAGE)

    assert too_wide == {}
    assert looked_at > 50


@pytest.mark.parametrize("path", ["/search", "/recordings"])
def test_a_word_without_end_breaks(page, path):
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    page.goto(f"{path}?q={'a' * 150}")

    assert page.locator(".empty").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == NARROWEST


def test_a_title_without_end_breaks_where_a_calendar_is_read(session, page):
    olga = make_user(session, email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, make_organisation(session), olga, Role.OWNER)
    session.commit()
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    enter(page)
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", f"SUMMARY:{'Kelp' * 40}", "DTSTART:20280305T180000Z"]
    page.goto("/manage/paste")
    page.get_by_label("Announcement or recap").fill("\n".join([*lines, "END:VEVENT", "END:VCALENDAR"]))
    page.get_by_role("button", name="Read the text").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("We read your calendar")

    assert page.evaluate("document.documentElement.scrollWidth") == NARROWEST


def test_letters_twice_as_large_fit_on_a_phone(session, settings, playwright, browser_type_launch_args, base_url):
    """As who needs them has set the browser (WCAG 2.2, 1.4.4), with whole words and nothing cut off at an edge."""
    load_demo(session, settings, now=clock.now())
    live, coming = (
        session.scalars(sa.select(Webinar.slug).where(Webinar.title.startswith(title))).one()
        for title in ("Comets", "Letters on colour")
    )
    session.commit()
    args = [*browser_type_launch_args["args"], "--blink-settings=defaultFontSize=32"]
    browser = playwright.chromium.launch(**browser_type_launch_args | {"args": args})
    page = browser.new_page(base_url=base_url, viewport={"width": PHONE, "height": 800})

    found = {}
    for path in ("/", "/webinars", "/speakers/isaac-newton", f"/webinars/{live}", f"/webinars/{coming}", "/follow"):
        page.goto(path)
        found[path] = page.evaluate("[document.documentElement.scrollWidth, getComputedStyle(document.body).fontSize]")
        if page.locator(".ticket").count():
            assert page.locator(".ticket").first.evaluate(PAST_ITS_EDGE) == []
    browser.close()

    assert set(map(tuple, found.values())) == {(PHONE, "34px")}, found


@pytest.mark.parametrize("width", [PHONE, NARROWEST])
@pytest.mark.parametrize("percent", [150, 200])
def test_lists_with_letters_enlarged_by_the_page_alone_fit_and_say_where_one_is(
    session, settings, page, width, percent
):
    """As phones enlarge text: letters grow, and what asks for the width of the window is told nothing of it."""
    load_demo(session, settings, now=clock.now())
    session.commit()
    page.set_viewport_size({"width": width, "height": 800})

    for path in ("/", "/webinars"):
        visit(page, path)
        page.evaluate("(percent) => { document.documentElement.style.fontSize = `${percent}%`; }", percent)

        assert page.evaluate("document.documentElement.scrollWidth") == width, page.evaluate(WIDER_THAN_THE_PAGE)
        assert page.locator(".own").count() > 1
        for own in page.locator(".own").all():
            expect(own).to_be_visible()
            assert own.evaluate(PAST_ITS_EDGE) == []


@pytest.mark.parametrize("path", ["/", "/recordings", "/follow", "/search"])
def test_the_ways_in_the_head_stand_in_one_row(page, path):
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    page.goto(path)
    ways = page.get_by_role("banner").get_by_role("navigation", name="Main").get_by_role("link").all()

    assert len(ways) == 4
    assert len({way.bounding_box()["y"] for way in ways}) == 1


def is_page(page, path):
    """Whether it is a page of its own: no file, no part of a page that a script fetches, and no redirection."""
    answer = page.request.get(path, max_redirects=0)
    return answer.headers.get("content-type", "").startswith("text/html") and "</head>" in answer.text()


def test_a_mistake_that_quotes_a_long_address_and_a_notice_with_buttons_stay_within_the_screen(session, page):
    olga = make_user(session, "O" + "lga" * 30, email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, make_organisation(session), olga, Role.OWNER)
    session.commit()
    page.set_viewport_size({"width": NARROWEST, "height": 700})
    page.goto("/account/sign-in")
    add = """(markup) => document.querySelector("main").insertAdjacentHTML("beforeend", markup)"""
    page.evaluate(
        add, f'<div class="field field-error"><p class="error"><svg class="icon"></svg>No: {"x" * 80}</p></div>'
    )
    assert page.evaluate("document.documentElement.scrollWidth") == NARROWEST

    page.set_viewport_size({"width": 1280, "height": 700})
    words = "These are words that a notice has to say, and there are some of them."
    page.evaluate(
        add,
        '<div id="narrow"><div class="notice"><svg class="icon"></svg>'
        f'<div><p id="words">{words}</p></div><div class="notice-actions"><a class="button">Take it over now</a>'
        '<a class="button">Leave it as it was</a></div></div></div>',
    )
    page.evaluate("document.getElementById('narrow').style.inlineSize = '20rem'")
    box, acts = page.locator("#words").bounding_box(), page.locator("#narrow .notice-actions").bounding_box()
    assert box["width"] > 200
    assert acts["y"] >= box["y"] + box["height"]


def test_the_head_has_two_rows_on_a_phone_however_long_the_names_are(session, page):
    name = "Maria Sibylla Merian of Frankfurt and Amsterdam"
    olga = make_user(session, name, email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, make_organisation(session), olga, Role.OWNER)
    session.commit()
    page.set_viewport_size({"width": PHONE, "height": 800})
    enter(page)
    page.goto("/manage/")

    head = page.get_by_role("banner")
    ways = head.get_by_role("link").all()
    middles = {round((box := way.bounding_box())["y"] + box["height"] / 2, -1) for way in ways}

    assert len(ways) == 7
    assert len(middles) == 2, middles
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/webinars/comets",
        "/webinars/comets/register",
        "/search?q=comets",
        "/recordings/comets-filmed",
        "/speakers",
    ],
)
def test_what_was_written_in_latin_letters_stands_where_an_arabic_page_begins(session, page, path):
    lunar = make_organisation(session)
    text = "Comets, and how to tell them from nebulae when there is nothing but a small eyepiece at hand"
    webinar = make_webinar(session, lunar, text, slug="comets", starts_in=-9 * DAY, is_registration_here=True)
    add_question(session, webinar, text)
    coming = make_webinar(session, lunar, f"{text} again", starts_in=9 * DAY, description=text)
    add_appearance(session, coming, make_speaker(session, lunar, "Caroline Herschel", affiliation=text))
    add_question(session, coming, text)
    add_recording(session, webinar, text, slug="filmed", duration_s=600)
    session.commit()
    page.set_viewport_size({"width": PHONE, "height": 700})

    page.goto(f"/ar{path}")

    assert page.evaluate(AWAY_FROM_THE_START) == []
