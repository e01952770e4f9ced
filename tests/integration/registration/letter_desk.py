"""Letters to attendees, written as the worker writes them and read as their readers do."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.factories import add_co_organiser, make_organisation, make_registration, make_webinar, open_desk
from tests.integration.registration.conftest import NOW
from webinars.app.mail_kinds import KINDS
from webinars.config import Settings
from webinars.domain.mail.compose import write_letter
from webinars.domain.mail.mail_kind import Letter
from webinars.domain.registration.links import join_code, page_token
from webinars.models import Organisation, OutboundEmail, Priority, Registration, RegistrationState, Webinar

TITLE = "Can a machine be said to think? Lovelace, Babbage and the Analytical Engine"
ZONES = [
    {"label": "Britain", "timezone": "Europe/London"},
    {"label": "US Eastern", "timezone": "America/New_York"},
    {"label": "US Pacific", "timezone": "America/Los_Angeles"},
    {"label": "India", "timezone": "Asia/Kolkata"},
    {"label": "Sydney", "timezone": "Australia/Sydney"},
]
Write = Callable[..., Letter | None]


@pytest.fixture
def traveller() -> Iterator[time_machine.Traveller]:
    """It is `NOW` until the test moves on."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def site(settings: Settings) -> Settings:
    return dataclasses.replace(settings, base_url="https://webinars.example", mail_from="post@webinars.example")


@pytest.fixture
def machine(traveller: time_machine.Traveller, session: Session, lunar: Organisation) -> Webinar:
    """On Sunday 14 February 2027, 4pm to 6pm in London, with 28 places and a waiting list."""
    webinar = make_webinar(
        session,
        lunar,
        TITLE,
        slug="can-a-machine-be-said-to-think",
        starts_wall=dt.datetime(2027, 2, 14, 16),
        timezone="Europe/London",
        duration_minutes=120,
        display_zones=ZONES,
    )
    add_co_organiser(session, webinar, make_organisation(session, "Spitalfields Mathematical Society"))
    open_desk(session, webinar, capacity=28)
    session.commit()
    return webinar


@pytest.fixture
def laura(session: Session, site: Settings, machine: Webinar) -> Registration:
    """Has pressed "Take my place", and reads her mails in Rome."""
    return register_laura(session, site, machine)


def register_laura(session: Session, site: Settings, webinar: Webinar, **values: Any) -> Registration:
    values = {"created_at": NOW, "email_normal": "laura@example.org", **values}
    if values.get("state", RegistrationState.CONFIRMED) is RegistrationState.CONFIRMED:
        values = {"confirmed_at": NOW + dt.timedelta(minutes=5), **values}
    registration = make_registration(session, site, webinar, "Laura Bassi", **values)
    session.commit()
    return registration


@pytest.fixture
def write(session: Session, site: Settings) -> Write:
    """`write("place", laura, sequence=0)`: the letter as it is written at `now`; None if it drops itself."""

    def write(
        name: str, registration: Registration, *, now: dt.datetime = NOW, site: Settings = site, **context: Any
    ) -> Letter | None:
        session.commit()
        session.expunge_all()
        mail = OutboundEmail(
            kind=f"registration.{name}",
            priority=Priority.REGISTRATION,
            recipient=registration.email_normal or "laura@example.org",
            recipient_domain="example.org",
            context={"registration_id": registration.id, "webinar_id": registration.webinar_id, **context},
            dedupe_key="x",
            due_at=now,
            created_at=now,
            organisation_id=None,
        )
        mail.id = 7
        return write_letter(session, site, KINDS, mail, now=now)

    return write


def headline(letter: Letter | None) -> str:
    assert letter is not None
    return letter.headline.replace("\N{NO-BREAK SPACE}", " ")


def read(letter: Letter | None, settings: Settings, registration: Registration) -> str:
    """Subject and text, with names in the place of her two secrets."""
    assert letter is not None
    text = f"Subject: {letter.subject}\n\n{letter.text}"
    for secret, name in (
        (page_token(settings, registration), "k3vQ9mTz"),
        (join_code(settings, registration), "7HK2Q"),
    ):
        assert secret
        text = text.replace(secret, name)
    return text
