import pytest

from tests.film_hosts import CHANNEL, PLAYLIST, VIDEO
from webinars.lib.web_addresses import NotAWebAddress
from webinars.pure.film_lists.addresses import NoPlace, bigbluebutton_api, place_at


@pytest.mark.parametrize(
    ("typed", "kind", "key", "url"),
    [
        (f"https://www.youtube.com/channel/{CHANNEL}/streams", "youtube", CHANNEL, f"https://www.youtube.com/channel/{CHANNEL}"),
        (f"youtube.com/feeds/videos.xml?channel_id={CHANNEL}", "youtube", CHANNEL, f"https://www.youtube.com/channel/{CHANNEL}"),
        ("https://m.youtube.com/@lunar-society/videos", "youtube", "@lunar-society", "https://www.youtube.com/@lunar-society"),
        ("youtube.com/c/LunarSociety", "youtube", "c/LunarSociety", "https://www.youtube.com/c/LunarSociety"),
        (f"https://www.youtube.com/watch?v={VIDEO}&list={PLAYLIST}", "youtube", PLAYLIST, f"https://www.youtube.com/playlist?list={PLAYLIST}"),
        ("https://tube.etoiles.example/c/soirees/videos", "peertube", "soirees@tube.etoiles.example", "https://tube.etoiles.example/c/soirees"),
        ("tube.etoiles.example/c/soirees@other.example", "peertube", "soirees@other.example@tube.etoiles.example", "https://tube.etoiles.example/c/soirees@other.example"),
        ("podcast.etoiles.example/feed?by=ear", "podcast", "https://podcast.etoiles.example/feed?by=ear", "https://podcast.etoiles.example/feed?by=ear"),
    ],
)  # fmt: skip
def test_a_typed_address_says_what_place_it_is(typed, kind, key, url):
    place = place_at(typed)

    assert (place.kind, place.key, place.url) == (kind, key, url)


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        (f"https://youtu.be/{VIDEO}", "video"),
        ("https://www.youtube.com/feed/trending", "page"),
        ("youtube.com", "page"),
    ],
)
def test_a_film_or_a_page_of_youtube_is_no_place(typed, what):
    with pytest.raises(NoPlace, match=what):
        place_at(typed)


@pytest.mark.parametrize("typed", ["", "comets", "javascript:alert(1)", "ftp://a.example"])
def test_what_is_no_address_is_no_place(typed):
    with pytest.raises(NotAWebAddress):
        place_at(typed)


@pytest.mark.parametrize("typed", ["bbb.example", "https://bbb.example/", "https://bbb.example/bigbluebutton/api/"])
def test_the_api_of_a_server_is_found_by_any_of_its_addresses(typed):
    assert bigbluebutton_api(typed) == "https://bbb.example/bigbluebutton/api"
