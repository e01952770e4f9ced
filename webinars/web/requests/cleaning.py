"""Requests without what nothing here understands.

That is the letter that no text holds, NUL, which PostgreSQL refuses and other programs take for an end, and whatever is
asked for by `Range` but one part of what GET answers (RFC 9110, section 14.2, lets us answer with the whole).
"""

import re
from collections.abc import Callable
from typing import IO, Any

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict

NUL = "\0"
ONE_RANGE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-[0-9]{1,18})")
"""Python makes no number of thousands of digits, and no file is as long."""


class CleanRequest(Request):
    """A request whose form fields hold no NUL. A pasted text may bring some along that nobody has typed.

    Files that it brings go where `file_stream` says, and are closed with the request, however it ends.
    """

    file_stream: Callable[[], IO[bytes]] | None = None

    def __init__(self, environ: dict[str, Any], *, populate_request: bool = True, shallow: bool = False) -> None:
        super().__init__(environ, populate_request, shallow)
        self._opened: list[IO[bytes]] = []

    def close(self) -> None:
        super().close()
        for file in self._opened:
            file.close()

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.file_stream is None:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        file = self.file_stream()
        self._opened.append(file)
        return file

    def _load_form_data(self) -> None:
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        pairs = list(self.form.items(multi=True))
        if any(NUL in name or NUL in value for name, value in pairs):
            clean = ((name.replace(NUL, ""), value.replace(NUL, "")) for name, value in pairs)
            self.__dict__["form"] = ImmutableMultiDict(clean)


def init_app(app: Flask) -> None:
    app.request_class = CleanRequest
    app.before_request(_refuse_nul)
    app.before_request(_leave_out_odd_ranges)


def _refuse_nul() -> None:
    """There is no page at an address with a NUL, and no question holds one."""
    if NUL in request.path:
        abort(404)
    if any(NUL in value for _name, value in request.args.items(multi=True)):
        abort(400)


def _leave_out_odd_ranges() -> None:
    asked = request.environ.get("HTTP_RANGE")
    if asked is not None and (request.method != "GET" or not _is_one_range(asked)):
        del request.environ["HTTP_RANGE"]


def _is_one_range(text: str) -> bool:
    found = ONE_RANGE.fullmatch(text)
    return found is not None and (not found[2] or int(found[1]) <= int(found[2]))
