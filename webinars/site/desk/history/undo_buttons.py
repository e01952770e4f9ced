"""What stands beside an act of the history: the button that takes it back, or why there is none."""

import datetime as dt

from msgspec import Struct

from webinars.domain.calendars.reach_counts import Reach
from webinars.domain.history.acts import RecordedAct
from webinars.domain.history.undo import UndoState
from webinars.domain.programme.zone_display import hour_style_of
from webinars.domain.recordings.removal import RETENTION
from webinars.lib.i18n import format_date, ngettext
from webinars.lib.i18n import gettext as _
from webinars.models import Status
from webinars.pure.times import format_hour, wall

_MOVES = frozenset({"webinar:move", "webinar:set_start"})


class Undo(Struct, frozen=True):
    label: str
    """On the button: "Put 3pm back and tell 112 people"."""
    about: str
    """After it, for those who hear one button after the other: "the start of Comets"."""


def undo_of(act: RecordedAct, told_count: int) -> Undo:
    """Returns the button for an act that can be taken back. `told_count` people hear of it by mail."""
    return Undo(label=_label(act, told_count), about=_undo_description(act))


def refusal_words(standing: UndoState) -> str:
    """Returns why an act has no button, or an empty text where that is not worth a word."""
    sentences: dict[UndoState, str] = {
        UndoState.UNDONE: _("Undone"),
        UndoState.CHANGED: _("It was changed again since."),
        UndoState.SENT: _("Mail that is sent cannot be taken back."),
        UndoState.THEIRS: _("Theirs to take back"),
        UndoState.NOT_KEPT: _("What it was before is not kept."),
    }
    return sentences.get(standing, "")


def kept_until(act: RecordedAct, zone: str) -> str:
    """Returns "Kept until 26 December." in the days of `zone`."""
    ends_on = wall(act.event.at + RETENTION, zone).date()
    return _("Kept until %(day)s.", day=format_date(ends_on, "d MMMM"))


def done_sentence(act: RecordedAct, told_count: int, reach: Reach, *, now: dt.datetime) -> str:
    """Returns what taking an act back has done. `act.webinar` is as it stands after it."""
    webinar = act.webinar
    if act.event.action == "webinar:publish":
        return _("It is off the page, and a draft again. Calendars show it as cancelled.")
    if act.event.action == "recording:remove":
        return _("The recording is back, at the end of the list and at the address it had.")
    if act.event.action in _MOVES:
        hour = _hour_before(act)
        head = _("%(hour)s is back.", hour=hour) if hour else _("The start is taken back.")
    elif act.event.action in {"webinar:cancel", "webinar:postpone"}:
        head = _("It takes place after all.")
    else:
        return _("It is as it was before.")
    is_told = webinar.status == Status.PUBLISHED and webinar.ends_at is not None and webinar.ends_at > now
    return " ".join([head, *([_reach_sentence(told_count, reach)] if is_told else [])])


def _label(act: RecordedAct, told_count: int) -> str:
    if act.event.action in _MOVES:
        return _label_of_move(act, told_count if act.webinar.status != Status.DRAFT else 0)
    if act.event.action == "webinar:publish":
        if not told_count:
            return _("Take it down")
        return ngettext("Take it down and tell one person", "Take it down and tell %(num)s people", told_count)
    if act.event.action not in {"webinar:cancel", "webinar:postpone"}:
        return _("Put it back") if _was_something(act) else _("Take it back")
    if not told_count:
        return _("Hold it after all")
    return ngettext("Hold it after all and tell one person", "Hold it after all and tell %(num)s people", told_count)


def _was_something(act: RecordedAct) -> bool:
    """Returns whether anything stood there before, which can be put back. Where something was removed, it did."""
    pairs = [each for each in act.detail.values() if isinstance(each, list)]
    return not pairs or any(before not in (None, "", []) for before, _after in pairs)


def _label_of_move(act: RecordedAct, told_count: int) -> str:
    before, after = act.detail["start"]
    what = _hour_before(act)
    if not what:
        return _("Take it back")
    if (before["wall"], before["timezone"]) == (after["wall"], after["timezone"]):
        what = _("the former length")
    if not told_count:
        return _("Put %(what)s back", what=what)
    return ngettext(
        "Put %(what)s back and tell one person", "Put %(what)s back and tell %(num)s people", told_count, what=what
    )


def _undo_description(act: RecordedAct) -> str:
    if act.event.action in _MOVES:
        return _("the start of %(title)s", title=act.webinar.title)
    if act.event.action == "recording:remove":
        return _("the recording “%(title)s”", title=act.detail.get("title", ""))
    return act.webinar.title


def _hour_before(act: RecordedAct) -> str:
    """Returns the hour that comes back, with its day where that is another one. An empty text where there was none."""
    before, after = act.detail["start"]
    if not before["wall"]:
        return ""
    there = dt.datetime.fromisoformat(before["wall"])
    hour = format_hour(there, hour_style_of(act.webinar.host))
    if before.get("date") == after.get("date") and before["timezone"] == after["timezone"]:
        return hour
    return _("%(day)s, %(hour)s", day=format_date(there.date(), "d MMMM"), hour=hour)


def _reach_sentence(told_count: int, reach: Reach) -> str:
    """Returns "112 people are told; 3 feeds carry it."."""
    feeds = ngettext("one feed carries it", "%(num)s feeds carry it", reach.feed_count)
    if not told_count:
        return _("%(feeds)s.", feeds=feeds[:1].upper() + feeds[1:]) if reach.feed_count else ""
    people = ngettext("One person is told", "%(num)s people are told", told_count)
    return _("%(people)s; %(feeds)s.", people=people, feeds=feeds) if reach.feed_count else f"{people}."
