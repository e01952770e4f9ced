"""Webhooks made, changed and tried, on the page of an organisation's interfaces."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.domain.interfaces.webhooks import actions, queries
from webinars.domain.interfaces.webhooks.actions import WebhookDraft
from webinars.domain.interfaces.webhooks.calls import CallAnswer
from webinars.domain.organisations.queries import organisation_with_slug
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Webhook, WebhookPreset
from webinars.site.interfaces.views import INTERFACES, bp, interfaces_page
from webinars.site.interfaces.webhook_forms import KindsForm, WebhookForm, kinds_of_groups
from webinars.site.interfaces.webhook_rows import webhooks_part
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.press import by_actor, press, say_at
from webinars.web.requests.transactions import prepared
from webinars.web.security import rate_limits
from webinars.web.security.identity import current_actor
from webinars.web.site_context import outside, site_settings

__all__ = ["bp"]
OFTEN = "20 per 10 minutes"
FIELDS = {"authorization": "authorization_password"}


@bp.post(f"{INTERFACES}/webhooks")
@access.signed_in
@rate_limits.at_most(OFTEN, by=lambda: str(current_actor().user_id))
@about(organisation_with_slug)
def add_webhook(organisation: Organisation) -> ResponseReturnValue:
    """Store a webhook that has answered, and show its secret: the answer to this press is the only one with it."""
    form, settings, now = WebhookForm(), site_settings(), clock.now()

    def add() -> tuple[Webhook, str, CallAnswer]:
        draft = actions.checked(
            WebhookDraft(
                url=form.url.data or "",
                preset=WebhookPreset(form.preset.data),
                kinds=kinds_of_groups(form.kinds.data or []),
                authorization=form.authorization_password.data or "",
            )
        )
        with prepared():
            answer = actions.try_webhook(outside(), settings, organisation, draft, now=now)
        made = actions.create_webhook(*by_actor(), find_again(), draft, settings=settings, now=now)
        return (*made, answer)

    return press(
        add,
        form=form,
        page=lambda organisation: interfaces_page(organisation, hooks=webhooks_part(organisation, failed=form)),
        fields=FIELDS,
        answer=lambda made: _with_secret(*made),
    )


@bp.post(f"{INTERFACES}/webhooks/<int:webhook_id>")
@access.signed_in
@about(queries.webhook_with_id)
def change_webhook(webhook: Webhook) -> ResponseReturnValue:
    form, webhook_id, now = KindsForm(), webhook.id, clock.now()
    kinds = kinds_of_groups(request.form.getlist("kinds"))
    return press(
        lambda: actions.change_webhook(
            *by_actor(), webhook, kinds, form.authorization_password.data or "", settings=site_settings(), now=now
        ),
        form=form,
        page=lambda found: interfaces_page(
            found.organisation, hooks=webhooks_part(found.organisation, failed=form, changed_id=webhook_id)
        ),
        fields=FIELDS,
        said=_("Stored. It counts from the next call on."),
        back=_back(webhook),
    )


@bp.post(f"{INTERFACES}/webhooks/<int:webhook_id>/secret")
@access.signed_in
@about(queries.webhook_with_id)
def rotate_webhook(webhook: Webhook) -> ResponseReturnValue:
    """Make a new secret, which only the answer to this press has."""
    return press(
        lambda: actions.rotate_secret(*by_actor(), webhook, settings=site_settings(), now=clock.now()),
        answer=lambda made: _with_secret(*made),
    )


@bp.post(f"{INTERFACES}/webhooks/<int:webhook_id>/calls")
@access.signed_in
@about(queries.webhook_with_id)
def call_webhook(webhook: Webhook) -> ResponseReturnValue:
    """Call it now, with what waits or to try it; or make one call again."""
    session, actor = by_actor()
    again, now, back = request.form.get("call", ""), clock.now(), _back(webhook)
    if again and not again.isdecimal():
        abort(400)
    return press(
        lambda: (
            actions.send_again(session, actor, webhook, int(again), now=now)
            if again
            else actions.try_again(session, actor, webhook, now=now)
        ),
        said=_("It is called within a minute. What it answers stands here then."),
        back=back,
        refused=say_at(back, "warn"),
    )


@bp.post(f"{INTERFACES}/webhooks/<int:webhook_id>/deletion")
@access.signed_in
@about(queries.webhook_with_id)
def delete_webhook(webhook: Webhook) -> ResponseReturnValue:
    said = _("%(name)s is called no longer.", name=queries.name_of(webhook))
    back = _back(webhook)
    return press(lambda: actions.delete_webhook(*by_actor(), webhook, now=clock.now()), said=said, back=back)


def _with_secret(webhook: Webhook, secret: str, answer: CallAnswer | None = None) -> ResponseReturnValue:
    subject = find_again()
    organisation = subject if isinstance(subject, Organisation) else subject.organisation
    part = webhooks_part(organisation, made=(webhook, secret, answer))
    return interfaces_page(organisation, hooks=part), 200, {"Cache-Control": "no-store"}


def _back(webhook: Webhook) -> str:
    return url_for(".index", slug=webhook.organisation.slug, _anchor="hooks")
