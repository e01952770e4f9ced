import dataclasses
import datetime as dt
import json
import re

import pytest

from tests.factories import (
    add_appearance,
    add_question,
    add_recording,
    make_organisation,
    make_series,
    make_speaker,
    make_webinar,
)
from webinars.models import FormerSlug, RecordingKind, Status, Visibility
from webinars.pure.videos import recognise
from webinars.pure.videos.providers import PROVIDERS
from webinars.web.security_headers import BASE_POLICY

DAY = dt.timedelta(days=1)
RECORD = "183f0bf3a0982a127bdb8161e0c44eb696b3e75c-1554230749920"


def stored(url):
    video = recognise(url)
    return {
        "url": video.url,
        "provider": video.provider,
        "provider_host": video.host,
        "provider_video": video.video,
        "provider_hash": video.hash,
    }


def policy_of(response):
    return dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))


@pytest.mark.usefixtures("derived")
def test_page_tells_the_whole_story_without_a_script(client, session, webinar, lunar):
    webinar.description = "Of dust and ice."
    herschel = add_appearance(
        session,
        webinar,
        make_speaker(session, lunar),
        affiliation="Slough",
        talk_title="Sweeping",
        abstract="Night after night.",
    )
    add_question(session, webinar, "What is a tail made of?")
    add_recording(session, webinar, "The whole evening", slug="evening", duration_s=6500)
    add_recording(
        session,
        webinar,
        "Sweeping",
        slug="sweeping",
        kind=RecordingKind.PRESENTATION,
        appearance=herschel,
        language="de",
    )

    evening, talk = client.get("/recordings/evening").text, client.get("/recordings/sweeping").text

    for text in ("The whole evening", "1:48:20", "Of dust and ice.", "What is a tail made of?", "Caroline Herschel"):
        assert text in evening
    assert 'href="/recordings/sweeping"' in evening
    for text in ("Sweeping", "Slough", "Night after night.", "In German.", 'href="/recordings/evening"'):
        assert text in talk


@pytest.mark.parametrize(
    ("url", "directive", "source"),
    [
        ("https://youtu.be/dQw4w9WgXcQ", "frame-src", "https://www.youtube-nocookie.com"),
        ("https://vimeo.com/76979871/0123abcdef", "frame-src", "https://player.vimeo.com"),
        ("https://vimeo.com/event/4321", "frame-src", "https://vimeo.com"),
        ("https://archive.org/details/lunar", "frame-src", "https://archive.org"),
        ("https://www.twitch.tv/videos/123", "frame-src", "https://player.twitch.tv"),
        ("https://videos.example/comets.mp4", "media-src", "'self' https://videos.example"),
        ("https://例え.example/a.mp4", "media-src", "'self' https://xn--r8jz45g.example"),
        ("/static/demo/film.webm", "media-src", "'self'"),
    ],
)
def test_page_allows_exactly_its_own_player(client, session, webinar, url, directive, source):
    add_recording(session, webinar, slug="comets", **stored(url))

    policy = policy_of(client.get("/recordings/comets"))

    assert policy[directive] == source
    other = {"frame-src": "media-src", "media-src": "frame-src"}[directive]
    assert policy[other] == {"frame-src": "'none'", "media-src": "'self'"}[other]
    assert policy["script-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(
    "url",
    [
        "https://society.example/comets",
        "https://dai.ly/x7tgad0",
        "https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv",
        f"https://bbb.example/playback/presentation/2.3/{RECORD}",
    ],
)
def test_what_cannot_be_played_here_is_a_link_and_widens_nothing(client, session, webinar, url):
    add_recording(session, webinar, slug="comets", **stored(url))

    response = client.get("/recordings/comets")

    assert "<template>" not in response.text
    assert "It opens at" in response.text
    assert (policy_of(response)["frame-src"], policy_of(response)["media-src"]) == ("'none'", "'self'")


