"""Other webinars of the same organisations at the hour that is being typed, or on its day."""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.member_queries import is_own_condition, organised_by_one_of
from webinars.domain.programme.public_visibility import listed
from webinars.lib.i18n import gettext as _
from webinars.models import Status, Webinar
from webinars.pure.times import HourStyle, format_day, format_hour, wall

MOST_NAMED = 5


class TypedStart(Struct, frozen=True):
    """The start that is being typed, with how the organiser writes it."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    wall: dt.datetime
    """Naive, as clocks in `timezone` show it."""
    timezone: str
    label: str
    style: HourStyle


class Clash(Struct, frozen=True):
    webinar: Webinar
    text: str
    is_own: bool
    """Whether the person may look at it in the desk. Otherwise its public page is what there is."""


def clashes(
    session: Session, actor: Actor, moment: TypedStart, *, organisation_ids: Collection[int], but: str
) -> tuple[Clash, ...]:
    """Returns what takes place beside `moment`, overlapping first: what these organisations host, or have accepted.

    `but` is the slug of the webinar that is being edited. Of other people's only what is public is named.
    """
    if not organisation_ids:
        return ()
    found = session.scalars(_clash_query(actor, moment, organisation_ids, but).limit(MOST_NAMED))
    return tuple(
        Clash(webinar, _clash_sentence(webinar, moment), permissions.can_view(actor, webinar)) for webinar in found
    )


def _clash_query(actor: Actor, moment: TypedStart, organisation_ids: Collection[int], but: str) -> sa.Select[Webinar]:
    day_begins = moment.starts_at - (moment.wall - dt.datetime.combine(moment.wall.date(), dt.time()))
    overlaps = sa.and_(Webinar.starts_at < moment.ends_at, Webinar.ends_at > moment.starts_at)
    same_day = sa.or_(
        sa.and_(Webinar.starts_at >= day_begins, Webinar.starts_at < day_begins + dt.timedelta(days=1)),
        sa.and_(Webinar.starts_at.is_(None), Webinar.starts_on == moment.wall.date()),
    )
    return (
        sa.select(Webinar)
        .where(
            organised_by_one_of(sorted(organisation_ids)),
            sa.or_(listed(), is_own_condition(actor)),
            Webinar.status.in_([Status.DRAFT, Status.PUBLISHED]),
            Webinar.slug != but,
            sa.or_(overlaps, same_day),
        )
        .options(orm.selectinload(Webinar.co_organisers))
        .order_by(sa.case((overlaps, 0), else_=1), Webinar.starts_at, Webinar.id)
    )


def _clash_sentence(webinar: Webinar, moment: TypedStart) -> str:
    if webinar.starts_at is None or webinar.ends_at is None:
        return _("On the same day: “%(title)s”, at an hour that is not known yet.", title=webinar.title)
    span = _span(webinar.starts_at, webinar.ends_at, moment)
    if webinar.starts_at < moment.ends_at and webinar.ends_at > moment.starts_at:
        return _("Overlaps with “%(title)s”, %(span)s.", title=webinar.title, span=span)
    return _("On the same day: “%(title)s”, %(span)s.", title=webinar.title, span=span)


def _span(starts_at: dt.datetime, ends_at: dt.datetime, moment: TypedStart) -> str:
    """Returns the hours, as in "4pm to 5.30pm Britain", with the day if it begins on another than the typed one."""
    start, end = wall(starts_at, moment.timezone), wall(ends_at, moment.timezone)
    hours = [format_hour(time, moment.style) for time in (start, end)]
    if start.date() == moment.wall.date():
        return _("%(start)s to %(end)s %(zone)s", start=hours[0], end=hours[1], zone=moment.label)
    return _(
        "%(date)s, %(start)s to %(end)s %(zone)s",
        date=format_day(start.date()),
        start=hours[0],
        end=hours[1],
        zone=moment.label,
    )
