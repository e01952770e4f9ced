"""One line a rule: the address as people paste it, and what of it is stored."""

import pytest

from webinars.lib.web_addresses import NotAWebAddress
from webinars.pure.videos import Players, Stretch, Video, asked_host, embed, is_playlist, page, recognise

UUID = "9db9f7d6-0b9c-4d5e-8f56-0a3a8d8f2b11"
SHORT_UUID = "kkGMgK9ZtnKfYAgnEtQxbv"
RECORD = "183f0bf3a0982a127bdb8161e0c44eb696b3e75c-1554230749920"

UNDERSTOOD = [
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ", "", 0, None),
    ("http://youtube.com/watch?v=dQw4w9WgXcQ&t=90", "youtube", "dQw4w9WgXcQ", "", 90, None),
    ("youtube.com/watch?v=dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ", "", 0, None),
    ("https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&t=90s", "youtube", "dQw4w9WgXcQ", "", 90, None),
    ("https://music.youtube.com/watch?v=dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ", "", 0, None),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL123&index=2", "youtube", "dQw4w9WgXcQ", "", 0, None),
    ("https://youtu.be/dQw4w9WgXcQ?si=x&t=1h2m3s", "youtube", "dQw4w9WgXcQ", "", 3723, None),
    ("https://YouTu.be/dQw4w9WgXcQ#t=1m30s", "youtube", "dQw4w9WgXcQ", "", 90, None),
    ("https://www.youtube.com/live/a-b_c-d_e-f", "youtube", "a-b_c-d_e-f", "", 0, None),
    ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ", "", 0, None),
    ("https://www.youtube.com/embed/dQw4w9WgXcQ?start=10&end=20", "youtube", "dQw4w9WgXcQ", "", 10, 20),
    ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ", "", 0, None),
    ("https://www.youtube.com/v/dQw4w9WgXcQ?time_continue=7", "youtube", "dQw4w9WgXcQ", "", 7, None),
    ("https://vimeo.com/76979871", "vimeo", "76979871", "", 0, None),
    ("https://vimeo.com/76979871#t=1m30s", "vimeo", "76979871", "", 90, None),
    ("https://vimeo.com/76979871/0123abcdef", "vimeo", "76979871", "0123abcdef", 0, None),
    ("https://vimeo.com/76979871?h=0123abcdef", "vimeo", "76979871", "0123abcdef", 0, None),
    ("https://player.vimeo.com/video/76979871?h=0123abcdef&dnt=1", "vimeo", "76979871", "0123abcdef", 0, None),
    ("https://vimeo.com/channels/staffpicks/76979871", "vimeo", "76979871", "", 0, None),
    ("https://vimeo.com/groups/shortfilms/videos/76979871", "vimeo", "76979871", "", 0, None),
    ("https://vimeo.com/showcase/1234/video/76979871", "vimeo", "76979871", "", 0, None),
    ("https://vimeo.com/album/1234/video/76979871", "vimeo", "76979871", "", 0, None),
    ("https://vimeo.com/event/4321", "vimeo", "event/4321", "", 0, None),
    (f"https://tube.example/w/{SHORT_UUID}?start=1m30s&stop=2m", "peertube", SHORT_UUID, "", 90, 120),
    (f"https://tube.example/videos/watch/{UUID}", "peertube", UUID, "", 0, None),
    (f"https://tube.example/videos/embed/{UUID}?start=90", "peertube", UUID, "", 90, None),
    ("https://archive.org/details/lunar-society-1775", "internet_archive", "lunar-society-1775", "", 0, None),
    ("https://archive.org/details/lunar/part%201.mp4?start=90", "internet_archive", "lunar/part%201.mp4", "", 90, None),
    ("https://archive.org/embed/lunar", "internet_archive", "lunar", "", 0, None),
    ("https://archive.org/download/lunar/part1.mp4", "internet_archive", "lunar/part1.mp4", "", 0, None),
    ("https://www.dailymotion.com/video/x7tgad0?start=30", "dailymotion", "x7tgad0", "", 30, None),
    ("https://www.dailymotion.com/video/x7tgad0_of-comets", "dailymotion", "x7tgad0", "", 0, None),
    ("https://dai.ly/x7tgad0", "dailymotion", "x7tgad0", "", 0, None),
    ("https://geo.dailymotion.com/player/xabc.html?video=x7tgad0", "dailymotion", "x7tgad0", "", 0, None),
    ("https://www.twitch.tv/videos/1234567890?t=1h2m3s", "twitch", "1234567890", "", 3723, None),
    ("https://player.twitch.tv/?video=v1234567890&parent=a.example", "twitch", "1234567890", "", 0, None),
    (f"https://bbb.example/playback/presentation/2.3/{RECORD}?t=10m5s", "bigbluebutton", RECORD, "", 605, None),
    (
        f"https://bbb.example/playback/presentation/2.0/playback.html?meetingId={RECORD}",
        "bigbluebutton",
        RECORD,
        "",
        0,
        None,
    ),
    ("https://videos.example/comets.mp4", "video_file", "/comets.mp4", "", 0, None),
    ("https://videos.example:8443/a/COMETS.WebM?token=1#t=90,180", "video_file", "/a/COMETS.WebM", "", 90, None),
    ("https://videos.example/comets.ogg", "video_file", "/comets.ogg", "", 0, None),
    ("/static/demo/film.webm", "video_file", "/static/demo/film.webm", "", 0, None),
    ("/files/k3y_-/comets.mp4", "video_file", "/files/k3y_-/comets.mp4", "", 0, None),
    ("https://videos.example/live/comets.m3u8?token=1#t=90", "hls", "/live/comets.m3u8", "", 90, None),
]

