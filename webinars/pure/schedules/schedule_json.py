"""The talks of a `schedule.json`, as pretalx, frab and others write it."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from webinars.lib.i18n import gettext as _
from webinars.pure import times
from webinars.pure.ical.reading.descriptions import plain
from webinars.pure.ical.reading.model import EntryReading, SpeakerReading
from webinars.pure.ical.reading.products.event_text import EventText
from webinars.pure.ical.safe_text import clean_text
from webinars.pure.schedules.document import Document, Talk, line_of, text_of
from webinars.pure.schedules.entries import LONGEST_TEXT, Lost, entry_of, line_up
from webinars.pure.schedules.starts import ConferenceZone, length_of, start_of

MOST_LINKS = 20
_TEXTS = ("subtitle", "abstract", "description")
CANCELLED = {"CANCELED", "CANCELLED", "REJECTED", "WITHDRAWN", "DELETED"}
"""States of what will not be."""
_ROLES = {"MODERATOR": "moderator", "HOST": "host"}
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
_SCRIPTS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


def entries_of(document: Document, zone: ConferenceZone, lost: Lost) -> Iterator[EntryReading]:
    """Yields an entry for each talk that has a start, and notes what else is lost.

    Source: c3voc/schedule, pretalx `schedule/interfaces/exporters.py`.
    """
    for talk in document.talks:
        entry = _entry(talk, document, zone, lost)
        if entry is not None:
            yield entry


def _entry(talk: Talk, document: Document, zone: ConferenceZone, lost: Lost) -> EntryReading | None:
    title = plain(talk.line("title")) or _("Talk without a title")
    try:
        start = start_of(talk, zone, title)
    except times.DateOutOfRange:
        lost["out_of_range"] += 1
        return None
    if start is None:
        lost["no_start"] += 1
        return None
    lost["biographies"] += sum(bool(text_of(each.get("biography")).strip()) for each in talk.objects("persons"))
    lost["attachments"] += len(talk.objects("attachments"))
    track = talk.line("track")
    place = talk.line("room") or talk.room
    entry = entry_of(
        EventText(
            title=title,
            description=_description(talk),
            place=place,
            page=talk.line("url"),
            lineup=line_up(_people(talk), lost),
        ),
        start,
        length_of(talk, start.at) if start.at is not None else None,
        uid=_uid(talk, document),
        topics=(track,) if track else (),
        language=_language(talk.line("language")),
    )
    return replace(entry, is_cancelled=talk.line("state").upper() in CANCELLED)


def _description(talk: Talk) -> str:
    """Returns subtitle, abstract and text, each once, and the links under them."""
    texts = dict.fromkeys(clean_text(plain(talk.text(name)[:LONGEST_TEXT])) for name in _TEXTS)
    links = [_link(each) for each in talk.objects("links")[:MOST_LINKS]]
    return "\n\n".join(filter(None, [*texts, "\n".join(filter(None, links))]))


def _link(link: Mapping[str, Any]) -> str:
    address, title = line_of(link.get("url")), line_of(link.get("title"))
    if not address.lower().startswith(("https://", "http://")):
        return ""
    return f"{title}: {address}" if title and title != address else address


def _people(talk: Talk) -> Iterator[SpeakerReading]:
    for person in talk.objects("persons"):
        names = (line_of(person.get(key)) for key in ("public_name", "name", "full_public_name"))
        role = _ROLES.get(line_of(person.get("role")).upper(), "speaker")
        yield SpeakerReading(name=next(filter(None, names), ""), role=role)


def _language(said: str) -> str:
    """Returns a tag of the language alone: pretalx has “de-formal”, which is none."""
    known = _SCRIPTS.get(said.lower().replace("_", "-"))
    found = _LANGUAGE.fullmatch(said)
    return known or (found[1] if found else "")


def _uid(talk: Talk, document: Document) -> str:
    """Returns the guid, or else the number in its conference.

    What has neither is known by its title and its start.
    """
    if guid := talk.line("guid"):
        return guid
    acronym = line_of(document.conference.get("acronym")) or line_of(document.conference.get("title"))
    if number := talk.line("id"):
        return f"schedule-{acronym}-{number}@{document.host}"
    said = f"{acronym} {talk.line('title')} {talk.line('date')} {talk.line('start')} {talk.room}"
    return f"without-guid-{hashlib.sha256(said.encode()).hexdigest()[:32]}"
