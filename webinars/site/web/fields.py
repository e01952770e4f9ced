"""Fields that several forms have, with a sentence of ours where their text cannot be read."""

from typing import Any

from wtforms import DateField, IntegerField, TimeField

from webinars.lib.i18n import gettext as _


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
