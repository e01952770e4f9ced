"""The reader's own hour and day beside each line of a list."""

import datetime as dt
import re
import time

import pytest
from playwright.sync_api import expect

from tests.factories import add_appearance, make_organisation, make_series, make_speaker, make_topic, make_webinar
from webinars import clock
from webinars.models import Status

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
NEXT_JULY = dt.datetime(clock.now().year + 1, 7, 4, 16)
LISTS = ["/webinars", "/series/sky", "/speakers/caroline-herschel", "/topics/astronomy"]
OTHER_DAY = re.compile("other-day")


BROKEN_WORDS = """
  (box) => {
    const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    const broken = [];
    while (texts.nextNode()) {
      for (const word of texts.currentNode.data.matchAll(/[\\p{L}\\p{N}.]+/gu)) {
        const range = document.createRange();
        range.setStart(texts.currentNode, word.index);
        range.setEnd(texts.currentNode, word.index + word[0].length);
        if (range.getClientRects().length > 1) broken.push(word[0]);
      }
    }
    return broken;
  }
"""


@pytest.fixture
def world(session):
    """A webinar on the fourth of July at 4pm in Britain, with all that has a list; beside it what takes no place."""
    lunar = make_organisation(session)
    series = make_series(session, lunar, "Sky", slug="sky")
    webinar = make_webinar(session, lunar, "Comets", starts_wall=NEXT_JULY, series=series)
    add_appearance(session, webinar, make_speaker(session, lunar))
    session.refresh(webinar, ["topics"])
    webinar.topics.append(make_topic(session))
    for title, status in (("Off", Status.CANCELLED), ("Later", Status.POSTPONED)):
        make_webinar(session, lunar, title, starts_wall=NEXT_JULY + DAY, status=status)
    session.commit()
    return webinar


def line_of(page, title="Comets"):
    return page.locator(".programme > li").filter(has=page.get_by_role("link", name=title, exact=True))


@pytest.mark.parametrize("address", LISTS)
def test_each_list_has_the_own_hour_and_day(world, new_context, address):
    for timezone, hour, day, is_other in (
        ("America/New_York", "11am", f"{NEXT_JULY:%A} 4 July", False),
        ("Pacific/Auckland", "3am", f"{NEXT_JULY + DAY:%A} 5 July", True),
        ("Asia/Calcutta", "8.30pm", f"{NEXT_JULY:%A} 4 July", False),
    ):
        page = new_context(timezone_id=timezone).new_page()
        page.goto(address)
        own = line_of(page).locator(".own")
        expect(own.locator("[data-hour]")).to_have_text(hour)
        expect(own.locator("[data-day]")).to_have_text(day)
        if is_other:
            expect(own.locator("[data-day]")).to_have_class(OTHER_DAY)
        else:
            expect(own.locator("[data-day]")).not_to_have_class(OTHER_DAY)
    # The organiser's line and leaf stay.
    expect(line_of(page).locator(".zone-line")).to_contain_text("4pm Britain")
    expect(line_of(page).locator(".leaf-day")).to_have_text("4")


def test_what_does_not_take_place_has_no_own_hour(world, new_context):
    page = new_context(timezone_id="Pacific/Auckland").new_page()
    page.goto("/webinars")

    expect(page.locator(".own")).to_have_count(1)
    expect(line_of(page, "Off").locator(".pill-cancelled")).to_be_visible()
    expect(line_of(page, "Later").locator(".pill-postponed")).to_be_visible()


def test_another_zone_is_remembered_by_the_device_and_carried_to_every_page(world, new_context):
    page = new_context(timezone_id="Pacific/Auckland").new_page()
    page.goto("/webinars")
    # Once, however many months there are.
    expect(page.get_by_text("the hour where you are, in Auckland.")).to_have_count(1)

    page.get_by_role("button", name="Change").click()
    page.get_by_label("Your zone").select_option("Asia/Kolkata")

    expect(line_of(page).locator("[data-hour]")).to_have_text("8.30pm")
    expect(page.get_by_text("Beside each line: the hour in India.")).to_be_visible()
    expect(line_of(page).locator(".own")).to_contain_text("in India")
    # It was chosen: nobody knows that she is there.
    expect(page.get_by_text("where you are")).to_have_count(0)
    page.goto("/series/sky")
    expect(line_of(page).locator("[data-hour]")).to_have_text("8.30pm")
    page.goto("/webinars/comets")
    expect(page.locator(".local-hour")).to_have_text("8.30pm")
    expect(page.locator(".local-time").first).to_contain_text("in the zone that you chose")

    page.goto("/webinars")
    page.get_by_role("button", name="Change").click()
    page.get_by_label("Your zone").select_option(label="Where this device is: Auckland")
    expect(line_of(page).locator("[data-hour]")).to_have_text("3am")
    expect(line_of(page).locator(".own")).to_contain_text("where you are")
    assert page.evaluate("localStorage.length") == 0


