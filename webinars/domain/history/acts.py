"""What an act is judged by, and what a way to take it back has to say."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.history.kinds import follows
from webinars.models import AuditEvent, Recording, Webinar


class RecordedAct(Struct, frozen=True, kw_only=True):
    """What was done with a webinar, and what there is to judge it by."""

    event: AuditEvent
    webinar: Webinar
    """As it is now, whole (see `editor_queries.whole`), with the chapters of its recordings."""
    later: Sequence[AuditEvent] = ()
    """What has changed the same since, in the order of time."""
    removed: Sequence[Recording] = ()
    """What was removed from the webinar and can still be restored."""
    is_undone: bool = False

    @property
    def detail(self) -> Mapping[str, Any]:
        return self.event.detail or {}

    @property
    def is_last_of_its_kind(self) -> bool:
        return not any(follows(each, self.event) for each in self.later)


class UndoMethod(ABC):
    """How one kind of act is taken back."""

    @abstractmethod
    def is_allowed(self, actor: Actor, act: RecordedAct) -> bool:
        """Returns whether the actor has the right to do it at all: it is the right to the act itself."""

    def is_kept(self, _act: RecordedAct) -> bool:
        """Returns whether the history keeps what it was before."""
        return True

    @abstractmethod
    def is_unchanged(self, act: RecordedAct) -> bool:
        """Returns whether what was written then is what stands there now."""

    def is_open(self, act: RecordedAct, *, now: dt.datetime) -> bool:
        """Returns whether there is still any sense in it, such as before the end of the webinar."""
        del act, now
        return True

    @abstractmethod
    def take_back(self, session: Session, actor: Actor, act: RecordedAct, *, now: dt.datetime) -> None:
        """Do it. Raises what the verb raises."""
