"""The shelf of made pages by itself: what it holds a page against, how much it keeps, and who waits for whom."""

import datetime as dt
import threading

import pytest
from msgspec.structs import replace

from webinars.web.page_cache.store import OVERHEAD, THE_SITE, WATCHED, PackedBody, PageShelf, StoredPage

NOW = dt.datetime(2027, 2, 14, 16, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
WEBINAR = ("webinar", "comets")
STATES = {THE_SITE: (1,), WEBINAR: (2,)}
PATIENCE_S = 10


def made(plain=b"a page", **values):
    packed = PackedBody.of(plain)
    page = StoredPage(
        compressed=packed.compressed,
        size=len(plain),
        etag=packed.etag,
        etag_compressed=packed.etag_compressed,
        headers=(),
        sources=None,
        frame_ancestors=None,
        is_about=STATES,
        settings=["as they are"],
        made_at=NOW,
        holds_until=NOW + MINUTE,
    )
    return replace(page, **values)


@pytest.mark.parametrize(
    ("moment", "settings", "states", "is_so"),
    [
        (NOW, ["as they are"], STATES, True),
        (NOW + MINUTE - dt.timedelta(microseconds=1), ["as they are"], STATES, True),
        (NOW + MINUTE, ["as they are"], STATES, False),
        (NOW - dt.timedelta(microseconds=1), ["as they are"], STATES, False),
        (NOW, ["others"], STATES, False),
        (NOW, ["as they are"], STATES | {THE_SITE: (3,)}, False),
        (NOW, ["as they are"], STATES | {WEBINAR: (3,)}, False),
        (NOW, ["as they are"], STATES | {WEBINAR: None}, False),
    ],
)
def test_a_page_holds_while_clock_settings_and_all_it_is_about_are_the_same(moment, settings, states, is_so):
    assert made().holds(moment, settings, states.__getitem__) is is_so


def test_the_page_asked_for_longest_ago_goes_first_and_all_together_stay_within_the_room():
    size = len(made().compressed) + OVERHEAD
    shelf = PageShelf(room=4 * size)
    for number in range(3):
        shelf.put(("/", (str(number),)), made())
    shelf.page(("/", ("0",)))
    for number in range(3, 5):
        shelf.put(("/", (str(number),)), made())

    kept = [number for number in range(5) if shelf.page(("/", (str(number),)))]
    assert 0 in kept
    assert 1 not in kept
    assert 4 in kept


def test_a_page_made_anew_takes_no_more_room_than_before():
    shelf = PageShelf(room=3 * (len(made().compressed) + OVERHEAD))
    shelf.put(("/other", ()), made())
    for _time in range(20):
        shelf.put(("/", ()), made())

    assert shelf.page(("/other", ())) is not None


def test_what_was_asked_for_takes_its_room_too():
    """A page of some hundred octets can be asked for in thirty thousand characters, each time in others."""
    shelf = PageShelf(room=1_000_000)
    for number in range(200):
        shelf.put(("/embed/next", (f"\N{COMET}{number}" + "x" * 30_000,)), made())

    assert 0 < len(shelf._pages) < 30


def test_a_state_is_asked_for_once_a_second_and_at_once_after_a_write(monkeypatch):
    moment, asked = [100.0], []
    monkeypatch.setattr("webinars.web.page_cache.store.time.monotonic", lambda: moment[0])
    shelf = PageShelf()

    def state():
        return shelf.state(THE_SITE, lambda about: (asked.append(about), len(asked))[1:])

    assert [state(), state()] == [(1,), (1,)]
    moment[0] += 0.99
    assert state() == (1,)
    moment[0] += 0.01
    assert state() == (2,)
    shelf.expire()
    assert state() == (3,)


def test_a_state_that_was_asked_for_before_a_write_is_not_kept_after_it():
    shelf = PageShelf()

    def look_up(_about):
        shelf.expire()  # somebody commits while the database is asked
        return (1,)

    assert shelf.state(THE_SITE, look_up) == (1,)
    assert shelf.state(THE_SITE, lambda _about: (2,)) == (2,)


def test_an_answer_is_as_old_as_the_question(monkeypatch):
    moment = [100.0]
    monkeypatch.setattr("webinars.web.page_cache.store.time.monotonic", lambda: moment[0])
    shelf = PageShelf()

    def slow(_about):
        moment[0] += 0.9
        return (1,)

    shelf.state(THE_SITE, slow)
    moment[0] += 0.2
    assert shelf.state(THE_SITE, lambda _about: (2,)) == (2,)


def test_states_of_ever_other_things_do_not_heap_up():
    shelf = PageShelf()
    for number in range(2 * WATCHED + 10):
        shelf.state(("webinar", str(number)), lambda _about: (1,))

    assert len(shelf._states) <= WATCHED


def test_one_makes_a_page_and_the_others_give_back_what_it_needs_and_wait():
    shelf, key, order = PageShelf(), ("/", ()), []
    has_given_back, is_through = threading.Event(), threading.Event()

    def second():
        with shelf.making(key, before_waiting=has_given_back.set):
            order.append("second")
        is_through.set()

    with shelf.making(key, before_waiting=pytest.fail):
        thread = threading.Thread(target=second, daemon=True)
        thread.start()
        assert has_given_back.wait(PATIENCE_S)
        order.append("first")
    assert is_through.wait(PATIENCE_S)
    assert order == ["first", "second"]


def test_who_fails_to_make_a_page_keeps_nobody_waiting():
    shelf, key = PageShelf(), ("/", ())
    with pytest.raises(RuntimeError, match="not this time"), shelf.making(key, before_waiting=pytest.fail):
        raise RuntimeError("not this time")

    with shelf.making(key, before_waiting=pytest.fail):
        pass


def test_the_same_page_has_the_same_octets_and_tags_at_any_time(monkeypatch):
    first = PackedBody.of(b"a page")
    monkeypatch.setattr("gzip.time.time", lambda: 1_000_000_000)

    assert PackedBody.of(b"a page") == first
