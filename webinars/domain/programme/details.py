"""The plain fields of a webinar: what an organiser may give, and what is wrong with it."""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypedDict

from webinars.db import length_of
from webinars.domain.programme.errors import TimezoneUnknown, WebinarInvalid
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.text_cleaning import many_lines, one_line
from webinars.lib.web_addresses import NotAWebAddress, web_address
from webinars.models import JoinAccess, PartnerRight, RecordingPlan, Visibility, Webinar
from webinars.pure.times import DisplayZone, UnknownTimezone, canonical

MAX_DISPLAY_ZONES = 24
LONGEST_DESCRIPTION = 20_000
"""Of an organisation too. Markdown that is nested on purpose takes far more time than its length promises."""
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")


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


_RIGHTS = {
    **dict.fromkeys(("title", "summary", "description", "language"), PartnerRight.TEXTS),
    **dict.fromkeys(("join_access", "registration_url", "is_registration_here"), PartnerRight.REGISTRATIONS),
}


def right_to(field: str) -> PartnerRight:
    """Returns the right that changing a field of `WebinarDetails` takes."""
    return _RIGHTS.get(field, PartnerRight.PUBLISH)


def checked_details(details: WebinarDetails) -> dict[str, Any]:
    """Returns the columns that hold `details`. Raises WebinarInvalid at the first that is wrong."""
    return {field: _CHECKS.get(field, _unchanged)(field, value) for field, value in details.items()}


def checked_link(field: str, value: str | None) -> str | None:
    """Returns an address that may stand in a link (http or https with a host), or None for nothing.

    Raises WebinarInvalid.
    """
    link = (value or "").strip()
    if not link:
        return None
    refusal = WebinarInvalid(
        field, _("“%(link)s” is not a web address. Write one that begins with https://.", link=link[:80])
    )
    # Completing "room.example" would be a guess at a door that people stand before at the hour; better to ask.
    if not link.startswith(("http://", "https://")):
        raise refusal
    try:
        return web_address(link)
    except NotAWebAddress as error:
        raise refusal from error


def _title(field: str, value: str) -> str:
    title = one_line(value)
    if not title:
        raise WebinarInvalid(field, _("Give the webinar a title."))
    return _no_longer_than(300, field, title)


def _text(limit: int) -> Callable[[str, str], str]:
    def check(field: str, value: str) -> str:
        return _no_longer_than(limit, field, many_lines(value))

    return check


def _language(field: str, value: str) -> str:
    if not _LANGUAGE_TAG.fullmatch(value):
        raise WebinarInvalid(field, _("“%(tag)s” is not a language. Choose one from the list.", tag=value))
    return _no_longer_than(35, field, value)


def _display_zones(field: str, value: Sequence[DisplayZone]) -> list[dict[str, str]]:
    if len(value) > MAX_DISPLAY_ZONES:
        raise WebinarInvalid(
            field,
            ngettext(
                "A zone line holds at most one zone.",
                "A zone line holds at most %(num)s zones.",
                MAX_DISPLAY_ZONES,
            ),
        )
    return [{"label": _zone_label(field, zone), "timezone": _timezone(field, zone.timezone)} for zone in value]


def _zone_label(field: str, zone: DisplayZone) -> str:
    label = one_line(zone.label)
    if not label:
        raise WebinarInvalid(field, _("Give the zone %(timezone)s a label, like Britain.", timezone=zone.timezone))
    return _no_longer_than(60, field, label)


def _timezone(field: str, timezone: str) -> str:
    try:
        return canonical(timezone)
    except UnknownTimezone as error:
        raise TimezoneUnknown(error, field) from error


def _no_longer_than(limit: int, field: str, text: str) -> str:
    if len(text) > limit:
        raise WebinarInvalid(
            field,
            _("This has %(count)s characters. Shorten it to %(limit)s.", count=len(text), limit=limit),
        )
    return text


def _unchanged(_field: str, value: object) -> object:
    return value


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "title": _title,
    "summary": _text(length_of(Webinar.summary)),
    "description": _text(LONGEST_DESCRIPTION),
    "language": _language,
    "display_zones": _display_zones,
    "join_url": checked_link,
    "join_passcode": _text(length_of(Webinar.join_passcode)),
    "join_dial_in": _text(length_of(Webinar.join_dial_in)),
    "live_stream_url": checked_link,
    "registration_url": checked_link,
}
