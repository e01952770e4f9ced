"""The programme by organisation, language, topic and month: links that work without script."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from tests.factories import add_co_organiser, make_organisation, make_topic, make_webinar
from webinars.models import Status, Visibility, webinar_topic

pytestmark = pytest.mark.usefixtures("derived")


@pytest.fixture
def programme(session, lunar, noon):
    """Two organisations, two languages, a topic, and three months from November 2026 on."""
    noon.move_to(dt.datetime(2026, 11, 10, 12, tzinfo=dt.UTC))
    royal = make_organisation(session, "Royal Society")
    comets = make_webinar(session, lunar, "Comets", starts_wall=dt.datetime(2026, 11, 20, 16))
    add_co_organiser(session, comets, royal)
    tides = make_webinar(session, royal, "Tides", starts_wall=dt.datetime(2026, 12, 1, 0, 30), language="de")
    make_webinar(session, lunar, "Cards", starts_wall=dt.datetime(2027, 1, 31, 23))
    make_webinar(session, lunar, "Looms", starts_wall=dt.datetime(2026, 12, 5, 12), status=Status.POSTPONED)
    make_webinar(session, lunar, "Ended", starts_wall=dt.datetime(2026, 11, 1, 12))
    make_webinar(session, make_organisation(session, "Hidden Club"), "Draft", status=Status.DRAFT, language="fr",
                 starts_wall=dt.datetime(2027, 3, 1, 12))  # fmt: skip
    make_webinar(session, make_organisation(session, "Quiet Club"), "Unlisted", visibility=Visibility.UNLISTED,
                 starts_wall=dt.datetime(2027, 4, 1, 12), language="it")  # fmt: skip
    topic = make_topic(session, "Water")
    session.execute(sa.insert(webinar_topic).values(webinar_id=tides.id, topic_id=topic.id))
    session.commit()


def titles_in(text):
    return re.findall(r'<h3 class="item-title">\s*<a[^>]*>(.*?)</a>', text)


def links_in(text, heading):
    part = re.search(rf'aria-label(?:ledby)?="{heading}".*?</(?:section|nav)>', text, re.DOTALL)
    found = re.findall(r"<a [^>]*>(.*?)</a>", part[0]) if part else []
    return [re.sub(r"<[^>]+>", " ", each).split() for each in found]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Comets", "Tides", "Cards", "Looms"]),
        ("organisation=royal-society", ["Comets", "Tides"]),
        ("language=de", ["Tides"]),
        ("topic=water", ["Tides"]),
        ("month=2026-11", ["Comets"]),
        ("month=2026-12", ["Tides"]),
        ("month=2027-01", ["Cards"]),
        ("month=2026-12&organisation=lunar-society", []),
        ("organisation=nobody", []),
    ],
)
def test_the_list_is_narrowed(client, programme, query, titles):
    assert titles_in(client.get(f"/webinars?{query}").text) == titles


def test_only_what_leads_to_something_is_offered(client, programme):
    text = client.get("/webinars").text

    assert links_in(text, "facet-organisation") == [["All"], ["Lunar", "Society", "3"], ["Royal", "Society", "2"]]
    assert links_in(text, "facet-language") == [["All"], ["English", "3"], ["German", "1"]]
    assert links_in(text, "Months") == [
        ["All", "months"], ["November"], ["December"], ["January", "2027"]
    ]  # fmt: skip
    for hidden in ("Hidden Club", "Quiet Club", "French", "Italian", "April"):
        assert hidden not in text


def test_choices_count_what_they_would_find_with_the_others(client, programme):
    text = client.get("/webinars?organisation=royal-society&month=2026-12").text

    assert links_in(text, "Months") == [["All", "months"], ["November"], ["December"]]
    assert '<a class="chip" href="/webinars?organisation=royal-society">All months</a>' in text
    assert '<meta name="robots" content="noindex">' in text
    assert '<meta name="robots"' not in client.get("/webinars").text


def test_what_narrows_the_list_stands_above_it_and_can_be_taken_away(client, programme):
    """On narrow screens the choices are folded, so that a list that somebody was sent would pass for the whole."""
    text = client.get("/webinars?organisation=royal-society&language=de&month=2026-12").text

    assert re.findall(r'<a class="chip" href="([^"]*)" aria-label="([^"]*)"', text) == [
        ("/webinars?language=de&amp;month=2026-12", "Remove filter: Royal Society"),
        ("/webinars?organisation=royal-society&amp;month=2026-12", "Remove filter: German"),
    ]
    assert '<a class="kicker" href="/webinars?month=2026-12">Clear all</a>' in text
    assert "Remove filter" not in client.get("/webinars?month=2026-12").text


def test_what_is_not_public_is_not_named_by_what_narrows_the_list(client, programme):
    text = client.get("/webinars?organisation=hidden-club").text

    assert 'aria-label="Remove filter: hidden-club"' in text
    assert "Hidden Club" not in text


def test_months_head_their_part_of_the_list(client, programme):
    text = client.get("/webinars").text

    assert re.findall(r'<h2 class="month-head"[^>]*>(.*?)</h2>', text) == [
        "November 2026", "December 2026", "January 2027", "A date will follow"
    ]  # fmt: skip
    assert "No coming webinar fits these filters" in client.get("/webinars?language=fr").text


@pytest.mark.parametrize("month", ["2026-13", "2026", "0000-01", "x", "2026-1"])
def test_what_is_no_month_is_not_there(client, programme, month):
    assert client.get(f"/webinars?month={month}").status_code == 404


def test_it_asks_the_database_no_more_for_many(client, session, lunar, programme, count_statements):
    counts = []
    for number in (1, 60):
        for each in range(number):
            make_webinar(
                session, lunar, f"More {number} {each}", slug=f"more-{number}-{each}",
                starts_wall=dt.datetime(2027, 1, 1, 12), language="de",
            )  # fmt: skip
        session.commit()
        with count_statements() as statements:
            assert client.get("/webinars?language=de").status_code == 200
        counts.append(len(statements))

    assert counts[0] == counts[1]
