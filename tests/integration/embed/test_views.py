import datetime as dt
import re

import lxml.html
import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_recording,
    make_organisation,
    make_speaker,
    make_webinar,
)
from webinars import clock
from webinars.models import Chapter, FormerSlug, JoinAccess, Recording, Status, Visibility

pytestmark = pytest.mark.usefixtures("derived")


DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
EMBEDS = ["/embed/recordings/comets", "/embed/webinars/comets-and-their-tails", "/embed/next", "/embed/programme"]


@pytest.fixture
def webinar(session, lunar):
    """A webinar of yesterday with a talk, beside one that is to come."""
    webinar = make_webinar(session, lunar, "Comets and their tails", starts_in=-DAY)
    add_appearance(session, webinar, make_speaker(session, lunar))
    add_recording(session, webinar, "Comets", slug="comets")
    make_webinar(session, lunar, "Coming next", starts_in=3 * DAY)
    return webinar


def framers(response):
    return re.search(r"frame-ancestors ([^;]*)", response.headers["Content-Security-Policy"])[1]


@pytest.mark.parametrize("address", EMBEDS)
def test_any_site_may_frame_an_embed_unless_somebody_objects(client, webinar, address):
    response = client.get(address)

    assert response.status_code == 200
    assert framers(response) == "*"
    assert "X-Frame-Options" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert '<meta name="robots" content="noindex, indexifembedded">' in response.text


def test_organisation_says_which_sites_may_frame_its_embeds(client, session, lunar, webinar):
    lunar.embed_sites = ["https://society.example", "https://blog.example:8443", "evil.example; script-src *"]

    for address in (
        *EMBEDS[:2],
        "/embed/next?organisation=lunar-society",
        "/embed/programme?organisation=lunar-society",
    ):
        response = client.get(address)
        assert framers(response) == "https://society.example https://blog.example:8443"
        assert "script-src 'self';" in response.headers["Content-Security-Policy"]
    assert framers(client.get("/embed/next")) == "*"


def test_list_without_a_usable_site_lets_nobody_frame(client, session, lunar, webinar):
    lunar.embed_sites = ["not an origin"]

    assert framers(client.get(EMBEDS[0])) == "'none'"


def test_sites_of_every_organiser_may_frame_what_they_do_together(client, session, lunar, webinar):
    royal = make_organisation(session, "Royal Society", embed_sites=["https://royal.example"])
    invited = make_organisation(session, "Invited Society", embed_sites=["https://invited.example"])
    add_co_organiser(session, webinar, royal)
    add_co_organiser(session, webinar, invited, is_accepted=False)
    lunar.embed_sites = ["https://lunar.example"]

    assert framers(client.get(EMBEDS[0])) == "https://lunar.example https://royal.example"


@pytest.mark.parametrize("address", ["/", "/recordings", "/recordings/comets", "/oembed?url=x", "/account/sign-in"])
def test_no_other_page_may_be_framed(client, webinar, address):
    response = client.get(address)

    assert framers(response) == "'none'"
    assert response.headers["X-Frame-Options"] == "DENY"


def test_recording_is_a_card_that_leads_to_its_page(client, webinar):
    text = client.get("/embed/recordings/comets?t=90").text

    assert '<base target="_top">' in text
    assert 'href="http://localhost/recordings/comets?t=90"' in text
    assert "Caroline Herschel" in text
    assert "icons.svg" not in text
    assert 'src="https://videos.example/comets.mp4#t=90"' in text
    assert 'class="masthead"' not in text


def test_recording_lists_its_chapters_with_their_moments(client, session, webinar):
    recording = session.scalars(sa.select(Recording)).one()
    session.refresh(recording, ["chapters"])
    recording.chapters += [Chapter(at_s=0, title="Welcome"), Chapter(at_s=754, title="Dust & ice")]

    text = client.get("/embed/recordings/comets?q=dust").text

    assert re.search(r'href="http://localhost/recordings/comets\?t=754&amp;q=dust"><span>12:34</span>', text)
    assert "Dust &amp; ice" in text
    assert text.index("Welcome") < text.index("Dust")


