import datetime as dt

import lxml.html
import pytest

from tests.factories import add_appearance, add_recording, make_speaker, make_webinar
from webinars.models import Agreement, AppearanceRole, Status

pytestmark = pytest.mark.usefixtures("derived")


SUNDAY_4PM = dt.datetime(2027, 2, 14, 16)
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


def test_the_next_webinar_comes_first_with_everything_one_needs(page_text, session, lunar):
    webinar = make_webinar(session, lunar, "Comets", starts_wall=SUNDAY_4PM, summary="What the tail is made of.")
    for name in ("Caroline Herschel", "Ada Lovelace"):
        add_appearance(session, webinar, make_speaker(session, lunar, name))
    moderator = make_speaker(session, lunar, "Mary Somerville")
    add_appearance(session, webinar, moderator, role=AppearanceRole.MODERATOR)
    refuser = make_speaker(session, lunar, "Sophie Germain")
    add_appearance(session, webinar, refuser, agreement=Agreement.DECLINED)

    text = page_text("/")

    assert "Next webinar Comets The Lunar Society What the tail is made of." in text
    assert "With Caroline Herschel and Ada Lovelace. Moderated by Mary Somerville." in text
    assert "Sunday 14 February 2027 4pm Britain 11am US Eastern 8am US Pacific" in text
    assert "Sophie Germain" not in text


def test_a_cancelled_webinar_is_not_the_next_one_but_still_listed(page_text, session, lunar):
    make_webinar(session, lunar, "Balloons", status=Status.CANCELLED, cancellation_reason="Unwell.", starts_in=DAY)
    make_webinar(session, lunar, "Comets", starts_in=2 * DAY)

    text = page_text("/")

    assert "Next webinar Comets" in text
    assert "After that The whole programme Balloons Cancelled Unwell." in text


def test_a_moved_webinar_says_so_in_the_list(page_text, session, lunar):
    before = dt.datetime(2027, 3, 14, 16)
    make_webinar(session, lunar, "Nebulae", starts_in=DAY)
    make_webinar(
        session, lunar, "Comets", starts_in=9 * DAY, moved_from_wall=before, moved_from_timezone="Europe/London"
    )

    assert "Comets Moved Was Sunday 14 March 2027, 4pm Britain" in page_text("/")


def test_what_is_live_stands_above_everything_on_the_page(client, session, lunar):
    make_webinar(session, lunar, "Tides", starts_in=-24 * MINUTE)
    make_webinar(session, lunar, "Comets", starts_in=2 * DAY)

    page = lxml.html.fromstring(client.get("/").get_data())

    (strip,) = page.xpath('//aside[contains(@class, "live-strip")]')
    assert " ".join(strip.text_content().split()).startswith("Live now Tides")
    (countdown,) = strip.xpath(".//*[@data-countdown]")
    assert (countdown.get("data-past"), countdown.get("hidden")) == ("", "")
    assert page.get_element_by_id("next").text_content().strip() == "Comets"


def test_when_nothing_else_comes_the_live_webinar_leads(page_text, session, lunar):
    make_webinar(session, lunar, "Tides", starts_in=-24 * MINUTE)

    assert "Going on now Tides" in page_text("/")


def test_an_empty_site_says_what_will_be_here(page_text, noon):
    assert "No webinar is announced at present" in page_text("/")


def test_new_recordings_stand_latest_first(page_text, session, lunar):
    for days, title in ((1, "Newer"), (9, "Older")):
        webinar = make_webinar(session, lunar, f"{title} lecture", starts_in=-days * DAY)
        add_recording(session, webinar, f"{title} film", published_at=lunar.created_at - days * DAY)

    text = page_text("/")

    assert "New recordings All 2 recordings Newer film Lunar Society, 8 February 2027 Older film" in text


def test_the_hosts_accent_colours_the_next_webinar(client, session, lunar):
    lunar.accent = "#b3123f"
    make_webinar(session, lunar)

    body = client.get("/").get_data(as_text=True)

    assert 'href="/accents/b3123f/lunar-society.css"' in body
    assert 'data-accent="lunar-society"' in body


def test_its_title_says_more_than_the_name_of_the_site(client):
    assert "<title>Coming webinars and recordings – " in client.get("/").text
