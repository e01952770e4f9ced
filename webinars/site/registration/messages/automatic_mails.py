"""Which mails go out by themselves, so that nobody writes what is said anyway."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from webinars.domain.programme.zone_display import moment_text
from webinars.domain.registration.recipients import Counted
from webinars.domain.registration.reminder_times import coming_reminders, due_at, reminders_text
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Audience, RegistrationDesk, Status, Webinar


@dataclass(frozen=True, slots=True)
class OwnMail:
    """A row of the table."""

    name: str
    when: str
    to: str


def own_mails(
    webinar: Webinar,
    desk: RegistrationDesk,
    counts: Mapping[Audience, Counted],
    reminded_count: int,
    *,
    now: dt.datetime,
) -> Iterator[OwnMail]:
    """The mails that attendees of a webinar get without anybody's doing; `reminded_count` of them want reminders."""
    yield OwnMail(_("Your place"), _("At once"), _("Whoever gets a place"))
    if webinar.status == Status.PUBLISHED:
        for minutes in coming_reminders(webinar, desk, now=now):
            at = due_at(webinar, minutes)
            if at is not None:
                there = counts[Audience.CONFIRMED].there
                to = ngettext(
                    "%(some)s of one with a place", "%(some)s of %(num)s with a place", there, some=reminded_count
                )
                yield OwnMail(_("Reminder, %(when)s", when=reminders_text([minutes])), moment_text(webinar, at), to)
    yield OwnMail(_("It has moved, it is cancelled"), _("When you say so"), _("All with a place, all who wait"))
    asked = counts[Audience.RECORDING].there
    to = ngettext("One who asked for it", "%(num)s who asked for it", asked)
    yield OwnMail(_("The recording is up"), _("When it is published"), to)
