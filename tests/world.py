"""A webinar of a test with what its addresses are made of, and the people at the desk."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from webinars import clock
from webinars.domain.mail.actions import add_mail
from webinars.models import (
    Organisation,
    OutboundEmail,
    Priority,
    User,
    Webinar,
)


@dataclass
class World:
    """A webinar, and the values that addresses at the desk may have, by what stands before them and their name."""

    webinar: Webinar
    values: dict[str, list[object]] = field(default_factory=dict)

    def add(self, place: str, *values: object) -> None:
        self.values.setdefault(place, []).extend(values)


@dataclass
class People:
    """Those at the desk, who are there whatever becomes of a webinar."""

    host: Organisation
    partner: Organisation
    olga: User
    """Administers the site, and owns both organisations, so that nothing is hidden from her."""


def promise_mail(session: Session, world: World, kind: str, number: int, context: dict[str, Any]) -> None:
    key = f"{kind}:{number}"
    add_mail(
        session,
        kind=kind,
        priority=Priority.MESSAGE,
        recipient="ana@society.example",
        context=context,
        dedupe_key=key,
        now=clock.now(),
    )
    world.add("outbox/mail_id", session.query(OutboundEmail).filter_by(dedupe_key=key).one().id)
