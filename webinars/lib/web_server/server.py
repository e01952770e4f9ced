"""Listens, takes connections in, shows late ones out, and stops without breaking off what is being answered."""

import contextlib
import heapq
import resource
import socket
from time import monotonic
from typing import TYPE_CHECKING

import structlog
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from webinars.lib.web_server.channel import READING, Channel
from webinars.lib.web_server.form_priority import Precedence
from webinars.lib.web_server.limits import Limits
from webinars.lib.web_server.parser import Parser

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ACCEPTED_IN_TURN = 64
LOOKS_EVERY_S = 1
FILES_PER_CONNECTION = 2
"""Its socket, and what of its request or answer lies on the disk."""
OTHER_FILES = 200
BODY_IN_MEMORY_BYTES = 64 * 1024
ANSWER_IN_MEMORY_BYTES = 256 * 1024

log = structlog.get_logger()


class Server(TcpWSGIServer):  # type: ignore[misc]  # waitress has no types
    """Serves `app` at a socket that listens already, which other processes may share."""

    channel_class = Channel

    def __init__(self, app: "WSGIApplication", listener: socket.socket, limits: Limits = Limits()) -> None:  # noqa: B008 - it never changes
        _allow_files(limits.connections * FILES_PER_CONNECTION + OTHER_FILES)
        self.limits = limits
        self.precedence = Precedence()
        self.is_stopping = False
        self._leave_by = self._stop_by = 0.0
        self._looks_at = 0.0
        self._writes = _dispatcher(limits.writes)
        self._uploads = _dispatcher(limits.uploads)
        super().__init__(
            app,
            _sock=listener,
            bind_socket=False,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            dispatcher=_dispatcher(limits.threads),
            adj=Adjustments(
                # Whether a proxy is believed is the application's to know.
                clear_untrusted_proxy_headers=False,
                ident=None,
                log_socket_errors=False,
                recv_bytes=64 * 1024,
                inbuf_overflow=BODY_IN_MEMORY_BYTES,
                outbuf_overflow=ANSWER_IN_MEMORY_BYTES,
                max_request_header_size=limits.head_bytes,
                # Waitress refuses what is as large as its limit.
                max_request_body_size=limits.form_bytes + 1,
            ),
        )

    def run(self) -> None:
        """Serve until `stop` is called and what is being answered then has been answered."""
        while not (self.is_stopping and (not self.active_channels or monotonic() > self._stop_by)):
            wasyncore.poll2(LOOKS_EVERY_S, self._map)
            if self.is_stopping:
                self._take_leave()
            if monotonic() >= self._looks_at:
                self._looks_at = monotonic() + LOOKS_EVERY_S
                self._show_late_ones_out()
        # First, so that whoever waits for a connection wakes up.
        wasyncore.close_all(self._map, ignore_all=True)
        for threads in (self.task_dispatcher, self._writes, self._uploads):
            threads.shutdown(timeout=1)

    def stop(self) -> None:
        """Have `run` come to an end. May be called by a signal.

        Takes no more connections in, and closes no socket of others: whoever listens at the same one goes on.
        """
        if not self.is_stopping:
            self._leave_by = monotonic() + self.limits.leave_s
            self._stop_by = monotonic() + self.limits.grace_s
        self.is_stopping = True
        self.pull_trigger()

    def pull_trigger(self) -> None:
        # After the end nobody waits for it.
        with contextlib.suppress(OSError):
            super().pull_trigger()

    def add_task(self, channel: Channel) -> None:
        self._threads_for(channel.requests[0]).add_task(channel)

    def _threads_for(self, request: Parser) -> ThreadedTaskDispatcher:
        if request.large_body:
            return self._uploads
        return self.task_dispatcher if request.command in READING else self._writes

    def readable(self) -> bool:
        return self.accepting and (not self._is_full() or bool(self._those_to_go(1)))

    def handle_accept(self) -> None:
        for _turn in range(ACCEPTED_IN_TURN):
            if self._is_full() and not self._make_room():
                return
            try:
                accepted = self.accept()
            except OSError:
                # Too many files: those of somebody who lets us wait are needed.
                self._make_room()
                return
            if accepted is None:
                return
            connection, address = accepted
            self.set_socket_options(connection)
            self.channel_class(self, connection, address, self.adj, map=self._map)

    def _is_full(self) -> bool:
        return len(self.active_channels) >= self.limits.connections

    def _those_to_go(self, count: int) -> list[Channel]:
        """Returns who has let us wait longest: for a request, else for an answer to be taken."""
        waiting = [each for each in self.active_channels.values() if not each.requests]
        return heapq.nsmallest(count, waiting, key=lambda each: (each.total_outbufs_len > 0, each.since))

    def _make_room(self) -> bool:
        # For several at once: who comes in great numbers comes again at once.
        those = self._those_to_go(max(1, self.limits.connections // 50))
        for each in those:
            each.is_unread = False
            each.handle_close()
        return bool(those)

    def _show_late_ones_out(self) -> None:
        late = [each for each in list(self.active_channels.values()) if each.is_late()]
        for each in late:
            each.give_up()
        if late:
            log.info("slow connections cut off", count=len(late))

    def _take_leave(self) -> None:
        if self.accepting:
            wasyncore.dispatcher.close(self)
        # A proxy that has just been taken in, or keeps its connection, may be sending: it would see its request fail.
        if monotonic() < self._leave_by:
            return
        for each in list(self.active_channels.values()):
            if not each.requests and not each.total_outbufs_len:
                each.is_unread = False
                each.handle_close()


def _dispatcher(count: int) -> ThreadedTaskDispatcher:
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(count)
    return dispatcher


def _allow_files(count: int) -> None:
    """Ask for so many open files, as far as this process may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
