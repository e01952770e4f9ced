from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _


class EmailTaken(WebinarsError):
    def __init__(self, email: str) -> None:
        super().__init__(_("%(email)s has an account already.", email=email))


class WeakPassword(WebinarsError):
    """The sentence says what is wrong with it."""


class WrongPassword(WebinarsError):
    def __init__(self) -> None:
        super().__init__(_("This is not your present password."))


class SignInRefused(WebinarsError):
    """Unknown address, wrong password, no password yet, account closed: a stranger must not learn which."""

    def __init__(self) -> None:
        super().__init__(
            _("This address and this password do not belong together. Check both, or ask for a new password.")
        )


class LinkSpent(WebinarsError):
    """The link was used, replaced by a change of password, cut short, or is too old."""

    def __init__(self) -> None:
        super().__init__(_("This link works once and for a limited time, and it no longer does. Ask for a new one."))


class FirstRunOver(WebinarsError):
    def __init__(self) -> None:
        super().__init__(_("The first account has been made already. Sign in, or ask its owner to let you in."))


class WrongFirstRunCode(WebinarsError):
    def __init__(self) -> None:
        super().__init__(_("This is not the code that was printed when the site was started. Look there again."))


class ProofRefused(WebinarsError):
    """A passkey, a code or a password that is not right, used up, too late or somebody else's: nobody learns which."""

    def __init__(self) -> None:
        super().__init__(_("That did not sign you in. The address, the password or the code is not right."))


class LastWayIn(WebinarsError):
    """Without it the person could not sign in any more. The sentence says what to do first."""


class AccountNeeded(WebinarsError):
    """It cannot be closed yet. The sentence says why."""
