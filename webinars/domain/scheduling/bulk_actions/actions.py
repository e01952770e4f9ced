"""Verbs for webinars that were chosen together: each is asked for its own right, and one transaction does all of it.

What is one by one (publishing, deleting, duplicating) is done with each of which it can be done, and says of the others
why not; a second press finds nothing left to do. A move is of all or of none, for what was to stay together would not.
None commits.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.actions import set_date, set_start
from webinars.domain.programme.errors import WebinarIncomplete, WebinarInvalid, WrongState
from webinars.domain.programme.life_cycle import delete_draft, move, publish
from webinars.domain.scheduling.bulk_actions.errors import NOT_ALLOWED, NothingMoved, Refused
from webinars.domain.scheduling.bulk_actions.queries import locked_webinars
from webinars.domain.scheduling.bulk_actions.shift_starts import (
    Shift,
    StartMove,
    Unit,
    can_stand,
    moves_of,
    start_fingerprint,
)
from webinars.domain.scheduling.webinar_copies import duplicate
from webinars.lib.errors import NotAllowed
from webinars.lib.i18n import gettext as _
from webinars.models import Status, Webinar

Verb = Callable[[Webinar], Webinar | None]


class BulkResult(Struct, frozen=True):
    """What was done with which: for copies, these are the new ones."""

    webinars: tuple[Webinar, ...] = ()
    refused: tuple[Refused, ...] = ()


def publish_each(session: Session, actor: Actor, ids: Collection[int], *, now: dt.datetime) -> BulkResult:
    """Publish the drafts among these. What is announced already stays as it is."""
    drafts = [each for each in locked_webinars(session, actor, ids) if each.status is Status.DRAFT]
    return _each(drafts, lambda webinar: publish(session, actor, webinar, now=now))


def duplicate_each(session: Session, actor: Actor, ids: Collection[int], *, now: dt.datetime) -> BulkResult:
    """Make a draft like each of these."""
    return _each(locked_webinars(session, actor, ids), lambda webinar: duplicate(session, actor, webinar, now=now))


def delete_each(session: Session, actor: Actor, ids: Collection[int], *, now: dt.datetime) -> BulkResult:
    """Delete the drafts among these for good. What is announced, or has people registered, is refused."""
    return _each(locked_webinars(session, actor, ids), lambda webinar: delete_draft(session, actor, webinar, now=now))


def move_all(
    session: Session, actor: Actor, seen: Mapping[int, str], shift: Shift, *, now: dt.datetime
) -> list[StartMove]:
    """Move these by `shift`, from the starts they were `seen` at (`start_fingerprint`), by id. Returns the moves.

    One that stands already where it would be moved to was moved by an earlier press: nothing happens with it. Raises
    NothingMoved if any other cannot be moved, or was moved by somebody else.
    """
    webinars = locked_webinars(session, actor, seen)
    waiting = [each for each in webinars if not _is_moved(each, seen[each.id], shift)]
    moves = moves_of(actor, waiting, shift, now=now)
    refused = [Refused(each.webinar, each.refusal) for each in moves if each.refusal]
    refused += [
        Refused(each.webinar, _("Somebody else has given it another start meanwhile."))
        for each in moves
        if not each.refusal and start_fingerprint(each.webinar) != seen[each.webinar.id]
    ]
    if refused:
        raise NothingMoved(refused)
    for each in moves:
        _move(session, actor, each, now=now)
    return moves


def _is_moved(webinar: Webinar, seen: str, shift: Shift) -> bool:
    """Returns whether it stands where `shift` leads from where it was seen."""
    start, _space, timezone = seen.partition(" ")
    present = webinar.starts_wall or webinar.starts_on
    # A day and three hours are the same day: that would look like moved.
    is_fitting = webinar.starts_wall is not None or shift.unit is not Unit.HOURS
    if present is None or not can_stand(present) or timezone != str(webinar.timezone) or not is_fitting:
        return False
    return (present - shift.length).isoformat() == start


def _move(session: Session, actor: Actor, wanted: StartMove, *, now: dt.datetime) -> None:
    webinar, timezone = wanted.webinar, wanted.webinar.timezone or wanted.webinar.host.timezone
    if wanted.wall is None:
        assert wanted.date is not None
        set_date(session, actor, webinar, date=wanted.date, now=now)
    elif webinar.status is Status.DRAFT:
        set_start(session, actor, webinar, wall=wanted.wall, timezone=timezone, now=now)
    else:
        move(session, actor, webinar, wall=wanted.wall, timezone=timezone, now=now)


def _each(webinars: Collection[Webinar], verb: Verb) -> BulkResult:
    """Do it with each. A verb that refuses does so before it changes anything."""
    done: list[Webinar] = []
    refused: list[Refused] = []
    for webinar in webinars:
        try:
            done.append(verb(webinar) or webinar)
        except NotAllowed:
            refused.append(Refused(webinar, str(NOT_ALLOWED)))
        except (WebinarIncomplete, WebinarInvalid, WrongState) as error:
            refused.append(Refused(webinar, str(error)))
    return BulkResult(tuple(done), tuple(refused))
