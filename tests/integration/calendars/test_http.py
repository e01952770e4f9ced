"""How feeds answer programs: validators, encodings, caching."""

import datetime as dt
import gzip
from dataclasses import replace

import pytest
import time_machine

from tests.factories import make_organisation, make_webinar
from webinars import clock
from webinars.models import CalendarEntry, Feed

FEED = "/organisations/lunar-society/calendar.ics"
FILE = "/webinars/comets-and-their-tails.ics"
BOTH = pytest.mark.parametrize("path", [FEED, "/calendar.ics", FILE])


@pytest.fixture
def webinar(session):
    return make_webinar(session, make_organisation(session))


@BOTH
def test_what_a_feed_answers(client, webinar, path):
    response = client.get(path)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["ETag"].startswith('"')
    assert response.headers["Cache-Control"].startswith("public, max-age=")
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.last_modified <= clock.now()
    assert "Set-Cookie" not in response.headers
    assert int(response.headers["Content-Length"]) == len(response.data)
    assert response.data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert response.data.endswith(b"END:VCALENDAR\r\n")


@pytest.mark.parametrize(
    ("path", "disposition"),
    [
        ("/calendar.ics", 'inline; filename="learned-societies.ics"'),
        (FEED, 'inline; filename="lunar-society.ics"'),
        (FILE, 'attachment; filename="comets-and-their-tails.ics"'),
    ],
)
def test_a_feed_is_shown_and_a_file_is_saved(client, webinar, path, disposition):
    assert client.get(path).headers["Content-Disposition"] == disposition


@BOTH
@pytest.mark.parametrize("form", ["{etag}", "W/{etag}", '"other", {etag}', '"other" ,W/{etag}, "more"', "*"])
def test_a_copy_that_is_still_good_is_not_sent_again(client, webinar, path, form):
    etag = client.get(path).headers["ETag"]

    response = client.get(path, headers={"If-None-Match": form.format(etag=etag)})

    assert response.status_code == 304
    assert response.data == b""
    assert response.headers["ETag"] == etag
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Cache-Control"].startswith("public")
    assert "Content-Type" not in response.headers


@BOTH
def test_another_tag_is_answered_in_full_whatever_the_date(client, webinar, path):
    date = client.get(path).headers["Last-Modified"]

    response = client.get(path, headers={"If-None-Match": '"other"', "If-Modified-Since": date})

    assert response.status_code == 200


@BOTH
@pytest.mark.parametrize("since", ["yesterday", "", "Thu, 99 Foo 2027 10:00:00 GMT", "0"])
def test_a_date_that_is_none_is_answered_in_full(client, webinar, path, since):
    assert client.get(path, headers={"If-Modified-Since": since}).status_code == 200


@BOTH
def test_clients_that_know_only_dates_are_told_as_well(client, webinar, path):
    last = client.get(path).last_modified

    def since(moment):
        return client.get(path, headers={"If-Modified-Since": moment.strftime("%a, %d %b %Y %H:%M:%S GMT")}).status_code

    assert since(last) == 304
    assert since(last + dt.timedelta(hours=1)) == 304
    assert since(last - dt.timedelta(seconds=1)) == 200


@BOTH
def test_head_answers_like_get_without_a_body(client, webinar, path):
    got, head = client.get(path), client.head(path)

    assert head.data == b""
    assert dict(head.headers) == dict(got.headers)
    assert client.head(path, headers={"If-None-Match": got.headers["ETag"]}).status_code == 304


@BOTH
def test_gzip_is_sent_to_who_asks_for_it(client, webinar, path):
    plain = client.get(path)
    zipped = client.get(path, headers={"Accept-Encoding": "br, gzip;q=0.5"})

    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    for etag in (plain.headers["ETag"], zipped.headers["ETag"]):
        for accepted in ("gzip", "identity"):
            headers = {"If-None-Match": etag, "Accept-Encoding": accepted}
            response = client.get(path, headers=headers)
            assert response.status_code == 304
            assert response.headers["ETag"] == etag


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br", "*"])
def test_gzip_is_not_sent_to_who_does_not_name_it(client, webinar, accepted):
    assert "Content-Encoding" not in client.get(FEED, headers={"Accept-Encoding": accepted}).headers


