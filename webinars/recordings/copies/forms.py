import re

from wtforms import Field, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.web_addresses import LONGEST_ADDRESS
from webinars.recordings.providers import seconds
from webinars.web.forms import SessionForm

SIGN = re.compile("^([-+−–]?) *")


class ShiftForm(SessionForm):
    """How much later everything comes in a copy."""

    shift = StringField(
        _l("Everything comes later by"),
        description=_l("Minutes and seconds against the first place, like 0:30; -0:30 for earlier. Empty means not."),
    )

    def validate_shift(self, field: Field) -> None:
        if signed_seconds(field.data or "") is None:
            raise ValidationError(_("Write it like 0:30, or -0:30 for earlier."))

    @property
    def shift_s(self) -> int:
        """What was typed, once it is valid."""
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


def signed_seconds(text: str) -> int | None:
    """A time like "0:30" or "-1:05" in seconds, 0 for nothing; None if it is none."""
    text = text.strip()
    if not text:
        return 0
    sign = SIGN.match(text)
    assert sign is not None
    found = seconds(text[sign.end() :])
    return found if found is None or sign[1] in {"", "+"} else -found


def as_shift(shift_s: int) -> str:
    """`shift_s` as people write it: "0:30", "-1:05"; empty for none."""
    if not shift_s:
        return ""
    minutes, rest = divmod(abs(shift_s), 60)
    return f"{'-' if shift_s < 0 else ''}{minutes}:{rest:02}"
