"""Several workers look at once, while people come and go: nobody is registered at Zoom twice, or forgotten there."""

import datetime as dt
import json
import time

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation, make_registration, make_webinar, open_desk
from tests.zoom_account import ZoomMeeting, zoom_account
from webinars import clock
from webinars.domain.registration.attendee_actions import give_back
from webinars.domain.registration.zoom_registrants.jobs import keep_registrants
from webinars.domain.site_settings.encryption import seal
from webinars.models import JoinAccess, RecordingSource, RecordingSourceKind, Registration, RegistrationState

MEETING = "81234567890"


@pytest.fixture
def zoom():
    with zoom_account() as account:
        account.meetings[MEETING] = ZoomMeeting()
        yield account


@pytest.fixture
def webinar(session, settings):
    organisation = make_organisation(session)
    secret = seal(settings.secret_key, json.dumps({"client_id": "i", "client_secret": "s", "token": ""}))
    source = RecordingSource(
        organisation_id=organisation.id, kind=RecordingSourceKind.ZOOM, key="account", url="https://zoom.us/recording",
        name="Lunar Society", created_at=clock.now(), secret=secret, registers_people=True,
    )  # fmt: skip
    session.add(source)
    room = f"https://zoom.us/j/{MEETING}"
    webinar = make_webinar(
        session, organisation, starts_in=dt.timedelta(days=5), join_url=room, join_access=JoinAccess.REGISTERED
    )
    open_desk(session, webinar)
    return webinar


def test_many_workers_register_everybody_once(session, settings, webinar, zoom, together):
    people = [make_registration(session, settings, webinar, f"Ana {number}") for number in range(90)]

    def look(own):
        keep_registrants(own, settings, zoom.sites.outside())

    def leave(own, number):
        time.sleep(number % 7 / 50)
        give_back(own, number, now=clock.now())

    gone = [lambda own, number=each.id: leave(own, number) for each in people[::9]]
    assert together([look] * 5 + gone) == []
    assert together([look] * 5) == []
    look(session)

    confirmed = Registration.state == RegistrationState.CONFIRMED
    assert zoom.meetings[MEETING].registered == set(
        session.scalars(sa.select(Registration.email_normal).where(confirmed))
    )
    assert len(zoom.meetings[MEETING].registered) == 80
    assert set(zoom.added.values()) == {1}
    assert set(zoom.asked.values()) == {1}
