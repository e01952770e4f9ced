"""Our reading beside that of recurring-ical-events: where they differ, ours says something, or is right by hand."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.effort import Effort
from tests.unit.pure.ical.reading.shapes import HOUR, PARIS, SHAPES, Shape, generated
from webinars.pure.ical.reading import CalendarTooLarge, read_calendar

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
DAYS = 299
GENERATED = {f"generated-{seed}": generated(seed) for seed in range(500)}
ALL = SHAPES | GENERATED
PATIENCE_S = 150
TOO_LONG_S = 10
FEWEST_JUDGED = 530
"""Of all: it fails on some, and then judges nothing."""


@pytest.fixture(scope="module")
def others():
    """What the other reader finds in each; None where it found nothing out."""
    files = [
        shape.data.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode() for shape in ALL.values()
    ]
    answer = subprocess.run(
        [sys.executable, Path(__file__).with_name("other_reader.py")],
        input=json.dumps({"now": NOW.isoformat(), "days": DAYS, "files": files}),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    )
    return dict(zip(ALL, json.loads(answer.stdout), strict=True))


def read(shape):
    return read_calendar(shape.data, now=NOW, assumed_timezone="Europe/London")


def written(moment):
    return moment.strftime("%Y-%m-%dT%H:%MZ") if moment else None


def ours(reading):
    window = (NOW - dt.timedelta(days=DAYS), NOW + dt.timedelta(days=DAYS))
    return sorted(
        [entry.uid, written(entry.starts_at), written(entry.ends_at)]
        for entry in reading.entries
        if entry.starts_at and window[0] <= entry.starts_at < window[1]
    )


def said(reading):
    return [*reading.lost, *(problem.code for problem in reading.problems)]


@pytest.mark.parametrize("name", [name for name, shape in ALL.items() if shape.truth is None])
def test_no_difference_is_silent(others, name):
    reading = read(ALL[name])

    if others[name] is None:
        pytest.skip("the other reader cannot read it")
    assert ours(reading) == others[name] or said(reading)


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if shape.truth is not None])
def test_what_the_other_reader_cannot_judge_is_right_by_hand(name):
    truth = SHAPES[name].truth

    found = tuple(
        f"{entry.starts_at:%m-%d %H:%M}" + (f"–{entry.ends_at:%H:%M}" if "–" in right else "")
        for entry, right in zip(read(SHAPES[name]).entries, truth, strict=True)
    )

    assert found == truth


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_lost_or_guessed_is_said_and_nothing_else(name):
    words = said(read(SHAPES[name]))

    says = SHAPES[name].says
    assert any(says in each for each in words) if says else words == []


def test_ten_thousand_and_one_events_are_refused_at_once():
    effort = Effort()

    with pytest.raises(CalendarTooLarge, match="more than 5000 dates"):
        read(Shape(tuple((f"UID:{number}", PARIS, HOUR) for number in range(10_001))))

    assert effort.seconds() < TOO_LONG_S


def test_most_are_judged(others):
    assert sum(found is not None for found in others.values()) >= FEWEST_JUDGED
