import datetime as dt

import lxml.html
import pytest

from tests.factories import (
    add_appearance,
    add_co_organiser,
    make_membership,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_user,
    make_webinar,
)
from webinars.models import FormerSlug, Status, Visibility

pytestmark = pytest.mark.usefixtures("derived")


DAY = dt.timedelta(days=1)


def put_on(session, webinar, topic):
    session.refresh(webinar, ["topics"])
    webinar.topics.append(topic)
    session.flush()


@pytest.fixture
def everything(session, lunar):
    """A past and a coming webinar of one house, in one series, with one speaker, on one topic."""
    series = make_series(session, lunar, "The Night Sky", description="Six evenings.")
    speaker = make_speaker(session, lunar, "Caroline Herschel", affiliation="Slough", bio="Found *eight* comets.")
    topic = make_topic(session, "Astronomy")
    for title, starts_in in (("Nebulae", -7 * DAY), ("Comets", 7 * DAY)):
        webinar = make_webinar(session, lunar, title, starts_in=starts_in, series=series)
        add_appearance(session, webinar, speaker)
        put_on(session, webinar, topic)


@pytest.mark.parametrize(
    "address",
    ["/organisations/lunar-society", "/series/the-night-sky", "/speakers/caroline-herschel", "/topics/astronomy"],
)
def test_a_page_has_what_is_coming_and_what_is_past(page_text, everything, address):
    text = page_text(address)

    # That of an organisation is a front page.
    begins = "Next webinar Comets" if address.startswith("/organisations") else "Coming Comets"
    assert text.index(begins) < text.index("Past Nebulae")
    assert "Let your calendar keep up" in text


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("/organisations/lunar-society", "/organisations/lunar-society/calendar.ics"),
        ("/series/the-night-sky", "/series/the-night-sky/calendar.ics"),
        ("/speakers/caroline-herschel", "/speakers/caroline-herschel/calendar.ics"),
        ("/topics/astronomy", "/topics/astronomy/calendar.ics"),
    ],
)
def test_a_page_names_its_own_feed(client, everything, address, feed):
    page = lxml.html.fromstring(client.get(address).get_data())

    assert page.xpath('//link[@type="text/calendar"]/@href') == [feed]
    assert page.xpath('//link[@type="application/rss+xml"]/@href') == [
        f"{address}/webinars.rss",
        f"{address}/recordings.rss",
    ]
    assert page.get_element_by_id("subscribe-address").get("value") == f"http://localhost{feed}"


def test_an_organisation_says_who_it_is_and_how_to_reach_it(client, page_text, session, lunar):
    lunar.description = "Dinners by *moonlight*."
    lunar.url = "https://lunar.example/"
    lunar.contact = "secretary@lunar.example"
    lunar.accent = "#b3123f"
    make_webinar(session, lunar)

    assert "Lunar Society Dinners by moonlight. Website" in page_text("/organisations/lunar-society")
    body = client.get("/organisations/lunar-society").get_data(as_text=True)
    for address in ("https://lunar.example/", "mailto:secretary@lunar.example", "/accents/b3123f.css"):
        assert f'href="{address}"' in body


def test_a_speaker_is_introduced(page_text, everything):
    assert "Caroline Herschel Slough Found eight comets." in page_text("/speakers/caroline-herschel")


def test_a_series_names_its_house(page_text, everything):
    assert "The Night Sky A series of the Lunar Society Six evenings." in page_text("/series/the-night-sky")


def test_an_invited_co_organiser_has_a_page_but_not_yet_the_webinar(page_text, session, lunar):
    webinar = make_webinar(session, lunar, "Comets")
    spitalfields = make_organisation(session, "Spitalfields")
    make_membership(session, spitalfields, make_user(session, "Thomas"))
    add_co_organiser(session, webinar, spitalfields, is_accepted=False)
    add_co_organiser(session, webinar, make_organisation(session, "Accademia"))

    assert "Comets" in page_text("/organisations/accademia")
    assert "Comets" not in page_text("/organisations/spitalfields")


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("/organisations", "Lunar Society 2 webinars"),
        ("/series", "The Night Sky Lunar Society 2 webinars"),
        ("/speakers", "Caroline Herschel Slough 2 webinars"),
        ("/topics", "Astronomy 2 webinars"),
    ],
)
def test_an_index_counts_webinars(page_text, everything, address, line):
    assert line in page_text(address)


