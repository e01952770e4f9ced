import pytest

from tests.factories import add_recording
from tests.other_sites import other_sites
from webinars.pure.videos import recognise


@pytest.fixture
def sites():
    with other_sites() as sites:
        yield sites


@pytest.fixture
def recording(session, webinar):
    """A file at videos.example."""
    return add_recording(session, webinar, "Comets", slug="comets")


@pytest.fixture
def record(session, webinar):
    """`record(url)`: a recording of that video."""

    def record(url, title="Comets", **values):
        video = recognise(url)
        return add_recording(
            session,
            webinar,
            title,
            slug=title.lower(),
            url=video.url,
            provider=video.provider,
            provider_host=video.host,
            provider_video=video.video,
            provider_hash=video.hash,
            **values,
        )

    return record
