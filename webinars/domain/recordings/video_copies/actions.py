"""Naming further places of a recording, ordering and removing them."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.recordings.clip_tree import is_same_video, settle_clips
from webinars.domain.recordings.errors import RecordingInvalid
from webinars.domain.recordings.video_copies.places import exchange, places_of, put_at, typed_video
from webinars.lib import ordering
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.models import FileKind, Recording, RecordingCopy, StoredFile, Webinar
from webinars.pure.videos import LONGEST_S, Video

MAX_COPIES = 10


def add_copy(
    session: Session, actor: Actor, recording: Recording, *, url: str, shift_s: int, now: dt.datetime
) -> RecordingCopy:
    """Add another place of a recording, after those it has.

    The recording was loaded by `recording_with_copies`, as for all verbs here. Raises NotAllowed, RecordingInvalid.
    """
    webinar = _edited_webinar(actor, recording)
    if recording.stream_id is not None:
        raise RecordingInvalid("url", _("This clip is where its full stream is. Add the copy to the stream."))
    if len(recording.copies) >= MAX_COPIES:
        raise RecordingInvalid("url", _("A recording has at most %(num)s copies.", num=MAX_COPIES))
    copy = _copy_at(typed_video(url), _checked_shift(shift_s))
    if any(is_same_video(place, copy) for place in places_of(recording)):
        raise RecordingInvalid("url", _("This place is in the list already."))
    recording.copies.append(copy)
    record(session, actor, webinar, "copy:add", _copy_snapshot(recording, copy), now=now)
    return copy


def set_shift(
    session: Session, actor: Actor, recording: Recording, copy: RecordingCopy, shift_s: int, *, now: dt.datetime
) -> None:
    """Say how much later everything comes in a copy, negative for earlier. Raises NotAllowed, RecordingInvalid."""
    webinar = _edited_webinar(actor, recording)
    if copy.shift_s != _checked_shift(shift_s):
        copy.shift_s = shift_s
        record(session, actor, webinar, "copy:update", _copy_snapshot(recording, copy), now=now)


def remove_copy(session: Session, actor: Actor, recording: Recording, copy: RecordingCopy, *, now: dt.datetime) -> None:
    """Forget a place of a recording. Raises NotAllowed."""
    webinar = _edited_webinar(actor, recording)
    recording.copies.remove(copy)
    record(session, actor, webinar, "copy:remove", _copy_snapshot(recording, copy), now=now)


def move_copy(
    session: Session, actor: Actor, recording: Recording, copy: RecordingCopy, by: int, *, now: dt.datetime
) -> None:
    """Move a copy up (negative) or down by some places. From the top of the copies it becomes what is shown first.

    Raises NotAllowed.
    """
    webinar = _edited_webinar(actor, recording)
    if recording.copies.index(copy) + by < 0:
        show_first(session, actor, recording, copy, now=now)
    elif ordering.move(recording.copies, copy.id, by):
        record(session, actor, webinar, "copy:move", _copy_snapshot(recording, copy), now=now)


def show_first(session: Session, actor: Actor, recording: Recording, copy: RecordingCopy, *, now: dt.datetime) -> None:
    """Let a copy be the recording's own file. What was that becomes the first copy. Raises NotAllowed.

    Everything stays at its moment: the sync point, the stretch that is shown and the other copies move by the shift.
    """
    webinar = _edited_webinar(actor, recording)
    shift_s = copy.shift_s
    for each in recording.copies:
        each.shift_s -= shift_s
    copy.shift_s = -shift_s
    exchange(recording, copy)
    ordering.move(recording.copies, copy.id, -recording.copies.index(copy))
    recording.sync_s -= shift_s
    recording.starts_s = max(recording.starts_s + shift_s, 0)
    if recording.ends_s is not None:
        recording.ends_s = max(recording.ends_s + shift_s, recording.starts_s + 1)
    settle_clips(recording)
    record(session, actor, webinar, "copy:show_first", _copy_snapshot(recording, recording), now=now)


def leave_videos(session: Session, recording: Recording) -> None:
    """Leave the uploaded videos of a recording that is removed to others of its webinar that go on playing them.

    Those are its clips, and stretches of the same video that follow nothing.
    """
    videos = sa.select(StoredFile).where(StoredFile.recording_id == recording.id, StoredFile.kind == FileKind.VIDEO)
    for file in session.scalars(videos):
        playing = (each for each in recording.webinar.recordings if each is not recording and each.url == file.path)
        heir = next(playing, None)
        if heir is not None:
            file.recording_id = heir.id
    # Before the row of the recording goes, and what is still its own with it.
    session.flush()


def ask_again(actor: Actor, recording: Recording) -> None:
    """Have the worker ask every place of a recording at its next round. Raises NotAllowed."""
    _edited_webinar(actor, recording)
    for place in places_of(recording):
        place.checked_at, place.failed_check_count = None, 0


def _edited_webinar(actor: Actor, recording: Recording) -> Webinar:
    require_right(permissions.can_edit_texts(actor, recording.webinar))
    return recording.webinar


def _copy_at(video: Video, shift_s: int) -> RecordingCopy:
    copy = RecordingCopy(url="", provider="", provider_host="", provider_video="", shift_s=shift_s)
    put_at(copy, video)
    return copy


def _checked_shift(shift_s: int) -> int:
    if abs(shift_s) > LONGEST_S:
        raise RecordingInvalid("shift", _("Write a time within a week, like 0:30 or -1:05."))
    return shift_s


def _copy_snapshot(recording: Recording, place: RecordingCopy | Recording) -> dict[str, object]:
    return {"recording": recording.title, "url": place.url}
