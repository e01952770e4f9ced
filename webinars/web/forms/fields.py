"""Fields that several forms have, with a sentence of ours where their text cannot be read."""

from collections.abc import Iterable
from typing import Any

from wtforms import DateField, DateTimeLocalField, EmailField, Form, IntegerField, StringField, TimeField
from wtforms.validators import Length, ValidationError

from webinars.lib.email_addresses import InvalidEmail, normalised_email
from webinars.lib.i18n import gettext as _
from webinars.pure import times
from webinars.web.requests.transactions import prepared

EMAIL_LENGTH = 254


def is_email(_form: Form, field: EmailField) -> None:
    """A validator: the field holds an address, whatever server it may be at."""
    try:
        normalised_email(field.data or "")
    except InvalidEmail as error:
        raise ValidationError(str(error)) from error


def email_field(label: str, **attributes: str) -> EmailField:
    return EmailField(label, validators=[is_email, Length(max=EMAIL_LENGTH)], render_kw=attributes)


def is_timezone(_form: Form, field: StringField) -> None:
    """A validator: the field holds the name of a zone."""
    timezone = (field.data or "").strip()
    if not times.is_known(timezone):
        raise ValidationError(_("There is no zone “%(timezone)s”. Choose one from the list.", timezone=timezone))


def read_zones(fields: Iterable[StringField]) -> None:
    """Put the names of zones in the place of words that mean one, like "London". Needs no transaction to have begun."""
    typed = [(each, (each.data or "").strip()) for each in fields]
    in_words = [(field, text) for field, text in typed if text and not times.is_known(text)]
    if not in_words:
        return
    with prepared():
        # The first in a process reads the names of all places.
        for field, text in in_words:
            field.data = times.read_zone(text).timezone or field.data


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
