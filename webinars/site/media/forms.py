from flask_wtf.file import FileField
from wtforms import SelectField, StringField
from wtforms.validators import Length

from webinars.domain.media.file_types import FileType
from webinars.domain.recordings.actions import TITLE_LENGTH
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import FileKind
from webinars.web.forms.base import SessionForm, options

FIRST, COPY = "first", "copy"
KIND_NAMES = {
    FileKind.VIDEO: _l("Video or sound"),
    FileKind.POSTER: _l("Poster"),
    FileKind.SLIDES: _l("Slides"),
    FileKind.NOTES: _l("Notes"),
}


class UploadForm(SessionForm):
    """One file. Its bytes are looked at by the view, once everything else fits."""

    file = FileField(_l("File"))


class PosterForm(UploadForm):
    """The picture that stands for a recording."""


class DocumentForm(UploadForm):
    kind = SelectField(_l("What it is"))

    def offer(self) -> None:
        """Fill the choices."""
        self.kind.choices = options((kind, KIND_NAMES[kind]) for kind in (FileKind.SLIDES, FileKind.NOTES))


class VideoForm(UploadForm):
    use = SelectField(_l("How it is used"))

    def offer(self) -> None:
        """Fill the choices."""
        self.use.choices = options(
            [
                (FIRST, _("Played here; where the recording was until now becomes its first copy")),
                (COPY, _("A copy, for the day on which the first place is gone")),
            ]
        )


class NewVideoForm(UploadForm):
    """A recording that is made of an uploaded file."""

    whose = SelectField(_l("What it shows"))
    title = StringField(
        _l("Title"),
        [Length(max=TITLE_LENGTH)],
        description=_l("Empty means the title of the talk, or of the webinar."),
    )


def refusal_of(content: FileType | None) -> str:
    """Returns why a file that is `content` is not taken where another kind was asked for."""
    if content is None:
        return _("We do not know this kind of file. Save it as one of those named here, and choose it again.")
    return _("This is a %(ending)s file. Choose one of those named here.", ending=content.ending)
