import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from webinars import clock
from webinars.config import Settings
from webinars.db import db
from webinars.domain.site_settings.actions import change_site, lock_settings
from webinars.domain.site_settings.errors import SettingFixed, SiteInvalid
from webinars.domain.site_settings.queries import stored_settings, stored_values
from webinars.domain.site_settings.smtp_check import LONGEST_S, Failure, Trial, try_server
from webinars.domain.site_settings.validation import as_stored, checked_values
from webinars.domain.site_settings.values import (
    NAMES,
    PASSWORD,
    Values,
    field_of,
    in_force,
    is_fixed,
    is_password_lost,
    kept_password,
    server_of,
    zones_of,
)
from webinars.domain.site_settings.zone_labels import words_of_zone
from webinars.lib.i18n import format_list, ngettext
from webinars.lib.i18n import gettext as _
from webinars.models import User
from webinars.site.desk.editor.fingerprints import print_of
from webinars.site.desk.editor.readiness import CheckState
from webinars.site.desk.editor.sections import SectionSummary
from webinars.site.site_settings.forms import BOXES, SiteForm
from webinars.web import access
from webinars.web.forms.rows import arranged, press_in
from webinars.web.requests.transactions import prepared, stores_nothing
from webinars.web.security import rate_limits
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

# What the page of the site's settings says of them.


FAILURES: Mapping[Failure, Callable[[], str]] = {
    Failure.SIGN_IN: lambda: _("The server refused the name or the password."),
    Failure.OFFER: lambda: _("The server does not offer what is chosen here."),
    Failure.MAIL: lambda: _("The server refused the mail."),
    Failure.LATER: lambda: _("The server takes no mail now."),
    Failure.AWAY: lambda: _("The server cannot be reached."),
    Failure.SLOW: lambda: _("The server has not answered within %(seconds)s seconds.", seconds=round(LONGEST_S)),
}


class TestResult(Struct, frozen=True):
    """A test of the mail server, in words."""

    at: dt.datetime
    headline: str
    detail: str
    is_good: bool


def test_result(trial: Trial, host: str, email: str, *, at: dt.datetime) -> TestResult:
    if trial.failure is None:
        seconds = f"{trial.took_s:.1f}"
        detail = _("%(host)s has it for %(email)s. Look whether it arrives. Nothing was saved.", host=host, email=email)
        return TestResult(at, _("Sent in %(seconds)s seconds.", seconds=seconds), detail, is_good=True)
    said = ""
    if trial.words and trial.failure is Failure.AWAY:
        said = _("On the way to %(host)s: “%(words)s”.", host=host, words=trial.words)
    elif trial.words:
        said = _("%(host)s said “%(words)s”.", host=host, words=trial.words)
    # Of a server that is slow nobody knows yet what becomes of the mail.
    nothing = (
        _("Nothing was saved.") if trial.failure is Failure.SLOW else _("Nothing was sent, and nothing was saved.")
    )
    return TestResult(at, FAILURES[trial.failure](), f"{said} {nothing}".strip(), is_good=False)


def sections(values: Values, settings: Settings) -> list[SectionSummary]:
    """Returns what stands in each section of the page, in its order."""
    zones = zones_of(values["display_zones"])
    zone_count = ngettext("%(num)s zone", "%(num)s zones", len(zones))
    mail = settings.mail_url
    people = _("Everybody with an account") if values["open_organisations"] else _("Only administrators")
    seconds = ngettext("%(num)s second", "%(num)s seconds", values["page_cache_seconds"])
    return [
        SectionSummary("name-part", _("Name"), CheckState.DONE, values["site_name"]),
        SectionSummary("zones", _("Zones"), CheckState.DONE, zone_count),
        SectionSummary(
            "mail", _("Mail"), CheckState.DONE if mail else CheckState.MISSING, mail.host if mail else _("Not set up")
        ),
        SectionSummary("people", _("Who may do what"), CheckState.DONE, people),
        SectionSummary("cache", _("Copies of pages"), CheckState.DONE, seconds),
        SectionSummary(
            "examples",
            _("Examples for the reader"),
            CheckState.DONE,
            told_value("keep_examples", values["keep_examples"]),
        ),
        SectionSummary("texts", _("Privacy and accessibility"), CheckState.DONE, _texts(values)),
        SectionSummary("server", _("Set on the server"), CheckState.DONE, settings.base_url),
    ]


def _texts(values: Values) -> str:
    is_own = [bool(values[name]) for name in ("privacy_text", "accessibility_text")]
    return _("Your own words") if all(is_own) else _("One in your own words") if any(is_own) else _("Our words")


def told_value(name: str, value: Any) -> str:  # noqa: ANN401 - whatever a setting holds
    """Returns a value as a sentence may say it."""
    if name == "display_zones":
        return format_list([words_of_zone(zone) for zone in zones_of(value)])
    if name == "open_organisations":
        return _("everybody who has an account") if value else _("people who look after this site")
    if name == "keep_examples":
        return _("Texts are kept") if value else _("No text is kept")
    return str(value) if value != "" else _("nothing")


def other_variables(given: Settings) -> list[str]:
    """Returns the variables by which the server says what stands in no box of the page."""
    boxes = {field_of(name) for name in NAMES} | {"base_url"}
    known = {each.name for each in fields(given)}
    return sorted(f"WEBINARS_{name.upper()}" for name in (given.fixed & known) - boxes)