EVERY_PLAYER = {
    "youtube": ("https://youtu.be/dQw4w9WgXcQ", "frame-src", "https://www.youtube-nocookie.com"),
    "vimeo": ("https://vimeo.com/76979871", "frame-src", "https://player.vimeo.com"),
    "internet_archive": ("https://archive.org/details/lunar", "frame-src", "https://archive.org"),
    "dailymotion": ("https://dai.ly/x7tgad0", "frame-src", "https://geo.dailymotion.com"),
    "twitch": ("https://www.twitch.tv/videos/123", "frame-src", "https://player.twitch.tv"),
    "peertube": ("https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv", "frame-src", "https://tube.example"),
    "bigbluebutton": (f"https://bbb.example/playback/presentation/2.3/{RECORD}", "frame-src", "https://bbb.example"),
    "video_file": ("https://videos.example/comets.mp4", "media-src", "'self' https://videos.example"),
    "hls": ("https://videos.example/comets.m3u8", "media-src", "'self' https://videos.example"),
    "link": ("https://society.example/comets", "frame-src", "'none'"),
}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_widens_the_policy_by_its_own_player_and_nothing_else(app, client, session, webinar, provider):
    url, directive, source = EVERY_PLAYER[provider]
    video = stored(url)
    add_recording(session, webinar, slug="comets", **video)
    settings = app.config["SETTINGS"]
    hosts = {"peertube_hosts": ("tube.example",), "bigbluebutton_hosts": ("bbb.example",), "dailymotion_player": "x1"}
    app.config["SETTINGS"] = dataclasses.replace(settings, **hosts)
    try:
        policy = policy_of(client.get("/recordings/comets"))
    finally:
        app.config["SETTINGS"] = settings

    assert video["provider"] == provider
    usual = {each: " ".join(sources) for each, sources in BASE_POLICY.items()}
    assert policy == usual | {directive: source}


def test_player_waits_in_a_template_with_what_the_provider_needs(client, session, webinar):
    add_recording(session, webinar, slug="comets", **stored("https://youtu.be/dQw4w9WgXcQ"))

    text = client.get("/recordings/comets").text

    template = re.search(r"<template>(.*?)</template>", text, re.DOTALL)[1]
    assert 'referrerpolicy="strict-origin-when-cross-origin"' in template
    assert "allowfullscreen" in template
    assert 'allow="autoplay; encrypted-media; fullscreen' in template
    assert "<iframe" not in text.replace(template, "").replace("&lt;iframe", "")
    assert "Nothing is loaded from YouTube until you press play" in text


@pytest.mark.parametrize(
    ("asked", "start"), [("90", 90), ("1m30s", 90), ("1:30", 90), ("nonsense", 0), ("-5", 0), ("", 0)]
)
def test_moment_in_the_address_is_where_the_player_starts(client, session, webinar, asked, start):
    add_recording(session, webinar, slug="comets", **stored("https://youtu.be/dQw4w9WgXcQ"))

    text = client.get("/recordings/comets", query_string={"t": asked}).text

    assert (f"start={start}" in text) == bool(start)
    assert (f"watch?v=dQw4w9WgXcQ&amp;t={start}s" in text) == bool(start)
    assert ("(from 1:30)" in text) == bool(start)
    assert '<link rel="canonical" href="http://localhost/recordings/comets">' in text


def test_clip_of_a_stream_counts_from_its_own_beginning(client, session, webinar):
    values = stored("https://youtu.be/dQw4w9WgXcQ")
    add_recording(session, webinar, slug="clip", kind=RecordingKind.PRESENTATION, starts_s=600, ends_s=900, **values)

    assert "start=600&amp;end=900" in client.get("/recordings/clip").text
    assert "start=690&amp;end=900" in client.get("/recordings/clip?t=90").text
    assert "start=600&amp;end=900" in client.get("/recordings/clip?t=300").text


def test_structured_data_says_what_search_engines_need(client, session, webinar):
    published = dt.datetime(2027, 2, 15, 9, tzinfo=dt.UTC)
    add_recording(
        session, webinar, "</script><b>Comets", slug="comets", duration_s=90, published_at=published,
        **stored("/static/demo/film.webm"),
    )  # fmt: skip

    text = client.get("/recordings/comets").text

    video = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1])
    assert video["@type"] == "VideoObject"
    assert video["name"] == "</script><b>Comets"
    assert video["uploadDate"] == "2027-02-15T09:00:00+00:00"
    assert video["duration"] == "PT90S"
    assert video["embedUrl"] == "http://localhost/embed/recordings/comets"
    assert video["contentUrl"] == "http://localhost/static/demo/film.webm"
    assert video["thumbnailUrl"][0].startswith("http://localhost/covers/")
    assert "<b>Comets" not in text


