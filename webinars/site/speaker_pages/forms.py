import datetime as dt
from collections.abc import Mapping
from typing import Any

from wtforms import RadioField

from webinars.domain.speaker_pages.organiser_actions import SpeakerRules
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Webinar
from webinars.web.forms.base import SessionForm, options
from webinars.web.forms.fields import DayField, HourField, MinutesField, ZoneField

ALL, CONFIRMED = "all", "confirmed"
TAKEN, PROPOSED = "taken", "proposed"
FIELDS = {
    "starts_wall": "rehearsal_hour",
    "timezone": "rehearsal_timezone",
    "duration_minutes": "rehearsal_minutes",
}
"""The form's field for a field of the verb, where the names differ."""


class RulesForm(SessionForm):
    """How a webinar deals with its speakers, and when they rehearse."""

    shown = RadioField(
        _l("Who stands in public"),
        choices=options(
            [
                (ALL, _l("Everybody, those who have not answered as “to be confirmed”")),
                (CONFIRMED, _l("Only those who have agreed")),
            ]
        ),
    )
    texts = RadioField(
        _l("What speakers write"),
        choices=options(
            [(TAKEN, _l("Stands on the page at once")), (PROPOSED, _l("Waits here until somebody takes it"))]
        ),
    )
    rehearsal_date = DayField(_l("Date"))
    rehearsal_hour = HourField(_l("Start"))
    rehearsal_timezone = ZoneField(_l("In the time of"), is_optional=True)
    rehearsal_minutes = MinutesField(_l("Minutes"), render_kw={"inputmode": "numeric", "autocomplete": "off"})

    rehearsal_choices: tuple[dt.datetime, ...] = ()
    """Wall times to offer in place of one that clocks skip or repeat."""

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        is_shaped: bool = super().validate(extra_validators)
        if is_shaped and (self.rehearsal_date.data is None) != (self.rehearsal_hour.data is None):
            field = self.rehearsal_hour if self.rehearsal_hour.data is None else self.rehearsal_date
            field.errors = [_("A rehearsal needs a day and an hour, or neither.")]
            return False
        return is_shaped

    def rules(self) -> SpeakerRules:
        """Returns what was chosen."""
        return SpeakerRules(
            is_lineup_confirmed_only=self.shown.data == CONFIRMED,
            are_speakers_texts_taken=self.texts.data == TAKEN,
            rehearsal_wall=self._wall(),
            rehearsal_timezone=(self.rehearsal_timezone.data or "").strip(),
            rehearsal_minutes=self.rehearsal_minutes.data or 0,
        )

    def _wall(self) -> dt.datetime | None:
        """Returns the wall time typed (naive), or None while date or hour is missing."""
        if self.rehearsal_date.data is None or self.rehearsal_hour.data is None:
            return None
        return dt.datetime.combine(self.rehearsal_date.data, self.rehearsal_hour.data)

    def take_choice(self, wall: dt.datetime) -> None:
        """Show this start in the place of what was typed."""
        for field, value in ((self.rehearsal_date, wall.date()), (self.rehearsal_hour, wall.time())):
            field.data, field.raw_data = value, None


def rules_of(webinar: Webinar) -> RulesForm:
    """Returns the form with what is stored. Needs `host` loaded."""
    wall = webinar.rehearsal_wall
    return RulesForm(
        formdata=None,
        shown=CONFIRMED if webinar.is_lineup_confirmed_only else ALL,
        texts=TAKEN if webinar.are_speakers_texts_taken else PROPOSED,
        rehearsal_date=wall.date() if wall else None,
        rehearsal_hour=wall.time() if wall else None,
        rehearsal_timezone=webinar.rehearsal_timezone or webinar.timezone or webinar.host.timezone,
        rehearsal_minutes=webinar.rehearsal_minutes,
    )
