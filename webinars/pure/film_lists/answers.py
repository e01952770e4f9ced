"""What every list of films speaks of, and how a place is asked."""

import datetime as dt
import json
from collections.abc import Generator
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urlsplit

from msgspec import Struct

from webinars.lib.safe_http import Answer, Question
from webinars.lib.web_addresses import NotAWebAddress
from webinars.pure.videos import Video, recognise

Found = TypeVar("Found")
Conversation: TypeAlias = Generator[Question, Answer, Found]
"""One question after the other, each made of the answers before it, and in the end what was found."""
OK = 200
MOST_BYTES = 8 * 1024 * 1024


class ListedCaptions(Struct, frozen=True, kw_only=True):
    """What is said in a film, as a file at that place."""

    url: str
    language: str = ""
    """A BCP 47 tag, empty where the place does not say it."""
    is_by_machine: bool = False


class ListedFilm(Struct, frozen=True, kw_only=True):
    film: str
    """Which one it is, however its address is written."""
    also: str = ""
    """The same, as an address of another form says it."""
    url: str
    title: str
    published_at: dt.datetime | None = None
    began_at: dt.datetime | None = None
    """When what it shows began."""
    duration_s: int | None = None
    captions: tuple[ListedCaptions, ...] = ()
    room: str = ""
    """The number of the meeting that it was recorded in."""


class FilmList(Struct, frozen=True, kw_only=True):
    films: tuple[ListedFilm, ...] = ()
    name: str = ""
    """As the place calls itself."""
    key: str = ""
    """What it is asked by, where that was found on the way."""


class ListRefused(Exception):
    """The place has answered, and not with a list. Its text is what it said: a code or a status."""


def film_of(video: Video) -> str:
    """Returns which film a video is. Where the provider has no ids of its own that is its address."""
    has_id = bool(video.video) and video.provider not in {"link", "hls", "video_file"}
    return f"{video.provider}:{video.host}:{video.video}" if has_id else video.url


def film_at(url: str) -> str:
    """Returns which film is at an address, empty where that is none."""
    try:
        return film_of(recognise(url))
    except NotAWebAddress:
        return ""


def ask(
    url: str, *, headers: dict[str, str] | None = None, method: str = "GET", sent: dict[str, Any] | None = None
) -> Question:
    """Returns the question for `url`, which its own host answers, with `sent` as its JSON."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    # Without a host nobody may be asked.
    hosts = set() if host is None else {host}
    body, headers = None, headers or {}
    if sent is not None:
        body, headers = json.dumps(sent).encode(), {**headers, "Content-Type": "application/json"}
    return Question(url=url, hosts=hosts, headers=headers, method=method, body=body, max_bytes=MOST_BYTES)


def said(answer: Answer) -> dict[str, Any]:
    """Returns the object of an answer. Raises NoAnswer if it is no JSON, ListRefused for another status or shape."""
    if answer.status != OK:
        raise ListRefused(str(answer.status))
    found = answer.json()
    if not isinstance(found, dict):
        raise ListRefused("JSON")
    return found


def rows(found: object, name: str) -> list[dict[str, Any]]:
    """Returns the objects of a list in `found`, and nothing where there is no such list."""
    listed = found.get(name) if isinstance(found, dict) else None
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def part(found: dict[str, Any], name: str) -> dict[str, Any]:
    """Returns the object called so in `found`, an empty one where there is none."""
    held = found.get(name)
    return held if isinstance(held, dict) else {}


def instant(text: object) -> dt.datetime | None:
    """Returns the instant that an ISO 8601 text is, or None: one without an offset is none."""
    try:
        found = dt.datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found.astimezone(dt.UTC) if found is not None and found.tzinfo is not None else None


def seconds_between(begin: dt.datetime | None, end: dt.datetime | None) -> int | None:
    """Returns how long it was, or None where one is not known or comes too early."""
    if begin is None or end is None or end <= begin:
        return None
    return round((end - begin).total_seconds())
