"""Making webhooks, and changing them. Verbs flush and never commit."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.actor import Actor
from webinars.domain.interfaces.webhooks.calls import (
    INSIDE,
    REBUILD_BODY,
    SILENT,
    CallAnswer,
    call_of,
    make_call,
    message_body,
    new_secret,
)
from webinars.domain.interfaces.webhooks.errors import CallGone, WebhookInvalid
from webinars.domain.interfaces.webhooks.kinds import PING, WebhookKind
from webinars.domain.interfaces.webhooks.permissions import can_change_webhooks
from webinars.domain.interfaces.webhooks.promises import promise_ping
from webinars.domain.interfaces.webhooks.queries import PACE
from webinars.domain.mail.outbox import rate_limits
from webinars.domain.mail.outbox.promises import wake_for
from webinars.domain.site_settings.encryption import seal, unseal
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.safe_http import HTTPS_PORT, SafeHttpClient
from webinars.lib.tokens import new_token
from webinars.lib.web_addresses import NotAWebAddress, ascii_address
from webinars.models import AuditEvent, Organisation, OutboundHook, PromiseState, Webhook, WebhookPreset

MOST_WEBHOOKS = 20
LONGEST_AUTHORIZATION = 500
ROTATION = dt.timedelta(hours=24)
"""How long calls are signed with the secret before as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDraft:
    """What is called, and for what."""

    url: str
    preset: WebhookPreset
    kinds: Collection[WebhookKind] = ()
    authorization: str = field(default="", repr=False)


def checked(draft: WebhookDraft) -> WebhookDraft:
    """Returns the draft as it can be stored. Raises WebhookInvalid."""
    if draft.preset is WebhookPreset.PROGRAM and not draft.kinds:
        raise WebhookInvalid("kinds", _("Choose at least one kind of message."))
    line = draft.authorization.strip()
    if not line.isascii() or (line and not line.isprintable()):
        raise WebhookInvalid("authorization", _("Copy this line from there once more: it has other letters in it."))
    kinds = () if draft.preset is WebhookPreset.REBUILD else [each for each in WebhookKind if each in draft.kinds]
    return WebhookDraft(url=checked_address(draft.url), preset=draft.preset, kinds=kinds, authorization=line)


def checked_address(text: str) -> str:
    """Returns an address as it can be called. Raises WebhookInvalid."""
    try:
        url = ascii_address(text)
        parts = urlsplit(url)
    except NotAWebAddress as error:
        raise WebhookInvalid("url", _("Enter an address like https://hooks.society.example/programme.")) from error
    if parts.scheme != "https" or parts.port not in {None, HTTPS_PORT}:
        raise WebhookInvalid("url", _("It has to begin with https, and can have no other port than 443."))
    return url.partition("#")[0]


def try_webhook(
    outside: SafeHttpClient, settings: Settings, organisation: Organisation, draft: WebhookDraft, *, now: dt.datetime
) -> CallAnswer:
    """Call an address for the first time, and return its answer. Takes its time. Raises WebhookInvalid.

    A program cannot know yet what its calls will be signed with: whatever it answers, it can be reached.
    """
    is_rebuild = draft.preset is WebhookPreset.REBUILD
    said = {"organisation": organisation.slug}
    body = REBUILD_BODY if is_rebuild else message_body(settings.base_url, PING, said, at=now)
    line = draft.authorization or None
    call = call_of(draft.url, body, key=new_token(), signing=[new_secret()], authorization=line, at=now)
    answer = make_call(outside, call)
    host = urlsplit(draft.url).hostname
    if answer.words == INSIDE:
        sentence = _(
            "%(host)s is inside a private network. Enter an address that can be reached from the internet.", host=host
        )
    elif answer.words == SILENT:
        sentence = _("%(host)s did not answer. Look whether the address is right, or try again later.", host=host)
    elif is_rebuild and not answer.is_good:
        sentence = _("It answered “%(said)s”. Look whether the address is right.", said=answer.words)
    else:
        return answer
    raise WebhookInvalid("url", sentence)


