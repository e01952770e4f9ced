"""Forms that come too late, after the session has ended: what was typed is handed back, to be sent again.

It stands in hidden fields of the page that asks to sign in, and of the page after that, from which it is sent to where
it was meant for. So it is kept nowhere: not in an address, a log or a cache, and not on our side. Nothing is sent
without a press of a button on a page of ours that carries a fresh token: no form of another site gets over the wall.
"""

from urllib.parse import urlsplit

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct, field
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.routing import RequestRedirect

from webinars.domain.accounts.passkeys import can_have_passkeys
from webinars.lib.i18n import gettext as _
from webinars.lib.safe_redirect import local_path
from webinars.lib.web_addresses import netloc_of
from webinars.web.forms.base import SignInForm
from webinars.web.security.sessions import may_have_session
from webinars.web.site_context import site_settings

PREFIX = "carried."
"""How fields are named that are carried, so that they are not taken for those of the page that carries them."""
MARK = "is_carrying"
PASSWORD = "password"  # noqa: S105 - a name, not the secret
"""Stands in the name of each field that takes one, and of no other: what a form that comes late is of nobody knows yet.

Passwords are typed again: no page of ours has ever held one.
"""
MOST_OCTETS = 1_200_000
"""Of names and values: with their new names they still fit into one request."""
MOST_FIELDS = 5_000


class CarriedFields(Struct, frozen=True):
    fields: list[tuple[str, str]] = field(default_factory=list)
    is_file_lost: bool = False
    is_password_lost: bool = False
    is_too_long: bool = False


def carried_now() -> CarriedFields:
    """Returns what the present request has brought."""
    try:
        pairs = list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        return CarriedFields(is_too_long=True)
    fields = [(name, value) for name, value in pairs if name != "csrf_token" and PASSWORD not in name]
    size = sum(len(name.encode()) + len(value.encode()) for name, value in fields)
    if size > MOST_OCTETS or len(fields) > MOST_FIELDS:
        return CarriedFields(is_too_long=True)
    return CarriedFields(
        fields,
        is_file_lost=any(each.filename for each in request.files.values()),
        is_password_lost=any(value for name, value in pairs if PASSWORD in name),
    )


def sent_before() -> CarriedFields | None:
    """Returns what the sign-in page that was sent now has carried, or None if it carried nothing."""
    if MARK not in request.form:
        return None
    pairs = request.form.items(multi=True)
    return CarriedFields([(name.removeprefix(PREFIX), value) for name, value in pairs if name.startswith(PREFIX)])


def ask_to_sign_in() -> ResponseReturnValue:
    """Returns the sign-in page with all that this request has brought, which leads back to where it was sent to."""
    carried = carried_now()
    way_back = _page_it_came_from() if carried.is_too_long else request.full_path.rstrip("?")
    page = sign_in_page(SignInForm(formdata=None), None if carried.is_too_long else carried, way_back, late=carried)
    return page, 403


def sign_in_page(
    form: SignInForm, carried: CarriedFields | None, way_back: str | None, late: CarriedFields | None = None
) -> str:
    """Returns the page to sign in on. `late` is what came too late just now, of which something may be lost."""
    has_passkeys = can_have_passkeys(site_settings())
    return render_template(
        "accounts/sign_in.html", form=form, carried=carried, way_back=way_back, late=late, has_passkeys=has_passkeys
    )


def send_again_page(target: str, carried: CarriedFields, sentence: str) -> str:
    """Returns the page from which `carried` is sent to `target`, a path of ours."""
    return render_template(
        "accounts/send_again.html",
        target=target,
        carried=carried,
        sentence=sentence,
        can_look=_can_be_looked_at(target),
    )


def after_sign_in(target: str | None) -> str | None:
    """Returns the page from which what the sign-in page has carried is sent on.

    None if that was nothing for a path of ours.
    """
    carried, path = sent_before(), local_path(target)
    if carried is None or path is None or not may_have_session(urlsplit(path).path):
        return None
    return send_again_page(
        path, carried, _("You are signed in again. Nothing was saved yet, and nothing you typed is lost.")
    )


def hand_back() -> ResponseReturnValue:
    """Returns what came with a token of another session.

    That is the form as it was sent, if its view can show it, or to send again.
    """
    show = getattr(current_app.view_functions[request.endpoint or ""], "shows_again", None)
    answer: ResponseReturnValue | None = show(**(request.view_args or {})) if show is not None else None
    if answer is not None:
        return answer
    sentence = _("You have signed in or out since this page was opened. Nothing was saved yet: send it again.")
    return send_again_page(request.full_path.rstrip("?"), carried_now(), sentence), 400


def _page_it_came_from() -> str | None:
    """Returns the path of the page with the form, as far as the browser says."""
    if netloc_of(request.referrer) != request.host:
        return None
    return local_path(urlsplit(request.referrer or "").path)


def _can_be_looked_at(target: str) -> bool:
    try:
        endpoint, _arguments = current_app.create_url_adapter(request).match(urlsplit(target).path, method="POST")  # type: ignore[union-attr]  # there is a request
    except (HTTPException, RequestRedirect):
        return False
    return hasattr(current_app.view_functions[endpoint], "shows_again")
