"""Where anybody may found an organisation, an administrator reads its first message before it goes."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.administrators import administrators
from webinars.domain.mail.outbox.promises import wake_for
from webinars.domain.registration.mailings.audiences import MESSAGE
from webinars.domain.registration.mailings.mailing import end_mailing
from webinars.domain.registration.messages.drafts import locked_message, tell
from webinars.domain.registration.seats_and_waiting_list import Desk, lock_desk_with_webinar
from webinars.lib.errors import require_right
from webinars.models import Mailing, Priority, Webinar

MAIL_KIND = "messages.held"


def let_go(session: Session, actor: Actor, mailing_id: int, *, now: dt.datetime) -> Mailing:
    """Send a message that waits for an administrator. Later ones of the organisation do not wait. Twice is once.

    Raises NotAllowed, LookupError if there is none.
    """
    desk, mailing = _held(session, actor, mailing_id)
    if mailing.is_held and mailing.stopped_at is None:
        mailing.is_held = False
        wake_for(session, Mailing)
        tell(session, actor, desk, "message:let_go", mailing, now=now)
    return mailing


def refuse(session: Session, actor: Actor, mailing_id: int, *, now: dt.datetime) -> Mailing:
    """Let a message that waits never go. Twice is once. Raises NotAllowed, LookupError if there is none."""
    desk, mailing = _held(session, actor, mailing_id)
    if mailing.is_held and mailing.stopped_at is None:
        mailing.context = mailing.context | {"is_refused": True}
        end_mailing(session, actor, mailing, now=now)
        tell(session, actor, desk, "message:refuse", mailing, now=now)
    return mailing


def is_trusted(session: Session, organisation_id: int) -> bool:
    """Returns True if a message of that organisation has been sent or let go before."""
    query = (
        sa.select(Mailing.id)
        .join(Webinar, Webinar.id == Mailing.webinar_id)
        .where(
            Webinar.host_id == organisation_id,
            Mailing.kind == MESSAGE,
            ~Mailing.is_held,
            sa.or_(Mailing.stopped_at.is_(None), Mailing.mail_count > 0),
        )
    )
    return session.scalar(query.limit(1)) is not None


def ask_administrators(session: Session, mailing: Mailing, *, now: dt.datetime) -> None:
    """Promise each administrator a mail about a message that waits."""
    for administrator in administrators(session):
        add_mail(
            session,
            kind=MAIL_KIND,
            priority=Priority.REGISTRATION,
            recipient=administrator.email,
            context={"mailing_id": mailing.id},
            dedupe_key=f"{MAIL_KIND}:{mailing.id}:{administrator.id}",
            now=now,
        )


def _held(session: Session, actor: Actor, mailing_id: int) -> tuple[Desk, Mailing]:
    require_right(actor.is_admin)
    webinar_id = session.scalar(sa.select(Mailing.webinar_id).where(Mailing.id == mailing_id))
    if webinar_id is None:
        raise LookupError(mailing_id)
    desk = lock_desk_with_webinar(session, webinar_id)
    return desk, locked_message(session, webinar_id, mailing_id)
