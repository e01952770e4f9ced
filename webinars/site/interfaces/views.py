"""Where an organisation lets programs in, on a page of its own: tokens for the API, and webhooks."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.interfaces.api_tokens import actions, queries
from webinars.domain.interfaces.api_tokens.permissions import can_keep_token, can_make_tokens
from webinars.domain.organisations.queries import organisation_with_slug
from webinars.domain.programme.credit_line import article_of
from webinars.lib.i18n import gettext as _
from webinars.models import ApiToken, Organisation, Scope
from webinars.pure.times import wall
from webinars.site.interfaces.forms import SCOPE_WORDS, TokenForm
from webinars.site.interfaces.webhook_rows import WebhooksPart, webhooks_part
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.press import by_actor, press, say_at
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

bp = Blueprint("interfaces", __name__)
INTERFACES = "/manage/organisations/<slug>/interfaces"


@bp.get(INTERFACES)
@access.signed_in
@about(organisation_with_slug)
def index(organisation: Organisation) -> ResponseReturnValue:
    return interfaces_page(organisation)


@bp.post(f"{INTERFACES}/tokens")
@access.signed_in
@about(organisation_with_slug)
def make_token(organisation: Organisation) -> ResponseReturnValue:
    """Make a token, and show its secret: it is stored nowhere, so the answer to this press is the only one with it."""
    form = TokenForm()

    def make() -> tuple[str, str]:
        scopes = [Scope(each) for each in form.scopes.data or []]
        name, days = form.name.data or "", form.days.data
        token, secret = actions.create_token(
            *by_actor(), organisation, name=name, scopes=scopes, days=days, now=clock.now()
        )
        return token.name, secret

    return press(
        make,
        form=form,
        page=lambda organisation: interfaces_page(organisation, form),
        answer=lambda made: (interfaces_page(find_again(), made=made), 200, {"Cache-Control": "no-store"}),
    )


@bp.post(f"{INTERFACES}/tokens/<int:number>")
@access.signed_in
@about(queries.token_with_id)
def change_token(token: ApiToken) -> ResponseReturnValue:
    back = url_for(".index", slug=token.organisation.slug, _anchor="tokens")
    verbs = {
        "end": (actions.revoke_token, _("“%(name)s” has ended: what uses it is refused.", name=token.name)),
        "extend": (actions.extend_token, _("“%(name)s” has one year more.", name=token.name)),
    }
    verb, said = verbs.get(request.form.get("press", "")) or abort(400)
    return press(lambda: verb(*by_actor(), token, now=clock.now()), said=said, back=back, refused=say_at(back, "warn"))


def interfaces_page(
    organisation: Organisation,
    form: TokenForm | None = None,
    made: tuple[str, str] | None = None,
    *,
    hooks: WebhooksPart | None = None,
) -> str:
    """Returns the page, with what was typed, or with the name and the secret of a token that was just made."""
    session, actor, now = db.session(), current_actor(), clock.now()
    new = form or TokenForm(formdata=None, scopes=[Scope.READ], days=actions.LIFETIMES[1])
    zone = organisation.timezone
    new.offer(zone, now=now)
    today = wall(now, zone).date()
    return render_template(
        "interfaces/index.html",
        organisation=organisation,
        house=article_of(organisation.name) + organisation.name,
        actor=actor,
        now=now,
        # Of each whether its maker still is a member, whether it may be changed, and how many days it has left.
        rows=[
            (each, is_member, can_keep_token(actor, each), (wall(each.ends_at, zone).date() - today).days)
            for each, is_member in queries.tokens_of(session, organisation, now=now)
        ],
        soon=now + actions.EXTENDED_WITHIN,
        form=new,
        is_refused=form is not None,
        made=made,
        hooks=hooks or webhooks_part(organisation),
        may_make=can_make_tokens(actor, organisation),
        scope_words=SCOPE_WORDS,
        api=f"{site_settings().base_url}/api/v1",
    )
