"""Everything about one address goes at once: places, follows, and the mails that are kept."""

import datetime as dt

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.followers.erasure import forget_address
from webinars.domain.owner_invitations.erasure import forget_invitations
from webinars.domain.personal_data.report import personal_data_of
from webinars.domain.questions.erasure import forget_address as forget_asker_at
from webinars.domain.registration.address_list import erase_all
from webinars.domain.registration.erasure import LAST
from webinars.domain.registration.recording_wishes import forget_wishes
from webinars.domain.speaker_pages.erasure import forget_speaker
from webinars.lib.errors import require_right
from webinars.models import AuditEvent, OutboundEmail, PromiseState, User

_FOR_AUDIENCES = ("registration.", "audience.", "speaking.", "questions.")


class ErasureCounts(Struct, frozen=True):
    """How much went."""

    registration_count: int
    follow_count: int
    has_account: bool
    """Whether somebody signs in with that address: the account stays."""


def erase_everything(session: Session, email: str, *, now: dt.datetime) -> ErasureCounts:
    """Erase all that is kept about `email`, but for an account. Does not commit.

    A speaker's link is closed, and what was said by it stays. So do questions, without who has asked them. Places go to
    those who wait, a last mail says so for each registration, and that mail's row goes when it has left. That mails to
    the address are to be stopped stays, in a form from which nobody can read it.
    """
    kept = personal_data_of(session, email)
    erase_all(session, email, now=now)
    forget_address(session, email, now=now)
    forget_speaker(session, email, now=now)
    forget_asker_at(session, email)
    forget_invitations(session, email, now=now)
    forget_wishes(session, {each.id: email for each in kept.wishes})
    session.execute(sa.delete(OutboundEmail).where(OutboundEmail.recipient == email, _is_to_go(kept.account)))
    session.flush()
    return ErasureCounts(len(kept.registrations), len(kept.follows), kept.account is not None)


def erase_for_administrator(session: Session, actor: Actor, email: str, *, now: dt.datetime) -> ErasureCounts:
    """Erase the same at the desk, written down without the address. Raises NotAllowed."""
    require_right(actor.is_admin)
    erased = erase_everything(session, email, now=now)
    _note(session, actor, "kept:erase", erased.registration_count, erased.follow_count, now=now)
    return erased


def note_report(session: Session, actor: Actor, *, registrations: int, follows: int, now: dt.datetime) -> None:
    """Write down that an administrator took what is kept about somebody as a file. Raises NotAllowed."""
    require_right(actor.is_admin)
    _note(session, actor, "kept:export", registrations, follows, now=now)


def _note(session: Session, actor: Actor, action: str, registrations: int, follows: int, *, now: dt.datetime) -> None:
    detail = {"registrations": registrations, "follows": follows}
    session.add(AuditEvent(at=now, action=action, actor_id=actor.user_id, detail=detail))
    session.flush()


def _is_to_go(account: User | None) -> sa.ColumnElement[bool]:
    """Returns which mails are to go.

    Those to whoever signs in tell of their work here, and stay as long as the account.
    """
    is_last = sa.and_(OutboundEmail.kind == LAST, OutboundEmail.state.in_([PromiseState.DUE, PromiseState.SENDING]))
    if account is None:
        return ~is_last
    return sa.and_(sa.or_(*(OutboundEmail.kind.startswith(each) for each in _FOR_AUDIENCES)), ~is_last)
