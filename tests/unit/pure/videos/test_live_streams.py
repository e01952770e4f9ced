"""Streams that can be shown on the page of a webinar, and addresses that only look as if they could."""

import pytest

from webinars.lib.web_addresses import NotAWebAddress
from webinars.pure.videos import Players, live_stream, recognise

CHANNEL = "UC" + "a" * 21 + "_"
PLAYERS = Players(site_url="https://webinars.example", peertube_hosts=("videos.example",))
CHANNEL_PLAYER = f"https://www.youtube-nocookie.com/embed/live_stream?channel={CHANNEL}&playsinline=1&autoplay=1"
TWITCH_PLAYER = "https://player.twitch.tv/?channel=lunar_society&parent=webinars.example&autoplay=true"


@pytest.mark.parametrize(
    ("url", "src", "page", "host"),
    [
        (f"https://www.youtube.com/channel/{CHANNEL}/live", CHANNEL_PLAYER, None, "YouTube"),
        (f"https://youtube.com/channel/{CHANNEL}", CHANNEL_PLAYER, None, "YouTube"),
        (f"https://m.youtube.com/channel/{CHANNEL}/streams?si=abc", CHANNEL_PLAYER, None, "YouTube"),
        (f"https://www.youtube.com/embed/live_stream?channel={CHANNEL}", CHANNEL_PLAYER, None, "YouTube"),
        ("https://www.twitch.tv/Lunar_Society", TWITCH_PLAYER, "https://www.twitch.tv/lunar_society", "Twitch"),
        ("https://twitch.tv/lunar_society/", TWITCH_PLAYER, "https://www.twitch.tv/lunar_society", "Twitch"),
        (
            "https://player.twitch.tv/?channel=lunar_society&parent=evil.example",
            TWITCH_PLAYER,
            "https://www.twitch.tv/lunar_society",
            "Twitch",
        ),
        (
            "https://vimeo.com/event/123456",
            "https://vimeo.com/event/123456/embed",
            "https://vimeo.com/event/123456",
            "Vimeo",
        ),
        (
            "https://live.example/comets.m3u8",
            "https://live.example/comets.m3u8",
            "https://live.example/comets.m3u8",
            "live.example",
        ),
    ],
)
def test_what_shows_whatever_is_on_is_played_and_is_no_film(url, src, page, host):
    stream = live_stream(url, PLAYERS)

    assert stream.embed is not None
    assert (stream.embed.src, stream.host, stream.is_film) == (src, host, False)
    assert stream.page == (page or f"https://www.youtube.com/channel/{CHANNEL}/live")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.youtube.com/live/aBcDeFgHiJk?t=90", "YouTube"),
        ("https://www.youtube.com/watch?v=aBcDeFgHiJk", "YouTube"),
        ("https://youtu.be/aBcDeFgHiJk", "YouTube"),
        ("https://vimeo.com/123456789", "Vimeo"),
        ("https://www.twitch.tv/videos/123456789", "Twitch"),
        ("https://videos.example/w/kkGMgK9ZtnKfYAgnEtQxbv", "videos.example"),
    ],
)
def test_one_video_is_played_from_now_and_may_become_the_recording(url, host):
    stream = live_stream(url, PLAYERS)

    assert stream.embed is not None
    assert (stream.host, stream.is_film) == (host, True)
    assert "start=" not in stream.embed.src


@pytest.mark.parametrize(
    ("url", "host"),
    [
        # A handle: only YouTube knows which channel that is.
        ("https://www.youtube.com/@lunarsociety/live", "YouTube"),
        ("https://www.youtube.com/@lunarsociety", "YouTube"),
        ("https://www.youtube.com/c/lunarsociety/live", "YouTube"),
        ("https://www.youtube.com/channel/UCtooshort/live", "YouTube"),
        (f"https://www.youtube.com/channel/{CHANNEL}/live/more", "YouTube"),
        (f"https://www.youtube.com/channel/{CHANNEL}x", "YouTube"),
        (f"https://youtu.be/channel/{CHANNEL}", "YouTube"),
        ("https://www.twitch.tv/directory", "Twitch"),
        ("https://www.twitch.tv/lunar%22society", "Twitch"),
        ("https://www.twitch.tv/" + "a" * 26, "Twitch"),
        # Somebody else's hosts, whatever stands in the path.
        (f"https://youtube.com.evil.example/channel/{CHANNEL}/live", "youtube.com.evil.example"),
        (f"https://evil.example/youtube.com/channel/{CHANNEL}/live", "evil.example"),
        (f"https://evil.example/?u=https://www.youtube.com/channel/{CHANNEL}", "evil.example"),
        (f"https://www.youtube.com:8443/channel/{CHANNEL}/live", "youtube.com:8443"),
        ("https://nottwitch.tv/lunar_society", "nottwitch.tv"),
        ("https://twitch.tv.evil.example/lunar_society", "twitch.tv.evil.example"),
        ("https://other.example/w/kkGMgK9ZtnKfYAgnEtQxbv", "other.example"),
    ],
)
def test_everything_else_is_a_link(url, host):
    stream = live_stream(url, PLAYERS)

    assert (stream.embed, stream.host, stream.is_film) == (None, host, False)
    assert stream.page.startswith("https://")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example/x", "", "youtube"])
def test_what_is_no_address_is_refused(url):
    with pytest.raises(NotAWebAddress):
        live_stream(url, PLAYERS)


@pytest.mark.parametrize(
    "url", [f"https://www.youtube.com/channel/{CHANNEL}/live", "https://www.twitch.tv/lunar_society"]
)
def test_a_channel_never_becomes_a_recording(url):
    assert live_stream(url, PLAYERS).embed is not None
    assert recognise(url).provider == "link"


def test_a_list_of_pieces_over_plain_http_is_a_link_on_a_page_that_came_over_https():
    assert live_stream("http://live.example/comets.m3u8", PLAYERS).embed is None
