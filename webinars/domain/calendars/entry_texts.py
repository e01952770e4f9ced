"""What a calendar says about a webinar: plain text that reads well where nothing else is shown."""

import datetime as dt
from collections.abc import Iterable

from webinars.config import Settings
from webinars.domain.programme.credit_line import Credit, organised_by
from webinars.domain.programme.public_lineup import public_lineup, role_name
from webinars.domain.programme.zone_display import moved_from_text, zone_line_at
from webinars.lib.i18n import format_list
from webinars.lib.i18n import gettext as _
from webinars.lib.markdown import plain_text
from webinars.models import (
    Appearance,
    AppearanceRole,
    CalendarEntry,
    JoinAccess,
    Recording,
    RecordingKind,
    Status,
    Webinar,
)
from webinars.pure.ical.safe_text import clean_line, clean_text, shortened
from webinars.pure.ical.writing import CalendarEvent, EntryStatus

FULL_LENGTH = 3000
"""Proton keeps no more of a description."""
SHORT_LENGTH = 700
SHORTEST_TEXT = 500
"""What is kept of the organiser's own text however long the line-up is."""


def published_entry(
    webinar: Webinar,
    settings: Settings,
    *,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    sequence: int,
    changed_at: dt.datetime,
    created_at: dt.datetime,
) -> CalendarEvent:
    """Returns the entry of a webinar that has a public page, from `starts_at` to `ends_at`.

    Needs everything loaded that `webinars.domain.calendars.queries.webinars_for_entries` loads.
    """
    page = f"{settings.base_url}/webinars/{webinar.slug}"
    top = _top(webinar, settings, starts_at, page)
    return CalendarEvent(
        uid=webinar.uid,
        sequence=sequence,
        changed_at=changed_at,
        created_at=created_at,
        starts_at=starts_at,
        ends_at=ends_at,
        summary=_summary(webinar),
        description=_full(webinar, top),
        short_description=_short(webinar, top),
        location=_join_address(webinar, settings) or page,
        url=page,
        categories=_categories(webinar),
        status=EntryStatus.CONFIRMED if webinar.status == Status.PUBLISHED else EntryStatus.CANCELLED,
    )


def withdrawn_entry(stored: CalendarEntry, *, sequence: int, changed_at: dt.datetime) -> CalendarEvent:
    """Returns the entry of a webinar that was unpublished or deleted: title and hour as last published, and no more."""
    summary = _("Cancelled: %(title)s", title=stored.title)
    text = _("Cancelled. The organiser has taken this webinar down.")
    return cancelled_entry(stored, summary, text, sequence=sequence, changed_at=changed_at)


def cancelled_entry(
    stored: CalendarEntry, summary: str, text: str, *, sequence: int, changed_at: dt.datetime
) -> CalendarEvent:
    """Returns an entry that is stored, cancelled, of which nothing is said but its hour and these words."""
    return CalendarEvent(
        uid=stored.uid,
        sequence=sequence,
        changed_at=changed_at,
        created_at=stored.created_at,
        starts_at=stored.starts_at,
        ends_at=stored.ends_at,
        summary=summary,
        description=text,
        short_description=text,
        location="",
        url="",
        status=EntryStatus.CANCELLED,
    )


def _summary(webinar: Webinar) -> str:
    match webinar.status:
        case Status.CANCELLED:
            return _("Cancelled: %(title)s", title=webinar.title)
        case Status.POSTPONED:
            return _("Postponed: %(title)s", title=webinar.title)
        case _:
            return webinar.title


def _top(webinar: Webinar, settings: Settings, starts_at: dt.datetime, page: str) -> list[str]:
    """Returns the lines that every form begins with: when, the way in, where to read more."""
    line = zone_line_at(webinar, starts_at, settings.display_zones).text
    lines = []
    match webinar.status:
        case Status.CANCELLED:
            lines += [clean_line(_("Cancelled. %(reason)s", reason=webinar.cancellation_reason)), line]
        case Status.POSTPONED:
            lines += [_("Postponed. There is no new date yet."), _("It was to be on %(start)s.", start=line)]
        case _:
            lines.append(line)
            moved_from = moved_from_text(webinar)
            if moved_from:
                lines.append(_("Moved: it was announced for %(start)s.", start=moved_from))
            lines += _ways_in(webinar, settings)
    lines.append(_("Page: %(address)s", address=page))
    return lines


