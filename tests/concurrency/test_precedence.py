"""A form that is sent goes before pages, and an answer that is being sent is left alone by the loop."""

import threading
from time import monotonic, sleep

import pytest

from tests.concurrency.connections import HEAD, LIVE, NEVER_S, PATIENCE_S, answer, post
from webinars.lib.web_server import Server, channel, form_priority
from webinars.lib.web_server.form_priority import Precedence

WAIT = post("/wait", 0)


@pytest.fixture
def patient(monkeypatch):
    """Forms keep pages back for as long as they take."""
    monkeypatch.setattr(form_priority, "LONGEST_S", NEVER_S)


def test_a_page_waits_for_a_form_that_was_there_before(serve, connect, site, patient):
    server = serve()
    form = connect(server, WAIT)
    assert site.is_waiting.wait(PATIENCE_S)
    page = connect(server, LIVE)
    page.settimeout(0.3)

    with pytest.raises(TimeoutError):
        page.recv(1)
    page.settimeout(PATIENCE_S)
    site.may_go_on.set()

    assert answer(page) == answer(form) == (200, b"ok")


def test_forms_do_not_wait_for_each_other(serve, connect, site, patient):
    server = serve()
    first = connect(server, WAIT)
    assert site.is_waiting.wait(PATIENCE_S)

    assert answer(connect(server, post("/read", 3) + b"abc")) == (200, b"3")
    site.may_go_on.set()
    assert answer(first) == (200, b"ok")


def test_a_form_that_takes_long_stops_nobody(serve, connect, site, monkeypatch):
    monkeypatch.setattr(form_priority, "LONGEST_S", 3.0)  # far more than an answer takes on a busy machine
    server = serve()
    form = connect(server, WAIT)
    assert site.is_waiting.wait(PATIENCE_S)
    assert answer(connect(server, LIVE)) == (200, b"ok")

    began = monotonic()
    assert answer(connect(server, LIVE)) == (200, b"ok")

    # The first has waited for as long as this form may keep others back.
    assert monotonic() - began < form_priority.LONGEST_S
    site.may_go_on.set()
    assert answer(form) == (200, b"ok")


def test_an_upload_keeps_nobody_back(serve, connect, patient):
    server = serve()
    upload = connect(server, post("/read", 5_000_000))

    assert answer(connect(server, LIVE)) == (200, b"ok")
    upload.sendall(b"a" * 5_000_000)
    assert answer(upload) == (200, b"5000000")


def test_many_forms_keep_a_page_back_no_longer_than_one(monkeypatch):
    monkeypatch.setattr(form_priority, "LONGEST_S", 0.05)
    forms, is_over = Precedence(), threading.Event()

    def send_forms():
        while not is_over.is_set():
            with forms.of_form():
                sleep(0.001)

    people = [threading.Thread(target=send_forms) for _ in range(3)]
    for each in people:
        each.start()
    waiting = threading.Thread(target=forms.wait)
    waiting.start()
    waiting.join(PATIENCE_S)
    is_over.set()

    assert not waiting.is_alive()
    for each in people:
        each.join(PATIENCE_S)


@pytest.fixture
def turns(monkeypatch):
    """How often the loop has wanted to send something."""
    seen = []
    handled = channel.Channel.handle_write
    monkeypatch.setattr(channel.Channel, "handle_write", lambda self: (seen.append(self), handled(self)))
    return seen


def test_the_loop_does_not_turn_while_a_thread_sends(serve, connect, monkeypatch, turns):
    send, is_sending = channel.Channel.send, threading.Event()

    def slow_send(self, data, do_close=True):  # noqa: FBT002 - waitress's signature
        is_sending.set()
        sleep(0.3)  # a busy interpreter keeps a thread from going on as well
        return send(self, data, do_close)

    monkeypatch.setattr(channel.Channel, "send", slow_send)
    server = serve()

    page = connect(server, LIVE)
    assert is_sending.wait(PATIENCE_S)
    connect(server, HEAD)  # the loop looks at everybody again

    assert answer(page) == (200, b"ok")
    assert len(turns) <= 2


def test_the_loop_sends_what_a_thread_could_not(serve, connect, turns):
    server = serve()
    page = connect(server, b"GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n")
    sleep(0.1)

    began = monotonic()
    assert len(answer(page)[1]) == 10_000_000

    assert turns
    assert monotonic() - began < PATIENCE_S
    assert isinstance(turns[0].server, Server)