def test_page_names_its_oembed_answers_with_the_moment(client, session, webinar):
    add_recording(session, webinar, slug="comets", **stored("https://youtu.be/dQw4w9WgXcQ"))

    text = client.get("/recordings/comets?t=90").text

    assert "/oembed?url=http://localhost/recordings/comets?t%3D90&amp;format=json" in text
    assert 'type="text/xml+oembed"' in text


def test_talks_lead_to_the_ones_beside_them(client, session, webinar):
    add_recording(session, webinar, "Full", slug="full")
    for name in ("One", "Two", "Three"):
        add_recording(session, webinar, name, slug=name.lower(), kind=RecordingKind.PRESENTATION)

    text = client.get("/recordings/two").text

    assert re.search(r'rel="prev" href="/recordings/one"', text)
    assert re.search(r'rel="next" href="/recordings/three"', text)
    assert 'rel="prev"' not in client.get("/recordings/one").text
    assert 'rel="next"' not in client.get("/recordings/full").text


@pytest.mark.usefixtures("derived")
def test_related_are_listed_recordings_of_other_webinars(client, session, webinar, lunar):
    series = make_series(session, lunar)
    webinar.series = series
    add_recording(session, webinar, slug="comets")
    for title, values in {
        "Nebulae": {"series": series},
        "Hidden": {"series": series, "visibility": Visibility.UNLISTED},
        "Draft": {"series": series, "status": Status.DRAFT},
        "Elsewhere": {},
    }.items():
        add_recording(session, make_webinar(session, lunar, title, starts_in=-DAY, **values), f"Film of {title}")

    text = client.get("/recordings/comets").text

    assert "Film of Nebulae" in text
    assert [name for name in ("Hidden", "Draft", "Elsewhere") if f"Film of {name}" in text] == []


def test_only_what_was_ever_public_is_shown(client, session, lunar):
    for slug, values in {
        "draft": {"status": Status.DRAFT},
        "withdrawn": {"status": Status.DRAFT, "published_at": lunar.created_at},
        "unlisted": {"visibility": Visibility.UNLISTED},
        "cancelled": {"status": Status.CANCELLED},
    }.items():
        add_recording(session, make_webinar(session, lunar, slug, starts_in=-DAY, **values), f"Film {slug}", slug=slug)

    codes = {
        slug: client.get(f"/recordings/{slug}").status_code for slug in ("draft", "withdrawn", "unlisted", "cancelled")
    }

    assert codes == {"draft": 404, "withdrawn": 410, "unlisted": 200, "cancelled": 200}
    assert '<meta name="robots" content="noindex">' in client.get("/recordings/unlisted").text
    assert "noindex" not in client.get("/recordings/cancelled").text


def test_old_addresses_lead_on_or_say_that_it_is_gone(client, session, webinar):
    recording = add_recording(session, webinar, slug="comets")
    session.add(FormerSlug(kind="recording", slug="comet-tails", target_id=recording.id))
    session.add(FormerSlug(kind="recording", slug="removed"))

    moved = client.get("/recordings/comet-tails?t=90")

    assert (moved.status_code, moved.location) == (308, "/recordings/comets?t=90")
    assert client.get("/recordings/removed").status_code == 410
    assert client.get("/recordings/unheard-of").status_code == 404


def test_answer_is_the_same_for_everyone(client, session, webinar, olga, sign_in):
    add_recording(session, webinar, slug="comets")
    as_stranger = client.get("/recordings/comets")
    sign_in(client, olga)

    as_member = client.get("/recordings/comets")

    assert as_member.data == as_stranger.data
    assert "Set-Cookie" not in as_member.headers
    assert "Cookie" not in as_member.headers.get("Vary", "")


@pytest.mark.usefixtures("derived")
def test_page_asks_the_database_no_more_for_a_hundred_talks(client, session, webinar, lunar, count_statements):
    royal = make_organisation(session, "Royal Society")
    webinar.series = make_series(session, royal)
    add_recording(session, webinar, slug="comets")
    counts = []
    for number in (1, 40):
        for each in range(number):
            name = f"Speaker {number} {each}"
            appearance = add_appearance(session, webinar, make_speaker(session, lunar, name))
            add_recording(session, webinar, name, kind=RecordingKind.PRESENTATION, appearance=appearance)
        session.commit()
        with count_statements() as statements:
            assert client.get("/recordings/comets").status_code == 200
        counts.append(len(statements))

    assert counts == [16, 16]
