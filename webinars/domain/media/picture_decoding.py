"""Pictures decoded: which formats and sizes are taken, cut as a poster, and written without what was hidden in them."""

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from PIL import Image, ImageOps

from webinars.domain.media.errors import FileRefused
from webinars.lib.i18n import gettext as _

WIDTH, HEIGHT = 1280, 720
NARROWEST = 200
MOST_PIXELS = {"JPEG": 20_000_000, "PNG": 20_000_000, "WEBP": 4_000_000}
"""Of each format that is taken. Decoded they take four bytes each, and WebP's decoder keeps several copies."""
MOST_PROGRESSIVE_VALUES = 33_000_000
"""A progressive JPEG is kept whole by its decoder, two bytes for each value, however small it is wanted."""
BAND_PIXELS = 16
QUALITY = 82

_ONE_AT_A_TIME = threading.Lock()
"""So that several people with large pictures take no more memory than one."""


def poster_from(file: IO[bytes], target: IO[bytes]) -> tuple[int, int]:
    """Write the picture in `file` to `target` as a JPEG of 16:9, at most 1280 wide. Returns its width and height.

    Raises FileRefused.
    """
    with decoded(file, formats=tuple(MOST_PIXELS)) as opened:
        check_size(opened, (NARROWEST, NARROWEST * HEIGHT // WIDTH), wanted=WIDTH // 2)
        poster = _cut(opened)
    write_jpeg(poster, target)
    return poster.size


@contextmanager
def decoded(file: IO[bytes], *, formats: tuple[str, ...]) -> Iterator[Image.Image]:
    """Yields the picture in `file`, one at a time in this process. Raises FileRefused for what cannot be read."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with _ONE_AT_A_TIME, Image.open(file, formats=formats) as opened:
                yield opened
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise FileRefused(_("This is not a picture we can read. Choose a JPEG, PNG or WebP file.")) from error


def write_jpeg(picture: Image.Image, target: IO[bytes]) -> None:
    """Write `picture` to `target`, and nothing of what was hidden beside it."""
    # Comments, text and colour tables of the original would be written again.
    picture.info.clear()
    # In memory first: Pillow leaves half a file where a disk is full, and says less about it.
    octets = io.BytesIO()
    picture.save(octets, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    target.write(octets.getbuffer())


def check_size(picture: Image.Image, least: tuple[int, int], *, wanted: int) -> None:
    """Raises FileRefused for more pixels than are decoded here, and for fewer than `least` (width, height)."""
    pixels = picture.width * picture.height
    values = pixels * len(picture.getbands()) if picture.info.get("progressive") else 0
    if pixels > MOST_PIXELS[picture.format or "WEBP"] or values > MOST_PROGRESSIVE_VALUES:
        raise _too_large()
    if picture.width < least[0] or picture.height < least[1]:
        raise FileRefused(
            _("This picture is too small. Choose one that is at least %(width)s pixels wide.", width=wanted)
        )


def _too_large() -> FileRefused:
    return FileRefused(_("This picture has too many pixels. Save it smaller: 1280 pixels wide is enough."))


def _cut(picture: Image.Image) -> Image.Image:
    """Returns the middle of it, upright, on white where it was transparent."""
    picture.draft("RGB", (WIDTH, HEIGHT))  # a JPEG need not be decoded larger than it will be
    upright = ImageOps.exif_transpose(reduced_by(picture, max(1, min(picture.size) // WIDTH)))
    width = min(WIDTH, upright.width, upright.height * WIDTH // HEIGHT)
    return ImageOps.fit(upright, (width, round(width * HEIGHT / WIDTH)))


def reduced_by(picture: Image.Image, factor: int, *, is_see_through: bool = False) -> Image.Image:
    """Returns the picture in RGB on white, or in RGBA, `factor` times smaller. How it is turned is told beside it.

    Band by band: every conversion of the whole would be one more copy of it in memory.
    """
    mode = "RGBA" if is_see_through else "RGB"
    reduced = Image.new(mode, (-(-picture.width // factor), -(-picture.height // factor)))
    for top in range(0, picture.height, BAND_PIXELS * factor):
        band = picture.crop((0, top, picture.width, min(picture.height, top + BAND_PIXELS * factor)))
        shown = band.convert(mode) if is_see_through else _on_white(band)
        reduced.paste(shown.reduce(factor), (0, top // factor))
    # How it is turned is told beside its pixels.
    reduced.info = picture.info
    reduced.getexif().update(picture.getexif())
    return reduced


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGB", "L"}:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    opaque = Image.new("RGB", clear.size, "white")
    opaque.paste(clear, mask=clear.getchannel("A"))
    return opaque
