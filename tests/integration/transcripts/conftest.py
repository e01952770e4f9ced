import datetime as dt

import pytest

from tests.factories import add_recording, make_webinar
from webinars.domain.accounts.actor import Actor
from webinars.models import RecordingKind, Role


@pytest.fixture
def webinar(session, lunar):
    """A webinar of yesterday."""
    return make_webinar(session, lunar, "Comets and their tails", starts_in=-dt.timedelta(days=1))


@pytest.fixture
def stream(session, webinar):
    """The full stream; its page is at /recordings/comets."""
    return add_recording(session, webinar, "Comets", slug="comets")


@pytest.fixture
def cut_out(session, webinar, stream):
    """`cut_out(from_s, until_s)`: a virtual clip of the stream, at /recordings/clip."""

    def cut_out(from_s, until_s):
        stretch = {"from_s": from_s, "until_s": until_s, "starts_s": from_s, "ends_s": until_s}
        clip = add_recording(session, webinar, "Clip", slug="clip", kind=RecordingKind.PRESENTATION, **stretch)
        clip.stream = stream
        session.flush()
        return clip

    return cut_out


@pytest.fixture
def editor(lunar):
    return Actor(user_id=None, name="Olga", roles={lunar.id: Role.EDITOR})
