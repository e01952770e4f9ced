"""What two people have changed differently, in words: what is stored, and what was typed, to choose from."""

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from webinars.lib.i18n import format_date, format_list
from webinars.lib.i18n import gettext as _
from webinars.site.desk.editor.concurrent_edits import ANSWER, Reconciliation
from webinars.site.desk.editor.fingerprints import CELLS, ROW_IDS, START
from webinars.site.desk.editor.forms import AppearanceRow, QuestionRow, WebinarForm, ZoneRow
from webinars.site.desk.editor.registration_fields import OwnQuestionRow
from webinars.site.desk.editor.three_way_merge import Collision

ROW_FORMS = {
    "display_zones": ZoneRow,
    "lineup": AppearanceRow,
    "questions": QuestionRow,
    "own_questions": OwnQuestionRow,
}
NAMED_BY = {"display_zones": "label", "questions": "text", "own_questions": "label"}
"""The part of a row that it is called by, where that is not its name."""
LONGEST_SHOWN = 300
"""Of longer texts, what both have in common at the beginning and at the end is left out, but for some words."""
WORDS_AROUND = 60


class Conflict(Struct, frozen=True):
    key: str
    seen: str
    label: str
    anchor: str
    """The id in the editor of what it is about."""
    stored: str
    typed: str
    answer: str
    """The value of the choice that was made last: another may have been stored since."""


def conflicts_of(found: Reconciliation, form: WebinarForm, answers: Mapping[str, str]) -> list[Conflict]:
    """Returns what is open, for the person whose form it is. `answers` are the choices made so far."""
    return [_conflict_of(each, form, found, answers.get(ANSWER + each.key, "")) for each in found.open]


def label_of(form: WebinarForm, name: str) -> str:
    """Returns what a box is called, or what the start is."""
    return str(form["hour" if name == "start" else name].label.text)


def _conflict_of(collision: Collision, form: WebinarForm, found: Reconciliation, answer: str) -> Conflict:
    mine, theirs = found.mine, found.theirs
    name, row_id, cell = [*collision.key.split("/"), "", ""][:3]
    label = label_of(form, name)
    if not row_id:
        typed, stored = (_whole(form, name, side) for side in (mine, theirs))
        if name in ROW_IDS:
            label = _("%(list)s: order", list=label)
    else:
        own, other = (_row(name, row_id, side) for side in (mine, theirs))
        what = _called(name, own or other or {})
        label = _("%(list)s, %(name)s", list=label, name=what) if what else label
        if cell:
            field = ROW_FORMS[name]()[cell]
            label = _("%(name)s: %(part)s", name=label, part=field.label.text)
            typed, stored = (_value_text(field, side[cell]) for side in (own or {}, other or {}))
        else:
            typed, stored = (_row_text(name, side) for side in (own, other))
    typed, stored = _excerpts(typed, stored)
    anchor = "date" if name == "start" else name
    return Conflict(collision.key, collision.seen, label, anchor, stored or _("nothing"), typed or _("nothing"), answer)


def kept_sentence(labels: Sequence[str], others: Sequence[str], *, is_own: bool) -> str:
    """Returns what stands in the form now because it was changed meanwhile, by `others` or by the person elsewhere."""
    things = format_list(labels)
    if others:
        return _("What %(who)s changed meanwhile is kept: %(things)s.", who=format_list(others), things=things)
    if is_own:
        return _("What you changed meanwhile in another window is kept: %(things)s.", things=things)
    return _("What was changed meanwhile is kept: %(things)s.", things=things)


def _whole(form: WebinarForm, name: str, values: Mapping[str, Any]) -> str:
    if name == "start":
        return _start([values[part] for part in START])
    if name in ROW_IDS:
        return "\n".join(_called(name, row) for row in values[name])
    return _value_text(form[name], values[name])


def _start(parts: Sequence[Any]) -> str:
    date, hour, timezone = parts
    day = format_date(date, "EEEE d MMMM y") if isinstance(date, dt.date) else str(date or "")
    time = hour.strftime("%H:%M") if isinstance(hour, dt.time) else str(hour or "")
    return ", ".join(part for part in (day, time, timezone) if part)


def _value_text(field: Any, value: Any) -> str:  # noqa: ANN401 - a field of any kind, and what it holds
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    for option in getattr(field, "choices", None) or ():
        if option.value == value:
            return str(option.label)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _row(name: str, row_id: str, values: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return next((row for row in values[name] if row[ROW_IDS[name]] == row_id), None)


def _called(name: str, row: Mapping[str, Any]) -> str:
    text = str(row.get(NAMED_BY.get(name, "name")) or "")
    return text if len(text) <= WORDS_AROUND else text[: WORDS_AROUND - 1] + "…"


def _row_text(name: str, row: Mapping[str, Any] | None) -> str:
    if row is None:
        return _("taken out")
    form = ROW_FORMS[name]()
    parts = [
        row.get("name"),
        *(_value_text(form[cell], row[cell]) for cell in CELLS[name] if not isinstance(row[cell], bool)),
    ]
    return "\n".join(str(part) for part in parts if part)


def _excerpts(mine: str, theirs: str) -> tuple[str, str]:
    """Returns both texts, of long ones only where they differ, with some words around."""
    if max(len(mine), len(theirs)) <= LONGEST_SHOWN:
        return mine, theirs
    begins = _length_in_common(mine, theirs)
    ends = _length_in_common(mine[begins:][::-1], theirs[begins:][::-1])
    start, tail = max(0, begins - WORDS_AROUND), max(0, ends - WORDS_AROUND)
    first, last = "…" if start else "", "…" if tail else ""
    mine, theirs = (text[start : len(text) - tail] for text in (mine, theirs))
    return first + mine + last, first + theirs + last


def _length_in_common(mine: str, theirs: str) -> int:
    """Returns how many letters both begin with."""
    return sum(1 for _pair in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(mine, theirs, strict=False)))
