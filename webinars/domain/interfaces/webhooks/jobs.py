"""What the worker does with promised calls: make them, learn from the answers, and forget them after a while."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars import clock
from webinars.config import Settings
from webinars.db import reading
from webinars.domain.interfaces.webhooks.calls import (
    REBUILD_BODY,
    Call,
    CallAnswer,
    call_of,
    make_call,
    message_body,
)
from webinars.domain.interfaces.webhooks.emails import promise_paused
from webinars.domain.interfaces.webhooks.queries import PACE
from webinars.domain.mail.outbox import rate_limits, retries
from webinars.domain.mail.outbox.retries import LONGEST_DELAY, AttemptResult
from webinars.domain.mail.outbox.rounds import LONGEST_RUN, Pool, Round, Run
from webinars.domain.site_settings.encryption import seal, unseal
from webinars.lib.safe_http import SafeHttpClient
from webinars.models import OutboundHook, PromiseState, RegistrationDesk, Webhook, WebhookPreset

LONGEST_CALL = dt.timedelta(seconds=60)
"""To look up the name, connect, and wait for the answer."""
AT_ONCE = 8
SLOW_MS = 1000
"""An answer that took longer gives the others a turn first."""
PAUSED_AFTER = dt.timedelta(hours=68)
"""As long as the outbox tries a promise: three days, as people count."""
KEPT = dt.timedelta(days=14)
NO_SECRET = "secret"  # noqa: S105 - what is said of one that cannot be read any more
SECOND, SHORTEST_HOLD = dt.timedelta(seconds=1), dt.timedelta(minutes=1)


def send_due_hooks(
    session: Session, settings: Settings, outside: SafeHttpClient, *, now: Callable[[], dt.datetime] = clock.now
) -> Run:
    """Make the calls that are due, for at most `LONGEST_RUN`. Any number of workers may do so at once."""
    pool = Pool[Call, CallAnswer]([partial(make_call, outside)] * AT_ONCE, "hooks")
    try:
        run = _HookRound(session, settings, pool, now=now).run()
    finally:
        pool.close()
    # What was left for its pace is due in a moment.
    return Run(run.sent_count, SECOND) if run.sent_count and run.look_again_in is None else run


def forget_old_hooks(session: Session, *, now: dt.datetime) -> None:
    """Delete what was called, or given up, two weeks ago, and what a paused webhook has not sent. Does not commit."""
    long_ago = now - KEPT
    last = sa.func.coalesce(OutboundHook.answered_at, OutboundHook.created_at)
    is_paused = sa.select(Webhook.id).where(Webhook.paused_at < long_ago)
    is_kept_in_vain = sa.and_(OutboundHook.is_unfinished(), OutboundHook.webhook_id.in_(is_paused))
    is_over = sa.and_(sa.not_(OutboundHook.is_unfinished()), last < long_ago)
    session.execute(sa.delete(OutboundHook).where(sa.or_(is_kept_in_vain, is_over)))


def seal_anew(session: Session, settings: Settings) -> None:
    """Encrypt with the present key what was with an earlier one. Does not commit."""
    for webhook in session.scalars(sa.select(Webhook)):
        for name in ("secret", "former_secret", "authorization"):
            sealed = getattr(webhook, name)
            if sealed is not None and unseal([settings.secret_key], sealed) is None:
                text = unseal(settings.secret_keys, sealed)
                setattr(webhook, name, sealed if text is None else seal(settings.secret_key, text))


class _HookRound(Round[OutboundHook, Call, CallAnswer]):
    table = OutboundHook
    longest_delivery = LONGEST_CALL

    def __init__(
        self, session: Session, settings: Settings, pool: Pool[Call, CallAnswer], *, now: Callable[[], dt.datetime]
    ) -> None:
        super().__init__(session, pool, PACE, at_once=AT_ONCE, ends_at=now() + LONGEST_RUN, now=now)
        self._settings = settings

    def narrowed(self, held: set[str]) -> sa.ColumnElement[bool]:
        paused = sa.select(Webhook.id).where(Webhook.paused_at.is_not(None))
        ids = [int(name) for name in held if name.isdecimal()]
        return sa.and_(OutboundHook.webhook_id.not_in(ids), OutboundHook.webhook_id.not_in(paused))

    def receiver(self, promise: OutboundHook) -> str:
        return str(promise.webhook_id)

    def write(self, promises: Sequence[OutboundHook]) -> tuple[dict[int, AttemptResult], dict[int, Call]]:
        outcomes, calls, now = dict[int, AttemptResult](), dict[int, Call](), self._now()
        with reading():
            found = self._session.scalars(
                sa.select(Webhook).where(Webhook.id.in_({each.webhook_id for each in promises}))
            )
            webhooks = {webhook.id: webhook for webhook in found}
            for each in promises:
                webhook = webhooks.get(each.webhook_id)
                call = webhook and self._call(webhook, each, now)
                if call:
                    calls[each.id] = call
                else:
                    outcomes[each.id] = retries.temporary_failure(each, NO_SECRET)
            self._session.commit()
        return outcomes, calls

    def _call(self, webhook: Webhook, hook: OutboundHook, now: dt.datetime) -> Call | None:
        """Returns the call, or None where its secret, or the line it needs, cannot be read any more."""
        keys = self._settings.secret_keys
        authorization = webhook.authorization and unseal(keys, webhook.authorization)
        former = webhook.former_secret if webhook.former_until and webhook.former_until > now else None
        signing = [unseal(keys, each) for each in (webhook.secret, former) if each is not None]
        readable = [each for each in signing if each is not None]
        if len(readable) < len(signing) or (webhook.authorization and authorization is None):
            return None
        context = dict(hook.context)
        if "webinar_id" in context:
            context["count"] = self._session.scalar(
                sa.select(RegistrationDesk.seats_taken).where(RegistrationDesk.webinar_id == context["webinar_id"])
            )
        is_rebuild = webhook.preset is WebhookPreset.REBUILD
        body = (
            REBUILD_BODY
            if is_rebuild
            else message_body(self._settings.base_url, hook.kind, context, at=hook.created_at)
        )
        return call_of(webhook.url, body, key=hook.dedupe_key, signing=readable, authorization=authorization, at=now)

    def result(self, promise: OutboundHook, answer: CallAnswer) -> AttemptResult:
        if answer.is_good:
            return retries.SENT
        if answer.is_end or self._is_in_vain(promise.webhook_id):
            # It is paused with it: what has not been sent is kept.
            return AttemptResult(PromiseState.DUE, answer.words)
        failed = retries.temporary_failure(promise, answer.words)
        if failed.delay is None:
            return failed
        wait = max(failed.delay, min(answer.retry_after, LONGEST_DELAY))
        return AttemptResult(failed.state, failed.failure, wait)

    def learn(self, promise: OutboundHook, answer: CallAnswer) -> None:
        now, webhook_id = self._now(), promise.webhook_id
        self._session.execute(
            sa.update(OutboundHook)
            .where(OutboundHook.id == promise.id)
            .values(status=answer.status, took_ms=answer.took_ms, answered_at=now)
        )
        if answer.is_good:
            self._set(webhook_id, Webhook.failed_at.is_not(None), failed_at=None)
            if answer.took_ms > SLOW_MS:
                self._hold(webhook_id, now + dt.timedelta(milliseconds=answer.took_ms))
            return
        self._set(webhook_id, Webhook.failed_at.is_(None), failed_at=now)
        if answer.is_end or self._is_in_vain(webhook_id):
            self._set(webhook_id, Webhook.paused_at.is_(None), paused_at=now)
            promise_paused(self._session, webhook_id, now=now)
        failing_for = now - (self._failed_at(webhook_id) or now)
        self._hold(webhook_id, now + min(max(failing_for, SHORTEST_HOLD, answer.retry_after), LONGEST_DELAY))

    def _failed_at(self, webhook_id: int) -> dt.datetime | None:
        return self._session.scalar(sa.select(Webhook.failed_at).where(Webhook.id == webhook_id))

    def _is_in_vain(self, webhook_id: int) -> bool:
        """Returns whether it has given no good answer for as long as we try."""
        since = self._failed_at(webhook_id)
        return since is not None and since <= self._now() - PAUSED_AFTER

    def _set(self, webhook_id: int, is_otherwise: sa.ColumnElement[bool], **columns: dt.datetime | None) -> None:
        self._session.execute(sa.update(Webhook).where(Webhook.id == webhook_id, is_otherwise).values(**columns))

    def _hold(self, webhook_id: int, until: dt.datetime) -> None:
        rate_limits.hold(self._session, str(webhook_id), until, PACE)
