from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _


class InvitationInvalid(WebinarsError):
    """Nobody can be invited so. The sentence says why."""


class ClaimDecided(WebinarsError):
    """Nothing waits for a decision any more."""

    def __init__(self) -> None:
        super().__init__(_("It waits no longer: somebody else has decided."))


class InvitationOver(WebinarsError):
    """The link was good once, and no longer is. The sentence says why."""


class OtherAddress(WebinarsError):
    """The account has another address than the one that was written to: that has to be meant."""

    def __init__(self, invited: str, own: str) -> None:
        super().__init__(
            _("The invitation went to %(invited)s, and this account is %(own)s’s.", invited=invited, own=own)
        )


class AccountExists(WebinarsError):
    """The address that was written to has an account: that one has to be used."""

    def __init__(self, email: str) -> None:
        super().__init__(_("%(email)s has an account here. Enter its password instead.", email=email))
