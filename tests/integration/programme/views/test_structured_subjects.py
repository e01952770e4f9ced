"""What pages of organisations, series, speakers and topics, and the home page, say to programs."""

import json

import lxml.html
import pytest

from tests.factories import (
    add_appearance,
    add_picture,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
)

pytestmark = pytest.mark.usefixtures("derived")


EVIL = "</script><img src=x>"


def described(client, address):
    """What a page says, by its type."""
    text = client.get(address).text
    assert EVIL not in text
    scripts = lxml.html.document_fromstring(text).xpath("//script[@type='application/ld+json']/text()")
    things = [json.loads(script) for script in scripts]
    return {thing["@type"]: thing for thing in things}


def way(things):
    return [(step["position"], step["name"], step["item"]) for step in things["BreadcrumbList"]["itemListElement"]]


@pytest.fixture
def world(session, lunar):
    lunar.description, lunar.url = EVIL, "https://lunar.example"
    add_picture(session, lunar)
    series = make_series(session, lunar, "The Night Sky", description="Six *evenings*.")
    speaker = make_speaker(
        session, lunar, bio=EVIL, affiliation="Slough", links=["https://herschel.example", "javascript:alert(1)"]
    )
    add_picture(session, speaker)
    webinar = make_webinar(session, lunar, "Comets", series=series)
    add_appearance(session, webinar, speaker)
    session.refresh(webinar, ["topics"])
    webinar.topics.append(make_topic(session, "Astronomy"))
    session.flush()


def test_home_page_says_how_the_site_is_searched(client, settings, world):
    site = described(client, "/")["WebSite"]

    assert (site["name"], site["url"]) == (settings.site_name, "http://localhost/")
    assert site["potentialAction"]["target"]["urlTemplate"] == "http://localhost/search?q={words}"
    assert site["potentialAction"]["query-input"] == "required name=words"


def test_organisation_is_described(client, world):
    things = described(client, "/organisations/lunar-society")
    lunar = things["Organization"]

    assert (lunar["name"], lunar["url"]) == ("Lunar Society", "http://localhost/organisations/lunar-society")
    assert lunar["sameAs"] == ["https://lunar.example"]
    assert lunar["logo"].startswith("http://localhost/")
    assert way(things) == [
        (1, "Organisations", "http://localhost/organisations"),
        (2, "Lunar Society", "http://localhost/organisations/lunar-society"),
    ]


def test_speaker_is_described_with_addresses_of_the_web_only(client, world):
    things = described(client, "/speakers/caroline-herschel")
    person = things["Person"]

    assert (person["name"], person["affiliation"]["name"]) == ("Caroline Herschel", "Slough")
    assert person["sameAs"] == ["https://herschel.example"]
    assert person["image"].startswith("http://localhost/")
    assert way(things)[0][1:] == ("Speakers", "http://localhost/speakers")


def test_series_names_what_is_to_come_by_reference(client, world):
    things = described(client, "/series/the-night-sky")
    series = things["EventSeries"]

    assert (series["name"], series["description"]) == ("The Night Sky", "Six evenings.")
    assert series["organizer"]["url"] == "http://localhost/organisations/lunar-society"
    assert series["subEvent"] == [{"@id": "http://localhost/webinars/comets#event"}]
    assert described(client, "/webinars/comets")["Event"]["@id"] == "http://localhost/webinars/comets#event"


def test_topic_has_only_its_way(client, world):
    assert list(described(client, "/topics/astronomy")) == ["BreadcrumbList"]


def test_way_to_a_webinar_leads_through_its_series(client, session, world):
    assert [step[1] for step in way(described(client, "/webinars/comets"))] == ["Programme", "The Night Sky", "Comets"]
    make_webinar(session, make_organisation(session, "Royal Society"), EVIL, slug="alone")
    assert [step[1] for step in way(described(client, "/webinars/alone"))] == ["Programme", EVIL]


def test_organisation_of_which_little_is_known_says_no_more(client, session, lunar):
    make_webinar(session, lunar, "Comets")

    assert set(described(client, "/organisations/lunar-society")["Organization"]) == {
        "@context",
        "@type",
        "@id",
        "name",
        "url",
    }
