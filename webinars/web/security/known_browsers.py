"""Browsers in which somebody has signed in before, as the browser itself remembers it: in a signed cookie.

From another one a password is not enough, where mail leaves. Nothing is kept of it on our side.
"""

import datetime as dt

from flask import Response, after_this_request, request
from itsdangerous import BadSignature, URLSafeSerializer

from webinars import clock
from webinars.models import User
from webinars.web.site_context import site_settings

COOKIE = "browser"
PATH = "/account"
LIFETIME = dt.timedelta(days=180)
MOST_PEOPLE = 5
"""Who share a browser."""


def is_known_to(user: User) -> bool:
    """Returns whether this browser has been used by `user`, not too long ago and since the password was set."""
    at = _people().get(str(user.id))
    if at is None:
        return False
    known_at = dt.datetime.fromtimestamp(at, dt.UTC)
    since = user.browsers_forgotten_at
    return known_at > clock.now() - LIFETIME and (since is None or known_at >= since.replace(microsecond=0))


def remember_browser(user: User) -> None:
    """Have the browser of this request known to `user` from now on."""
    people = {str(user.id): int(clock.now().timestamp())} | {
        each: at for each, at in _people().items() if each != str(user.id)
    }
    value = _serializer().dumps(dict(list(people.items())[:MOST_PEOPLE]))

    @after_this_request
    def _set(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            str(value),
            max_age=LIFETIME,
            path=PATH,
            secure=site_settings().is_secure,
            httponly=True,
            samesite="Lax",
        )
        return response


def _people() -> dict[str, int]:
    """Returns when each of those who are known was here last, as a Unix time."""
    try:
        found = _serializer().loads(request.cookies.get(COOKIE, ""))
    except BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def _serializer() -> URLSafeSerializer:
    settings = site_settings()
    return URLSafeSerializer([*settings.secret_key_fallbacks, settings.secret_key], salt="known browser")
