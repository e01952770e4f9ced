"""Programs of the Lunar Society, at hosts that all are one server on this machine."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
import time_machine

from tests.other_sites import Page, other_sites
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.interfaces.webhooks.actions import WebhookDraft, create_webhook
from webinars.domain.interfaces.webhooks.jobs import send_due_hooks
from webinars.domain.interfaces.webhooks.kinds import WebhookKind
from webinars.models import OutboundHook, WebhookPreset

NOW = dt.datetime(2027, 2, 1, 12, tzinfo=dt.UTC)
SECOND, MINUTE, HOUR, DAY = (dt.timedelta(seconds=each) for each in (1, 60, 3600, 86400))
URL = "https://hooks.society.example/programme"


@pytest.fixture
def sites(app):
    with other_sites() as sites:
        sites.answers = lambda url=URL, **values: sites.pages.update(
            {(urlsplit(url).netloc, urlsplit(url).path): Page(**{"status": 204, **values})}
        )
        sites.answers()
        app.extensions["outside"] = sites.outside()
        yield sites
        del app.extensions["outside"]


@pytest.fixture
def at():
    """`at(HOUR)`: time stands still so long after noon."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield lambda later: traveller.move_to(NOW + later)


@pytest.fixture
def hook(session, settings, lunar, olga, at, sites):
    """`hook(kinds…)`: a webhook of the Lunar Society, with its secret; without kinds it asks for all."""

    def hook(*kinds, url=URL, preset=WebhookPreset.PROGRAM, organisation=lunar, owner=olga, **values):
        kinds = kinds or tuple(WebhookKind)
        draft = WebhookDraft(url=url, preset=preset, kinds=kinds, **values)
        actor = actor_of(session, owner.id)
        made = create_webhook(session, actor, organisation, draft, settings=settings, now=clock.now())
        session.commit()
        return made

    return hook


@pytest.fixture
def send(session, settings, sites):
    """Makes the calls that are due, and returns what was sent meanwhile."""

    def send():
        before = len(sites.bodies)
        send_due_hooks(session, settings, sites.outside(), now=clock.now)
        session.expire_all()
        return list(zip(sites.headers, sites.bodies, strict=True))[before:]

    return send


@pytest.fixture
def promised(session):
    """The kinds that wait to be sent, in the order of their promises."""
    return lambda: session.scalars(
        sa.select(OutboundHook.kind).where(OutboundHook.is_unfinished()).order_by(OutboundHook.id)
    ).all()
