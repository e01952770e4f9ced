"""What the worker does with the outbox: take what is due, write it, send it and mark it, a batch at a time."""

import datetime as dt
import itertools
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from webinars import clock
from webinars.config import MailServer, Settings
from webinars.db import reading
from webinars.domain.mail.bounces import bounce_of, without_addresses
from webinars.domain.mail.compose import Message, compose, write_letter
from webinars.domain.mail.mail_kind import Kinds
from webinars.domain.mail.outbox import leases, rate_limits, retries
from webinars.domain.mail.outbox.retries import LONGEST_WAIT
from webinars.domain.mail.smtp import LONGEST_CONVERSATION_S, DomainBusy, MailDeferred, MailRefused, Postman, ServerAway
from webinars.domain.mail.suppressions import note_bounce, suppression_reasons
from webinars.lib.i18n import gettext as _
from webinars.models import OutboundEmail, Priority, PromiseState

# Several conversations with the mail server at once.


Answer = MailRefused | MailDeferred | ServerAway | None
"""What the server said to a mail, or None: it has it."""


class PostOffice:
    """Hands mails to a server over at most `connections` conversations, which last until the block ends."""

    def __init__(self, server: MailServer, connections: int) -> None:
        self._postmen = [Postman(server) for _ in range(connections)]
        self._pool = ThreadPoolExecutor(connections, "mail")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown()
        for postman in self._postmen:
            postman.hang_up()

    def deliver(self, messages: Mapping[int, Message], *, may_begin: Callable[[], bool]) -> dict[int, Answer]:
        """Send `messages` and return the server's answer to each that was tried.

        Another is begun as long as `may_begin()`, and until the server is away for one of them.
        """
        waiting, answers = deque(messages.items()), dict[int, Answer]()

        def work(postman: Postman) -> None:
            while may_begin() and not any(isinstance(answer, ServerAway) for answer in answers.copy().values()):
                try:
                    number, message = waiting.popleft()
                except IndexError:
                    return
                try:
                    postman.send(message)
                except (MailRefused, MailDeferred, ServerAway) as error:
                    answers[number] = error
                else:
                    answers[number] = None

        # One mail needs one conversation, and of a program that is killed no thread beside the main one stays.
        if len(messages) == 1:
            work(self._postmen[0])
        else:
            list(self._pool.map(work, self._postmen))
        return answers


