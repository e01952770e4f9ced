"""Sessions exist under /manage and /account only, so that a public page cannot depend on a cookie even by mistake."""

from flask import Flask, Request, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

SESSION_PATHS = ("/manage", "/account")


def may_have_session(path: str | None = None) -> bool:
    """Returns whether a request for `path` (default: the current one) may carry a session."""
    place = request.path if path is None else path
    return any(place == root or place.startswith(root + "/") for root in SESSION_PATHS)


class PathBoundSessions(SecureCookieSessionInterface):
    """Flask's signed cookie sessions, but none outside `SESSION_PATHS`.

    Elsewhere the session is Flask's null session: it reads as empty, refuses to be written, and is never saved, so
    neither Set-Cookie nor `Vary: Cookie` can appear.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if not may_have_session(request.path):
            return self.make_null_session(app)
        return super().open_session(app, request)
