"""What is read of registrations. Each query decides what its rows have loaded."""

import datetime as dt
import enum
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import LoaderOption

from webinars.domain.calendars.queries import entries_of
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.registration.registration_window import RegistrationWindow, window_of
from webinars.domain.registration.seats_and_waiting_list import waiting_count
from webinars.lib.i18n import ngettext
from webinars.lib.tokens import digest_of
from webinars.models import (
    Appearance,
    CoOrganiser,
    Picture,
    Registration,
    RegistrationDesk,
    RegistrationQuestion,
    RegistrationState,
    Status,
    Webinar,
)

PAGE_SIZE = 50


def desk_of(session: Session, webinar_id: int) -> RegistrationDesk | None:
    return session.get(RegistrationDesk, webinar_id)


def desks_of(session: Session, webinar_ids: Collection[int]) -> dict[int, RegistrationDesk]:
    """Returns the desks of these webinars, by the webinars' ids."""
    rows = session.scalars(sa.select(RegistrationDesk).where(RegistrationDesk.webinar_id.in_(webinar_ids)))
    return {row.webinar_id: row for row in rows}


def window_at(session: Session, webinar: Webinar, *, now: dt.datetime) -> RegistrationWindow | None:
    """Returns how it stands with registering, or None where nobody registers here. Asks nothing of other webinars."""
    row = desk_of(session, webinar.id) if webinar.is_registration_here else None
    if row is None:
        return None
    count = waiting_count(session, webinar.id) if row.capacity is not None else 0
    return window_of(webinar, row, waiting_count=count, now=now)


def is_feedback_wanted(
    registration: Registration, desk: RegistrationDesk | None, webinar: Webinar, *, now: dt.datetime
) -> bool:
    """Returns whether somebody is asked: who had a place at what is over, has not answered, and where it is asked."""
    had_place = registration.state is RegistrationState.CONFIRMED or registration.standby_at is not None
    return (
        desk is not None
        and desk.takes_feedback
        and had_place
        and not registration.has_given_feedback
        and phase_of(webinar, now) is Phase.AFTER
    )


def public_titles(session: Session, webinars: Collection[Webinar]) -> dict[int, str]:
    """Returns what strangers know these webinars by, by their ids: of one that was taken down, as it was then."""
    entries = entries_of(session, [each.id for each in webinars if each.status == Status.DRAFT])
    return {each.id: entries[each.id].title if each.id in entries else each.title for each in webinars}


def webinar_to_register_for(session: Session, slug: str) -> Webinar | None:
    """Returns the webinar with this slug, whatever its state, with its host and its picture."""
    return session.scalar(
        sa.select(Webinar)
        .where(Webinar.slug == slug)
        .options(orm.joinedload(Webinar.host), orm.joinedload(Webinar.cover).selectinload(Picture.files))
    )


def registration_id_by_token(session: Session, token: str) -> int | None:
    """Returns the id of the registration whose page has this token."""
    return session.scalar(sa.select(Registration.id).where(Registration.link_digest == digest_of(token)))


def has_gone_to_the_next(session: Session, registration: Registration) -> bool:
    """Returns True if the place that this registration has given back was given to somebody who waited for it."""
    if registration.confirmed_at is None or registration.ended_at is None:
        return False
    query = sa.select(Registration.id).where(
        Registration.webinar_id == registration.webinar_id, Registration.promoted_at == registration.ended_at
    )
    return session.scalar(query.limit(1)) is not None


def registration_by_token(session: Session, token: str) -> Registration | None:
    """Returns the registration whose page has this token, with its answers and its webinar as pages show it."""
    return session.scalar(
        sa.select(Registration)
        .where(Registration.link_digest == digest_of(token))
        .options(*_with_webinar(), orm.selectinload(Registration.answers))
    )


def registration_by_join_code(session: Session, code: str) -> Registration | None:
    """Returns the registration whose own way in has this code, with its webinar."""
    return session.scalar(
        sa.select(Registration).where(Registration.join_digest == digest_of(code)).options(*_with_webinar())
    )


def registrations_under(session: Session, email: str) -> Sequence[Registration]:
    """Returns everything that is registered under an address and not erased, with the webinars, soonest first."""
    return registrations_where(session, Registration.email_normal == email)


