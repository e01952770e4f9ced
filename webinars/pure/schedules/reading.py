"""From the octets of a schedule to its talks, in the form in which calendars are read."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.pure import times
from webinars.pure.ical.reading.entries import LARGEST_OCTETS, MOST_ENTRIES, order
from webinars.pure.ical.reading.errors import CalendarTooLarge
from webinars.pure.ical.reading.model import CalendarReading, EntryReading, SeriesReading, SpeakerReading
from webinars.pure.ical.reading.products.told import MOST_SPEAKERS, Told, is_name
from webinars.pure.ical.reading.words import plain, sorted_out
from webinars.pure.ical.text import clean_text
from webinars.pure.schedules.document import Document, Talk, line_of, read_document, text_of
from webinars.pure.schedules.starts import ZoneSaid, length_of, start_of
from webinars.pure.times import Problem

MOST_LINKS = 20
LONGEST_TEXT = 50_000
"""Letters of one field that are looked at."""
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
_SCRIPTS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
_STAMP = "%Y%m%dT%H%M%SZ"


def read_schedule(
    data: bytes,
    *,
    timezone: str | None = None,
    assumed_timezone: str | None = None,
    most_entries: int = MOST_ENTRIES,
) -> CalendarReading:
    """Returns what a `schedule.json` holds, in the form in which `read_calendar` returns a calendar.

    The zone is that of the conference. Where it names none, `timezone` counts, else `assumed_timezone` if each start
    agrees.
    Raises ScheduleUnreadable, CalendarTooLarge. Source: c3voc/schedule, pretalx `schedule/interfaces/exporters.py`.
    """
    if len(data) > LARGEST_OCTETS:
        raise CalendarTooLarge(_("The schedule is larger than %(limit)s MB.", limit=LARGEST_OCTETS // 1024 // 1024))
    document = read_document(data)
    if len(document.talks) > most_entries:
        words = ngettext(
            "The schedule holds more than %(num)s talk. Export fewer.",
            "The schedule holds more than %(num)s talks. Export fewer.",
            most_entries,
        )
        raise CalendarTooLarge(words)
    zone = ZoneSaid(name=line_of(document.conference.get("time_zone_name")), given=timezone, assumed=assumed_timezone)
    lost: Counter[str] = Counter()
    found = [entry for talk in document.talks if (entry := _entry(talk, document, zone, lost)) is not None]
    entries = sorted(_told_apart(found), key=order)
    return CalendarReading(
        name=line_of(document.conference.get("title")),
        entries=tuple(entries),
        cancelled=(),
        series=tuple(
            SeriesReading(uid=uid, sequence=None, is_whole=True) for uid in dict.fromkeys(each.uid for each in entries)
        ),
        lost=tuple(_sentences(lost)),
    )


def _entry(talk: Talk, document: Document, zone: ZoneSaid, lost: Counter[str]) -> EntryReading | None:
    title = plain(talk.line("title")) or _("Talk without a title")
    try:
        start = start_of(talk, zone, title)
    except times.DateOutOfRange:
        lost["out_of_range"] += 1
        return None
    if start is None:
        lost["no_start"] += 1
        return None
    length = length_of(talk, start.at) if start.at is not None else None
    problems = start.problems
    if start.at is not None and length is None:
        words = _("“%(title)s” has no end: the usual length was assumed.", title=title)
        problems += (Problem("end_assumed", False, title, words),)
    lost["biographies"] += sum(bool(text_of(each.get("biography")).strip()) for each in talk.objects("persons"))
    lost["attachments"] += len(talk.objects("attachments"))
    words_ = sorted_out(
        Told(title=title, description=_description(talk), place=talk.line("room") or talk.room, page=talk.line("url"))
    )
    track = talk.line("track")
    return EntryReading(
        uid=_uid(talk, document),
        title=title,
        starts_at=start.at,
        ends_at=start.at + length if start.at is not None and length is not None else None,
        timezone=start.timezone,
        starts_wall=start.wall,
        date=start.date,
        description=words_.description,
        topics=(track,) if track else (),
        lineup=_lineup(talk, lost),
        language=_language(talk.line("language")),
        registration_url=words_.registration_url,
        join_url=words_.join_url,
        problems=problems,
    )


def _description(talk: Talk) -> str:
    """Subtitle, abstract and text, each once; and the links under them."""
    texts = dict.fromkeys(clean_text(plain(talk.text(name)[:LONGEST_TEXT])) for name in _TEXTS)
    links = [_link(each) for each in talk.objects("links")[:MOST_LINKS]]
    return "\n\n".join(filter(None, [*texts, "\n".join(filter(None, links))]))


_TEXTS = ("subtitle", "abstract", "description")


def _link(link: Mapping[str, Any]) -> str:
    address, title = line_of(link.get("url")), line_of(link.get("title"))
    if not address.lower().startswith(("https://", "http://")):
        return ""
    return f"{title}: {address}" if title and title != address else address


def _lineup(talk: Talk, lost: Counter[str]) -> tuple[SpeakerReading, ...]:
    people: dict[str, SpeakerReading] = {}
    for person in talk.objects("persons"):
        names = (line_of(person.get(key)) for key in ("public_name", "name", "full_public_name"))
        name = next(filter(None, names), "")
        if is_name(name) and len(people) < MOST_SPEAKERS:
            people.setdefault(name, SpeakerReading(name=name))
        else:
            lost["people"] += 1
    return tuple(people.values())


def _language(said: str) -> str:
    """A tag of the language alone: pretalx has “de-formal”, which is none."""
    known = _SCRIPTS.get(said.lower().replace("_", "-"))
    found = _LANGUAGE.fullmatch(said)
    return known or (found[1] if found else "")


def _uid(talk: Talk, document: Document) -> str:
    """The guid; else the number in its conference; what has neither is known by its title and its start."""
    if guid := talk.line("guid"):
        return guid
    acronym = line_of(document.conference.get("acronym")) or line_of(document.conference.get("title"))
    if number := talk.line("id"):
        return f"schedule-{acronym}-{number}@{document.host}"
    said = f"{acronym} {talk.line('title')} {talk.line('date')} {talk.line('start')} {talk.room}"
    return f"without-guid-{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def _told_apart(entries: Sequence[EntryReading]) -> Iterator[EntryReading]:
    """Yields the entries; those of one guid, a talk that is given twice, with the start by which each is known."""
    count = Counter(entry.uid for entry in entries)
    seen = set()
    for entry in entries:
        if count[entry.uid] > 1 and entry.starts_at is not None:
            entry = replace(entry, recurrence_id=entry.starts_at.strftime(_STAMP))  # noqa: PLW2901
        if entry.key not in seen:
            seen.add(entry.key)
            yield entry


def _sentences(lost: Mapping[str, int]) -> Iterator[str]:
    """Yields a sentence for each kind of thing that was left out."""
    words = {
        "no_start": ngettext(
            "%(num)s talk without a readable start was left out.",
            "%(num)s talks without a readable start were left out.",
            lost["no_start"],
        ),
        "out_of_range": ngettext(
            "%(num)s date before 1973 or after 2037 was left out.",
            "%(num)s dates before 1973 or after 2037 were left out.",
            lost["out_of_range"],
        ),
        "people": ngettext(
            "%(num)s person without a readable name was left out.",
            "%(num)s people without a readable name were left out.",
            lost["people"],
        ),
        "biographies": ngettext(
            "%(num)s biography of a speaker was left out.",
            "%(num)s biographies of speakers were left out.",
            lost["biographies"],
        ),
        "attachments": ngettext(
            "%(num)s attachment or picture was left out.",
            "%(num)s attachments and pictures were left out.",
            lost["attachments"],
        ),
    }
    for kind, sentence in words.items():
        if lost[kind]:
            yield sentence
