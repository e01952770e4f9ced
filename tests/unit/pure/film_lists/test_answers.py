"""What each kind of place is asked, and what its answers say."""

import datetime as dt
import hashlib

import pytest

from tests import film_hosts as hosts
from webinars.lib.safe_http import Answer, NoAnswer
from webinars.pure.film_lists import bigbluebutton, peertube, podcast, youtube, zoom
from webinars.pure.film_lists.answers import ListRefused

BEGAN = dt.datetime(2027, 2, 14, 16, 2, tzinfo=dt.UTC)
LENGTH = 1 * 3600 + 52 * 60 + 31


def held(conversation, *pages):
    """What a conversation asks, and what it finds when it is answered by `pages`."""
    asked, answers = [], iter(pages)
    try:
        question = next(conversation)
        while True:
            asked.append(question)
            page = next(answers)
            question = conversation.send(Answer(status=page.status, headers={}, body=page.body))
    except StopIteration as end:
        return asked, end.value


def test_the_feed_of_a_channel_tells_titles_and_days():
    feed = hosts.youtube_feed((hosts.VIDEO, "Comets &amp; tails", "2027-02-14T18:05:00+00:00"))

    asked, found = held(youtube.look(hosts.CHANNEL), hosts.page(feed))

    assert [each.url for each in asked] == [f"https://www.youtube.com{hosts.FEED}"]
    assert (found.name, found.key) == ("Lunar Society of Birmingham", hosts.CHANNEL)
    (film,) = found.films
    assert (film.film, film.title) == (f"youtube:www.youtube.com:{hosts.VIDEO}", "Comets & tails")
    assert (film.published_at, film.began_at, film.duration_s) == (
        dt.datetime(2027, 2, 14, 18, 5, tzinfo=dt.UTC), None, None,
    )  # fmt: skip


def test_a_playlist_has_a_feed_of_its_own():
    asked, _found = held(youtube.look(hosts.PLAYLIST), hosts.page(hosts.youtube_feed()))

    assert asked[0].url == f"https://www.youtube.com/feeds/videos.xml?playlist_id={hosts.PLAYLIST}"


def test_with_a_key_beginnings_and_lengths_are_known_and_what_is_not_for_all_or_goes_on_is_left_out():
    videos = [
        hosts.youtube_video(began="2027-02-14T16:02:00Z", ended="2027-02-14T17:54:31Z"),
        hosts.youtube_video("b" * 11, privacy="unlisted"),
        hosts.youtube_video("c" * 11, began="2027-02-14T16:02:00Z", length="P0D"),
        hosts.youtube_video("d" * 11, status={"privacyStatus": "public", "uploadStatus": "uploaded"}),
    ]
    pages = [hosts.page(hosts.youtube_items(*[each["id"] for each in videos])), hosts.page({"items": videos})]

    asked, found = held(youtube.look(hosts.CHANNEL, "the-key"), *pages)

    assert [film.url for film in found.films] == [f"https://www.youtube.com/watch?v={hosts.VIDEO}"]
    assert (found.films[0].began_at, found.films[0].duration_s, found.name) == (BEGAN, LENGTH, "Lunar Society")
    assert asked[0].url.split("?")[0].endswith("/playlistItems")
    assert f"playlistId=UU{hosts.CHANNEL[2:]}" in asked[0].url
    assert asked[1].url.split("?")[0].endswith("/videos")
    assert not any("search" in each.url or "the-key" in each.url for each in asked)


def test_where_the_key_is_used_up_the_feed_is_read():
    feed = hosts.page(hosts.youtube_feed((hosts.VIDEO, "Comets", "2027-02-14T18:05:00+00:00")))

    _asked, found = held(youtube.look(hosts.CHANNEL, "the-key"), hosts.page({"error": {"code": 403}}, 403), feed)

    assert len(found.films) == 1


def test_whose_channel_a_handle_is_stands_in_its_page():
    page = f'<html><head><link rel="canonical" href="https://www.youtube.com/channel/{hosts.CHANNEL}"></head>'

    asked, found = held(youtube.look("@étoiles"), hosts.page(page), hosts.page(hosts.youtube_feed()))

    assert (asked[0].url, found.key) == ("https://www.youtube.com/@%C3%A9toiles", hosts.CHANNEL)


def test_with_a_key_the_handle_is_asked_for():
    pages = [hosts.page({"items": [{"id": hosts.CHANNEL}]}), hosts.page({}), hosts.page({"items": []})]

    asked, found = held(youtube.look("@etoiles", "the-key"), *pages)

    assert ("forHandle=%40etoiles" in asked[0].url, found.key) == (True, hosts.CHANNEL)


def test_a_page_that_does_not_say_whose_it_is_is_refused():
    with pytest.raises(ListRefused, match="handle"):
        held(youtube.look("@etoiles"), hosts.page("<html>"))


