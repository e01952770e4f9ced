"""What an act is about: what the history is filtered by, and what makes one act the successor of another."""

import enum
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement

from webinars.models import AuditEvent


class ActKind(enum.StrEnum):
    TIME = "time"
    """When it takes place, and whether."""
    PEOPLE = "people"
    TEXTS = "texts"
    REGISTRATIONS = "registrations"
    RECORDINGS = "recordings"


_SUBJECTS: Mapping[ActKind, tuple[str, ...]] = {
    ActKind.TIME: ("choosing", "day"),
    ActKind.PEOPLE: ("speaking", "speaker", "co_organiser", "invitation", "membership", "questions"),
    ActKind.TEXTS: ("picture", "series", "organisation"),
    ActKind.REGISTRATIONS: ("registration", "message", "mail"),
    ActKind.RECORDINGS: ("recording", "transcript", "copy", "file"),
}
"""What stands before the colon."""
_OF_WEBINARS: Mapping[ActKind, tuple[str, ...]] = {
    ActKind.TIME: ("set_start", "move", "recompute", "publish", "unpublish", "postpone", "cancel", "restore"),
    ActKind.PEOPLE: ("set_lineup", "set_co_organisers", "arrange_co_organisers", "set_audience_questions"),
    ActKind.TEXTS: ("create", "duplicate", "import", "update", "delete", "set_topics", "set_series", "set_questions"),
    ActKind.REGISTRATIONS: ("set_registration", "set_own_questions"),
    ActKind.RECORDINGS: ("answer_question",),
}
"""What stands behind the colon of `webinar:`, which is about everything."""


def is_of(kind: ActKind) -> ColumnElement[bool]:
    """Returns whether an act is of that kind."""
    of_webinars = AuditEvent.action.in_([f"webinar:{verb}" for verb in _OF_WEBINARS[kind]])
    return sa.or_(of_webinars, *(AuditEvent.action.startswith(f"{subject}:") for subject in _SUBJECTS[kind]))


def kind_of(action: str) -> ActKind | None:
    """Returns what kind of an act that is, or None for what stands in no history of an organisation."""
    subject, _colon, verb = action.partition(":")
    for kind in ActKind:
        if subject in _SUBJECTS[kind] or (subject == "webinar" and verb in _OF_WEBINARS[kind]):
            return kind
    return None


START, STATE = "start", "state"
_ASPECTS: Mapping[str, str] = {
    **dict.fromkeys(("webinar:set_start", "webinar:move", "webinar:recompute"), START),
    **dict.fromkeys(("choosing:choose", "choosing:take_back"), START),
    **dict.fromkeys(("webinar:publish", "webinar:unpublish", "webinar:postpone"), STATE),
    **dict.fromkeys(("webinar:cancel", "webinar:restore"), STATE),
    **dict.fromkeys(("recording:remove", "recording:restore"), "recording"),
    **{f"webinar:{verb}": verb for verb in ("update", "set_topics", "set_series", "set_questions", "answer_question")},
    "recording:set_chapters": "chapters",
    # What speakers say themselves stands in the same line-up.
    **dict.fromkeys(("webinar:set_lineup", "speaking:yes", "speaking:no"), "lineup"),
    **dict.fromkeys(("speaking:update", "speaking:take", "speaking:set_name"), "lineup"),
}
"""What is overwritten by what: an act by a later one of the same aspect."""
WITH_ASPECT = tuple(_ASPECTS)


def follows(later: AuditEvent, event: AuditEvent) -> bool:
    """Returns whether `later` has changed once more what `event` had changed."""
    aspect = _ASPECTS.get(event.action)
    if aspect is None or _ASPECTS.get(later.action) != aspect or later.id <= event.id:
        return False
    if later.webinar_id != event.webinar_id:
        return False
    ours, theirs = event.detail or {}, later.detail or {}
    if aspect == "update":
        return bool(ours.keys() & theirs.keys())
    by = {"answer_question": ("question",), "recording": ("title", "url"), "chapters": ("recording",)}
    same = by.get(aspect, ())
    return all(ours.get(key) == theirs.get(key) for key in same)
