import datetime as dt
from dataclasses import replace
from functools import partial

import pytest

from tests.factories import make_organisation, make_webinar
from webinars import bulk, clock
from webinars.domain.calendars import jobs
from webinars.domain.calendars.actions import write_entries
from webinars.domain.calendars.jobs import keep_calendars
from webinars.lib.background_throttle import Pace
from webinars.models import CalendarEntry, Feed, Status, Webinar


@pytest.fixture
def webinar(session):
    return make_webinar(session, make_organisation(session))


def test_nothing_changes_while_nothing_has_changed(session, client, settings, webinar):
    before = client.get("/calendar.ics")

    keep_calendars(session, settings)

    assert client.get("/calendar.ics").headers["ETag"] == before.headers["ETag"]


def test_another_address_of_the_site_is_written_into_every_entry(session, feed, settings, webinar):
    make_webinar(session, webinar.host, "Planets", status=Status.CANCELLED)
    unpublished = make_webinar(session, webinar.host, "Taken back")
    feed()
    unpublished.status = Status.DRAFT
    feed()

    keep_calendars(session, replace(settings, base_url="https://webinars.example"))

    entries = {str(entry["SUMMARY"]): entry for entry in feed()}
    sequences = {title: entry["SEQUENCE"] for title, entry in entries.items()}
    assert sequences == {"Comets and their tails": 1, "Cancelled: Planets": 1, "Cancelled: Taken back": 1}
    assert str(entries["Comets and their tails"]["URL"]).startswith("https://webinars.example/webinars/")


def test_another_name_of_the_site_is_that_of_its_feed(session, client, settings, webinar):
    before = client.get("/calendar.ics")

    keep_calendars(session, replace(settings, site_name="Two Societies"))

    assert b"X-WR-CALNAME:Two Societies\r\n" in client.get("/calendar.ics").data
    assert client.get("/calendar.ics").headers["ETag"] != before.headers["ETag"]


def test_what_is_long_over_leaves(session, feed, settings, webinar):
    assert len(feed()) == 1
    session.query(CalendarEntry).one().leaves_at = clock.now() - dt.timedelta(seconds=1)
    session.commit()

    keep_calendars(session, settings)

    assert feed() == []


def test_an_entry_that_is_missing_is_written(session, feed, settings, webinar):
    session.commit()
    session.query(Feed).delete()
    session.query(CalendarEntry).delete()
    session.commit()

    keep_calendars(session, settings)

    assert len(feed()) == 1


def test_a_large_site_is_written_in_steps(session, feed, settings, webinar, monkeypatch):
    for number in range(9):
        make_webinar(session, webinar.host, f"Evening {number}")
    session.commit()
    steps = []

    def write_step(session, webinar_ids, **rest):
        assert not session.in_transaction(), "the step before has not ended"
        steps.append(len(webinar_ids))
        write_entries(session, webinar_ids, **rest)

    monkeypatch.setattr(jobs, "write_entries", write_step)
    # By a clock that stands still no step takes long, whatever else the machine does.
    monkeypatch.setattr(bulk, "Pace", partial(Pace, clock=lambda: 0.0))
    keep_calendars(session, replace(settings, base_url="https://webinars.example"))

    assert steps == [1, 8, 1]
    assert all(str(entry["URL"]).startswith("https://webinars.example/") for entry in feed())


def test_a_row_that_cannot_be_written_keeps_no_other_from_its_readers(session, feed, settings, webinar):
    broken = make_webinar(session, webinar.host, "Broken")
    feed()
    # What no form lets through: a display zone without its label.
    session.query(Webinar).filter_by(id=broken.id).update({"display_zones": [{"timezone": "Europe/London"}]})
    session.commit()

    keep_calendars(session, replace(settings, base_url="https://webinars.example"))

    addresses = sorted(str(entry["URL"]) for entry in feed())
    assert addresses == ["http://localhost/webinars/broken", "https://webinars.example/webinars/comets-and-their-tails"]


def test_a_webinar_that_lost_its_hour_does_not_keep_the_job_busy(session, feed, settings, webinar):
    feed()
    webinar.starts_wall = webinar.starts_at = webinar.ends_at = None
    assert feed()[0]["STATUS"] == "CANCELLED"

    keep_calendars(session, replace(settings, base_url="https://webinars.example"))

    assert len(feed()) == 1
