"""One line a provider: where it is asked whether a video is there, and for its picture."""

import pytest

from webinars.pure.videos import Players, Reply, inquiry, recognise

UUID = "9db9f7d6-0b9c-4d5e-8f56-0a3a8d8f2b11"
RECORD = "183f0bf3a0982a127bdb8161e0c44eb696b3e75c-1554230749920"
PLAYERS = Players(
    site_url="https://webinars.example", peertube_hosts=("tube.example",), bigbluebutton_hosts=("bbb.example",)
)

INQUIRIES = [
    (
        "https://youtu.be/dQw4w9WgXcQ?t=90",
        "https://www.youtube.com/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DdQw4w9WgXcQ&format=json",
        Reply.OEMBED,
        ("https://i.ytimg.com/vi/dQw4w9WgXcQ/maxresdefault.jpg", "https://i.ytimg.com/vi/dQw4w9WgXcQ/hqdefault.jpg"),
        {"i.ytimg.com"},
    ),
    (
        "https://vimeo.com/76979871/0123abcdef",
        "https://vimeo.com/api/oembed.json?url=https%3A%2F%2Fvimeo.com%2F76979871%2F0123abcdef&width=1280",
        Reply.OEMBED,
        (),
        {"i.vimeocdn.com"},
    ),
    (
        "https://dai.ly/x7tgad0",
        "https://www.dailymotion.com/services/oembed?url=https%3A%2F%2Fwww.dailymotion.com%2Fvideo%2Fx7tgad0&format=json",
        Reply.OEMBED,
        (),
        {".dmcdn.net"},
    ),
    (
        f"https://tube.example/w/{UUID}",
        f"https://tube.example/services/oembed?url=https%3A%2F%2Ftube.example%2Fw%2F{UUID}&format=json",
        Reply.OEMBED,
        (),
        {"tube.example"},
    ),
    (
        "https://archive.org/details/lunar/part%201.mp4",
        "https://archive.org/metadata/lunar/metadata/identifier",
        Reply.RESULT,
        ("https://archive.org/services/img/lunar",),
        {"archive.org", ".archive.org"},
    ),
    (
        f"https://bbb.example/playback/presentation/2.3/{RECORD}",
        f"https://bbb.example/presentation/{RECORD}/metadata.xml",
        Reply.STATUS,
        (),
        set(),
    ),
    (
        "https://videos.example/comets.mp4?token=1",
        "https://videos.example/comets.mp4?token=1",
        Reply.STATUS,
        (),
        set(),
    ),
    ("https://videos.example/comets.m3u8", "https://videos.example/comets.m3u8", Reply.STATUS, (), set()),
]


@pytest.mark.parametrize(("url", "asked", "reply", "pictures", "hosts"), INQUIRIES)
def test_provider_is_asked_where_it_answers(url, asked, reply, pictures, hosts):
    found = inquiry(recognise(url), PLAYERS)

    assert (found.url, found.reply, found.pictures, found.picture_hosts) == (asked, reply, pictures, hosts)
    assert found.url.startswith(f"https://{found.host}/")


@pytest.mark.parametrize(
    "url",
    [
        "https://society.example/comets",
        "https://www.twitch.tv/videos/123",
        "https://vimeo.com/event/4321",
        "http://videos.example/comets.mp4",
        "https://videos.example:8443/comets.mp4",
        f"https://other.example/w/{UUID}",
        f"https://other.example/playback/presentation/2.3/{RECORD}",
        "/files/k3y/comets.mp4",
    ],
)
def test_nobody_is_asked_who_would_not_answer_or_was_not_allowed(url):
    assert inquiry(recognise(url), PLAYERS) is None
