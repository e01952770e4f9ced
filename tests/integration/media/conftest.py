import datetime as dt
import io

import pytest
from PIL import Image

from tests.factories import add_recording, make_webinar

DAY = dt.timedelta(days=1)
MP4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(range(256)) * 40


@pytest.fixture
def webinar(session, lunar):
    """A webinar of yesterday."""
    return make_webinar(session, lunar, "Comets and their tails", starts_in=-DAY)


@pytest.fixture
def recording(session, webinar):
    """A file at videos.example."""
    return add_recording(session, webinar, "Comets", slug="comets")


@pytest.fixture
def organiser(client, sign_in, olga):
    """Olga's browser."""
    sign_in(client, olga)
    return client


@pytest.fixture
def bytes_there(storage):
    """`bytes_there()`: how many files are in the storage, half-done ones too."""

    def bytes_there():
        return len(list(storage.folder.iterdir())) if storage.folder.is_dir() else 0

    return bytes_there


@pytest.fixture
def picture():
    """`picture()`: a PNG as somebody would choose it."""

    def picture(size=(1600, 900), colour="red"):
        octets = io.BytesIO()
        Image.new("RGB", size, colour).save(octets, "PNG")
        return octets.getvalue()

    return picture


@pytest.fixture
def upload(client, recording):
    """`upload("poster", octets, "name.png")`: send a file with the form of that name."""

    def upload(form, octets, name, *, by=client, **fields):
        address = f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/files/{form}"
        return by.post(address, data={"file": (io.BytesIO(octets), name), **fields})

    return upload
