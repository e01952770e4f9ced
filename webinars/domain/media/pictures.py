"""Pictures as we keep them: decoded, cut to the shape of a video, made small, and written without what was hidden."""

import io
import warnings
from typing import IO

from PIL import Image, ImageOps

from webinars.domain.media.errors import FileRefused
from webinars.lib.i18n import gettext as _

WIDTH, HEIGHT = 1280, 720
NARROWEST = 200
MOST_PIXELS = 50_000_000
"""More than any camera of a phone; decoded they take four bytes each."""
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82


def poster_from(file: IO[bytes], target: IO[bytes]) -> tuple[int, int]:
    """Write the picture in `file` to `target` as a JPEG of 16:9, at most 1280 wide. Returns its width and height.

    Raises FileRefused.
    """
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as opened:
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
    if picture.width * picture.height > MOST_PIXELS:
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
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in {"RGB", "L"}:
        clear = upright.convert("RGBA")
        upright = Image.new("RGB", clear.size, "white")
        upright.paste(clear, mask=clear.getchannel("A"))
    width = min(WIDTH, upright.width, upright.height * WIDTH // HEIGHT)
    poster = ImageOps.fit(upright.convert("RGB"), (width, round(width * HEIGHT / WIDTH)))
    # Comments, text and colour tables of the original would be written again.
    poster.info.clear()
    return poster
