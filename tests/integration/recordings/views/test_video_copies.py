import datetime as dt

import pytest

from tests.factories import add_copy, add_recording, make_member
from webinars.models import Recording, RecordingCopy, Role

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
ARCHIVE = "https://archive.org/details/lunar"


@pytest.fixture
def recording(session, webinar):
    """A file at videos.example."""
    return add_recording(session, webinar, "Comets", slug="comets")


@pytest.fixture
def address(recording):
    return f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/copies"


@pytest.fixture
def organiser(client, sign_in, olga):
    sign_in(client, olga)
    return client


def copies(session, recording):
    session.refresh(recording, ["copies"])
    return [(copy.url, copy.shift_s) for copy in recording.copies]


def test_a_copy_is_added_with_its_shift_and_offered_on_the_page(organiser, session, recording, address):
    answer = organiser.post(address, data={"url": ARCHIVE, "shift": "-0:30"})

    assert answer.status_code == 303
    assert copies(session, recording) == [(ARCHIVE, -30)]
    assert (
        f'<a href="{ARCHIVE}?start=60" rel="noopener">Internet Archive</a>'
        in organiser.get("/recordings/comets?t=90").text
    )


@pytest.mark.parametrize(
    ("url", "shift", "sentence"),
    [
        ("", "", "Paste the address of the video’s page or file."),
        ("comets", "", "Paste the address of the video’s page or file, like"),
        ("https://videos.example/comets.mp4", "", "This place is in the list already."),
        (ARCHIVE, "soon", "Write it like 0:30, or -0:30 for earlier."),
        (ARCHIVE, "--5", "Write it like 0:30, or -0:30 for earlier."),
        ("https://www.youtube.com/playlist?list=PL1", "", "This is the address of a playlist."),
    ],
)
def test_what_cannot_be_a_copy_is_said_and_nothing_typed_is_lost(
    organiser, session, recording, address, url, shift, sentence
):
    answer = organiser.post(address, data={"url": url, "shift": shift})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{url}"' in answer.text
    assert copies(session, recording) == []


def test_copies_are_ordered_shifted_and_removed(organiser, session, recording, address):
    first = add_copy(session, recording, ARCHIVE)
    second = add_copy(session, recording, "https://vimeo.com/76979871")

    organiser.post(f"{address}/{second.id}/place", data={"move": "up"})
    organiser.post(f"{address}/{first.id}/shift", data={"shift": "1:05"})
    assert copies(session, recording) == [("https://vimeo.com/76979871", 0), (ARCHIVE, 65)]

    organiser.post(f"{address}/{second.id}/removal")
    assert copies(session, recording) == [(ARCHIVE, 65)]

    organiser.post(f"{address}/{first.id}/place", data={"move": "up"})
    assert session.get_one(Recording, recording.id).url == ARCHIVE
    assert copies(session, recording) == [("https://videos.example/comets.mp4", -65)]


def test_the_page_says_what_is_known_of_each_place(organiser, session, recording, address):
    recording.checked_at = NOW
    add_copy(session, recording, ARCHIVE, unavailable_at=NOW, failed_check_count=3)
    add_copy(session, recording, "https://society.example/comets")
    add_copy(session, recording, "https://vimeo.com/76979871", checked_at=NOW, failed_check_count=1)

    page = organiser.get(address).text

    for sentence in (
        "Found on 1\xa0March 2026.",
        "Unavailable since 1\xa0March 2026",
        "Nobody can be asked whether it is there.",
        "Not found at the last look.",
    ):
        assert page.count(sentence) == 1


def test_looking_again_is_asked_for(organiser, session, recording, address):
    recording.checked_at, recording.failed_check_count = NOW, 2

    organiser.post(f"{address}/check")

    assert session.get_one(Recording, recording.id).checked_at is None


def test_a_clip_sends_to_its_stream(organiser, session, webinar, recording, address):
    clip = add_recording(session, webinar, "Part", slug="part")
    clip.stream, clip.from_s = recording, 10
    session.flush()

    page = organiser.get(address.replace(f"/{recording.id}/", f"/{clip.id}/")).text

    assert f'href="{address}"' in page
    assert "Add a copy" not in page


def test_strangers_find_nothing_and_viewers_may_not(client, session, sign_in, oskar, lunar, recording, address):
    copy = add_copy(session, recording, ARCHIVE)
    posts = [address, *(f"{address}/{copy.id}/{verb}" for verb in ("shift", "place", "removal")), f"{address}/check"]

    assert client.get(address).status_code == 302
    for user, status in ((oskar, 404), (make_member(session, lunar, "Vera", Role.VIEWER), 403)):
        sign_in(client, user)
        assert client.get(address).status_code == status
        for post in posts:
            assert client.post(post, data={"url": ARCHIVE, "move": "up"}).status_code == status

    assert copies(session, recording) == [(ARCHIVE, 0)]


def test_a_copy_of_another_recording_is_not_there(organiser, session, webinar, recording, address):
    other = add_recording(session, webinar, "Other", slug="other")
    copy = add_copy(session, other, ARCHIVE)

    assert organiser.post(f"{address}/{copy.id}/removal").status_code == 404
    assert session.get(RecordingCopy, copy.id) is not None


def test_a_place_that_is_gone_is_told_to_viewers_and_at_the_desk(organiser, session, recording, address):
    recording.unavailable_at = NOW
    assert "Unavailable since 1\xa0March 2026." in organiser.get("/recordings/comets").text
    desk = organiser.get("/manage/").text
    assert "“Comets” is no longer at videos.example" in desk
    assert "Nobody can watch it at the moment." in desk
    assert f'href="{address}"' in desk

    add_copy(session, recording, ARCHIVE)
    page = organiser.get("/recordings/comets")

    assert "Unavailable at videos.example since 1\xa0March 2026: this is a copy." in page.text
    assert "Nothing is loaded from Internet Archive until you press play" in page.text
    assert "frame-src https://archive.org;" in page.headers["Content-Security-Policy"]
    assert "videos.example" not in page.headers["Content-Security-Policy"]
    assert "A copy is shown instead." in organiser.get("/manage/").text


def test_the_desk_of_others_says_nothing_of_it(client, session, sign_in, oskar, recording):
    recording.unavailable_at = NOW
    sign_in(client, oskar)

    assert "Comets" not in client.get("/manage/").text


def test_a_list_of_pieces_widens_the_page_by_its_host_alone(client, session, webinar):
    add_recording(
        session,
        webinar,
        "Live",
        slug="live",
        url="https://videos.example/live.m3u8",
        provider="hls",
        provider_host="videos.example",
        provider_video="/live.m3u8",
    )

    page = client.get("/recordings/live")

    assert 'data-player="hls"' in page.text
    assert "media-src 'self' https://videos.example;" in page.headers["Content-Security-Policy"]
    assert "frame-src 'none';" in page.headers["Content-Security-Policy"]
    assert "connect-src 'self';" in page.headers["Content-Security-Policy"]
