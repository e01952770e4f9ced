"""What a webinar's record holds that is kept beside it: numbers of its calendar entry, sources and copies."""

from collections.abc import Iterator
from typing import Any

from webinars.domain.archive import records
from webinars.domain.archive.fields import ArchiveUnreadable, Place, read_object
from webinars.lib.i18n import gettext as _
from webinars.models import AnnouncementCopy, Webinar


class Beside:
    """All of it, read before anything is stored."""

    def __init__(self, place: Place) -> None:
        """Raises ArchiveUnreadable."""
        self.former_slugs = place.slugs("former_slugs")
        self.calendar = _calendar(place)
        """How often the entry has changed, and when; None if the record does not tell."""
        self.sources = list(_sources(place))
        """The columns of each, where kind and key are given."""
        self._copies = [_copy(each) for each in place.objects("copies")]

    def copies(self, webinar: Webinar) -> Iterator[AnnouncementCopy]:
        """Returns new rows of the texts about `webinar` that were taken elsewhere."""
        for values in self._copies:
            yield AnnouncementCopy(webinar=webinar, **values)


def _calendar(place: Place) -> dict[str, Any] | None:
    value = place.record.get("calendar")
    if value is None:
        return None
    path = place.at("calendar")
    numbers = Place(path=path, record=read_object(value, path)).values(records.CALENDAR_ENTRY)
    return numbers if len(numbers) == len(records.CALENDAR_ENTRY) else None


def _sources(place: Place) -> Iterator[dict[str, Any]]:
    for each in place.objects("sources"):
        values = each.values(records.SOURCE, parts=("values",))
        if {"kind", "key"} <= set(values):
            yield values | {"values": each.record.get("values") or {}}


def _copy(place: Place) -> dict[str, Any]:
    values = place.values(records.COPY)
    for key in (each.key for each in records.COPY):
        if key not in values:
            raise ArchiveUnreadable(place.at(key), _("is missing"))
    return values
