from flask_wtf.file import FileField
from wtforms import StringField
from wtforms.fields import IntegerRangeField

from webinars.domain.media.pictures.actions import ALT_LENGTH
from webinars.domain.media.pictures.crop_shapes import SMALLEST_PART, Crop
from webinars.lib.i18n import lazy_gettext as _l
from webinars.web.forms.base import SessionForm


def _described(element: str = "alt") -> StringField:
    return StringField(
        _l("What is to be seen"),
        description=_l("For those who do not see it. One sentence, without “picture of”."),
        render_kw={"maxlength": ALT_LENGTH, "autocomplete": "off"},
        id=element,
    )


class NewPictureForm(SessionForm):
    file = FileField(_l("File"))
    # Two forms of the page ask for it: their elements need names of their own for people, not for programs.
    alt = _described("new-alt")


class ChangeForm(SessionForm):
    """What it says of a picture that is there, and which part of it is shown, in thousandths of its width."""

    alt = _described()
    original = StringField()
    """The key of the original that the person saw."""
    left = IntegerRangeField(_l("From the left"))
    top = IntegerRangeField(_l("From the top"))
    width = IntegerRangeField(_l("Width"))

    def show(self, alt: str, part: Crop, room: tuple[int, int, int], original: str) -> None:
        """Fill it with what is stored. `room` is how far left, top and width may go."""
        self.alt.data, self.original.data = alt, original
        self.left.data, self.top.data, self.width.data = part.left, part.top, part.width
        self.limit(room)

    def limit(self, room: tuple[int, int, int]) -> None:
        for field, most, least in zip((self.left, self.top, self.width), room, (0, 0, SMALLEST_PART), strict=True):
            field.render_kw = {"min": min(least, most), "max": most}