def test_kept_zone_that_this_browser_does_not_know_is_passed_over(world, new_context):
    context = new_context(timezone_id="Pacific/Auckland")
    context.add_init_script("localStorage.setItem('zone', 'Moon/Tycho')")
    page = context.new_page()
    page.goto("/webinars")

    expect(line_of(page).locator("[data-hour]")).to_have_text("3am")


def test_what_is_live_says_how_long_ago_it_began(session, new_context):
    make_webinar(session, make_organisation(session), "Tides", starts_in=-HOUR / 2)
    session.commit()
    page = new_context(timezone_id="Pacific/Auckland").new_page()
    page.goto("/webinars")

    expect(line_of(page, "Tides").locator(".own")).to_contain_text(re.compile(r"began (29|30|31) minutes ago"))


def test_without_scripts_there_is_no_box(world, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/webinars")

    expect(line_of(page).locator(".zone-line")).to_be_visible()
    expect(page.locator(".own")).to_be_hidden()
    expect(page.locator(".zone-choice")).to_be_hidden()


def test_another_day_stands_out_in_embeds(world, new_context):
    for address in ("/embed/programme", "/embed/webinars/comets"):
        page = new_context(timezone_id="Pacific/Auckland").new_page()
        page.goto(address)
        expect(page.locator("[data-local-time] [data-day]").first).to_have_class(OTHER_DAY)
        expect(page.locator("[data-local-time]").first).to_contain_text("Auckland")


def test_chosen_zone_keeps_no_list_from_following_the_clock(session, page, later):
    make_webinar(session, make_organisation(session), "Tides", starts_in=HOUR)
    session.commit()
    page.goto("/webinars")
    page.get_by_role("button", name="Change").click()
    page.get_by_label("Your zone").select_option("Asia/Kolkata")
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_text("the hour in India.")).to_be_visible()
    page.evaluate("document.activeElement.blur()")

    later(HOUR + HOUR / 60)

    expect(line_of(page, "Tides").locator(".own")).to_contain_text("began")
    expect(page.get_by_text("the hour in India.")).to_be_visible()


@pytest.mark.parametrize(("width", "text_size"), [(320, "100%"), (640, "200%")])
@pytest.mark.parametrize("address", ["/", "/webinars/comets", "/embed/next", "/webinars"])
def test_no_word_beside_the_own_hour_is_broken(session, new_context, address, width, text_size):
    make_webinar(session, make_organisation(session), "Comets", starts_wall=NEXT_JULY.replace(hour=17, minute=45))
    session.commit()
    page = new_context(timezone_id="Asia/Kolkata", viewport={"width": width, "height": 800}).new_page()
    page.goto(address)
    page.evaluate("(size) => document.documentElement.style.setProperty('font-size', size)", text_size)

    own = page.locator("[data-local-time]").first
    expect(own.locator("[data-hour]")).to_have_text("10.15pm")
    assert own.evaluate(BROKEN_WORDS) == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", ["/", "/webinars", "/webinars/comets"])
def test_nothing_moves_when_the_own_hours_come(page, session, width, address):
    lunar = make_organisation(session)
    make_webinar(session, lunar, "Comets", slug="comets", starts_in=DAY)
    make_webinar(session, lunar, "Comets, and how to tell them from nebulae", starts_in=-HOUR / 3)
    for number in range(3):
        make_webinar(session, lunar, f"Nebulae {number}", starts_in=(2 + number) * DAY)
    session.commit()
    page.set_viewport_size({"width": width, "height": 800})
    page.route("**/*.js", lambda route: (time.sleep(0.3), route.continue_()))
    page.add_init_script("""
      window.moved = 0;
      new PerformanceObserver((seen) => { for (const each of seen.getEntries()) window.moved += each.value; })
        .observe({ type: "layout-shift", buffered: true });
    """)

    page.goto(address)
    expect(page.locator("[data-local-time]").first).to_be_visible()
    page.wait_for_timeout(200)

    assert page.evaluate("() => window.moved") < 0.01


@pytest.mark.parametrize("path", ["/embed/programme", "/embed/next"])
@pytest.mark.parametrize("sandbox", ["allow-scripts", "allow-scripts allow-same-origin"])
def test_another_zone_can_be_chosen_in_embeds(world, new_context, base_url, other_site, path, sandbox):
    """In a sandbox, where nothing can be kept, it holds as long as the page is open."""
    address, pages = other_site
    pages["/"] = f'<!doctype html><title>A page</title><iframe src="{base_url}{path}" sandbox="{sandbox}"></iframe>'
    page = new_context(timezone_id="America/New_York").new_page()
    page.goto(f"{address}/")
    card = page.frame_locator("iframe")

    expect(card.locator("[data-hour]").first).to_have_text("11am")
    card.get_by_role("button", name="Change").click()
    card.get_by_label("Your zone").select_option("Asia/Tokyo")

    expect(card.locator("[data-hour]").first).to_have_text("midnight")
    expect(card.locator("[data-zone-name]").first).to_have_text("Japan")
