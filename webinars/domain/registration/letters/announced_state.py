"""What attendees know of a webinar: another state or another hour is news to them."""

import datetime as dt
from collections.abc import Mapping
from typing import Self

from msgspec import Struct

from webinars.models import RegistrationDesk, Status, Webinar


class AnnouncedState(Struct, frozen=True):
    """What was said of a webinar, or is to be said."""

    status: Status
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None

    @classmethod
    def of_webinar(cls, webinar: Webinar) -> Self:
        return cls(webinar.status, webinar.starts_at, webinar.ends_at)

    @classmethod
    def of_desk(cls, desk: RegistrationDesk) -> Self | None:
        """Returns what was told last, or None before the first publication."""
        return cls(desk.told_status, desk.told_starts_at, desk.told_ends_at) if desk.told_status else None

    @classmethod
    def from_json(cls, stored: Mapping[str, str | None]) -> Self:
        """Returns what `as_json` has written."""
        starts_at, ends_at = (
            dt.datetime.fromisoformat(at) if at else None for at in (stored["starts_at"], stored["ends_at"])
        )
        return cls(Status(stored["status"] or ""), starts_at, ends_at)

    def as_json(self) -> dict[str, str | None]:
        """Returns it in JSON, for the promise of a mail."""
        return {
            "status": self.status.value,
            "starts_at": self.starts_at.isoformat() if self.starts_at else None,
            "ends_at": self.ends_at.isoformat() if self.ends_at else None,
        }

    @property
    def minutes(self) -> int | None:
        """How long it takes."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return round((self.ends_at - self.starts_at).total_seconds() / 60)

    def note_on(self, desk: RegistrationDesk) -> None:
        """Note on `desk` that this is what attendees know now."""
        desk.told_status, desk.told_starts_at, desk.told_ends_at = self.status, self.starts_at, self.ends_at
