"""A webinar of Sunday 14 February 2027 in London: begun at 4.02pm by press, over 1:52:20 later."""

import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa
import time_machine

from tests import film_hosts as hosts
from tests.factories import add_appearance, make_speaker, make_webinar
from tests.other_sites import other_sites
from webinars import clock
from webinars.domain.recording_sources.jobs import look_at_sources
from webinars.domain.transcripts.fetched_captions import store_captions
from webinars.models import RecordingProposal, RecordingSource, RecordingSourceKind, SpeakingTurn

STARTS = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
BEGAN = STARTS + dt.timedelta(minutes=2)
OVER = BEGAN + dt.timedelta(seconds=6740)
HOUR, DAY, MINUTE = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(minutes=1)
TITLE = "Comets, and how to tell them from nebulae"


@pytest.fixture
def sites():
    with other_sites() as sites:
        yield sites


@pytest.fixture
def clock_at():
    """`clock_at(DAY)`: time stands still so long after the end."""
    with time_machine.travel(OVER + MINUTE, tick=False) as traveller:
        yield lambda later: traveller.move_to(OVER + later)


@pytest.fixture
def webinar(session, lunar, clock_at):
    webinar = make_webinar(
        session,
        lunar,
        TITLE,
        slug="comets",
        starts_wall=dt.datetime(2027, 2, 14, 16),
        timezone="Europe/London",
        duration_minutes=120,
        began_at=BEGAN,
        ended_at=OVER,
        live_stream_url=f"https://www.youtube.com/live/{hosts.VIDEO}",
    )
    for number, name in enumerate(["Charles Messier", "Nicole-Reine Lepaute"]):
        appearance = add_appearance(session, webinar, make_speaker(session, lunar, name))
        began_at = BEGAN + number * 30 * MINUTE
        session.add(
            SpeakingTurn(
                webinar_id=webinar.id,
                appearance_id=appearance.id,
                title=name,
                began_at=began_at,
                ended_at=began_at + 18 * MINUTE,
            )
        )
    session.commit()
    return webinar


@pytest.fixture
def watch(session, lunar):
    """`watch("youtube", key)`: the Lunar Society watches that place, which was tried long ago."""

    def watch(kind="youtube", key=hosts.CHANNEL, **values):
        long_ago = STARTS - 30 * DAY
        source = RecordingSource(
            organisation_id=lunar.id,
            kind=RecordingSourceKind(kind),
            key=key,
            url="https://www.youtube.com/@lunar",
            created_at=long_ago,
            **{"name": "Lunar Society of Birmingham", "asked_at": long_ago, "answered_at": long_ago, **values},
        )
        session.add(source)
        session.commit()
        return source

    return watch


@pytest.fixture
def look(session, settings, sites):
    """`look()`: the worker comes by. Settings may be others: `look(youtube_key="…")`."""

    def look(**changed):
        session.commit()
        now, changed = clock.now, replace(settings, **changed)
        count = look_at_sources(session, changed, sites.outside(), fetched=store_captions, now=now)
        session.expire_all()
        return count

    return look


@pytest.fixture
def proposals(session):
    """`proposals()`: what was found, in its order."""
    return lambda: session.scalars(sa.select(RecordingProposal).order_by(RecordingProposal.id)).all()


def show_by_feed(sites, *films):
    sites.pages["www.youtube.com", hosts.FEED] = hosts.page(hosts.youtube_feed(*films))


def show_by_peertube(sites, *videos, captions=None):
    target = "/api/v1/video-channels/soirees/videos?sort=-publishedAt&count=25"
    sites.pages[hosts.PEERTUBE, target] = hosts.page({"total": len(videos), "data": list(videos)})
    if captions is not None:
        sites.pages[hosts.PEERTUBE, f"/api/v1/videos/{hosts.UUID}/captions"] = hosts.page(captions)


def show_by_api(sites, *videos):
    host, api = "www.googleapis.com", "/youtube/v3/"
    ids = "%2C".join(each["id"] for each in videos)
    parts = "snippet%2CliveStreamingDetails%2CcontentDetails%2Cstatus"
    listed = f"{api}playlistItems?part=contentDetails&playlistId=UU{hosts.CHANNEL[2:]}&maxResults=50"
    sites.pages[host, listed] = hosts.page(hosts.youtube_items(*(each["id"] for each in videos)))
    sites.pages[host, f"{api}videos?part={parts}&id={ids}&maxResults=50"] = hosts.page({"items": list(videos)})


STREAM = hosts.youtube_video(
    title="La soirée entière", began="2027-02-14T16:02:10Z", ended="2027-02-14T17:54:41Z"
)  # fmt: skip