# Two administrators at once: what only one has changed is taken, what both have is asked about (ADR 10).


TOGETHER = dict.fromkeys(("mail_host", "mail_port", "mail_tls", "mail_username", PASSWORD), "mail_host")
"""A server of one and a password of another are something that nobody has set: they are one value."""


class MergedSettings(Struct, frozen=True):
    changes: Mapping[str, Any]
    """What is to be stored."""
    kept: frozenset[str]
    """What somebody else has changed meanwhile and this person has not touched."""
    disputed: frozenset[str]
    """What both have changed differently: by the first setting of what belongs together."""


def beginning_of(values: Values) -> str:
    """Returns what a form carries to tell later what was changed in it."""
    return json.dumps({first: _print(group, values) for first, group in _groups().items()}, separators=(",", ":"))


def touched(beginning: str | None, typed: Values) -> dict[str, Any]:
    """Returns of `typed` what is another than the form began with: the rest is nothing that this person says."""
    prints, found = _read(beginning), dict[str, Any]()
    for first, whole in _groups().items():
        group = {name: typed[name] for name in whole if name in typed}
        values = {name: as_stored(name, value) for name, value in group.items()}
        is_whole = all(name in values for name in whole)
        if not is_whole or group.get(PASSWORD) or prints.get(first) != _print(whole, values):
            found |= group
    return found


def merge_settings(beginning: str | None, changed: Values, present: Values) -> MergedSettings:
    """Returns what becomes of what this person has `changed`, as it is stored. `present` is what is in force."""
    prints = _read(beginning)
    changes: dict[str, Any] = {}
    kept, disputed = set[str](), set[str]()
    for first, whole in _groups().items():
        group = {name: changed[name] for name in whole if name in changed}
        mine, theirs = _print(whole, {**present, **group}), _print(whole, present)
        if not group and prints.get(first) != theirs:
            kept.add(first)
        elif prints.get(first) == theirs or mine == theirs:
            changes |= group
        elif group:
            disputed.add(first)
    return MergedSettings(changes, frozenset(kept), frozenset(disputed))


def names_with(first: str) -> list[str]:
    """Returns the settings that are one value, by the first of them."""
    return [name for name in _groups()[first] if name != PASSWORD]


def _groups() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name in NAMES:
        groups.setdefault(TOGETHER.get(name, name), []).append(name)
    return groups


def _print(group: list[str], values: Values) -> str:
    return print_of(json.dumps([values[name] for name in group if name != PASSWORD]))


def _read(beginning: str | None) -> dict[str, str]:
    try:
        content = json.loads(beginning or "")
        return {str(name): str(value) for name, value in content.items()}
    except (ValueError, AttributeError, RecursionError):
        return {}


bp = Blueprint("site_settings", __name__, url_prefix="/manage/site")


@bp.get("")
@access.admin
def show() -> ResponseReturnValue:
    form, values = SiteForm.of(_server_settings(), formdata=None), _in_force()
    form.show(values)
    form.beginning.data = beginning_of(values)
    return _page(form)


@bp.post("")
@access.admin
def save() -> ResponseReturnValue:
    given, session = _server_settings(), db.session()
    form = SiteForm.of(given)
    lock_settings(session)
    try:
        _refuse_fixed(given)
        if _is_arranging(form):
            return _page(form)
        stored, beginning = stored_values(session), form.beginning.data
        changed = checked_values(given, stored, touched(beginning, form.typed()))
        found = merge_settings(beginning, changed, in_force(given, stored))
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
    given, form = _server_settings(), SiteForm.of(_server_settings())
    form.take_new_zone()
    with prepared():
        stored, email = stored_values(db.session()), _user().email
    typed = {name: value for name, value in form.typed().items() if name.startswith("mail_")}
    try:
        values = in_force(given, stored) | checked_values(given, stored, typed)
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
    return _page(form, [test_result(trial, server.host, email, at=at)])


def _server_settings() -> Settings:
    """Returns the settings of the server."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _user() -> User:
    return db.session().get_one(User, current_actor().user_id)


def _in_force() -> dict[str, object]:
    return in_force(_server_settings(), stored_values(db.session()))


def _refuse_fixed(given: Settings) -> None:
    """Raises SettingFixed if the form brings a setting that has become the server's since it was opened."""
    for name in NAMES:
        box = BOXES.get(name, name)
        if is_fixed(given, name) and any(each == box or each.startswith(f"{box}-") for each in request.form):
            raise SettingFixed(name)


def _is_arranging(form: SiteForm) -> bool:
    """Returns whether a button of the list of zones was pressed, and does what it says."""
    press = press_in(request.form)
    if press.verb == "add" and "new_zone" in form and (form.new_zone.data or "").strip():
        form.take_new_zone()
        return True
    if arranged(form, press):
        return True
    form.take_new_zone()
    return False


def _ask_about(form: SiteForm, found: MergedSettings) -> None:
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


def _page(form: SiteForm, trials: list[TestResult] | None = None) -> str:
    given, session = _server_settings(), db.session()
    stored = stored_values(session)
    values: Values = in_force(given, stored)
    if "password" in form:
        is_kept = bool(stored.get(PASSWORD))
        form.password.description = _("Kept, never shown. Leave empty to keep it.") if is_kept else _("Never shown.")
    return render_template(
        "site_settings/show.html",
        form=form,
        press=press_in(request.form),
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
