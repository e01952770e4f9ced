"""Large files on their way in: looked at as a whole first, then stored in steps between which others can save.

A step that is stored is seen. So the file is kept in the database from the first one to the last. A worker that finds
it there, and nobody at it, stores the rest: to import a file again changes nothing twice.
"""

import datetime as dt
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from webinars import clock
from webinars.bulk import CommittedSteps
from webinars.db import reading
from webinars.lib.errors import WebinarsError
from webinars.models import SourceKind, UnfinishedImport

LEASE = dt.timedelta(minutes=2)
"""Far more than a step takes. Who makes none for so long is not there any more."""


class KeptFile:
    """A file that is being stored. Its `steps` are committed one by one."""

    def __init__(self, session: Session, import_id: int) -> None:
        self._session = session
        self._id = import_id
        self._steps = CommittedSteps(session)

    @property
    def count(self) -> int:
        """How many rows the next step should write."""
        return self._steps.count

    def begin(self) -> None:
        """Begin with rows of another kind."""
        self._steps.begin()

    @contextmanager
    def step(self) -> Iterator[None]:
        """Make the block one step, which is committed."""
        with self._steps.step():
            self._hold_until(clock.now() + LEASE)
            yield

    def let_go(self) -> None:
        """Leave the rest to a worker, which need not wait. Rolls back, and commits this."""
        self._session.rollback()
        self._hold_until(clock.now())
        self._session.commit()

    def forget(self) -> None:
        """Forget it, because nothing of it is left to be stored. Rolls back, and commits this."""
        self._session.rollback()
        self._session.execute(sa.delete(UnfinishedImport).where(UnfinishedImport.id == self._id))
        self._session.commit()

    def _hold_until(self, at: dt.datetime) -> None:
        is_this = UnfinishedImport.id == self._id
        self._session.execute(sa.update(UnfinishedImport).where(is_this).values(leased_until=at))


@contextmanager
def keep_file(
    session: Session, kind: SourceKind, data: bytes, choices: dict[str, Any], *, begun_at: dt.datetime
) -> Iterator[KeptFile]:
    """Keep the file `data` in the database until the block ends. Commits.

    What the block raises goes on. If it is that something of the file cannot be stored, trying again would not help.
    After anything else a worker goes on with it.
    """
    row = UnfinishedImport(
        kind=kind,
        data=zlib.compress(data),
        choices=choices,
        begun_at=begun_at,
        leased_until=clock.now() + LEASE,
    )
    session.add(row)
    session.commit()
    with _held(KeptFile(session, row.id)) as file:
        yield file


@contextmanager
def lease_unfinished_file(session: Session) -> Iterator[tuple[KeptFile, UnfinishedImport] | None]:
    """Yields the oldest kept file that is nobody's, ours until the block ends, as that of `keep_file`. Commits."""
    now = clock.now()
    is_free = UnfinishedImport.leased_until <= now
    oldest = sa.select(sa.func.min(UnfinishedImport.id)).where(is_free).scalar_subquery()
    with reading():
        is_any = session.scalar(sa.select(sa.exists().where(is_free)))
        session.commit()
    row = None
    if is_any:
        taken = (
            sa.update(UnfinishedImport).where(UnfinishedImport.id == oldest, is_free).values(leased_until=now + LEASE)
        )
        row = session.scalars(taken.returning(UnfinishedImport)).one_or_none()
        session.commit()
    if row is None:
        yield None
        return
    with _held(KeptFile(session, row.id)) as file:
        yield file, row


def is_any_kept(session: Session) -> bool:
    """Returns whether a file has not come to its end, be it that somebody is at it or that it waits for a worker."""
    return bool(session.scalar(sa.select(sa.exists().select_from(UnfinishedImport))))


@contextmanager
def _held(file: KeptFile) -> Iterator[KeptFile]:
    try:
        yield file
    except WebinarsError:
        file.forget()
        raise
    except BaseException:
        # If the database cannot be reached, the lease ends by itself.
        with suppress(SQLAlchemyError):
            file.let_go()
        raise
    file.forget()


def content(row: UnfinishedImport) -> bytes:
    """Returns the file."""
    return zlib.decompress(row.data)
