"""Work of the worker that one thread does for all."""

import threading

import pytest

from webinars.app.worker import SingleRun


def start_elsewhere(single_run):
    """Returns what another thread was told, which comes while this one is at it."""
    told = []
    thread = threading.Thread(target=lambda: told.append(single_run.start()))
    thread.start()
    thread.join()
    return told[0]


def test_who_comes_after_the_last_look_of_another_has_it_look_once_more():
    looks, told = [], []

    def look():
        looks.append(threading.get_ident())
        if len(looks) == 1:
            told.append(start_elsewhere(single_run))

    single_run = SingleRun(look)

    assert single_run.start()
    assert told == [False]
    assert looks == [threading.get_ident()] * 2


def test_after_a_failure_the_next_one_may_try():
    failures = [OSError("away")]

    def fail_once():
        if failures:
            raise failures.pop()

    single_run = SingleRun(fail_once)

    with pytest.raises(OSError, match="away"):
        single_run.start()
    assert single_run.start()
