"""The organisations, series, topics and speakers that a file describes."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from webinars.domain.archive import records
from webinars.domain.archive.fields import ArchiveUnreadable, RecordField, RecordNode, read_line
from webinars.domain.archive.form_limits import organisation_values
from webinars.domain.archive.import_overwrites import ImportConflict, merge_fields
from webinars.domain.archive.import_parts import zone_of
from webinars.domain.archive.record_stream import Archive
from webinars.domain.archive.references import ReferenceResolver, SlugIndex
from webinars.lib.i18n import gettext as _
from webinars.lib.names import name_key, organisation_key
from webinars.models import Organisation, Series, Speaker, Topic

Described = Organisation | Series | Topic | Speaker
FormerSlugs = tuple[SlugIndex[Any], list[str], Described]
"""Slugs that are to lead to a row, once it has its id."""


class Host(NamedTuple):
    """An organisation as the record of a webinar names it."""

    name: str
    timezone: str


class Descriptions:
    """Reads them into the register. What is on the site already is completed, never overwritten."""

    def __init__(self, register: ReferenceResolver, archive: Archive, unknown: list[str], *, now: dt.datetime) -> None:
        """`unknown` takes the places of keys nobody knows what to do with. Raises ArchiveUnreadable."""
        self._register = register
        self._archive = archive
        self._unknown = unknown
        self._now = now
        self._claimed: set[int] = set()
        self._hosts = self._hosts_of_speakers() if archive.count("speakers") else {}
        self.proposals: list[ImportConflict] = []

    def read(self) -> Iterator[FormerSlugs]:
        """Find or make what each record describes, one after the other. Raises ArchiveUnreadable."""
        readers = {
            "organisations": self._organisation,
            "series": self._one_series,
            "topics": self._topic,
            "speakers": self._speaker,
        }
        for key, read in readers.items():
            for place in self._archive.objects(key, self._unknown):
                yield read(place)

    def _organisation(self, place: RecordNode) -> FormerSlugs:
        shelf, fields = self._register.organisations, records.ORGANISATION
        values = organisation_values(place)
        name = values.get("name", "")
        row = self._known(shelf, values, self._register.find_organisation(name) if name else None)
        if row is None:
            made: dict[str, Any] = {
                "created_at": self._now,
                "updated_at": self._now,
                "timezone": _first_zone(values),
            } | values
            made |= {"slug": self._new_slug(shelf, place, values, "name"), "name_key": organisation_key(name)}
            row = self._register.add_organisation(Organisation(**made))
        else:
            self._merge(row, values, fields)
        return self._settle(shelf, place, values, row)

    def _one_series(self, place: RecordNode) -> FormerSlugs:
        shelf, fields = self._register.series, records.SERIES
        values = place.values(fields, parts=("organisation", "former_slugs"))
        title = values.get("title", "")
        row = self._known(shelf, values, None)
        organisation = row.organisation if row else self._organisation_of(place, None)
        row = row or self._known(shelf, values, self._register.find_series(title, organisation))
        if row is None:
            made = values | {"slug": self._new_slug(shelf, place, values, "title"), "organisation": organisation}
            row = self._register.add_series(Series(**made))
        else:
            self._merge(row, values, fields)
        return self._settle(shelf, place, values, row)

    def _topic(self, place: RecordNode) -> FormerSlugs:
        shelf, fields = self._register.topics, records.TOPIC
        values = place.values(fields, parts=("former_slugs",))
        row = self._known(shelf, values, self._register.find_topic(values.get("name", "")))
        if row is None:
            made = values | {"slug": self._new_slug(shelf, place, values, "name")}
            row = self._register.add_topic(Topic(**made))
        else:
            self._merge(row, values, fields)
        return self._settle(shelf, place, values, row)

    def _speaker(self, place: RecordNode) -> FormerSlugs:
        shelf, fields = self._register.speakers, records.SPEAKER
        values = place.values(fields, parts=("organisation", "former_slugs"))
        name = values.get("name", "")
        row = self._known(shelf, values, None)
        if row is None:
            host = self._hosts.get(values.get("slug", "")) or self._hosts.get(name_key(name))
            organisation = self._organisation_of(place, host)
            row = self._known(shelf, values, self._register.find_speaker(name, organisation))
        if row is None:
            made: dict[str, Any] = {"created_at": self._now} | values
            made |= {
                "slug": self._new_slug(shelf, place, values, "name"),
                "name_key": name_key(name),
                "organisation": organisation,
            }
            row = self._register.add_speaker(Speaker(**made))
        else:
            self._merge(row, values, fields)
        self._register.note_speaker_of_file(row)
        return self._settle(shelf, place, values, row)

    def _known(self, shelf: SlugIndex[Any], values: Mapping[str, Any], namesake: Any) -> Any:  # noqa: ANN401 - one of `Described`
        """Returns the row meant: that at the slug, else the namesake, unless another record of the file is that one."""
        row = shelf.find(values.get("slug"))
        if row is not None:
            return row
        return None if namesake is None or id(namesake) in self._claimed else namesake

    def _new_slug(self, shelf: SlugIndex[Any], place: RecordNode, values: Mapping[str, Any], key: str) -> str:
        place.require(key, values)
        return shelf.slug_for(values.get("slug"), values[key], place.at("slug"), fallback=f"{self._now:%Y-%m-%d}")

    def _merge(self, row: Described, values: Mapping[str, Any], fields: Sequence[RecordField]) -> None:
        name = f"{row.__tablename__} {row.slug}"
        is_changed, proposals = merge_fields(row, values, fields, before=None, name=name)
        self.proposals += proposals
        if is_changed and isinstance(row, Organisation):
            row.updated_at = self._now

    def _settle(
        self, shelf: SlugIndex[Any], place: RecordNode, values: Mapping[str, Any], row: Described
    ) -> FormerSlugs:
        if id(row) in self._claimed:
            raise ArchiveUnreadable(place.at("slug"), _("“%(slug)s” stands in this file twice", slug=row.slug))
        self._claimed.add(id(row))
        shelf.alias(values.get("slug"), row)
        return shelf, place.slugs("former_slugs"), row

    def _organisation_of(self, place: RecordNode, host: Host | None) -> Organisation:
        reference = place.record.get("organisation")
        if reference is not None:
            name = read_line(200, is_required=True)(reference, place.at("organisation"))
            return self._register.organisation(name, timezone="Etc/UTC")
        if host is not None:
            return self._register.organisation(host.name, timezone=host.timezone)
        found = self._register.first_organisation()
        if found is None:
            raise ArchiveUnreadable(place.at("organisation"), _("name the organisation it belongs to"))
        return found

    def _hosts_of_speakers(self) -> dict[str, Host]:
        """Returns the host of the first webinar a person appears in, for records that do not say whose they are."""
        hosts: dict[str, Host] = {}
        for webinar in self._archive.objects("webinars", []):
            organisers = webinar.texts("organisers", 200)
            if not organisers or not organisers[0].strip():
                continue
            host = Host(organisers[0], zone_of(webinar))
            for appearance in webinar.objects("lineup"):
                speaker = appearance.record.get("speaker")
                if isinstance(speaker, str):
                    hosts.setdefault(speaker, host)
                    hosts.setdefault(name_key(speaker), host)
        return hosts


def _first_zone(values: Mapping[str, Any]) -> str:
    zones = values.get("display_zones")
    return str(zones[0]["timezone"]) if zones else "Etc/UTC"
