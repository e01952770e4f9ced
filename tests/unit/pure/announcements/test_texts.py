"""Whole texts as groups write them, invented, with people of earlier centuries; each with what it says beside it."""

import datetime as dt
import functools
import json
from pathlib import Path

import pytest

from webinars.pure.announcements.reader import read

PUBLISHED_ON = dt.date(2027, 2, 10)
TEXTS = sorted(path for path in (Path(__file__).parent / "texts").iterdir() if path.suffix in {".txt", ".html"})


@functools.cache
def reading_of(text):
    return read(text.read_text(encoding="utf-8"), published_on=PUBLISHED_ON)


@pytest.fixture(params=TEXTS, ids=[path.stem for path in TEXTS])
def text(request):
    return request.param


@pytest.fixture
def truth(text):
    return json.loads(text.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.fixture
def said(text):
    return reading_of(text).as_json()


def test_the_kind_is_seen(said, truth):
    assert said["kind"] == truth["kind"]


@pytest.mark.parametrize("key", ["date", "starts_at", "ends_at", "questions", "registration_url", "join_url"])
def test_a_value_is_as_the_text_says(said, truth, key):
    assert [webinar[key] for webinar in said["webinars"]] == [webinar[key] for webinar in truth["webinars"]]


def test_no_organiser_is_wrong(said, truth):
    for webinar, true in zip(said["webinars"], truth["webinars"], strict=True):
        assert set(webinar["organisers"]) <= set(true["organisers"])


def test_nobody_in_the_lineup_is_wrong_and_nobody_out_of_reach(said, truth):
    for webinar, true in zip(said["webinars"], truth["webinars"], strict=True):
        lineup = [[one["name"], one["affiliation"], one["role"], one["talk_title"]] for one in webinar["lineup"]]
        assert [person for person in lineup if person not in true["lineup"]] == []
        named = {person[0] for person in lineup} | {one["name"] for one in webinar["offers"]["lineup"]}
        assert named >= {person[0] for person in true["lineup"]}


def test_the_title_is_the_first_or_one_of_four_others(said, truth):
    for webinar, true in zip(said["webinars"], truth["webinars"], strict=True):
        assert true["title"] is None or true["title"] in [webinar["title"], *webinar["offers"]["title"]]
        assert len(webinar["offers"]["title"]) <= 4


def test_most_is_filled_in_or_offered():
    """Of what stands in the texts the second voice doubts little, and hardly a host is out of reach."""
    people = hosts = filled = reached = titles = 0
    for text in TEXTS:
        webinars = json.loads(text.with_suffix(".json").read_text(encoding="utf-8"))["webinars"]
        said = reading_of(text).as_json()["webinars"]
        for webinar, wanted in zip(said, webinars, strict=True):
            people += len(wanted["lineup"])
            filled += len(webinar["lineup"])
            hosts += len(wanted["organisers"])
            reached += len(set(wanted["organisers"]) & {*webinar["organisers"], *webinar["offers"]["organisers"]})
            titles += webinar["title"] == wanted["title"]
    assert filled >= 0.93 * people
    assert reached >= 0.94 * hosts
    assert titles >= 0.95 * len(TEXTS)


def test_the_recordings_belong_to_their_speakers(said, truth):
    recordings = [
        [[one["kind"], one["speaker"], one["title"], one["url"]] for one in webinar["recordings"]]
        for webinar in said["webinars"]
    ]

    assert recordings == [webinar["recordings"] for webinar in truth["webinars"]]


def test_every_value_knows_its_lines(text):
    reading = reading_of(text)

    numbers = {line.number for line in reading.lines}
    for webinar in reading.webinars:
        for found in (*webinar.lineup, *webinar.organisers, *webinar.questions, *webinar.recordings):
            assert found.lines
            assert set(found.lines) <= numbers
