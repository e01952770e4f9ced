"""Where the next part of a list begins, in a form that nobody reads."""

import base64
import datetime as dt
from typing import Any

import msgspec

from webinars.api.protocol.problems import Problem
from webinars.web.number_converter import LARGEST_ID

_EPOCH, _LATEST = dt.datetime.fromtimestamp(0, dt.UTC), dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
_STEP = dt.timedelta(microseconds=1)
PATTERN = "^[A-Za-z0-9_-]{1,200}$"


def cursor_of(*place: str | int) -> str:
    """Returns the cursor of a place in a list."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).rstrip(b"=").decode()


def moment_cursor(at: dt.datetime, id_: int) -> str:
    """Returns the cursor of a place in a list by time: after the one with this id, at this instant."""
    return cursor_of((at - _EPOCH) // _STEP, id_)


def moment_of(cursor: str) -> tuple[dt.datetime, int]:
    """Returns that instant and id. Ends in 404 for a cursor that is none of ours."""
    steps, id_ = place_of(cursor, (_LATEST - _EPOCH) // _STEP, LARGEST_ID)
    return _EPOCH + steps * _STEP, id_


def place_of(cursor: str, *most: int | None) -> list[Any]:
    """Returns the place: as many numbers as `most` says, each up to that, and text for None.

    Ends in 404 for a cursor that is none of ours.
    """
    place = _decoded(cursor)
    if not isinstance(place, list) or len(place) != len(most) or not all(map(_is_up_to, place, most)):
        raise Problem(404)
    return place


def _decoded(cursor: str) -> Any:  # noqa: ANN401 - whatever stands in it
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, msgspec.DecodeError, RecursionError):
        return None


def _is_up_to(value: object, most: int | None) -> bool:
    if most is None:
        return isinstance(value, str)
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
