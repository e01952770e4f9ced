"""The model itself: asked over the network, with a deadline, by few at a time."""

import datetime as dt
import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from webinars.config import Settings
from webinars.domain.imports.language_model.errors import ModelAway, ModelBusy, ModelRefuses, ModelUnclear
from webinars.domain.imports.language_model.offers import PieceKind, TextPiece, open_pieces, pieces_of
from webinars.domain.imports.language_model.prompt import doubtful_fields, request_for, request_without_schema
from webinars.lib.configured_server import NamedServer, host_of
from webinars.lib.safe_http import Answer, NoAnswer, RequestRefused
from webinars.pure.announcements import reader
from webinars.pure.announcements.model import Reading

LONGEST_S = 20.0
"""How long a person waits at most, whatever the model does."""
MOST_BYTES = 256 * 1024
LEAST_SECOND_TRY_S = 2.0
AT_ONCE = 2
"""Questions under way in one process: a save must not wait until a model has thought."""
REFUSES_FORM = {400, 404, 415, 422, 501}
"""What servers say that know nothing of a schema. The question is put once more without it."""
TRIAL = "On tides\n\nAda Example answers three letters that nobody has read."
PATH = "/chat/completions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A language model behind an address as OpenAI's API has it. `key` may be empty."""

    url: str
    name: str
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """Where a text goes, as people know it."""
        return host_of(self.url)


def model_of(settings: Settings) -> Model | None:
    """Returns the model that the operator has named, or None: nobody is asked anything."""
    if not settings.reader_model_url:
        return None
    return Model(url=settings.reader_model_url, name=settings.reader_model_name, key=settings.reader_model_key)


_turns = threading.BoundedSemaphore(AT_ONCE)


def ask(model: Model, reading: Reading, *, longest_s: float = LONGEST_S) -> list[TextPiece]:
    """Returns the pieces of a text that the model names and the reader neither fills in nor offers.

    Takes at most `longest_s` seconds. Where the reader is sure of everything, nothing is asked. Takes its time: for use
    outside of transactions. Logs nothing. Raises ModelBusy, ModelAway, ModelRefuses, ModelUnclear.
    """
    fields = doubtful_fields(reading)
    if not fields:
        return []
    if not _turns.acquire(blocking=False):
        raise ModelBusy
    try:
        said = _said(model, request_for(reading, fields, model.name), time.monotonic() + longest_s)
    finally:
        _turns.release()
    return open_pieces(reading, [piece for piece in pieces_of(said) if piece.field in fields])


def try_model(model: Model, *, longest_s: float = LONGEST_S) -> None:
    """See whether the model answers, with a text of our own. Raises what `ask` raises."""
    reading = reader.read(TRIAL, published_on=dt.date(2027, 1, 1))
    _said(model, request_for(reading, [PieceKind.PERSON], model.name), time.monotonic() + longest_s)


def _said(model: Model, request: Mapping[str, Any], until: float) -> object:
    answer = _answer(model, request, until)
    if answer.status in REFUSES_FORM and until - time.monotonic() > LEAST_SECOND_TRY_S:
        answer = _answer(model, request_without_schema(request), until)
    if answer.status != 200:  # noqa: PLR2004 - OK
        raise ModelRefuses(answer.status)
    try:
        return _content(answer.json())
    except NoAnswer as error:
        raise ModelUnclear from error


def _answer(model: Model, request: Mapping[str, Any], until: float) -> Answer:
    parts = urlsplit(model.url)
    path = parts.path.rstrip("/")
    path = path if path.endswith(PATH) else path + PATH
    headers = {"Authorization": f"Bearer {model.key}"} if model.key else {}
    server = NamedServer(parts._replace(path=path).geturl())
    left_s = max(until - time.monotonic(), 0.001)
    try:
        return server.post(request, headers=headers, deadline_s=left_s, max_bytes=MOST_BYTES)
    except (NoAnswer, RequestRefused) as error:
        raise ModelAway from error


def _content(said: object) -> object:
    """Returns what the model wrote, as JSON. Where a server ignores the schema, words stand around it.

    Raises ModelUnclear.
    """
    try:
        text = said["choices"][0]["message"]["content"]  # type: ignore[index]  # whatever was sent
    except (LookupError, TypeError) as error:
        raise ModelUnclear from error
    if not isinstance(text, str):
        raise ModelUnclear
    for start in _openings(text):
        try:
            found, _end = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and isinstance(found.get("pieces"), list):
            return found
    raise ModelUnclear


def _openings(text: str, most: int = 20) -> Sequence[int]:
    """Returns where JSON may begin: its last openings may be within it, so the first are tried."""
    found: list[int] = []
    at = text.find("{")
    while at >= 0 and len(found) < most:
        found.append(at)
        at = text.find("{", at + 1)
    return found
