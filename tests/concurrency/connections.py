"""A small application behind our web server, and connections to it that send octets one by one."""

import contextlib
import io
import socket
import threading

import pytest

from webinars.lib.web_server import Limits, Server

PATIENCE_S = 60
"""Nothing takes that long unless it hangs."""
FILM = b"f" * 40_000_000
NEVER_S = 3600.0
HEAD = b"GET /live HTTP/1.1\r\nHost: localhost\r\n"
LIVE = HEAD + b"\r\n"


class Site:
    """A small application; `/wait` is answered once `may_go_on` is set."""

    def __init__(self):
        self.is_waiting, self.may_go_on = threading.Event(), threading.Event()

    def __call__(self, environ, start_response):
        status, answer = "200 OK", b"ok"
        match environ["PATH_INFO"]:
            case "/wait":
                self.is_waiting.set()
                self.may_go_on.wait(PATIENCE_S)
            case "/read":
                try:
                    answer = str(len(environ["wsgi.input"].read())).encode()
                except (OSError, ValueError) as error:
                    status, answer = "400 Bad Request", str(error).encode()
            case "/unchanged":
                start_response("304 Not Modified", [("ETag", '"a"')])
                return []
            case "/refuse":
                status, answer = "413 Too Large", b"too large"
            case "/film":
                film = io.BytesIO(FILM)
                film.seek(1000)
                start_response(status, [("Content-Length", str(len(FILM) - 2000))])
                return environ["wsgi.file_wrapper"](film)
            case "/page":
                answer = b"p" * 10_000_000
        start_response(status, [("Content-Length", str(len(answer)))])
        return [answer]


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def serve(site):
    """`serve(head_s=0.2)`: a server with limits of its own, all others out of the way; its port."""
    with contextlib.ExitStack() as stack:

        def serve(**limits):
            patient = dict.fromkeys(("head_s", "form_s", "stall_s", "idle_s", "grace_s"), NEVER_S)
            listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
            server = Server(site, listener, Limits(**(patient | {"linger_s": 0.2} | limits)))
            thread = threading.Thread(target=server.run, daemon=True)
            thread.start()
            stack.callback(thread.join, PATIENCE_S)
            stack.callback(server.stop)
            stack.callback(site.may_go_on.set)
            server.thread, server.port, server.listener = thread, listener.getsockname()[1], listener
            return server

        yield serve


@pytest.fixture
def connect(serve):
    """`connect(server, octets)`: a connection over which so much has been sent."""
    with contextlib.ExitStack() as stack:

        def connect(server, octets=b""):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), PATIENCE_S))
            connection.sendall(octets)
            return connection

        yield connect


def post(path, length, *lines):
    return "\r\n".join(
        [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Length: {length}", *lines, "", ""]
    ).encode()


def everything(connection):
    """What comes until the other end closes."""
    octets = b""
    with contextlib.suppress(ConnectionError):
        while piece := connection.recv(1_000_000):
            octets += piece
    return octets


def answer(connection):
    """The status and the body of one answer that says how long it is."""
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(1)
        assert piece, head
        head += piece
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    body = b""
    while len(body) < length:
        body += connection.recv(length - len(body))
    return int(head.split()[1]), body
