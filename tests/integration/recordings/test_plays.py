"""A recording that is begun on one of our pages is counted, and nothing else about it."""

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine

from tests.factories import add_recording, make_organisation, make_webinar
from webinars.domain.insight.activity_spool import store_acts
from webinars.domain.recordings.short_codes import code_of
from webinars.models import Act, ActCount, Status

HERE = "/webinars/comets-and-their-tails/plays"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def recording(session):
    webinar = make_webinar(session, make_organisation(session), starts_in=dt.timedelta(days=-3))
    return add_recording(session, webinar)


@pytest.fixture
def counted(app, session, settings):
    tally = app.extensions["acts"]

    def counted(now=dt.datetime(2027, 3, 1, tzinfo=dt.UTC)):
        tally.hand_over()
        store_acts(session, settings, now=now)
        return [
            tuple(row) for row in session.execute(sa.select(ActCount.act, ActCount.at, ActCount.about, ActCount.count))
        ]

    return counted


def test_a_play_is_counted_by_the_day_of_the_webinars_zone(client, session, recording, counted):
    recording.webinar.timezone = "Asia/Tokyo"
    session.commit()
    with time_machine.travel(dt.datetime(2027, 3, 1, 16, tzinfo=dt.UTC), tick=False):
        answers = [client.post(HERE, data={"recording": recording.slug}, headers=OURS) for _ in range(3)]

    assert {(answer.status_code, answer.data, answer.headers.get("Set-Cookie")) for answer in answers} == {
        (204, b"", None)
    }
    assert counted() == [(Act.PLAY, dt.datetime(2027, 3, 1, 15, tzinfo=dt.UTC), code_of(recording.slug), 3)]


def test_it_is_no_transaction_for_writing(app, client, recording, count_statements):
    client.post(HERE, data={"recording": recording.slug}, headers=OURS)
    with count_statements() as statements:
        client.post(HERE, data={"recording": recording.slug}, headers=OURS)

    assert [each for each in statements if not each.startswith(("SELECT", "SET"))] == []
    assert app.view_functions["recordings.note_play"].stores_nothing


@pytest.mark.parametrize("sent", [{}, {"recording": "missing"}, {"recording": ""}, {"recording": "x" * 5000}])
def test_an_unknown_recording_is_none(client, recording, counted, sent):
    assert client.post(HERE, data=sent, headers=OURS).status_code == 404
    assert counted() == []


def test_a_recording_of_another_webinar_is_none(client, session, recording, counted):
    other = make_webinar(session, recording.webinar.host, "Nebulae")
    session.commit()

    assert client.post(f"/webinars/{other.slug}/plays", data={"recording": recording.slug}).status_code == 404
    assert counted() == []


def test_of_a_draft_nothing_is_counted(client, session, recording, counted):
    recording.webinar.status, recording.webinar.published_at = Status.DRAFT, None
    session.commit()

    assert client.post(HERE, data={"recording": recording.slug}).status_code == 404
    assert counted() == []


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://other.example"}, {"Origin": "null"}]
)
def test_another_site_counts_nothing(client, recording, counted, headers):
    assert client.post(HERE, data={"recording": recording.slug}, headers=headers).status_code == 403
    assert counted() == []


def test_one_network_counts_so_often_and_no_more(client, recording, counted):
    codes = [client.post(HERE, data={"recording": recording.slug}, headers=OURS).status_code for _ in range(61)]

    assert (codes[:60], codes[60]) == ([204] * 60, 429)


def test_the_player_says_where_it_is_counted(client, recording):
    page = client.get(f"/recordings/{recording.slug}").text

    assert f'data-plays="{HERE}" data-recording="{recording.slug}"' in page
