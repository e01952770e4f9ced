"""What organisers enter about those who register."""

from wtforms import StringField
from wtforms.validators import ValidationError

from webinars.domain.registration.answers import EMAIL_LENGTH, NAME_LENGTH
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.site.web.forms import SessionForm

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
        if text and not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER):
            raise ValidationError(_("Write how many places there are, like 40, or leave it empty."))

    @property
    def places(self) -> int | None:
        """The number that was entered, once it is known to be one; None: as many as come."""
        text = (self.capacity.data or "").strip()
        return int(text) if text else None


class AddForm(SessionForm):
    """Somebody who has not registered."""

    name = StringField(_l("Name"), render_kw={"maxlength": NAME_LENGTH, "autocomplete": "off"})
    email = StringField(
        _l("Email address"),
        render_kw={"type": "email", "maxlength": EMAIL_LENGTH, "autocomplete": "off", "inputmode": "email"},
    )
