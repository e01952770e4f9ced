"""The second wall against cross-site requests: where there is a session, no form is read without its token."""

from flask import Flask, abort, current_app, request
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms import ValidationError

from webinars.lib.i18n import gettext as _
from webinars.web.origin import SAFE_METHODS
from webinars.web.sessions import may_have_session

FIELD, HEADER = "csrf_token", "X-CSRF-Token"


def init_app(app: Flask) -> None:
    # Valid as long as the session: a form that was filled in over lunch must not be lost.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.jinja_env.globals[FIELD] = generate_csrf
    app.before_request(_refuse_without_token)


def _refuse_without_token() -> None:
    # Checked here and not by each form, so that a button without fields cannot be forgotten.
    if request.method in SAFE_METHODS or not may_have_session() or not current_app.config.get("WTF_CSRF_ENABLED", True):
        return
    try:
        validate_csrf(request.form.get(FIELD) or request.headers.get(HEADER))
    except ValidationError:
        abort(400, _("You have signed out or in since this page was opened. Go back, reload it, and send it again."))
