import datetime as dt
import threading
import time

import pytest

from webinars.domain.calendars.fetch_counting import Fetches, fetch_tally, unpacked
from webinars.domain.processes.spool import MOST_PARCELS, FolderTray, TrayUnreachable
from webinars.models import ClientFamily

NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
GOOGLE, APPLE = ClientFamily.GOOGLE, ClientFamily.APPLE


@pytest.fixture
def tray(tmp_path):
    return FolderTray(tmp_path / "counts")


@pytest.fixture
def tally(tray):
    return fetch_tally(tray, hand_over_s=60)


def taken(tray):
    return [(f.feed_id, f.family, f.count, f.latest_at, f.revision) for parcel in tray.take() for f in unpacked(parcel)]


def test_fetches_are_added_up_by_feed_and_family(tally, tray):
    later = NOON + dt.timedelta(seconds=9)
    tally.count(Fetches(1, GOOGLE, 1, NOON, 3))
    tally.count(Fetches(1, GOOGLE, 1, later, 4))
    tally.count(Fetches(1, APPLE, 1, NOON, 2))
    tally.count(Fetches(2, GOOGLE, 1, NOON, 7))

    tally.hand_over()

    assert taken(tray) == [(1, GOOGLE, 2, later, 4), (1, APPLE, 1, NOON, 2), (2, GOOGLE, 1, NOON, 7)]


def test_what_was_handed_over_is_counted_once(tally, tray):
    tally.count(Fetches(1, GOOGLE, 1, NOON, 3))
    tally.hand_over()
    tally.hand_over()

    assert len(taken(tray)) == 1
    assert taken(tray) == []


def test_counts_are_handed_over_by_themselves_after_a_while(tray):
    fetch_tally(tray, hand_over_s=0.05).count(Fetches(1, GOOGLE, 1, NOON, 3))

    until = time.monotonic() + 10
    while not (found := taken(tray)) and time.monotonic() < until:
        time.sleep(0.02)

    assert found == [(1, GOOGLE, 1, NOON, 3)]


def test_threads_lose_nothing(tally, tray):
    def poll():
        for _ in range(500):
            tally.count(Fetches(1, GOOGLE, 1, NOON, 3))

    threads = [threading.Thread(target=poll) for _ in range(4)]
    for thread in threads:
        thread.start()
    tally.hand_over()
    for thread in threads:
        thread.join()
    tally.hand_over()

    assert sum(count for _feed, _family, count, _at, _revision in taken(tray)) == 2000


def test_what_cannot_be_handed_over_waits(tmp_path):
    folder = tmp_path / "counts"
    folder.write_text("a file where the folder should be")
    tally = fetch_tally(FolderTray(folder), hand_over_s=60)
    tally.count(Fetches(1, GOOGLE, 1, NOON, 3))
    tally.hand_over()
    folder.unlink()
    tally.count(Fetches(1, GOOGLE, 1, NOON, 3))

    tally.hand_over()

    assert taken(FolderTray(folder)) == [(1, GOOGLE, 2, NOON, 3)]


def test_a_folder_that_cannot_be_used_is_said(tmp_path):
    (tmp_path / "counts").write_text("")

    with pytest.raises(TrayUnreachable):
        FolderTray(tmp_path / "counts").lay("[]")


def test_a_tray_that_nobody_empties_does_not_grow_for_ever(tray):
    for _ in range(MOST_PARCELS + 5):
        tray.lay("[]")

    assert len(list(tray.take())) == MOST_PARCELS
