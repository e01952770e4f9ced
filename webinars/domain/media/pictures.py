"""Pictures as we keep them: decoded, cut to the shape of a video, made small, and written without what was hidden."""

import io
import threading
import warnings
from typing import IO

from PIL import Image, ImageOps

from webinars.domain.media.errors import FileRefused
from webinars.lib.i18n import gettext as _

WIDTH, HEIGHT = 1280, 720
NARROWEST = 200
MOST_PIXELS = {"JPEG": 20_000_000, "PNG": 20_000_000, "WEBP": 4_000_000}
"""Of each format that is taken. Decoded they take four bytes each; WebP's decoder keeps several copies."""
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
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with _ONE_AT_A_TIME, Image.open(file, formats=tuple(MOST_PIXELS)) as opened:
                _check_size(opened)
                poster = _cut(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise FileRefused(_("This is not a picture we can read. Choose a JPEG, PNG or WebP file.")) from error
    # In memory first: Pillow leaves half a file where a disk is full, and says less about it.
    octets = io.BytesIO()
    poster.save(octets, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    target.write(octets.getbuffer())
    return poster.size


def _check_size(picture: Image.Image) -> None:
    pixels = picture.width * picture.height
    values = pixels * len(picture.getbands()) if picture.info.get("progressive") else 0
    if pixels > MOST_PIXELS[picture.format or "WEBP"] or values > MOST_PROGRESSIVE_VALUES:
        raise _too_large()
    if picture.width < NARROWEST or picture.height < NARROWEST * HEIGHT // WIDTH:
        raise FileRefused(
            _("This picture is too small. Choose one that is at least %(width)s pixels wide.", width=WIDTH // 2)
        )


def _too_large() -> FileRefused:
    return FileRefused(_("This picture has too many pixels. Save it smaller: 1280 pixels wide is enough."))


def _cut(picture: Image.Image) -> Image.Image:
    """The middle of it, upright, on white where it was transparent."""
    picture.draft("RGB", (WIDTH, HEIGHT))  # a JPEG need not be decoded larger than it will be
    upright = ImageOps.exif_transpose(_reduced(picture))
    width = min(WIDTH, upright.width, upright.height * WIDTH // HEIGHT)
    poster = ImageOps.fit(upright, (width, round(width * HEIGHT / WIDTH)))
    # Comments, text and colour tables of the original would be written again.
    poster.info.clear()
    return poster


def _reduced(picture: Image.Image) -> Image.Image:
    """The picture in RGB, by a whole number smaller, and still large enough however it is turned.

    Band by band: every conversion of the whole would be one more copy of it in memory.
    """
    factor = max(1, min(picture.size) // WIDTH)
    reduced = Image.new("RGB", (-(-picture.width // factor), -(-picture.height // factor)))
    for top in range(0, picture.height, BAND_PIXELS * factor):
        band = picture.crop((0, top, picture.width, min(picture.height, top + BAND_PIXELS * factor)))
        reduced.paste(_on_white(band).reduce(factor), (0, top // factor))
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
