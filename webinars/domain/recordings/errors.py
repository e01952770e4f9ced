"""What cannot be done with a recording; `field` is which value, by the name of its column or the form's field."""

from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _


class RecordingInvalid(WebinarsError):
    """A value cannot be stored."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class PlaylistGiven(RecordingInvalid):
    def __init__(self) -> None:
        super().__init__(
            "url", _("This is the address of a playlist. Open one of its videos, and paste that video’s address.")
        )


class RecordingExists(RecordingInvalid):
    """The same stretch of the same video is there already: pasted twice, or a form sent twice."""

    def __init__(self, title: str) -> None:
        super().__init__("url", _("This webinar has that recording already: “%(title)s”.", title=title))
