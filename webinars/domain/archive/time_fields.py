"""Fields that hold local times, instants, dates, and moments of a webinar."""

import datetime as dt
from typing import Any

from webinars.domain.archive.fields import ArchiveUnreadable, RecordField, number, read_items
from webinars.lib.i18n import gettext as _
from webinars.pure.videos import LONGEST_S


def wall_time(key: str) -> RecordField:
    def read(value: Any, place: str) -> dt.datetime:  # noqa: ANN401 - a JSON value
        found = _datetime(value)
        if found is None or found.tzinfo is not None:
            raise ArchiveUnreadable(place, _("write a local time like 2027-03-21T16:00"))
        return found

    return RecordField(
        key, read, lambda wall: wall.isoformat(timespec="auto" if wall.microsecond else _precision(wall)), True
    )


def instant(key: str, *, is_nullable: bool = False) -> RecordField:
    return RecordField(key, read_instant, show_instant, is_nullable=is_nullable)


def read_instant(value: Any, place: str) -> dt.datetime:  # noqa: ANN401 - a JSON value
    found = _datetime(value)
    if found is None or found.tzinfo is None:
        raise ArchiveUnreadable(place, _("write an instant in UTC like 2027-03-21T16:00:00Z"))
    try:
        return found.astimezone(dt.UTC)
    except OverflowError:
        raise ArchiveUnreadable(place, _("write an instant in UTC like 2027-03-21T16:00:00Z")) from None


def show_instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).replace(tzinfo=None).isoformat() + "Z"


def date(key: str) -> RecordField:
    def read(value: Any, place: str) -> dt.date:  # noqa: ANN401 - a JSON value
        try:
            return dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            raise ArchiveUnreadable(place, _("write a date like 2027-03-21")) from None

    return RecordField(key, read, dt.date.isoformat, is_nullable=True)


def moment(key: str, *, is_nullable: bool = False) -> RecordField:
    """Returns a field of seconds of webinar time, which may lie before its beginning, or of a difference."""
    return number(key, least=-LONGEST_S, most=LONGEST_S, is_nullable=is_nullable)


def minutes(key: str, *, least: int, most: int) -> RecordField:
    """Returns a field of a list of lengths of time, in minutes."""

    def read(value: Any, place: str) -> list[int]:  # noqa: ANN401 - a JSON value
        each = number(key, least=least, most=most)
        return [each.read(member, path) for path, member in read_items(value, place)]

    return RecordField(key, read, list)


def _datetime(value: object) -> dt.datetime | None:
    if not isinstance(value, str) or "T" not in value:
        return None
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        return None


def _precision(wall: dt.datetime) -> str:
    return "seconds" if wall.second else "minutes"
