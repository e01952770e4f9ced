"""The actor of the current request, read once from the session."""

from flask import g
from flask_login import current_user

from webinars.accounts.actor import ANONYMOUS, Actor
from webinars.accounts.queries import actor_of
from webinars.db import db
from webinars.web.sessions import may_have_session


def current_actor() -> Actor:
    """Who is asking. Nobody on public pages: they are the same bytes for everyone."""
    if not may_have_session():
        return ANONYMOUS
    if "actor" not in g:
        user_id = current_user.id if current_user.is_authenticated else None
        g.actor = ANONYMOUS if user_id is None else actor_of(db.session(), user_id)
    actor: Actor = g.actor
    return actor