LINKS = [
    "https://evil.example/youtu.be/dQw4w9WgXcQ",
    "https://evil.example/x.youtu.be/dQw4w9WgXcQ",
    "https://youtu.be.evil.example/dQw4w9WgXcQ",
    "https://notyoutube.com/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com:444/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com./watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com/watch?v=dQw4w9WgXc",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQQ",
    "https://www.youtube.com/watch?v=dQw4w9WgXc/",
    "https://www.youtube.com/watch/more?v=dQw4w9WgXcQ",
    "https://www.youtube.com/redirect?q=https%3A%2F%2Fyoutu.be%2FdQw4w9WgXcQ",
    "https://www.youtube.com/embed/videoseries?list=PL123",
    "https://www.youtube.com/embed/live_stream?channel=UC123",
    "https://www.youtube.com/playlist?list=PL123",
    "https://www.youtube.com/@lunarsociety",
    "https://youtu.be/",
    "https://vimeo.com/lunarsociety",
    "https://vimeo.com/76979871/..",
    "https://vimeo.com/event/next",
    "https://player.vimeo.com/76979871",
    "https://player.vimeo.com/video/76979871/more",
    "https://tube.example/w/short",
    f"https://tube.example/w/p/{SHORT_UUID}",
    f"https://tube.example/videos/watch/{UUID.upper()}",
    f"https://tube.example/x/videos/watch/{UUID}",
    "https://archive.org/search?query=comets",
    "https://archive.org/details/a/../../b",
    "https://www.dailymotion.com/playlist/x7tgad0",
    "https://geo.dailymotion.com/evil.html?video=x7tgad0",
    "https://www.twitch.tv/lunarsociety",
    "https://www.twitch.tv/videos/12x",
    "https://bbb.example/playback/presentation/2.3/abc",
    "https://society.example/recordings/comets",
    "https://videos.example/comets.mp4/",
    "https://videos.example/watch?file=comets.mp4",
]

