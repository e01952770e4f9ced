"""One run of one worker over a table of promises: take a batch, write it, deliver it and mark it, until none is due."""

import datetime as dt
import itertools
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar, Generic, TypeVar

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.mail.outbox import leases, rate_limits, retries
from webinars.models.outbox import Promise

LONGEST_RUN = dt.timedelta(seconds=20)
"""After it, whatever else there is to do has its turn."""

P = TypeVar("P", bound=Promise)
M = TypeVar("M")
A = TypeVar("A")


class Run(Struct, frozen=True):
    """What became of one look at the outbox."""

    sent_count: int
    look_again_in: dt.timedelta | None
    """More is due: the next run should begin after so long. None: a minute is early enough."""


class Pool(Generic[M, A]):
    """Delivers messages several at once, one by each of `senders`, which return the other side's answer."""

    def __init__(self, senders: Sequence[Callable[[M], A]], name: str) -> None:
        self._senders = senders
        self._threads = ThreadPoolExecutor(len(senders), name)

    def deliver(
        self,
        messages: Mapping[int, M],
        *,
        may_begin: Callable[[], bool],
        is_over: Callable[[A], bool] = lambda _: False,
    ) -> dict[int, A]:
        """Returns the answer to each of `messages` that was tried.

        Another is begun as long as `may_begin()`, and until all `is_over()` by one of the answers.
        """
        waiting, answers = deque(messages.items()), dict[int, A]()

        def work(send: Callable[[M], A]) -> None:
            while may_begin() and not any(is_over(answer) for answer in answers.copy().values()):
                try:
                    number, message = waiting.popleft()
                except IndexError:
                    return
                answers[number] = send(message)

        # One message needs one sender, and of a program that is killed no thread beside the main one stays.
        if len(messages) == 1:
            work(self._senders[0])
        else:
            list(self._threads.map(work, self._senders))
        return answers

    def close(self) -> None:
        self._threads.shutdown()


class Round(ABC, Generic[P, M, A]):
    """One run. What differs from one kind of promise to the next is left to those who know it."""

    table: ClassVar[type[Promise]]
    longest_delivery: ClassVar[dt.timedelta]
    """A promise is leased for twice as long, so that the last of a batch can still be begun when half of it is over."""

    def __init__(
        self,
        session: Session,
        pool: Pool[M, A],
        limits: rate_limits.Limits,
        *,
        at_once: int,
        ends_at: dt.datetime,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._session, self._pool, self._limits = session, pool, limits
        self._at_once, self._ends_at, self._now = at_once, ends_at, now
        self._sent_count = 0

    def run(self) -> Run:
        for turn in itertools.count():
            now = self._now()
            free_at = rate_limits.free_at(self._session, self._limits, now=now)
            claim = self._take(turn, now) if free_at <= now < self._ends_at else None
            self._session.commit()
            if claim is None:
                return Run(self._sent_count, max(free_at - now, dt.timedelta()))
            if not claim.promises or not self._send(claim):
                break
        return Run(self._sent_count, None)

    @abstractmethod
    def narrowed(self, held: set[str]) -> sa.ColumnElement[bool]:
        """Returns which of those that are due may be taken, where nothing may leave to those who are `held`."""

    @abstractmethod
    def receiver(self, promise: P) -> str:
        """Returns by whose rate it leaves."""

    @abstractmethod
    def write(self, promises: Sequence[P]) -> tuple[dict[int, retries.AttemptResult], dict[int, M]]:
        """Returns what is to be delivered by the promises' ids, and what became of those that are nothing to deliver.

        Ends its transaction, which must not last as long as a conversation with others.
        """

    @abstractmethod
    def result(self, promise: P, answer: A) -> retries.AttemptResult:
        """Returns what the answer makes of the promise."""

    def is_over(self, _answer: A) -> bool:
        """Returns whether the others would fare no better now."""
        return False

    def learn(self, promise: P, answer: A) -> None:
        """Take in what an answer means for those after this one. Does not commit."""

    def marked(self, claim: leases.Lease[P], outcomes: Mapping[int, retries.AttemptResult]) -> None:
        """Do what follows from the outcomes, in the transaction that marks them."""

    def _take(self, turn: int, now: dt.datetime) -> leases.Lease[P]:
        """Returns the next batch, leased to us. Does not commit."""
        held = rate_limits.held_domains(self._session, self._limits, now=now)
        found: Sequence[P] = self._session.scalars(
            sa.select(self.table)
            .where(leases.is_leasable(self.table, now=now), self.narrowed(held))
            .order_by(*leases.turn_order(self.table, turn))
            .limit(min(leases.BATCH, self._limits.of_all or leases.BATCH))
            .with_for_update(skip_locked=True, of=self.table)
            .execution_options(populate_existing=True)
        ).all()  # type: ignore[assignment]  # a class variable cannot be of the kind's own type
        promises = leases.alone_if_urgent(found)
        receivers = [self.receiver(promise) for promise in promises]
        places = rate_limits.sendable_places(receivers, self._limits.of_a_domain)
        rate_limits.count_out(self._session, [receivers[place] for place in places], self._limits, now=now)
        return leases.lease(
            self._session, [promises[place] for place in places], now=now, lasting=2 * self.longest_delivery
        )

    def _send(self, claim: leases.Lease[P]) -> bool:
        """Send the batch and mark it. Returns False if the others would fare no better now."""
        outcomes, messages = self.write(claim.promises)
        # Nobody else may have one while we still speak about it.
        last_begin = min(claim.leased_until - self.longest_delivery, self._ends_at)
        promises = {promise.id: promise for promise in claim.promises}
        is_over = False
        written = [promises[promise_id] for promise_id in messages]
        # What is no message is marked with the first of them, or alone.
        for handful in leases.marked_together(written, at_once=self._at_once) or [[]]:
            in_hand = {promise.id: messages[promise.id] for promise in handful}
            answers = dict[int, A]()
            if in_hand and not is_over:
                may_begin = lambda: self._now() <= last_begin  # noqa: E731 - it is one condition
                answers = self._pool.deliver(in_hand, may_begin=may_begin, is_over=self.is_over)
            is_over = is_over or any(self.is_over(answer) for answer in answers.values())
            for promise in handful:
                tried = promise.id in answers
                outcomes[promise.id] = (
                    self.result(promise, answers[promise.id]) if tried else retries.no_attempt(promise.failure)
                )
            for promise_id, answer in answers.items():
                self.learn(promises[promise_id], answer)
            self._mark(claim, outcomes)
            outcomes = {}
        return not is_over

    def _mark(self, claim: leases.Lease[P], outcomes: Mapping[int, retries.AttemptResult]) -> None:
        self._sent_count += sum(outcome is retries.SENT for outcome in outcomes.values())
        leases.mark(self._session, claim, outcomes, now=self._now())
        self.marked(claim, outcomes)
        self._session.commit()
