"""What calendars have brought to a host before, held against what one of them says now: moved, older, or gone."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.imports.field_wording import in_words
from webinars.domain.imports.queries import sources_of_calendar
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Source, SourceKind, Webinar
from webinars.pure import times
from webinars.pure.ical.reading import CalendarReading, EntryReading, SeriesReading, lasting_uid

# Dates of events as calendars have brought them, and when each was to be at first.


_STAMP = re.compile(r"(?P<uid>.*?)(?: (?P<stamp>\d{8}(?:T\d{6}Z?)?))?", re.DOTALL)


class KnownDate(Struct, frozen=True):
    """A date of an event as it was imported."""

    source_id: int
    webinar_id: int
    key: str
    """Of its source, without the host."""
    values: Mapping[str, Any]

    @property
    def uid(self) -> str:
        """Its UID. What was imported before that was noted has it in its key."""
        noted: str = self._noted.get("uid") or self._key_parts[0]
        return noted

    @property
    def stamp(self) -> str:
        """Its RECURRENCE-ID, or empty for an event alone."""
        return self._noted.get("recurrence_id") or self._key_parts[1]

    @property
    def sequence(self) -> int:
        return self._noted.get("sequence") or 0

    @property
    def calendar(self) -> str:
        """The name of the calendar in which it stood last."""
        return self._noted.get("calendar") or ""

    @property
    def kept(self) -> str:
        """Why it was gone when a person chose to keep it, or empty if nobody did."""
        return self._noted.get("kept") or ""

    @property
    def original(self) -> "Original | None":
        start = self.values.get("start") or {}
        return _original(self.stamp, start.get("wall") or start.get("date"), start.get("timezone"))

    @property
    def _noted(self) -> Mapping[str, Any]:
        noted: Mapping[str, Any] = self.values.get("entry") or {}
        return noted

    @property
    def _key_parts(self) -> tuple[str, str]:
        found = _STAMP.fullmatch(self.key)
        return (found["uid"], found["stamp"] or "") if found else (self.key, "")


@dataclass(frozen=True, slots=True, order=True)
class Original:
    """When a date was to be at first. `wall` is what clocks show, midnight of a day, and `at` the instant, if known."""

    wall: dt.datetime
    at: dt.datetime | None = field(default=None, compare=False)


def original_of(entry: EntryReading) -> Original | None:
    """Returns when the date that an entry is was to be at first, or None if it has no start."""
    wall = entry.starts_wall.isoformat() if entry.starts_wall else entry.date.isoformat() if entry.date else None
    return _original(entry.recurrence_id, wall, entry.timezone)


def _original(stamp: str, start: str | None, timezone: str | None) -> Original | None:
    """Returns the original start by a RECURRENCE-ID, else that of the event alone."""
    if not stamp:
        return _alone(dt.datetime.fromisoformat(start), timezone) if start else None
    wall = dt.datetime.fromisoformat(stamp.removesuffix("Z"))
    if not stamp.endswith("Z"):
        return Original(wall)
    at = wall.replace(tzinfo=dt.UTC)
    return Original(times.wall(at, timezone), at) if timezone else Original(wall, at)


def _alone(wall: dt.datetime, timezone: str | None) -> Original:
    found = times.instants(wall, timezone) if timezone else ()
    return Original(wall, found[0] if len(found) == 1 else None)


class Comparison(Struct, frozen=True):
    """What a calendar says of dates that are known."""

    moved: Mapping[str, KnownDate]
    """Known dates, by the keys of the entries that they have become."""
    older: frozenset[str]
    """UIDs of which a later version was imported before: nothing of this one is followed."""
    missing: Sequence[KnownDate]
    """Coming dates of events in the calendar that are in it no more."""
    absent: Sequence[KnownDate]
    """Coming dates that an earlier state of the calendar held, and of whose events it holds nothing."""
    cancelled: Sequence[KnownDate]
    """Coming dates that it calls cancelled."""
    sentences: Sequence[str]
    """What has moved as a whole, and what is older."""


def noted_entry(entry: EntryReading, calendar: str) -> dict[str, Any]:
    """Returns what is kept of an entry beside its fields, to compare the next state of its calendar with it."""
    return {
        "uid": entry.uid,
        "recurrence_id": entry.recurrence_id,
        "sequence": entry.sequence,
        "calendar": calendar,
    }


def compare(session: Session, host: Organisation, reading: CalendarReading, *, now: dt.datetime) -> Comparison:
    """Returns what the calendar says of what is known of the host's coming dates. Stores nothing."""
    coming = _known(session, host, _is_coming(now))
    by_uid: dict[str, list[KnownDate]] = defaultdict(list)
    for known in coming:
        by_uid[known.uid].append(known)
    entries: dict[str, list[EntryReading]] = defaultdict(list)
    for entry in reading.entries:
        entries[entry.uid].append(entry)
    here, cancelled = ({entry.key for entry in of} for of in (reading.entries, reading.cancelled))
    series = {each.uid: each for each in reading.series}
    older = frozenset(uid for uid, each in series.items() if _is_older(each, by_uid[uid]))
    moved: dict[str, KnownDate] = {}
    sentences = [_told_older(entries[uid]) for uid in series if uid in older and entries[uid]]
    for uid, each in series.items():
        if uid in older or not each.is_whole or not by_uid[uid]:
            continue
        found = _moved(by_uid[uid], entries[uid], each, here | cancelled, now)
        if found:
            sentences.append(_told(found, entries[uid]))
            moved |= found | _moved_before(session, host, found, entries[uid], now)
    renamed = _renamed(coming, reading)
    sentences += [_told({key: known}, reading.entries) for key, known in renamed.items()]
    moved = _without_taken(session, host, moved | renamed)
    settled = {known.source_id for known in moved.values()}
    left = [known for known in coming if known.source_id not in settled and known.key not in here]
    return Comparison(
        moved=moved,
        older=older,
        missing=[known for known in left if known.key not in cancelled and _is_missing(known, series, older)],
        absent=[known for known in left if reading.is_ended and _is_absent(known, reading.name, series)],
        cancelled=[known for known in left if known.key in cancelled and known.uid not in older],
        sentences=sentences,
    )


