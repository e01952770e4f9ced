from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _


class CalendarUnreadable(WebinarsError):
    """There is no calendar in the file."""

    def __init__(self) -> None:
        super().__init__(_("This is no calendar: it does not hold BEGIN:VCALENDAR."))


class CalendarTooLarge(WebinarsError):
    """More than is read at once. The message says how much that is."""
