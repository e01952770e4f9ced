"""What a form began with, small enough to travel in it: a fingerprint of each value.

To tell who has changed what, it is enough to know whether a value is still the same. So nothing has to be stored for
forms that are open somewhere, and no passcode stands in a page twice. They are not signed: who sends a form may write
its fields anyway, and a made-up beginning changes nothing but what oneself is asked.
"""

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from webinars.domain.programme.fields.plain_fields import PLAIN_FIELDS
from webinars.lib.names import name_key
from webinars.lib.text_cleaning import many_lines, one_line
from webinars.pure.times import zone_name_of
from webinars.web.number_converter import LARGEST_ID

Cells = Mapping[str, str]
Table = Mapping[str, Cells]
"""The rows of a list by their ids, in order."""
NOTHING = ""
"""The fingerprint of what is not there: no value has it."""
DIGEST_OCTETS = 9
START = ("date", "hour", "timezone")
"""Fields that mean something together only: an hour of one and a zone of another are a start that nobody has set."""
ROW_IDS = {
    "display_zones": "place",
    "lineup": "person",
    "co_organisers": "organisation",
    "questions": "question",
    "own_questions": "question",
}
"""The part of a row that says which one it is."""


class Snapshot(Struct, frozen=True):
    fields: Mapping[str, str]
    tables: Mapping[str, Table]


class Beginning(Struct, frozen=True):
    """What a form was made from."""

    webinar_id: int
    at: dt.datetime
    """When the webinar had last been changed."""
    snapshot: Snapshot

    def as_json(self) -> str:
        content = {
            "webinar": self.webinar_id,
            "at": self.at.isoformat(),
            "fields": self.snapshot.fields,
            "tables": self.snapshot.tables,
        }
        return json.dumps(content, separators=(",", ":"))


def read_beginning(text: str | None) -> Beginning | None:
    """Returns what `Beginning.as_json` has written, or None for anything else."""
    try:
        content = json.loads(text or "")
        at = dt.datetime.fromisoformat(content["at"]).astimezone(dt.UTC)
        tables = {str(name): _rows(table) for name, table in content["tables"].items()}
        webinar_id = int(content["webinar"])
        snapshot = Snapshot(_texts(content["fields"]), tables)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None
    return Beginning(webinar_id, at, snapshot) if 0 < webinar_id <= LARGEST_ID else None


def snapshot_of(values: Mapping[str, Any]) -> Snapshot:
    """Returns the fingerprints of `values`, in the shape of `initial_values.stored_values`, every row with an id."""
    fields: dict[str, str] = {}
    tables: dict[str, dict[str, dict[str, str]]] = {}
    for name, value in values.items():
        if name in ROW_IDS:
            tables[name] = {row[ROW_IDS[name]]: _cells(name, row) for row in value}
        elif name == "topics":
            tables[name] = {key: {} for key in map(name_key, (value or "").split(",")) if key}
        elif name not in START:
            fields[name] = print_of(comparable(name, value))
    if "date" in values:
        fields["start"] = print_of("/".join(comparable(name, values[name]) for name in START))
    return Snapshot(fields, tables)


def print_of(text: str) -> str:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=DIGEST_OCTETS).digest()
    return base64.urlsafe_b64encode(digest).decode()


def comparable(name: str, value: Any) -> str:  # noqa: ANN401 - whatever a field holds
    """Returns `value` as it would read once it is stored: a blank that nobody sees is no change."""
    text = "" if value is None else str(value)
    return PLAIN_FIELDS[name].kind.comparable(text) if name in PLAIN_FIELDS else _NORMAL.get(name, str.strip)(text)


def _cells(name: str, row: Mapping[str, Any]) -> dict[str, str]:
    return {cell: print_of(comparable(cell, row[cell])) for cell in CELLS[name]}


def _lines(text: str) -> str:
    return "\n".join(line for line in map(one_line, text.splitlines()) if line)


def _texts(content: Mapping[str, object]) -> dict[str, str]:
    return {str(name): str(value) for name, value in content.items()}


def _rows(content: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, str]]:
    return {str(each): _texts(cells) for each, cells in content.items()}


CELLS: Mapping[str, Sequence[str]] = {
    "display_zones": ("label", "timezone"),
    "lineup": ("role", "affiliation", "talk_title", "abstract", "has_agreed"),
    "co_organisers": (),
    "questions": ("text",),
    "own_questions": ("label", "kind", "options", "reason", "is_required", "keep_days"),
}
"""What of a row is changed in the editor. Names of people and organisations are changed elsewhere."""
_NORMAL: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("affiliation", "talk_title", "text", "label", "reason"), one_line),
    "options": _lines,
    "abstract": many_lines,
    "series": name_key,
    "timezone": zone_name_of,
}
