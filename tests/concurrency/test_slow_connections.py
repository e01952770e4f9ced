"""Connections that are slow, stand still, or are too many: they are cut off, and everybody else is answered."""

import contextlib
import select
import socket
import threading
from time import monotonic, sleep

import pytest

from tests.concurrency.connections import FILM, HEAD, LIVE, NEVER_S, PATIENCE_S, answer, everything, post
from webinars.lib.web_server import Limits, Server

HALVES = {
    "head": HEAD + b"X-Slow: ",
    "form": post("/read", 1000) + b"a",
    "form in chunks": b"POST /read HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    "nothing": b"",
}


@pytest.mark.parametrize("half", HALVES)
def test_people_are_answered_while_hundreds_are_slow(serve, connect, half):
    server = serve(threads=2)
    slow = [connect(server, HALVES[half]) for _ in range(200)]

    for _ in range(3):
        assert answer(connect(server, LIVE)) == (200, b"ok")
    assert len(slow) == 200


@pytest.mark.parametrize(("half", "limits"), [("head", {"head_s": 0.2}), ("form", {"form_s": 0.2})])
def test_half_a_request_is_cut_off_at_its_deadline(serve, connect, half, limits):
    server = serve(**limits)

    cut_off = [everything(connect(server, HALVES[half])) for _ in range(3)]

    assert [each.split()[1:4] for each in cut_off] == [[b"408", b"Request", b"Timeout"]] * 3


@pytest.mark.parametrize(("half", "limits"), [("head", {"head_s": 0.5}), ("form", {"form_s": 0.5})])
def test_octets_that_drip_in_put_no_deadline_off(serve, connect, half, limits):
    connection = connect(serve(**limits), HALVES[half])
    connection.settimeout(0.05)
    octets, began = b"", monotonic()

    while b"408" not in octets:
        assert monotonic() - began < PATIENCE_S
        with contextlib.suppress(TimeoutError):
            connection.sendall(b"a")
            octets += connection.recv(1000)


def test_connections_that_ask_for_nothing_are_closed(serve, connect):
    server = serve(head_s=2, idle_s=2)
    asked = connect(server, LIVE)

    assert everything(connect(server)) == b""
    assert everything(asked).endswith(b"ok")


def test_a_later_request_has_the_time_of_a_first(serve, connect):
    connection = connect(serve(head_s=2), LIVE)
    answer(connection)
    # Longer than a head may take, and a look at who is late: but none has begun.
    sleep(4)

    connection.sendall(LIVE)

    assert answer(connection) == (200, b"ok")


def test_an_upload_may_take_long_as_long_as_it_moves(serve, connect):
    connection = connect(serve(form_s=0.1, form_bytes=1000), post("/read", 100_000))

    for _ in range(10):
        connection.sendall(b"u" * 10_000)
        sleep(0.15)

    assert answer(connection) == (200, b"100000")
    connection.sendall(LIVE)
    assert answer(connection) == (200, b"ok")


def test_an_upload_that_stands_still_is_cut_off(serve, connect):
    connection = connect(serve(stall_s=0.2, form_bytes=1000), post("/read", 100_000) + b"u" * 5000)

    assert answer(connection) == (400, b"the upload stands still")
    assert everything(connection) == b""


def test_an_upload_that_breaks_off_is_noticed(serve, connect):
    connection = connect(serve(form_bytes=1000), post("/read", 100_000) + b"u" * 5000)
    connection.shutdown(socket.SHUT_WR)

    assert answer(connection) == (400, b"the upload has broken off")


def test_uploads_take_no_thread_from_the_others(serve, connect):
    server = serve(threads=1, uploads=2, form_bytes=1000)
    uploads = [connect(server, post("/read", 100_000) + b"u" * 5000) for _ in range(2)]

    assert answer(connect(server, LIVE)) == (200, b"ok")
    for each in uploads:
        each.sendall(b"u" * 95_000)
        assert answer(each) == (200, b"100000")


