from flask_wtf import FlaskForm


class SessionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form under /manage or /account.

    Its token is checked by `form_tokens` before any view, and written by the macro `token` of components/form.html:
    several forms on a page then have no element of the same id.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # see above
        """WTForms' place for options."""

        csrf = False
