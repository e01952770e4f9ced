"""E-mail addresses as they are typed, and as they are kept."""

from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _


class InvalidEmail(WebinarsError):
    def __init__(self) -> None:
        super().__init__(_("Enter an address with an @, like name@society.example."))


def normalised_email(text: str) -> str:
    """Returns `text` as an address is compared: in lower case, its domain in Unicode. No name server is asked.

    Raises InvalidEmail.
    """
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - a site starts without it

    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise InvalidEmail from error


def address_for_delivery(email: str) -> str:
    """Returns a normalised address as mail servers take it: a domain in another script by its ASCII name."""
    from email_validator import validate_email  # noqa: PLC0415 - as above

    return validate_email(email, check_deliverability=False).ascii_email or email
