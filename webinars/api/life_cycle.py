"""What becomes of a webinar: announced, moved, postponed, cancelled and restored, as at the desk."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from msgspec import UNSET, Struct

from webinars import clock
from webinars.api.answers import WebinarAnswer
from webinars.api.inputs import CancellationInput, MoveInput, NoInput
from webinars.api.protocol.bearers import bearer
from webinars.api.protocol.operations import Answer, operation
from webinars.api.webinar_changes import told, webinar_to_change
from webinars.db import db
from webinars.domain.programme import life_cycle
from webinars.models import Scope, Webinar


def _press(name: str, summary: str, body: type[Struct]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Serve a verb that is POSTed below a webinar, and answers with that."""
    return operation(
        "POST",
        f"/webinars/<slug>/{name}",
        summary,
        scope=Scope.WRITE_WEBINARS,
        body=body,
        answer=WebinarAnswer,
    )


def _done(slug: str, verb: Callable[..., None], **how: Any) -> Answer:  # noqa: ANN401 - as the verb takes it
    session = db.session()
    found = webinar_to_change(session, slug)
    verb(session, bearer().actor, found, now=clock.now(), **how)
    return told(session, found)


@_press("publication", "Publish a draft", NoInput)
def publish(_sent: NoInput, slug: str) -> Answer:
    """It stands on its page, in lists and in feeds, and whoever follows is told."""
    return _done(slug, life_cycle.publish)


@_press("move", "Give an announced webinar another start", MoveInput)
def move(sent: MoveInput, slug: str) -> Answer:
    """Calendars follow, and whoever is registered is told. A postponed webinar takes place again."""
    session = db.session()
    found = webinar_to_change(session, slug)
    life_cycle.move(
        session,
        bearer().actor,
        found,
        wall=dt.datetime.fromisoformat(sent.starts_wall),
        timezone=_zone(found) if sent.timezone is UNSET else sent.timezone,
        duration_minutes=None if sent.duration_minutes is UNSET else sent.duration_minutes,
        now=clock.now(),
    )
    return told(session, found)


@_press("postponement", "Say that the start no longer holds", NoInput)
def postpone(_sent: NoInput, slug: str) -> Answer:
    """A new start is given by `…/move`, or the old one again by `…/restoration`."""
    return _done(slug, life_cycle.postpone)


@_press("cancellation", "Say that it does not take place", CancellationInput)
def cancel(sent: CancellationInput, slug: str) -> Answer:
    """The page stays, with the reason, and whoever is registered is told."""
    return _done(slug, life_cycle.cancel, reason=sent.reason)


@_press("restoration", "Announce it again at the start that it had", NoInput)
def restore(_sent: NoInput, slug: str) -> Answer:
    """What was cancelled or postponed takes place after all."""
    return _done(slug, life_cycle.restore)


def _zone(found: Webinar) -> str:
    return found.timezone or found.host.timezone