def create_webhook(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    draft: WebhookDraft,
    *,
    settings: Settings,
    now: dt.datetime,
) -> tuple[Webhook, str]:
    """Returns a new webhook, and its secret, which nobody is shown again. Raises NotAllowed, WebhookInvalid."""
    require_right(can_change_webhooks(actor, organisation.id))
    draft = checked(draft)
    of_it = sa.select(sa.func.count()).where(Webhook.organisation_id == organisation.id)
    if (session.scalar(of_it) or 0) >= MOST_WEBHOOKS:
        raise WebhookInvalid("url", _("There are %(num)s webhooks already. Delete one first.", num=MOST_WEBHOOKS))
    secret = new_secret()
    webhook = Webhook(
        organisation_id=organisation.id,
        made_by_id=actor.user_id,
        url=draft.url,
        preset=draft.preset,
        kinds=[each.value for each in draft.kinds],
        secret=seal(settings.secret_key, secret),
        created_at=now,
        authorization=seal(settings.secret_key, draft.authorization) if draft.authorization else None,
    )
    session.add(webhook)
    _record(session, actor, webhook, "organisation:add_webhook", now=now)
    return webhook, secret


def change_webhook(
    session: Session,
    actor: Actor,
    webhook: Webhook,
    kinds: Collection[WebhookKind],
    authorization: str,
    *,
    settings: Settings,
    now: dt.datetime,
) -> None:
    """Have a webhook called for other kinds, and with another line, where one is given. Raises WebhookInvalid."""
    _require(actor, webhook)
    draft = checked(WebhookDraft(url=webhook.url, preset=webhook.preset, kinds=kinds, authorization=authorization))
    webhook.kinds = [each.value for each in draft.kinds]
    if draft.authorization:
        webhook.authorization = seal(settings.secret_key, draft.authorization)
    _record(session, actor, webhook, "organisation:change_webhook", now=now)


def rotate_secret(
    session: Session, actor: Actor, webhook: Webhook, *, settings: Settings, now: dt.datetime
) -> tuple[Webhook, str]:
    """Returns the webhook and its new secret. For a day calls are signed with the one before as well."""
    _require(actor, webhook)
    secret = new_secret()
    is_readable = unseal(settings.secret_keys, webhook.secret) is not None
    webhook.former_secret, webhook.former_until = (webhook.secret, now + ROTATION) if is_readable else (None, None)
    webhook.secret = seal(settings.secret_key, secret)
    _record(session, actor, webhook, "organisation:rotate_webhook", now=now)
    return webhook, secret


def try_again(session: Session, actor: Actor, webhook: Webhook, *, now: dt.datetime) -> None:
    """Call a webhook at once: with what waits, or else with a try. One that is paused goes on, with all it has kept."""
    _require(actor, webhook)
    was_paused = webhook.paused_at is not None
    found = session.execute(
        sa.update(OutboundHook)
        .where(OutboundHook.webhook_id == webhook.id, OutboundHook.state == PromiseState.DUE)
        .values(due_at=now, attempt_count=0 if was_paused else OutboundHook.attempt_count)
        .returning(OutboundHook.id)
    ).all()
    if was_paused:
        webhook.paused_at = webhook.failed_at = None
        _record(session, actor, webhook, "organisation:resume_webhook", now=now)
    rate_limits.hold(session, str(webhook.id), now, PACE)
    if found:
        wake_for(session, OutboundHook)
    else:
        promise_ping(session, webhook, now=now)
    session.flush()


def send_again(session: Session, actor: Actor, webhook: Webhook, call_id: int, *, now: dt.datetime) -> None:
    """Make a call once more, under the same id. Raises CallGone."""
    _require(actor, webhook)
    again = {"state": PromiseState.DUE, "due_at": now, "attempt_count": 0, "sent_at": None}
    found = session.execute(
        sa.update(OutboundHook)
        .where(OutboundHook.id == call_id, OutboundHook.webhook_id == webhook.id)
        .where(OutboundHook.state != PromiseState.SENDING)
        .values(**again)
        .returning(OutboundHook.id)
    ).first()
    if found is None:
        raise CallGone
    wake_for(session, OutboundHook)


def delete_webhook(session: Session, actor: Actor, webhook: Webhook, *, now: dt.datetime) -> None:
    """Call it no more, and forget its secret and its calls. Raises NotAllowed."""
    _require(actor, webhook)
    _record(session, actor, webhook, "organisation:delete_webhook", now=now)
    session.delete(webhook)
    session.flush()


def _require(actor: Actor, webhook: Webhook) -> None:
    require_right(can_change_webhooks(actor, webhook.organisation_id))


def _record(session: Session, actor: Actor, webhook: Webhook, action: str, *, now: dt.datetime) -> None:
    # Its address may let in whoever knows it: only owners may learn of it, and the history is read by others too.
    session.add(AuditEvent(at=now, action=action, actor_id=actor.user_id, organisation_id=webhook.organisation_id))
    session.flush()
