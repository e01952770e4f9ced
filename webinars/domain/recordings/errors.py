"""What cannot be done with a recording. `field` is which value, by the name of its column or the form's field."""

from webinars.lib.errors import FieldInvalid
from webinars.lib.i18n import gettext as _


class RecordingInvalid(FieldInvalid):
    """A value cannot be stored."""


class ChapterInvalid(RecordingInvalid):
    """One of several chapters cannot be stored."""

    def __init__(self, error: RecordingInvalid, chapter_id: int) -> None:
        super().__init__(error.field, str(error))
        self.chapter_id = chapter_id


class PlaylistGiven(RecordingInvalid):
    def __init__(self) -> None:
        super().__init__(
            "url", _("This is the address of a playlist. Open one of its videos, and paste that video’s address.")
        )


class NoVideoGiven(RecordingInvalid):
    """An address at a place where videos have ids, without one."""

    def __init__(self) -> None:
        super().__init__(
            "url",
            _(
                "This is an address at YouTube, but not of a video: the eleven letters and figures that name one are "
                "missing or mistyped. Copy the address of the video’s page again."
            ),
        )


class FullStreamExists(RecordingInvalid):
    """A second full stream is asked about first: mostly it is somebody's talk."""

    def __init__(self, title: str) -> None:
        super().__init__(
            "whose",
            _(
                "This webinar has a full stream already: “%(title)s”. Choose whose talk this one shows, or “Another "
                "full stream”.",
                title=title,
            ),
        )


class RecordingExists(RecordingInvalid):
    """The same stretch of the same video is there already: pasted twice, or a form sent twice."""

    def __init__(self, title: str) -> None:
        super().__init__("url", _("This webinar has that recording already: “%(title)s”.", title=title))