@pytest.mark.parametrize("status", [404, 500, 503])
@pytest.mark.parametrize(
    ("look", "key"),
    [(youtube.look, hosts.CHANNEL), (peertube.look, "a@b.example"), (podcast.look, "https://b.example/feed")],
)
def test_a_status_is_what_a_place_says(look, key, status):
    with pytest.raises(ListRefused, match=str(status)):
        held(look(key), hosts.page("{}", status))


@pytest.mark.parametrize("body", ["", "<feed>", '<!DOCTYPE feed [<!ENTITY a "b">]><feed>&a;</feed>'])
def test_what_is_no_feed_is_no_answer(body):
    with pytest.raises(NoAnswer):
        held(youtube.look(hosts.CHANNEL), hosts.page(body))


def test_peertube_tells_lengths_and_leaves_out_what_is_not_for_all_or_live():
    videos = [
        hosts.peertube_video(),
        hosts.peertube_video(privacy=2),
        hosts.peertube_video(live=True),
        hosts.peertube_video(state={"id": 2}),
    ]

    asked, found = held(peertube.look(f"soirees@{hosts.PEERTUBE}"), hosts.page({"total": 4, "data": videos}))

    assert asked[0].url.startswith(f"https://{hosts.PEERTUBE}/api/v1/video-channels/soirees/videos?sort=-publishedAt")
    (film,) = found.films
    assert (film.url, film.duration_s, found.name) == (
        f"https://{hosts.PEERTUBE}/w/{hosts.SHORT}", LENGTH, "Société des Étoiles",
    )  # fmt: skip
    assert (film.film, film.also) == (
        f"peertube:{hosts.PEERTUBE}:{hosts.UUID}", f"peertube:{hosts.PEERTUBE}:{hosts.SHORT}",
    )  # fmt: skip


def test_captions_of_peertube_say_whether_a_machine_made_them():
    asked, found = held(
        peertube.captions(f"peertube:{hosts.PEERTUBE}:{hosts.UUID}"), hosts.page(hosts.peertube_captions())
    )

    assert asked[0].url == f"https://{hosts.PEERTUBE}/api/v1/videos/{hosts.UUID}/captions"
    assert [(each.language, each.is_by_machine) for each in found] == [("fr", True)]


def test_bigbluebutton_is_asked_with_a_checksum_and_never_sent_the_secret():
    recordings = [hosts.bigbluebutton_recording(), hosts.bigbluebutton_recording("Rehearsal", published="false")]
    answer = hosts.page(hosts.bigbluebutton_recordings(*recordings))

    asked, found = held(bigbluebutton.look(f"https://{hosts.BBB}/bigbluebutton/api", "the-secret"), answer)

    checksum = hashlib.sha256(b"getRecordingsstate=publishedthe-secret").hexdigest()
    assert asked[0].url.endswith(f"/getRecordings?state=published&checksum={checksum}")
    (film,) = found.films
    assert (film.title, film.duration_s) == ("Comets", 6740)
    assert film.began_at == dt.datetime(2027, 2, 14, 16, 2, tzinfo=dt.UTC)


def test_bigbluebutton_says_that_the_secret_is_another():
    with pytest.raises(ListRefused, match="checksumError"):
        held(bigbluebutton.look("https://b.example/bigbluebutton/api", "s"), hosts.page(hosts.REFUSED_CHECKSUM))


FEED = f"https://{hosts.PODCAST}/feed.xml"


def episodes(*items):
    return held(podcast.look(FEED), hosts.page(hosts.podcast_feed(*items)))[1]


def test_a_podcast_tells_its_episodes_with_their_lengths_and_captions():
    asked, found = held(podcast.look(FEED), hosts.page(hosts.podcast_feed(hosts.podcast_episode())))

    assert ([each.url for each in asked], found.name, found.key) == ([FEED], "Comets by ear", FEED)
    (film,) = found.films
    file = f"https://{hosts.PODCAST}/files/comets.mp3"
    assert (film.film, film.url, film.title, film.duration_s) == (file, file, "Comets", 6740)
    assert film.published_at == dt.datetime(2027, 2, 15, 9, tzinfo=dt.UTC)
    assert [(each.url, each.language) for each in film.captions] == [
        (f"https://{hosts.PODCAST}/files/comets.vtt", "fr")
    ]


@pytest.mark.parametrize(("length", "seconds"), [("6740", 6740), ("52:20", 3140), ("", None), ("0", None), ("x", None)])
def test_lengths_of_episodes_are_written_in_three_ways(length, seconds):
    assert [each.duration_s for each in episodes(hosts.podcast_episode(length=length)).films] == [seconds]


