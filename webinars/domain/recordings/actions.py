"""Adding recordings to a webinar, correcting, ordering and removing them."""

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.orm import Session

from webinars.db import length_of
from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.programme.editor_queries import load_to_change
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.programme.fields.details import checked_details
from webinars.domain.recordings.chapters.from_turns import chapters_of_turns
from webinars.domain.recordings.clip_tree import is_at, is_stretch_of, settle_clips, tie, usual_sync_s
from webinars.domain.recordings.errors import FullStreamExists, RecordingExists, RecordingInvalid
from webinars.domain.recordings.queries import load_trees
from webinars.domain.recordings.video_copies.places import put_at, typed_video
from webinars.lib import ordering
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import one_line
from webinars.models import Appearance, Recording, RecordingKind, Webinar
from webinars.models.slugs import give_slug, no_slug_yet
from webinars.pure.videos import LONGEST_S, Video
from webinars.pure.videos.titles import says_only_full

TITLE_LENGTH = length_of(Recording.title)
STRETCH = ("starts_s", "ends_s")
MAX_RECORDINGS = 200


class RecordingDetails(Struct, frozen=True, kw_only=True):
    """A recording as it shall be."""

    url: str
    kind: RecordingKind
    is_another: bool = False
    """Whether somebody has said that it is a full stream beside the one there is."""
    appearance: Appearance | None = None
    """Whose talk it is, only with a presentation."""
    title: str = ""
    """Empty means the talk's, or the webinar's."""
    starts_s: int | None = None
    """None means what the address says, else the beginning."""
    ends_s: int | None = None
    """With both in the middle of a stream, the recording is a clip that needs no file of its own."""
    duration_s: int | None = None
    language: str = ""
    """A BCP 47 tag. Empty means the webinar's."""
    published_at: dt.datetime | None = None
    """None means now, or what it was."""


def add_recording(
    session: Session, actor: Actor, webinar: Webinar, details: RecordingDetails, *, now: dt.datetime
) -> Recording:
    """Add a recording at the end of the webinar's list. Its slug stays from the first publication of the webinar on.

    A stretch of a full stream that the webinar has follows it from then on, whichever of both comes first. Who was said
    on the day to speak is a chapter of a full stream.

    Raises NotAllowed, RecordingInvalid.
    """
    require_editor(session, actor, webinar)
    refuse_too_many(webinar)
    settled, video = _checked_details(webinar, details, now=now)
    _refuse_twice(webinar, settled, video)
    _refuse_second_stream(webinar, settled)
    recording = Recording(
        slug=no_slug_yet(),
        kind=settled.kind,
        title=settled.title,
        url=video.url,
        provider=video.provider,
        provider_host=video.host,
        provider_video=video.video,
        provider_hash=video.hash,
        starts_s=settled.starts_s or 0,
        ends_s=settled.ends_s,
        duration_s=settled.duration_s,
        language=settled.language,
        published_at=settled.published_at or now,
        created_at=now,
        appearance=settled.appearance,
        sync_s=usual_sync_s(session, webinar) if settled.kind == RecordingKind.FULL else 0,
    )
    if settled.kind == RecordingKind.FULL:
        recording.chapters[:] = chapters_of_turns(session, webinar)
    webinar.recordings.append(recording)
    tie_stretches(webinar, recording)
    give_address(session, webinar, recording, now=now)
    record(session, actor, webinar, "recording:add", {"title": recording.title, "url": recording.url}, now=now)
    return recording


def update_recording(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    recording: Recording,
    details: RecordingDetails,
    *,
    now: dt.datetime,
) -> None:
    """Correct a recording of `webinar`. Raises NotAllowed, RecordingInvalid."""
    require_editor(session, actor, webinar)
    settled, video = _checked_details(webinar, details, now=now)
    _refuse_twice(webinar, settled, video, but=recording)
    if not is_at(recording, video) and any(is_at(copy, video) for copy in recording.copies):
        raise RecordingInvalid("url", _("This is one of its copies. Move that to the top of its places instead."))
    if recording.kind != RecordingKind.FULL:
        _refuse_second_stream(webinar, settled)
    before = _recording_snapshot(recording)
    is_called_anew = webinar.published_at is None and settled.title != recording.title
    recording.kind, recording.appearance, recording.title = settled.kind, settled.appearance, settled.title
    put_at(recording, video)
    recording.starts_s, recording.ends_s = settled.starts_s or 0, settled.ends_s
    recording.duration_s, recording.language = settled.duration_s, settled.language
    recording.published_at = settled.published_at or recording.published_at
    _keep_tree(recording, before)
    if is_called_anew:
        give_address(session, webinar, recording, now=now)
    changes = {
        name: [old, new]
        for (name, old), new in zip(before.items(), _recording_snapshot(recording).values(), strict=True)
    }
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if changed:
        record(session, actor, webinar, "recording:update", {"recording": recording.title, **changed}, now=now)


def move_recording(
    session: Session, actor: Actor, webinar: Webinar, recording: Recording, by: int, *, now: dt.datetime
) -> None:
    """Move a recording up (negative) or down by some places. Raises NotAllowed."""
    require_editor(session, actor, webinar)
    if ordering.move(webinar.recordings, recording.id, by):
        record(session, actor, webinar, "recording:move", {"title": recording.title}, now=now)


