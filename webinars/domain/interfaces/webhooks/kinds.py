"""What webhooks tell of, and which acts make which kind of message. The names are a promise to programs of others."""

import enum
from collections.abc import Collection, Mapping

from webinars.models import Status, Visibility


class WebhookKind(enum.StrEnum):
    PUBLISHED = "webinar.published"
    CHANGED = "webinar.changed"
    MOVED = "webinar.moved"
    POSTPONED = "webinar.postponed"
    CANCELLED = "webinar.cancelled"
    RESTORED = "webinar.restored"
    UNPUBLISHED = "webinar.unpublished"
    LIVE = "webinar.live"
    PAST = "webinar.past"
    CONFIRMED = "registration.confirmed"
    GIVEN_BACK = "registration.cancelled"
    RECORDING_PUBLISHED = "recording.published"
    RECORDING_CHANGED = "recording.changed"
    ANSWERED = "question.answered"


PING = "ping"
"""The message of a try."""
COUNTED = frozenset({WebhookKind.CONFIRMED, WebhookKind.GIVEN_BACK})
"""They say how many people have a place, and never who."""
_NO_CHANGE = frozenset(
    f"webinar:{verb}" for verb in ("create", "duplicate", "import", "delete", "set_own_questions", "set_start")
)
"""Acts with a webinar of which no program hears: those of drafts, and what an import brings in hundreds."""
_KINDS: Mapping[str, WebhookKind] = {
    "webinar:publish": WebhookKind.PUBLISHED,
    f"webinar:become_{Visibility.PUBLIC}": WebhookKind.PUBLISHED,
    "webinar:unpublish": WebhookKind.UNPUBLISHED,
    f"webinar:become_{Visibility.UNLISTED}": WebhookKind.UNPUBLISHED,
    "webinar:move": WebhookKind.MOVED,
    "webinar:recompute": WebhookKind.MOVED,
    "choosing:choose": WebhookKind.MOVED,
    "choosing:take_back": WebhookKind.MOVED,
    "webinar:postpone": WebhookKind.POSTPONED,
    "webinar:cancel": WebhookKind.CANCELLED,
    "webinar:restore": WebhookKind.RESTORED,
    "webinar:answer_question": WebhookKind.ANSWERED,
    "answer:public": WebhookKind.ANSWERED,
    "seats:more": WebhookKind.CONFIRMED,
    "seats:fewer": WebhookKind.GIVEN_BACK,
    "registration:open": WebhookKind.CHANGED,
    "registration:close": WebhookKind.CHANGED,
    "co_organiser:accept": WebhookKind.CHANGED,
    "co_organiser:leave": WebhookKind.CHANGED,
    **dict.fromkeys((f"speaking:{verb}" for verb in ("update", "take", "yes", "no", "set_name")), WebhookKind.CHANGED),
    **dict.fromkeys((f"speaking:{verb}_portrait" for verb in ("take", "remove")), WebhookKind.CHANGED),
    **dict.fromkeys((f"picture:{verb}" for verb in ("set", "cut", "describe", "remove")), WebhookKind.CHANGED),
}
_OF_RECORDINGS = ("recording:", "transcript:", "copy:", "file:")


def is_about_recordings(acts: Collection[str]) -> bool:
    """Returns whether one of the acts may have changed a recording. Those of an import are told as the import."""
    return any(act.startswith(_OF_RECORDINGS) for act in acts)


def kinds_of(acts: Collection[str], status: Status, visibility: Visibility) -> set[WebhookKind]:
    """Returns what programs are told of a webinar that is in that state now, after `acts`.

    Nothing of a draft; and nothing of one that is unlisted, whose address is known to those who were given it.
    """
    kinds = {kind for act in acts if (kind := _kind_of(act))}
    if status == Status.DRAFT or visibility == Visibility.UNLISTED:
        was_public = (
            "webinar:unpublish" in acts
            if visibility == Visibility.PUBLIC
            else status != Status.DRAFT and f"webinar:become_{Visibility.UNLISTED}" in acts
        )
        return {WebhookKind.UNPUBLISHED} if was_public else set()
    return kinds - {WebhookKind.CHANGED} if WebhookKind.PUBLISHED in kinds else kinds


def _kind_of(act: str) -> WebhookKind | None:
    if act.startswith("webinar:") and act not in _KINDS and act not in _NO_CHANGE:
        return WebhookKind.CHANGED
    return _KINDS.get(act)
