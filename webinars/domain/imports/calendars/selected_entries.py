"""What a person has ticked of a calendar, stored in steps between which others can save."""

import datetime as dt
import itertools
from collections.abc import Sequence

from msgspec import Struct, field
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.imports.calendars.drafts import follow_calendar, store_entry, take_turns
from webinars.domain.imports.texts import ImportEffect, TextImportResult
from webinars.domain.programme.errors import StaleRevision, WebinarInvalid
from webinars.lib.background_throttle import Steps
from webinars.models import Organisation
from webinars.pure.ical.reading import CalendarReading, EntryReading


class SelectedEntry(Struct, frozen=True, kw_only=True):
    """An entry that is to become a draft, or one that is known with the keys of the proposals to follow."""

    key: str
    """By which the page knows it."""
    entry: EntryReading
    proposals: frozenset[str] = frozenset()


class SelectionResult(Struct):
    """What became of what was chosen."""

    changed: list[TextImportResult] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    """Why an entry could not be taken, by the key of the chosen one: nothing of it is stored, and all of the others."""

    @property
    def created_count(self) -> int:
        return sum(outcome.became is ImportEffect.CREATED for outcome in self.changed)


def store_selected(
    session: Session,
    actor: Actor,
    host: Organisation,
    reading: CalendarReading,
    chosen: Sequence[SelectedEntry],
    *,
    now: dt.datetime,
    steps: Steps,
) -> SelectionResult:
    """Make drafts and changes of the chosen entries. Flushes. Who made `steps` commits.

    What a step has stored stays, whatever becomes of the later ones: the next reading of the calendar knows it. An
    entry that somebody else has stored since it was shown stays as it is. Raises NotAllowed.
    """
    stored = SelectionResult()
    if not chosen:
        return stored
    with steps.step():
        follow_calendar(session, host, reading, now=now)
    waiting = iter(chosen)
    while part := list(itertools.islice(waiting, steps.count)):
        with steps.step():
            take_turns(session, host)
            for each in part:
                _store(session, actor, host, reading, each, stored, now=now)
    return stored


def _store(
    session: Session,
    actor: Actor,
    host: Organisation,
    reading: CalendarReading,
    chosen: SelectedEntry,
    stored: SelectionResult,
    *,
    now: dt.datetime,
) -> None:
    try:
        # What is refused may have been begun.
        with session.begin_nested():
            outcome = store_entry(
                session, actor, host, chosen.entry, calendar=reading.name, now=now, chosen=chosen.proposals
            )
    except (WebinarInvalid, StaleRevision) as error:
        stored.refusals[chosen.key] = str(error)
        return
    if outcome.became is not ImportEffect.UNCHANGED:
        stored.changed.append(outcome)
