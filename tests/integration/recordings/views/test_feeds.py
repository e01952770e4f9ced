import datetime as dt
from xml.etree import ElementTree as ET

import pytest

from tests.factories import (
    add_appearance,
    add_recording,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
)
from webinars.models import FormerSlug, RecordingKind, Status

FEEDS = [
    "/recordings.rss",
    "/organisations/lunar-society/recordings.rss",
    "/series/the-night-sky/recordings.rss",
    "/speakers/caroline-herschel/recordings.rss",
    "/topics/astronomy/recordings.rss",
]
AUTHOR = "{http://purl.org/dc/elements/1.1/}creator"


@pytest.fixture
def talk(session, webinar, lunar):
    """A talk with everything a feed names, and another organisation's recording beside it."""
    webinar.series = make_series(session, lunar, "The Night Sky")
    session.refresh(webinar, ["topics"])
    webinar.topics.append(make_topic(session, "Astronomy"))
    herschel = add_appearance(session, webinar, make_speaker(session, lunar))
    royal = make_organisation(session, "Royal Society")
    add_recording(session, make_webinar(session, royal, "Elsewhere", starts_in=-dt.timedelta(days=1)), "Elsewhere")
    return add_recording(
        session,
        webinar,
        "Tails & <tales>",
        slug="tails",
        kind=RecordingKind.PRESENTATION,
        appearance=herschel,
        published_at=dt.datetime(2027, 2, 15, 9, tzinfo=dt.UTC),
    )


@pytest.mark.parametrize("address", FEEDS)
def test_feed_names_each_recording(client, webinar, talk, address):
    response = client.get(address)

    channel = ET.fromstring(response.data).find("channel")
    items = {item.findtext("title"): item for item in channel.findall("item")}
    item = items["Tails & <tales>"]
    assert response.mimetype == "application/rss+xml"
    assert item.findtext("link") == "http://localhost/recordings/tails"
    # Programs must know it again after a move to https: no address of the site is in it.
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext("guid") == f"{webinar.uid}/tails"
    assert item.findtext("pubDate") == "Mon, 15 Feb 2027 09:00:00 GMT"
    assert (item.findtext(AUTHOR), item.findtext("category")) == ("Caroline Herschel", "Astronomy")
    picture = item.find("{http://search.yahoo.com/mrss/}thumbnail").get("url")
    assert client.get(picture.removeprefix("http://localhost")).mimetype == "image/svg+xml"
    assert ("Elsewhere" in items) == (address == "/recordings.rss")
    assert channel.find("{http://www.w3.org/2005/Atom}link").get("href") == f"http://localhost{address}"


@pytest.mark.parametrize("address", FEEDS)
def test_reader_that_knows_the_feed_is_told_so(client, talk, address):
    tag = client.get(address).headers["ETag"]

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("address", ["/recordings.rss", "/organisations/lunar-society/recordings.rss"])
def test_empty_feed_is_a_feed(client, webinar, address):
    response = client.get(address)

    assert response.status_code == 200
    assert ET.fromstring(response.data).findall("channel/item") == []


def test_what_only_a_draft_names_has_no_feed(client, session, lunar):
    draft = make_webinar(
        session, lunar, "Draft", status=Status.DRAFT, series=make_series(session, lunar, "Secret"), starts_in=None
    )
    add_appearance(session, draft, make_speaker(session, lunar, "Secret Speaker"))

    assert client.get("/series/secret/recordings.rss").status_code == 404
    assert client.get("/speakers/secret-speaker/recordings.rss").status_code == 404
    assert client.get("/topics/none/recordings.rss").status_code == 404


def test_old_address_of_an_organisation_leads_on(client, session, lunar, webinar):
    session.add(FormerSlug(kind="organisation", slug="lunatics", target_id=lunar.id))

    moved = client.get("/organisations/lunatics/recordings.rss")

    assert (moved.status_code, moved.location) == (308, "/organisations/lunar-society/recordings.rss")


@pytest.mark.parametrize("address", FEEDS)
def test_feed_asks_the_database_no_more_for_many(client, session, talk, webinar, count_statements, address):
    counts = []
    for number in (1, 30):
        for each in range(number):
            add_recording(session, webinar, f"Part {number} {each}")
        session.commit()
        with count_statements() as statements:
            client.get(address)
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 4
