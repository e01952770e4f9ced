"""What an invited organisation answers: yes, or no with words, for this webinar or for every one of the host's.

Who has said yes may leave later, by the same way as who says no.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.db import length_of
from webinars.domain.accounts.actor import Actor
from webinars.domain.mail.actions import add_mail
from webinars.domain.organisations.queries import owners_and_editors
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.programme.co_organisers.refusals import forget_refusals, refusing
from webinars.domain.programme.editor_queries import load_whole
from webinars.domain.programme.errors import WebinarInvalid
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import one_line
from webinars.models import CoOrganiser, Priority, Refusal, Webinar

LONGEST_WORDS = length_of(Refusal.words)


def accept(session: Session, actor: Actor, webinar: Webinar, co_organiser: CoOrganiser, *, now: dt.datetime) -> None:
    """Credit the organisation from now on, and put the webinar on its page and in its feed. Raises NotAllowed."""
    require_right(permissions.can_answer(actor, co_organiser))
    load_whole(session, webinar)
    co_organiser.accepted_at = now
    detail = {"organisation": co_organiser.organisation.name}
    record(session, actor, webinar, "co_organiser:accept", detail, now=now)


def decline(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    co_organiser: CoOrganiser,
    *,
    words: str = "",
    is_for_good: bool = False,
    leaves: bool = False,
    now: dt.datetime,
) -> None:
    """Leave the list, and say so to the host with these `words`, by mail and where it invites.

    With `leaves` it is one that had accepted: it is credited no longer, and its people may do nothing more here. The
    host may invite again, unless it is for good: then never, until an owner takes it back.
    Raises NotAllowed, WebinarInvalid for words that are too long.
    """
    require_right((permissions.can_leave if leaves else permissions.can_answer)(actor, co_organiser))
    said = one_line(words)
    if len(said) > LONGEST_WORDS:
        raise WebinarInvalid("words", _("Shorten this to %(limit)s characters.", limit=LONGEST_WORDS))
    load_whole(session, webinar)
    detail = {"organisation": co_organiser.organisation.name}
    webinar.co_organisers.remove(co_organiser)
    forget_refusals(session, webinar, [co_organiser.organisation_id])
    _note(session, actor, co_organiser, webinar, webinar_id=webinar.id, words=said, now=now)
    if is_for_good and not refusing(session, webinar.host_id, [co_organiser.organisation_id]):
        _note(session, actor, co_organiser, webinar, webinar_id=None, words=said, now=now)
    record(session, actor, webinar, f"co_organiser:{'leave' if leaves else 'decline'}", detail, now=now)
    _tell_host(session, actor, webinar, co_organiser, now=now)


def _note(
    session: Session,
    actor: Actor,
    declined: CoOrganiser,
    webinar: Webinar,
    *,
    webinar_id: int | None,
    words: str,
    now: dt.datetime,
) -> None:
    session.execute(
        sa.insert(Refusal).values(
            organisation_id=declined.organisation_id,
            host_id=webinar.host_id,
            webinar_id=webinar_id,
            words=words,
            by_id=actor.user_id,
            at=now,
        )
    )


def _tell_host(session: Session, actor: Actor, webinar: Webinar, declined: CoOrganiser, *, now: dt.datetime) -> None:
    for user in owners_and_editors(session, webinar.host):
        if user.id == actor.user_id:
            continue
        add_mail(
            session,
            kind="programme.declined",
            priority=Priority.REGISTRATION,
            recipient=user.email,
            organisation_id=webinar.host_id,
            context={
                "webinar_id": webinar.id,
                "organisation_id": declined.organisation_id,
                "by_id": actor.user_id,
                "has_left": declined.accepted_at is not None,
            },
            dedupe_key=f"programme.declined:{declined.id}:{user.id}:{int(now.timestamp())}",
            now=now,
        )
