"""What new zone rules do to the webinars that are still to come."""

import datetime as dt

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.lib.i18n import gettext as _
from webinars.models import Webinar
from webinars.pure import times

WIDEST_MOVE = dt.timedelta(hours=26)
"""No change of rules has moved a place further: from one side of the date line to the other."""


class ZoneShift(Struct, frozen=True, kw_only=True):
    """A webinar whose stored instant is not the one that its promise means by the rules of today."""

    webinar: Webinar
    before_at: dt.datetime
    after_at: dt.datetime | None
    """None where the promised wall time is now skipped or repeated, or its zone is gone: a person must choose."""
    reason: str
    """The sentence for a person who must choose, empty otherwise."""

    @property
    def text(self) -> str:
        """The shift in one line, for a terminal."""
        if self.after_at is None:
            return f"{self.webinar.title}: {self.reason}"
        return _(
            "%(title)s: %(before)s → %(after)s (%(timezone)s)",
            title=self.webinar.title,
            before=f"{self.before_at:%Y-%m-%d %H:%M} UTC",
            after=f"{self.after_at:%Y-%m-%d %H:%M} UTC",
            timezone=self.webinar.timezone,
        )

    def as_json(self) -> dict[str, str | None]:
        return {
            "webinar": self.webinar.slug,
            "timezone": self.webinar.timezone,
            "before_at": f"{self.before_at:%Y-%m-%dT%H:%M:%SZ}",
            "after_at": f"{self.after_at:%Y-%m-%dT%H:%M:%SZ}" if self.after_at else None,
            "reason": self.reason or None,
        }


def coming_webinars(session: Session, now: dt.datetime) -> list[Webinar]:
    """Returns every webinar with a start still to come, drafts too, with its host."""
    return list(
        session.scalars(
            sa.select(Webinar)
            .where(Webinar.starts_at > now - WIDEST_MOVE)
            .order_by(Webinar.starts_at, Webinar.id)
            .options(orm.joinedload(Webinar.host))
        )
    )


def shifts(webinars: list[Webinar], now: dt.datetime) -> list[ZoneShift]:
    """Returns those of `webinars` that have to move, or that somebody has to look at."""
    found = (_shift(webinar) for webinar in webinars)
    return [shift for shift in found if shift and max(shift.before_at, shift.after_at or shift.before_at) > now]


def _shift(webinar: Webinar) -> ZoneShift | None:
    if webinar.starts_at is None or webinar.starts_wall is None or webinar.timezone is None:
        return None
    after: dt.datetime | None = None
    reason = ""
    try:
        after = times.instant(webinar.starts_wall, webinar.timezone)
    except times.UnsettledWallTime as error:
        if isinstance(error, times.WallTimeRepeated) and webinar.starts_at in {error.first, error.second}:
            return None  # The hour is now shown twice, and one of the two is what was announced.
        reason = times.why_unsettled(error)
    except times.TimesError as error:
        reason = str(error)
    if after == webinar.starts_at:
        return None
    return ZoneShift(webinar=webinar, before_at=webinar.starts_at, after_at=after, reason=reason)
