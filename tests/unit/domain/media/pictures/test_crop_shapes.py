import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.media.pictures.crop_shapes import SHAPES, THOUSANDTHS, Crop, box_of, fit_crop, largest_crop
from webinars.models import PictureKind

SIDE = st.integers(60, 2000)


def height_of(size):
    return round(THOUSANDTHS * size[1] / size[0])


@pytest.mark.parametrize(
    ("kind", "size", "part"),
    [
        (PictureKind.PORTRAIT, (800, 800), Crop(0, 0, 1000)),
        (PictureKind.PORTRAIT, (1600, 800), Crop(250, 0, 500)),
        (PictureKind.COVER, (1600, 900), Crop(0, 0, 1000)),
        (PictureKind.LOGO, (300, 100), Crop(0, 0, 1000)),
    ],
)
def test_at_first_as_much_is_shown_as_has_the_shape(kind, size, part):
    assert largest_crop(kind, size) == part


def test_of_an_upright_picture_a_portrait_shows_the_upper_half():
    part = largest_crop(PictureKind.PORTRAIT, (800, 1600))

    assert part == Crop(0, 350, 1000)


@given(
    st.sampled_from(list(PictureKind)), SIDE, SIDE, st.integers(-5000, 5000), st.integers(-5000, 5000), st.integers()
)
def test_whatever_is_chosen_lies_inside_and_has_the_shape(kind, width, height, left, top, part_width):
    size = (width, height)

    part = fit_crop(kind, size, Crop(left, top, part_width))
    box = box_of(kind, size, part)

    assert 0 <= part.left <= part.left + part.width <= THOUSANDTHS
    assert 0 <= part.top <= max(0, height_of(size))
    assert 0 <= box[0] < box[2] <= width
    assert 0 <= box[1] < box[3] <= height
    assert fit_crop(kind, size, part) == part
    ratio = SHAPES[kind].ratio
    if ratio is not None:
        # To the pixel that rounding costs on each side.
        assert abs((box[3] - box[1]) - (box[2] - box[0]) * ratio) <= 2


def test_what_fits_already_stays():
    chosen = Crop(120, 80, 400)

    assert fit_crop(PictureKind.PORTRAIT, (1000, 1000), chosen) == chosen