def registrations_where(session: Session, *conditions: sa.ColumnExpressionArgument[bool]) -> Sequence[Registration]:
    """Returns the registrations that meet the conditions, with the webinars, soonest first."""
    return session.scalars(
        sa.select(Registration)
        .join(Registration.webinar)
        .where(*conditions)
        .options(*_with_webinar())
        .order_by(Webinar.starts_at.nulls_last(), Registration.id)
    ).all()


def place_in_queue(session: Session, registration: Registration) -> int:
    """Returns its number on the waiting list, from 1: how many were there before it and still are."""
    return places_in_queues(session, [registration]).get(registration.id, 0)


def places_in_queues(session: Session, registrations: Collection[Registration]) -> dict[int, int]:
    """Returns the numbers of those of `registrations` that wait, each on its own list, by their ids."""
    waiting = [each.id for each in registrations if each.state is RegistrationState.WAITING]
    if not waiting:
        return {}
    before = orm.aliased(Registration)
    rows = session.execute(
        sa.select(Registration.id, sa.func.count(before.id))
        .join(before, before.webinar_id == Registration.webinar_id)
        .where(
            Registration.id.in_(waiting),
            before.state == RegistrationState.WAITING,
            before.queue_number <= Registration.queue_number,
        )
        .group_by(Registration.id)
    )
    return dict(rows.all())


def counts_of(session: Session, webinar_id: int) -> dict[RegistrationState, int]:
    """Returns how many registrations are in each state, with none left out."""
    rows = session.execute(
        sa.select(Registration.state, sa.func.count(Registration.id))
        .where(Registration.webinar_id == webinar_id)
        .group_by(Registration.state)
    )
    found = dict(rows.all())
    return {state: found.get(state, 0) for state in RegistrationState}


class RegistrationCounts(Struct, frozen=True):
    """Those who are registered here."""

    placed_count: int = 0
    waiting_count: int = 0
    pending_count: int = 0

    @classmethod
    def of(cls, session: Session, webinar: Webinar) -> "RegistrationCounts":
        """Returns how many of each there are now."""
        counts = counts_of(session, webinar.id)
        states = (RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.PENDING)
        return cls(*(counts[state] for state in states))

    @property
    def count(self) -> int:
        return self.placed_count + self.waiting_count + self.pending_count

    def sentence(self) -> str:
        """Returns how many there are: those with a place, if anybody has one."""
        if self.placed_count:
            return ngettext("One person has a place.", "%(num)s people have a place.", self.placed_count)
        return ngettext("One person is registered.", "%(num)s people are registered.", self.count)


class DoorCounts(Struct, frozen=True):
    """How many of those who registered opened the door to the room, and how many with a place did not."""

    opened: int
    missed: int


def door_counts(session: Session, webinar_id: int) -> DoorCounts:
    """Returns the counts of a webinar. Who is erased since is in neither."""
    opened, missed = session.execute(
        sa.select(
            sa.func.count().filter(_FILTER_CONDITIONS[RegistrationFilter.OPENED]),
            sa.func.count().filter(_FILTER_CONDITIONS[RegistrationFilter.MISSED]),
        ).where(Registration.webinar_id == webinar_id, Registration.erased_at.is_(None))
    ).one()
    return DoorCounts(opened, missed)


class RegistrationFilter(enum.StrEnum):
    """Which registrations the desk lists."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    UNCONFIRMED = "unconfirmed"
    ENDED = "ended"
    OPENED = "opened"
    """Their door was opened, whatever their state."""
    MISSED = "missed"
    """They have a place, and have not opened the door."""


_HAS_PLACE = Registration.state == RegistrationState.CONFIRMED
_HAS_OPENED = Registration.joined_first_at.is_not(None)
_FILTER_CONDITIONS = {
    RegistrationFilter.PENDING: Registration.state == RegistrationState.PENDING,
    RegistrationFilter.CONFIRMED: _HAS_PLACE,
    RegistrationFilter.WAITING: Registration.state == RegistrationState.WAITING,
    RegistrationFilter.UNCONFIRMED: Registration.state == RegistrationState.UNCONFIRMED,
    RegistrationFilter.ENDED: Registration.state.in_([RegistrationState.CANCELLED, RegistrationState.DECLINED]),
    RegistrationFilter.OPENED: _HAS_OPENED,
    RegistrationFilter.MISSED: sa.and_(_HAS_PLACE, ~_HAS_OPENED, Registration.erased_at.is_(None)),
}


class RegistrationPage(Struct, frozen=True):
    """One page of the desk's list."""

    registrations: Sequence[Registration]
    number: int
    count: int
    """Of all that were found, on every page."""

    @property
    def page_count(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))


