import io
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image

from webinars.domain.media.errors import FileRefused
from webinars.domain.media.picture_decoding import poster_from

SECRET = "Slough, 51.5 N"


def picture(size=(1600, 900), kind="PNG", mode="RGB", colour="red", **options):
    octets = io.BytesIO()
    Image.new(mode, size, colour).save(octets, kind, **options)
    return octets.getvalue()


def poster(octets):
    target = io.BytesIO()
    size = poster_from(io.BytesIO(octets), target)
    target.seek(0)
    shown = Image.open(target)
    shown.load()
    assert (shown.format, shown.mode, shown.size) == ("JPEG", "RGB", size)
    return shown


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1600, 900), (1280, 720)),
        ((2200, 1650), (1280, 720)),
        ((480, 360), (480, 270)),
        ((720, 1280), (720, 405)),
        ((1280, 200), (355, 200)),
        ((640, 360), (640, 360)),
    ],
)
def test_posters_have_the_shape_of_a_video_and_are_never_made_larger(kind, size, expected):
    assert poster(picture(size, kind)).size == expected


def test_what_a_camera_wrote_into_it_is_gone():
    exif = Image.Exif()
    exif[0x010E] = SECRET
    octets = picture(kind="JPEG", exif=exif, comment=SECRET.encode())
    assert SECRET.encode() in octets

    target = io.BytesIO()
    poster_from(io.BytesIO(octets), target)

    assert SECRET.encode() not in target.getvalue()
    assert b"Exif" not in target.getvalue()


def test_a_picture_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    sideways = Image.new("RGB", (400, 800), "blue")
    sideways.paste("red", (0, 0, 200, 800))
    octets = io.BytesIO()
    sideways.save(octets, "JPEG", exif=exif)

    shown = poster(octets.getvalue())

    assert shown.size == (711, 400)
    red, _green, _blue = shown.getpixel((350, 20))
    assert red > 200


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_white(mode):
    clear = Image.new("RGBA", (640, 360), (0, 0, 0, 0)).convert(mode)
    octets = io.BytesIO()
    clear.save(octets, "PNG", **({"transparency": 0} if mode == "P" else {}))

    assert poster(octets.getvalue()).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "1", "CMYK", "I;16"])
def test_other_ways_to_write_colours_are_read(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    octets = io.BytesIO()
    Image.new(mode, (640, 360)).save(octets, kind)

    assert poster(octets.getvalue()).size == (640, 360)


def bomb(width, height):
    """A few bytes that would be billions of pixels."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8000, 8000), (12000, 12000), (50000, 50000), (2**31 - 1, 2**31 - 1)])
def test_bombs_are_refused_before_they_go_off(size):
    with pytest.raises(FileRefused, match="too many pixels"):
        poster(bomb(*size))


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"GIF89a" + b"\0" * 100,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        picture()[:200],
        picture(kind="JPEG")[:500],
        picture(kind="GIF"),
        picture(kind="TIFF"),
        picture(kind="BMP"),
    ],
)
def test_what_is_no_picture_we_take(octets):
    with pytest.raises(FileRefused, match="JPEG, PNG or WebP"):
        poster(octets)


@pytest.mark.parametrize("size", [(120, 90), (1, 1), (1280, 90)])
def test_small_ones_are_refused(size):
    with pytest.raises(FileRefused, match="too small"):
        poster(picture(size))


MEMORY = """
import io, sys
from webinars.domain.media.errors import FileRefused
from webinars.domain.media.picture_decoding import poster_from
def kilobytes(name):
    lines = open("/proc/self/status").read().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])
octets = io.BytesIO(sys.stdin.buffer.read())
# To load the modules may have taken more than they take now: proc_pid_clear_refs(5).
open("/proc/self/clear_refs", "w").write("5")
before = kilobytes("VmRSS:")
try:
    print(poster_from(octets, io.BytesIO()))
except FileRefused:
    print("refused")
print(kilobytes("VmHWM:") - before)
"""


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (lambda: picture((5000, 4000), "PNG", "RGBA"), "(1280, 720)"),
        (lambda: picture((5000, 4000), "JPEG"), "(1280, 720)"),
        (lambda: picture((4000, 2700), "JPEG", progressive=True, subsampling=0), "(1280, 720)"),
        (lambda: picture((2300, 1700), "WEBP", "RGBA"), "(1280, 720)"),
        (lambda: picture((7000, 7000), "PNG"), "refused"),
        (lambda: picture((5000, 4000), "WEBP", method=0, quality=1), "refused"),
        (lambda: picture((5000, 4000), "JPEG", "CMYK", (9, 9, 9, 9), progressive=True), "refused"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux how much memory there was")
def test_the_largest_pictures_take_little_memory(octets, said):
    ran = subprocess.run([sys.executable, "-c", MEMORY], input=octets(), capture_output=True, check=True)

    told, kilobytes = ran.stdout.decode().splitlines()
    assert told == said
    assert int(kilobytes) < 110_000
