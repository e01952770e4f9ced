"""Why nothing comes of a press on the day."""

from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _


class HourHasChanged(WebinarsError):
    """The webinar is no longer in the phase that the press was for."""

    def __init__(self, by: str = "", words: str = "") -> None:
        super().__init__(
            _("%(name)s has pressed “%(words)s” meanwhile. This page shows how it stands now.", name=by, words=words)
            if by
            else _("This has changed meanwhile. This page shows how it stands now.")
        )


class LaterInvalid(WebinarsError):
    """It cannot begin by so many minutes later."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _("It can begin up to %(num)s minutes later. For more than that, move the webinar in its editor.", num=most)
        )


class HelperLinkEnded(WebinarsError):
    """The link of a helper was ended, or its time is over."""

    def __init__(self) -> None:
        super().__init__(_("This link no longer opens anything. Ask the organisers for a new one."))
