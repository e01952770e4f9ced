"""Before somebody changes what opens an account: they show that it is still they, within the last ten minutes.

Any view may ask for it. The page that asks is sent to `accounts.prove`, and from there to the view again.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from msgspec.structs import replace
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from webinars import clock
from webinars.db import db
from webinars.domain.accounts.sessions import PROOF_LIFETIME
from webinars.domain.accounts.ways_in import needs_two, ways_in
from webinars.models import SignInWay, UserSession
from webinars.web.forms.expired_forms import carried_now
from webinars.web.security.identity import current_session
from webinars.web.site_context import site_settings

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
PASSWORD, CREDENTIAL = "proof_password", "proof_credential"
"""The fields of the page that asks. No page carries them: a form that is sent on has them, and no view reads them."""


def own_session() -> UserSession:
    """Returns the session of somebody whom `access.signed_in` has let in."""
    own = current_session()
    assert own is not None, "access.signed_in lets nobody else in"
    return own


def needed(wish: object) -> Callable[[View], View]:
    """Ask for a proof before a view is called, unless there was one of late. `wish` says what the person wants."""

    def declared(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:  # noqa: ANN401 - the view's own arguments
            if not _is_proved(own_session()):
                return proof_page(request.path)
            return view(*args, **kwargs)

        guarded.wish = wish  # type: ignore[attr-defined]  # functions take attributes
        return guarded  # type: ignore[return-value]  # wraps keeps the view's shape

    return declared


def needs_passkey(own: UserSession) -> bool:
    """Returns whether a password proves nothing: this site demands a passkey of the person, who has one."""
    return needs_two(site_settings(), own.user) and ways_in(db.session(), own.user).are_two


def _is_proved(own: UserSession) -> bool:
    is_weak = own.way not in {SignInWay.PASSKEY, SignInWay.RECOVERY_CODE} and needs_passkey(own)
    return own.proved_at > clock.now() - PROOF_LIFETIME and not is_weak


def proof_page(target: str, problem: str = "") -> str:
    """Returns the page that asks for a proof, with all that this request has brought for `target`, a path of ours."""
    carried, found = carried_now(), ways_in(db.session(), own_session().user)
    carried.fields[:] = [pair for pair in carried.fields if pair[0] not in {PASSWORD, CREDENTIAL}]
    return render_template(
        "accounts/proof.html",
        wish=_wish_of(target),
        target=target,
        carried=carried,
        problem=problem,
        ways=replace(found, has_password=False) if needs_passkey(own_session()) else found,
    )


def _wish_of(target: str) -> str:
    """Returns what the view at a path of ours was asked to do, as it says itself."""
    try:
        endpoint, _arguments = current_app.create_url_adapter(request).match(target, method="POST")  # type: ignore[union-attr]  # there is a request
    except (HTTPException, RequestRedirect):
        return ""
    return str(getattr(current_app.view_functions[endpoint], "wish", ""))
