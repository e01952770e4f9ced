import io

import pytest
from PIL import Image

from webinars.domain.media.errors import FileRefused
from webinars.domain.media.pictures.actions import original_from, sizes_from
from webinars.domain.media.pictures.crop_shapes import Crop, largest_crop
from webinars.models import PictureKind

SECRET = "Slough, 51.5 N"


def sent(size=(900, 600), kind="JPEG", mode="RGB", colour="red", **options):
    octets = io.BytesIO()
    Image.new(mode, size, colour).save(octets, kind, **options)
    return octets


def opened(octets):
    picture = Image.open(io.BytesIO(octets))
    picture.load()
    return picture


def sizes(kind, octets, part):
    return list(sizes_from(io.BytesIO(octets), kind, part))


@pytest.mark.parametrize("kind", list(PictureKind))
@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_what_a_camera_wrote_into_it_is_in_no_file(kind, form):
    exif = Image.Exif()
    exif[0x010E] = SECRET
    octets = sent(kind=form, exif=exif)
    assert SECRET.encode() in octets.getvalue()

    original = original_from(octets, kind)
    files = [original, *sizes(kind, original.octets, largest_crop(kind, original.size))]

    assert len(files) > 1
    for file in files:
        assert SECRET.encode() not in file.octets
        assert not opened(file.octets).getexif()
        assert opened(file.octets).size == file.size


def test_how_it_was_held_is_seen_to():
    exif = Image.Exif()
    exif[0x0112] = 6

    assert original_from(sent((900, 600), exif=exif), PictureKind.PORTRAIT).size == (600, 900)


@pytest.mark.parametrize(
    ("kind", "size", "cut"),
    [
        (PictureKind.PORTRAIT, (900, 600), [(112, 112), (224, 224), (448, 448)]),
        (PictureKind.PORTRAIT, (150, 200), [(112, 112)]),
        (PictureKind.COVER, (1000, 1000), [(480, 270), (960, 540)]),
        (PictureKind.COVER, (3200, 1800), [(480, 270), (960, 540), (1600, 900)]),
        (PictureKind.LOGO, (400, 100), [(160, 40), (320, 80)]),
        (PictureKind.LOGO, (100, 50), [(100, 50)]),
    ],
)
def test_no_size_is_larger_than_what_was_sent(kind, size, cut):
    original = original_from(sent(size, "PNG"), kind)

    assert max(original.size) <= 2000
    assert [each.size for each in sizes(kind, original.octets, largest_crop(kind, original.size))] == cut


def test_a_logo_stays_see_through_and_a_portrait_stands_on_white():
    clear = sent((400, 400), "PNG", "RGBA", (0, 0, 0, 0))

    logo = sizes(PictureKind.LOGO, original_from(clear, PictureKind.LOGO).octets, Crop(0, 0, 1000))
    portrait = sizes(PictureKind.PORTRAIT, original_from(clear, PictureKind.PORTRAIT).octets, Crop(0, 0, 1000))

    assert opened(logo[0].octets).convert("RGBA").getpixel((9, 9))[3] == 0
    assert opened(portrait[0].octets).getpixel((9, 9)) == (255, 255, 255)


def test_the_part_that_was_chosen_is_what_is_shown():
    halves = Image.new("RGB", (800, 400), "red")
    halves.paste("blue", (400, 0, 800, 400))
    octets = io.BytesIO()
    halves.save(octets, "PNG")

    original = original_from(octets, PictureKind.PORTRAIT)
    shown = sizes(PictureKind.PORTRAIT, original.octets, Crop(550, 50, 300))

    red, _green, blue = opened(shown[0].octets).getpixel((50, 50))
    assert blue > 200 > red


@pytest.mark.parametrize("octets", [b"", b"GIF89a", b"\xff\xd8\xff\xe0 and then nothing", b"<svg/>"])
def test_what_is_no_picture_is_refused(octets):
    with pytest.raises(FileRefused, match="not a picture we can read"):
        original_from(io.BytesIO(octets), PictureKind.LOGO)


@pytest.mark.parametrize(
    ("kind", "size"), [(PictureKind.COVER, (400, 300)), (PictureKind.PORTRAIT, (90, 90)), (PictureKind.LOGO, (20, 20))]
)
def test_what_is_too_small_is_refused(kind, size):
    with pytest.raises(FileRefused, match="too small"):
        original_from(sent(size, "PNG"), kind)


def test_more_pixels_than_anybody_shows_are_refused():
    with pytest.raises(FileRefused, match="too many pixels"):
        original_from(sent((6000, 4000), "PNG", "1", 0), PictureKind.COVER)
