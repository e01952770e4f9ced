"""Who is to be registered at Zoom, and who no more: the rows are compared with the registrations, whatever moved them.

So no verb has to think of Zoom, and what a crash has left undone is seen again.
"""

import datetime as dt
import json
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from webinars.bulk import insert_or
from webinars.config import Settings
from webinars.db import reading
from webinars.domain.registration.zoom_registrants.queries import HAS_PLACE, IS_FOR_THEM, IS_ONE, IS_THERE, Row
from webinars.domain.site_settings.encryption import seal
from webinars.models import Priority, PromiseState, RecordingSource, RecordingSourceKind, Registration, Status, Webinar
from webinars.models.zoom_registrant import REGISTRANT, REPORT
from webinars.pure.film_lists.zoom import room_at

MOST = 1000
"""So many of a webinar are added at once. The others follow a minute later."""
REPORT_AFTER, REPORT_UNTIL = dt.timedelta(minutes=15), dt.timedelta(days=1)
"""After the end: Zoom needs some time to write its report."""
Values = dict[str, object]


def renew_wishes(session: Session, settings: Settings, *, now: dt.datetime) -> None:
    """Have the rows say who is to be registered where. Commits."""
    with reading():
        is_used = sa.or_(sa.exists().where(RecordingSource.registers_people), sa.exists(sa.select(Row.id)))
        is_any = session.scalar(sa.select(is_used))
        session.commit()
    if not is_any:
        return
    # Two workers that compare at once would undo what the other has done.
    accounts = sa.select(RecordingSource.id).where(RecordingSource.kind == RecordingSourceKind.ZOOM)
    session.execute(accounts.order_by(RecordingSource.id).with_for_update())
    is_free = Row.state != PromiseState.SENDING
    anew: Values = {"state": PromiseState.DUE, "due_at": now, "failure": "", "attempt_count": 0}
    always: Values = {"context": {}, "priority": Priority.REGISTRATION, "created_at": now, **anew}
    rows = [always | each for each in (*_wanted(session, settings, now=now), *_reports(session, now=now))]
    if rows:
        insert = insert_or(session, Row)
        taken = {name: insert.excluded[name] for name in ("is_wanted", "source_id", *anew)}
        session.execute(insert.on_conflict_do_update(index_elements=["dedupe_key"], set_=taken, where=is_free), rows)
    unwanted = sa.update(Row).where(is_free, Row.id.in_(_unwanted(now)))
    session.execute(unwanted.values(is_wanted=False, **anew).execution_options(synchronize_session=False))
    session.execute(sa.delete(Row).where(is_free, _is_lost()).execution_options(synchronize_session=False))
    session.commit()


def _wanted(session: Session, settings: Settings, *, now: dt.datetime) -> Iterator[Values]:
    """Yields the rows of those who have a place in a room of Zoom that is to come, and no row there."""
    is_coming = sa.and_(IS_FOR_THEM, Webinar.status == Status.PUBLISHED, Webinar.over_at > now)
    rooms = session.execute(
        sa.select(Webinar.id, Webinar.join_url, RecordingSource.id)
        .join(RecordingSource, RecordingSource.organisation_id == Webinar.host_id)
        .where(RecordingSource.registers_people, is_coming, Webinar.join_url.is_not(None))
        .order_by(Webinar.starts_at, Webinar.id)
    ).all()
    for webinar_id, join_url, source_id in rooms:
        meeting = room_at(join_url or "")
        # What waits for an account that is gone is asked of this one.
        is_asked = sa.or_(Row.state != PromiseState.DUE, Row.source_id == source_id)
        has_row = sa.exists().where(
            Row.registration_id == Registration.id, Row.meeting == meeting, Row.is_wanted, is_asked
        )
        query = sa.select(Registration.id, Registration.email_normal).where(
            Registration.webinar_id == webinar_id, HAS_PLACE, ~has_row
        )
        for number, email in session.execute(query.order_by(Registration.id).limit(MOST if meeting else 0)).all():
            # After an erasure nothing else says whom to cancel.
            sealed = seal(settings.secret_key, json.dumps({"email": email}))
            own: Values = {"kind": REGISTRANT, "dedupe_key": f"{meeting}:{number}", "is_wanted": True, "sealed": sealed}
            yield {**own, **_at(webinar_id, meeting, source_id), "registration_id": number}


def _reports(session: Session, *, now: dt.datetime) -> Iterator[Values]:
    """Yields the rows of the reports of meetings that are over, and have none."""
    other = aliased(Row)
    has_row = sa.exists().where(other.kind == REPORT, other.webinar_id == Webinar.id)
    is_over = Webinar.over_at.between(now - REPORT_UNTIL, now - REPORT_AFTER)
    found = sa.select(Webinar.id, Row.meeting, Row.source_id).join(Row, Row.webinar_id == Webinar.id)
    for each in session.execute(found.where(IS_THERE, is_over, Row.source_id.is_not(None), ~has_row).distinct()).all():
        own: Values = {"kind": REPORT, "dedupe_key": f"report:{each[0]}", "is_wanted": False, "sealed": None}
        yield {**own, **_at(*each), "registration_id": None}


def _at(webinar_id: int, meeting: str, source_id: int | None) -> Values:
    return {"webinar_id": webinar_id, "meeting": meeting, "source_id": source_id}


def _unwanted(now: dt.datetime) -> sa.Select[int]:
    """Returns which people have no place any more, or none in that room; a room that is over is left as it is."""
    is_elsewhere = sa.func.coalesce(Webinar.join_url, "", type_=sa.Text).not_like("%/" + Row.meeting + "%")
    is_off = sa.or_(Webinar.status.in_([Status.CANCELLED, Status.DRAFT]), is_elsewhere)
    is_over = sa.and_(Webinar.over_at.is_not(None), Webinar.over_at <= now)
    came_too_late = sa.and_(is_over, Row.registrant_id.is_(None))
    return (
        sa.select(Row.id)
        .outerjoin(Registration, Registration.id == Row.registration_id)
        .outerjoin(Webinar, Webinar.id == Row.webinar_id)
        .where(IS_ONE, sa.or_(~HAS_PLACE, came_too_late, sa.and_(~is_over, is_off)))
    )


def _is_lost() -> sa.ColumnElement[bool]:
    """Returns which are to be cancelled and cannot be: the account is gone, or Zoom refuses and nobody is known."""
    somebody = sa.exists().where(Registration.id == Row.registration_id, Registration.email_normal.is_not(None))
    is_given_up = sa.and_(Row.kind == REGISTRANT, Row.state == PromiseState.FAILED, ~somebody)
    return sa.and_(~Row.is_wanted, sa.or_(Row.source_id.is_(None), is_given_up))
