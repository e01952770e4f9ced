"""RSS and JSON Feed of coming webinars."""

import datetime as dt
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import lxml.html
import pytest

from tests.factories import add_appearance, make_organisation, make_series, make_speaker, make_topic, make_webinar
from webinars import clock
from webinars.models import FormerSlug, Status

pytestmark = pytest.mark.usefixtures("derived")


FOLDERS = [
    "",
    "/organisations/lunar-society",
    "/series/the-night-sky",
    "/speakers/caroline-herschel",
    "/topics/astronomy",
]
RSS = [f"{folder}/webinars.rss" for folder in FOLDERS]
JSON = [f"{folder}/webinars.json" for folder in FOLDERS]
DAY = dt.timedelta(days=1)
AUTHOR = "{http://purl.org/dc/elements/1.1/}creator"
LINE = "Sunday 14 February 2027, 12 noon Britain, 7am US Eastern, 4am US Pacific"


@pytest.fixture
def comets(session, lunar):
    """A coming webinar with all that a feed names; beside it one of somebody else, and one that is over."""
    webinar = make_webinar(
        session, lunar, "Comets & <tails>", slug="comets", series=make_series(session, lunar, "The Night Sky")
    )
    add_appearance(session, webinar, make_speaker(session, lunar), affiliation="Royal Observatory")
    session.refresh(webinar, ["topics"])
    webinar.topics.append(make_topic(session, "Astronomy"))
    make_webinar(session, make_organisation(session, "Royal Society"), "Elsewhere")
    over = make_webinar(session, lunar, "Over", starts_in=-5 * DAY, series=webinar.series)
    session.refresh(over, ["topics"])
    over.topics.append(webinar.topics[0])
    session.flush()
    return webinar


@pytest.mark.parametrize("address", RSS)
def test_rss_names_each_coming_webinar(client, comets, address):
    response = client.get(address)

    channel = ET.fromstring(response.data).find("channel")
    items = {item.findtext("title"): item for item in channel.findall("item")}
    item = items["Comets & <tails>"]
    told = lxml.html.fromstring(f"<div>{item.findtext('description')}</div>")
    assert response.mimetype == "application/rss+xml"
    assert item.findtext("link") == "http://localhost/webinars/comets"
    # Programs must know it again after a move to https: no address of the site is in it.
    assert (item.findtext("guid"), item.find("guid").get("isPermaLink")) == (comets.uid, "false")
    assert (item.findtext(AUTHOR), item.findtext("category")) == ("Caroline Herschel", "Astronomy")
    assert told.xpath("string(.//strong)") == LINE
    assert " ".join(told.xpath("string(.//li)").split()) == "Caroline Herschel (Royal Observatory)"
    assert ("Elsewhere" in items) == (address == "/webinars.rss")
    assert "Over" not in items
    assert channel.find("{http://www.w3.org/2005/Atom}link").get("href") == f"http://localhost{address}"


@pytest.mark.parametrize("address", JSON)
def test_json_feed_names_each_coming_webinar(client, comets, address):
    response = client.get(address)

    feed = response.get_json(force=True)
    items = {item["title"]: item for item in feed["items"]}
    item = items["Comets & <tails>"]
    assert response.mimetype == "application/feed+json"
    assert (feed["version"], feed["feed_url"]) == ("https://jsonfeed.org/version/1.1", f"http://localhost{address}")
    assert (item["id"], item["url"]) == (comets.uid, "http://localhost/webinars/comets")
    assert (item["summary"], item["tags"], item["language"]) == (LINE, ["Astronomy"], "en")
    assert item["authors"] == [{"name": "Caroline Herschel"}]
    assert item["_webinar"]["starts_at"] == "2027-02-14T12:00:00Z"
    assert "Royal Observatory" in item["content_html"]
    assert client.get(item["image"].removeprefix("http://localhost")).mimetype == "image/png"
    assert ("Elsewhere" in items) == (address == "/webinars.json")
    assert "Over" not in items


