"""The actor of the current request, read once from the session."""

import datetime as dt

from flask import Flask, Response, after_this_request, current_app, g, session
from msgspec.structs import replace

from webinars import clock
from webinars.db import db
from webinars.domain.accounts.actor import ANONYMOUS, Actor
from webinars.domain.accounts.queries import actor_of, open_session
from webinars.domain.accounts.session_visits import NOTED_AFTER, SessionVisit
from webinars.domain.accounts.sessions import ABSOLUTE_LIFETIME
from webinars.domain.accounts.ways_in import needs_two, ways_in
from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.models import SignInWay, UserSession
from webinars.pure.times import format_hour, place_name, wall
from webinars.web.security.sessions import may_have_session
from webinars.web.site_context import site_settings

MARK = "desk"
"""A cookie for scripts of public pages, which are the same for all: it says that somebody has signed in, not who."""
TOKEN = "token"  # noqa: S105 - the key in the cookie, not the secret


def init_app(app: Flask) -> None:
    app.add_template_filter(desk_moment)
    # Known if the view has asked: an error page must not need the database.
    app.jinja_env.globals["may_have_session"] = may_have_session
    app.context_processor(lambda: {"actor": g.get("actor", ANONYMOUS)})


def current_actor() -> Actor:
    """Returns who is asking. Nobody on public pages: they are the same bytes for everyone."""
    if "actor" not in g:
        opened = current_session()
        g.actor = ANONYMOUS if opened is None else _actor_of(opened)
    actor: Actor = g.actor
    return actor


def _actor_of(opened: UserSession) -> Actor:
    """Returns the person, without an administrator's rights where those need a passkey and there was none."""
    actor = actor_of(db.session(), opened.user_id)
    if actor.is_admin and needs_two(site_settings(), opened.user):
        is_proved = opened.way in {SignInWay.PASSKEY, SignInWay.RECOVERY_CODE}
        return replace(actor, is_admin=is_proved and ways_in(db.session(), opened.user).are_two)
    return actor


def current_session() -> UserSession | None:
    """Returns the open session of this request, with its user, or None for nobody."""
    if "user_session" not in g:
        token = session.get(TOKEN) if may_have_session() else None
        g.user_session = found = open_session(db.session(), token, now=clock.now()) if token else None
        if found is not None and found.seen_at < clock.now() - NOTED_AFTER:
            current_app.extensions["sessions"].count(SessionVisit(found.id, clock.now()))
    opened: UserSession | None = g.user_session
    return opened


def look_again() -> None:
    """Have the session of this request loaded anew: its transaction has ended."""
    g.pop("user_session", None)


def remember(token: str) -> None:
    """Put the token of a new session into the cookie. Whatever the cookie held before is dropped."""
    session.clear()
    session[TOKEN] = token
    session.permanent = True
    after_this_request(_mark)
    for known in ("actor", "user_session"):
        g.pop(known, None)


def forget() -> str | None:
    """Empty the cookie. Returns the token that was in it, if any."""
    token: str | None = session.get(TOKEN)
    session.clear()
    after_this_request(_unmark)
    return token


def _mark(response: Response) -> Response:
    lifetime, is_secure = ABSOLUTE_LIFETIME, site_settings().is_secure
    response.set_cookie(MARK, "1", max_age=lifetime, secure=is_secure, samesite="Lax")
    return response


def _unmark(response: Response) -> Response:
    response.delete_cookie(MARK, secure=site_settings().is_secure, samesite="Lax")
    return response


def desk_moment(at: dt.datetime) -> str:
    """Returns when something was done, for whoever is asking: in the zone that the person has chosen, else in UTC."""
    zone = current_actor().timezone
    there = wall(at, zone or "UTC")
    name, hour = place_name(zone) if zone else "UTC", format_hour(there)
    return _("%(day)s, %(hour)s %(zone)s", day=format_date(there.date(), "d MMMM y"), hour=hour, zone=name)
