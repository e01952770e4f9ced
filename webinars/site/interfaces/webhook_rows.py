"""The half of the page about webhooks: what is said of each, for owners alone."""

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct

from webinars import clock
from webinars.db import db
from webinars.domain.interfaces.webhooks import queries
from webinars.domain.interfaces.webhooks.calls import CallAnswer
from webinars.domain.interfaces.webhooks.jobs import KEPT
from webinars.domain.interfaces.webhooks.permissions import can_keep_webhooks
from webinars.models import Organisation, OutboundHook, Webhook, WebhookPreset
from webinars.site.interfaces.webhook_forms import GROUPS, KindsForm, WebhookForm, groups_of
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

MOST_ANSWERS = 8


class WebhookRow(Struct, frozen=True):
    """A webhook, and what became of its calls."""

    webhook: Webhook
    name: str
    is_readable: bool
    calls: Sequence[OutboundHook]
    """The newest first."""
    waiting_count: int
    next_at: dt.datetime | None
    form: KindsForm

    @property
    def is_rebuild(self) -> bool:
        return self.webhook.preset is WebhookPreset.REBUILD

    @property
    def answers(self) -> Sequence[OutboundHook]:
        """The last, the newest last."""
        return [each for each in self.calls if each.answered_at][:MOST_ANSWERS][::-1]

    @property
    def kept_until(self) -> dt.datetime | None:
        return self.webhook.paused_at and self.webhook.paused_at + KEPT


class WebhooksPart(Struct, frozen=True, kw_only=True):
    rows: Sequence[WebhookRow]
    form: WebhookForm
    failed: KindsForm | None
    made: tuple[Webhook, str, CallAnswer | None] | None
    """One that has a new secret, with that: the only time it is shown."""
    now: dt.datetime
    groups: ClassVar[object] = GROUPS


def webhooks_part(
    organisation: Organisation,
    *,
    failed: KindsForm | None = None,
    changed_id: int | None = None,
    made: tuple[Webhook, str, CallAnswer | None] | None = None,
) -> WebhooksPart | None:
    """Returns what the page says of webhooks, or None to those who may not know of them.

    `failed` is a form with what is wrong in it: that of a new one, or of the one with the id `changed_id`.
    """
    if not can_keep_webhooks(current_actor(), organisation):
        return None
    session, now = db.session(), clock.now()
    webhooks = queries.hooks_of(session, organisation)
    calls = queries.last_calls(session, webhooks)
    rows = [
        WebhookRow(
            webhook=each,
            name=queries.name_of(each),
            is_readable=queries.is_readable(each, site_settings()),
            calls=calls[each.id],
            waiting_count=queries.waiting_count(session, each.id),
            next_at=queries.next_call_at(session, each.id, now=now),
            form=failed if failed and changed_id == each.id else KindsForm(formdata=None, kinds=groups_of(each.kinds)),
        )
        for each in webhooks
    ]
    form = failed if isinstance(failed, WebhookForm) else WebhookForm(formdata=None)
    return WebhooksPart(rows=rows, form=form, failed=failed, made=made, now=now)
