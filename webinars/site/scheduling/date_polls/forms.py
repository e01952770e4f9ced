"""The form that proposes starts."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from wtforms import Form, FormField, HiddenField

from webinars.domain.scheduling.date_polls.actions import MOST_STARTS, WantedStart, start_fingerprint
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import ProposedStart, StartPoll, Webinar
from webinars.pure.times import presentable, wall
from webinars.web.forms.base import SessionForm
from webinars.web.forms.fields import DayField, HourField, MinutesField, ZoneField
from webinars.web.forms.rows import Rows
from webinars.web.number_converter import as_id

END_OF_DAY = dt.time(23, 59)


class StartRow(Form):
    """One start. What was read of it stands beside, so that nobody overwrites what has been changed meanwhile."""

    start_id = HiddenField()
    seen = HiddenField()
    date = DayField(_l("Date"))
    hour = HourField(_l("Start"))
    timezone = ZoneField(_l("In the time of"))
    minutes = MinutesField(_l("Minutes"), render_kw={"inputmode": "numeric", "autocomplete": "off"})

    choices: tuple[dt.datetime, ...] = ()
    """Wall times to offer in place of one that clocks skip or repeat."""

    @property
    def is_empty(self) -> bool:
        return not any((each.raw_data and each.raw_data[0].strip()) or each.data for each in (self.date, self.hour))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' signature
        if self.is_empty:
            return True
        is_right = super().validate(extra_validators)
        for field, other in ((self.date, self.hour), (self.hour, self.date)):
            if not field.errors and not other.errors and field.data is None:
                field.errors = [_("A start needs a day and an hour.")]
                is_right = False
        return is_right

    def wanted(self) -> WantedStart:
        """Returns what a row that is right proposes."""
        assert self.date.data is not None
        assert self.hour.data is not None
        return WantedStart(
            start_id=as_id(self.start_id.data),
            wall=dt.datetime.combine(self.date.data, self.hour.data),
            timezone=(self.timezone.data or "").strip(),
            duration_minutes=self.minutes.data or 0,
        )

    def take_choice(self, chosen: dt.datetime) -> None:
        """Show this start in the place of what was typed."""
        for field, value in ((self.date, chosen.date()), (self.hour, chosen.time())):
            field.data, field.raw_data = value, None


class StartsForm(SessionForm):
    """All starts, and until when answers are wanted."""

    known = HiddenField()
    """The ids of the starts that stood in the form when it was made."""
    starts = Rows(FormField(StartRow), _l("Starts"), blank={})
    ends_date = DayField(_l("Answers are wanted by"))
    ends_hour = HourField(_l("Hour"))

    def ends_wall(self) -> dt.datetime | None:
        """Returns when answers are wanted by, on the webinar's clocks, or None for until a start is chosen."""
        if self.ends_date.data is None:
            return None
        return dt.datetime.combine(self.ends_date.data, self.ends_hour.data or END_OF_DAY)

    def filled(self) -> list[StartRow]:
        return [row.form for row in self.starts if not row.form.is_empty]

    def add_blank(self, webinar: Webinar) -> None:
        """Have an empty row at the end, while there is room for one more start."""
        rows = list(self.starts)
        has_one = bool(rows) and rows[-1].form.is_empty
        if not has_one and len(rows) < MOST_STARTS:
            self.starts.add(blank_row(webinar))


def blank_row(webinar: Webinar) -> Mapping[str, Any]:
    """Returns what a new row begins with. Needs `host` loaded."""
    return {
        "timezone": webinar.timezone or webinar.host.timezone,
        "minutes": webinar.duration_minutes,
    }


def starts_form(webinar: Webinar, poll: StartPoll | None) -> StartsForm:
    """Returns the form with what is stored, and an empty row."""
    starts = poll.starts if poll is not None else []
    ends = None
    if poll is not None and poll.ends_at is not None:
        ends = wall(poll.ends_at, presentable(webinar.timezone or webinar.host.timezone))
    form = StartsForm(
        formdata=None,
        known=" ".join(str(each.id) for each in starts),
        starts=[row_of(each) for each in starts],
        ends_date=ends.date() if ends else None,
        ends_hour=ends.time() if ends else None,
    )
    form.add_blank(webinar)
    return form


def row_of(start: ProposedStart) -> Mapping[str, Any]:
    return {
        "start_id": str(start.id),
        "seen": start_fingerprint(start),
        "date": start.starts_wall.date(),
        "hour": start.starts_wall.time(),
        "timezone": start.timezone,
        "minutes": start.duration_minutes,
    }
