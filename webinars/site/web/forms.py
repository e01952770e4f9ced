from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs


class SessionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form under /manage or /account.

    Its token is checked by `form_tokens` before any view, and written by the macro `token` of components/form.html:
    several forms on a page then have no element of the same id.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # see above
        """WTForms' place for options."""

        csrf = False


def options(named: Iterable[tuple[str, object]]) -> list[Any]:
    """Choices of a SelectField or RadioField from values and their names; WTForms is giving up plain pairs."""
    return [SelectChoice(value, name) for value, name in named]