def _ways_in(webinar: Webinar, settings: Settings) -> list[str]:
    recording = _first_recording(webinar.recordings)
    if recording is not None:
        return [_("Recording: %(address)s", address=f"{settings.base_url}/recordings/{recording.slug}")]
    join = _join_address(webinar, settings)
    is_here = webinar.is_registration_here
    links = settings.links
    register = links.register(webinar.slug) if is_here else webinar.registration_url
    lines = [
        _("Join: %(address)s", address=join) if join else "",
        _("Register: %(address)s", address=register) if register else "",
        _("Live stream: %(address)s", address=webinar.live_stream_url) if webinar.live_stream_url else "",
    ]
    return [line for line in lines if line]


def _join_address(webinar: Webinar, settings: Settings) -> str | None:
    """Returns the lasting way into the room, given to everyone only where access is open.

    It stands here before there is a room: what a calendar has fetched a day ago must still lead there.
    """
    if webinar.join_access != JoinAccess.OPEN or webinar.status != Status.PUBLISHED or webinar.recordings:
        return None
    return f"{settings.base_url}/join/{webinar.join_code}"


def _first_recording(recordings: Iterable[Recording]) -> Recording | None:
    ordered = sorted(recordings, key=lambda recording: recording.kind != RecordingKind.FULL)
    return ordered[0] if ordered else None


def _full(webinar: Webinar, top: list[str]) -> str:
    # What is pasted in short is often its own summary.
    texts = dict.fromkeys((clean_text(webinar.summary), clean_text(plain_text(webinar.description))))
    text = "\n\n".join(filter(None, texts))
    top_block = "\n".join(top)
    blocks = [_lineup(public_lineup(webinar)), _questions(webinar), _credit(webinar)]
    room = FULL_LENGTH - sum(len(block) + 2 for block in (top_block, *blocks))
    text = shortened(text, max(room, SHORTEST_TEXT))
    return shortened("\n\n".join(filter(None, (top_block, text, *blocks))), FULL_LENGTH)


def _short(webinar: Webinar, top: list[str]) -> str:
    names = [clean_line(appearance.shown_name) for appearance in public_lineup(webinar)]
    blocks = ["\n".join(top), _("With %(names)s.", names=format_list(names)) if names else "", _credit(webinar)]
    return shortened("\n\n".join(filter(None, blocks)), SHORT_LENGTH)


def _lineup(lineup: Iterable[Appearance]) -> str:
    lines = [_appearance(appearance) for appearance in lineup]
    return "\n".join([_("Line-up:"), *lines]) if lines else ""


def _appearance(appearance: Appearance) -> str:
    text = f"– {clean_line(appearance.shown_name)}"
    affiliation, talk = clean_line(appearance.affiliation), clean_line(appearance.talk_title)
    if affiliation:
        text += f" ({affiliation})"
    if appearance.role != AppearanceRole.SPEAKER:
        text += f", {role_name(appearance.role)}"
    if talk:
        text += _(": “%(talk)s”", talk=talk)
    return text


def _questions(webinar: Webinar) -> str:
    lines = [f"{number}. {clean_line(question.text)}" for number, question in enumerate(webinar.questions, start=1)]
    return "\n".join([_("Questions:"), *lines]) if lines else ""


def _credit(webinar: Webinar) -> str:
    credit = organised_by(Credit.of(webinar, lambda each: clean_line(each.name)))
    if webinar.series is None:
        return credit
    return f"{credit}\n" + _("In the series “%(series)s”", series=clean_line(webinar.series.title))


def _categories(webinar: Webinar) -> tuple[str, ...]:
    series = [webinar.series.title] if webinar.series is not None else []
    return tuple(dict.fromkeys([*(topic.name for topic in webinar.topics), *series]))