def test_an_upload_in_chunks(serve, connect):
    octets = b"".join(b"3e8\r\n" + b"u" * 1000 + b"\r\n" for _ in range(300)) + b"0\r\n\r\n"
    head = b"POST /read HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    connection = connect(serve(form_bytes=10_000), head + octets)

    assert answer(connection) == (200, b"300000")
    connection.sendall(LIVE)
    assert answer(connection) == (200, b"ok")


def test_small_chunks_put_no_deadline_off(serve, connect):
    head = b"POST /read HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    connection = connect(serve(form_bytes=1000, form_s=0.5), head + b"1\r\nu\r\n" * 300)
    connection.settimeout(0.05)
    octets, began = b"", monotonic()

    while b"400" not in octets:
        assert monotonic() - began < PATIENCE_S
        with contextlib.suppress(TimeoutError):
            connection.sendall(b"1\r\nu\r\n")
            octets += connection.recv(1000)


def test_chunks_that_are_none(serve, connect):
    head = b"POST /read HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    connection = connect(serve(form_bytes=1000), head + b"7d0\r\n" + b"u" * 2000 + b"\r\nzz\r\n")

    assert answer(connection)[0] == 400


def test_what_is_refused_is_not_read_and_sees_the_answer(serve, connect):
    connection = connect(serve(form_bytes=1000), post("/refuse", 3_000_000_000) + b"u" * 1_000_000)

    assert answer(connection) == (413, b"too large")
    assert everything(connection) == b""


def test_who_waits_for_leave_gets_it_only_where_the_body_is_wanted(serve, connect):
    server = serve(form_bytes=1000)
    leave = b"HTTP/1.1 100 Continue\r\n\r\n"

    wanted = connect(server, post("/read", 2000, "Expect: 100-continue"))
    assert wanted.recv(len(leave)) == leave
    wanted.sendall(b"u" * 2000)
    assert answer(wanted) == (200, b"2000")
    form = connect(server, post("/read", 5, "Expect: 100-continue"))
    assert form.recv(len(leave)) == leave
    form.sendall(b"12345")
    assert answer(form) == (200, b"5")

    assert answer(connect(server, post("/refuse", 2000, "Expect: 100-continue"))) == (413, b"too large")
    assert answer(connect(server, post("/read", 0, "Expect: 100-continue"))) == (200, b"0")


@pytest.mark.parametrize("path", [b"/film", b"/page"])
def test_people_are_answered_while_others_do_not_take_their_answers(serve, connect, path):
    server = serve(threads=2)
    ask = b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
    slow = [connect(server, ask) for _ in range(5)]

    assert answer(connect(server, LIVE)) == (200, b"ok")
    assert len(answer(slow[0])[1]) in {len(FILM) - 2000, 10_000_000}


def test_an_answer_that_nobody_takes_is_given_up(serve, connect):
    server = serve(stall_s=0.3)
    connection = connect(server, b"GET /film HTTP/1.1\r\nHost: localhost\r\n\r\n")
    taken, until = connection.recv(1), monotonic() + PATIENCE_S
    while server.active_channels:
        assert monotonic() < until
        sleep(0.05)

    assert len(taken + everything(connection)) < len(FILM) - 2000


def test_where_there_is_no_more_room_whoever_waits_longest_goes(serve, connect):
    server = serve(connections=20)
    slow = [connect(server, HALVES["head"]) for _ in range(60)]
    # Who is still waiting to be let in on a busy machine would come after us, and push us out.
    until = monotonic() + PATIENCE_S
    while len(select.select(slow, [], [], 0)[0]) < 40:
        assert monotonic() < until
        sleep(0.01)

    assert answer(connect(server, LIVE)) == (200, b"ok")
    assert everything(slow[0]) == b""