@pytest.mark.parametrize(
    ("published", "hour"),
    [("15 Feb 2027 09:00 -0500", 14), ("Mon, 15 Feb 2027 09:00:00 -0000", 9), ("yesterday", None), ("", None)],
)
def test_days_of_episodes_have_an_offset_or_are_not_known(published, hour):
    (film,) = episodes(hosts.podcast_episode(published=published)).films

    assert (None if film.published_at is None else film.published_at.hour) == hour


def test_an_episode_without_a_file_is_none_and_words_alone_are_no_captions():
    found = episodes("<item><title>News</title></item>", hosts.podcast_episode(written="text/html"))

    assert [each.captions for each in found.films] == [()]


def test_of_a_long_feed_the_newest_are_looked_at_in_whatever_order_it_is():
    items = [
        hosts.podcast_episode(file=f"{day}.mp3", published=f"{day % 28 + 1} Feb {2000 + day // 28} 09:00 +0000")
        for day in range(60)
    ]

    found = episodes(*items)

    assert len(found.films) == podcast.NEWEST
    assert found.films[0].url.endswith("/59.mp3")


@pytest.mark.parametrize("body", ["", "<html></html>", "<rss></rss>", "<!DOCTYPE html><p>", '{"a": 1}'])
def test_a_page_that_is_no_feed_is_refused_by_name(body):
    with pytest.raises(ListRefused, match=podcast.NO_FEED):
        held(podcast.look(FEED), hosts.page(body))


ZOOM = ("account", "client", "the-secret")
TOKEN = hosts.page({"access_token": "the-token", "api_url": "https://api-eu.zoom.us"})


@pytest.mark.parametrize("number", [81234567890, "81234567890"])
def test_zoom_tells_the_number_of_the_room_however_it_writes_it(number):
    meetings = [hosts.zoom_meeting(number=number), hosts.zoom_meeting("Later", status="processing")]
    now = dt.datetime(2027, 2, 15, 9, tzinfo=dt.UTC)

    asked, found = held(zoom.look(*ZOOM, now=now), TOKEN, hosts.page({"meetings": meetings}))

    (film,) = found.films
    assert (film.room, film.began_at, film.duration_s) == ("81234567890", BEGAN, LENGTH)
    assert (asked[0].method, asked[1].headers["Authorization"]) == ("POST", "Bearer the-token")
    assert asked[1].url.startswith("https://api-eu.zoom.us/v2/accounts/me/recordings?from=2027-01-24&to=2027-02-15")
    assert "the-secret" not in asked[0].url


def test_zoom_is_asked_for_captions_by_the_uuid_encoded_twice():
    (film,) = held(
        zoom.look(*ZOOM, now=BEGAN), TOKEN, hosts.page({"meetings": [hosts.zoom_meeting()]})
    )[1].films  # fmt: skip
    file = hosts.page("WEBVTT")

    asked, found = held(zoom.caption_file(film.captions[0].url, *ZOOM), TOKEN, hosts.page(hosts.zoom_meeting()), file)

    assert asked[1].url == "https://api-eu.zoom.us/v2/meetings/%252Fabc%252F%252Fdef%253D%253D/recordings"
    assert (asked[2].url, found.body) == ("https://zoom.us/rec/download/words", b"WEBVTT")


def test_zoom_never_gets_its_token_sent_elsewhere():
    token = hosts.page({"access_token": "the-token", "api_url": "https://api.zoom.us.evil.example"})

    asked, _found = held(zoom.look(*ZOOM, now=BEGAN), token, hosts.page({"meetings": []}))

    assert asked[1].url.startswith("https://api.zoom.us/v2/")


def test_zoom_says_which_scope_the_app_lacks():
    said = "Invalid access token, does not contain scopes:[cloud_recording:read:list_account_recordings:admin]."
    lacking = hosts.page({"code": 4711, "message": said}, 400)

    with pytest.raises(ListRefused, match="list_account_recordings:admin"):
        held(zoom.look(*ZOOM, now=BEGAN), TOKEN, lacking)


@pytest.mark.parametrize(
    ("url", "number"),
    [("https://us02web.zoom.us/j/81234567890?pwd=a", "81234567890"), ("https://evilzoom.us/j/81234567890", "")],
)
def test_the_number_of_a_room_stands_in_addresses_of_zoom_alone(url, number):
    assert zoom.room_at(url) == number


def test_zoom_says_in_a_word_what_is_wrong():
    refused = hosts.page({"reason": "Invalid client_id or client_secret", "error": "invalid_client"}, 400)

    with pytest.raises(ListRefused, match="invalid_client"):
        held(zoom.look(*ZOOM, now=BEGAN), refused)


@pytest.mark.parametrize("found", [{"data": "x"}, {"data": [7]}, {"data": [{"privacy": 1}]}, {"data": None}])
def test_answers_of_another_shape_hold_no_films(found):
    assert held(peertube.look("a@b.example"), hosts.page(found))[1].films == ()
