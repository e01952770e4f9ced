"""The form that moves several webinars by one stretch, and what becomes of each."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField
from wtforms.validators import InputRequired, NumberRange

from webinars.domain.programme.zone_display import zone_line_at
from webinars.domain.scheduling.bulk_actions.shift_starts import MOST_UNITS, Move, Shift, Unit
from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Status, Webinar
from webinars.pure.times import DisplayZone
from webinars.site.desk.home.finder import ids_in
from webinars.site.desk.home.rows import when_of
from webinars.site.web.forms.base import options
from webinars.site.web.forms.fields import MinutesField

LATER, EARLIER = "later", "earlier"
LONGEST_SEEN = 100
_IN_BOUNDS = _l("Write a number from 1 to 520.")


class MoveForm(Form):
    """How far. Read from the address as well: to look at the new starts stores nothing."""

    count = MinutesField(_l("By"), [InputRequired(_IN_BOUNDS), NumberRange(1, MOST_UNITS, _IN_BOUNDS)], default=1)
    unit = SelectField(
        _l("What is counted"),
        choices=options(
            [(Unit.WEEKS.value, _l("weeks")), (Unit.DAYS.value, _l("days")), (Unit.HOURS.value, _l("hours"))]
        ),
        default=Unit.WEEKS.value,
    )
    direction = SelectField(
        _l("Direction"), choices=options([(LATER, _l("later")), (EARLIER, _l("earlier"))]), default=LATER
    )

    def __init__(self, sent: MultiDict[str, str] | None) -> None:
        super().__init__(sent)
        self.is_asked = sent is not None

    def shift(self) -> Shift:
        """What is asked for; the form has been found valid."""
        count = self.count.data or 1
        return Shift(count=-count if self.direction.data == EARLIER else count, unit=Unit(self.unit.data))


@dataclass(frozen=True, slots=True)
class MoveRow:
    webinar: Webinar
    own_when: str
    """The present start where the reader is."""
    their_when: str
    becomes: str
    """The new start in the zones of the webinar; empty while nothing is asked for."""
    refusal: str


def move_rows(
    webinars: Sequence[Webinar],
    moves: Sequence[Move],
    refused: Mapping[int, str],
    timezone: str,
    *,
    today: dt.date,
    site_zones: Sequence[DisplayZone],
) -> list[MoveRow]:
    """A row for each of `webinars`; `refused` says of some more than their moves, by their ids."""
    by_id = {each.webinar.id: each for each in moves}
    return [
        MoveRow(
            each,
            *when_of(each, timezone, today=today),
            becomes=_becomes(by_id[each.id], site_zones) if each.id in by_id else "",
            refusal=refused.get(each.id) or (by_id[each.id].refusal if each.id in by_id else ""),
        )
        for each in webinars
    ]


def _becomes(move: Move, site_zones: Sequence[DisplayZone]) -> str:
    if move.at is not None:
        text = zone_line_at(move.webinar, move.at, site_zones).text
        return _("%(start)s. It was postponed, and takes place again.", start=text) if _is_postponed(move) else text
    return format_date(move.date) if move.date is not None else ""


def _is_postponed(move: Move) -> bool:
    return move.webinar.status is Status.POSTPONED


def seen_in(sent: MultiDict[str, str]) -> dict[int, str]:
    """The starts that stood on the page when it was pressed, by the ids of their webinars."""
    ids = ids_in(sent.getlist("webinar"))
    return {each: sent.get(f"seen-{each}", "")[:LONGEST_SEEN] for each in ids}
