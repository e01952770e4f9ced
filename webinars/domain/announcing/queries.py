"""The copies of a webinar's texts that are out, and which of them have become wrong."""

import difflib
import enum
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.announcing.texts import TextForm, write
from webinars.models import AnnouncementCopy, Webinar
from webinars.pure.announcements.writer import Phase


class Change(enum.StrEnum):
    """What became of a line."""

    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class ChangedLine:
    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class CopyState:
    """A copy, with what is no longer right in it."""

    copy: AnnouncementCopy
    changes: tuple[ChangedLine, ...]

    @property
    def is_right(self) -> bool:
        return not self.changes


def copies_of(session: Session, webinar: Webinar, settings: Settings) -> list[CopyState]:
    """Every copy of `webinar` (loaded whole), newest first, held against what it would say today."""
    copies = session.scalars(
        sa.select(AnnouncementCopy)
        .where(AnnouncementCopy.webinar_id == webinar.id)
        .order_by(AnnouncementCopy.copied_at.desc(), AnnouncementCopy.id.desc())
        .options(orm.joinedload(AnnouncementCopy.copied_by))
    )
    return [CopyState(copy, _changes(copy, webinar, settings)) for copy in copies]


def _changes(copy: AnnouncementCopy, webinar: Webinar, settings: Settings) -> tuple[ChangedLine, ...]:
    today = write(webinar, TextForm(copy.form), Phase(copy.phase), settings)
    if today == copy.text:
        return ()
    marks = {"- ": Change.GONE, "+ ": Change.NEW}
    lines = difflib.ndiff(_lines(copy.text), _lines(today))
    return tuple(ChangedLine(marks[line[:2]], line[2:]) for line in lines if line[:2] in marks and line[2:].strip())


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]