def follow_moves(session: Session, host: Organisation, moved: Mapping[str, KnownDate]) -> None:
    """Let the known dates be known by the entries that they have become. Flushes.

    What this changes of the webinars is for `store_entry`, which asks whether somebody has edited them.
    """
    for key, known in moved.items():
        session.execute(sa.update(Source).where(Source.id == known.source_id).values(key=f"{host.id} {key}"))


def _known(session: Session, host: Organisation, condition: sa.ColumnElement[bool]) -> list[KnownDate]:
    prefix = f"{host.id} "
    rows = session.execute(
        sa.select(Source.id, Source.webinar_id, Source.key, Source.values)
        .join(Webinar, Webinar.id == Source.webinar_id)
        .where(Source.kind == SourceKind.CALENDAR, Source.key.startswith(prefix, autoescape=True), condition)
        .order_by(Webinar.starts_on, Webinar.starts_at, Source.id)
    )
    return [KnownDate(row.id, row.webinar_id, row.key.removeprefix(prefix), row[3]) for row in rows]


def _is_coming(now: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.or_(Webinar.starts_at > now, sa.and_(Webinar.starts_at.is_(None), Webinar.starts_on >= now.date()))


def _is_older(series: SeriesReading, known: Collection[KnownDate]) -> bool:
    return series.sequence is not None and series.sequence < max((each.sequence for each in known), default=0)


def _is_missing(known: KnownDate, series: Mapping[str, SeriesReading], older: Collection[str]) -> bool:
    """Returns whether the calendar holds its event, as far as that date, and not the date."""
    each = series.get(known.uid)
    if each is None or not each.is_whole or known.uid in older:
        return False
    original = known.original
    return each.known_until is None or (original is not None and original.wall.date() <= each.known_until)


def _is_absent(known: KnownDate, calendar: str, series: Mapping[str, SeriesReading]) -> bool:
    """Returns whether it stood in the calendar of that name, which holds nothing of its event."""
    return known.uid not in series and known.calendar == calendar != ""


def _moved(
    known: Sequence[KnownDate],
    entries: Iterable[EntryReading],
    series: SeriesReading,
    keys: Collection[str],
    now: dt.datetime,
) -> dict[str, KnownDate]:
    """Returns the entries that are known dates of another hour or day: as many, each shifted alike, or none."""
    if any(each.key in keys for each in known):
        return {}
    before = sorted((original, each.key, each) for each in known if (original := each.original) is not None)
    after = sorted(
        (original, entry.key, entry)
        for entry in entries
        if (original := original_of(entry)) is not None and _is_to_come(original, now)
    )
    # An event without an end is followed farther each time.
    is_same = len(after) == len(before) or (series.known_until is not None and len(after) > len(before))
    if len(before) != len(known) or not is_same:
        return {}
    pairs = list(zip(before, after, strict=False))
    shifts = [_shifts(old[0], new[0]) for old, new in pairs]
    if not any(len({each[way] for each in shifts} - {None}) == 1 and shifts[0][way] is not None for way in (0, 1)):
        return {}
    return {new[1]: old[2] for old, new in pairs}


def _renamed(known: Iterable[KnownDate], reading: CalendarReading) -> dict[str, KnownDate]:
    """Returns the entries that are known dates under a UID which their program has changed with the hour.

    Each is found once.
    """
    here = {each.uid for each in reading.series}
    before: dict[str, list[KnownDate]] = defaultdict(list)
    after: dict[str, list[EntryReading]] = defaultdict(list)
    for each in known:
        if each.uid not in here and (lasting := lasting_uid(each.uid)) is not None:
            before[lasting].append(each)
    for entry in reading.entries:
        if (lasting := lasting_uid(entry.uid)) is not None and lasting in before:
            after[lasting].append(entry)
    return {
        entries[0].key: before[lasting][0]
        for lasting, entries in after.items()
        if len(entries) == len(before[lasting]) == 1
    }


def _moved_before(
    session: Session,
    host: Organisation,
    moved: Mapping[str, KnownDate],
    entries: Iterable[EntryReading],
    now: dt.datetime,
) -> dict[str, KnownDate]:
    """Returns the past dates of a series that has moved: they are known by its new dates too, and not made again."""
    uid = next(iter(moved.values())).uid
    by_key = {entry.key: entry for entry in entries}
    key, known = next(iter(moved.items()))
    old, new = known.original, original_of(by_key[key])
    if old is None or new is None:
        return {}
    shift = new.wall - old.wall
    is_its = Source.key.startswith(f"{host.id} {uid} ", autoescape=True)
    past = {
        original.wall + shift: each
        for each in _known(session, host, sa.and_(sa.not_(_is_coming(now)), is_its))
        if (original := each.original) is not None
    }
    return {
        entry.key: past[original.wall]
        for entry in by_key.values()
        if (original := original_of(entry)) is not None and original.wall in past and entry.key not in moved
    }


def _without_taken(session: Session, host: Organisation, moved: Mapping[str, KnownDate]) -> dict[str, KnownDate]:
    """Returns those of the moved dates whose new names are nobody's.

    A person may have put a date where the series is now.
    """
    if not moved:
        return {}
    taken = sources_of_calendar(session, [f"{host.id} {key}" for key in moved])
    return {key: known for key, known in moved.items() if f"{host.id} {key}" not in taken}


def _told(moved: Mapping[str, KnownDate], entries: Iterable[EntryReading]) -> str:
    entry = next(entry for entry in entries if entry.key in moved)
    wall = entry.starts_wall
    start = {
        "wall": wall.isoformat(timespec="minutes") if wall else None,
        "timezone": entry.timezone,
        "date": entry.date.isoformat() if entry.date else None,
    }
    before = in_words("start", moved[entry.key].values.get("start"))
    words = {"title": entry.title, "before": before, "after": in_words("start", start)}
    if len(moved) == 1:
        return _("“%(title)s” has moved in the calendar, from %(before)s to %(after)s.", **words)
    return _(
        "“%(title)s” has moved in the calendar with all its %(count)s dates, the first from %(before)s to %(after)s.",
        count=len(moved),
        **words,
    )


def _told_older(entries: Sequence[EntryReading]) -> str:
    title = entries[0].title
    return _("“%(title)s” is older here than what was imported before, so nothing of it is followed.", title=title)


def _is_to_come(original: Original, now: dt.datetime) -> bool:
    return original.at > now if original.at is not None else original.wall.date() >= now.date()


def _shifts(old: Original, new: Original) -> tuple[dt.timedelta | None, dt.timedelta | None]:
    """Returns how far it is from one to the other as clocks show it, and as it is."""
    return new.wall - old.wall, new.at - old.at if old.at is not None and new.at is not None else None
