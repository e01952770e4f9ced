"""Promises made, whatever they are about: in the transaction that causes them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.models.outbox import Promise, PromiseState

PROMISED = "tables of promises"
"""Where `session.info` names, until the commit, the tables for which the worker is to be woken after it."""


def promise(session: Session, table: type[Promise], rows: Iterable[Mapping[str, Any]], *, now: dt.datetime) -> None:
    """Promise any number by one statement, and wake the worker after the commit. A known `dedupe_key` is left alone.

    `rows` name the same columns. What they leave out is as for anything that is due now.
    """
    common = {"state": PromiseState.DUE, "created_at": now, "due_at": now, "attempt_count": 0, "failure": ""}
    promised = [{**common, **row} for row in rows]
    if not promised:
        return
    # Two requests at once may promise the same; the second must not fail for it. The rows are not part of the
    # statement, which would have to be put together anew for each number of them.
    session.execute(insert_or(session, table).on_conflict_do_nothing(index_elements=["dedupe_key"]), promised)
    wake_for(session, table)


def wake_for(session: Session, table: type[Promise]) -> None:
    """Have the promises of that table looked at once the transaction is committed."""
    session.info.setdefault(PROMISED, set()).add(table)


def woken_for(session: Session) -> set[type[Promise]]:
    """Returns the tables that the worker is to look at, and forgets them."""
    tables: set[type[Promise]] = session.info.pop(PROMISED, set())
    return tables
