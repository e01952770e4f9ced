"""What open pages say of themselves: counted by the minute, and nobody is named."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.integration.live.conftest import OURS, STARTS
from webinars.domain.live.presence import (
    Trouble,
    count_presence,
    forget_trouble,
    playing_count,
    present_count,
    trouble_of,
)
from webinars.domain.live.presence_spool import PresenceSeen
from webinars.models import Presence, PresenceCount, Status

HERE, TROUBLE = "/webinars/comets/here", "/webinars/comets/trouble"
MINUTE = dt.timedelta(minutes=1)


def rows(session):
    return [
        tuple(row)
        for row in session.execute(
            sa.select(PresenceCount.presence, PresenceCount.at, PresenceCount.count).order_by(
                PresenceCount.presence, PresenceCount.at
            )
        )
    ]


def test_pages_are_counted_by_the_minute(client, session, webinar, clock_at, stored):
    clock_at(10)
    answers = [client.post(HERE, data={"sample": "1"}, headers=OURS) for _number in range(3)]
    client.post(HERE, data={"sample": "1", "playing": "1"}, headers=OURS)
    clock_at(11)
    client.post(HERE, headers=OURS)

    stored(STARTS + 12 * MINUTE)

    assert {(each.status_code, each.data, each.headers.get("Set-Cookie")) for each in answers} == {(204, b"", None)}
    assert rows(session) == [
        (Presence.HERE, STARTS + 10 * MINUTE, 4),
        (Presence.HERE, STARTS + 11 * MINUTE, 1),
        (Presence.PLAYING, STARTS + 10 * MINUTE, 1),
    ]
    later = STARTS + dt.timedelta(minutes=13, seconds=20)
    assert (present_count(session, webinar.id, later), playing_count(session, webinar.id, later)) == (5, 1)
    assert present_count(session, webinar.id, later + MINUTE) == 1


def test_nothing_of_who_looks_is_kept(app, client, session, webinar, stored):
    told = {
        "User-Agent": "Telltale/1.0",
        "X-Forwarded-For": "203.0.113.77",
        "Cookie": "who=telltale",
        "Referer": "https://telltale.example/",
    }
    client.post(HERE, data={"sample": "1", "name": "telltale"}, headers=OURS | told)
    client.post(TROUBLE, data={"text": "telltale"}, headers=OURS | told)
    tally = app.extensions["live"].tally
    tally.hand_over()
    parcels = list(tally.tray.take())

    assert parcels
    assert not any("elltale" in each or "203.0" in each for each in parcels)
    assert {column.name for column in PresenceCount.__table__.columns} == {"webinar_id", "presence", "at", "count"}


@pytest.mark.parametrize(("told", "counted"), [("2", 2), ("3", 3), ("500", 3), ("-7", 1), ("many", 1), ("", 1)])
def test_a_page_speaks_for_as_many_as_the_site_says_at_most(client, session, webinar, clock_at, stored, told, counted):
    session.add(PresenceCount(webinar_id=webinar.id, presence=Presence.HERE, at=STARTS + 10 * MINUTE, count=1500))
    session.commit()
    clock_at(12.5)

    client.post(HERE, data={"sample": told}, headers=OURS)
    stored(STARTS + 14 * MINUTE)

    assert (Presence.HERE, STARTS + 12 * MINUTE, counted) in rows(session)


@pytest.mark.parametrize(("minutes", "is_counted"), [(-31, False), (-29, True), (121, True), (151, False)])
def test_only_around_the_hour_is_anything_counted(client, session, webinar, clock_at, stored, minutes, is_counted):
    clock_at(minutes)

    assert client.post(HERE, headers=OURS).status_code == 204
    assert client.post(TROUBLE, data={"in-place": "1"}, headers=OURS).status_code == 204

    stored(STARTS)
    assert bool(rows(session)) == is_counted


@pytest.mark.parametrize("address", [HERE, TROUBLE])
def test_of_a_draft_nobody_learns_anything(app, client, session, webinar, address):
    assert client.post(address, headers=OURS).status_code < 400
    webinar.status, webinar.published_at = Status.DRAFT, None
    session.commit()

    assert client.post(address, headers=OURS).status_code == 404


def test_neither_is_a_transaction_for_writing(app, client, webinar, count_statements):
    client.post(HERE, headers=OURS)
    with count_statements() as statements:
        client.post(HERE, headers=OURS)
        client.post(TROUBLE, headers=OURS)

    assert statements
    assert [each for each in statements if not each.startswith(("SELECT", "SET"))] == []


def test_another_site_counts_nobody(client, session, webinar, stored):
    assert client.post(HERE, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403

    stored(STARTS)
    assert rows(session) == []


def test_who_has_no_picture_is_thanked_on_the_page_and_counted(client, session, webinar, clock_at, stored):
    clock_at(20)
    answer = client.post(TROUBLE, headers=OURS)
    assert (answer.status_code, answer.location) == (303, "/webinars/comets#trouble-told")
    clock_at(22)
    client.post(TROUBLE, data={"in-place": "1"}, headers=OURS)

    stored(STARTS + 23 * MINUTE)

    now = STARTS + 30 * MINUTE
    assert trouble_of(session, webinar.id, now) == Trouble(2, STARTS + 22 * MINUTE)
    assert trouble_of(session, webinar.id, STARTS + 81 * MINUTE) == Trouble(1, STARTS + 22 * MINUTE)
    assert present_count(session, webinar.id, STARTS + dt.timedelta(minutes=24, seconds=20)) == 0
    forget_trouble(session, webinar.id)
    assert trouble_of(session, webinar.id, now) is None


def test_nobody_alone_can_alarm_the_organisers(client, session, webinar, stored):
    answers = [client.post(TROUBLE, data={"in-place": "1"}, headers=OURS) for _number in range(15)]

    stored(STARTS)

    assert {each.status_code for each in answers} == {204}
    assert rows(session) == [(Presence.TROUBLE, STARTS, 10)]


def test_what_is_said_of_a_webinar_that_is_gone_is_forgotten(session, webinar):
    count_presence(
        session,
        [PresenceSeen(webinar.id + 1, Presence.HERE, STARTS), PresenceSeen(webinar.id, Presence.HERE, STARTS, 2)],
    )
    count_presence(session, [PresenceSeen(webinar.id, Presence.HERE, STARTS, 3)])

    assert rows(session) == [(Presence.HERE, STARTS, 5)]


def test_after_a_day_it_is_forgotten(session, webinar, stored):
    for minutes in (0, 60):
        session.add(PresenceCount(webinar_id=webinar.id, presence=Presence.HERE, at=STARTS + minutes * MINUTE, count=7))

    stored(STARTS + dt.timedelta(days=1, minutes=30))

    assert rows(session) == [(Presence.HERE, STARTS + 60 * MINUTE, 7)]