def untie(clip: Recording) -> None:
    """Let a virtual clip be a stretch of its video that follows no stream any more."""
    clip.stream, clip.from_s, clip.until_s = None, None, None


def require_editor(session: Session, actor: Actor, webinar: Webinar) -> None:
    """Load the webinar with its recordings and all below them. Raises NotAllowed unless the actor may change them."""
    load_to_change(session, actor, webinar, permissions.can_edit_texts)
    load_trees(session, webinar)


def refuse_too_many(webinar: Webinar) -> None:
    """Raises RecordingInvalid where no more recordings fit."""
    if len(webinar.recordings) >= MAX_RECORDINGS:
        raise RecordingInvalid("url", _("A webinar holds at most %(num)s recordings.", num=MAX_RECORDINGS))


def tie_stretches(webinar: Webinar, recording: Recording) -> None:
    """Let `recording` follow the stream that it is a stretch of, and its own stretches follow it."""
    for other in webinar.recordings:
        if is_stretch_of(recording, other):
            tie(recording, other)
        elif is_stretch_of(other, recording):
            tie(other, recording)


def _keep_tree(recording: Recording, before: Mapping[str, object]) -> None:
    """Let clips follow their stream as long as it is one. A clip that was moved by hand leaves it."""
    if recording.stream is not None and any(
        before[name] != _recording_snapshot(recording)[name] for name in ("url", *STRETCH)
    ):
        untie(recording)
    if recording.kind != RecordingKind.FULL:
        for clip in list(recording.clips):
            untie(clip)
    settle_clips(recording)


def _checked_details(
    webinar: Webinar, details: RecordingDetails, *, now: dt.datetime
) -> tuple[RecordingDetails, Video]:
    """Returns what is stored: every value checked, and those left open filled in. Raises RecordingInvalid."""
    video = typed_video(details.url)
    appearance = details.appearance if details.kind == RecordingKind.PRESENTATION else None
    if appearance is not None and appearance not in webinar.lineup:
        raise RecordingInvalid("whose", _("This person is no longer in the line-up. Choose again."))
    starts_s = details.starts_s if details.starts_s is not None else video.starts_s
    ends_s = details.ends_s if details.ends_s is not None else video.ends_s
    for field, moment_s in (("starts", starts_s), ("ends", ends_s), ("duration", details.duration_s)):
        if moment_s is not None and not 0 <= moment_s <= LONGEST_S:
            raise RecordingInvalid(field, _("Write a time within a week, like 1:02:03."))
    if ends_s is not None and ends_s <= starts_s:
        raise RecordingInvalid("ends", _("It ends before it starts. Write when it ends in the video, like 1:02:03."))
    if details.published_at is not None and details.published_at > now:
        raise RecordingInvalid("published_at", _("This is in the future. Choose a moment that is past."))
    try:
        language: str = checked_details({"language": details.language or webinar.language})["language"]
    except WebinarInvalid as error:
        raise RecordingInvalid("language", str(error)) from error
    settled = replace(
        details,
        appearance=appearance,
        title=_title(details, webinar, appearance),
        starts_s=starts_s,
        ends_s=ends_s,
        # Of a stretch the length is known, whatever was typed before the stretch was moved.
        duration_s=details.duration_s or None if ends_s is None else ends_s - starts_s,
        language=language,
    )
    return settled, video


def _title(details: RecordingDetails, webinar: Webinar, appearance: Appearance | None) -> str:
    title = one_line(details.title, at_most=TITLE_LENGTH)
    is_named = bool(title) and not (details.kind == RecordingKind.FULL and says_only_full(title))
    return title if is_named else default_title(webinar, appearance)


def default_title(webinar: Webinar, appearance: Appearance | None) -> str:
    """Returns what a recording is called that was given no title."""
    if appearance is None:
        return one_line(webinar.title)
    title = appearance.talk_title or _("%(speaker)s: %(title)s", speaker=appearance.shown_name, title=webinar.title)
    return one_line(title, at_most=TITLE_LENGTH)


def _refuse_twice(webinar: Webinar, settled: RecordingDetails, video: Video, *, but: Recording | None = None) -> None:
    for other in webinar.recordings:
        is_same = is_at(other, video) and (other.starts_s, other.kind, other.appearance) == (
            settled.starts_s,
            settled.kind,
            settled.appearance,
        )
        if is_same and other is not but:
            raise RecordingExists(other.title)


def _refuse_second_stream(webinar: Webinar, settled: RecordingDetails) -> None:
    if settled.kind != RecordingKind.FULL or settled.is_another:
        return
    for other in webinar.recordings:
        if other.kind == RecordingKind.FULL:
            raise FullStreamExists(other.title)


def give_address(session: Session, webinar: Webinar, recording: Recording, *, now: dt.datetime) -> None:
    """Give a recording of `webinar` that was never public the first free slug for its title. Flushes."""
    session.flush()
    give_slug(session, recording, recording.title, fallback=(webinar.starts_on or now.date()).isoformat())


def _recording_snapshot(recording: Recording) -> dict[str, object]:
    """Returns what the history tells of a recording, as JSON."""
    return {
        "kind": recording.kind.value,
        "speaker": recording.appearance.speaker.name if recording.appearance else None,
        "title": recording.title,
        "url": recording.url,
        "starts_s": recording.starts_s,
        "ends_s": recording.ends_s,
        "duration_s": recording.duration_s,
        "language": recording.language,
        "published_at": recording.published_at.isoformat(),
    }
