"""Passkeys and recovery codes of one's own, and a password that is switched off."""

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.accounts.actions import renew_session, switch_password_off, tell_of_change
from webinars.domain.accounts.errors import LastWayIn, ProofRefused
from webinars.domain.accounts.passkeys import (
    add_passkey,
    ask_for_new_passkey,
    can_have_passkeys,
    passkey_of,
    rename_passkey,
)
from webinars.domain.accounts.recovery_codes import make_recovery_codes
from webinars.domain.accounts.ways_in import refuse_last_passkey
from webinars.lib.browser_names import browser_name
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.site.accounts.views.blueprint import bp
from webinars.site.accounts.views.proof import ASKED
from webinars.web import access
from webinars.web.forms import proof
from webinars.web.forms.proof import own_session
from webinars.web.security import rate_limits
from webinars.web.security.identity import remember
from webinars.web.security.known_browsers import remember_browser
from webinars.web.site_context import site_settings


@bp.post("/passkeys/options")
@access.signed_in
@proof.needed(_l("You want to add a passkey."))
@rate_limits.at_most("60 per 10 minutes")
def new_passkey_options() -> ResponseReturnValue:
    if not can_have_passkeys(site_settings()):
        abort(404)
    options, token = ask_for_new_passkey(db.session(), site_settings(), own_session().user, now=clock.now())
    db.session.commit()
    session[ASKED] = token
    return options


@bp.post("/passkeys")
@access.signed_in
@proof.needed(_l("You want to add a passkey."))
@rate_limits.at_most("60 per 10 minutes")
def add() -> ResponseReturnValue:
    answer = request.form.get("credential", "")
    if not answer:
        flash(_("It is you. Now add the passkey."), "ok")
        return _back()
    user = own_session().user
    try:
        add_passkey(
            db.session(),
            site_settings(),
            user,
            session.pop(ASKED, None),
            answer,
            browser=browser_name(request.user_agent.string),
            now=clock.now(),
        )
    except ProofRefused:
        db.session.commit()  # what was asked has ended
        flash(_("This passkey could not be added. Try it once more."), "danger")
        return _back()
    tell_of_change(db.session(), user, "user:add_passkey", now=clock.now())
    return _renewed(_("The passkey is added. You can sign in with it from now on."))


@bp.post("/passkeys/<int:passkey_id>/rename")
@access.signed_in
@proof.needed(_l("You want to call a passkey by another name."))
def rename_one(passkey_id: int) -> ResponseReturnValue:
    if rename_passkey(db.session(), own_session().user, passkey_id, name=request.form.get("name", "")) is not None:
        db.session.commit()
        flash(_("The name is saved."), "ok")
    return _back()


@bp.post("/passkeys/<int:passkey_id>/remove")
@access.signed_in
@proof.needed(_l("You want to remove a passkey."))
def remove(passkey_id: int) -> ResponseReturnValue:
    user = own_session().user
    found = passkey_of(db.session(), user.id, passkey_id)
    if found is None:
        return _back()
    try:
        refuse_last_passkey(db.session(), site_settings(), user)
    except LastWayIn as error:
        flash(str(error), "danger")
        return _back()
    db.session.delete(found)
    tell_of_change(db.session(), user, "user:remove_passkey", now=clock.now())
    return _renewed(_("The passkey is removed. It opens nothing any more."))


@bp.post("/recovery-codes")
@access.signed_in
@proof.needed(_l("You want to make recovery codes."))
def make_codes() -> ResponseReturnValue:
    own = own_session()
    codes = make_recovery_codes(db.session(), site_settings(), own.user, now=clock.now())
    tell_of_change(db.session(), own.user, "user:make_recovery_codes", now=clock.now())
    token = renew_session(db.session(), own, now=clock.now())
    db.session.commit()
    remember(token)
    return render_template("accounts/recovery_codes.html", codes=codes, user=own_session().user)


@bp.post("/password/off")
@access.signed_in
@proof.needed(_l("You want to switch your password off."))
def switch_off() -> ResponseReturnValue:
    try:
        switch_password_off(db.session(), own_session(), now=clock.now())
    except LastWayIn as error:
        flash(str(error), "danger")
        return _back()
    return _renewed(_("Your password is off. Passkeys and recovery codes sign you in."))


def _renewed(sentence: str) -> ResponseReturnValue:
    """What proves who it is has changed: the session gets another token."""
    own = own_session()
    token = renew_session(db.session(), own, now=clock.now())
    db.session.commit()
    remember(token)
    remember_browser(own.user)
    flash(sentence, "ok")
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for("accounts.show") + "#signing-in", 303)
