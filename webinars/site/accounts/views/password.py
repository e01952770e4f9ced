"""A password without the present one: by a link in a mail."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.accounts import actions
from webinars.domain.accounts.errors import LinkSpent, WeakPassword
from webinars.domain.accounts.password_links import Purpose, user_of_password_token
from webinars.domain.accounts.passwords import NewPassword
from webinars.domain.accounts.queries import actor_of
from webinars.lib.i18n import gettext as _
from webinars.models import User
from webinars.site.accounts.forms import ForgottenForm, NewPasswordForm
from webinars.site.accounts.views.blueprint import bp
from webinars.web import access
from webinars.web.mail_wording import on_its_way
from webinars.web.requests.transactions import prepared
from webinars.web.security import rate_limits
from webinars.web.security.identity import forget, remember
from webinars.web.security.known_browsers import remember_browser
from webinars.web.site_context import site_settings


@bp.get("/forgotten")
@access.visitor
def forgotten() -> ResponseReturnValue:
    return render_template("accounts/forgotten.html", form=ForgottenForm())


@bp.post("/forgotten")
@access.visitor
@rate_limits.at_most("20 per hour")
def ask_for_reset() -> ResponseReturnValue:
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten.html", form=form), 422
    actions.request_password_reset(db.session(), email=form.email.data or "", now=clock.now())
    db.session.commit()
    sent = _(
        "If this address has an account, a mail with a link is on its way to it. The link works once, for an hour."
    )
    flash(on_its_way(sent), "ok")
    return redirect(url_for(".sign_in"), 303)


@bp.get("/password/<secret:token>")
@access.visitor
def new_password(token: str) -> ResponseReturnValue:
    # Only shown: mail scanners follow links, and must not use this one up.
    try:
        user, purpose = user_of_password_token(db.session(), site_settings(), token, now=clock.now())
    except LinkSpent as error:
        return _spent(error)
    form = NewPasswordForm(formdata=None, name=user.name)
    return render_template("accounts/new_password.html", form=form, user=user, purpose=purpose)


@bp.post("/password/<secret:token>")
@access.visitor
@rate_limits.at_most("20 per 10 minutes")
def set_password(token: str) -> ResponseReturnValue:
    form = NewPasswordForm()
    session, now = db.session(), clock.now()
    password = NewPassword(form.password.data or "")
    try:
        with prepared():
            user_of_password_token(session, site_settings(), token, now=now)
            password.hash  # noqa: B018 - made here, where nobody waits for it
        user, purpose = user_of_password_token(session, site_settings(), token, now=now)
        if form.validate_on_submit():
            actions.set_password(session, site_settings(), token, new=password, now=now)
    except LinkSpent as error:
        return _spent(error)
    except WeakPassword as error:
        form.password.errors = [str(error)]
    if form.errors:
        return render_template("accounts/new_password.html", form=form, user=user, purpose=purpose), 422
    return _welcome(user, purpose, form.name.data or "")


def _welcome(user: User, purpose: Purpose, name: str) -> ResponseReturnValue:
    """After a password was set by a link."""
    session = db.session()
    if purpose is Purpose.INVITATION:
        # The first password of this account, so there is nobody to sign out and no second step to skip.
        if name.strip():
            actions.rename_user(session, actor_of(session, user.id), user, name=name, now=clock.now())
        _opened, token = actions.open_session(session, user, now=clock.now())
        session.commit()
        remember(token)
        remember_browser(user)
        return redirect(url_for("desk.show"), 303)
    session.commit()
    forget()
    remember_browser(user)  # whoever reads the account's mail has just been here
    flash(_("Your password is changed, and you are signed out everywhere. Sign in with the new one."), "ok")
    return redirect(url_for(".sign_in"), 303)


def _spent(error: LinkSpent) -> ResponseReturnValue:
    return render_template("accounts/link_spent.html", sentence=str(error)), 410
