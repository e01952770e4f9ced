"""Other sites on this machine: one plain server that stands for every host, behind the door the application uses."""

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from webinars.lib.safe_http import SafeHttpClient

PUBLIC = "93.184.215.14"


@dataclass
class Page:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    piece_pause_s: float = 0
    """Between one byte and the next: a server that trickles."""
    announced_bytes: int | None = None
    """What Content-Length says, if not the truth."""


@dataclass
class OtherSites:
    port: int
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    """By host and target."""
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, host and target of each request."""
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    """Of each request what was sent with it."""
    names: dict[str, list[str]] = field(default_factory=dict)
    """Addresses of hosts that are not at a public one."""

    def outside(self, **values: Callable[..., object]) -> SafeHttpClient:
        """The door, with everything as it is but the way to the hosts, which all are this server."""
        return SafeHttpClient(
            **{
                "user_agent": "webinars",
                "resolve": lambda host: self.names.get(host, [PUBLIC]),
                "connect": lambda host, address: _Connection(host, address, self.port),
                **values,
            }
        )


class _Connection(http.client.HTTPConnection):
    def __init__(self, host: str, address: str, port: int) -> None:
        super().__init__(host, timeout=2)
        self.address, self._port = address, port

    def connect(self) -> None:
        self.sock = socket.create_connection(("127.0.0.1", self._port), timeout=2)


@contextmanager
def other_sites() -> Iterator[OtherSites]:
    """The server, as long as the block lasts. What it has no page for is not found."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            host = self.headers["Host"]
            sites.asked.append((self.command, host, self.path))
            sites.headers.append(dict(self.headers))
            sites.bodies.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            page = sites.pages.get((host, self.path), Page(status=404))
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(page.announced_bytes or len(page.body)))
            self.end_headers()
            if self.command == "HEAD":
                return
            if not page.piece_pause_s:
                self.wfile.write(page.body)
                return
            for byte in page.body:
                time.sleep(page.piece_pause_s)
                try:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                except OSError:
                    return

        do_HEAD = do_POST = do_GET  # noqa: N815 - the handler's own form

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    sites = OtherSites(port=server.server_port)
    yield sites
    server.shutdown()
    thread.join()
    server.server_close()
