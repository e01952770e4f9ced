"""The form that repeats a webinar: first the rule, then its dates, each to be kept, moved or left out."""

import datetime as dt

from msgspec import Struct
from wtforms import BooleanField as Checkbox
from wtforms import Form, FormField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from webinars.domain.programme.zone_display import hour_style_of, zone_line_at
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.text_cleaning import one_line
from webinars.models import Webinar
from webinars.pure import times
from webinars.pure.times.recurrence import MOST_OCCURRENCES, Recurrence, Rhythm
from webinars.web.forms.base import SessionForm, options
from webinars.web.forms.fields import DayField, HourField, MinutesField
from webinars.web.forms.rows import Rows

RHYTHMS = options(
    [
        (Rhythm.WEEKS.value, _l("weeks, on the same weekday")),
        (Rhythm.MONTHS_BY_WEEKDAY.value, _l("months, on the same weekday of the month")),
        (Rhythm.MONTHS_BY_DATE.value, _l("months, on the same date")),
        (Rhythm.DAYS.value, _l("days")),
    ]
)
_IN_BOUNDS = NumberRange(1, MOST_OCCURRENCES, _l("Write a number from 1 to 52."))


class RuleForm(Form):
    """How it repeats. Read from the address: asking for the dates stores nothing."""

    every = MinutesField(_l("Every"), [InputRequired(_l("Write a number from 1 to 52.")), _IN_BOUNDS], default=1)
    rhythm = SelectField(_l("What is counted"), choices=RHYTHMS, default=Rhythm.WEEKS.value)
    count = MinutesField(
        _l("How many in all"),
        [InputRequired(_l("Write a number from 1 to 52.")), _IN_BOUNDS],
        description=_l("This webinar is the first of them."),
        default=6,
    )

    def recurrence(self) -> Recurrence:
        return Recurrence(rhythm=Rhythm(self.rhythm.data), every=self.every.data or 1, count=self.count.data or 1)


class OccurrenceRow(Form):
    is_kept = Checkbox(_l("Take it"))
    date = DayField(_l("Date"))
    hour = HourField(_l("Start"))

    def wall(self) -> dt.datetime | None:
        """Returns the wall time typed (naive), or None while a part is missing."""
        if self.date.data is None or self.hour.data is None:
            return None
        return dt.datetime.combine(self.date.data, self.hour.data)


class RepeatsForm(SessionForm):
    """The dates, each of which becomes a draft."""

    series = StringField(
        _l("Series"),
        [
            DataRequired(_l("Give the series a title: it holds these webinars together.")),
            Length(max=200, message=_l("This is too long for the title of a series.")),
        ],
        # A title of nothing but blanks would take the webinar out of the series that it has.
        filters=[lambda typed: one_line(typed or "")],
    )
    with_lineup = Checkbox(_l("With the same people, not confirmed yet"))
    occurrences = Rows(FormField(OccurrenceRow), _l("Dates"))

    def selected_rows(self) -> list[OccurrenceRow]:
        return [row.form for row in self.occurrences if row.form.is_kept.data]


class DatePreview(Struct, frozen=True):
    """What becomes of one date: its zone line, or why it cannot be."""

    line: times.ZoneLine | None
    refusal: str


def outlook(webinar: Webinar, row: OccurrenceRow, site_zones: tuple[times.DisplayZone, ...]) -> DatePreview:
    """Returns the date of `row` on the clocks of `webinar`'s zone."""
    wall, timezone = row.wall(), webinar.timezone or webinar.host.timezone
    if wall is None:
        return DatePreview(None, _("Write a date and an hour."))
    try:
        starts_at = times.instant(wall, timezone)
    except times.UnsettledWallTime as error:
        return DatePreview(None, times.why_unsettled(error, hour_style_of(webinar.host)))
    except times.TimesError:
        return DatePreview(None, _("Choose a date from 1973 to 2037; zone rules are not known outside."))
    return DatePreview(zone_line_at(webinar, starts_at, site_zones), "")
