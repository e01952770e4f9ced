import io

import pytest
from PIL import Image


@pytest.fixture
def organiser(client, sign_in, olga):
    """Olga's browser."""
    sign_in(client, olga)
    return client


@pytest.fixture
def picture():
    """`picture()`: a PNG as somebody would choose it."""

    def picture(size=(900, 900), colour="red"):
        octets = io.BytesIO()
        Image.new("RGB", size, colour).save(octets, "PNG")
        return octets.getvalue()

    return picture


@pytest.fixture
def give(organiser, storage, picture):
    """`give("speakers/sam")`: send a picture with the form there."""

    def give(place, octets=None, *, alt="A lamp on a table", name="lamp.png", by=organiser):
        file = (io.BytesIO(picture() if octets is None else octets), name)
        return by.post(f"/manage/{place}/picture", data={"file": file, "alt": alt})

    return give
