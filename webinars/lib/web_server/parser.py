"""Requests as they come in."""

from typing import Any

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser
from waitress.utilities import BadRequest, RequestEntityTooLarge

from webinars.lib.web_server.request_bodies import Connection, LargeBody


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
