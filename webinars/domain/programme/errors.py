"""What cannot be done with a webinar. Each error is one sentence for the reader. Those of a field name the field."""

from webinars.lib.errors import FieldInvalid, WebinarsError
from webinars.lib.i18n import format_list
from webinars.lib.i18n import gettext as _
from webinars.pure.times import DateOutOfRange, HourStyle, UnknownTimezone, UnsettledWallTime, why_unsettled


class WebinarInvalid(FieldInvalid):
    """A value cannot be stored. `field` is which, by the name of its column or list."""


class StartUnsettled(WebinarInvalid):
    """Clocks skip or repeat the wall time. `choices` are wall times (naive) to take instead."""

    def __init__(self, error: UnsettledWallTime, style: HourStyle = HourStyle.LANGUAGE) -> None:
        super().__init__("starts_wall", why_unsettled(error, style))
        self.error = error
        self.choices = error.choices


class TimezoneUnknown(WebinarInvalid):
    def __init__(self, error: UnknownTimezone, field: str = "timezone") -> None:
        super().__init__(
            field,
            _(
                "There is no zone “%(timezone)s”. Choose one from the list, like Europe/London.",
                timezone=error.timezone,
            ),
        )


class StartOutOfRange(WebinarInvalid):
    def __init__(self, error: DateOutOfRange) -> None:
        super().__init__(
            "starts_wall", _("The year %(year)s is too far away. Choose one from 1973 to 2037.", year=error.when.year)
        )


class WebinarIncomplete(WebinarsError):
    """It cannot be published yet. `missing` names the fields."""

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__(_("Before it is published it needs %(things)s.", things=format_list(list(missing.values()))))
        self.missing = tuple(missing)


class WrongState(WebinarsError):
    """The verb does not fit the webinar's status."""


class StaleRevision(WebinarsError):
    """Somebody else has changed the webinar since this change was begun."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has changed this webinar in the meantime. Nothing of yours was saved yet."))
