import dataclasses
import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine
from msgspec import structs

from tests.factories import make_organisation, make_webinar
from webinars.app.mail_kinds import KINDS
from webinars.domain.followers.actions import ask_for_mails, confirm, follow_by_token
from webinars.domain.followers.digest_schedule import DigestSchedule
from webinars.domain.followers.links import mail_token
from webinars.domain.mail.compose import write_letter
from webinars.models import FeedKind, MailFollow, OutboundEmail, Rhythm

NOW = dt.datetime(2027, 2, 1, 12, tzinfo=dt.UTC)
"""A Monday."""
LAURA = "laura@attendee.example"
ROME = DigestSchedule(rhythm=Rhythm.WEEKLY, weekday=0, timezone="Europe/Rome")


@pytest.fixture(autouse=True)
def _derived(derived: None) -> None:
    """What is looked at here follows from webinars."""


@pytest.fixture
def clock():
    """Time stands still until the test moves on."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def site(settings):
    return dataclasses.replace(settings, base_url="https://webinars.example")


@pytest.fixture
def society(session, clock):
    """The Lunar Society, with a webinar that was there before anybody followed."""
    lunar = make_organisation(session, "Lunar Society")
    make_webinar(session, lunar, "Comets", starts_in=dt.timedelta(days=20))
    session.commit()
    return lunar


@pytest.fixture
def follows(session, settings):
    """`follows(lunar, rhythm=…)`: Laura, or somebody else, follows it by mail from now on."""

    def follows(*organisations, email=LAURA, is_confirmed=True, now=NOW, kind=FeedKind.ORGANISATION, **wanted):
        choice = {(kind, each.id) for each in organisations}
        ask_for_mails(session, settings, email, choice, structs.replace(ROME, **wanted), now=now)
        follow = newest(session)
        follow = follow_by_token(session, mail_token(settings, follow))
        if is_confirmed:
            confirm(session, follow, now=now)
        session.commit()
        return follow

    return follows


@pytest.fixture
def letters(session, site):
    """The letters of that kind as the worker would send them at `now`; those that drop themselves are None."""

    def letters(kind, *, now):
        session.commit()
        session.expunge_all()
        mails = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == kind).order_by(OutboundEmail.id))
        return [write_letter(session, site, KINDS, mail, now=now) for mail in mails.all()]

    return letters


def newest(session):
    return session.scalars(sa.select(MailFollow).order_by(MailFollow.personal_feed_id.desc()).limit(1)).one()
