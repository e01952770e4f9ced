"""The picture that stands for a recording: its poster, or the drawn cover of its title."""

from pathlib import Path

from PIL import Image, ImageOps

from webinars.domain.programme.covers import HEIGHT, WIDTH, cover_key
from webinars.domain.programme.painted_covers import CARD_HEIGHT, CARD_WIDTH, as_png
from webinars.domain.recordings.tree import file_of
from webinars.models import FileKind, Recording, StoredFile, Webinar

MOST_COLOURS = 256


def poster_url(recording: Recording, webinar: Webinar) -> str:
    """The address of the picture, without the site's own. Needs the host of the webinar, which is the recording's."""
    return recording.poster_path or f"/covers/{cover_key(recording.title, webinar.host.name)}.svg"


def poster_of(recording: Recording) -> StoredFile | None:
    """Its poster, if it has one. Needs the files of the recording, and of a virtual clip's stream."""
    posters = [file for each in (recording, file_of(recording)) for file in each.files if file.kind == FileKind.POSTER]
    return next((file for file in posters if file.path == recording.poster_path), None)


def card_of(path: Path) -> bytes | None:
    """The poster at `path` in the shape of a card, as PNG; None if it cannot be read."""
    try:
        with Image.open(path) as poster:
            return as_png(ImageOps.fit(poster.convert("RGB"), (CARD_WIDTH, CARD_HEIGHT)), MOST_COLOURS)
    except OSError:
        return None


def poster_size(recording: Recording) -> tuple[int, int]:
    """Width and height of the picture in pixels; loaded as for `poster_of`."""
    shown = poster_of(recording)
    if shown is None or shown.width is None or shown.height is None:
        return WIDTH, HEIGHT
    return shown.width, shown.height
