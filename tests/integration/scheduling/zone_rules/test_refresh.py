"""After an update of the zone database.

The second version of the rules is pytz's own, with Istanbul an hour further east.
"""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import pytz
import sqlalchemy as sa
from icalendar import Calendar

from tests import factories
from webinars import clock
from webinars.domain.scheduling.zone_rules.queries import coming_webinars, shifts
from webinars.models import AuditEvent, OutboundEmail, Role, Status, Webinar

ISTANBUL = "Europe/Istanbul"


@pytest.fixture(scope="module")
def changed_rules(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules") / "zoneinfo"
    shutil.copytree(Path(pytz.__file__).parent / "zoneinfo", folder)
    shutil.copyfile(folder / "Asia" / "Dubai", folder / "Europe" / "Istanbul")
    return folder


@pytest.fixture
def refresh(app, session, changed_rules):
    settings = app.config["SETTINGS"]
    environment = os.environ | {
        "WEBINARS_DATA": str(settings.data),
        "WEBINARS_DATABASE_URL": settings.database_url,
        "PYTZ_TZDATADIR": str(changed_rules),
    }

    def run(*arguments):
        session.commit()
        result = subprocess.run(
            [sys.executable, "-c", "from webinars.cli import main; main()", "zones", "refresh", "--json", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        session.expire_all()
        return json.loads(result.stdout)["moved"]

    return run


@pytest.fixture
def society(session):
    society = factories.make_organisation(session, timezone=ISTANBUL)
    olga = factories.make_user(session, "Olga", email="olga@society.example")
    factories.make_membership(session, society, olga, Role.OWNER)
    vera = factories.make_user(session, "Vera", email="vera@society.example")
    factories.make_membership(session, society, vera, Role.VIEWER)
    return society


def in_istanbul(session, society, title="Ships of the Bosphorus", **values):
    return factories.make_webinar(session, society, title, timezone=ISTANBUL, **values)


def test_a_dry_run_lists_what_would_move_and_stores_nothing(session, society, refresh):
    webinar = in_istanbul(session, society)
    before = webinar.starts_at

    moved = refresh("--dry-run")

    assert [each["webinar"] for each in moved] == [webinar.slug]
    assert session.get(Webinar, webinar.id, populate_existing=True).starts_at == before
    assert session.scalars(sa.select(OutboundEmail)).all() == []


def test_the_promised_hour_stays_and_the_instant_moves(session, society, refresh):
    webinar = in_istanbul(session, society)
    wall, before = webinar.starts_wall, webinar.starts_at

    refresh()

    session.refresh(webinar)
    assert webinar.starts_wall == wall
    assert webinar.starts_at == before - dt.timedelta(hours=1)
    assert webinar.ends_at == webinar.starts_at + dt.timedelta(minutes=webinar.duration_minutes)
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.webinar_id == webinar.id)).one()
    assert event.action == "webinar:recompute"


def test_other_zones_and_the_past_stay(session, society, refresh):
    elsewhere = factories.make_webinar(session, society, "Fogs of the Thames", timezone="Europe/London")
    over = in_istanbul(session, society, "Long ago", starts_in=-dt.timedelta(days=30))
    stays = {webinar.id: webinar.starts_at for webinar in (elsewhere, over)}

    assert refresh() == []

    for webinar in (elsewhere, over):
        session.refresh(webinar)
        assert webinar.starts_at == stays[webinar.id]


def test_organisers_are_told_once_and_viewers_not(session, society, refresh):
    in_istanbul(session, society)

    refresh()
    refresh()

    assert session.scalars(sa.select(OutboundEmail.recipient)).all() == ["olga@society.example"]


def test_drafts_move_too(session, society, refresh):
    draft = in_istanbul(session, society, status=Status.DRAFT)

    assert [each["webinar"] for each in refresh()] == [draft.slug]


@pytest.mark.usefixtures("derived")
def test_the_feed_follows(session, society, refresh, client):
    webinar = in_istanbul(session, society)
    first = Calendar.from_ical(client.get("/calendar.ics").data).walk("VEVENT")[0]

    refresh()

    second = Calendar.from_ical(client.get(f"/webinars/{webinar.slug}.ics").data).walk("VEVENT")[0]
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second.start == first.start - dt.timedelta(hours=1)


@pytest.mark.usefixtures("derived")
def test_the_hour_of_a_shown_zone_is_corrected_in_the_feed_without_a_move(session, society, refresh, client):
    webinar = factories.make_webinar(
        session,
        society,
        "Fogs of the Thames",
        timezone="Europe/London",
        display_zones=[{"label": "Britain", "timezone": "Europe/London"}, {"label": "Turkey", "timezone": ISTANBUL}],
    )
    first = Calendar.from_ical(client.get(f"/webinars/{webinar.slug}.ics").data).walk("VEVENT")[0]

    assert refresh() == []

    second = Calendar.from_ical(client.get(f"/webinars/{webinar.slug}.ics").data).walk("VEVENT")[0]
    assert second.start == first.start
    assert second["DESCRIPTION"] != first["DESCRIPTION"]
    assert second["SEQUENCE"] > first["SEQUENCE"]


def test_a_promise_that_can_no_longer_be_kept_is_left_for_a_person(session, society):
    webinar = in_istanbul(session, society)
    webinar.starts_wall = dt.datetime(2035, 3, 25, 1, 30)
    webinar.timezone = "Europe/London"
    webinar.starts_at = dt.datetime(2035, 3, 25, 1, 30, tzinfo=dt.UTC)
    webinar.ends_at = webinar.starts_at + dt.timedelta(hours=1)
    session.flush()

    [shift] = shifts(coming_webinars(session, clock.now()), clock.now())

    assert shift.after_at is None
    assert "does not exist" in shift.reason


def test_an_hour_that_is_shown_twice_stays_one_of_the_two(session, society):
    webinar = in_istanbul(session, society)
    webinar.starts_wall = dt.datetime(2035, 10, 28, 1, 30)
    webinar.timezone = "Europe/London"
    webinar.starts_at = dt.datetime(2035, 10, 28, 1, 30, tzinfo=dt.UTC)
    webinar.ends_at = webinar.starts_at + dt.timedelta(hours=1)
    session.flush()

    assert shifts(coming_webinars(session, clock.now()), clock.now()) == []
