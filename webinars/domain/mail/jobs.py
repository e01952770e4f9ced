"""What the worker does with the outbox: take one promised mail, write it, send it, mark it; then the next.

At least once is the honest promise. A crash after the server's yes and before the mark repeats one mail, with the same
Message-ID; everything else is repeated without harm.
"""

import datetime as dt
from collections.abc import Callable
from email.message import EmailMessage

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from webinars import clock
from webinars.config import Settings
from webinars.db import length_of, reading
from webinars.domain.mail.compose import compose, write_letter
from webinars.domain.mail.letter import Kinds
from webinars.domain.mail.queries import sendable
from webinars.domain.mail.smtp import MailDeferred, MailRefused, Postman, ServerAway
from webinars.lib.i18n import gettext as _
from webinars.models import MailState, OutboundEmail

LEASE = dt.timedelta(minutes=5)
"""Longer than the slowest conversation with a mail server: see `webinars.domain.mail.smtp.TIMEOUT_S`."""
LATEST = dt.timedelta(days=3)
"""A mail that could not be sent for so long says nothing useful any more."""
FIRST_DELAY, LONGEST_DELAY = dt.timedelta(minutes=1), dt.timedelta(hours=4)
FAILURE_LENGTH = length_of(OutboundEmail.failure)

log = structlog.get_logger()


def send_due_mails(
    session: Session, settings: Settings, kinds: Kinds, *, now: Callable[[], dt.datetime] = clock.now
) -> int:
    """Sends what is due and returns how many were sent. Any number of workers may do so at once.

    Does nothing without a mail server: the mails are kept, for `/manage/outbox`.
    """
    if settings.mail_url is None:
        return 0
    _give_up_on_old_mails(session, now=now())
    sent_count = 0
    with Postman(settings.mail_url) as postman:
        while (mail := _take_next(session, now=now())) is not None:
            try:
                message = _write(session, settings, kinds, mail, now=now())
                if message is None:
                    _mark(session, mail, MailState.DROPPED, now=now())
                    continue
                postman.send(message)
            except MailRefused as error:
                log.warning("mail refused", mail_id=mail.id, reason=str(error))
                _mark(session, mail, MailState.FAILED, now=now(), failure=str(error))
            except MailDeferred as error:
                _mark(session, mail, MailState.DUE, now=now(), failure=str(error))
            except ServerAway as error:
                _mark(session, mail, MailState.DUE, now=now(), failure=str(error))
                log.warning("mail server away", reason=str(error))
                break  # The others would fare no better now.
            except Exception as error:
                # One bad row must not stop the others.
                session.rollback()
                log.exception("mail could not be written", mail_id=mail.id)
                _mark(session, mail, MailState.DUE, now=now(), failure=f"{type(error).__name__}: {error}")
            else:
                _mark(session, mail, MailState.SENT, now=now())
                sent_count += 1
    return sent_count


def _take_next(session: Session, *, now: dt.datetime) -> OutboundEmail | None:
    """The mail that has been due longest, leased to us; None if there is none."""
    mail = session.scalar(
        sa.select(OutboundEmail)
        .where(sendable(now=now))
        .order_by(OutboundEmail.due_at, OutboundEmail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if mail is not None:
        mail.state, mail.leased_until, mail.attempt_count = MailState.SENDING, now + LEASE, mail.attempt_count + 1
    session.commit()
    return mail


def _write(
    session: Session, settings: Settings, kinds: Kinds, mail: OutboundEmail, *, now: dt.datetime
) -> EmailMessage | None:
    with reading():
        letter = write_letter(session, settings, kinds, mail, now=now)
        # Ended before anything is sent: a transaction must not last as long as a conversation with a server.
        session.commit()
    return compose(settings, mail, letter, now=now) if letter else None


def _mark(session: Session, mail: OutboundEmail, state: MailState, *, now: dt.datetime, failure: str = "") -> None:
    """Say what became of the mail, unless our lease ran out and another worker has it."""
    session.execute(
        sa.update(OutboundEmail)
        .where(
            OutboundEmail.id == mail.id,
            OutboundEmail.state == MailState.SENDING,
            OutboundEmail.leased_until == mail.leased_until,
        )
        .values(
            state=state,
            leased_until=None,
            failure=failure[:FAILURE_LENGTH],
            sent_at=now if state is MailState.SENT else None,
            due_at=now + _delay(mail.attempt_count) if state is MailState.DUE else OutboundEmail.due_at,
        )
        .execution_options(synchronize_session=False)
    )
    session.commit()


def _delay(attempt_count: int) -> dt.timedelta:
    """1, 2, 4, 8 … minutes, at most four hours."""
    doublings = min(attempt_count - 1, 20)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def _give_up_on_old_mails(session: Session, *, now: dt.datetime) -> None:
    failure = _("It could not be sent within three days.")
    session.execute(
        sa.update(OutboundEmail)
        .where(sendable(now=now), OutboundEmail.created_at < now - LATEST, OutboundEmail.due_at < now)
        .values(state=MailState.FAILED, leased_until=None, failure=failure)
        .execution_options(synchronize_session=False)
    )
    session.commit()
