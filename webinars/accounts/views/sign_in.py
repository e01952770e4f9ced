import hashlib

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.accounts import actions
from webinars.accounts.errors import SignInRefused
from webinars.accounts.forms import SignInForm
from webinars.accounts.queries import has_accounts
from webinars.accounts.views.blueprint import bp
from webinars.db import db
from webinars.lib.i18n import gettext as _
from webinars.lib.safe_redirect import local_path
from webinars.web import access, limits
from webinars.web.identity import current_actor, forget, remember


def address_and_network() -> str:
    """The typed address, from this network: who guesses at one account is stopped, its owner elsewhere is not."""
    typed = request.form.get("email", "").strip().lower()
    return f"{limits.network()} {hashlib.sha256(typed.encode()).hexdigest()}"


@bp.get("/sign-in")
@access.visitor
def sign_in() -> ResponseReturnValue:
    if current_actor().user_id is not None:
        return redirect(_way_back())
    if not has_accounts(db.session()):
        return redirect(url_for(".first_run"))
    return render_template("accounts/sign_in.html", form=SignInForm())


@bp.post("/sign-in")
@access.visitor
@limits.at_most("100 per 10 minutes")
@limits.at_most("10 per 10 minutes", by=address_and_network)
def open_session() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422
    try:
        _opened, token = actions.sign_in(
            db.session(), email=form.email.data or "", password=form.password.data or "", now=clock.now()
        )
    except SignInRefused as error:
        form.form_errors.append(str(error))
        return render_template("accounts/sign_in.html", form=form), 422
    db.session.commit()
    remember(token)
    return redirect(_way_back(), 303)


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