@pytest.mark.parametrize("address", [*RSS, *JSON])
def test_reader_that_knows_the_feed_is_told_so(client, comets, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    head = client.head(address)

    assert (again.status_code, head.status_code, head.data) == (304, 200, b"")
    assert first.headers["ETag"] == head.headers["ETag"]
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "public, max-age=300"
    comets.title = "Comets again"
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("address", ["/webinars", "/organisations/lunar-society"])
def test_empty_feed_is_a_feed(client, lunar, session, address):
    make_webinar(session, lunar, "Over", starts_in=-5 * DAY)
    channel = ET.fromstring(client.get(address + ("" if address == "/webinars" else "/webinars") + ".rss").data)
    feed = client.get(address + ("" if address == "/webinars" else "/webinars") + ".json").get_json(force=True)

    assert channel.findall("channel/item") == feed["items"] == []


def test_title_says_what_has_become_of_it(client, session, lunar):
    make_webinar(session, lunar, "Off", status=Status.CANCELLED, cancellation_reason="The comet is late")
    make_webinar(session, lunar, "Later", status=Status.POSTPONED)
    items = client.get("/webinars.json").get_json(force=True)["items"]

    assert [item["title"] for item in items] == ["Cancelled: Off", "Postponed: Later"]
    assert "The comet is late" in items[0]["content_html"]
    assert items[1]["summary"] == "A new date will follow."


UPDATED = "{http://www.w3.org/2005/Atom}updated"


def entry(client):
    (item,) = ET.fromstring(client.get("/webinars.rss").data).iter("item")
    return item


def test_what_no_longer_holds_comes_up_again_in_readers_and_what_is_mended_does_not(client, session, lunar):
    webinar = make_webinar(session, lunar, "Comets", slug="comets")
    assert entry(client).findtext("guid") == webinar.uid
    webinar.description, webinar.updated_at = "Mended", clock.now() + DAY
    session.flush()
    assert entry(client).findtext("guid") == webinar.uid
    assert entry(client).findtext(UPDATED) == f"{webinar.updated_at:%Y-%m-%dT%H:%M:%SZ}"

    guids = [webinar.uid]
    for days in (1, 2):
        webinar.moved_from_wall, webinar.moved_from_timezone = webinar.starts_wall, webinar.timezone
        webinar.moved_at = clock.now() + days * DAY
        session.flush()
        item = entry(client)
        guids.append(item.findtext("guid"))
        assert item.findtext("title") == "Moved: Comets"
        assert parsedate_to_datetime(item.findtext("pubDate")) == webinar.moved_at.replace(microsecond=0)
    webinar.status, webinar.cancelled_at = Status.CANCELLED, clock.now() + 3 * DAY
    session.flush()
    guids.append(entry(client).findtext("guid"))

    assert len(set(guids)) == len(guids) == 4
    assert all(guid.startswith(webinar.uid) and "localhost" not in guid for guid in guids)
    # A JSON Feed says of an entry when it was modified, and keeps its id.
    assert client.get("/webinars.json").get_json(force=True)["items"][0]["id"] == webinar.uid


def test_what_only_a_draft_names_has_no_feed(client, session, lunar):
    draft = make_webinar(
        session, lunar, "Draft", status=Status.DRAFT, series=make_series(session, lunar, "Secret"), starts_in=None
    )
    add_appearance(session, draft, make_speaker(session, lunar, "Secret Speaker"))

    for address in (
        "/series/secret/webinars.rss",
        "/speakers/secret-speaker/webinars.json",
        "/topics/none/webinars.rss",
    ):
        assert client.get(address).status_code == 404


def test_old_address_of_an_organisation_leads_on(client, session, lunar):
    session.add(FormerSlug(kind="organisation", slug="lunatics", target_id=lunar.id))

    moved = client.get("/organisations/lunatics/webinars.json")

    assert (moved.status_code, moved.location) == (308, "/organisations/lunar-society/webinars.json")


@pytest.mark.parametrize("address", ["/", "/webinars", *FOLDERS[1:]])
def test_pages_lead_readers_to_their_feeds(client, comets, address):
    head = lxml.html.fromstring(client.get(address).get_data()).find("head")
    kinds = ("application/rss+xml", "application/feed+json")
    links = [head.xpath(f"link[@rel='alternate'][@type='{kind}']/@href")[0] for kind in kinds]

    folder = address if address in FOLDERS else ""
    assert links == [f"{folder}/webinars.rss", f"{folder}/webinars.json"]


@pytest.mark.parametrize("address", [*RSS, *JSON])
def test_feed_asks_the_database_no_more_for_many(client, session, lunar, comets, address, count_statements):
    series, speaker, topic = comets.series, comets.lineup[0].speaker, comets.topics[0]
    counts = []
    for number in (1, 20):
        for each in range(number):
            webinar = make_webinar(session, lunar, f"Part {number} {each}", series=series)
            add_appearance(session, webinar, speaker)
            session.refresh(webinar, ["topics"])
            webinar.topics.append(topic)
        session.commit()
        with count_statements() as statements:
            client.get(address)
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 6
