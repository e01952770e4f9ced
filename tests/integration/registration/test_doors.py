"""Who opened the door: noticed by a visit, which writes nothing, and stored by the worker."""

import dataclasses
import datetime as dt
import json
import re

import pytest
import redis
import sqlalchemy as sa

from tests.factories import make_registration, make_webinar
from tests.services import REDIS_URL
from webinars.domain.calendars.fetch_counting import fetch_tray
from webinars.domain.insight.activity_spool import TRAY, act_tray, store_acts
from webinars.domain.insight.activity_spool import ActCount as Noticed
from webinars.domain.processes.spool import FolderTray, redis_key
from webinars.domain.registration.erasure import erase
from webinars.domain.registration.links import join_code
from webinars.models import Act, ActCount, JoinAccess, Registration, RegistrationState, Status

START = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
OPENED = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "none"}


@pytest.fixture
def tally(app):
    return app.extensions["acts"]


@pytest.fixture
def room(webinar, desk, noon):
    webinar.join_url, webinar.join_access = "https://room.example/secret", JoinAccess.REGISTERED
    noon.move_to(START + 3 * MINUTE)
    return webinar


@pytest.fixture
def laura(session, settings, room):
    return make_registration(session, settings, room, "Laura Bassi")


@pytest.fixture
def way_in(settings, laura):
    return f"/join/{join_code(settings, laura)}"


@pytest.fixture
def stored(session, settings, tally):
    """What the worker has stored by `now`: the acts."""

    def stored(now=START + 4 * MINUTE):
        tally.hand_over()
        store_acts(session, settings, now=now)
        session.expire_all()
        rows = session.scalars(sa.select(ActCount).order_by(ActCount.at, ActCount.about)).all()
        return [(row.act, row.at, row.about, row.count) for row in rows]

    return stored


def joined(session, registration):
    row = session.get(Registration, registration.id, populate_existing=True)
    return row.joined_first_at, row.joined_count


def test_an_opened_door_is_stored_by_the_worker(client, session, noon, room, laura, way_in, stored):
    assert client.get(way_in, headers=OPENED).status_code == 302
    noon.shift(9 * MINUTE)
    client.get(way_in, headers=OPENED)
    client.get(way_in, headers=OPENED)

    assert joined(session, laura) == (None, 0)
    assert stored(START + 13 * MINUTE) == [
        (Act.DOOR, START, "Europe/Rome", 1),
        (Act.DOOR, START + 10 * MINUTE, "Europe/Rome", 2),
    ]
    assert joined(session, laura) == (START + 3 * MINUTE, 3)


def test_what_is_stored_is_stored_once(client, session, room, laura, way_in, stored):
    client.get(way_in, headers=OPENED)

    assert stored() == stored()
    assert joined(session, laura) == (START + 3 * MINUTE, 1)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Mode": "navigate"},
        OPENED | {"Sec-Fetch-Mode": "no-cors"},
        OPENED | {"Sec-Fetch-Dest": "iframe"},
        OPENED | {"Sec-Purpose": "prefetch"},
        OPENED | {"Sec-Purpose": "prefetch;prerender"},
        OPENED | {"Purpose": "prefetch"},
    ],
)
def test_whatever_follows_links_by_itself_opens_no_door(client, session, room, laura, way_in, stored, headers):
    assert client.get(way_in, headers=headers).status_code == 302

    assert stored() == []
    assert joined(session, laura) == (None, 0)


def test_only_a_visit_that_is_led_in_counts(client, noon, room, laura, way_in, stored):
    assert client.head(way_in, headers=OPENED).status_code == 302
    assert client.get(f"{way_in}?wait", headers=OPENED).status_code == 200
    noon.move_to(START - 31 * MINUTE)
    assert client.get(way_in, headers=OPENED).status_code == 200
    noon.move_to(START + 150 * MINUTE)
    assert client.get(way_in, headers=OPENED).status_code == 200

    assert stored() == []


def test_of_everybodys_link_only_the_act_is_counted(client, session, room, laura, stored):
    room.join_access = JoinAccess.OPEN
    session.commit()
    assert client.get(f"/join/{room.join_code}", headers=OPENED).status_code == 302

    assert stored() == [(Act.DOOR, START, "", 1)]
    assert joined(session, laura) == (None, 0)


def test_the_earliest_is_kept_whichever_parcel_comes_first(session, tally, room, laura, stored):
    for minute in (8, 2, 5):
        tally.count(Noticed(Act.DOOR, room.id, START + minute * MINUTE, registration_id=laura.id))
        stored(START + 9 * MINUTE)

    assert joined(session, laura) == (START + 2 * MINUTE, 3)


