"""Originals as they are kept, and the sizes that are cut from them: decoded anew, without what was hidden in them."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageOps

from webinars.domain.media.file_types import Content
from webinars.domain.media.images import MOST_PIXELS, check_size, decoded, reduced_by, write_jpeg
from webinars.domain.media.pictures.crop_shapes import LONGEST_SIDE, SHAPES, Part, box_of
from webinars.models import PictureKind

JPEG, PNG = Content("image/jpeg", ".jpg"), Content("image/png", ".png")


@dataclass(frozen=True, slots=True)
class Cut:
    """One size of a picture."""

    octets: bytes
    size: tuple[int, int]
    """Width and height in pixels."""


def content_of(kind: PictureKind) -> Content:
    """Returns what the files of a picture of `kind` are: PNG where they may be see-through."""
    return PNG if SHAPES[kind].is_see_through else JPEG


def original_from(file: IO[bytes], kind: PictureKind) -> Cut:
    """Returns the whole picture in `file`, upright and at most 2,000 pixels long, without EXIF, comments or profiles.

    Raises FileRefused.
    """
    shape = SHAPES[kind]
    with decoded(file, formats=tuple(MOST_PIXELS)) as opened:
        # Lying on its side is no reason to refuse one.
        least = shape.least if opened.width >= opened.height else shape.least[::-1]
        check_size(opened, least, wanted=shape.widths[1])
        if not shape.is_see_through:
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG need not be decoded larger than it will be
        factor = max(1, max(opened.size) // LONGEST_SIDE)
        upright = ImageOps.exif_transpose(reduced_by(opened, factor, is_see_through=shape.is_see_through))
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return Cut(_written(upright, kind), upright.size)


def sizes_from(original: IO[bytes], kind: PictureKind, part: Part) -> Iterator[Cut]:
    """Yields the sizes of `part` of what `original_from` has made, the narrowest first: none larger than it is there.

    Raises FileRefused.
    """
    shape = SHAPES[kind]
    with decoded(original, formats=("JPEG", "PNG")) as opened:
        shown = opened.crop(box_of(kind, opened.size, part))
    widths = [width for width in shape.widths if width <= shown.width] or [shown.width]
    for width in widths:
        height = round(width * (shape.ratio or shown.height / shown.width))
        size = (width, max(1, height))
        yield Cut(_written(shown.resize(size, Image.Resampling.LANCZOS), kind), size)


def _written(picture: Image.Image, kind: PictureKind) -> bytes:
    octets = io.BytesIO()
    if SHAPES[kind].is_see_through:
        picture.info.clear()
        picture.save(octets, "PNG", optimize=True)
    else:
        write_jpeg(picture, octets)
    return octets.getvalue()
