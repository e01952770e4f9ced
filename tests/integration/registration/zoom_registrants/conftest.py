"""A webinar of next Sunday in a room at Zoom, whose host has an account there that registers people."""

import json

import pytest
import sqlalchemy as sa

from tests.factories import make_registration, make_webinar, open_desk
from tests.integration.registration.conftest import NOW, STARTS
from tests.zoom_account import ZoomMeeting, zoom_account
from webinars import clock
from webinars.domain.registration.zoom_registrants.jobs import keep_registrants
from webinars.domain.site_settings.encryption import seal
from webinars.models import JoinAccess, RecordingSource, RecordingSourceKind, ZoomRegistrant

MEETING, OTHER = "81234567890", "89999999999"
ROOM = f"https://us02web.zoom.us/j/{MEETING}?pwd=abc"


@pytest.fixture
def zoom():
    with zoom_account() as account:
        account.meetings |= {MEETING: ZoomMeeting(), OTHER: ZoomMeeting()}
        yield account


@pytest.fixture
def webinar(session, lunar, noon):
    webinar = make_webinar(
        session,
        lunar,
        slug="comets",
        starts_wall=STARTS.replace(tzinfo=None),
        timezone="Europe/London",
        duration_minutes=120,
        join_url=ROOM,
        join_access=JoinAccess.REGISTERED,
    )
    open_desk(session, webinar)
    session.commit()
    return webinar


@pytest.fixture
def source(session, settings, lunar):
    secret = {"client_id": "i", "client_secret": "s", "token": ""}
    source = RecordingSource(
        organisation_id=lunar.id,
        kind=RecordingSourceKind.ZOOM,
        key="account",
        url="https://zoom.us/recording",
        name="Lunar Society",
        created_at=NOW,
        asked_at=NOW,
        answered_at=NOW,
        secret=seal(settings.secret_key, json.dumps(secret)),
        registers_people=True,
    )
    session.add(source)
    session.commit()
    return source


@pytest.fixture
def look(session, settings, zoom):
    """`look()`: the worker comes by."""

    def look():
        session.commit()
        keep_registrants(session, settings, zoom.sites.outside(), now=clock.now)
        session.expire_all()

    return look


@pytest.fixture
def people(session, settings, webinar):
    """`people(3)`: so many more have a place."""
    made = []

    def people(count, **values):
        new = [make_registration(session, settings, webinar, f"Ana Nr{len(made) + number}", **values)
               for number in range(count)]  # fmt: skip
        made.extend(new)
        session.commit()
        return new

    return people


@pytest.fixture
def rows(session):
    return lambda: session.scalars(sa.select(ZoomRegistrant).order_by(ZoomRegistrant.id)).all()
