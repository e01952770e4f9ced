"""What the editor says of how people register: what holds now, and for whom."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from webinars.domain.registration.queries import counts_of
from webinars.domain.registration.settings import LONGEST_RETENTION
from webinars.lib.i18n import format_date, format_list, ngettext
from webinars.lib.i18n import gettext as _
from webinars.models import JoinAccess, RegistrationState, Webinar
from webinars.pure import times
from webinars.pure.times import HourStyle, format_hour
from webinars.site.desk.editor.forms import WebinarForm
from webinars.site.desk.editor.registration_fields import REMINDERS


@dataclass(frozen=True, slots=True)
class RegistrationCounts:
    """Those who are registered here."""

    placed_count: int = 0
    waiting_count: int = 0
    pending_count: int = 0

    @classmethod
    def of(cls, session: Session, webinar: Webinar) -> "RegistrationCounts":
        counts = counts_of(session, webinar.id)
        states = (RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.PENDING)
        return cls(*(counts[state] for state in states))

    @property
    def count(self) -> int:
        return self.placed_count + self.waiting_count + self.pending_count

    def sentence(self) -> str:
        """Returns how many there are: those with a place, if anybody has one."""
        if self.placed_count:
            return ngettext("One person has a place.", "%(num)s people have a place.", self.placed_count)
        return ngettext("One person is registered.", "%(num)s people are registered.", self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationWords:
    """The sentences of the section, by what stands in the form."""

    places_hint: str
    people_see: str
    opens: str
    who: str
    questions: str
    reminders: str
    kept: str
    registered: str
    """Who is registered, where that is anybody."""
    keep: str
    """What becomes of them if it is switched off."""


def registration_words(
    form: WebinarForm, webinar: Webinar | None, registered: RegistrationCounts, style: HourStyle
) -> RegistrationWords:
    """Returns the words for `form`, hours in `style`.

    Names its hours after their zone, and offers what its lists hold.
    """
    label = _zone_label(form, webinar)
    for field, words in ((form.opens_wall, _("Opens, %(zone)s")), (form.closes_wall, _("Closes, %(zone)s"))):
        field.label.text = words % {"zone": label}
    until = _kept_until(form, webinar)
    for row in form.own_questions:
        row.form.keep_days.offer(until)
    return RegistrationWords(
        places_hint=_places_hint(form, registered),
        people_see=_people_see(form),
        opens=_opens(form, style),
        who=_audience_words(form),
        questions=_count_of_questions(form) or _("none"),
        reminders=format_list(_reminders(form)) or _("none"),
        kept=_kept(form, until),
        registered=registered.sentence() if registered.count else "",
        keep=_keep(registered, until),
    )


def _zone_label(form: WebinarForm, webinar: Webinar | None) -> str:
    if "timezone" not in form:
        # Of people who may not change the time.
        timezone = (webinar.timezone or webinar.host.timezone) if webinar is not None else ""
        return times.line_label(timezone) if times.is_known(timezone) else timezone
    timezone = (form.timezone.data or "").strip()
    own = next((zone.label for zone in form.chosen_zones() if zone.timezone == timezone and zone.label.strip()), None)
    return own or (times.line_label(timezone) if times.is_known(timezone) else timezone)


def _places_hint(form: WebinarForm, registered: RegistrationCounts) -> str:
    parts = [_("Leave it empty for as many as come.")]
    placed, waiting = registered.placed_count, registered.waiting_count
    if placed and placed == form.capacity.data:
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


def _people_see(form: WebinarForm) -> str:
    questions = _count_of_questions(form)
    shown = (
        _("“Register”, then a form with name, address, zone and your %(questions)s.", questions=questions)
        if questions
        else _("“Register”, then a form with name, address and zone.")
    )
    if form.capacity.data or form.is_approval_needed.data:
        return shown + " " + _("It counts when they press “Take my place” in the mail.")
    return shown + " " + _("It counts at once, and a mail brings what they need.")


def _opens(form: WebinarForm, style: HourStyle) -> str:
    opens, closes = (_hour(field.data, style) for field in (form.opens_wall, form.closes_wall))
    return _("from %(opens)s to %(closes)s", opens=opens or _("publication"), closes=closes or _("the end"))


def _hour(wall: dt.datetime | None, style: HourStyle) -> str:
    if wall is None:
        return ""
    return _("%(date)s, %(hour)s", date=format_date(wall.date(), "d MMMM y"), hour=format_hour(wall, style))


def _audience_words(form: WebinarForm) -> str:
    who = _("whom we approve") if form.is_approval_needed.data else _("everybody who registers")
    if form.join_access.data == JoinAccess.OPEN:
        return _("%(who)s; the link stands on the page for everybody", who=who)
    return who


def _count_of_questions(form: WebinarForm) -> str:
    count = len(form.own_questions)
    return ngettext("%(num)s question", "%(num)s questions", count) if count else ""


def _reminders(form: WebinarForm) -> Sequence[str]:
    words: dict[str, Callable[[], str]] = {
        "reminds_a_day": lambda: _("the day before"),
        "reminds_an_hour": lambda: _("one hour before"),
        "reminds_ten_minutes": lambda: _("ten minutes before"),
    }
    return [words[name]() for name in REMINDERS if form[name].data]


def _kept_until(form: WebinarForm, webinar: Webinar | None) -> str:
    days: Any = form.retention_days.data
    if webinar is None or webinar.ends_at is None or not isinstance(days, int) or not 0 < days <= LONGEST_RETENTION:
        return ""
    timezone = times.presentable(webinar.timezone or "Etc/UTC")
    return format_date(times.wall(webinar.ends_at, timezone).date() + dt.timedelta(days=days), "d MMMM y")


def _kept(form: WebinarForm, until: str) -> str:
    days: Any = form.retention_days.data
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
