"""Webhooks of the token's organisation, for programs that make them themselves."""

from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import Session

from webinars import clock
from webinars.api.answers import HookAnswer, HookList, NewHookAnswer, instant
from webinars.api.inputs import NewHook
from webinars.api.protocol.bearers import bearer
from webinars.api.protocol.operations import Answer, operation
from webinars.api.protocol.problems import Problem
from webinars.api.references import links
from webinars.db import db
from webinars.domain.interfaces.webhooks.actions import WebhookDraft, create_webhook, delete_webhook
from webinars.domain.interfaces.webhooks.kinds import WebhookKind
from webinars.domain.interfaces.webhooks.queries import hooks_of, webhook_with_id
from webinars.lib.i18n import gettext as _
from webinars.lib.records import Mistake
from webinars.lib.safe_http import is_public
from webinars.lib.web_addresses import is_ip_address
from webinars.models import ApiToken, Membership, Role, Scope, Webhook
from webinars.web.site_context import site_settings


@operation("GET", "/hooks", "Webhooks of the organisation", scope=Scope.HOOKS, answer=HookList)
def hooks() -> HookList:
    """The oldest first, all in one answer. Their secrets are not told again."""
    session = db.session()
    return HookList(items=[_answer(each) for each in hooks_of(session, _token(session).organisation)], next_cursor=None)


@operation("GET", "/hooks/<int:number>", "One webhook", scope=Scope.HOOKS, answer=HookAnswer)
def hook(number: int) -> HookAnswer:
    """With whether it is paused, because its address has not answered for three days."""
    return _answer(_hook(db.session(), number))


@operation("POST", "/hooks", "Add a webhook", scope=Scope.HOOKS, body=NewHook, answer=NewHookAnswer, status=201)
def new_hook(sent: NewHook) -> Answer:
    """Its secret, which calls are signed with, is told in this answer alone."""
    session = db.session()
    _refuse_inner(sent.url)
    draft = WebhookDraft(
        url=sent.url,
        preset=sent.preset,
        kinds=[WebhookKind(each) for each in sent.kinds],
        authorization=sent.authorization,
    )
    organisation, actor = _token(session).organisation, bearer().actor
    made, secret = create_webhook(session, actor, organisation, draft, settings=site_settings(), now=clock.now())
    told = _answer(made)
    values = {name: getattr(told, name) for name in told.__struct_fields__}
    return Answer(NewHookAnswer(secret=secret, **values), {"Location": links().api("hooks", str(made.id))})


@operation("DELETE", "/hooks/<int:number>", "Delete a webhook", scope=Scope.HOOKS, status=204)
def remove_hook(number: int) -> Answer:
    """What was not sent yet is not sent."""
    session = db.session()
    delete_webhook(session, bearer().actor, _hook(session, number), now=clock.now())
    return Answer(None)


def _token(session: Session) -> ApiToken:
    """Returns the token. Ends in 403 where its maker is no owner any more: at the desk webhooks are theirs."""
    token = bearer().require(Scope.HOOKS)
    of_maker = (Membership.organisation_id == token.organisation_id, Membership.user_id == token.user_id)
    if session.scalar(sa.select(Membership.role).where(*of_maker)) is not Role.OWNER:
        raise Problem(403, _("Only a token of an owner may keep webhooks."))
    return token


def _hook(session: Session, number: int) -> Webhook:
    return webhook_with_id(session, _token(session).organisation.slug, number) or abort(404)


def _refuse_inner(url: str) -> None:
    """Refuse an address that is itself inside a network. What a name leads to is looked at with each call."""
    host = urlsplit(url).hostname or ""
    if is_ip_address(host) and not is_public(host):
        said = _("This is inside a private network. Give an address that can be reached from the internet.")
        raise Problem.of([Mistake(("url",), said, is_of_shape=False)])


def _answer(found: Webhook) -> HookAnswer:
    return HookAnswer(
        id_=found.id,
        url=found.url,
        preset=found.preset,
        kinds=[WebhookKind(each) for each in found.kinds],
        created_at=instant(found.created_at),
        paused_at=instant(found.paused_at) if found.paused_at else None,
    )