@pytest.mark.parametrize("address", ["/organisations", "/series", "/speakers", "/topics"])
def test_an_empty_index_says_what_will_be_here(page_text, noon, address):
    assert "This list fills itself from the webinars that are announced." in page_text(address)


def test_an_index_names_only_what_is_listed(page_text, session, lunar):
    hidden = make_organisation(session, "Hidden House")
    for number, (status, visibility) in enumerate(
        [(Status.DRAFT, Visibility.PUBLIC), (Status.PUBLISHED, Visibility.UNLISTED)]
    ):
        series = make_series(session, hidden, f"Hidden Series {number}")
        webinar = make_webinar(session, hidden, f"Hidden {number}", status=status, visibility=visibility, series=series)
        add_appearance(session, webinar, make_speaker(session, hidden, f"Hidden Speaker {number}"))
        put_on(session, webinar, make_topic(session, f"Hidden Topic {number}"))
    make_webinar(session, lunar)

    assert "Lunar Society" in page_text("/organisations")
    for address in ("/organisations", "/series", "/speakers", "/topics"):
        assert "Hidden" not in page_text(address)


def test_what_only_a_draft_names_has_no_page(client, session, lunar):
    draft = make_webinar(session, lunar, status=Status.DRAFT, series=make_series(session, lunar, "Secret Series"))
    add_appearance(session, draft, make_speaker(session, lunar, "Secret Speaker"))
    put_on(session, draft, make_topic(session, "Secret Topic"))
    draft.host = make_organisation(session, "Secret Society")
    addresses = [
        "/series/secret-series",
        "/speakers/secret-speaker",
        "/topics/secret-topic",
        "/organisations/secret-society",
    ]

    assert [client.get(address).status_code for address in addresses] == [404] * 4
    draft.status, draft.published_at = Status.PUBLISHED, lunar.created_at
    assert [client.get(address).status_code for address in addresses] == [200] * 4


def test_a_page_that_nothing_listed_names_says_noindex(client, session, lunar):
    webinar = make_webinar(session, lunar, visibility=Visibility.UNLISTED, series=make_series(session, lunar))

    body = client.get(f"/series/{webinar.series.slug}").get_data(as_text=True)

    assert '<meta name="robots" content="noindex">' in body
    assert webinar.title not in body


@pytest.mark.parametrize(
    ("kind", "address", "make"),
    [
        ("organisation", "/organisations", lambda _session, lunar: lunar),
        ("series", "/series", make_series),
        ("speaker", "/speakers", make_speaker),
        ("topic", "/topics", lambda session, _lunar: make_topic(session)),
    ],
)
def test_former_addresses_redirect_and_deleted_ones_are_gone(client, session, lunar, kind, address, make):
    subject = make(session, lunar)
    session.add(FormerSlug(kind=kind, slug="before", target_id=subject.id))
    session.add(FormerSlug(kind=kind, slug="deleted", target_id=None))

    moved = client.get(f"{address}/before")

    assert (moved.status_code, moved.location) == (308, f"{address}/{subject.slug}")
    assert client.get(f"{address}/deleted").status_code == 410
    assert client.get(f"{address}/unheard-of").status_code == 404


def test_a_speakers_links_lead_to_web_pages_only(client, session, lunar):
    speaker = make_speaker(session, lunar, links=["https://herschel.example/", "javascript:alert(1)"])
    add_appearance(session, make_webinar(session, lunar), speaker)

    body = client.get("/speakers/caroline-herschel").get_data(as_text=True)

    assert 'href="https://herschel.example/"' in body
    assert "javascript:" not in body


def test_many_past_webinars_come_in_pages(page_text, session, lunar):
    for number in range(1, 32):
        make_webinar(session, lunar, f"Lecture number {number}", starts_in=-number * DAY)

    assert "Lecture number 31" not in page_text("/organisations/lunar-society")
    assert "Lecture number 31" in page_text("/organisations/lunar-society?page=2")
