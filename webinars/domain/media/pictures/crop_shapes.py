"""What a picture of each kind looks like, and which part of an original it shows."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from webinars.models import PictureKind

THOUSANDTHS = 1000
SMALLEST_PART = 100
"""A tenth of the original's width, in thousandths: less would be a smear."""
LONGEST_SIDE = 2000
"""Of the original that is kept to cut from, in pixels."""


class Shape(Struct, frozen=True):
    ratio: float | None
    """Height by width, or None: as it is, whole."""
    widths: Sequence[int]
    """In pixels, of the sizes that are cut. None is cut larger than the original is."""
    least: tuple[int, int]
    """Width and height that an original must have."""
    is_see_through: bool
    middle: float
    """Which part stands in the middle of what is cut where nobody has said: 0 the top, 1 the bottom."""


SHAPES: Mapping[PictureKind, Shape] = MappingProxyType(
    {
        # Faces are in the upper half of a picture.
        PictureKind.PORTRAIT: Shape(1, (112, 224, 448), (112, 112), is_see_through=False, middle=0.35),
        PictureKind.LOGO: Shape(None, (160, 320, 640), (48, 24), is_see_through=True, middle=0.5),
        PictureKind.COVER: Shape(9 / 16, (480, 960, 1600), (480, 270), is_see_through=False, middle=0.5),
    }
)


class Crop(Struct, frozen=True):
    """A part of a picture: where it begins and how wide it is, in thousandths of the picture's width."""

    left: int
    top: int
    width: int


def largest_crop(kind: PictureKind, size: tuple[int, int]) -> Crop:
    """Returns the largest part of a picture of `size` (width, height in pixels) that has the shape of `kind`."""
    shape = SHAPES[kind]
    if shape.ratio is None:
        return Crop(0, 0, THOUSANDTHS)
    height = THOUSANDTHS * size[1] / size[0]
    width = min(THOUSANDTHS, round(height / shape.ratio))
    return Crop((THOUSANDTHS - width) // 2, max(0, round((height - width * shape.ratio) * shape.middle)), width)


def fit_crop(kind: PictureKind, size: tuple[int, int], part: Crop) -> Crop:
    """Returns the part nearest to `part` that lies inside a picture of `size` (width, height in pixels)."""
    most = largest_crop(kind, size)
    shape = SHAPES[kind]
    if shape.ratio is None:
        return most
    width = max(min(SMALLEST_PART, most.width), min(part.width, most.width))
    height = round(THOUSANDTHS * size[1] / size[0])
    left = max(0, min(part.left, THOUSANDTHS - width))
    return Crop(left, max(0, min(part.top, height - round(width * shape.ratio))), width)


def box_of(kind: PictureKind, size: tuple[int, int], part: Crop) -> tuple[int, int, int, int]:
    """Returns left, top, right and bottom of `part` in pixels of a picture of `size`."""
    shape = SHAPES[kind]
    if shape.ratio is None:
        return 0, 0, *size
    pixel = size[0] / THOUSANDTHS
    left, top = round(part.left * pixel), round(part.top * pixel)
    width = max(1, min(round(part.width * pixel), size[0] - left))
    height = max(1, min(round(width * shape.ratio), size[1] - top))
    return left, top, left + width, top + height
