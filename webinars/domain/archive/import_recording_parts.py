"""What hangs below the recordings of a file: the stream of a clip, cuts, chapters and copies."""

from collections.abc import Iterable, Mapping
from typing import Any

from webinars.domain.archive import records
from webinars.domain.archive.fields import ArchiveUnreadable, RecordField, RecordNode, read_text, record_of
from webinars.domain.archive.import_overwrites import ImportConflict, as_json, may_follow
from webinars.domain.recordings.clip_tree import settle_clip
from webinars.lib.i18n import gettext as _
from webinars.lib.names import SLUG_LENGTH
from webinars.lib.web_addresses import NotAWebAddress
from webinars.models import Chapter, Recording, RecordingCopy, RecordingCut, Webinar
from webinars.pure.videos import recognise
from webinars.pure.videos.timeline import merge_cuts

LISTS: dict[str, tuple[RecordField, ...]] = {
    "cuts": records.CUT,
    "chapters": records.CHAPTER,
    "copies": records.RECORDING_COPY,
}


def tree_parts(recording: Recording) -> dict[str, Any]:
    """Returns what hangs below a recording, as its record tells it."""
    stream = None if recording.stream is None else recording.stream.slug
    below = {key: [record_of(row, fields) for row in getattr(recording, key)] for key, fields in LISTS.items()}
    return {"stream": stream} | below


class TreeParts:
    """What one record says of all that. Raises ArchiveUnreadable where it cannot be."""

    def __init__(self, place: RecordNode) -> None:
        self._place = place
        given = place.record.get("stream")
        self._stream = None if given is None else read_text(SLUG_LENGTH)(given, place.at("stream"))
        self._may_tie = False
        self._lists = {key: _read(place, key) for key in LISTS if place.record.get(key) is not None}

    def as_json(self) -> dict[str, Any]:
        """Returns the given parts in the form of `tree_parts`, to be compared with it."""
        said: dict[str, Any] = {"stream": self._stream} if "stream" in self._place.record else {}
        for key, rows in self._lists.items():
            said[key] = [{each.key: as_json(each, row[each.key]) for each in LISTS[key]} for row in rows]
        return said

    def set(self, recording: Recording, keys: Iterable[str]) -> None:
        """Give `recording`, which is one of its webinar's by now, the parts named `keys`."""
        for key in keys:
            match key:
                case "stream":
                    self._may_tie = True
                case "cuts":
                    recording.cuts[:] = [RecordingCut(**row) for row in self._lists[key]]
                case "chapters":
                    present = {chapter.at_s: chapter for chapter in recording.chapters}
                    recording.chapters[:] = [_chapter(present, **row) for row in self._lists[key]]
                case "copies":
                    copies = {copy.url: copy for copy in recording.copies}
                    recording.copies[:] = [self._copy(copies, **row) for row in self._lists[key]]
                    recording.copies.reorder()

    def follow(
        self, recording: Recording, before: Mapping[str, Any] | None, name: str
    ) -> tuple[bool, list[ImportConflict]]:
        """Give a recording that was there what it may take. Returns as `merge_fields` does."""
        proposals, is_changed, ours = [], False, tree_parts(recording)
        for key, theirs in self.as_json().items():
            follows = may_follow(ours[key], theirs, before, key)
            if follows:
                self.set(recording, [key])
                is_changed = True
            elif follows is False:
                proposals.append(ImportConflict(f"{name}, {key}", ours[key], theirs))
        return is_changed, proposals

    def tie(self, webinar: Webinar, recording: Recording) -> None:
        """Let a clip follow its stream, which may stand after it in the file."""
        if not self._may_tie:
            return
        if self._stream is None:
            recording.stream = None
            return
        stream = next((each for each in webinar.recordings if each.slug == self._stream), None)
        if stream is None or stream is recording:
            raise ArchiveUnreadable(
                self._place.at("stream"), _("“%(slug)s” is no full stream of this webinar", slug=self._stream)
            )
        if recording.from_s is None:
            raise ArchiveUnreadable(self._place.at("from_s"), _("is missing"))
        recording.stream = stream

    def _copy(self, present: Mapping[str, RecordingCopy], url: str, shift_s: int) -> RecordingCopy:
        try:
            video = recognise(url)
        except NotAWebAddress:
            raise ArchiveUnreadable(
                self._place.at("copies"), _("“%(value)s” is not a web address", value=url)
            ) from None
        copy = present.get(url) or RecordingCopy(
            url=url,
            provider=video.provider,
            provider_host=video.host,
            provider_video=video.video,
            provider_hash=video.hash,
        )
        copy.shift_s = shift_s
        return copy


def settle_trees(webinar: Webinar, place: RecordNode) -> None:
    """Let every clip of `webinar` have what follows from its stream. Raises ArchiveUnreadable for a clip of a clip."""
    for recording in webinar.recordings:
        if recording.stream is None:
            continue
        if recording.stream.stream is not None:
            raise ArchiveUnreadable(
                place.at("recordings"), _("“%(slug)s” is no full stream of this webinar", slug=recording.stream.slug)
            )
        settle_clip(recording, recording.stream)


def _read(place: RecordNode, key: str) -> list[dict[str, Any]]:
    rows = []
    for each in place.objects(key):
        row = each.values(LISTS[key], required=[field.key for field in LISTS[key]])
        if key == "cuts" and row["ends_s"] <= row["starts_s"]:
            raise ArchiveUnreadable(each.at("ends_s"), _("ends before it starts"))
        rows.append(row)
    return _in_order(place, key, rows)


def _in_order(place: RecordNode, key: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    match key:
        case "cuts":
            cuts = merge_cuts((row["starts_s"], row["ends_s"]) for row in rows)
            return [{"starts_s": start_s, "ends_s": end_s} for start_s, end_s in cuts]
        case "chapters":
            rows = sorted(rows, key=lambda row: row["at_s"])
            known = {row["at_s"] for row in rows}
        case _:
            known = {row["url"] for row in rows}
    if len(known) < len(rows):
        raise ArchiveUnreadable(place.at(key), _("one of them stands there twice"))
    return rows


def _chapter(present: Mapping[int, Chapter], at_s: int, title: str) -> Chapter:
    # Rows that stay: two of one second would meet if one came before the other goes.
    chapter = present.get(at_s)
    if chapter is None:
        return Chapter(at_s=at_s, title=title)
    if chapter.title != title:
        chapter.title = title
    return chapter