CONVERSATION = dt.timedelta(seconds=LONGEST_CONVERSATION_S)
LEASE = 2 * CONVERSATION
"""So that the last of a batch can still be begun when half of it is over."""
LONGEST_RUN = dt.timedelta(seconds=20)
"""After it, whatever else there is to do has its turn."""
LONGEST_LAST = dt.timedelta(days=7)
"""So long the promise of a last mail is kept where there is no mail server, for `/manage/outbox`."""
DOMAIN_PAUSE = dt.timedelta(minutes=5)
"""How long a provider that takes no more of our mails is left alone."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Run:
    """What became of one look at the outbox."""

    sent_count: int
    look_again_in: dt.timedelta | None
    """More is due: the next run should begin after so long. None: a minute is early enough."""


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
    return _Round(session, settings, settings.mail_url, kinds, now, only_urgent=only_urgent).run()


class _Round:
    """One run of one worker."""

    def __init__(
        self,
        session: Session,
        settings: Settings,
        server: MailServer,
        kinds: Kinds,
        now: Callable[[], dt.datetime],
        *,
        only_urgent: bool,
    ) -> None:
        self._session, self._settings, self._server = session, settings, server
        self._kinds, self._now, self._only_urgent = kinds, now, only_urgent
        self._limits = rate_limits.Limits(settings.mail_rate, settings.mail_domain_rate)
        self._last = frozenset(_last(kinds))
        self._ends_at = now() + LONGEST_RUN
        self._sent_count = 0

    def run(self) -> Run:
        self._drop_what_waited_too_long()
        with PostOffice(self._server, self._settings.mail_connections) as office:
            for turn in itertools.count():
                now = self._now()
                free_at = rate_limits.free_at(self._session, now=now)
                claim = self._take(turn, now) if free_at <= now < self._ends_at else None
                self._session.commit()
                if claim is None:
                    return Run(self._sent_count, max(free_at - now, dt.timedelta()))
                if not claim.promises:
                    break
                if not self._send(office, claim):
                    break
        return Run(self._sent_count, None)

    def _drop_what_waited_too_long(self) -> None:
        self._session.execute(
            sa.update(OutboundEmail)
            .where(
                leases.is_leasable(OutboundEmail, now=self._now()),
                OutboundEmail.attempt_count == 0,
                OutboundEmail.due_at < self._now() - LONGEST_WAIT,
            )
            .values(state=PromiseState.DROPPED, failure=_("There was no mail server for a month."))
            .execution_options(synchronize_session=False)
        )
        self._session.commit()

    def _take(self, turn: int, now: dt.datetime) -> leases.Lease[OutboundEmail]:
        """Returns the next batch, leased to us. Does not commit."""
        held = rate_limits.held_domains(self._session, now=now)
        least_urgent = Priority.REGISTRATION if rate_limits.IN_BULK in held else Priority.DIGEST
        found = self._session.scalars(
            sa.select(OutboundEmail)
            .where(
                leases.is_leasable(OutboundEmail, now=now),
                OutboundEmail.priority <= (Priority.SECURITY if self._only_urgent else least_urgent),
                OutboundEmail.recipient_domain.not_in(held),
            )
            .order_by(*leases.turn_order(OutboundEmail, turn))
            .limit(min(leases.BATCH, self._limits.of_all or leases.BATCH))
            .with_for_update(skip_locked=True, of=OutboundEmail)
            .execution_options(populate_existing=True)
        ).all()
        mails = leases.alone_if_urgent(found)
        places = rate_limits.sendable_places([mail.recipient_domain for mail in mails], self._limits.of_a_domain)
        mails = [mails[place] for place in places]
        rate_limits.count_out(self._session, [mail.recipient_domain for mail in mails], self._limits, now=now)
        return leases.lease(self._session, mails, now=now, lasting=LEASE)

    def _send(self, office: PostOffice, claim: leases.Lease[OutboundEmail]) -> bool:
        """Send the batch and mark it. Returns False if the server is away: the others would fare no better now."""
        outcomes, messages = self._written(claim.promises)
        # Nobody else may have a mail while we still speak about it.
        last_begin = min(claim.leased_until - CONVERSATION, self._ends_at)
        mails = {mail.id: mail for mail in claim.promises}
        is_away = False
        written = [mails[mail_id] for mail_id in messages]
        # What is no message is marked with the first of them, or alone.
        for handful in leases.marked_together(written, at_once=self._settings.mail_connections) or [[]]:
            in_hand = {mail.id: messages[mail.id] for mail in handful}
            answers = (
                {} if is_away or not in_hand else office.deliver(in_hand, may_begin=lambda: self._now() <= last_begin)
            )
            is_away = is_away or any(isinstance(answer, ServerAway) for answer in answers.values())
            for mail in handful:
                outcomes[mail.id] = _outcome(mail, answers.get(mail.id), was_tried=mail.id in answers)
            for mail_id, answer in answers.items():
                self._learn(mails[mail_id], answer)
            self._mark(claim, outcomes)
            outcomes = {}
        return not is_away

    def _mark(self, claim: leases.Lease[OutboundEmail], outcomes: Mapping[int, retries.AttemptResult]) -> None:
        self._sent_count += sum(outcome is retries.SENT for outcome in outcomes.values())
        leases.mark(self._session, claim, outcomes, now=self._now())
        if self._last.intersection(mail.kind for mail in claim.promises):
            self._session.execute(
                sa.delete(OutboundEmail).where(OutboundEmail.id.in_(outcomes), _is_forgotten(self._kinds))
            )
        self._session.commit()

    def _learn(self, mail: OutboundEmail, answer: Answer) -> None:
        """Take in what an answer means for the mails after this one. Does not commit."""
        if isinstance(answer, DomainBusy):
            rate_limits.hold(self._session, mail.recipient_domain, self._now() + DOMAIN_PAUSE)
        elif isinstance(answer, MailRefused):
            bounce = bounce_of(str(answer))
            if bounce is not None:
                words = without_addresses(str(answer), mail.recipient)
                note_bounce(self._session, self._settings, mail, bounce, words, now=self._now())

    def _written(self, mails: Sequence[OutboundEmail]) -> tuple[dict[int, retries.AttemptResult], dict[int, Message]]:
        """Returns the messages of `mails` by their ids, and what became of those that are none."""
        outcomes, messages, shared = dict[int, retries.AttemptResult](), dict[int, Message](), dict[object, object]()
        with reading():
            for mail_id, why in suppression_reasons(self._session, self._settings, mails, now=self._now()).items():
                outcomes[mail_id] = retries.AttemptResult(PromiseState.DROPPED, why)
            for mail in (each for each in mails if each.id not in outcomes):
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


def _outcome(mail: OutboundEmail, answer: Answer, *, was_tried: bool) -> retries.AttemptResult:
    if not was_tried:
        return retries.no_attempt(mail.failure)
    if answer is None:
        return retries.SENT
    words = without_addresses(str(answer), mail.recipient)
    if isinstance(answer, MailRefused):
        log.warning("mail refused", mail_id=mail.id, reason=words)
        return retries.permanent_failure(words)
    if isinstance(answer, MailDeferred):
        return retries.temporary_failure(mail, words)
    log.warning("mail server away", reason=words)
    return retries.no_attempt(words)
