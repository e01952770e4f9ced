"""Who asks: anybody, or a program that brings a token."""

import re

from flask import g, request
from msgspec import Struct

from webinars import clock
from webinars.api.protocol.problems import Problem
from webinars.db import db
from webinars.domain.accounts.actor import ANONYMOUS, Actor
from webinars.domain.interfaces.api_tokens.queries import actor_by_token, token_with_secret
from webinars.lib.i18n import gettext as _
from webinars.models import ApiToken, Scope
from webinars.models.audit import API_TOKEN

_BEARER = re.compile(r"Bearer +(wbn_\w+)", re.ASCII | re.IGNORECASE)


class Bearer(Struct, frozen=True):
    """Who asks, and what the token allows beside what everybody may."""

    actor: Actor = ANONYMOUS
    token: ApiToken | None = None

    def may(self, scope: Scope) -> bool:
        return self.token is not None and scope in self.token.scopes

    def require(self, scope: Scope) -> ApiToken:
        """Returns the token. Ends in 401 without one, in 403 where it does not allow what is asked for."""
        if self.token is None:
            raise Problem(401)
        if not self.may(scope):
            raise Problem(403, _("This token lacks the scope %(name)s.", name=scope))
        return self.token


def is_borne() -> bool:
    """Returns whether the request brings a token, or whatever else stands in its place."""
    return "HTTP_AUTHORIZATION" in request.environ


def bearer() -> Bearer:
    """Returns who asks. Ends in 401 for a token that is none, or has ended.

    What is stored in this request is done by the token.
    """
    if "bearer" not in g:
        g.bearer = _bearer()
        g.actor = g.bearer.actor
    found: Bearer = g.bearer
    return found


def _bearer() -> Bearer:
    if not is_borne():
        return Bearer()
    written = _BEARER.fullmatch(request.headers["Authorization"].strip())
    session = db.session()
    token = token_with_secret(session, written[1], now=clock.now()) if written else None
    if token is None:
        raise Problem(401, _("This token is none, or it has ended."))
    session.info[API_TOKEN] = token.id
    return Bearer(actor_by_token(session, token), token)
