"""From a poll to the page on which organisers see who polls."""

import datetime as dt
from dataclasses import replace

import pytest
import redis
import time_machine

from tests.factories import add_co_organiser, make_member, make_organisation, make_series, make_webinar
from tests.services import REDIS_URL
from webinars import clock
from webinars.domain.calendars.fetch_counting import TRAY, Fetches, fetch_tray
from webinars.domain.calendars.jobs import forget_old_fetches, store_fetches
from webinars.domain.calendars.personal_feeds import start_following
from webinars.domain.processes.spool import RedisTray, TrayUnreachable, redis_key
from webinars.models import ClientFamily, Feed, FeedFetches, FeedKind, Role

FEED = "/organisations/lunar-society/calendar.ics"
PAGE = "/manage/organisations/lunar-society/feeds"
GOOGLE = {"User-Agent": "Google-Calendar-Importer"}
APPLE = {"User-Agent": "macOS/14.4 (23E214) dataaccessd/1.0"}


@pytest.fixture
def tally(app):
    return app.extensions["feeds"].tally


@pytest.fixture
def webinar(session):
    lunar = make_organisation(session)
    return make_webinar(session, lunar, series=make_series(session, lunar))


@pytest.fixture
def olga(session, webinar):
    return make_member(session, webinar.host, "Olga", Role.OWNER)


@pytest.fixture
def counted(session, settings, tally):
    """What is stored once the worker has been: path and family → count."""

    def read():
        tally.hand_over()
        store_fetches(session, settings)
        rows = session.query(Feed.path, FeedFetches.family, FeedFetches.fetch_count).join(
            Feed, Feed.id == FeedFetches.feed_id
        )
        return {(path, family): count for path, family, count in rows}

    return read


def test_a_fetch_counts_with_and_without_news(client, webinar, counted):
    etag = client.get(FEED, headers=GOOGLE).headers["ETag"]
    assert client.get(FEED, headers=GOOGLE | {"If-None-Match": etag}).status_code == 304
    client.get(FEED, headers=APPLE)
    client.get("/calendar.ics", headers=APPLE)
    client.head(FEED, headers=APPLE)

    assert counted() == {
        (FEED, ClientFamily.GOOGLE): 2,
        (FEED, ClientFamily.APPLE): 1,
        ("/calendar.ics", ClientFamily.APPLE): 1,
    }


def test_page_leads_to_the_feeds_of_recordings(client, webinar, olga, sign_in):
    sign_in(client, olga)

    page = client.get(PAGE).text

    for path in ("/organisations/lunar-society/recordings.rss", "/organisations/lunar-society/podcast.rss"):
        assert f'href="{path}"' in page
        assert client.get(path).status_code == 200


def test_a_day_is_one_row(session, client, webinar, counted):
    with time_machine.travel(dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)):
        client.get(FEED, headers=GOOGLE)
        counted()
        client.get(FEED, headers=GOOGLE)
        counted()
    with time_machine.travel(dt.datetime(2027, 3, 2, 12, tzinfo=dt.UTC)):
        client.get(FEED, headers=GOOGLE)
        counted()

    rows = session.query(FeedFetches).order_by(FeedFetches.fetched_on)
    assert [(row.fetched_on.day, row.fetch_count) for row in rows] == [(1, 2), (2, 1)]


def test_an_earlier_minute_handed_over_later_does_not_take_the_latest_back(session, client, webinar, counted):
    moment = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
    client.get(FEED)
    for revision, minute in [(5, 2), (4, 1)]:
        feed_id = session.query(Feed.id).filter_by(path=FEED).scalar()
        client.application.extensions["feeds"].tally.count(
            Fetches(feed_id, ClientFamily.GOOGLE, 1, moment + dt.timedelta(minutes=minute), revision)
        )
        counted()

    row = session.query(FeedFetches).filter_by(family=ClientFamily.GOOGLE).one()
    assert (row.fetch_count, row.revision, row.latest_at) == (2, 5, moment + dt.timedelta(minutes=2))


def test_a_feed_that_is_gone_meanwhile_is_no_obstacle(session, client, webinar, counted, tally):
    tally.count(Fetches(4711, ClientFamily.GOOGLE, 1, clock.now(), 1))
    client.get(FEED, headers=GOOGLE)

    assert counted() == {(FEED, ClientFamily.GOOGLE): 1}


def test_nothing_is_stored_about_people(session, client, webinar, counted, tally):
    token = start_following(session, [(FeedKind.ORGANISATION, webinar.host_id)], now=clock.now())
    personal = client.get(f"/follow/{token}").text.split("/my/")[1].split("/")[0]
    client.get(f"/my/{personal}/calendar.ics", headers=GOOGLE | {"X-Forwarded-For": "203.0.113.9"})
    client.get(FEED, headers=GOOGLE | {"Referer": "https://mail.example/ana", "Cookie": "ana=1"})
    tally.hand_over()

    parcels = list(tally.tray.take())

    assert len(parcels) == 1
    feed_id = session.query(Feed.id).filter_by(path=FEED).scalar()
    assert parcels[0].startswith(f'[[{feed_id}, "google", 1, "')
    for trace in (personal, "203.0.113.9", "127.0.0.1", "ana", "Importer"):
        assert trace not in parcels[0]