def test_nobody_who_is_being_answered_has_to_go(serve, connect, site):
    server = serve(connections=5, threads=2)
    waiting = connect(server, b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert site.is_waiting.wait(PATIENCE_S)

    for _ in range(20):
        connect(server, HALVES["head"])
    assert answer(connect(server, LIVE)) == (200, b"ok")
    site.may_go_on.set()

    assert answer(waiting) == (200, b"ok")


def test_a_save_does_not_queue_behind_readers(serve, connect, site):
    server = serve(threads=1, writes=1)
    reading = [connect(server, b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n") for _ in range(3)]
    assert site.is_waiting.wait(PATIENCE_S)

    assert answer(connect(server, post("/read", 3) + b"abc")) == (200, b"3")
    site.may_go_on.set()
    assert [answer(each) for each in reading] == [(200, b"ok")] * 3


def test_a_stop_answers_what_still_comes_over_connections_that_were_there(serve, connect):
    server = serve(leave_s=NEVER_S)
    new, half, idle = connect(server), connect(server, HALVES["form"]), connect(server, LIVE)
    answer(idle)

    server.stop()
    new.sendall(LIVE)
    half.sendall(b"a" * 999)
    idle.sendall(LIVE)

    for each in (new, half, idle):
        said = everything(each)
        assert said.startswith(b"HTTP/1.1 200 OK")
        assert b"Connection: close" in said
    server.thread.join(PATIENCE_S)
    assert not server.thread.is_alive()


def test_a_stop_leaves_the_socket_to_whoever_else_listens_at_it(serve, connect, site):
    first = serve()
    shared = first.listener.dup()
    first.stop()
    first.thread.join(PATIENCE_S)

    waiting = connect(first, LIVE)
    second = Server(site, shared, Limits())
    thread = threading.Thread(target=second.run)
    thread.start()
    assert answer(waiting) == (200, b"ok")
    second.stop()
    thread.join(PATIENCE_S)


def test_a_stop_finishes_what_is_being_answered_and_takes_nothing_new(serve, connect, site):
    server = serve(leave_s=0)
    waiting = connect(server, b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n")
    half, idle = connect(server, HALVES["form"]), connect(server, LIVE)
    answer(idle)
    assert site.is_waiting.wait(PATIENCE_S)

    server.stop()

    assert everything(half) == everything(idle) == b""
    with pytest.raises(ConnectionError):
        socket.create_connection(("127.0.0.1", server.port), PATIENCE_S).close()
    assert server.thread.is_alive()
    site.may_go_on.set()
    said = everything(waiting)
    assert said.startswith(b"HTTP/1.1 200 OK")
    assert b"Connection: close" in said
    server.thread.join(PATIENCE_S)
    assert not server.thread.is_alive()


def test_a_stop_does_not_wait_for_ever(serve, connect, site):
    server = serve(grace_s=0.2)
    connect(server, b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert site.is_waiting.wait(PATIENCE_S)

    server.stop()

    server.thread.join(PATIENCE_S)
    assert not server.thread.is_alive()


def test_requests_that_come_at_once_are_answered_in_their_order(serve, connect):
    connection = connect(serve(), LIVE + post("/read", 3) + b"abc" + LIVE)

    assert [answer(connection)[1] for _ in range(3)] == [b"ok", b"3", b"ok"]


def test_a_connection_may_be_closed_twice(serve, connect):
    server = serve(linger_s=NEVER_S)
    connection = connect(server, post("/refuse", 5_000_000))
    assert answer(connection)[0] == 413
    [channel] = server.active_channels.values()
    server.stop()
    connection.close()
    server.thread.join(PATIENCE_S)

    channel.is_unread, channel._is_lingering = True, False
    channel.handle_close()

    assert channel.socket is None


def test_an_answer_without_a_body_ends_no_connection(serve, connect):
    unchanged = b"GET /unchanged HTTP/1.1\r\nHost: localhost\r\n"
    server = serve()

    heads = everything(connect(server, (unchanged + b"\r\n") * 2 + unchanged + b"Connection: close\r\n\r\n"))

    first, second, last, rest = heads.split(b"\r\n\r\n")
    assert [head.split()[1] for head in (first, second, last)] == [b"304"] * 3
    assert [b"Connection: close" in head for head in (first, second, last)] == [False, False, True]
    assert rest == b""
    old = unchanged.replace(b"HTTP/1.1", b"HTTP/1.0") + b"\r\n"
    assert b"Connection: close" in everything(connect(server, old + LIVE))
