"""What the page shows for each entry of a calendar: a draft it would make, changes of what it made, or nothing new."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.imports.calendars.date_changes import Comparison
from webinars.domain.imports.calendars.drafts import content_of_entry, source_key, zone_kept
from webinars.domain.imports.field_wording import FIELD_NAMES, in_words
from webinars.domain.imports.proposals import TextProposal, announcement_proposals
from webinars.domain.imports.queries import sources_of_calendar, webinars_of_entries
from webinars.domain.imports.webinar_content import WebinarContent
from webinars.domain.programme import permissions
from webinars.domain.programme.zone_display import display_zones_by, line_written_by
from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Webinar
from webinars.pure import times
from webinars.pure.ical.reading import CalendarReading, EntryReading
from webinars.pure.times import DisplayZone

UNKNOWN = {"timezone_missing", "timezone_unknown"}
"""Problems of hours of which it has to be asked whose they are."""
DETAILS = ("lineup", "description", "language", "topics", "registration_url", "join_url")


class EntryPreview(Struct, frozen=True, kw_only=True):
    """One entry. `known` is the webinar it became before, and `note` says why there is nothing to take."""

    entry: EntryReading
    when: str
    details: tuple[str, ...]
    is_zone_assumed: bool
    is_zone_unknown: bool
    known: Webinar | None = None
    proposals: tuple[TextProposal, ...] = ()
    note: str = ""

    @property
    def key(self) -> str:
        """The value of its checkbox: an entry's own key may hold any letter."""
        return hashlib.sha256(self.entry.key.encode()).hexdigest()[:32]

    @property
    def is_new(self) -> bool:
        return self.known is None and not self.note

    def box(self, proposal: TextProposal) -> str:
        """Returns the value of a proposal's checkbox."""
        return f"{self.key} {proposal.key}"

    @property
    def messages(self) -> tuple[str, ...]:
        """What needs a look. That hours were taken for those of a zone is said once for all."""
        return tuple(
            problem.message
            for problem in self.entry.problems
            if problem.code != "timezone_assumed" or not self.entry.is_zone_assumed
        )


def entry_previews(
    session: Session,
    actor: Actor,
    host: Organisation,
    reading: CalendarReading,
    found: Comparison,
    *,
    now: dt.datetime,
    site_zones: Sequence[DisplayZone],
) -> list[EntryPreview]:
    """Returns a row for each entry, in the order of the calendar, with a number of queries that does not grow with it.

    `found` is what `compare` says: dates that have moved are known where they were.
    """
    keys = {entry.key: source_key(host, entry) for entry in reading.entries}
    keys |= {key: f"{host.id} {known.key}" for key, known in found.moved.items()}
    sources = sources_of_calendar(session, keys.values())
    became = webinars_of_entries(session, sources.values(), [entry.uid for entry in reading.entries])
    by_id = {webinar.id: webinar for webinar in became}
    by_uid = {webinar.uid: webinar for webinar in became}
    rows = []
    for entry in reading.entries:
        source, known, note = sources.get(keys[entry.key]), None, ""
        said = source.values if source is not None else None
        content, kept = content_of_entry(entry, said), zone_kept(entry, said)
        proposals: tuple[TextProposal, ...] = ()
        if entry.uid in found.older:
            note = _("A later version of it was imported before.")
        elif source is not None:
            webinar = by_id[source.webinar_id]
            if permissions.can_edit_texts(actor, webinar):
                known = webinar
                proposals = tuple(announcement_proposals(webinar, content, said, moves_after=now))
            else:
                note = _("It has become a webinar that others look after.")
        elif entry.uid in by_uid and permissions.can_edit_texts(actor, by_uid[entry.uid]):
            note = _("This entry comes from this site.")
        rows.append(
            EntryPreview(
                entry=entry,
                when=_when(content, host, site_zones),
                details=tuple(_details(content)),
                is_zone_assumed=entry.is_zone_assumed and kept is None,
                is_zone_unknown=kept is None and any(problem.code in UNKNOWN for problem in entry.problems),
                known=known,
                proposals=proposals,
                note=note,
            )
        )
    return rows


def _when(content: WebinarContent, host: Organisation, site_zones: Sequence[DisplayZone]) -> str:
    """Returns the zone line as it will stand on the page, or the date, where that is all."""
    if content.wall is not None and content.timezone is not None:
        starts_at = times.instant(content.wall, content.timezone)
        return line_written_by(host, starts_at, content.timezone, display_zones_by(host, site_zones)).text
    return format_date(content.date) if content.date is not None else _("No date was found.")


def _details(content: WebinarContent) -> Iterator[str]:
    fields = content.fields()
    for name in DETAILS:
        if fields[name]:
            yield _("%(field)s: %(value)s", field=FIELD_NAMES[name], value=in_words(name, fields[name]))
