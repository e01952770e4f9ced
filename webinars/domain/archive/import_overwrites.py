"""Whether an imported value overwrites what a row has: it fills, follows its source, or is only proposed."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from webinars.domain.archive.fields import RecordField

NEVER_OVERWRITTEN = frozenset({"slug", "uid", "join_code", "created_at", "updated_at"})
"""What a row is known by, and what is not content: never taken from a file once the row exists."""


class ImportConflict(Struct, frozen=True):
    """A difference between a file and the site that is left to a person."""

    place: str
    """Whose and which: "webinar comets, title"."""
    ours: Any
    theirs: Any


def may_follow(ours: Any, theirs: Any, before: Mapping[str, Any] | None, key: str) -> bool | None:  # noqa: ANN401 - JSON
    """Returns whether `theirs` replaces `ours`, or None where they are the same.

    `before` is what this source said the last time: what still says so has not been edited by a person since. Without
    it only what is empty is filled.
    """
    if ours == theirs:
        return None
    if before is not None and key in before:
        return bool(before[key] == ours)
    return ours in (None, "", [], {})


def merge_fields(
    row: object,
    values: Mapping[str, Any],
    fields: Sequence[RecordField],
    *,
    before: Mapping[str, Any] | None,
    name: str,
) -> tuple[bool, list[ImportConflict]]:
    """Set what `may_follow` on `row`. Returns whether anything was set, and what is left to a person."""
    proposals, is_changed = [], False
    for each in fields:
        if each.key not in values or each.key in NEVER_OVERWRITTEN:
            continue
        ours, theirs = as_json(each, getattr(row, each.key)), as_json(each, values[each.key])
        follows = may_follow(ours, theirs, before, each.key)
        if follows:
            setattr(row, each.key, values[each.key])
            is_changed = True
        elif follows is False:
            proposals.append(ImportConflict(f"{name}, {each.key}", ours, theirs))
    return is_changed, proposals


def as_json(each: RecordField, value: Any) -> Any:  # noqa: ANN401 - a column's value and a JSON value
    return None if value is None else each.show(value)
