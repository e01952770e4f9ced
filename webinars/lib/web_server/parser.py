"""Requests as they come in."""

import io
import select
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser
from waitress.receiver import ChunkedReceiver
from waitress.utilities import BadRequest, RequestEntityTooLarge

from webinars.lib.web_server.limits import Limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


# Bodies that are larger than a form, read from the connection by the thread that asks for them.


PIECE_BYTES = 64 * 1024
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Connection(Protocol):
    socket: Any
    limits: Limits


class _Pending:
    """Octets that were received and not read yet. It has what waitress's receivers ask of a buffer."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self.count = len(octets)
        """How many there have been."""

    def __len__(self) -> int:
        return len(self._octets)

    def append(self, octets: bytes) -> None:
        self._octets += octets
        self.count += len(octets)

    def take(self, most: int) -> bytes:
        taken, self._octets = self._octets[:most], self._octets[most:]
        return taken

    def close(self) -> None:
        self._octets = b""


class LargeBody(io.RawIOBase):
    """What `wsgi.input` is for a request with a large body.

    Nothing is read, and nobody is told to go on, before the application asks: it knows who may send how much.
    """

    def __init__(self, channel: Connection, receiver: Any, rest: bytes, *, awaits_continue: bool) -> None:  # noqa: ANN401 - one of waitress's two
        super().__init__()
        self._channel = channel
        self._receiver = receiver
        self._rest = rest
        self._form_by = monotonic() + channel.limits.form_s
        self._awaits_continue = awaits_continue
        received = receiver.buf
        self._pending = receiver.buf = _Pending(received.get(skip=True) if len(received) else b"")
        received.close()

    @property
    def is_read(self) -> bool:
        """Whether all of it, and nothing of another request, has been received."""
        return bool(self._receiver.completed) and not self._rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read into `buffer`, and return how many octets, 0 at the end.

        Raises OSError if it stands still or breaks off, ValueError if it is not well-formed.
        """
        view = memoryview(buffer).cast("B")
        while not len(self._pending) and not self._receiver.completed:
            self._receive()
        octets = self._pending.take(len(view))
        view[: len(octets)] = octets
        return len(octets)

    def _receive(self) -> None:
        if self._receiver.error:
            raise ValueError(self._receiver.error.body)
        data, self._rest = self._rest or self._from_connection(), b""
        while data and not self._receiver.completed and not self._receiver.error:
            data = data[self._receiver.received(data) :]
        self._rest = data

    def _from_connection(self) -> bytes:
        connection = self._channel.socket
        if connection is None:
            raise ConnectionError("closed")
        if self._awaits_continue:
            self._awaits_continue = False
            connection.send(CONTINUE)
        poll = select.poll()
        poll.register(connection, select.POLLIN)
        if not poll.poll(self._patience_s() * 1000):
            raise TimeoutError("the upload stands still")
        data: bytes = connection.recv(PIECE_BYTES)
        if not data:
            raise ConnectionError("the upload has broken off")
        return data

    def _patience_s(self) -> float:
        limits = self._channel.limits
        if isinstance(self._receiver, ChunkedReceiver) and self._pending.count < limits.form_bytes:
            # In many small chunks, what looks larger than a form is none yet, and anybody may send one.
            return max(0, min(limits.stall_s, self._form_by - monotonic()))
        return limits.stall_s


class RequestTimeout(BadRequest):  # type: ignore[misc]  # waitress has no types
    code = 408
    reason = "Request Timeout"


class Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """A request that is handed on once it is whole, or as soon as it turns out to be larger than a form."""

    completed: bool
    expect_continue: bool
    error: Any
    # What waitress asks of a request whose head never came.
    path = ""
    command = "GET"
    large_body: LargeBody | None = None

    def __init__(self, adj: Adjustments, channel: Connection) -> None:
        super().__init__(adj)
        self._channel = channel

    def received(self, data: bytes) -> int:
        taken: int = super().received(data)
        if not self.completed:
            return taken
        awaits_continue, self.expect_continue = self.expect_continue, False
        if not isinstance(self.error, RequestEntityTooLarge):
            return taken
        self.error = None
        self.large_body = LargeBody(self._channel, self.body_rcv, data[taken:], awaits_continue=awaits_continue)
        return len(data)

    def get_body_stream(self) -> Any:  # noqa: ANN401 - whatever has `read`
        return self.large_body or super().get_body_stream()

    def time_out(self, what: str) -> None:
        self.error = RequestTimeout(what)
        self.completed = True
