from wtforms import StringField
from wtforms.validators import ValidationError

from webinars.lib.email_addresses import InvalidEmail, normalised_email
from webinars.lib.i18n import lazy_gettext as _l
from webinars.web.forms.base import SessionForm
from webinars.web.forms.fields import EMAIL_LENGTH


class AddressForm(SessionForm):
    """Somebody's address, to see what is kept about it."""

    email = StringField(
        _l("Email address"),
        render_kw={"type": "email", "maxlength": EMAIL_LENGTH, "autocomplete": "off", "inputmode": "email"},
    )

    def validate_email(self, field: StringField) -> None:
        try:
            normalised_email((field.data or "")[: EMAIL_LENGTH + 1])
        except InvalidEmail as error:
            raise ValidationError(str(error)) from error

    @property
    def address(self) -> str:
        """Returns the address as addresses are compared, once it is known to be one."""
        return normalised_email(self.email.data or "")
