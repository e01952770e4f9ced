"""A language model of our own: a real server that answers as it is told to, well or badly."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class OwnModel:
    """What the server says next, and what it was asked."""

    port: int
    pieces: list[Any] = field(default_factory=list)
    content: str | None = None
    """What the model writes instead of the pieces as JSON."""
    body: bytes | None = None
    """What is sent instead of the form that OpenAI's API has."""
    status: int = 200
    statuses: list[int] = field(default_factory=list)
    """Of the next answers, before `status` holds."""
    headers: dict[str, str] = field(default_factory=dict)
    pause_s: float = 0
    """Before the first octet."""
    piece_pause_s: float = 0
    """Between one octet and the next: a server that trickles."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def sent(self) -> str:
        """All that came of texts in the last question."""
        return "\n".join(message["content"] for message in self.asked[-1]["messages"][1:])

    def says(self, *pieces: Any) -> None:
        self.pieces = list(pieces)

    def answer(self) -> bytes:
        if self.body is not None:
            return self.body
        content = self.content if self.content is not None else json.dumps({"pieces": self.pieces})
        return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def person(name: str, affiliation: str = "", role: str = "speaker") -> dict[str, str]:
    return {"field": "person", "text": name, "affiliation": affiliation, "role": role}


def piece(field: str, text: str) -> dict[str, str]:
    return {"field": field, "text": text, "affiliation": "", "role": ""}


@contextmanager
def own_model() -> Iterator[OwnModel]:
    """The server, as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            size = int(self.headers["Content-Length"])
            model.asked.append(json.loads(self.rfile.read(size)))
            model.heads.append(dict(self.headers))
            model.paths.append(self.path)
            time.sleep(model.pause_s)
            body = model.answer()
            with contextlib.suppress(OSError):
                self.send_response(model.statuses.pop(0) if model.statuses else model.status)
                for name, value in model.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.send_slowly(body) if model.piece_pause_s else self.wfile.write(body)

        def send_slowly(self, body):
            for byte in body:
                time.sleep(model.piece_pause_s)
                self.wfile.write(bytes([byte]))
                self.wfile.flush()

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    model = OwnModel(port=server.server_port)
    yield model
    server.shutdown()
    thread.join()
    server.server_close()
