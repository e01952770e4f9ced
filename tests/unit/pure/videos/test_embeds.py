"""One line a player: what it loads, and the one source its page has to allow."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from webinars.pure.videos import EmbedKind, Players, Stretch, embed, page, recognise

UUID = "9db9f7d6-0b9c-4d5e-8f56-0a3a8d8f2b11"
RECORD = "183f0bf3a0982a127bdb8161e0c44eb696b3e75c-1554230749920"
PLAYERS = Players(
    site_url="https://webinars.example",
    peertube_hosts=("tube.example",),
    bigbluebutton_hosts=("bbb.example",),
    dailymotion_player="x123",
)
MOMENT = Stretch(starts_s=4205, ends_s=4300)

EMBEDS = [
    (
        "https://youtu.be/dQw4w9WgXcQ",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0&playsinline=1&autoplay=1&start=4205&end=4300",
        "https://www.youtube-nocookie.com",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=4205s",
    ),
    (
        "https://vimeo.com/76979871",
        "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1#t=1h10m5s",
        "https://player.vimeo.com",
        "https://vimeo.com/76979871#t=1h10m5s",
    ),
    (
        "https://vimeo.com/76979871/0123abcdef",
        "https://player.vimeo.com/video/76979871?h=0123abcdef&dnt=1&autoplay=1#t=1h10m5s",
        "https://player.vimeo.com",
        "https://vimeo.com/76979871/0123abcdef#t=1h10m5s",
    ),
    (
        "https://vimeo.com/event/4321",
        "https://vimeo.com/event/4321/embed",
        "https://vimeo.com",
        "https://vimeo.com/event/4321#t=1h10m5s",
    ),
    (
        f"https://tube.example/videos/watch/{UUID}",
        f"https://tube.example/videos/embed/{UUID}?p2p=0&warningTitle=0&peertubeLink=1&autoplay=1&start=4205&stop=4300",
        "https://tube.example",
        f"https://tube.example/w/{UUID}?start=4205",
    ),
    (
        "https://archive.org/details/lunar/part%201.mp4",
        "https://archive.org/embed/lunar/part%201.mp4?autoplay=1&start=4205",
        "https://archive.org",
        "https://archive.org/details/lunar/part%201.mp4?start=4205",
    ),
    (
        "https://dai.ly/x7tgad0",
        "https://geo.dailymotion.com/player/x123.html?video=x7tgad0&startTime=4205",
        "https://geo.dailymotion.com",
        "https://www.dailymotion.com/video/x7tgad0?start=4205",
    ),
    (
        "https://www.twitch.tv/videos/123",
        "https://player.twitch.tv/?video=123&parent=webinars.example&autoplay=true&time=1h10m5s",
        "https://player.twitch.tv",
        "https://www.twitch.tv/videos/123?t=1h10m5s",
    ),
    (
        f"https://bbb.example/playback/presentation/2.3/{RECORD}",
        f"https://bbb.example/playback/presentation/2.3/{RECORD}?t=1h10m5s",
        "https://bbb.example",
        f"https://bbb.example/playback/presentation/2.3/{RECORD}?t=1h10m5s",
    ),
    (
        "https://videos.example:8443/comets.mp4?token=1#t=5",
        "https://videos.example:8443/comets.mp4?token=1#t=4205,4300",
        "https://videos.example:8443",
        "https://videos.example:8443/comets.mp4?token=1#t=4205",
    ),
    (
        "https://videos.example/comets.m3u8",
        "https://videos.example/comets.m3u8#t=4205,4300",
        "https://videos.example",
        "https://videos.example/comets.m3u8#t=4205",
    ),
    ("/static/demo/film.webm", "/static/demo/film.webm#t=4205,4300", "'self'", "/static/demo/film.webm#t=4205"),
]


@pytest.mark.parametrize(("url", "src", "source", "watch"), EMBEDS)
def test_player_starts_and_ends_where_it_is_asked(url, src, source, watch):
    video = recognise(url)

    player = embed(video, MOMENT, PLAYERS)

    assert (player.src, player.source, page(video, MOMENT.starts_s)) == (src, source, watch)


@pytest.mark.parametrize(("url", "src", "source", "watch"), EMBEDS)
def test_player_without_a_moment_says_nothing_of_one(url, src, source, watch):
    video = recognise(url.partition("#")[0])

    for address in (embed(video, Stretch(), PLAYERS).src, page(video)):
        parts = urlsplit(address)
        assert dict(parse_qsl(parts.query)).keys() & {"start", "end", "stop", "t", "time", "startTime"} == set()
        assert parts.fragment == ""


@pytest.mark.parametrize(("url", "src", "source", "watch"), EMBEDS)
def test_page_has_to_allow_exactly_where_the_player_comes_from(url, src, source, watch):
    player = embed(recognise(url), MOMENT, PLAYERS)
    parts = urlsplit(player.src)

    assert player.source == (f"{parts.scheme}://{parts.netloc}" if parts.netloc else "'self'")
    assert player.directive == ("frame-src" if player.kind == EmbedKind.IFRAME else "media-src")


@pytest.mark.parametrize(
    "url",
    [
        f"https://tube.example/w/{UUID}",
        f"https://bbb.example/playback/presentation/2.3/{RECORD}",
        "https://dai.ly/x7tgad0",
    ],
)
def test_what_needs_a_choice_of_the_operator_is_a_link_without_it(url):
    assert embed(recognise(url), Stretch(), PLAYERS) is not None
    assert embed(recognise(url), Stretch(), Players(site_url="https://webinars.example")) is None


def test_a_file_over_plain_http_plays_only_on_a_site_over_plain_http():
    video = recognise("http://videos.example/comets.mp4")

    assert embed(video, Stretch(), Players(site_url="https://webinars.example")) is None
    assert embed(video, Stretch(), Players(site_url="http://127.0.0.1:8000")).source == "http://videos.example"
