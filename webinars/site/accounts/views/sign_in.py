import hashlib

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.accounts import actions
from webinars.domain.accounts.errors import SignInRefused
from webinars.domain.accounts.queries import has_accounts
from webinars.lib.i18n import gettext as _
from webinars.lib.safe_redirect import local_path
from webinars.site.accounts.views.blueprint import bp
from webinars.web import access, form_tokens
from webinars.web.forms.base import SignInForm
from webinars.web.forms.expired_forms import after_sign_in, sent_before, sign_in_page
from webinars.web.requests.transactions import prepared
from webinars.web.security import rate_limits
from webinars.web.security.identity import current_actor, forget, remember


def address_and_network() -> str:
    """Returns the typed address, from this network.

    Who guesses at one account is stopped, its owner elsewhere is not.
    """
    typed = request.form.get("email", "").strip().lower()
    return f"{rate_limits.network()} {hashlib.sha256(typed.encode()).hexdigest()}"


@bp.get("/sign-in")
@access.visitor
def sign_in() -> ResponseReturnValue:
    if current_actor().user_id is not None:
        return redirect(_way_back())
    if not has_accounts(db.session()):
        return redirect(url_for(".first_run"))
    return sign_in_page(SignInForm(), None, request.args.get("next"))


def _show_again() -> ResponseReturnValue | None:
    """Sign-in pages stand open for long: the address is typed already, and what they carry goes on."""
    way_back = request.args.get("next")
    if current_actor().user_id is not None:
        return after_sign_in(way_back)
    form = SignInForm()
    form.form_errors.append(_("This page has waited for too long. Enter your password once more."))
    return sign_in_page(form, sent_before(), way_back), 400


@bp.post("/sign-in")
@access.visitor
@rate_limits.at_most("100 per 10 minutes")
@rate_limits.at_most("10 per 10 minutes", by=address_and_network)
@form_tokens.shows_form_again(_show_again)
def open_session() -> ResponseReturnValue:
    form, way_back = SignInForm(), request.args.get("next")
    if not form.validate_on_submit():
        return sign_in_page(form, sent_before(), way_back), 422
    try:
        with prepared():
            right = actions.check_password(db.session(), email=form.email.data or "", password=form.password.data or "")
        _opened, token = actions.sign_in(db.session(), right, now=clock.now())
    except SignInRefused as error:
        form.form_errors.append(str(error))
        return sign_in_page(form, sent_before(), way_back), 422
    db.session.commit()
    remember(token)
    current_actor()  # whom the page after this names
    return after_sign_in(way_back) or redirect(_way_back(), 303)


@bp.post("/sign-out")
@access.visitor
def sign_out() -> ResponseReturnValue:
    token = forget()
    if token:
        actions.sign_out(db.session(), token)
        db.session.commit()
    flash(_("You have signed out."), "ok")
    return redirect(url_for(".sign_in"), 303)


def _way_back() -> str:
    return local_path(request.args.get("next")) or url_for("desk.show")
