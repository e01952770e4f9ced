"""Whole texts as groups write them, invented, with people of earlier centuries; each with what it says beside it."""

import datetime as dt
import json
from pathlib import Path

import pytest

from webinars.pure.announcements.reader import read

PUBLISHED_ON = dt.date(2027, 2, 10)
TEXTS = sorted(path for path in (Path(__file__).parent / "texts").iterdir() if path.suffix in {".txt", ".html"})


@pytest.fixture(params=TEXTS, ids=[path.stem for path in TEXTS])
def text(request):
    return request.param


@pytest.fixture
def truth(text):
    return json.loads(text.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.fixture
def said(text):
    return read(text.read_text(encoding="utf-8"), published_on=PUBLISHED_ON).as_json()


def test_the_kind_is_seen(said, truth):
    assert said["kind"] == truth["kind"]


@pytest.mark.parametrize(
    "key",
    ["title", "date", "starts_at", "ends_at", "organisers", "questions", "registration_url", "join_url"],
)
def test_a_value_is_as_the_text_says(said, truth, key):
    assert [webinar[key] for webinar in said["webinars"]] == [webinar[key] for webinar in truth["webinars"]]


def test_the_lineup_is_complete_and_has_nobody_else(said, truth):
    lineups = [
        sorted(
            ([one["name"], one["affiliation"], one["role"], one["talk_title"]] for one in webinar["lineup"]), key=str
        )
        for webinar in said["webinars"]
    ]

    assert lineups == [sorted(webinar["lineup"], key=str) for webinar in truth["webinars"]]


def test_the_recordings_belong_to_their_speakers(said, truth):
    recordings = [
        [[one["kind"], one["speaker"], one["title"], one["url"]] for one in webinar["recordings"]]
        for webinar in said["webinars"]
    ]

    assert recordings == [webinar["recordings"] for webinar in truth["webinars"]]


def test_every_value_knows_its_lines(text):
    reading = read(text.read_text(encoding="utf-8"), published_on=PUBLISHED_ON)

    numbers = {line.number for line in reading.lines}
    for webinar in reading.webinars:
        for found in (*webinar.lineup, *webinar.organisers, *webinar.questions, *webinar.recordings):
            assert found.lines
            assert set(found.lines) <= numbers