def test_old_counts_are_forgotten(session, client, webinar, counted):
    with time_machine.travel(clock.now() - dt.timedelta(days=95)):
        client.get(FEED, headers=GOOGLE)
        counted()
    client.get(FEED, headers=GOOGLE)
    assert counted() and session.query(FeedFetches).count() == 2  # noqa: PT018 - the first call stores

    forget_old_fetches(session, clock.now())

    assert session.query(FeedFetches).one().fetched_on == clock.now().date()


def test_processes_on_several_machines_meet_in_redis(session, client, webinar, settings, tally):
    shared = replace(settings, redis_url=REDIS_URL)
    redis.Redis.from_url(REDIS_URL).delete(redis_key(TRAY))
    client.get(FEED, headers=GOOGLE)
    tally.tray, here = fetch_tray(shared), tally.tray
    tally.hand_over()
    tally.tray = here

    store_fetches(session, settings)
    assert session.query(FeedFetches).count() == 0
    store_fetches(session, shared)
    store_fetches(session, shared)

    assert session.query(FeedFetches).one().fetch_count == 1


def test_a_redis_that_is_away_costs_no_count_and_stops_no_worker(session, client, webinar, settings, tally):
    client.get(FEED, headers=GOOGLE)
    away, here = RedisTray("redis://127.0.0.1:1/0", TRAY), tally.tray
    tally.tray = away
    tally.hand_over()
    tally.tray = here
    with pytest.raises(TrayUnreachable):
        list(away.take())

    store_fetches(session, replace(settings, redis_url="redis://127.0.0.1:1/0"))
    assert session.query(FeedFetches).count() == 0
    tally.hand_over()
    store_fetches(session, settings)

    assert session.query(FeedFetches).one().fetch_count == 1


def test_organisers_see_who_fetched_what_and_how_far_behind_they_are(session, client, sign_in, olga, webinar, counted):
    start_following(session, [(FeedKind.ORGANISATION, webinar.host_id)], now=clock.now())
    client.get(FEED, headers=GOOGLE)
    webinar.title = "Edited"
    client.get(FEED, headers=APPLE)
    client.get(FEED, headers=APPLE)
    counted()
    sign_in(client, olga)

    page = client.get(PAGE).text

    assert "in 1 personal feed<" in page
    apple, google = page.index("Apple Calendar"), page.index("Google Calendar")
    assert apple < google
    assert "2 times" in page[apple:google]
    assert "Up to date" in page[apple:google]
    assert "1 time<" in page[google:]
    assert "1 change behind" in page[google:]
    assert clock.now().strftime("%Y-%m-%d") in page[google:]


def test_only_feeds_of_the_organisation_and_of_the_site_are_shown(session, client, sign_in, olga, webinar, counted):
    solar = make_organisation(session, "Solar Society")
    other = make_webinar(session, solar, "Eclipses", series=make_series(session, solar, "Shadows"))
    add_co_organiser(session, other, webinar.host)
    session.commit()
    client.get("/series/shadows/calendar.ics", headers=APPLE)
    assert counted()
    sign_in(client, olga)

    page = client.get(PAGE).text

    assert page.index(FEED) < page.index("/series/the-night-sky/calendar.ics") < page.index('"/calendar.ics"')
    assert "No calendar has fetched it" in page
    for foreign in ("Apple Calendar", "solar-society", "shadows"):
        assert foreign not in page


def test_others_see_nothing_of_it(session, client, new_client, sign_in, webinar, olga):
    oskar = make_member(session, make_organisation(session, "Solar Society"), "Oskar", Role.OWNER)
    assert client.get(PAGE).status_code == 302
    sign_in(client, olga)
    assert client.get(PAGE).status_code == 200
    stranger = new_client()
    sign_in(stranger, oskar)

    assert stranger.get(PAGE).status_code == 404
    assert stranger.get(PAGE.replace("lunar", "missing")).status_code == 404


def test_the_page_of_a_site_without_feeds_says_so(session, client, sign_in):
    lunar = make_organisation(session)
    sign_in(client, make_member(session, lunar, "Olga", Role.VIEWER))

    assert "There is nothing to fetch yet" in client.get(PAGE).text


def test_the_page_costs_the_same_however_many_feeds(session, client, sign_in, olga, webinar, counted, statements):
    lunar = webinar.host
    sign_in(client, olga)

    def cost():
        statements.clear()
        client.get(PAGE)
        return len(statements)

    one = cost()
    for number in range(5):
        make_webinar(session, lunar, f"Comet {number}", series=make_series(session, lunar, f"Series {number}"))
        session.commit()
        client.get(f"/series/series-{number}/calendar.ics")
    assert len(counted()) == 5

    assert cost() == one
