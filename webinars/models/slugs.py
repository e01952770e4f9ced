"""The last parts of addresses: a slug is one row's alone, also of two that are given it at the same moment."""

import secrets
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webinars.lib.names import free_slug
from webinars.models import FormerSlug, Organisation, Recording, Series, Speaker, Topic, Webinar

Slugged = Organisation | Recording | Series | Speaker | Topic | Webinar
Row = TypeVar("Row", Organisation, Series, Speaker, Topic, Webinar)


class SlugTaken(Exception):
    """The address belongs to another row, or once did."""


def is_slug_taken(session: Session, kind: type[Slugged], slug: str, *, but: int | None = None) -> bool:
    """Returns whether an address of a `kind` belongs to another row than `but`, or ever did."""
    present = sa.select(kind.id).where(kind.slug == slug)
    former = sa.select(FormerSlug.id).where(FormerSlug.kind == kind.__tablename__, FormerSlug.slug == slug)
    if but is not None:
        present = present.where(kind.id != but)
        former = former.where(sa.or_(FormerSlug.target_id.is_(None), FormerSlug.target_id != but))
    return session.scalar(sa.select(sa.or_(present.exists(), former.exists()))) or False


def add_with_slug(session: Session, row: Slugged, text: str, *, fallback: str) -> None:
    """Add a new row under the first free slug for `text`, and flush. For `fallback` see `free_slug`."""
    kind = type(row)
    while True:
        row.slug = free_slug(text, lambda slug: is_slug_taken(session, kind, slug), fallback=fallback)
        try:
            # Two transactions may find the same slug free. The later is refused by the database once the earlier has
            # committed, and goes back to this savepoint alone.
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            if not is_slug_taken(session, kind, row.slug):
                raise
        else:
            return


def no_slug_yet() -> str:
    """Returns what stands in place of a slug until `give_slug` gives one: for rows that have to be flushed before."""
    return secrets.token_hex(16)


def give_slug(session: Session, row: Slugged, text: str, *, fallback: str) -> None:
    """Give a row that was never public the first free slug for `text`: nothing leads to its old one. Flushes."""
    while True:
        slug = free_slug(text, lambda slug: is_slug_taken(session, type(row), slug, but=row.id), fallback=fallback)
        if slug == row.slug:
            return
        try:
            # Past the session: after a savepoint is rolled back, a row that was changed in it has nothing loaded.
            with session.begin_nested():
                session.execute(
                    sa.update(type(row)).where(type(row).id == row.id).values(slug=slug),
                    execution_options={"synchronize_session": False},
                )
        except IntegrityError:
            continue
        orm.attributes.set_committed_value(row, "slug", slug)
        return


def change_slug(session: Session, row: Slugged, slug: str) -> None:
    """Move a row to another address: the old one leads there for ever, and is given to nothing else.

    It may take back one that it had before. Raises SlugTaken, after which `row` has to be read again.
    """
    kind = type(row)
    if slug == row.slug:
        return
    if is_slug_taken(session, kind, slug, but=row.id):
        raise SlugTaken(slug)
    before = row.slug
    try:
        with session.begin_nested():
            row.slug = slug
    except IntegrityError as error:  # by a transaction beside this one
        raise SlugTaken(slug) from error
    session.execute(
        sa.delete(FormerSlug).where(
            FormerSlug.kind == kind.__tablename__, FormerSlug.slug == slug, FormerSlug.target_id == row.id
        )
    )
    session.add(FormerSlug(kind=kind.__tablename__, slug=before, target_id=row.id))
    session.flush()


def lead_to(session: Session, kept: Row, gone: Row) -> None:
    """Let every address of `gone`, which is about to be deleted, lead to `kept`."""
    kind = type(kept)
    session.execute(
        sa.update(FormerSlug)
        .where(FormerSlug.kind == kind.__tablename__, FormerSlug.target_id == gone.id)
        .values(target_id=kept.id)
    )
    session.add(FormerSlug(kind=kind.__tablename__, slug=gone.slug, target_id=kept.id))
    session.flush()
