from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.accounts import actions
from webinars.domain.accounts.address_changes import change_of
from webinars.domain.accounts.errors import WeakPassword, WrongPassword
from webinars.domain.accounts.passkeys import can_have_passkeys, passkeys_of
from webinars.domain.accounts.passwords import NewPassword
from webinars.domain.accounts.queries import memberships_of, sessions_of
from webinars.domain.accounts.ways_in import needs_two, ways_in
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.pure import times
from webinars.site.accounts.forms import ChangePasswordForm, NameForm, OwnZoneForm
from webinars.site.accounts.views.blueprint import bp
from webinars.web import access
from webinars.web.desk_return import back_to_desk_or
from webinars.web.forms import proof
from webinars.web.forms.proof import own_session
from webinars.web.requests.transactions import prepared
from webinars.web.security import rate_limits
from webinars.web.security.identity import current_actor, remember
from webinars.web.security.known_browsers import remember_browser
from webinars.web.site_context import site_settings


@bp.get("/")
@access.signed_in
def show() -> ResponseReturnValue:
    return _page()


@bp.post("/name")
@access.signed_in
def rename() -> ResponseReturnValue:
    form = NameForm()
    if not form.validate_on_submit():
        return _page(name_form=form), 422
    user = own_session().user
    actions.rename_user(db.session(), current_actor(), user, name=form.name.data or "", now=clock.now())
    db.session.commit()
    flash(_("Your name is saved."), "ok")
    return redirect(url_for(".show"), 303)


@bp.post("/timezone")
@access.signed_in
def set_timezone() -> ResponseReturnValue:
    form = OwnZoneForm()
    if not form.validate_on_submit():
        return _page(zone_form=form), 422
    timezone = (form.timezone.data or "").strip() or None
    user = own_session().user
    actions.set_own_timezone(db.session(), current_actor(), user, timezone=timezone, now=clock.now())
    db.session.commit()
    flash(_("Your time zone is saved."), "ok")
    return redirect(back_to_desk_or(url_for(".show")), 303)


@bp.post("/password")
@access.signed_in
@rate_limits.at_most("20 per 10 minutes")
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        new = NewPassword(form.password.data or "")
        try:
            with prepared():
                current = actions.check_own_password(own_session().user, form.current_password.data or "")
                new.hash  # noqa: B018 - made here, where nobody waits for it
            actions.change_password(
                db.session(), site_settings(), own_session(), current=current, new=new, now=clock.now()
            )
        except WrongPassword as error:
            form.current_password.errors = [str(error)]
        except WeakPassword as error:
            form.password.errors = [str(error)]
        else:
            _renew()
            flash(_("Your password is changed. Everywhere else you are signed out."), "ok")
            return redirect(url_for(".show"), 303)
    return _page(password_form=form), 422


@bp.post("/sessions/<int:session_id>/end")
@access.signed_in
@proof.needed(_l("You want to sign out another browser."))
def end_session(session_id: int) -> ResponseReturnValue:
    actions.end_session(db.session(), own_session(), session_id)
    db.session.commit()
    flash(_("That browser is signed out."), "ok")
    return redirect(url_for(".show") + "#places", 303)


@bp.post("/sessions/delete")
@access.signed_in
@proof.needed(_l("You want to sign out all other browsers."))
def end_other_sessions() -> ResponseReturnValue:
    actions.end_other_sessions(db.session(), own_session())
    _renew()
    flash(_("Everywhere else you are signed out."), "ok")
    return redirect(url_for(".show"), 303)


def _renew() -> None:
    """Store what has changed, and let copies of the cookie be worth nothing."""
    own = own_session()
    user, token = own.user, actions.renew_session(db.session(), own, now=clock.now())
    db.session.commit()
    remember(token)
    remember_browser(user)


def _page(
    *,
    name_form: NameForm | None = None,
    zone_form: OwnZoneForm | None = None,
    password_form: ChangePasswordForm | None = None,
) -> str:
    """Returns the page with the form that was sent, and the others as they are stored."""
    own, session = own_session(), db.session()
    return render_template(
        "accounts/show.html",
        user=own.user,
        name_form=name_form or NameForm(formdata=None, obj=own.user),
        zone_form=zone_form or OwnZoneForm(formdata=None, obj=own.user),
        password_form=password_form or ChangePasswordForm(formdata=None),
        timezones=times.all_timezones(clock.now()),
        memberships=memberships_of(session, own.user_id),
        own=own,
        sessions=sessions_of(session, own.user_id, now=clock.now()),
        passkeys=passkeys_of(session, own.user_id),
        can_have_passkeys=can_have_passkeys(site_settings()),
        ways=ways_in(session, own.user),
        needs_two=needs_two(site_settings(), own.user),
        change=change_of(session, own.user),
    )
