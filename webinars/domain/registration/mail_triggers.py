"""Which mail each step of a registration promises. What it says is written when it leaves: see `letters`."""

import datetime as dt
import enum
import secrets
from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.mail.actions import add_mail
from webinars.domain.registration.calendar_sequence import next_sequence
from webinars.lib.i18n import current_locale
from webinars.lib.tokens import digest_of
from webinars.models import (
    ACTIVE_STATES,
    OutboundEmail,
    Priority,
    Registration,
    RegistrationGroup,
    RegistrationState,
    Webinar,
)
from webinars.pure.ical.writing import Method

LINKS = "registration.links"
TAKE_PLACES, PLACES = "registration.take_places", "registration.places"
"""Of several webinars of a series together."""


class SeatReason(enum.StrEnum):
    """How somebody who waited has got a place."""

    GIVEN_BACK = "given back"
    """Somebody else has given it back."""
    ROOM = "room"
    """There are more places, or there is room for another reason."""
    ORGANISERS = "organisers"
    """The organisers have given it past the queue."""


LINK_SLOT_S = 600
"""The same link is sent again at most once in so many seconds."""
_KINDS = {
    RegistrationState.UNCONFIRMED: "registration.take_place",
    RegistrationState.PENDING: "registration.pending",
    RegistrationState.CONFIRMED: "registration.place",
    RegistrationState.WAITING: "registration.waiting",
    RegistrationState.DECLINED: "registration.declined",
    RegistrationState.CANCELLED: "registration.ended",
}


def promise_state(
    session: Session, webinar: Webinar, registration: Registration, came: SeatReason | None = None, *, now: dt.datetime
) -> None:
    """Promise the mail that says where it stands now: of one in which a press takes the place, one in ten minutes.

    With a place it says how that came to somebody who waited. Once it has ended it takes the entry out of the calendar
    of whoever has it there.
    """
    key, context = f"{registration.id}", {}
    if registration.state is RegistrationState.UNCONFIRMED:
        key += f":{_slot(now)}"
    elif registration.state is RegistrationState.CONFIRMED:
        context = {"sequence": next_sequence(session, registration, Method.REQUEST), "came": came}
    elif registration.state is RegistrationState.CANCELLED:
        has_entry = registration.told_method == Method.REQUEST
        context = {"sequence": next_sequence(session, registration, Method.CANCEL) if has_entry else None}
    _promise(session, webinar, registration, key, now=now, **context)


def promise_places(
    session: Session,
    group: RegistrationGroup,
    registrations: Sequence[Registration],
    *,
    kind: str,
    refused: Collection[int] = (),
    is_again: bool = False,
    now: dt.datetime,
) -> None:
    """Promise the one mail that says where each of these of a group stands, or, `TAKE_PLACES`, asks for one press.

    `refused` are the ids of webinars that were ticked and did not take registrations any more. What is said once more
    is so at most once in ten minutes, and puts nothing into a calendar.
    """
    first = registrations[0]
    if first.email_normal is None:
        return
    sequences = {
        each.id: next_sequence(session, each, Method.REQUEST)
        for each in registrations
        if each.state is RegistrationState.CONFIRMED and not is_again
    }
    ids = [each.id for each in registrations]
    which = f"again:{_slot(now)}" if is_again else digest_of(" ".join(map(str, ids)))[:32]
    add_mail(
        session,
        kind=kind,
        priority=Priority.REGISTRATION,
        recipient=first.email_normal,
        context={
            "group_id": group.id,
            "registration_ids": ids,
            "webinar_id": first.webinar_id,
            # In JSON names are texts.
            "sequences": {str(number): sequence for number, sequence in sequences.items()},
            "refused": list(refused),
        },
        dedupe_key=f"{kind}:{group.id}:{which}",
        now=now,
    )


def promise_link(session: Session, webinar: Webinar, registration: Registration, *, now: dt.datetime) -> None:
    """Promise the mail of the state it is in once more, with its link: at most once in ten minutes."""
    if registration.state in ACTIVE_STATES:
        key = f"{registration.id}:again:{_slot(now)}"
        _promise(session, webinar, registration, key, now=now, sequence=None)


def promise_links(session: Session, email: str, timezone: str | None, *, is_wanted: bool, now: dt.datetime) -> None:
    """Promise the mail that leads to all that is registered under `email`: see `promise_alike`."""
    # Of the address no more than its own column holds: both go at once when it is erased.
    context = {"timezone": timezone, "reader_language": current_locale().language}
    promise_alike(session, LINKS, digest_of(email), email, context, is_wanted=is_wanted, now=now)


def promise_alike(
    session: Session,
    kind: str,
    digest: str,
    email: str,
    context: Mapping[str, object],
    *,
    is_wanted: bool,
    now: dt.datetime,
    organisation_id: int | None = None,
) -> None:
    """Promise a mail that is known by `digest`: at most one in ten minutes.

    One that is not wanted is promised as well and taken back at once: what takes as long tells nobody who is known.
    """
    key = f"{kind}:{digest[:32]}:{_slot(now)}"
    spare = f"{kind}:{secrets.token_hex(16)}:{_slot(now)}"
    is_promised = session.scalar(sa.select(sa.exists().where(OutboundEmail.dedupe_key == key)))
    add_mail(
        session,
        kind=kind,
        priority=Priority.REGISTRATION,
        recipient=email,
        context=context,
        dedupe_key=key if is_wanted and not is_promised else spare,
        now=now,
        organisation_id=organisation_id,
    )
    session.execute(sa.delete(OutboundEmail).where(OutboundEmail.dedupe_key == spare))


def _slot(now: dt.datetime) -> int:
    return int(now.timestamp()) // LINK_SLOT_S


def _promise(
    session: Session, webinar: Webinar, registration: Registration, key: str, *, now: dt.datetime, **context: object
) -> None:
    if registration.email_normal is None:
        return
    kind = _KINDS[registration.state]
    add_mail(
        session,
        kind=kind,
        priority=Priority.REGISTRATION,
        recipient=registration.email_normal,
        context={"registration_id": registration.id, "webinar_id": webinar.id, **context},
        dedupe_key=f"{kind}:{key}",
        now=now,
        organisation_id=webinar.host_id,
    )