@pytest.mark.parametrize("accept", ["text/html", "application/json", "nonsense", "text/calendar"])
def test_there_is_no_negotiation(client, webinar, accept):
    assert client.get(FEED, headers={"Accept": accept}).content_type == "text/calendar; charset=utf-8"


def test_queries_in_the_address_change_nothing(client, webinar):
    assert client.get(f"{FEED}?fbclid=1&page=2").headers["ETag"] == client.get(FEED).headers["ETag"]


def test_two_changes_in_one_second_are_two_for_clients_that_know_only_dates(session, client, webinar):
    with time_machine.travel(dt.datetime(2027, 1, 1, 12, 0, 0, 200_000, tzinfo=dt.UTC), tick=False):
        webinar.title = "First"
        first = client.get(FEED)
        webinar.title = "Second"
        client.get(FEED)

        response = client.get(FEED, headers={"If-Modified-Since": first.headers["Last-Modified"]})

        assert response.status_code == 200
        assert b"Second" in response.data
        assert response.last_modified <= clock.now()


def test_the_time_of_change_moves_forward_when_the_clock_goes_back(session, client, webinar):
    client.get(FEED)
    before = session.query(Feed).filter_by(path=FEED).one().changed_at

    with time_machine.travel(before - dt.timedelta(days=3), tick=False):
        webinar.title = "Written with a wrong clock"
        client.get(FEED)

    assert session.query(Feed).filter_by(path=FEED).one().changed_at > before
    assert session.query(CalendarEntry).one().changed_at > before


def test_a_poll_is_answered_from_memory_within_a_second_and_by_one_query_after(client, webinar, statements, app):
    etag = client.get(FEED).headers["ETag"]
    client.get(FEED)
    statements.clear()

    client.get(FEED, headers={"If-None-Match": etag})
    assert [each for each in statements if "SELECT" in each] == []

    app.extensions["feeds"].watch.expire()
    client.get(FEED, headers={"If-None-Match": etag})
    client.get(FEED)
    assert len([each for each in statements if "SELECT" in each]) == 1


def test_after_an_edit_one_entry_is_read_however_large_the_feed(session, client, webinar, statements):
    for number in range(30):
        make_webinar(session, webinar.host, f"Comet {number}")
    client.get(FEED)
    webinar.title = "Edited"
    session.commit()
    statements.clear()

    response = client.get(FEED)

    assert b"Edited" in response.data
    assert len([each for each in statements if "SELECT" in each]) == 2


def test_polls_write_nothing(client, webinar, statements):
    client.get(FEED)
    statements.clear()

    for path in (FEED, "/calendar.ics", FILE):
        for method in (client.get, client.head, client.options):
            method(path)

    assert {each.split()[0] for each in statements} <= {"BEGIN", "SELECT"}


def test_robots_may_read_feeds(client):
    text = client.get("/robots.txt").text

    assert "calendar.ics" not in text
    assert "Disallow: /\n" not in text


@pytest.mark.parametrize("path", [FEED, "/calendar.ics"])
def test_feeds_take_no_post(client, webinar, path):
    assert client.post(path).status_code == 405


def test_gzip_can_be_turned_off(app, client, webinar, monkeypatch):
    asking = {"Accept-Encoding": "gzip"}
    assert client.get(FEED, headers=asking).headers["Content-Encoding"] == "gzip"

    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], feed_gzip=False))

    plain = client.get(FEED, headers=asking)
    assert "Content-Encoding" not in plain.headers
    assert plain.data.startswith(b"BEGIN:VCALENDAR")
    assert client.get(FEED, headers=asking | {"If-None-Match": plain.headers["ETag"]}).status_code == 304
