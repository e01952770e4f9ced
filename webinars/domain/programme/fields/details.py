"""The plain fields as verbs take them: given together, checked together, told apart for the history."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypedDict, cast

from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.programme.fields.plain_fields import PLAIN_FIELDS, Copied, Kept
from webinars.models import JoinAccess, PartnerRight, RecordingPlan, Visibility, Webinar
from webinars.pure.times import DisplayZone


class WebinarDetails(TypedDict, total=False):
    """Fields that are changed together by `update_webinar`. What is left out stays as it is."""

    title: str
    summary: str
    description: str
    language: str
    visibility: Visibility
    display_zones: Sequence[DisplayZone]
    join_url: str | None
    join_passcode: str
    join_dial_in: str
    join_access: JoinAccess
    live_stream_url: str | None
    recording_plan: RecordingPlan
    registration_url: str | None
    is_registration_here: bool


def right_to(field: str) -> PartnerRight:
    """Returns the right that changing a field of `WebinarDetails` takes."""
    return PLAIN_FIELDS[field].right


def checked_details(details: WebinarDetails) -> dict[str, Any]:
    """Returns the columns that hold `details`. Raises WebinarInvalid at the first that is wrong."""
    given = cast("Mapping[str, Any]", details)
    return {field: PLAIN_FIELDS[field].kind.checked(field, value) for field, value in given.items()}


def problems_of(details: WebinarDetails) -> Iterator[WebinarInvalid]:
    """Yields what is wrong with each of `details`: what `checked_details` would raise, and what comes after it."""
    for field, value in cast("Mapping[str, Any]", details).items():
        try:
            PLAIN_FIELDS[field].kind.checked(field, value)
        except WebinarInvalid as error:
            yield error


def copied_details(webinar: Webinar, *, has_room: bool) -> WebinarDetails:
    """Returns what a copy of `webinar` has of its plain fields, which is its room only where it `has_room`."""
    wanted = {Copied.ALWAYS, Copied.WITH_THE_ROOM} if has_room else {Copied.ALWAYS}
    details = {
        field: row.kind.given(getattr(webinar, field)) for field, row in PLAIN_FIELDS.items() if row.copied in wanted
    }
    return cast("WebinarDetails", details)


def acts_of(changed: dict[str, list[Any]]) -> Iterator[dict[str, list[Any]]]:
    """Yields [before, after] of the fields that were changed, as the history keeps them: one act a right and a way.

    A change of a secret, of which only that it was is kept, could take no other change of the same save back.
    """
    acts: dict[tuple[PartnerRight, Kept], dict[str, list[Any]]] = {}
    for field, pair in changed.items():
        row = PLAIN_FIELDS[field]
        told = [bool(value) for value in pair] if row.kept is Kept.THAT_IT_CHANGED else pair
        acts.setdefault((row.right, row.kept), {})[field] = told
    yield from acts.values()
