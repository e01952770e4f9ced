"""What is read of those who register for several webinars of a series, and of what they can register for."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.programme.listing.lists import coming_webinars, list_of
from webinars.domain.programme.public_visibility import listed
from webinars.domain.programme.queries import is_coming
from webinars.domain.registration.queries import desks_of, registrations_where
from webinars.domain.registration.registration_window import RegistrationWindow, window_of
from webinars.lib.tokens import digest_of
from webinars.models import (
    GroupedRegistration,
    Registration,
    RegistrationGroup,
    RegistrationQuestion,
    RegistrationState,
    Series,
    Status,
    Webinar,
)

MOST_WEBINARS = 50
"""On one form."""
_IS_ANNOUNCED = Webinar.status == Status.PUBLISHED


def group_by_token(session: Session, token: str) -> RegistrationGroup | None:
    """Returns the group whose page has this token."""
    return session.scalar(sa.select(RegistrationGroup).where(RegistrationGroup.link_digest == digest_of(token)))


def registrations_in(session: Session, group_id: int) -> Sequence[Registration]:
    """Returns what stands on the page of a group and is not erased, with the webinars, soonest first."""
    of_group = sa.select(GroupedRegistration.registration_id).where(GroupedRegistration.group_id == group_id)
    return registrations_where(session, Registration.id.in_(of_group), Registration.erased_at.is_(None))


def coming_of_series(session: Session, series: Series, *, now: dt.datetime) -> Sequence[Webinar]:
    """Returns the next webinars of the series that are announced to strangers and not over, with what lists show."""
    coming = coming_webinars(session, now, MOST_WEBINARS, list_of(series))
    return [each for each in coming if each.status == Status.PUBLISHED]


def count_to_register_for(session: Session, series_id: int | None, *, now: dt.datetime) -> int:
    """Returns for how many coming webinars of a series that stand in lists people register here, now or later."""
    if series_id is None:
        return 0
    is_one = Webinar.series_id == series_id, Webinar.is_registration_here, listed(), is_coming(now), _IS_ANNOUNCED
    return session.scalar(sa.select(sa.func.count(Webinar.id)).where(*is_one)) or 0


def windows_of(session: Session, webinars: Collection[Webinar], *, now: dt.datetime) -> dict[int, RegistrationWindow]:
    """Returns how it stands with registering for each of `webinars` that takes registrations here, by their ids."""
    desks = desks_of(session, [each.id for each in webinars if each.is_registration_here])
    rows = session.execute(
        sa.select(Registration.webinar_id, sa.func.count(Registration.id))
        .where(Registration.webinar_id.in_(desks), Registration.state == RegistrationState.WAITING)
        .group_by(Registration.webinar_id)
    )
    waiting = dict(rows.all())
    return {
        each.id: window_of(each, desks[each.id], waiting_count=waiting.get(each.id, 0), now=now)
        for each in webinars
        if each.id in desks
    }


def questions_of_each(session: Session, webinar_ids: Collection[int]) -> dict[int, list[RegistrationQuestion]]:
    """Returns what is asked of those who register for each of these webinars, in the order of `webinar_ids`."""
    found: dict[int, list[RegistrationQuestion]] = {webinar_id: [] for webinar_id in webinar_ids}
    rows = session.scalars(
        sa.select(RegistrationQuestion)
        .where(RegistrationQuestion.webinar_id.in_(webinar_ids), RegistrationQuestion.is_retired.is_(False))
        .order_by(RegistrationQuestion.position, RegistrationQuestion.id)
    )
    for each in rows:
        found[each.webinar_id].append(each)
    return found
