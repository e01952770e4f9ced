"""How many are registered for a webinar here, as organisers are told."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from webinars.domain.registration.queries import counts_of
from webinars.lib.i18n import ngettext
from webinars.models import RegistrationState, Webinar


@dataclass(frozen=True, slots=True)
class RegistrationCounts:
    """Those who are registered here."""

    placed_count: int = 0
    waiting_count: int = 0
    pending_count: int = 0

    @classmethod
    def of(cls, session: Session, webinar: Webinar) -> "RegistrationCounts":
        """Returns how many of each there are now."""
        counts = counts_of(session, webinar.id)
        states = (RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.PENDING)
        return cls(*(counts[state] for state in states))

    @property
    def count(self) -> int:
        return self.placed_count + self.waiting_count + self.pending_count

    def sentence(self) -> str:
        """Returns how many there are: those with a place, if anybody has one."""
        if self.placed_count:
            return ngettext("One person has a place.", "%(num)s people have a place.", self.placed_count)
        return ngettext("One person is registered.", "%(num)s people are registered.", self.count)
