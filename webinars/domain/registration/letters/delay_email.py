"""What those with a place are told on the day when it begins some minutes later, and what calendars keep."""

import datetime as dt

from webinars.domain.mail.mail_kind import Letter
from webinars.domain.registration.letters.reminder_emails import join_button
from webinars.domain.registration.letters.shared_parts import Reader, on_one_line, while_it_is
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import capitalised, short_title
from webinars.models import RegistrationState

DELAYED = "registration.delayed"


@while_it_is(RegistrationState.CONFIRMED)
def write_delayed(reader: Reader) -> Letter | None:
    """Returns the letter, or None once it has begun, or if it is otherwise by now: a later mail says how."""
    webinar, minutes = reader.webinar, reader.occasion.context["minutes"]
    is_planned_so = reader.starts_at.isoformat() == reader.occasion.context["starts_at"]
    is_so = webinar.expected_late() == dt.timedelta(minutes=minutes) and is_planned_so
    if not is_so or webinar.pressed(webinar.began_at) is not None:
        return None
    at = reader.starts_at + webinar.expected_late()
    if minutes:
        kicker = _("Starts %(num)s minutes later", num=minutes)
        says = _(
            "The organisers say so. It was to begin at %(hour)s, and calendars keep that hour.",
            hour=on_one_line(reader.start_hour),
        )
    else:
        kicker, says = _("Starts at its hour after all"), _("The organisers say so. Nothing else has changed.")
    return reader.letter(
        subject=_("%(what)s: %(title)s", what=kicker, title=short_title(webinar.title)),
        kicker=kicker,
        headline=capitalised(reader.when(at)),
        line="",
        paragraphs=[says],
        button=join_button(reader),
    )
