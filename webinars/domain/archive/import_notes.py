"""What is noted of webinars that an archive has brought: what it said of them, and that it did."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.archive.import_webinars import Outcome
from webinars.domain.calendars.actions import restore_history
from webinars.models import AuditEvent, Source, SourceKind


def note(session: Session, actor: Actor, outcomes: Sequence[Outcome], *, now: dt.datetime) -> None:
    """Remember what the records said, and write into the history what they changed. Flushes."""
    given = [(each["kind"], each["key"]) for outcome in outcomes for each in outcome.beside.sources]
    known = _known_sources(session, given)
    for outcome in outcomes:
        _note_record(session, outcome, now)
        for each in outcome.beside.sources:
            if (each["kind"], each["key"]) not in known:
                known.add((each["kind"], each["key"]))
                session.add(Source(webinar_id=outcome.webinar.id, **{"imported_at": now} | each))
        if outcome.is_new:
            session.add_all(outcome.beside.copies(outcome.webinar))
        if outcome.is_new or outcome.is_changed:
            session.add(_event(actor, outcome, now))
    session.flush()
    for outcome in outcomes:
        if outcome.is_new and outcome.beside.calendar is not None:
            # Go on counting where the other site stopped: a calendar ignores an entry with a lower number than it has.
            restore_history(session, outcome.webinar, **outcome.beside.calendar)


def _note_record(session: Session, outcome: Outcome, now: dt.datetime) -> None:
    source, webinar = outcome.source, outcome.webinar
    if source is None:
        kind = SourceKind.ARCHIVE
        session.add(Source(webinar_id=webinar.id, kind=kind, key=webinar.uid, values=outcome.said, imported_at=now))
    elif source.values != outcome.said:
        source.values = {**source.values, **outcome.said}
        source.imported_at = now


def _event(actor: Actor, outcome: Outcome, now: dt.datetime) -> AuditEvent:
    return AuditEvent(
        at=now,
        action="webinar:import",
        actor_id=actor.user_id,
        organisation_id=outcome.webinar.host_id,
        webinar_id=outcome.webinar.id,
        detail={"from": "archive"},
    )


def _known_sources(session: Session, given: Sequence[tuple[SourceKind, str]]) -> set[tuple[SourceKind, str]]:
    if not given:
        return set()
    rows = session.execute(sa.select(Source.kind, Source.key).where(Source.key.in_([key for _kind, key in given])))
    return {(row.kind, row.key) for row in rows}
