"""From the octets of a schedule to its talks, in the form in which calendars are read."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.pure.ical.reading.entries import LARGEST_OCTETS, MOST_ENTRIES, order
from webinars.pure.ical.reading.errors import CalendarTooLarge
from webinars.pure.ical.reading.model import CalendarReading, EntryReading, SeriesReading
from webinars.pure.schedules import indico, schedule_json
from webinars.pure.schedules.document import is_xml, line_of, read_document, read_json
from webinars.pure.schedules.schedule_json_v2 import as_first, is_second
from webinars.pure.schedules.schedule_xml import read_xml
from webinars.pure.schedules.starts import ConferenceZone

_STAMP = "%Y%m%dT%H%M%SZ"


def read_schedule(
    data: bytes,
    *,
    timezone: str | None = None,
    assumed_timezone: str | None = None,
    most_entries: int = MOST_ENTRIES,
) -> CalendarReading:
    """Returns what a schedule, or the JSON of Indico, holds, in the form in which `read_calendar` returns it.

    The zone is that of the conference. Where it names none, `timezone` counts, else `assumed_timezone` if each start
    agrees. Raises ScheduleUnreadable, CalendarTooLarge.
    """
    if len(data) > LARGEST_OCTETS:
        raise CalendarTooLarge(_("The schedule is larger than %(limit)s MB.", limit=LARGEST_OCTETS // 1024 // 1024))
    top = read_xml(data) if is_xml(data) else read_json(data)
    lost: Counter[str] = Counter()
    if indico.is_its(top):
        events = indico.read_events(top, most_entries)
        name = events[0].line("title") if len(events) == 1 else ""
        count = sum(len(event.talks) for event in events)
        found = indico.entries_of(events, timezone, lost)
    else:
        document = read_document(as_first(top, lost, most_entries) if is_second(top) else top, most_entries)
        said = line_of(document.conference.get("time_zone_name"))
        name, count = line_of(document.conference.get("title")), len(document.talks)
        found = schedule_json.entries_of(
            document, ConferenceZone(name=said, given=timezone, assumed=assumed_timezone), lost
        )
    _check_count(count, most_entries)
    entries = sorted(_with_recurrence_ids(list(found)), key=order)
    lost["cancelled"] = sum(entry.is_cancelled for entry in entries)
    return CalendarReading(
        name=name,
        entries=tuple(entry for entry in entries if not entry.is_cancelled),
        cancelled=tuple(entry for entry in entries if entry.is_cancelled),
        series=tuple(
            SeriesReading(uid=uid, sequence=None, is_whole=True) for uid in dict.fromkeys(each.uid for each in entries)
        ),
        lost=tuple(_sentences(lost)),
    )


def _check_count(count: int, most: int) -> None:
    if count > most:
        raise CalendarTooLarge(
            ngettext(
                "The schedule holds more than %(num)s talk. Export fewer.",
                "The schedule holds more than %(num)s talks. Export fewer.",
                most,
            )
        )


def _with_recurrence_ids(entries: Sequence[EntryReading]) -> Iterator[EntryReading]:
    """Yields the entries. Those of one guid, a talk that is given twice, have the start by which each is known."""
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
        "cancelled": ngettext(
            "%(num)s cancelled talk makes no draft.", "%(num)s cancelled talks make no drafts.", lost["cancelled"]
        ),
        "not_chosen": ngettext(
            "%(num)s talk that is not accepted yet was left out.",
            "%(num)s talks that are not accepted yet were left out.",
            lost["not_chosen"],
        ),
        "breaks": ngettext("%(num)s break was left out.", "%(num)s breaks were left out.", lost["breaks"]),
        "contributors": ngettext(
            "%(num)s contributor who need not speak was left out.",
            "%(num)s contributors who need not speak were left out.",
            lost["contributors"],
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
