from dataclasses import replace

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.config import Settings
from webinars.db import db
from webinars.domain.site_settings.actions import change_site, lock_settings
from webinars.domain.site_settings.errors import SettingFixed, SiteInvalid
from webinars.domain.site_settings.queries import stored_settings, stored_values
from webinars.domain.site_settings.smtp_check import try_server
from webinars.domain.site_settings.validation import checked
from webinars.domain.site_settings.values import (
    NAMES,
    PASSWORD,
    Values,
    in_force,
    is_fixed,
    is_password_lost,
    kept_password,
    server_of,
    zones_of,
)
from webinars.lib.i18n import gettext as _
from webinars.models import User
from webinars.site.site_settings.forms import BOXES, SiteForm
from webinars.site.site_settings.three_way_merge import Merged, beginning_of, merged, names_with, touched
from webinars.site.site_settings.wording import Tried, other_variables, sections, told_value, tried
from webinars.site.web import access
from webinars.site.web.forms.rows import arranged, pressed
from webinars.site.web.requests.transactions import prepared, stores_nothing
from webinars.site.web.security import rate_limits
from webinars.site.web.security.identity import current_actor
from webinars.site.web.site_context import site_settings

bp = Blueprint("site_settings", __name__, url_prefix="/manage/site")


@bp.get("")
@access.admin
def show() -> ResponseReturnValue:
    form, values = SiteForm.of(_given(), formdata=None), _in_force()
    form.show(values)
    form.beginning.data = beginning_of(values)
    return _page(form)


@bp.post("")
@access.admin
def save() -> ResponseReturnValue:
    given, session = _given(), db.session()
    form = SiteForm.of(given)
    lock_settings(session)
    try:
        _refuse_fixed(given)
        if _is_arranging(form):
            return _page(form)
        stored, beginning = stored_values(session), form.beginning.data
        changed = checked(given, stored, touched(beginning, form.typed()))
        found = merged(beginning, changed, in_force(given, stored))
    except SettingFixed as error:
        form.form_errors.append(str(error))
        return _page(form), 422
    except SiteInvalid as error:
        form.note(error.problems)
        return _page(form), 422
    if found.disputed:
        _ask_about(form, found)
        return _page(form), 409
    change_site(session, given, current_actor(), found.changes, now=clock.now())
    session.commit()
    flash(_("Saved. It holds at once, everywhere: nothing has to be started again."), "ok")
    return redirect(url_for(".show"), 303)


@bp.post("/mail-test")
@access.admin
@rate_limits.at_most("10 per 10 minutes", by=lambda: str(current_actor().user_id))
@stores_nothing
def send_test() -> ResponseReturnValue:
    """Send a mail with what stands in the form, saved or not, to whoever asks."""
    given, form = _given(), SiteForm.of(_given())
    form.take_new_zone()
    with prepared():
        stored, email = stored_values(db.session()), _user().email
    typed = {name: value for name, value in form.typed().items() if name.startswith("mail_")}
    try:
        values = in_force(given, stored) | checked(given, stored, typed)
    except SiteInvalid as error:
        form.note(error.problems)
        return _page(form), 422
    password = values.get(PASSWORD) or kept_password(given, stored)
    server = given.mail_url if is_fixed(given, "mail_host") else server_of(values, password)
    if server is None or not server.host:
        form.note({"mail_host": _("Name a server to send the test through.")})
        return _page(form), 422
    at = clock.now()
    trial = try_server(replace(site_settings(), mail_from=values["mail_from"]), server, email, now=at)
    return _page(form, [tried(trial, server.host, email, at=at)])


def _given() -> Settings:
    """The settings of the server."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _user() -> User:
    return db.session().get_one(User, current_actor().user_id)


def _in_force() -> dict[str, object]:
    return in_force(_given(), stored_values(db.session()))


def _refuse_fixed(given: Settings) -> None:
    """Raises SettingFixed if the form brings a setting that has become the server's since it was opened."""
    for name in NAMES:
        box = BOXES.get(name, name)
        if is_fixed(given, name) and any(each == box or each.startswith(f"{box}-") for each in request.form):
            raise SettingFixed(name)


def _is_arranging(form: SiteForm) -> bool:
    """Whether a button of the list of zones was pressed; then that is done."""
    press = pressed(request.form)
    if press.verb == "add" and "new_zone" in form and (form.new_zone.data or "").strip():
        form.take_new_zone()
        return True
    if arranged(form, press):
        return True
    form.take_new_zone()
    return False


def _ask_about(form: SiteForm, found: Merged) -> None:
    """Say at each disputed box what somebody else has made of it, and begin anew from there."""
    rows, values = stored_settings(db.session()), _in_force()
    for first in found.disputed:
        names = names_with(first)
        row = max((rows[name] for name in names if name in rows), key=lambda each: each.changed_at, default=None)
        who = row.changed_by.name or row.changed_by.email if row and row.changed_by else _("Somebody else")
        theirs = ", ".join(told_value(name, values[name]) for name in names if values[name] != "")
        sentence = _(
            "%(who)s has changed this since you opened the page. It is “%(theirs)s” now; what you typed still stands "
            "here. Save again to put yours in its place.",
            who=who,
            theirs=theirs,
        )
        form.note({first: sentence})
    form.show({name: values[name] for first in found.kept for name in names_with(first)})
    form.beginning.data = beginning_of(values)


def _page(form: SiteForm, trials: list[Tried] | None = None) -> str:
    given, session = _given(), db.session()
    stored = stored_values(session)
    values: Values = in_force(given, stored)
    if "password" in form:
        is_kept = bool(stored.get(PASSWORD))
        form.password.description = _("Kept, never shown. Leave empty to keep it.") if is_kept else _("Never shown.")
    return render_template(
        "site_settings/show.html",
        form=form,
        press=pressed(request.form),
        values=values,
        given=given,
        is_fixed=lambda name: is_fixed(given, name),
        zones=zones_of(values["display_zones"]),
        is_password_lost=is_password_lost(given, stored),
        trials=trials or [],
        sections=sections(values, site_settings()),
        others=other_variables(given),
        email=_user().email,
    )