@pytest.mark.parametrize(
    "address", ["/embed/next", "/embed/next?organisation=lunar-society", "/embed/webinars/tides", "/embed/programme"]
)
def test_embed_of_what_is_going_on_says_so_and_leads_in(client, session, lunar, address):
    make_webinar(session, lunar, "Tides", starts_in=-HOUR, join_url="https://room.example/1", join_code="way-in")

    text = client.get(address).text

    assert "Live now" in text
    assert "Next webinar" not in text.partition("<main")[2]
    assert 'href="http://localhost/join/way-in"' in text
    assert "room.example" not in text


@pytest.mark.parametrize("address", ["/embed/webinars/comets", "/embed/next"])
def test_embed_leads_to_where_people_register(client, session, lunar, address):
    make_webinar(session, lunar, "Comets", is_registration_here=True)

    page = lxml.html.fromstring(client.get(address).text)

    assert page.xpath("//a[normalize-space()='Register']/@href") == ["http://localhost/webinars/comets/register"]
    assert len(page.xpath("//a[contains(@class, 'button-main')]")) == 1


def test_once_it_has_begun_nobody_is_sent_to_register(client, session, lunar):
    make_webinar(session, lunar, "Comets", is_registration_here=True, starts_in=-HOUR / 2)

    assert "/register" not in client.get("/embed/webinars/comets").text


def test_embed_leads_in_only_where_the_page_does(client, session, lunar):
    make_webinar(
        session, lunar, "Tides", starts_in=-HOUR, join_url="https://room.example/1", join_access=JoinAccess.REGISTERED
    )

    assert "/join/" not in client.get("/embed/next").text


@pytest.mark.parametrize("address", ["/embed/next", "/embed/webinars/tides", "/embed/programme"])
def test_embed_has_a_place_for_the_viewers_own_hour_and_knows_when_it_changes(client, session, lunar, address):
    tides = make_webinar(session, lunar, "Tides", starts_in=DAY)

    response = client.get(address)

    assert f'data-local-time="{tides.starts_at:%Y-%m-%dT%H:%M:%SZ}"' in response.text
    opens_at = tides.starts_at - HOUR / 2
    assert f'data-refresh-at="{opens_at:%Y-%m-%dT%H:%M:%SZ}"' in response.text
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_next_is_the_next_that_takes_place(client, session, lunar, webinar):
    royal = make_organisation(session, "Royal Society")
    make_webinar(session, royal, "Sooner", starts_in=DAY)
    make_webinar(session, lunar, "Secret draft", starts_in=DAY, status=Status.DRAFT)
    make_webinar(session, lunar, "Secret unlisted", starts_in=DAY, visibility=Visibility.UNLISTED)
    make_webinar(session, lunar, "Called off", starts_in=DAY, status=Status.CANCELLED)

    everywhere, of_lunar = client.get("/embed/next").text, client.get("/embed/next?organisation=lunar-society").text

    assert "Sooner" in everywhere
    assert "Coming next" in of_lunar
    assert "4pm" not in of_lunar or "Britain" in of_lunar
    assert not re.search(r"Secret|Called off|Sooner", of_lunar)


def test_programme_lists_what_is_coming_and_says_what_is_not_taking_place(client, session, lunar, webinar):
    make_webinar(session, lunar, "Called off", starts_in=DAY, status=Status.CANCELLED)
    make_webinar(session, lunar, "Secret draft", starts_in=DAY, status=Status.DRAFT)
    make_webinar(session, lunar, "Secret unlisted", starts_in=DAY, visibility=Visibility.UNLISTED)

    text = client.get("/embed/programme?organisation=lunar-society").text

    assert "Coming next" in text
    assert re.search(r"Called off</a></h2>\s*<p class=\"meta\"><strong>Cancelled", text)
    assert "Secret" not in text


def test_programme_of_what_is_called_webinars_says_it_once(client, session):
    make_webinar(session, make_organisation(session, "Webinars", slug="webinars"))
    session.commit()

    page = lxml.html.fromstring(client.get("/embed/programme?organisation=webinars").text)

    assert [each.text_content() for each in page.xpath("//title | //h1")] == ["Webinars", "Webinars"]


def test_embed_says_when_nothing_is_coming(client, session, lunar):
    session.commit()

    assert "No webinar is announced at present." in client.get("/embed/next").text
    assert "No webinar is announced at present." in client.get("/embed/programme").text


