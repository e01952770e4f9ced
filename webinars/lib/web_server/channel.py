"""One connection: how long it may take, and how much it gets in one turn."""

import socket
from functools import partial
from time import monotonic
from typing import Any, Protocol

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from webinars.lib.web_server.form_priority import Precedence
from webinars.lib.web_server.limits import Limits
from webinars.lib.web_server.parser import Parser

TURN_BYTES = 1024 * 1024
"""Sent to one connection before the others have their turn: a film goes out as fast as a proxy takes it."""
PIECE_BYTES = 256 * 1024


READING = {"GET", "HEAD", "OPTIONS"}


class ChannelServer(Protocol):
    """The server, as its connections see it."""

    limits: Limits
    precedence: Precedence
    is_stopping: bool


class Task(WSGITask):  # type: ignore[misc]  # waitress has no types
    """A request that is being answered by a thread."""

    close_on_finish: bool

    def build_response_header(self) -> bytes:
        body = self.request.large_body
        self.channel.is_unread = body is not None and not body.is_read
        if self.channel.is_unread or self.channel.server.is_stopping:
            self.set_close_on_finish()
        if self.close_on_finish or self.has_body or not self._is_kept_alive():
            head: bytes = super().build_response_header()
            return head
        # Waitress ends the connection after an answer without a length, and who polls a feed would need a new one after
        # each 304. But what has no body ends with its head (RFC 9112, section 6.3).
        self.close_on_finish = True
        head = super().build_response_header()
        self.close_on_finish = False
        return head

    def _is_kept_alive(self) -> bool:
        asked = self.request.headers.get("CONNECTION", "").lower()
        return bool(self.version == "1.1" and asked != "close")


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    task_class = Task
    request: Any
    sendbuf_len: int

    def __init__(
        self,
        server: ChannelServer,
        sock: socket.socket,
        addr: Any,  # noqa: ANN401 - of the kind that its family of sockets has
        adj: Adjustments,
        map: dict[int, Any] | None = None,  # noqa: A002 - waitress's name
    ) -> None:
        self.limits = server.limits
        self.since = self._moved_at = monotonic()
        """When it began to do what it does: to send a head, to send a body, to do nothing."""
        self._is_new = True
        self._sent_in_turn = 0
        self.is_unread = False
        """Whether there is more of a body that was not wanted."""
        self._is_lingering = False
        self._is_being_written = False
        super().__init__(server, sock, addr, adj, map=map)
        self.sendbuf_len = min(self.sendbuf_len, PIECE_BYTES)
        self.parser_class = partial(Parser, channel=self)

    # In the loop

    def received(self, data: bytes) -> bool:
        before = self._phase()
        is_taken: bool = super().received(data)
        if self._phase() != before:
            self.since = monotonic()
        return is_taken

    def _phase(self) -> tuple[object, bool]:
        request = self.request
        if request is None:
            # The clock of the first head runs from the connection on.
            return None, not self._is_new
        if not request.headers_finished:
            return (None, False) if self._is_new else (id(request), False)
        return id(request), True

    def is_late(self) -> bool:
        """Returns whether whoever is at the other end has let us wait for too long."""
        now = monotonic()
        if self._is_lingering:
            return now - self.since > self.limits.linger_s
        if self.total_outbufs_len:
            return now - max(self._moved_at, self.since) > self.limits.stall_s
        if self.requests:
            return False
        return now - self.since > self._patience_s()

    def _patience_s(self) -> float:
        if self.request is None:
            return self.limits.head_s if self._is_new else self.limits.idle_s
        return self.limits.form_s if self.request.headers_finished else self.limits.head_s

    def give_up(self) -> None:
        """End a late one: with a sentence, if a request of it can be answered with one."""
        request = self.request
        if request is None or self.requests or self.total_outbufs_len or self._is_lingering:
            self._is_lingering = True  # nothing is waited for again
            self.handle_close()
            return
        with self.requests_lock:
            request.time_out("The request did not come in time.")
            self.request = None
            self.requests.append(request)
        self.server.add_task(self)

    def readable(self) -> bool:
        return self._is_lingering or bool(super().readable())

    def handle_read(self) -> None:
        if not self._is_lingering:
            super().handle_read()
        elif not self.recv(PIECE_BYTES):
            self.handle_close()

    def writable(self) -> bool:
        """Returns whether the loop has something to do for what is to be sent.

        While a thread sends by itself it has not: it would find the lock taken, look again at once, and hold up that
        very thread, which needs the interpreter to go on. Above the high water mark the thread waits for the loop.
        """
        if self._is_being_written and self.total_outbufs_len <= self.adj.outbuf_high_watermark:
            return bool(self.will_close)
        return bool(super().writable())

    def handle_write(self) -> None:
        self._sent_in_turn = 0
        super().handle_write()

    def send(self, data: bytes, do_close: bool = True) -> int:  # noqa: FBT001, FBT002 - waitress's signature
        if self._sent_in_turn >= TURN_BYTES:
            return 0
        count: int = super().send(data, do_close)
        if count:
            self._sent_in_turn += count
            self._moved_at = monotonic()
        return count

    def handle_close(self) -> None:
        # One turn of the loop may find that it has been read to its end and that the other side is gone.
        is_open = self.socket is not None
        if is_open and self.is_unread and not self._is_lingering and self._has_said_all():
            return
        super().handle_close()

    def _has_said_all(self) -> bool:
        """Close our half only. What was not read yet would end the connection before its answer had been seen."""
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            return False
        self._is_lingering, self.will_close = True, False
        self.since = monotonic()
        return True

    # In the thread of a task

    def write_soon(self, data: Any) -> int:  # noqa: ANN401 - octets, or a file
        self._sent_in_turn = 0
        self._is_being_written = True
        try:
            count: int = super().write_soon(data)
        finally:
            self._is_being_written = False
        if self.total_outbufs_len:
            # The loop was not asked to see to the rest, or has looked away.
            self.server.pull_trigger()
        return count

    def service(self) -> None:
        self._is_new = False
        request = self.requests[0]
        if request.command in READING:
            self.server.precedence.wait()
            super().service()
        elif request.large_body:
            super().service()
        else:
            with self.server.precedence.of_form():
                super().service()
        self.since = monotonic()
