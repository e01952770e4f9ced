from collections.abc import Mapping
from typing import Any

from wtforms import Form, FormField, HiddenField, PasswordField, RadioField, SelectField, StringField, TextAreaField

from webinars.config import Settings
from webinars.domain.organisations.settings import TAGLINE_LENGTH
from webinars.domain.site_settings.values import NAMES, PASSWORD, PORTS, is_fixed, zones_of
from webinars.domain.site_settings.zone_labels import words_of_zone
from webinars.lib.i18n import lazy_gettext as _l
from webinars.web.forms.base import SessionForm, options
from webinars.web.forms.fields import TAGLINE_HINT, TAGLINE_LABEL
from webinars.web.forms.rows import Rows

BOXES = {PASSWORD: "password"}
"""Settings whose box has another name."""
EVERYBODY, ADMINISTRATORS = "everybody", "administrators"
KEPT, NOT_KEPT = "kept", "not kept"


class ZoneRow(Form):
    """One zone in words. A row that is left empty is dropped."""

    text = StringField(_l("Zone"))


class SiteForm(SessionForm):
    """Every setting that the server leaves to administrators. Of the others it has no box."""

    beginning = HiddenField()
    site_name = StringField(
        _l("Name of the site"),
        description=_l("In the head of every page, in mails and in calendar feeds."),
        render_kw={"maxlength": 80},
    )
    tagline = StringField(TAGLINE_LABEL, description=TAGLINE_HINT, render_kw={"maxlength": TAGLINE_LENGTH})
    display_zones = Rows(FormField(ZoneRow), _l("Zones of the zone line"), blank={"text": ""})
    new_zone = StringField(_l("Another zone"), description=_l("A city, a country or a clock, like US Eastern."))
    mail_host = StringField(
        _l("Server"),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    mail_port = StringField(_l("Port"), render_kw={"inputmode": "numeric"})
    mail_tls = SelectField(
        _l("Encrypted"),
        choices=options(
            [
                ("starttls", _l("STARTTLS, port 587")),
                ("implicit", _l("TLS, port 465")),
                ("none", _l("Not at all")),
            ]
        ),
    )
    mail_username = StringField(_l("Name there"), render_kw={"autocomplete": "off", "spellcheck": "false"})
    password = PasswordField(
        _l("Password there"),
        render_kw={"autocomplete": "new-password"},
    )
    mail_from = StringField(
        _l("Mails come from"), render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"}
    )
    open_organisations = RadioField(
        _l("A new organisation is made by"),
        choices=options(
            [(ADMINISTRATORS, _l("People who look after this site")), (EVERYBODY, _l("Everybody who has an account"))]
        ),
    )
    page_cache_seconds = StringField(
        _l("Seconds"),
        description=_l(
            "How long a cache in front of the site may show a public page as it was. With 0 it asks each time."
        ),
        render_kw={"inputmode": "numeric"},
    )

    keep_examples = RadioField(
        _l("Texts that are pasted at the desk"),
        choices=options(
            [
                (NOT_KEPT, _l("Are not kept")),
                (KEPT, _l("Are kept as examples, while their webinar is here")),
            ]
        ),
    )

    privacy_text = TextAreaField(
        _l("Privacy"),
        description=_l("In Markdown, in the place of our words. Empty: ours, which are so by what this site keeps."),
        render_kw={"rows": 4},
    )
    accessibility_text = TextAreaField(
        _l("Accessibility"),
        description=_l("In Markdown, in the place of our words. Empty: ours."),
        render_kw={"rows": 4},
    )

    @classmethod
    def of(cls, given: Settings, **arguments: Any) -> "SiteForm":  # noqa: ANN401 - those of the form
        """Returns the form with a box for each setting that `given`, the settings of the server, leave open."""
        form = cls(**arguments)
        for name in NAMES:
            if is_fixed(given, name):
                del form[BOXES.get(name, name)]
        if "display_zones" not in form:
            del form["new_zone"]
        return form

    def show(self, values: Mapping[str, Any]) -> None:
        """Fill the boxes of these settings."""
        for name in (each for each in values if each in self):
            self[name].process(None, _shown(name, values[name]))

    def typed(self) -> dict[str, Any]:
        """Returns what stands in the boxes, by the names of settings."""
        typed = {name: self[box].data or "" for name in NAMES if (box := BOXES.get(name, name)) in self}
        if "display_zones" in typed:
            typed["display_zones"] = [row.form.text.data or "" for row in self.display_zones]
        if "open_organisations" in typed:
            typed["open_organisations"] = typed["open_organisations"] == EVERYBODY
        if "keep_examples" in typed:
            typed["keep_examples"] = typed["keep_examples"] == KEPT
        if "mail_port" in typed and not typed["mail_port"].strip():
            typed["mail_port"] = PORTS.get(typed["mail_tls"], "")
        return typed

    def take_new_zone(self) -> None:
        """Put what is typed into the box below the list at the list’s end."""
        if "new_zone" in self and (text := (self.new_zone.data or "").strip()):
            self.display_zones.add({"text": text})
            self.new_zone.process(None, "")

    def note(self, problems: Mapping[str, str]) -> None:
        """Say at its box what is wrong with each setting."""
        for name, sentence in problems.items():
            field = self[BOXES.get(name, name)]
            field.errors = [*field.errors, sentence]


def _shown(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever a setting holds
    """Returns a setting as its box holds it."""
    if name == "display_zones":
        return [{"text": words_of_zone(zone)} for zone in zones_of(value)]
    if name == "open_organisations":
        return EVERYBODY if value else ADMINISTRATORS
    if name == "keep_examples":
        return KEPT if value else NOT_KEPT
    return value
