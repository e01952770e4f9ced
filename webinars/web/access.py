"""Who may call a route. Every view carries exactly one of these decorators. A rule test fails for one without.

They decide by kind of visitor only. Whether this person may touch this object is a predicate in the feature's
`permissions.py`, checked by the action or the query.
"""

import enum
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars.web.forms import expired_forms
from webinars.web.security.identity import current_actor
from webinars.web.security.origin import SAFE_METHODS

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Audience(enum.StrEnum):
    PUBLIC = "public"
    """Anyone. The answer is the same bytes for everyone and sets no cookie."""
    VOTER = "voter"
    """Anyone, by POST alone. The answer is for who has sent it, and may set the one cookie of who votes."""
    FRAMED = "framed"
    """Anyone, and other sites may frame it: only under /embed/."""
    PROGRAM = "program"
    """Programs, with a token or without one: what each may is said by the operation (`webinars.api`)."""
    VISITOR = "visitor"
    """Anyone, with a session: sign-in and its siblings under /account/."""
    SIGNED_IN = "signed in"
    ADMIN = "admin"


def public(view: View) -> View:
    return _declared(view, Audience.PUBLIC)


def voter(view: View) -> View:
    """For votes, and nothing else: no cache keeps the answer, and the cookie it sets reaches no page."""

    @wraps(view)
    def kept_by_nobody(*args: Any, **kwargs: Any) -> ResponseReturnValue:  # noqa: ANN401 - the view's own arguments
        response = make_response(view(*args, **kwargs))
        response.headers["Cache-Control"] = "no-store"
        return response

    return _declared(kept_by_nobody, Audience.VOTER)  # type: ignore[return-value]  # wraps keeps the view's shape


def framed(view: View) -> View:
    return _declared(view, Audience.FRAMED)


def program(view: View) -> View:
    return _declared(view, Audience.PROGRAM)


def visitor(view: View) -> View:
    return _declared(view, Audience.VISITOR)


def signed_in(view: View) -> View:
    """Let in only people who signed in. Others are asked to, and come back with all they have typed."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:  # noqa: ANN401 - the view's own arguments
        if current_actor().user_id is None:
            return _to_sign_in()
        return view(*args, **kwargs)

    return _declared(guarded, Audience.SIGNED_IN)  # type: ignore[return-value]  # wraps keeps the view's shape


def admin(view: View) -> View:
    """Let in only administrators of the site."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:  # noqa: ANN401 - the view's own arguments
        actor = current_actor()
        if actor.user_id is None:
            return _to_sign_in()
        if not actor.is_admin:
            abort(403)
        return view(*args, **kwargs)

    return _declared(guarded, Audience.ADMIN)  # type: ignore[return-value]  # wraps keeps the view's shape


def audience_of(view: Callable[..., Any]) -> Audience | None:
    """Returns what `view` declared, for the rule test and for the security headers."""
    return getattr(view, "audience", None)


def _declared(view: View, audience: Audience) -> View:
    view.audience = audience  # type: ignore[attr-defined]  # functions take attributes
    return view


def _to_sign_in() -> ResponseReturnValue:
    if request.method in SAFE_METHODS:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    # A redirect would lose what was typed, and the way back would be a GET of an address that may only take POST.
    return expired_forms.ask_to_sign_in()
