import json

import pytest

from webinars.domain.recordings.chapters import writing
from webinars.domain.recordings.moments import Moment, MomentKind


def moment(place_s, title, kind=MomentKind.CHAPTER, **values):
    return Moment(place_s=place_s, title=title, kind=kind, language="en", **values)


EVENING = [
    moment(0, "Welcome"),
    moment(300, "Sweeping", MomentKind.CLIP, ends_s=900, slug="sweeping"),
    moment(300, "The sweep of the sky"),
    moment(306, "Who looks?", MomentKind.QUESTION),
    moment(600, "What is a tail made of?", MomentKind.QUESTION),
    moment(4000, "Is <this> a tail?", MomentKind.QUESTION),
]


def test_youtube_takes_one_line_for_each_and_none_that_is_too_near():
    text = writing.youtube_text(EVENING)

    assert text.split("\n") == [
        "0:00 Welcome",
        "5:00 The sweep of the sky",
        "10:00 What is a tail made of?",
        "1:06:40 Is ‹this› a tail?",
    ]
    assert writing.youtube_problem(EVENING, 5400) is None


@pytest.mark.parametrize(
    ("moments", "duration_s", "sentence"),
    [
        ([], None, "unless the first begins at 0:00"),
        ([moment(1, "One"), moment(60, "Two"), moment(90, "Three")], None, "unless the first begins at 0:00"),
        ([moment(0, "One"), moment(60, "Two")], None, "unless there are three: add 1 more"),
        ([moment(0, "One"), moment(60, "Two"), moment(69, "Three")], None, "“Two” is."),
        ([moment(0, "One"), moment(60, "Two"), moment(90, "Three")], 99, "“Three” is."),
    ],
)
def test_what_youtube_would_ignore_is_said(moments, duration_s, sentence):
    assert sentence in writing.youtube_problem(moments, duration_s)


def test_shortest_list_that_youtube_shows_has_no_problem():
    moments = [moment(0, "One"), moment(10, "Two"), moment(20, "Three")]

    assert writing.youtube_problem(moments, 30) is None
    assert writing.youtube_problem(moments) is None


def test_webvtt_has_a_cue_for_each_second_up_to_the_next():
    assert writing.webvtt([moment(0, "A & B"), moment(3723, "<i>Tails</i>")], 4000) == (
        "WEBVTT\n\n"
        "00:00:00.000 --> 01:02:03.000\nA &amp; B\n\n"
        "01:02:03.000 --> 01:06:40.000\n&lt;i&gt;Tails&lt;/i&gt;\n"
    )


def test_last_chapter_of_a_video_of_unknown_length_lasts_to_the_end():
    assert "00:00:05.000 --> 168:00:00.000\nOne" in writing.webvtt([moment(5, "One")])


def test_recording_without_moments_is_a_valid_file():
    assert writing.webvtt([]) == "WEBVTT\n"
    assert json.loads(writing.json_chapters([], "Comets", str))["chapters"] == []


def test_json_tells_where_each_is_watched():
    found = json.loads(writing.json_chapters(EVENING[:2], "Comets", lambda each: f"/at/{each.place_s}"))

    assert found == {
        "version": "1.2.0",
        "title": "Comets",
        "chapters": [
            {"startTime": 0, "title": "Welcome", "url": "/at/0"},
            {"startTime": 300, "title": "Sweeping", "url": "/at/300", "endTime": 900},
        ],
    }
