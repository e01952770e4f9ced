"""What is read of webhooks and their calls."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.mail.outbox.rate_limits import Limits
from webinars.domain.site_settings.encryption import unseal
from webinars.models import Organisation, OutboundHook, SendingRate, Webhook

MOST_CALLS = 20
PACE = Limits(of_a_domain=5, space="hook:")
"""How many calls of one webhook may begin in a second."""


def hooks_of(session: Session, organisation: Organisation) -> Sequence[Webhook]:
    """Returns the webhooks of the organisation, the oldest first."""
    return session.scalars(
        sa.select(Webhook).where(Webhook.organisation_id == organisation.id).order_by(Webhook.id)
    ).all()


def webhook_with_id(session: Session, slug: str, webhook_id: int) -> Webhook | None:
    """Returns that webhook of the organisation, with it."""
    return session.scalar(
        sa.select(Webhook)
        .join(Webhook.organisation)
        .where(Webhook.id == webhook_id, Organisation.slug == slug)
        .options(orm.contains_eager(Webhook.organisation))
    )


def last_calls(session: Session, webhooks: Sequence[Webhook]) -> Mapping[int, Sequence[OutboundHook]]:
    """Returns by webhook its last calls, the newest first, those first that have still to be made."""
    found: dict[int, list[OutboundHook]] = defaultdict(list)
    for webhook in webhooks:
        found[webhook.id] += session.scalars(
            sa.select(OutboundHook)
            .where(OutboundHook.webhook_id == webhook.id)
            .order_by(
                sa.func.coalesce(OutboundHook.answered_at, OutboundHook.created_at).desc(), OutboundHook.id.desc()
            )
            .limit(MOST_CALLS)
        )
    return found


def waiting_count(session: Session, webhook_id: int) -> int:
    """Returns how many calls have not been made, or in vain."""
    query = sa.select(sa.func.count()).where(OutboundHook.webhook_id == webhook_id, OutboundHook.is_unfinished())
    return session.scalar(query) or 0


def next_call_at(session: Session, webhook_id: int, *, now: dt.datetime) -> dt.datetime | None:
    """Returns when the next call may be made."""
    is_its = sa.and_(OutboundHook.webhook_id == webhook_id, OutboundHook.is_unfinished())
    due_at = session.scalar(sa.select(sa.func.min(OutboundHook.due_at)).where(is_its))
    held_until = session.scalar(sa.select(SendingRate.next_at).where(SendingRate.name == f"{PACE.space}{webhook_id}"))
    return due_at and max(due_at, held_until or now, now)


def is_readable(webhook: Webhook, settings: Settings) -> bool:
    """Returns whether its secrets can be read with one of the keys of the site."""
    sealed = filter(None, (webhook.secret, webhook.authorization))
    return all(unseal(settings.secret_keys, each) is not None for each in sealed)


def lost_webhooks(session: Session, settings: Settings) -> Sequence[str]:
    """Returns the names of those that are not readable any more: the key of the site is another."""
    return [name_of(each) for each in session.scalars(sa.select(Webhook)) if not is_readable(each, settings)]


def name_of(webhook: Webhook) -> str:
    """Returns what people know a webhook by: its address, without what may be secret in it."""
    parts = urlsplit(webhook.url)
    return f"{parts.hostname}{parts.path}"
