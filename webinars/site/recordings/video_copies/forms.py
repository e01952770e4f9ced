from wtforms import Field, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.web_addresses import LONGEST_ADDRESS
from webinars.pure.videos.signed_times import signed_seconds
from webinars.web.forms.base import SessionForm


class ShiftForm(SessionForm):
    """How much later everything comes in a copy."""

    shift = StringField(
        _l("Everything comes later by"),
        description=_l("Minutes and seconds against the first place, like 0:30; -0:30 for earlier. Empty means not."),
    )

    def validate_shift(self, field: Field) -> None:
        if (field.data or "").strip() and signed_seconds(field.data) is None:
            raise ValidationError(_("Write it like 0:30, or -0:30 for earlier."))

    @property
    def shift_s(self) -> int:
        """Returns what was typed, once it is valid."""
        return signed_seconds(self.shift.data or "") or 0


class CopyForm(ShiftForm):
    url = StringField(
        _l("Address of the copy"),
        [
            InputRequired(_l("Paste the address of the video’s page or file.")),
            Length(max=LONGEST_ADDRESS, message=_l("This address is too long. Paste the plain one of the video.")),
        ],
        description=_l("The same video at another place: at the Internet Archive, say."),
        render_kw={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"},
    )
