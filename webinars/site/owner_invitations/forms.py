from wtforms import BooleanField as Checkbox
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from webinars.domain.accounts.actions import NAME_LENGTH
from webinars.domain.accounts.passwords import LONGEST_PASSWORD
from webinars.lib.i18n import lazy_gettext as _l
from webinars.web.forms.base import SessionForm
from webinars.web.forms.fields import email_field


class OwnAccountForm(SessionForm):
    email = email_field(_l("Email address of your account"), autocomplete="username")
    own_password = PasswordField(
        _l("Its password"),
        validators=[InputRequired(_l("Enter your password."))],
        render_kw={"autocomplete": "current-password", "maxlength": LONGEST_PASSWORD},
    )
    is_other_meant = Checkbox(_l("Yes, accept with this account"))


class NewAccountForm(SessionForm):
    name = StringField(
        _l("Your name"),
        validators=[InputRequired(_l("Enter your name.")), Length(max=NAME_LENGTH)],
        render_kw={"autocomplete": "name", "maxlength": NAME_LENGTH},
    )
    password = PasswordField(
        _l("Choose a password"),
        validators=[InputRequired(_l("Choose a password."))],
        description=_l("At least 8 characters, any you like. Three or four unrelated words are easy to remember."),
        render_kw={"autocomplete": "new-password", "maxlength": LONGEST_PASSWORD},
    )