REFUSED = [
    "",
    "https://youtu.be/a b",
    "comets",
    "javascript:alert(1)//youtu.be/dQw4w9WgXcQ",
    "data:text/html,https://youtu.be/dQw4w9WgXcQ",
    "file:///etc/passwd.mp4",
    "//youtu.be/dQw4w9WgXcQ",
    "https://user:pass@youtu.be/dQw4w9WgXcQ",
    "https://youtu.be@evil.example/dQw4w9WgXcQ",
    "https://youtu.be\\@evil.example/dQw4w9WgXcQ",
    "https://youtu.be/dQw4w9WgXcQ\n.example",
    "https://you tube.com/watch?v=dQw4w9WgXcQ",
    "https://videos.example:port/comets.mp4",
    'https://videos.example/"onload=alert(1).mp4',
    "/static/../secret.mp4",
    "/static/.hidden/film.mp4",
    "/etc/passwd.mp4",
    "https://videos.example/?" + "&".join(f"a{number}=1" for number in range(60)),
]


@pytest.mark.parametrize(("url", "provider", "video", "key", "starts_s", "ends_s"), UNDERSTOOD)
def test_address_is_understood(url, provider, video, key, starts_s, ends_s):
    found = recognise(url)

    assert (found.provider, found.video, found.hash, found.starts_s, found.ends_s) == (
        provider,
        video,
        key,
        starts_s,
        ends_s,
    )


@pytest.mark.parametrize("url", LINKS)
def test_address_is_no_more_than_a_link(url):
    found = recognise(url)

    assert (found.provider, found.url) == ("link", url)
    assert embed(found, Stretch(), Players(site_url="https://webinars.example")) is None
    assert page(found, 90) == url


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(NotAWebAddress):
        recognise(url)


@pytest.mark.parametrize(
    "url", ["https://www.youtube.com/playlist?list=PL1", "https://youtube.com/embed/videoseries?list=PL1"]
)
def test_playlists_are_told_from_videos(url):
    assert is_playlist(url)


def test_a_video_within_a_playlist_is_a_video():
    assert not is_playlist("https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1")


def test_the_host_is_stored_once_for_all_addresses_of_a_provider():
    hosts = {recognise(url).host for url, provider, *_ in UNDERSTOOD if provider == "youtube"}

    assert hosts == {"www.youtube.com"}


def test_peertube_elsewhere_is_a_link_where_only_allowed_hosts_count():
    url = f"https://tube.example/w/{SHORT_UUID}"

    assert recognise(url, peertube_hosts=["tube.example"]).provider == "peertube"
    assert recognise(url, peertube_hosts=["other.example"]).provider == "link"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://youtu.be/dQw4w9WgXcQ", "YouTube"),
        ("https://vimeo.com/1", "Vimeo"),
        (f"https://tube.example:9000/w/{SHORT_UUID}", "tube.example:9000"),
        ("https://videos.example/comets.mp4", "videos.example"),
        ("https://society.example/comets", "society.example"),
        ("/static/demo/film.webm", ""),
    ],
)
def test_the_reader_is_told_who_will_be_asked(url, name):
    assert asked_host(recognise(url)) == name


def test_a_provider_of_a_later_version_is_a_link():
    video = Video(provider="hologram", url="https://holo.example/1", host="holo.example", video="1")

    assert embed(video, Stretch(), Players(site_url="https://webinars.example")) is None
    assert page(video) == "https://holo.example/1"


def test_a_host_outside_ascii_is_stored_as_it_may_stand_in_a_header():
    video = recognise("https://例え.example/a.mp4")

    assert (video.host, video.url) == ("xn--r8jz45g.example", "https://xn--r8jz45g.example/a.mp4")
    assert embed(video, Stretch(), Players(site_url="https://society.example")).source == "https://xn--r8jz45g.example"


def test_a_host_that_would_add_to_a_header_is_refused():
    with pytest.raises(NotAWebAddress):
        recognise("https://x.example;sandbox/a.mp4")
