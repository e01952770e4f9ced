"""Registrations of one person as lists show them."""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.registration.attendee_hours import own_line
from webinars.domain.registration.links import page_token
from webinars.domain.registration.queries import desks_of, places_in_queues, public_titles
from webinars.domain.registration.retention import days_kept
from webinars.models import Registration, RegistrationDesk, Webinar
from webinars.pure.times import ZoneLine
from webinars.site.registration.page_state import CAN_END, HAS_ENDED, AttendeeState, standing_of
from webinars.site.registration.retention_words import until_text
from webinars.web.site_context import site_settings

_PAST = frozenset({AttendeeState.OVER, AttendeeState.CANCELLED, AttendeeState.WITHDRAWN, *HAS_ENDED})


class ListedRegistration(Struct, frozen=True, kw_only=True):
    """A registration in the list."""

    registration: Registration
    webinar: Webinar
    title: str
    """As strangers know it."""
    standing: AttendeeState
    own: ZoneLine | None
    """The start in the attendee's zone, or None where only a date is known."""
    token: str | None
    """Of its own page."""
    number: int
    """On the waiting list, or 0 for who does not wait."""
    until: str
    """The end of "Erased …"."""

    @property
    def is_past(self) -> bool:
        return self.standing in _PAST

    @property
    def can_end(self) -> bool:
        return self.standing in CAN_END


def listed_registrations(
    session: Session, registrations: Sequence[Registration], *, now: dt.datetime
) -> Sequence[ListedRegistration]:
    """Returns the registrations as a list shows them, in their order. Needs what `registrations_where` loads."""
    desks = desks_of(session, [each.webinar_id for each in registrations])
    places = places_in_queues(session, registrations)
    titles = public_titles(session, [each.webinar for each in registrations])
    return [
        _one(each, titles[each.webinar_id], desks.get(each.webinar_id), places.get(each.id, 0), now=now)
        for each in registrations
    ]


def _one(
    registration: Registration, title: str, desk: RegistrationDesk | None, number: int, *, now: dt.datetime
) -> ListedRegistration:
    webinar, settings = registration.webinar, site_settings()
    zone = registration.timezone or webinar.timezone or webinar.host.timezone
    days = days_kept(registration, desk) if desk else registration.kept_days
    return ListedRegistration(
        registration=registration,
        webinar=webinar,
        title=title,
        standing=standing_of(registration, webinar, now=now),
        own=own_line(webinar, webinar.starts_at, zone, settings.display_zones) if webinar.starts_at else None,
        token=page_token(settings, registration),
        number=number,
        until=until_text(webinar, days),
    )
