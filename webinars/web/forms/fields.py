"""Fields that several forms have, with a sentence of ours where their text cannot be read."""

from typing import Any

from wtforms import DateField, DateTimeLocalField, EmailField, Form, IntegerField, StringField, TimeField
from wtforms.form import BaseForm
from wtforms.validators import Length, ValidationError

from webinars.lib.email_addresses import InvalidEmail, normalised_email
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.pure import times

EMAIL_LENGTH = 254
TAGLINE_LABEL = _l("One sentence about you")
TAGLINE_HINT = _l("It stands large on top of your public page: who you are, and what you talk about. Empty: none.")
"""Of a site and of an organisation: the same sentence on the same page."""


def is_email(_form: Form, field: EmailField) -> None:
    """A validator: the field holds an address, whatever server it may be at."""
    try:
        normalised_email(field.data or "")
    except InvalidEmail as error:
        raise ValidationError(str(error)) from error


def email_field(label: str, **attributes: str) -> EmailField:
    return EmailField(label, validators=[is_email, Length(max=EMAIL_LENGTH)], render_kw=attributes)


class ZoneField(StringField):
    """A zone in the words people use: "London", "US Eastern", "Europe/London". Its data is the name of the zone.

    What is no zone, or is several, stands there as it was typed, and is said. With `keeps_words` whatever is typed
    stands there, for a verb to read. `is_optional`: it may be left empty.
    """

    def __init__(self, *given: Any, is_optional: bool = False, keeps_words: bool = False, **named: Any) -> None:  # noqa: ANN401 - WTForms' signature
        named.setdefault("render_kw", {"list": "timezones", "autocomplete": "off", "spellcheck": "false"})
        super().__init__(*given, **named)
        self.is_optional, self.keeps_words = is_optional, keeps_words

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if valuelist and not self.keeps_words:
            self.data = times.zone_name_of(self.data)

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - WTForms' signature
        typed = times.read_zone(self.data or "")
        if self.keeps_words or (self.is_optional and not typed.text):
            return
        if typed.timezone is None:
            raise ValidationError(times.zone_sentence(typed) or _("Write a city or a country."))


class DayField(DateField):
    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata([value for value in valuelist if value.strip()])
        except ValueError as error:
            raise ValueError(_("Write the date like 2027-03-21.")) from error


class HourField(TimeField):
    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata([value[:5] for value in valuelist if value.strip()])
        except ValueError as error:
            raise ValueError(_("Write the hour like 16:00.")) from error


class WallField(DateTimeLocalField):
    """A day and an hour on the clocks of a zone that stands beside it, to the minute. It may be left empty."""

    def __init__(self, label: Any = None, **attributes: Any) -> None:  # noqa: ANN401 - WTForms' signature
        super().__init__(label, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"], **attributes)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist if value.strip()])
        except ValueError as error:
            raise ValueError(_("Write day and hour like 2027-03-21 16:00.")) from error
        if self.data is not None:
            self.data = self.data.replace(second=0)


class OptionalCountField(IntegerField):
    """A whole number that may be left empty."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata([value for value in valuelist if value.strip()])
        except ValueError as error:
            raise ValueError(_("Write a whole number, like 28.")) from error


class MinutesField(IntegerField):
    """A number of minutes that must be given."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Write how many minutes it takes, like 90.")) from error


class OptionalMinutesField(MinutesField):
    """A number of minutes that may be left empty."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata([value for value in valuelist if value.strip()])
