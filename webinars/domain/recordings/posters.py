"""The picture that stands for a recording: its poster, or the drawn cover of its title."""

from webinars.domain.programme.covers.svg import HEIGHT, WIDTH, cover_key
from webinars.domain.recordings.clip_tree import file_of
from webinars.models import FileKind, Recording, StoredFile, Webinar


def poster_url(recording: Recording, webinar: Webinar) -> str:
    """Returns the address of the picture, without the site's own.

    Needs the host of the webinar, which is the recording's.
    """
    return recording.poster_path or f"/covers/{cover_key(recording.title, webinar.host.name)}.svg"


def poster_of(recording: Recording) -> StoredFile | None:
    """Returns its poster, if it has one. Needs the files of the recording, and of a virtual clip's stream."""
    posters = [file for each in (recording, file_of(recording)) for file in each.files if file.kind == FileKind.POSTER]
    return next((file for file in posters if file.path == recording.poster_path), None)


def poster_size(recording: Recording) -> tuple[int, int]:
    """Returns width and height of the picture in pixels. Needs what `poster_of` does."""
    shown = poster_of(recording)
    if shown is None or shown.width is None or shown.height is None:
        return WIDTH, HEIGHT
    return shown.width, shown.height
