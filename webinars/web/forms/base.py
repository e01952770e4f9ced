from collections.abc import Iterable
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.form import BaseForm
from wtforms.validators import InputRequired

from webinars.domain.accounts.passwords import LONGEST_PASSWORD
from webinars.lib.i18n import lazy_gettext as _l
from webinars.web.forms.fields import email_field


class SessionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form under /manage or /account.

    Its token is checked by `form_tokens` before any view, and written by the macro `token` of components/form.html:
    several forms on a page then have no element of the same id.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # see above
        """WTForms' place for options."""

        csrf = False

        def wrap_formdata(self, form: BaseForm, formdata: Any) -> Any:  # noqa: ANN401 - WTForms' signature
            # A body of JSON is no form. Flask-WTF would take it for one, whatever stands in it.
            return None if request.is_json else super().wrap_formdata(form, formdata)


class SignInForm(SessionForm):
    """Here and not with the accounts, because whoever may not enter a page is shown it in the page's place."""

    email = email_field(_l("Email address"), autocomplete="username")
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Enter your password."))],
        render_kw={"autocomplete": "current-password", "maxlength": LONGEST_PASSWORD},
    )


def options(named: Iterable[tuple[str, object]]) -> list[Any]:
    """Returns choices of a SelectField or RadioField from values and their names. WTForms is giving up plain pairs."""
    return [SelectChoice(value, name) for value, name in named]
