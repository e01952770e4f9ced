"""What a public page that is kept is compared with. Equal answers mean that it still says what is so."""

import datetime as dt
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import (
    PageCacheVersion,
    QuestionBoard,
    Recording,
    Registration,
    RegistrationDesk,
    RegistrationState,
    Webinar,
)
from webinars.models.derived import Changes, Derived
from webinars.models.page_cache_version import renew_version

# What gives the site another edition, though it is written by the hundred and shown by one webinar's pages alone.


def follow_answers(session: Session, changes: Changes, _now: dt.datetime) -> None:
    """Tell the whole site of questions that were answered: recordings, speakers and what is found show them too.

    A vote, and a question that nobody has answered, are shown by the pages of their webinar only.
    """
    if changes.read_webinar_ids or changes.of[Derived.PASSAGES] or changes.began_before:
        renew_version(session)


State = tuple[object, ...] | None


def state_of_site(session: Session) -> State:
    """Returns which edition of the site this is."""
    row = session.execute(sa.select(PageCacheVersion.stamp)).first()
    return tuple(row) if row is not None else None


def state_of_webinar(session: Session, slug: str) -> State:
    """Returns how it stands with the questions and the places of the webinar at `slug`, or None if there is none."""
    return _row(session, _of_webinar(), slug)


def state_of_recording(session: Session, slug: str) -> State:
    """Returns the same for the webinar of the recording at `slug`."""
    return _row(session, _of_recording(), slug)


def _row(session: Session, query: sa.Select[*tuple[Any, ...]], slug: str) -> State:
    row = session.execute(query, {"slug": slug}).first()
    return tuple(row) if row is not None else None


# Built once: they are asked once a second for each page that is wanted, and to build one takes longer than to run it.
@cache
def _of_webinar() -> sa.Select[*tuple[Any, ...]]:
    return _own_state().where(Webinar.slug == sa.bindparam("slug"))


@cache
def _of_recording() -> sa.Select[*tuple[Any, ...]]:
    webinar_id = sa.select(Recording.webinar_id).where(Recording.slug == sa.bindparam("slug")).scalar_subquery()
    return _own_state().where(Webinar.id == webinar_id)


def _own_state() -> sa.Select[*tuple[Any, ...]]:
    desk = RegistrationDesk
    # How many places are taken is shown by no page, but whether there is one.
    is_full = desk.seats_taken >= desk.capacity
    is_waited_for = sa.exists().where(
        Registration.webinar_id == desk.webinar_id, Registration.state == RegistrationState.WAITING
    )
    return (
        sa.select(
            Webinar.id,
            QuestionBoard.code,
            QuestionBoard.revision,
            desk.capacity,
            desk.has_waiting_list,
            desk.is_approval_needed,
            desk.opens_before_minutes,
            desk.closes_before_minutes,
            desk.retention_days,
            is_full,
            is_waited_for,
        )
        .outerjoin(QuestionBoard, QuestionBoard.webinar_id == Webinar.id)
        .outerjoin(desk, desk.webinar_id == Webinar.id)
    )
