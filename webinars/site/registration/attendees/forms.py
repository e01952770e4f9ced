"""What organisers enter about those who register."""

from collections.abc import Mapping, Sequence
from contextlib import closing

from flask_wtf.file import FileField
from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from webinars.domain.registration.form_questions import EMAIL_LENGTH, NAME_LENGTH
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.text_cleaning import decoded
from webinars.pure.attendance import Column
from webinars.web.forms.base import SessionForm
from webinars.web.forms.fields import ZoneField

LONGEST_NUMBER = 6
"""Digits: more places than anybody has."""


class PlacesForm(SessionForm):
    capacity = StringField(
        _l("Number of places"),
        description=_l(
            "More places go to the first in the queue at once, with a mail. It cannot be fewer than are taken. "
            "Leave it empty for as many as come."
        ),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def validate_capacity(self, field: StringField) -> None:
        text = (field.data or "").strip()
        # Half a form says nothing about places: it must not open them to as many as come.
        if not field.raw_data or (text and not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER)):
            raise ValidationError(_("Write how many places there are, like 40, or leave it empty."))

    @property
    def places(self) -> int | None:
        """Returns the number that was entered, once it is known to be one. None means as many as come."""
        text = (self.capacity.data or "").strip()
        return int(text) if text else None


class AddForm(SessionForm):
    """Somebody who has not registered."""

    name = StringField(_l("Name"), render_kw={"maxlength": NAME_LENGTH, "autocomplete": "off"})
    email = StringField(
        _l("Email address"),
        render_kw={"type": "email", "maxlength": EMAIL_LENGTH, "autocomplete": "off", "inputmode": "email"},
    )


class ReportForm(SessionForm):
    """A room's report. Its text goes along until it is stored, so that nothing of it has to be kept before."""

    LONGEST_REPORT = 1_000_000
    """Letters: as many as a form holds beside all else, whatever their script."""
    LONGEST_PLACE = 3

    file = FileField(
        _l("The report as CSV"),
        description=_l("From Zoom, BigBlueButton, Teams or another: a line for each person, with name or address."),
        render_kw={"accept": ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"},
    )
    text = HiddenField()
    timezone = ZoneField(
        _l("Whose clocks show its hours?"),
        is_optional=True,
        description=_l("The organisers’ own, or UTC: reports seldom say."),
    )

    heads: Sequence[str] = ()
    """What stands above the columns, where nobody knows what they hold."""
    found: Mapping[Column, int] = {}
    columns_error = ""

    def take_file(self) -> None:
        """Put the file's text into the place of what goes along."""
        file = self.file.data
        if file:
            # A large one lies on the disk.
            with closing(file):
                self.text.data = decoded(file.read())

    def validate_file(self, _field: FileField) -> None:
        text = self.text.data or ""
        if not text and not self.file.data:
            raise ValidationError(_("Choose the file of the report."))
        if len(text) > self.LONGEST_REPORT:
            raise ValidationError(_("This report is too long: at most a million letters are read here."))

    def ask_for_columns(self, heads: Sequence[str], found: Mapping[Column, int]) -> None:
        self.heads, self.found = heads, found

    @staticmethod
    def column_names() -> Mapping[Column, str]:
        return {
            Column.NAME: _("Name"),
            Column.FIRST_NAME: _("First name"),
            Column.LAST_NAME: _("Last name"),
            Column.EMAIL: _("Email address"),
            Column.JOINED: _("Joined at"),
            Column.LEFT: _("Left at"),
            Column.LENGTH: _("How long"),
        }
