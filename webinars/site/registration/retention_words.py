"""What is kept of somebody who registers, and until when, in words."""

import datetime as dt

from webinars.domain.registration.retention import kept_until
from webinars.lib.i18n import format_date, ngettext
from webinars.lib.i18n import gettext as _
from webinars.models import RegistrationDesk, RegistrationQuestion, Webinar
from webinars.pure.times import presentable, wall


def erased_on(webinar: Webinar, days: int) -> dt.date | None:
    """Returns the day, in the webinar's zone, on which what is kept for so many `days` goes.

    None if nobody knows yet. Needs `webinar.host` loaded.
    """
    until = kept_until(webinar, days)
    return wall(until, presentable(webinar.timezone or webinar.host.timezone)).date() if until is not None else None


def until_text(webinar: Webinar, days: int) -> str:
    """Returns the end of "Erased …": "on 16 March 2027"."""
    on = erased_on(webinar, days)
    if on is not None:
        return _("on %(date)s", date=format_date(on, "d MMMM y"))
    return ngettext("one day after the webinar", "%(num)s days after the webinar", days)


def how_long(webinar: Webinar, desk: RegistrationDesk) -> str:
    """Returns for how long what is entered now is kept: "Until 16 March 2027, 30 days after the webinar."."""
    days = desk.retention_days
    after = ngettext("one day after the webinar", "%(num)s days after the webinar", days)
    on = erased_on(webinar, days)
    if on is None:
        return _("Until %(after)s.", after=after)
    return _("Until %(date)s, %(after)s.", date=format_date(on, "d MMMM y"), after=after)


def answer_kept(webinar: Webinar, question: RegistrationQuestion, days: int) -> str:
    """Returns until when the answer to a question is kept, if the rest is kept for so many `days`."""
    kept = days if question.keep_days is None else min(question.keep_days, days)
    if kept == 1:
        return _("Erased on the day after the webinar.")
    on = erased_on(webinar, kept)
    if on is None:
        return ngettext("Kept until one day after it.", "Kept until %(num)s days after it.", kept)
    return _("Kept until %(date)s.", date=format_date(on, "d MMMM y"))
