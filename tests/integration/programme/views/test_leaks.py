"""What no stranger may learn is planted first, then looked for on every public page."""

import datetime as dt

import pytest

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_question,
    add_recording,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
)
from webinars.models import Status, Visibility

pytestmark = pytest.mark.usefixtures("derived")


DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
ROOM = "https://room.example/j/8675309?pwd=hush"
LISTS = [
    "/",
    "/webinars",
    "/webinars?past",
    "/organisations",
    "/organisations/lunar-society",
    "/series",
    "/series/the-night-sky",
    "/speakers",
    "/speakers/caroline-herschel",
    "/topics",
    "/topics/astronomy",
    "/webinars.rss",
    "/webinars.json",
    *(
        f"{subject}/webinars.{ending}"
        for subject in (
            "/organisations/lunar-society",
            "/series/the-night-sky",
            "/speakers/caroline-herschel",
            "/topics/astronomy",
        )
        for ending in ("rss", "json")
    ),
    "/sitemaps/organisations-1.xml",
    "/sitemaps/series-1.xml",
    "/sitemaps/speakers-1.xml",
    "/sitemaps/topics-1.xml",
    "/sitemaps/webinars-1.xml",
    "/sitemaps/recordings-1.xml",
]


def plant(session, host, title, *, series, speaker, topic, **values):
    webinar = make_webinar(session, host, title, series=series, join_url=ROOM, summary=f"{title} summary", **values)
    add_appearance(session, webinar, speaker, talk_title=f"{title} talk")
    add_question(session, webinar, f"{title} question")
    add_recording(session, webinar, f"{title} film")
    session.refresh(webinar, ["topics"])
    webinar.topics.append(topic)
    session.flush()
    return webinar


@pytest.fixture
def world(session, lunar):
    """A listed webinar of each time, and beside it what must not be found: a draft, an unlisted and a withdrawn one."""
    shared = {
        "series": make_series(session, lunar, "The Night Sky"),
        "speaker": make_speaker(session, lunar, "Caroline Herschel"),
        "topic": make_topic(session, "Astronomy"),
    }
    hidden = {
        "Draft": {"status": Status.DRAFT},
        "Unlisted": {"visibility": Visibility.UNLISTED},
        "Withdrawn": {"status": Status.DRAFT, "published_at": lunar.created_at},
    }
    for when, starts_in in {"coming": 5 * DAY, "live": -10 * MINUTE, "past": -5 * DAY}.items():
        plant(session, lunar, f"Public {when}", starts_in=starts_in, **shared)
        for word, values in hidden.items():
            webinar = plant(session, lunar, f"{word} {when}", starts_in=starts_in, **shared, **values)
            add_co_organiser(session, webinar, make_organisation(session, f"{word} society {when}"))
    return shared


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("word", ["draft", "unlisted", "withdrawn"])
def test_no_list_names_what_is_not_listed(client, world, address, word):
    # A sitemap names a page by its slug.
    body = client.get(address).get_data(as_text=True).casefold().replace("-", " ")

    assert any(known in body for known in ("public", "lunar society", "night sky", "herschel", "astronomy"))
    assert word not in body


@pytest.mark.parametrize(
    "address",
    [*LISTS, "/webinars/public-coming", "/webinars/public-live", "/webinars/public-past", "/webinars/unlisted-live"],
)
def test_the_rooms_own_address_is_on_no_public_page(client, world, address):
    response = client.get(address)

    assert response.status_code == 200
    for part in ("room.example", "8675309", "hush"):
        assert part not in response.get_data(as_text=True)


@pytest.mark.parametrize("address", ["/", "/webinars", "/webinars/public-coming", "/organisations/lunar-society"])
def test_public_pages_are_the_same_bytes_for_everyone(client, world, address):
    first = client.get(address)
    second = client.get(address, headers={"Cookie": "session=somebody", "Accept-Language": "de"})

    assert first.get_data() == second.get_data()
    for response in (first, second):
        assert "Set-Cookie" not in response.headers
        assert "Cookie" not in response.headers.get("Vary", "")


def test_texts_of_organisers_are_escaped(client, session, lunar):
    evil = '"><img src=x onerror=alert(1)>'
    lunar.name = lunar.description = lunar.contact = evil
    webinar = make_webinar(
        session,
        lunar,
        evil,
        slug="evil",
        summary=evil,
        description=evil,
        series=make_series(session, lunar, evil, slug="e"),
    )
    add_appearance(session, webinar, make_speaker(session, lunar, evil, slug="s"), talk_title=evil, affiliation=evil)
    add_question(session, webinar, evil)
    past = make_webinar(session, lunar, evil, slug="evil-past", starts_in=-5 * DAY)
    add_recording(session, past, evil, slug="f")

    for address in (
        "/",
        "/webinars",
        "/webinars/evil",
        "/webinars/evil-past",
        "/organisations/lunar-society",
        "/series/e",
        "/speakers/s",
    ):
        body = client.get(address).get_data(as_text=True)
        assert "onerror" in body
        assert "<img src=x" not in body


@pytest.mark.parametrize(
    "address", ["/organisations/{}", "/organisations/{}/calendar.ics", "/organisations/{}/recordings.rss"]
)
def test_an_organisation_that_only_a_draft_names_is_nowhere(client, session, address):
    host = make_organisation(session)
    secret = make_organisation(session, "Secret Society")
    named = make_organisation(session, "Named Society")
    make_webinar(session, secret, "Not yet", status=Status.DRAFT)
    add_co_organiser(session, make_webinar(session, host, "In public"), named, has_members=False)

    assert client.get(address.format(host.slug)).status_code == 200
    assert [client.get(address.format(each.slug)).status_code for each in (secret, named)] == [404, 404]


@pytest.mark.parametrize("left", ["withdrawn", "unlisted"])
def test_a_speaker_of_what_is_taken_down_or_unlisted_alone_has_no_page(client, session, left):
    """What is known by its address alone, or no longer there, names nobody at another address."""
    host = make_organisation(session)
    webinar = make_webinar(session, host, "Comets")
    add_appearance(session, webinar, make_speaker(session, host, "Zqonly Here", affiliation="Zqtown"))
    session.commit()
    assert "Zqtown" in client.get("/speakers/zqonly-here").text

    if left == "unlisted":
        webinar.visibility = Visibility.UNLISTED
    else:
        webinar.status = Status.DRAFT
    session.commit()

    answer = client.get("/speakers/zqonly-here")
    assert answer.status_code == 404
    assert "Zqonly" not in answer.text
    if left == "unlisted":
        page = client.get(f"/webinars/{webinar.slug}").text
        assert "Zqonly Here" in page
        assert "/speakers/zqonly-here" not in page
