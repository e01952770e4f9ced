"""The rows of the list on the desk: the reader's own hour first, the organisers' below."""

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.permissions import can_keep_registrations
from webinars.domain.programme.zone_display import hour_style_of
from webinars.domain.registration.queries import desks_of
from webinars.lib.i18n import format_date, ngettext
from webinars.lib.i18n import gettext as _
from webinars.models import RegistrationDesk, Status, Webinar
from webinars.pure.times import format_hour, line_label, wall


class WebinarRow(Struct, frozen=True):
    webinar: Webinar
    own_when: str
    """The start where the reader is: "Today, 3.30pm"."""
    their_when: str
    """The start as it is promised: "16:30 Paris"."""
    registered: str
    """How many are registered, for those who may know."""


def rows_of(
    session: Session, actor: Actor, webinars: Sequence[Webinar], timezone: str, now: dt.datetime
) -> list[WebinarRow]:
    """Returns a row for each of `webinars`, loaded with hosts and co-organisers, for a reader in `timezone`."""
    desks = desks_of(session, [each.id for each in webinars if can_keep_registrations(actor, each)])
    today = wall(now, timezone).date()
    return [WebinarRow(each, *when_of(each, timezone, today=today), _registered(each, desks)) for each in webinars]


def when_of(webinar: Webinar, timezone: str, *, today: dt.date) -> tuple[str, str]:
    """Returns the start in the reader's `timezone`, and as it is promised. Needs `host` loaded."""
    promised = _promised_start(webinar, timezone, today)
    if webinar.status is Status.POSTPONED:
        return _("No new date"), _("was %(start)s", start=promised) if promised else ""
    if webinar.starts_at is not None:
        there = wall(webinar.starts_at, timezone)
        return _("%(day)s, %(hour)s", day=day_text(there.date(), today), hour=format_hour(there)), promised
    if webinar.starts_on is not None:
        return day_text(webinar.starts_on, today), _("No hour yet") if webinar.status is Status.DRAFT else ""
    return _("No date yet"), ""


def day_text(date: dt.date, today: dt.date) -> str:
    """Returns a day as somebody says it: "Today", "Tomorrow", "Sun 29 Nov", and of another year "Tue 12 Jan 2027"."""
    near = {today: _("Today"), today + dt.timedelta(days=1): _("Tomorrow")}
    return near.get(date) or format_date(date, "EEE d MMM" if date.year == today.year else "EEE d MMM y")


def _promised_start(webinar: Webinar, timezone: str, today: dt.date) -> str:
    """Returns the start on the clocks of the webinar's own zone, with its day where that is not the reader's."""
    if webinar.starts_wall is None or webinar.starts_at is None or webinar.timezone is None:
        return ""
    text = _(
        "%(hour)s %(zone)s",
        hour=format_hour(webinar.starts_wall, hour_style_of(webinar.host)),
        zone=line_label(webinar.timezone),
    )
    date = webinar.starts_wall.date()
    is_same_day = date == wall(webinar.starts_at, timezone).date() and webinar.status is not Status.POSTPONED
    return text if is_same_day else _("%(start)s, %(day)s", start=text, day=day_text(date, today))


def _registered(webinar: Webinar, desks: Mapping[int, RegistrationDesk]) -> str:
    desk = desks.get(webinar.id)
    if desk is None or not (webinar.is_registration_here or desk.seats_taken):
        return ""
    if desk.capacity is not None:
        return _("%(count)s of %(capacity)s registered", count=desk.seats_taken, capacity=desk.capacity)
    return ngettext("%(num)s registered", "%(num)s registered", desk.seats_taken) if desk.seats_taken else ""