def test_of_an_old_parcel_only_the_act_is_left(client, session, room, laura, way_in, stored):
    client.get(way_in, headers=OPENED)

    assert stored(START + 64 * MINUTE) == [(Act.DOOR, START, "Europe/Rome", 1)]
    assert joined(session, laura) == (None, 0)


def test_of_somebody_who_was_erased_only_the_act_is_left(client, session, room, laura, way_in, stored):
    client.get(way_in, headers=OPENED)
    erase(session, laura.id, now=START + 3 * MINUTE)
    session.commit()

    assert stored() == [(Act.DOOR, START, "", 1)]
    assert joined(session, laura) == (None, 0)


def test_what_was_known_of_the_door_goes_with_the_rest(client, session, room, laura, way_in, stored):
    client.get(way_in, headers=OPENED)
    stored()
    laura.standby_at, laura.attended_minutes = START + 6 * MINUTE, 97
    session.commit()
    assert joined(session, laura) == (START + 3 * MINUTE, 1)

    erase(session, laura.id, now=START + 5 * MINUTE)

    row = session.get(Registration, laura.id, populate_existing=True)
    assert (row.joined_first_at, row.standby_at, row.attended_minutes) == (None, None, None)


def test_a_webinar_that_is_gone_meanwhile_is_no_obstacle(client, session, tally, room, laura, way_in, stored):
    tally.count(Noticed(Act.DOOR, 4711, START))
    tally.count(Noticed(Act.DOOR, room.id, START, registration_id=4711))
    client.get(way_in, headers=OPENED)

    assert stored() == [(Act.DOOR, START, "", 1), (Act.DOOR, START, "Europe/Rome", 1)]
    assert joined(session, laura)[1] == 1


def test_a_parcel_holds_ids_and_an_instant(client, settings, tally, room, laura, way_in):
    client.get(
        way_in,
        headers=OPENED | {"User-Agent": "Marker/1", "X-Forwarded-For": "203.0.113.9", "Referer": "https://x.example"},
    )
    tally.hand_over()

    (parcel,) = act_tray(settings).take()

    assert json.loads(parcel) == [["door", room.id, (START + 3 * MINUTE).isoformat(), "", laura.id, 1]]


def test_a_visit_writes_nothing_to_the_database(client, room, way_in, count_statements):
    client.get(way_in, headers=OPENED)
    with count_statements() as statements:
        client.get(way_in, headers=OPENED)

    assert [each for each in statements if re.match("INSERT|UPDATE|DELETE", each)] == []


def test_processes_on_several_machines_meet_in_redis(client, session, settings, tally, room, laura, way_in):
    shared = dataclasses.replace(settings, redis_url=REDIS_URL)
    redis.Redis.from_url(REDIS_URL).delete(redis_key(TRAY))
    client.get(way_in, headers=OPENED)
    tally.tray, here = act_tray(shared), tally.tray
    tally.hand_over()
    tally.tray = here

    store_acts(session, settings, now=START)
    assert joined(session, laura) == (None, 0)
    store_acts(session, shared, now=START)
    store_acts(session, shared, now=START)

    assert joined(session, laura)[1] == 1


def test_a_redis_that_is_away_costs_no_door_and_stops_no_worker(client, session, settings, tally, room, laura, way_in):
    away = dataclasses.replace(settings, redis_url="redis://127.0.0.1:1/0")
    client.get(way_in, headers=OPENED)
    tally.tray, here = act_tray(away), tally.tray
    tally.hand_over()
    tally.tray = here

    store_acts(session, away, now=START)
    assert joined(session, laura) == (None, 0)
    tally.hand_over()
    store_acts(session, settings, now=START)

    assert joined(session, laura)[1] == 1


def test_the_counts_of_feeds_lie_on_a_tray_of_their_own(settings, tmp_path):
    alone = dataclasses.replace(settings, data=tmp_path)
    acts, fetches = act_tray(alone), fetch_tray(alone)

    assert isinstance(acts, FolderTray)
    assert isinstance(fetches, FolderTray)
    acts.lay("[]")

    assert list(fetches.take()) == []
    assert list(act_tray(alone).take()) == ["[]"]


def test_who_has_no_place_opens_no_door(client, session, settings, lunar, room, stored):
    for state in (RegistrationState.WAITING, RegistrationState.PENDING, RegistrationState.CANCELLED):
        somebody = make_registration(session, settings, room, f"A {state}", state=state)
        assert client.get(f"/join/{join_code(settings, somebody)}", headers=OPENED).status_code == 200
    other = make_webinar(session, lunar, "Nebulae", status=Status.DRAFT)
    assert client.get(f"/join/{other.join_code}", headers=OPENED).status_code == 404

    assert stored() == []
