"""What the editor says of how people register: what holds now, and for whom."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from webinars.domain.registration.queries import RegistrationCounts
from webinars.domain.registration.settings import LONGEST_RETENTION
from webinars.lib.i18n import format_date, format_list, ngettext
from webinars.lib.i18n import gettext as _
from webinars.models import JoinAccess, Webinar
from webinars.pure import times
from webinars.pure.times import HourStyle, format_hour
from webinars.site.desk.editor.registration_fields import REMINDERS
from webinars.site.desk.editor.typed import Typed


class RegistrationWords(Struct, frozen=True, kw_only=True):
    """The sentences of the section, by what stands in the form."""

    places_hint: str
    people_see: str
    opens: str
    who: str
    questions: str
    reminders: str
    feedback: str
    kept: str
    registered: str
    """Who is registered, where that is anybody."""
    keep: str
    """What becomes of them if it is switched off."""
    zone: str
    """What the zone of its hours is called."""
    until: str
    """When answers are erased, where that is known."""


def registration_words(
    typed: Typed, webinar: Webinar | None, registered: RegistrationCounts, style: HourStyle
) -> RegistrationWords:
    """Returns the words for what is typed, hours in `style`."""
    until = _kept_until(typed, webinar)
    return RegistrationWords(
        places_hint=_places_hint(typed, registered),
        people_see=_people_see(typed),
        opens=_opens(typed, style),
        who=_audience_words(typed),
        questions=_count_of_questions(typed) or _("none"),
        reminders=format_list(_reminders(typed)) or _("none"),
        feedback=_("asked after the end") if typed["takes_feedback"] else _("not asked"),
        kept=_kept(typed, until),
        registered=registered.sentence() if registered.count else "",
        keep=_keep(registered, until),
        zone=_zone_label(typed, webinar),
        until=until,
    )


def _zone_label(typed: Typed, webinar: Webinar | None) -> str:
    if "timezone" not in typed:
        # Of people who may not change the time.
        timezone = (webinar.timezone or webinar.host.timezone) if webinar is not None else ""
        return times.line_label(timezone) if times.is_known(timezone) else timezone
    timezone = typed.text("timezone")
    own = next((zone.label for zone in typed.chosen_zones() if zone.timezone == timezone and zone.label.strip()), None)
    return own or (times.line_label(timezone) if times.is_known(timezone) else timezone)


def _places_hint(typed: Typed, registered: RegistrationCounts) -> str:
    parts = [_("Leave it empty for as many as come.")]
    placed, waiting = registered.placed_count, registered.waiting_count
    if placed and placed == typed["capacity"]:
        parts.append(ngettext("The one there is has somebody now.", "All %(num)s have somebody now.", placed))
    elif placed:
        parts.append(ngettext("%(num)s has somebody now.", "%(num)s have somebody now.", placed))
    if waiting:
        parts.append(
            ngettext(
                "One person waits: more places go to the first in the queue at once, with a mail.",
                "%(num)s people wait: more places go to the first in the queue at once, with a mail.",
                waiting,
            )
        )
    return " ".join(parts)


def _people_see(typed: Typed) -> str:
    questions = _count_of_questions(typed)
    shown = (
        _("“Register”, then a form with name, address, zone and your %(questions)s.", questions=questions)
        if questions
        else _("“Register”, then a form with name, address and zone.")
    )
    if typed["capacity"] or typed["is_approval_needed"]:
        return shown + " " + _("It counts when they press “Take my place” in the mail.")
    return shown + " " + _("It counts at once, and a mail brings what they need.")


def _opens(typed: Typed, style: HourStyle) -> str:
    opens, closes = (_hour(typed[name], style) for name in ("opens_wall", "closes_wall"))
    return _("from %(opens)s to %(closes)s", opens=opens or _("publication"), closes=closes or _("the end"))


def _hour(wall: dt.datetime | None, style: HourStyle) -> str:
    if wall is None:
        return ""
    return _("%(date)s, %(hour)s", date=format_date(wall.date(), "d MMMM y"), hour=format_hour(wall, style))


def _audience_words(typed: Typed) -> str:
    who = _("whom we approve") if typed["is_approval_needed"] else _("everybody who registers")
    if typed["join_access"] == JoinAccess.OPEN:
        return _("%(who)s; the link stands on the page for everybody", who=who)
    return who


def _count_of_questions(typed: Typed) -> str:
    count = len(typed.rows("own_questions"))
    return ngettext("%(num)s question", "%(num)s questions", count) if count else ""


def _reminders(typed: Typed) -> Sequence[str]:
    words: dict[str, Callable[[], str]] = {
        "reminds_a_day": lambda: _("the day before"),
        "reminds_an_hour": lambda: _("one hour before"),
        "reminds_ten_minutes": lambda: _("ten minutes before"),
    }
    return [words[name]() for name in REMINDERS if typed[name]]


def _kept_until(typed: Typed, webinar: Webinar | None) -> str:
    days: Any = typed["retention_days"]
    if webinar is None or webinar.ends_at is None or not isinstance(days, int) or not 0 < days <= LONGEST_RETENTION:
        return ""
    timezone = times.presentable(webinar.timezone or "Etc/UTC")
    return format_date(times.wall(webinar.ends_at, timezone).date() + dt.timedelta(days=days), "d MMMM y")


def _kept(typed: Typed, until: str) -> str:
    days: Any = typed["retention_days"]
    if not isinstance(days, int):
        return ""
    kept = ngettext("one day after the webinar", "%(num)s days after the webinar", days)
    return _("%(kept)s, %(date)s", kept=kept, date=until) if until else kept


def _keep(registered: RegistrationCounts, until: str) -> str:
    kept = ngettext(
        "This person keeps their link, their reminders and their page",
        "Those %(num)s keep their link, their reminders and their page",
        registered.placed_count or registered.count,
    )
    nobody = _("Without registration nobody new can register.")
    return f"{nobody} " + (_("%(kept)s until %(date)s.", kept=kept, date=until) if until else f"{kept}.")