@pytest.mark.parametrize(
    "address",
    [
        "/embed/recordings/none",
        "/embed/webinars/none",
        "/embed/next?organisation=none",
        "/embed/programme?organisation=none",
        "/embed/recordings/draft-film",
        "/embed/webinars/secret-draft",
    ],
)
def test_what_is_not_there_is_one_line_in_the_frame(client, session, lunar, address):
    draft = make_webinar(session, lunar, "Secret draft", status=Status.DRAFT)
    add_recording(session, draft, "Draft film", slug="draft-film")

    response = client.get(address)

    assert response.status_code == 404
    assert "What stood here is no longer on its site." in response.text
    assert "Secret" not in response.text


def test_unlisted_is_embedded_by_its_address(client, session, lunar):
    unlisted = make_webinar(session, lunar, "Unlisted", visibility=Visibility.UNLISTED)
    add_recording(session, unlisted, "Unlisted film", slug="film")

    assert client.get("/embed/recordings/film").status_code == 200
    assert client.get("/embed/webinars/unlisted").status_code == 200


@pytest.mark.parametrize(
    ("theme", "attribute"), [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ('"x', "")]
)
def test_site_chooses_light_or_dark(client, webinar, theme, attribute):
    text = client.get("/embed/next", query_string={"theme": theme}).text

    assert f'<html lang="en-GB" dir="ltr"{attribute}>' in text


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/embed/recordings/comets", 13),
        ("/embed/webinars/comets-and-their-tails", 9),
        ("/embed/next", 4),
        ("/embed/programme", 4),
    ],
)
def test_embed_asks_the_database_no_more_for_a_long_programme(
    client, session, lunar, webinar, count_statements, address, most
):
    counts = []
    for number in (1, 30):
        for each in range(number):
            make_webinar(session, lunar, f"Webinar {number} {each}")
            add_recording(session, webinar, f"Part {number} {each}")
        session.commit()
        with count_statements() as statements:
            assert client.get(address).status_code == 200
        counts.append(len(statements))

    assert counts[0] == counts[1] <= most


def taken_back(session, lunar):
    webinar = make_webinar(session, lunar, "Secret taken back", status=Status.DRAFT, published_at=clock.now())
    return webinar, add_recording(session, webinar, "Secret film", slug="film")


@pytest.mark.parametrize("address", ["/embed/recordings/film", "/embed/webinars/secret-taken-back"])
def test_what_was_taken_down_is_gone(client, session, lunar, address):
    taken_back(session, lunar)

    response = client.get(address)

    assert response.status_code == 410
    assert "What stood here is no longer on its site." in response.text
    assert "Secret" not in response.text


def test_a_removed_recording_is_gone(client, session, webinar):
    session.add(FormerSlug(kind="recording", slug="removed"))

    assert client.get("/embed/recordings/removed").status_code == 410


def test_former_addresses_lead_on(client, session, lunar, webinar):
    recording = session.scalars(sa.select(Recording)).one()
    session.add(FormerSlug(kind="recording", slug="old-film", target_id=recording.id))
    session.add(FormerSlug(kind="webinar", slug="old-comets", target_id=webinar.id))
    session.add(FormerSlug(kind="organisation", slug="old-lunar", target_id=lunar.id))

    to_recording = client.get("/embed/recordings/old-film?t=90&theme=dark")
    to_webinar = client.get("/embed/webinars/old-comets")

    assert (to_recording.status_code, to_recording.location) == (308, "/embed/recordings/comets?t=90&theme=dark")
    assert (to_webinar.status_code, to_webinar.location) == (308, "/embed/webinars/comets-and-their-tails")
    for address in ("/embed/next?organisation=old-lunar", "/embed/programme?organisation=old-lunar"):
        response = client.get(address)
        assert response.status_code == 200
        assert "Coming next" in response.text
    told = client.get("/oembed", query_string={"url": "http://localhost/recordings/old-film"}).json
    assert 'src="http://localhost/embed/recordings/comets"' in told["html"]
    told = client.get("/oembed", query_string={"url": "http://localhost/webinars/old-comets"}).json
    assert 'src="http://localhost/embed/webinars/comets-and-their-tails"' in told["html"]
    assert client.get("/oembed", query_string={"url": "http://localhost/webinars/none"}).status_code == 404
