"""What the worker does with the outbox: take what is due, write it, send it and mark it, a batch at a time."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from webinars import clock
from webinars.config import Settings
from webinars.db import reading
from webinars.domain.mail.bounces import bounce_of, without_addresses
from webinars.domain.mail.compose import Message, compose, write_letter
from webinars.domain.mail.mail_kind import Kinds
from webinars.domain.mail.outbox import leases, rate_limits, retries
from webinars.domain.mail.outbox.retries import LONGEST_WAIT
from webinars.domain.mail.outbox.rounds import LONGEST_RUN, Pool, Round, Run
from webinars.domain.mail.smtp import LONGEST_CONVERSATION_S, DomainBusy, MailDeferred, MailRefused, Postman, ServerAway
from webinars.domain.mail.suppressions import note_bounce, suppression_reasons
from webinars.lib.i18n import gettext as _
from webinars.models import OutboundEmail, Priority, PromiseState

Answer = MailRefused | MailDeferred | ServerAway | None
"""What the server said to a mail, or None: it has it."""
CONVERSATION = dt.timedelta(seconds=LONGEST_CONVERSATION_S)
LEASE = 2 * CONVERSATION
LONGEST_LAST = dt.timedelta(days=7)
"""So long the promise of a last mail is kept where there is no mail server, for `/manage/outbox`."""
DOMAIN_PAUSE = dt.timedelta(minutes=5)
"""How long a provider that takes no more of our mails is left alone."""

log = structlog.get_logger()


def send_due_mails(
    session: Session,
    settings: Settings,
    kinds: Kinds,
    *,
    only_urgent: bool = False,
    now: Callable[[], dt.datetime] = clock.now,
) -> Run:
    """Send what is due, for at most `LONGEST_RUN`. Any number of workers may do so at once.

    `only_urgent` leaves all but security matters to a run that is already under way. Does nothing without a mail
    server: the mails are kept, for `/manage/outbox`.
    """
    if settings.mail_url is None:
        return Run(0, None)
    _drop_what_waited_too_long(session, now=now())
    # Each has a conversation with the server, which lasts until all is sent.
    postmen = [Postman(settings.mail_url) for _ in range(settings.mail_connections)]
    pool = Pool[Message, Answer]([partial(_send, postman) for postman in postmen], "mail")
    try:
        return _MailRound(session, settings, kinds, pool, only_urgent=only_urgent, now=now).run()
    finally:
        pool.close()
        for postman in postmen:
            postman.hang_up()


def _drop_what_waited_too_long(session: Session, *, now: dt.datetime) -> None:
    session.execute(
        sa.update(OutboundEmail)
        .where(
            leases.is_leasable(OutboundEmail, now=now),
            OutboundEmail.attempt_count == 0,
            OutboundEmail.due_at < now - LONGEST_WAIT,
        )
        .values(state=PromiseState.DROPPED, failure=_("There was no mail server for a month."))
        .execution_options(synchronize_session=False)
    )
    session.commit()


def _send(postman: Postman, message: Message) -> Answer:
    try:
        postman.send(message)
    except (MailRefused, MailDeferred, ServerAway) as error:
        return error
    return None


class _MailRound(Round[OutboundEmail, Message, Answer]):
    """One run of one worker."""

    table = OutboundEmail
    longest_delivery = CONVERSATION

    def __init__(
        self,
        session: Session,
        settings: Settings,
        kinds: Kinds,
        pool: Pool[Message, Answer],
        *,
        only_urgent: bool,
        now: Callable[[], dt.datetime],
    ) -> None:
        limits = rate_limits.Limits(settings.mail_rate, settings.mail_domain_rate)
        at_once, ends_at = settings.mail_connections, now() + LONGEST_RUN
        super().__init__(session, pool, limits, at_once=at_once, ends_at=ends_at, now=now)
        self._settings, self._kinds, self._only_urgent = settings, kinds, only_urgent
        self._last = frozenset(_last(kinds))

    def narrowed(self, held: set[str]) -> sa.ColumnElement[bool]:
        least_urgent = Priority.REGISTRATION if rate_limits.IN_BULK in held else Priority.DIGEST
        return sa.and_(
            OutboundEmail.priority <= (Priority.SECURITY if self._only_urgent else least_urgent),
            OutboundEmail.recipient_domain.not_in(held),
        )

    def receiver(self, promise: OutboundEmail) -> str:
        return promise.recipient_domain

    def is_over(self, answer: Answer) -> bool:
        return isinstance(answer, ServerAway)

    def marked(self, claim: leases.Lease[OutboundEmail], outcomes: Mapping[int, retries.AttemptResult]) -> None:
        if self._last.intersection(mail.kind for mail in claim.promises):
            self._session.execute(
                sa.delete(OutboundEmail).where(OutboundEmail.id.in_(outcomes), _is_forgotten(self._kinds))
            )

    def result(self, promise: OutboundEmail, answer: Answer) -> retries.AttemptResult:
        if answer is None:
            return retries.SENT
        words = without_addresses(str(answer), promise.recipient)
        if isinstance(answer, MailRefused):
            log.warning("mail refused", mail_id=promise.id, reason=words)
            return retries.permanent_failure(words)
        if isinstance(answer, MailDeferred):
            return retries.temporary_failure(promise, words)
        log.warning("mail server away", reason=words)
        return retries.no_attempt(words)

    def learn(self, promise: OutboundEmail, answer: Answer) -> None:
        if isinstance(answer, DomainBusy):
            rate_limits.hold(self._session, promise.recipient_domain, self._now() + DOMAIN_PAUSE)
        elif isinstance(answer, MailRefused):
            bounce = bounce_of(str(answer))
            if bounce is not None:
                words = without_addresses(str(answer), promise.recipient)
                note_bounce(self._session, self._settings, promise, bounce, words, now=self._now())

    def write(self, promises: Sequence[OutboundEmail]) -> tuple[dict[int, retries.AttemptResult], dict[int, Message]]:
        outcomes, messages, shared = dict[int, retries.AttemptResult](), dict[int, Message](), dict[object, object]()
        with reading():
            for mail_id, why in suppression_reasons(self._session, self._settings, promises, now=self._now()).items():
                outcomes[mail_id] = retries.AttemptResult(PromiseState.DROPPED, why)
            for mail in (each for each in promises if each.id not in outcomes):
                try:
                    letter = write_letter(
                        self._session, self._settings, self._kinds, mail, now=self._now(), shared=shared
                    )
                    if letter is None:
                        outcomes[mail.id] = retries.DROPPED
                    else:
                        messages[mail.id] = compose(self._settings, mail, letter, now=self._now())
                except Exception as error:
                    # One bad row must not stop the others.
                    self._session.rollback()
                    shared.clear()
                    log.exception("mail could not be written", mail_id=mail.id)
                    outcomes[mail.id] = retries.temporary_failure(
                        mail, without_addresses(f"{type(error).__name__}: {error}", mail.recipient)
                    )
            # Ended before anything is sent: a transaction must not last as long as a conversation with a server.
            self._session.commit()
        return outcomes, messages


def forget_last_mails(session: Session, kinds: Kinds, *, now: dt.datetime) -> None:
    """Delete those that were to be the last to their readers, after a while also what nobody sends. Does not commit."""
    is_old = sa.and_(OutboundEmail.kind.in_(_last(kinds)), OutboundEmail.created_at < now - LONGEST_LAST)
    session.execute(sa.delete(OutboundEmail).where(sa.or_(_is_forgotten(kinds), is_old)))


def _is_forgotten(kinds: Kinds) -> sa.ColumnElement[bool]:
    is_over = OutboundEmail.state.in_([PromiseState.SENT, PromiseState.FAILED, PromiseState.DROPPED])
    return sa.and_(OutboundEmail.kind.in_(_last(kinds)), is_over)


def _last(kinds: Kinds) -> list[str]:
    return [name for name, kind in kinds.items() if kind.is_last]
