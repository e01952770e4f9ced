"""Promises in the hands of one worker: taken for a time, done, and marked, whatever they are about."""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import InstrumentedAttribute, Session

from webinars.db import length_of
from webinars.domain.mail.outbox.retries import AttemptResult
from webinars.models.outbox import Priority, Promise, PromiseState

BATCH = 20
"""How many are taken in one transaction, and of the least urgent marked in one: a crash repeats no more than these."""
HANDFUL = 5
"""How many of the others, of people who have registered, are marked in one."""
TURNS = 10
"""In one turn out of so many what has waited longest is taken, or the least urgent would starve."""


P = TypeVar("P", bound=Promise)


class Lease(Struct, Generic[P], frozen=True):
    """Promises that nobody else takes until the lease ends."""

    promises: Sequence[P]
    leased_until: dt.datetime


def turn_order(table: type[Promise], turn: int) -> list[InstrumentedAttribute[Any]]:
    """Returns what is taken first in the turn of that number (from 0): the most urgent, or now and then the oldest."""
    oldest_first: list[InstrumentedAttribute[Any]] = [table.due_at, table.id]
    return oldest_first if turn % TURNS == TURNS - 1 else [table.priority, *oldest_first]


def is_leasable(table: type[Promise], *, now: dt.datetime) -> sa.ColumnElement[bool]:
    """Returns which rows a worker may take: those that are due, and those whose worker has gone quiet."""
    return sa.and_(
        table.is_unfinished(),
        sa.or_(
            sa.and_(table.state == PromiseState.DUE, table.due_at <= now),
            sa.and_(table.state == PromiseState.SENDING, table.leased_until < now),
        ),
    )


def lease(session: Session, promises: Sequence[P], *, now: dt.datetime, lasting: dt.timedelta) -> Lease[P]:
    """Take `promises`, whose rows this transaction has locked. The caller commits, then nobody else takes them."""
    claim = Lease(promises, now + lasting)
    if promises:
        table = type(promises[0])
        session.execute(
            sa.update(table)
            .where(table.id.in_([promise.id for promise in promises]))
            .values(state=PromiseState.SENDING, leased_until=claim.leased_until, attempt_count=table.attempt_count + 1)
        )
    return claim


def alone_if_urgent(promises: Sequence[P]) -> Sequence[P]:
    """Returns what may be taken together of `promises`: a security matter alone, so that a crash never repeats two."""
    if promises and promises[0].priority == Priority.SECURITY:
        return promises[:1]
    return [promise for promise in promises if promise.priority != Priority.SECURITY]


def marked_together(promises: Sequence[P], *, at_once: int) -> list[Sequence[P]]:
    """Returns `promises` in the parts that are done and then marked, so that a crash repeats one part at most.

    Of those that are not the least urgent a part is a handful, or as many as are done `at_once`.
    """
    parts = list[Sequence[P]]()
    for is_least_urgent, alike in itertools.groupby(promises, lambda each: each.priority == Priority.DIGEST):
        done = list(alike)
        size = len(done) if is_least_urgent else max(HANDFUL, at_once)
        parts += [done[start : start + size] for start in range(0, len(done), size)]
    return parts


def mark(session: Session, claim: Lease[P], outcomes: Mapping[int, AttemptResult], *, now: dt.datetime) -> None:
    """Write down what became of promises, by their ids. Those whose lease has ended meanwhile are another worker's."""
    alike: dict[AttemptResult, list[int]] = defaultdict(list)
    for promise_id, outcome in outcomes.items():
        alike[outcome].append(promise_id)
    for outcome, ids in alike.items():
        table = type(claim.promises[0])
        session.execute(
            sa.update(table)
            .where(table.id.in_(ids), table.state == PromiseState.SENDING, table.leased_until == claim.leased_until)
            .values(**_columns(table, outcome, now=now))
            .execution_options(synchronize_session=False)
        )


def _columns(table: type[Promise], outcome: AttemptResult, *, now: dt.datetime) -> dict[str, object]:
    columns: dict[str, object] = {
        "state": outcome.state,
        "leased_until": None,
        "failure": outcome.failure[: length_of(table.failure)],
    }
    if outcome.state is PromiseState.SENT:
        columns["sent_at"] = now
    if outcome.delay is not None:
        columns["due_at"] = now + outcome.delay
    if not outcome.was_tried:
        columns["attempt_count"] = table.attempt_count - 1
    return columns
