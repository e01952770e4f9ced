"""What stands in a feed of many entries is the same whether a process held them all or only those around it."""

import datetime as dt
import random

import pytest

from webinars.domain.calendars import feed_limits
from webinars.domain.calendars.feed_limits import FeedPiece, FeedWindow, Stretch

NOW = dt.datetime(2026, 11, 29, 1, 30, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
WINDOWS = [FeedWindow(), FeedWindow(past=30 * DAY, coming=10), FeedWindow(coming=10)]


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(feed_limits, "FEED_LIMIT", 2_000)
    monkeypatch.setattr(feed_limits, "ALL_HELD", 20)


def row(id_, starts_at, *, length=HOUR, size=100):
    return id_, starts_at, starts_at + length, 3 * size, bytes(size), b""


def standing(rows, as_of, window):
    """The ids that ought to stand in the feed, found the plain way."""
    pieces = sorted((FeedPiece(*each) for each in rows), key=lambda piece: (piece.starts_at, piece.id))
    coming = [piece for piece in pieces if piece.ends_at >= as_of][: window.coming]
    past = [piece for piece in pieces if piece.ends_at < as_of]
    past = [piece for piece in past if window.past is None or piece.ends_at >= as_of - window.past]
    while past and sum(len(piece.plain) for piece in (*past, *coming)) > feed_limits.FEED_LIMIT:
        past.pop(0)
    return [piece.id for piece in sorted([*past, *coming], key=lambda piece: (piece.starts_at, piece.id))]


def read(rows, as_of, window, **values):
    return Stretch().with_changes([(each[0], each) for each in rows], as_of, window, **values)


def ids(pieces):
    return None if pieces is None else [piece.id for piece in pieces]


@pytest.mark.parametrize("window", WINDOWS, ids=["all", "near", "few to come"])
@pytest.mark.parametrize("seed", range(12))
def test_after_any_changes_the_same_entries_stand_in_it(window, seed):
    chance = random.Random(seed)
    stored, as_of = {}, NOW
    stretch, read_anew = Stretch(), 0
    for _turn in range(60):
        changes = []
        for id_ in chance.sample(range(1, 400), chance.choice([1, 1, 2, 40])):
            if id_ in stored and chance.random() < 0.3:
                del stored[id_]
                changes.append((id_, None))
            else:
                starts_at = NOW + chance.randrange(-100, 100) * DAY + chance.randrange(24) * HOUR
                length = chance.choice([HOUR, 2 * HOUR, 6 * DAY])
                stored[id_] = row(id_, starts_at, length=length, size=chance.choice([10, 50, 150]))
                changes.append((id_, stored[id_]))
        as_of += chance.choice([HOUR, HOUR, DAY, 5 * DAY])

        stretch = stretch.with_changes(changes, as_of, window)
        found = stretch.select(as_of, window)
        if found is None:
            read_anew += 1
            stretch = read(stored.values(), as_of, window)
            found = stretch.select(as_of, window)
        if found is None:
            whole = read(stored.values(), as_of, window, is_narrowed=False)
            assert whole.is_whole
            found = whole.select(as_of, window)

        assert ids(found) == standing(stored.values(), as_of, window)
    assert read_anew < 40


def test_what_is_far_from_standing_in_it_is_not_held():
    rows = [row(n, NOW + (n - 500) * DAY) for n in range(1_000)]

    stretch = read(rows, NOW, FeedWindow(past=61 * DAY, coming=10))

    assert not stretch.is_whole
    assert len(stretch.pieces) < 40
    assert ids(stretch.select(NOW, FeedWindow(past=61 * DAY, coming=10))) == list(range(490, 510))


def test_what_was_left_out_is_asked_for_when_it_might_come_in():
    window = FeedWindow(coming=10)
    rows = [row(n, NOW + (n + 1) * DAY) for n in range(100)]
    stretch = read(rows, NOW, window)

    one_less = stretch.with_changes([(0, None)], NOW, window)
    assert ids(one_less.select(NOW, window)) == list(range(1, 11))

    two_less = one_less.with_changes([(1, None)], NOW, window)
    assert two_less.select(NOW, window) is None


def test_a_few_entries_are_all_held():
    rows = [row(n, NOW + (n - 10) * DAY) for n in range(20)]

    assert read(rows, NOW, FeedWindow(coming=3)).is_whole
    assert ids(read(rows, NOW, FeedWindow(coming=3)).select(NOW, FeedWindow(coming=3))) == list(range(13))


def test_all_that_is_to_come_is_held_where_all_of_it_stands_in_it():
    rows = [row(n, NOW + (n + 1) * DAY) for n in range(500)]

    assert ids(read(rows, NOW, FeedWindow()).select(NOW, FeedWindow())) == list(range(500))
