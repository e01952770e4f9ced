"""What is read of people at Zoom."""

import json
from collections.abc import Iterable

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.site_settings.encryption import unseal
from webinars.models import (
    JoinAccess,
    PromiseState,
    RecordingSource,
    Registration,
    RegistrationState,
    Webinar,
    ZoomRegistrant,
)
from webinars.models.zoom_registrant import REGISTRANT, REPORT
from webinars.pure.film_lists.zoom import room_at

Row = ZoomRegistrant
IS_FOR_THEM = sa.and_(Webinar.is_registration_here, Webinar.join_access == JoinAccess.REGISTERED)
HAS_PLACE = sa.and_(Registration.state == RegistrationState.CONFIRMED, Registration.email_normal.is_not(None))
IS_ONE = sa.and_(Row.kind == REGISTRANT, Row.is_wanted)
IS_THERE = sa.and_(IS_ONE, Row.registrant_id.is_not(None))


class RegistrantCounts(Struct, frozen=True, kw_only=True):
    """How it stands with those who have a place."""

    registered: int
    of_all: int
    """Without those who come in as hosts."""
    uncancelled: int
    """Who has no place any more, and whom Zoom does not cancel."""
    said: str
    """What keeps it from registering the others: `NO_MEETING`, `NO_REGISTRATION`, or what Zoom says. Empty: nothing."""
    report_said: str
    """The same of the report of who came."""


def is_given_to_zoom(session: Session, webinar: Webinar) -> bool:
    """Returns whether who gets a place is registered at Zoom."""
    if not webinar.is_registration_here or webinar.join_access is not JoinAccess.REGISTERED:
        return False
    account = sa.exists().where(RecordingSource.organisation_id == webinar.host_id, RecordingSource.registers_people)
    return bool(room_at(webinar.join_url or "")) and bool(session.scalar(sa.select(account)))


def own_link(session: Session, settings: Settings, registration: Registration, webinar: Webinar) -> str | None:
    """Returns the person's own link into the room of the webinar, a secret, or None while it is not known."""
    sealed = session.scalar(
        sa.select(Row.sealed).where(
            Row.registration_id == registration.id,
            Row.meeting == room_at(webinar.join_url or ""),
            IS_ONE,
        )
    )
    return opened(settings, sealed).get("link") or None


def opened(settings: Settings, sealed: str | None) -> dict[str, str]:
    """Returns the address and the link of a registrant, and nothing of what another key has sealed."""
    found: dict[str, str] = json.loads(unseal(settings.secret_keys, sealed or "") or "{}")
    return found


def registered_at_zoom(session: Session, registration_ids: Iterable[int]) -> set[int]:
    """Returns which of these registrations Zoom knows, or may know."""
    known = sa.select(Row.registration_id).where(Row.registration_id.in_(registration_ids))
    return {each for each in session.scalars(known) if each is not None}


def registrant_counts(session: Session, webinar: Webinar) -> RegistrantCounts | None:
    """Returns how it stands with the registrants of a webinar, or None where nobody is given to Zoom."""
    if not is_given_to_zoom(session, webinar):
        return None
    rows = session.execute(
        sa.select(Row.kind, Row.state, Row.is_wanted, Row.registrant_id, Row.failure)
        .where(Row.webinar_id == webinar.id, Row.meeting == room_at(webinar.join_url or ""))
        .order_by(Row.id)
    ).all()
    people = [each for each in rows if each.kind == REGISTRANT]
    wanted = [each for each in people if each.is_wanted]
    places = sa.select(sa.func.count(Registration.id)).where(Registration.webinar_id == webinar.id, HAS_PLACE)
    unfinished = [each.failure for each in people if each.state in {PromiseState.DUE, PromiseState.FAILED}]
    return RegistrantCounts(
        registered=sum(each.registrant_id is not None for each in wanted),
        of_all=(session.scalar(places) or 0) - sum(each.state is PromiseState.DROPPED for each in wanted),
        uncancelled=sum(each.state is PromiseState.FAILED for each in people if not each.is_wanted),
        said=next(filter(None, unfinished), ""),
        report_said=next((each.failure for each in rows if each.kind == REPORT), ""),
    )
