"""The second wall against cross-site requests: where there is a session, no form is read without its token."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf, validate_csrf
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import ValidationError

from webinars.web.access import Audience, audience_of
from webinars.web.forms import expired_forms
from webinars.web.security.identity import current_actor
from webinars.web.security.origin import SAFE_METHODS
from webinars.web.security.sessions import may_have_session

FIELD, HEADER = "csrf_token", "X-CSRF-Token"
View = TypeVar("View", bound=Callable[..., Any])


def shows_form_again(show: Callable[..., ResponseReturnValue | None]) -> Callable[[View], View]:
    """Let a view's form come back as it was sent when its token is of another session.

    `show` is called with the view's arguments in place of the view, and stores nothing. It returns None where the form
    cannot be shown.
    """

    def declared(view: View) -> View:
        view.shows_again = show  # type: ignore[attr-defined]  # functions take attributes
        return view

    return declared


def init_app(app: Flask) -> None:
    # Valid as long as the session: a form that was filled in over lunch must not be lost.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.jinja_env.globals[FIELD] = generate_csrf
    app.before_request(_refuse_without_token)


def _refuse_without_token() -> ResponseReturnValue | None:
    # Checked here and not by each form, so that a button without fields cannot be forgotten.
    if request.method in SAFE_METHODS or not may_have_session() or request.endpoint is None:
        return None
    try:
        if current_app.config.get("WTF_CSRF_ENABLED", True):
            validate_csrf(request.form.get(FIELD) or request.headers.get(HEADER))
    except ValidationError:
        return expired_forms.ask_to_sign_in() if _has_signed_out() else expired_forms.hand_back()
    except RequestEntityTooLarge:
        # Strangers may send less than members: who was one a moment ago is not told that a file is too large.
        if _has_signed_out():
            return expired_forms.ask_to_sign_in()
        raise
    return None


def _has_signed_out() -> bool:
    """Returns whether a view for people who signed in was asked for by nobody."""
    audience = audience_of(current_app.view_functions[request.endpoint or ""])
    return audience in {Audience.SIGNED_IN, Audience.ADMIN} and current_actor().user_id is None
