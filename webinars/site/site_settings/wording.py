"""What the page of the site's settings says of them."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from webinars.config import Settings
from webinars.domain.site_settings.smtp_check import LONGEST_S, Failure, Trial
from webinars.domain.site_settings.values import NAMES, Values, field_of, zones_of
from webinars.domain.site_settings.zone_labels import words_of_zone
from webinars.lib.i18n import format_list, ngettext
from webinars.lib.i18n import gettext as _
from webinars.site.desk.editor.readiness import Standing
from webinars.site.desk.editor.sections import Section

FAILURES: Mapping[Failure, Callable[[], str]] = {
    Failure.SIGN_IN: lambda: _("The server refused the name or the password."),
    Failure.OFFER: lambda: _("The server does not offer what is chosen here."),
    Failure.MAIL: lambda: _("The server refused the mail."),
    Failure.LATER: lambda: _("The server takes no mail now."),
    Failure.AWAY: lambda: _("The server cannot be reached."),
    Failure.SLOW: lambda: _("The server has not answered within %(seconds)s seconds.", seconds=round(LONGEST_S)),
}


@dataclass(frozen=True, slots=True)
class Tried:
    """A test of the mail server, in words."""

    at: dt.datetime
    headline: str
    detail: str
    is_good: bool


def tried(trial: Trial, host: str, email: str, *, at: dt.datetime) -> Tried:
    if trial.failure is None:
        seconds = f"{trial.took_s:.1f}"
        detail = _("%(host)s has it for %(email)s. Look whether it arrives. Nothing was saved.", host=host, email=email)
        return Tried(at, _("Sent in %(seconds)s seconds.", seconds=seconds), detail, is_good=True)
    said = ""
    if trial.words and trial.failure is Failure.AWAY:
        said = _("On the way to %(host)s: “%(words)s”.", host=host, words=trial.words)
    elif trial.words:
        said = _("%(host)s said “%(words)s”.", host=host, words=trial.words)
    # Of a server that is slow nobody knows yet what becomes of the mail.
    nothing = (
        _("Nothing was saved.") if trial.failure is Failure.SLOW else _("Nothing was sent, and nothing was saved.")
    )
    return Tried(at, FAILURES[trial.failure](), f"{said} {nothing}".strip(), is_good=False)


def sections(values: Values, settings: Settings) -> list[Section]:
    """Returns what stands in each section of the page, in its order."""
    zones = zones_of(values["display_zones"])
    zone_count = ngettext("%(num)s zone", "%(num)s zones", len(zones))
    mail = settings.mail_url
    people = _("Everybody with an account") if values["open_organisations"] else _("Only administrators")
    seconds = ngettext("%(num)s second", "%(num)s seconds", values["page_cache_seconds"])
    return [
        Section("name-part", _("Name"), Standing.DONE, values["site_name"]),
        Section("zones", _("Zones"), Standing.DONE, zone_count),
        Section("mail", _("Mail"), Standing.DONE if mail else Standing.MISSING, mail.host if mail else _("Not set up")),
        Section("people", _("Who may do what"), Standing.DONE, people),
        Section("cache", _("Copies of pages"), Standing.DONE, seconds),
        Section(
            "examples",
            _("Examples for the reader"),
            Standing.DONE,
            told_value("keep_examples", values["keep_examples"]),
        ),
        Section("server", _("Set on the server"), Standing.DONE, settings.base_url),
    ]


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
