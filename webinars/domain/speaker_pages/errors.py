"""Why a speaker's page does not do what was asked for. Each is a sentence for the reader."""

from webinars.lib.errors import FormInvalid, WebinarsError
from webinars.lib.i18n import gettext as _


class LinkClosed(WebinarsError):
    """The address was replaced by a newer one, or taken back."""

    def __init__(self) -> None:
        super().__init__(_("This link is closed: a newer one took its place, or the organisers have taken it back."))


class LinkOver(WebinarsError):
    """The webinar is long over, and the page with it."""

    def __init__(self, *, can_renew: bool) -> None:
        super().__init__(_("This link has ended: the webinar is over."))
        self.can_renew = can_renew
        """Whether a new one can be sent to the address that this one was sent to."""


class TooLateToAnswer(WebinarsError):
    """The webinar has begun, or does not take place."""

    def __init__(self) -> None:
        super().__init__(_("The webinar has begun, so this can no longer be changed here. Write to the organisers."))


class DetailsInvalid(FormInvalid):
    """What was typed cannot be stored. `sentences` say why, by the names of the form's fields."""


class AddressMissing(WebinarsError):
    """There is nowhere to send the link."""

    def __init__(self) -> None:
        super().__init__(_("There is no address. Write one, or copy the link and send it yourself."))


class AskedEnough(WebinarsError):
    """Somebody has had so many mails about one webinar today that no more are sent."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _("%(most)s mails have gone to this speaker today. Copy the link, or wait until tomorrow.", most=most)
        )


class ProposalChanged(WebinarsError):
    """What was looked at is no longer what stands there."""

    def __init__(self) -> None:
        super().__init__(_("This has changed since you looked at it. Look again, and press again."))
