"""A form that was filled in while somebody else changed the webinar: what is stored by now is brought into it."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from webinars.lib.names import name_key, organisation_key
from webinars.lib.text_cleaning import one_line
from webinars.models import Webinar
from webinars.site.desk.editor.fingerprints import (
    CELLS,
    ROW_IDS,
    START,
    Beginning,
    Snapshot,
    Table,
    comparable,
    read_beginning,
    snapshot_of,
)
from webinars.site.desk.editor.name_matching import is_settled
from webinars.site.desk.editor.three_way_merge import (
    Collision,
    ConflictAnswer,
    MergedRow,
    MergeResult,
    Side,
    merge,
    rebased_snapshot,
)
from webinars.site.desk.editor.typed import Typed

Values = Mapping[str, Any]
"""What a form or a webinar says, in the shape of `initial_values.stored_values`."""
ANSWER = "settle/"
"""How the names of the choices begin that settle a conflict. The rest is its key."""
_NEW = "+"
"""How the ids of rows begin that are in the form alone."""


class Reconciliation(Struct, frozen=True):
    """What came of it. While something is open, nothing may be stored: the person is asked first."""

    typed: Typed
    """With all that somebody else alone has changed, and what it begins with from now on."""
    open: Sequence[Collision]
    kept: Sequence[str]
    """Boxes and lists of which something was taken that somebody else alone has changed."""
    mine: Values
    theirs: Values
    """What either side says, every row with an id."""


def beginning_of(webinar: Webinar, values: Values) -> str:
    """Returns what a form that shows `values` of a webinar begins with, small enough to travel in it."""
    return Beginning(webinar.id, webinar.updated_at, snapshot_of(_compared(values))).as_json()


def reconcile(typed: Typed, webinar: Webinar, stored: Values, answers: Mapping[str, str]) -> Reconciliation:
    """Returns what was typed with what others have changed meanwhile. Needs names in the boxes to add from to be rows.

    `stored` is what the webinar says now, `answers` are the choices made so far by their names in the form.
    """
    beginning = read_beginning(typed["beginning"])
    base = beginning.snapshot if beginning is not None and beginning.webinar_id == webinar.id else None
    zones = base.tables.get("display_zones", {}) if base else {}
    # What cannot be read has been typed all the same.
    said = _compared({**typed.values, **typed.unreadable})
    theirs = _with_places({name: stored[name] for name in said}, zones)
    mine = _with_ids(said, theirs, base)
    stored_prints = snapshot_of(theirs)
    outcome = merge(base, snapshot_of(mine), stored_prints, _read(answers))
    begins = Beginning(webinar.id, webinar.updated_at, rebased_snapshot(base, stored_prints, outcome.open))
    merged = typed.but(**_merged(typed, mine, theirs, outcome), beginning=begins.as_json())
    return Reconciliation(merged, outcome.open, outcome.kept, mine, theirs)


def _compared(values: Values) -> Values:
    return {name: value for name, value in values.items() if name not in LEFT_OUT}


LEFT_OUT = {
    *("beginning", "host", "csrf_token", "new_speaker", "new_co_organiser", "new_question"),
    *("may_switch_off", "lets_everybody_in"),
}


def _read(answers: Mapping[str, str]) -> dict[str, ConflictAnswer]:
    """Returns the choices made: "theirs", and the fingerprint of what was stored when it was asked."""
    found = {}
    for name, value in answers.items():
        side, _space, seen = value.partition(" ")
        if name.startswith(ANSWER) and side in set(Side):
            found[name.removeprefix(ANSWER)] = ConflictAnswer(Side(side), seen)
    return found


def _with_places(values: Values, zones: Table) -> Values:
    """Stored display zones have no ids: each is the row of the beginning that says the same, or at least half of it."""
    if "display_zones" not in values:
        return values
    rows = [dict(row) for row in values["display_zones"]]
    prints = list(snapshot_of({"display_zones": _numbered(rows)}).tables["display_zones"].values())
    free, places = dict(zones), [""] * len(rows)
    for cells in (("label", "timezone"), ("timezone",), ("label",)):
        for number, row in enumerate(prints):
            found = next(
                (each for each, was in free.items() if all(was.get(cell) == row[cell] for cell in cells)), None
            )
            if not places[number] and found is not None:
                places[number] = found
                del free[found]
    unused = (str(number) for number in range(len(zones) + len(rows)) if str(number) not in zones)
    return {
        **values,
        "display_zones": [row | {"place": place or next(unused)} for row, place in zip(rows, places, strict=True)],
    }


def _numbered(rows: Sequence[Values]) -> list[Values]:
    return [{**row, "place": str(number)} for number, row in enumerate(rows)]


def _with_ids(values: Values, theirs: Values, base: Snapshot | None) -> Values:
    """Returns every row of the form with an id of its own.

    A new one that is stored by now, perhaps by this form, gets the id it has there.
    """
    done = dict(values)
    for name in values.keys() & ROW_IDS.keys():
        part, rows, taken = ROW_IDS[name], [], set()
        known = base.tables.get(name, {}) if base else {}
        ids = {row[part] for row in values[name]}
        added = {_content(name, row): row[part] for row in theirs[name] if row[part] not in {*known, *ids}}
        stored = {row[part] for row in theirs[name]}
        for number, row in enumerate(values[name]):
            own = row[part] if row[part] in {*known, *stored} or _is_somebody(name, row[part]) else ""
            own = own or added.pop(_content(name, row), "")
            if not own or own in taken:
                own = f"{_NEW}{number}"
            taken.add(own)
            rows.append(row | {part: own, "was": row[part]})
        done[name] = rows
    return done


def _is_somebody(name: str, chosen: str | None) -> bool:
    return name in {"lineup", "co_organisers"} and is_settled(chosen)


def _content(name: str, row: Values) -> str:
    """Returns what decides whether two new rows are the same."""
    match name:
        case "lineup":
            return name_key(row["name"] or "")
        case "co_organisers":
            return organisation_key(row["name"] or "")
        case "questions":
            return one_line(row["text"] or "")
    return "/".join(comparable(cell, row[cell]) for cell in CELLS[name])


def _merged(typed: Typed, mine: Values, theirs: Values, outcome: MergeResult) -> dict[str, Any]:
    """Returns what differs by `outcome` from what was typed."""
    changes: dict[str, Any] = {}
    for name, side in outcome.fields.items():
        if side is Side.THEIRS:
            changes |= {part: theirs[part] for part in (START if name == "start" else (name,))}
    for name, rows in outcome.tables.items():
        if name == "topics":
            changes[name] = _merged_topics(typed["topics"], theirs["topics"], rows)
        else:
            changes[name] = tuple(_merged_values(name, row, mine, theirs) for row in rows)
    return changes


def _merged_topics(own: str | None, stored: str, rows: Sequence[MergedRow]) -> str | None:
    names = {name_key(each): one_line(each) for text in (stored, own) for each in (text or "").split(",")}
    before = [name_key(each) for each in (own or "").split(",") if name_key(each)]
    if [row.id for row in rows] == list(dict.fromkeys(before)):
        return own
    return ", ".join(names[row.id] for row in rows)


def _merged_values(name: str, row: MergedRow, mine: Values, theirs: Values) -> Values:
    part = ROW_IDS[name]
    own, stored = (next((each for each in side[name] if each[part] == row.id), None) for side in (mine, theirs))
    standing = own if own is not None else stored
    assert standing is not None
    values = dict(standing)
    was = values.pop("was", None)
    if own is not None and stored is None:
        # Somebody new, or a row that the other has taken out: as it was typed, so that it is asked about or made anew.
        values[part] = was
    elif own is not None and stored is not None:
        values |= {cell: stored[cell] for cell, side in row.sides.items() if side is Side.THEIRS}
        values |= {part: stored[part] for part in ("name", "known") if part in stored}
    return values
