"""The recordings of a file, known by slug, then by address and place in it. One that a person removed stays removed."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.archive import records
from webinars.domain.archive.fields import ArchiveUnreadable, RecordNode, read_line
from webinars.domain.archive.form_limits import recording_values
from webinars.domain.archive.import_overwrites import ImportConflict, as_json, merge_fields
from webinars.domain.archive.import_recording_parts import TreeParts, settle_trees
from webinars.domain.archive.import_transcripts import TranscriptImport, TranscriptRecords
from webinars.domain.archive.references import SlugIndex
from webinars.lib.i18n import gettext as _
from webinars.lib.names import name_key
from webinars.lib.web_addresses import NotAWebAddress
from webinars.models import Appearance, Recording, RecordingKind, Webinar
from webinars.pure.videos import recognise


class Recordings:
    """Adds recordings to the webinars of a file."""

    def __init__(self, session: Session, *, now: dt.datetime) -> None:
        self._session = session
        self._now = now
        self.shelf: SlugIndex[Any] = SlugIndex(session, "recording", ())
        self._former: list[tuple[list[str], Recording]] = []
        self._transcripts = TranscriptImport(session, now=now)
        self.catch_up()

    def catch_up(self) -> None:
        """Take in what has been stored since the last time."""
        query = sa.select(Recording.id, Recording.slug).where(Recording.id > self.shelf.last_id)
        self.shelf.put(self._session.execute(query).all())

    def begin(self, webinars: Iterable[Webinar]) -> None:
        """Prepare for records about these webinars of the site, and others that are new."""
        self._former = []
        self._transcripts.begin(recording for webinar in webinars for recording in webinar.recordings)

    def add_all(self, webinar: Webinar, place: RecordNode, said: dict[str, Any]) -> None:
        """Give a new webinar what its record lists, and note in `said` what that was."""
        self.merge(webinar, place, None, said, [])

    def merge(
        self,
        webinar: Webinar,
        place: RecordNode,
        before: Mapping[str, Any] | None,
        said: dict[str, Any],
        proposals: list[ImportConflict],
    ) -> bool:
        """Add and complete what the record lists. Returns whether anything changed."""
        is_changed = False
        said["recordings"] = []
        trees: list[tuple[TreeParts, Recording]] = []
        for each in place.objects("recordings"):
            values, tree, given = recording_values(each), TreeParts(each), TranscriptRecords(each)
            values["appearance"] = self._appearance(webinar, each)
            # A clip has the address of its stream: a record that is found stands for no second one.
            found_already = [recording for _tree, recording in trees]
            known = _recognised([row for row in webinar.recordings if row not in found_already], values)
            last = _known_before(before, values)
            said["recordings"].append(_source_values(values) | tree.as_json() | given.as_json())
            if known is not None:
                name = f"recording {known.slug}"
                changed, found = merge_fields(known, values, records.RECORDING, before=last, name=name)
                is_moved, beside = tree.follow(known, last, name)
                is_said, spoken = self._transcripts.follow(known, given, last, name)
                proposals += [*found, *beside, *spoken]
                is_changed |= changed or is_moved or is_said
                trees.append((tree, known))
            elif last is not None:
                proposals.append(ImportConflict(f"webinar {webinar.slug}, recordings", None, values.get("url")))
            else:
                recording = self._add(webinar, each, values)
                tree.set(recording, tree.as_json())
                self._transcripts.set(recording, given)
                trees.append((tree, recording))
                is_changed = True
        for tree, recording in trees:
            tree.tie(webinar, recording)
        if is_changed:
            settle_trees(webinar, place)
        return is_changed

    def store_transcripts(self) -> None:
        """Store what is said in the recordings since `begin`, which have their ids by now."""
        self._transcripts.store()

    def former_slugs(self) -> Iterator[tuple[str, int]]:
        """Yields slugs that lead to new recordings since `begin`, which have their ids by now."""
        for slugs, recording in self._former:
            yield from ((slug, recording.id) for slug in slugs)

    def _add(self, webinar: Webinar, place: RecordNode, values: dict[str, Any]) -> Recording:
        if not values.get("url"):
            raise ArchiveUnreadable(place.at("url"), _("is missing"))
        made: dict[str, Any] = {
            "kind": RecordingKind.PRESENTATION if values["appearance"] else RecordingKind.FULL,
            "title": _title(webinar, values["appearance"]),
            "language": webinar.language,
            "published_at": self._now,
            "created_at": self._now,
        } | values
        ends_s = made.get("ends_s")
        if ends_s is not None and ends_s <= made.get("starts_s", 0):
            raise ArchiveUnreadable(place.at("ends_s"), _("ends before it starts"))
        made["slug"] = self.shelf.slug_for(
            values.get("slug"), made["title"], place.at("slug"), fallback=f"{self._now:%Y-%m-%d}"
        )
        try:
            video = recognise(made["url"])
        except NotAWebAddress:
            raise ArchiveUnreadable(place.at("url"), _("“%(value)s” is not a web address", value=made["url"])) from None
        recording = Recording(
            **made,
            provider=video.provider,
            provider_host=video.host,
            provider_video=video.video,
            provider_hash=video.hash,
        )
        webinar.recordings.append(recording)
        self.shelf.add(recording.slug, None)
        self._former.append((place.slugs("former_slugs"), recording))
        return recording

    def _appearance(self, webinar: Webinar, place: RecordNode) -> Appearance | None:
        reference = place.record.get("speaker")
        if reference is None:
            return None
        name = read_line(200, is_required=True)(reference, place.at("speaker"))
        for appearance in webinar.lineup:
            if appearance.speaker.slug == name or appearance.speaker.name_key == name_key(name):
                return appearance
        raise ArchiveUnreadable(place.at("speaker"), _("“%(name)s” is not in the line-up", name=name))


def _title(webinar: Webinar, appearance: Appearance | None) -> str:
    if appearance is None:
        return webinar.title
    return appearance.talk_title or _("%(speaker)s: %(title)s", speaker=appearance.shown_name, title=webinar.title)


def _recognised(recordings: Sequence[Recording], values: Mapping[str, Any]) -> Recording | None:
    for recording in recordings:
        if "slug" in values and recording.slug == values["slug"]:
            return recording
    for recording in recordings:
        if recording.url == values.get("url") and recording.starts_s == values.get("starts_s", 0):
            return recording
    return None


def _known_before(before: Mapping[str, Any] | None, values: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Returns what this source said of the recording the last time, or None if it did not name it."""
    for said in (before or {}).get("recordings", ()):
        is_same_place = said.get("url") == values.get("url") and said.get("starts_s", 0) == values.get("starts_s", 0)
        if is_same_place or ("slug" in values and said.get("slug") == values["slug"]):
            return dict(said)
    return None


def _source_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {each.key: as_json(each, values[each.key]) for each in records.RECORDING if each.key in values}
