from collections.abc import Sequence

from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from webinars.db import length_of
from webinars.domain.organisations.settings import NAME_LENGTH
from webinars.domain.site_settings.zone_labels import ZoneUnclear, zone_of_words
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import DEFAULT_DURATION_MINUTES, Webinar
from webinars.pure.times import DisplayZone, line_label
from webinars.web.forms.base import SessionForm, options
from webinars.web.forms.fields import DayField, HourField, MinutesField, ZoneField

PLAIN = {"autocomplete": "off"}
OFTEN_PRINTED = ("Asia/Kolkata", "Asia/Shanghai")
"""Offered beside the zones of the site."""


class FirstStepsForm(SessionForm):
    """An organisation and its first webinar. What is wrong with a value is said by the actions (see `storing`)."""

    organisation = StringField(
        _l("Name of your organisation"),
        description=_l("As it is printed: “The Lunar Society with the …”"),
        render_kw={"maxlength": NAME_LENGTH, "autocomplete": "organization"},
    )
    timezone = ZoneField(
        _l("Its hours are told in the time of"), keeps_words=True, render_kw={**PLAIN, "spellcheck": "false"}
    )
    zones = SelectMultipleField(
        _l("Also printed in every zone line"),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    title = StringField(_l("Title"), render_kw={**PLAIN, "maxlength": length_of(Webinar.title)})
    date = DayField(_l("Date"))
    hour = HourField(_l("Start"))
    duration_minutes = MinutesField(_l("Minutes"), render_kw={**PLAIN, "inputmode": "numeric"})
    speakers = TextAreaField(
        _l("Speakers"),
        description=_l("One a line: “Caroline Herschel, Slough”. Whoever is not known yet is made."),
        render_kw={"rows": 3},
    )
    join_url = StringField(
        _l("Link to the room"),
        description=_l("May be empty, and follow later."),
        render_kw={**PLAIN, "inputmode": "url", "spellcheck": "false"},
    )

    def offer(self, site_zones: Sequence[DisplayZone]) -> None:
        """Offer the zones of the site, and what is often printed beside them."""
        zones = dict.fromkeys([*site_zones, *(DisplayZone(line_label(each), each) for each in OFTEN_PRINTED)])
        own = self.own_zone()
        others = [zone for zone in zones if own is None or zone.timezone != own.timezone]
        self.zones.choices = options((f"{zone.label}={zone.timezone}", zone.label) for zone in others)

    def begin(self, site_zones: Sequence[DisplayZone]) -> None:
        """Fill in what is usual."""
        self.timezone.data = site_zones[0].label if site_zones else "UTC"
        self.duration_minutes.data = DEFAULT_DURATION_MINUTES
        self.choose_usual(site_zones)

    def choose_usual(self, site_zones: Sequence[DisplayZone]) -> None:
        """Tick the zones of the site beside the own one."""
        own = self.own_zone()
        others = [zone for zone in site_zones if own is None or zone.timezone != own.timezone]
        self.zones.data = [f"{zone.label}={zone.timezone}" for zone in others]

    def own_zone(self) -> DisplayZone | None:
        """Returns the zone that is meant by what stands in its box, or None where that is not settled."""
        try:
            return zone_of_words(self.timezone.data or "")
        except ZoneUnclear:
            return None

    def display_zones(self) -> list[DisplayZone]:
        """Returns the zones of the zone line: the own one first, each once."""
        found: dict[str, DisplayZone] = {}
        for zone in (self.own_zone(), *map(_offered, self.zones.data or [])):
            if zone is not None:
                found.setdefault(zone.timezone, zone)
        return list(found.values())

    def names(self) -> list[str]:
        """Returns who speaks, as it was typed."""
        return [line.strip() for line in (self.speakers.data or "").splitlines() if line.strip()]

    def problems_of_organisation(self) -> dict[str, str]:
        """Returns what is wrong with the first step: a sentence for each box."""
        problems = {}
        if not (self.organisation.data or "").strip():
            problems["organisation"] = _("Enter the name of the organisation.")
        try:
            zone_of_words(self.timezone.data or "")
        except ZoneUnclear as error:
            problems["timezone"] = str(error) or _("Write a city or a country.")
        return problems


def _offered(value: str) -> DisplayZone | None:
    try:
        return zone_of_words(value)
    except ZoneUnclear:
        return None
