from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from webinars.domain.accounts.actions import NAME_LENGTH
from webinars.domain.accounts.passwords import LONGEST_PASSWORD
from webinars.lib.i18n import lazy_gettext as _l
from webinars.web.forms.base import SessionForm
from webinars.web.forms.fields import ZoneField, email_field


def _new_password(label: str) -> PasswordField:
    return PasswordField(
        label,
        validators=[InputRequired(_l("Choose a password."))],
        description=_l("At least 8 characters, any you like. Three or four unrelated words are easy to remember."),
        render_kw={"autocomplete": "new-password", "maxlength": LONGEST_PASSWORD},
    )


class ForgottenForm(SessionForm):
    email = email_field(_l("Email address"), autocomplete="username")


class RecoveryForm(SessionForm):
    email = email_field(_l("Email address"), autocomplete="username")
    code = StringField(
        _l("Recovery code"),
        validators=[InputRequired(_l("Enter one of your codes."))],
        description=_l("Like 4tzp-9lwq. Each works once."),
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": 20},
    )


class AddressForm(SessionForm):
    email = email_field(_l("New email address"), autocomplete="email")


class NameForm(SessionForm):
    name = StringField(
        _l("Name"),
        validators=[Length(max=NAME_LENGTH, message=_l("A name may have at most 120 characters."))],
        description=_l("The people you organise with see it beside what you change."),
        render_kw={"autocomplete": "name", "maxlength": NAME_LENGTH},
    )


class NewPasswordForm(NameForm):
    """Who opens an account that somebody else has made for them is asked for their name, too."""

    password = _new_password(_l("New password"))


class OwnZoneForm(SessionForm):
    timezone = ZoneField(
        _l("Time zone"),
        is_optional=True,
        description=_l("In which the desk tells you when something was done. Empty: by the clock of your browser."),
    )


class ChangePasswordForm(SessionForm):
    current_password = PasswordField(
        _l("Present password"),
        validators=[InputRequired(_l("Enter your present password."))],
        render_kw={"autocomplete": "current-password", "maxlength": LONGEST_PASSWORD},
    )
    password = _new_password(_l("New password"))


class FirstRunForm(SessionForm):
    code = StringField(
        _l("One-time code"),
        validators=[InputRequired(_l("Enter the code."))],
        description=_l("It was printed in the terminal when the site was started."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    name = StringField(
        _l("Your name"),
        validators=[InputRequired(_l("Enter your name.")), Length(max=NAME_LENGTH)],
        render_kw={"autocomplete": "name", "maxlength": NAME_LENGTH},
    )
    email = email_field(_l("Email address"), autocomplete="username")
    password = _new_password(_l("Password"))
