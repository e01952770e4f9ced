"""The copies of a webinar's texts that are out, and which of them have become wrong."""

import difflib
import enum
from collections.abc import Collection

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.announcements.texts import TextForm, write
from webinars.domain.programme.editor_queries import whole
from webinars.models import AnnouncementCopy, Webinar
from webinars.pure.announcements.writer import Phase

MOST_LOOKED_AT = 50


class LineChange(enum.StrEnum):
    """What became of a line."""

    GONE = "gone"
    NEW = "new"


class ChangedLine(Struct, frozen=True):
    change: LineChange
    text: str


class CopyState(Struct, frozen=True):
    """A copy, with what is no longer right in it."""

    copy: AnnouncementCopy
    changes: tuple[ChangedLine, ...]
    text: str
    """What it would say today."""

    @property
    def is_right(self) -> bool:
        return not self.changes


def copies_of(session: Session, webinar: Webinar, settings: Settings) -> list[CopyState]:
    """Returns every copy of `webinar` (loaded whole), newest first, held against what it would say today."""
    copies = session.scalars(
        sa.select(AnnouncementCopy)
        .where(AnnouncementCopy.webinar_id == webinar.id)
        .order_by(AnnouncementCopy.copied_at.desc(), AnnouncementCopy.id.desc())
        .options(orm.joinedload(AnnouncementCopy.copied_by))
    )
    return [_state_of(copy, webinar, settings) for copy in copies]


def wrong_copies(session: Session, webinar_ids: Collection[int], settings: Settings) -> list[CopyState]:
    """Returns the copies of these webinars that have become wrong since, by webinar and then the oldest first.

    Those are looked at of whose webinars anything was changed after they were taken, so many at once.
    """
    copies = session.scalars(
        sa.select(AnnouncementCopy)
        .join(AnnouncementCopy.webinar)
        .where(AnnouncementCopy.webinar_id.in_(webinar_ids), Webinar.updated_at > AnnouncementCopy.copied_at)
        .order_by(AnnouncementCopy.webinar_id, AnnouncementCopy.copied_at, AnnouncementCopy.id)
        .limit(MOST_LOOKED_AT)
    ).all()
    changed = sa.select(Webinar).where(Webinar.id.in_({each.webinar_id for each in copies})).options(*whole())
    webinars = {each.id: each for each in session.scalars(changed).unique()}
    states = [_state_of(copy, webinars[copy.webinar_id], settings) for copy in copies]
    return [each for each in states if not each.is_right]


def _state_of(copy: AnnouncementCopy, webinar: Webinar, settings: Settings) -> CopyState:
    today = write(webinar, TextForm(copy.form), Phase(copy.phase), settings)
    return CopyState(copy, _changes(copy, today), today)


def _changes(copy: AnnouncementCopy, today: str) -> tuple[ChangedLine, ...]:
    if today == copy.text:
        return ()
    marks = {"- ": LineChange.GONE, "+ ": LineChange.NEW}
    lines = difflib.ndiff(_lines(copy.text), _lines(today))
    return tuple(ChangedLine(marks[line[:2]], line[2:]) for line in lines if line[:2] in marks and line[2:].strip())


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]