def registrations_found(
    session: Session, webinar_id: int, *, words: str = "", shown: RegistrationFilter | None = None, page: int = 1
) -> RegistrationPage:
    """Returns the registrations of a webinar whose name or address holds `words`.

    Those to be approved come first, then the newest, and those who wait in the order of the queue.
    """
    conditions = [Registration.webinar_id == webinar_id, *_name_conditions(words)]
    if shown is not None:
        conditions.append(_FILTER_CONDITIONS[shown])
    count = session.scalar(sa.select(sa.func.count(Registration.id)).where(*conditions)) or 0
    queue = (Registration.queue_number,) if shown is RegistrationFilter.WAITING else ()
    rows = session.scalars(
        sa.select(Registration)
        .where(*conditions)
        .options(orm.selectinload(Registration.answers))
        .order_by(
            Registration.state != RegistrationState.PENDING,
            *queue,
            Registration.created_at.desc(),
            Registration.id.desc(),
        )
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    ).all()
    return RegistrationPage(rows, page, count)


def all_registrations(session: Session, webinar_id: int) -> Sequence[Registration]:
    """Returns every registration of a webinar of which somebody is still known, with its answers, the oldest first."""
    return session.scalars(
        sa.select(Registration)
        .where(Registration.webinar_id == webinar_id, Registration.erased_at.is_(None))
        .options(orm.selectinload(Registration.answers))
        .order_by(Registration.id)
    ).all()


def registrations_after(session: Session, webinar_id: int, after_id: int, count: int) -> Sequence[Registration]:
    """Returns the first `count` of them with a greater id, with their answers."""
    return session.scalars(
        sa.select(Registration)
        .where(Registration.webinar_id == webinar_id, Registration.erased_at.is_(None), Registration.id > after_id)
        .options(orm.selectinload(Registration.answers))
        .order_by(Registration.id)
        .limit(count)
    ).all()


def queue_places(session: Session, webinar_id: int) -> dict[int, int]:
    """Returns the numbers on the waiting list, from 1, by the ids of the registrations."""
    waiting = session.scalars(
        sa.select(Registration.id)
        .where(Registration.webinar_id == webinar_id, Registration.state == RegistrationState.WAITING)
        .order_by(Registration.queue_number)
    )
    return {registration_id: number for number, registration_id in enumerate(waiting, start=1)}


def all_questions(session: Session, webinar_id: int) -> Sequence[RegistrationQuestion]:
    """Returns the questions of a webinar with those that are asked no more and have answers still, in order."""
    return session.scalars(
        sa.select(RegistrationQuestion)
        .where(RegistrationQuestion.webinar_id == webinar_id)
        .order_by(RegistrationQuestion.is_retired, RegistrationQuestion.position, RegistrationQuestion.id)
    ).all()


def _name_conditions(words: str) -> list[sa.ColumnElement[bool]]:
    """Returns the conditions of a name or address that holds the words.

    Databases know the small letters of ASCII only, or not: so a name is looked for in three ways of writing.
    """
    found = words.strip()
    if not found:
        return []
    patterns = {f"%{_escaped(each)}%" for each in (found, found.lower(), found.capitalize(), found.title())}
    name = [Registration.name.like(pattern, escape="\\") for pattern in patterns]
    small = f"%{_escaped(found.lower())}%"
    lowered = sa.func.lower(Registration.name).like(small, escape="\\")
    return [sa.or_(lowered, *name, Registration.email_normal.like(small, escape="\\"))]


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _with_webinar() -> tuple[LoaderOption, ...]:
    webinar = orm.joinedload(Registration.webinar)
    return (
        webinar.joinedload(Webinar.host),
        webinar.joinedload(Webinar.series),
        webinar.selectinload(Webinar.co_organisers).joinedload(CoOrganiser.organisation),
        webinar.selectinload(Webinar.lineup).joinedload(Appearance.speaker),
        webinar.selectinload(Webinar.recordings),
        webinar.selectinload(Webinar.topics),
        webinar.selectinload(Webinar.questions),
    )
