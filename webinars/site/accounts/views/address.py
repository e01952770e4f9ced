"""The address of an account, and its end."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.accounts.address_changes import (
    Side,
    ask_for_address,
    change_of_token,
    confirm_address,
    stop_address,
)
from webinars.domain.accounts.closing import close_account, only_owned, refuse_needed, token_count
from webinars.domain.accounts.errors import AccountNeeded, EmailTaken, LinkSpent
from webinars.lib.email_addresses import InvalidEmail
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.site.accounts.forms import AddressForm
from webinars.site.accounts.views.blueprint import bp
from webinars.web import access
from webinars.web.forms import proof
from webinars.web.forms.proof import own_session
from webinars.web.mail_wording import on_its_way
from webinars.web.security import rate_limits
from webinars.web.security.identity import current_actor, forget
from webinars.web.site_context import site_settings


@bp.get("/address")
@access.signed_in
def address() -> ResponseReturnValue:
    return render_template("accounts/address.html", form=AddressForm(formdata=None), user=own_session().user)


@bp.post("/address")
@access.signed_in
@proof.needed(_l("You want to change the address of your account."))
@rate_limits.at_most("10 per hour")
def change_address() -> ResponseReturnValue:
    form = AddressForm()
    if form.validate_on_submit():
        try:
            ask_for_address(db.session(), own_session().user, email=form.email.data or "", now=clock.now())
        except (InvalidEmail, EmailTaken) as error:
            form.email.errors = [str(error)]
        except LinkSpent:
            form.email.errors = [_("It was changed a few days ago. It can change again a week after that.")]
        else:
            db.session.commit()
            flash(on_its_way(_("We have written to both addresses. The new one confirms the change.")), "ok")
            return redirect(url_for(".show") + "#end", 303)
    return render_template("accounts/address.html", form=form, user=own_session().user), 422


@bp.get("/address/confirm/<secret:token>")
@access.visitor
def ask_to_confirm(token: str) -> ResponseReturnValue:
    return _link_page(Side.NEW, token)


@bp.post("/address/confirm/<secret:token>")
@access.visitor
@rate_limits.at_most("20 per 10 minutes")
def confirm(token: str) -> ResponseReturnValue:
    try:
        user = confirm_address(db.session(), site_settings(), token, now=clock.now())
    except (LinkSpent, EmailTaken) as error:
        return render_template("accounts/link_spent.html", sentence=str(error)), 410
    db.session.commit()
    flash(
        _("Your account is %(email)s from now on. The old address can take it back for 7 days.", email=user.email), "ok"
    )
    return redirect(url_for(".show" if current_actor().user_id == user.id else ".sign_in"), 303)


@bp.get("/address/stop/<secret:token>")
@access.visitor
def ask_to_stop(token: str) -> ResponseReturnValue:
    return _link_page(Side.OLD, token)


@bp.post("/address/stop/<secret:token>")
@access.visitor
@rate_limits.at_most("20 per 10 minutes")
def stop(token: str) -> ResponseReturnValue:
    try:
        stop_address(db.session(), site_settings(), token, now=clock.now())
    except LinkSpent as error:
        return render_template("accounts/link_spent.html", sentence=str(error)), 410
    db.session.commit()
    forget()
    flash(
        on_its_way(_("The account is yours again. A mail with a link for a new password is on its way to you.")), "ok"
    )
    return redirect(url_for(".sign_in"), 303)


@bp.get("/closing")
@access.signed_in
def closing() -> ResponseReturnValue:
    user, session = own_session().user, db.session()
    problem = ""
    try:
        refuse_needed(session, user, is_own=True)
    except AccountNeeded as error:
        problem = str(error)
    return render_template(
        "accounts/closing.html",
        user=user,
        problem=problem,
        owned=only_owned(session, user),
        token_count=token_count(session, user, now=clock.now()),
    )


@bp.post("/closing")
@access.signed_in
@proof.needed(_l("You want to close your account."))
def close() -> ResponseReturnValue:
    try:
        close_account(db.session(), current_actor(), own_session().user, now=clock.now())
    except AccountNeeded as error:
        flash(str(error), "danger")
        return redirect(url_for(".closing"), 303)
    db.session.commit()
    forget()
    flash(_("Your account is closed. What you made stays; who you were is erased."), "ok")
    return redirect(url_for(".sign_in"), 303)


def _link_page(side: Side, token: str) -> ResponseReturnValue:
    # Only shown: mail scanners follow links.
    try:
        change = change_of_token(db.session(), site_settings(), token, side, now=clock.now())
    except LinkSpent as error:
        return render_template("accounts/link_spent.html", sentence=str(error)), 410
    return render_template("accounts/address_link.html", is_new=side is Side.NEW, token=token, change=change)
