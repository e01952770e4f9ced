from wtforms import DateField, Form, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from webinars.lib.i18n import lazy_gettext as _l
from webinars.web.forms.fields import ZoneField

MAX_EXPRESSION = 2000
"""Characters. The address of the answer can be shared, and must stay one that mail programs accept."""


class LintForm(Form):
    """A date-and-time expression, asked for with GET so that the answer has an address."""

    text = TextAreaField(
        _l("Date and hours, as you want to print them"),
        [
            InputRequired(_l("Write a date and an hour, such as 14 February 2027, 4pm Britain, 11am US Eastern.")),
            Length(max=MAX_EXPRESSION, message=_l("Paste only the lines with the date and the hours.")),
        ],
    )
    published_on = DateField(  # type: ignore[call-arg]  # the stubs do not know invalid_value_message yet
        _l("Printed on"),
        [Optional()],
        invalid_value_message=_l("Write the date as year, month and day, like 2027-02-14."),
        description=_l("Helps where the year is not printed. Empty means today."),
    )
    timezone = ZoneField(
        _l("Zone of hours without one"),
        is_optional=True,
        description=_l("Start typing a city. Empty means that every hour names its zone."),
    )
