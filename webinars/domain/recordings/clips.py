"""Virtual clips: stretches of a full stream with a page of their own, cut by two times and without a file."""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.changes import record
from webinars.domain.recordings.actions import (
    TITLE_LENGTH,
    default_title,
    give_address,
    refuse_too_many,
    require_editor,
)
from webinars.domain.recordings.clip_tree import is_same_video, is_stretch_of, settle_clip, stretch_in, tie
from webinars.domain.recordings.errors import RecordingExists, RecordingInvalid
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import one_line
from webinars.models import Appearance, Recording, RecordingKind, Webinar
from webinars.models.slugs import no_slug_yet
from webinars.pure.videos import LONGEST_S


def add_clip(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    stream: Recording,
    *,
    from_s: int,
    until_s: int | None = None,
    appearance: Appearance | None = None,
    title: str = "",
    now: dt.datetime,
) -> Recording:
    """Make a new clip of `stream`, from and until a second of webinar time. None means to the end.

    Raises NotAllowed, RecordingInvalid.
    """
    require_editor(session, actor, webinar)
    refuse_too_many(webinar)
    if stream.kind != RecordingKind.FULL or stream.stream is not None:
        raise RecordingInvalid("from", _("Clips are cut from a full stream."))
    if appearance is not None and appearance not in webinar.lineup:
        raise RecordingInvalid("whose", _("This person is no longer in the line-up. Choose again."))
    starts_s = _checked_start(stream, from_s, until_s)
    for other in webinar.recordings:
        is_twin = other.kind == RecordingKind.PRESENTATION and other.appearance is appearance
        if is_twin and is_same_video(other, stream) and other.starts_s == starts_s:
            raise RecordingExists(other.title)
    title = one_line(title, at_most=TITLE_LENGTH) or default_title(webinar, appearance)
    clip = Recording(
        slug=no_slug_yet(),
        kind=RecordingKind.PRESENTATION,
        title=title,
        url=stream.url,
        provider=stream.provider,
        provider_host=stream.provider_host,
        provider_video=stream.provider_video,
        from_s=from_s,
        until_s=until_s,
        language=stream.language,
        published_at=now,
        created_at=now,
        appearance=appearance,
    )
    webinar.recordings.append(clip)
    clip.stream = stream
    settle_clip(clip, stream)
    give_address(session, webinar, clip, now=now)
    record(session, actor, webinar, "recording:add", {"title": clip.title, "stream": stream.title}, now=now)
    return clip


def set_stretch(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    clip: Recording,
    *,
    from_s: int,
    until_s: int | None,
    now: dt.datetime,
) -> None:
    """Let a virtual clip show another stretch of its stream. Raises NotAllowed, RecordingInvalid."""
    require_editor(session, actor, webinar)
    stream = clip.stream
    if stream is None:
        raise RecordingInvalid("from", _("This is a video of its own. Change its start and end on its own page."))
    before = [clip.from_s, clip.until_s]
    if before == [from_s, until_s]:
        return
    _checked_start(stream, from_s, until_s)
    clip.from_s, clip.until_s = from_s, until_s
    settle_clip(clip, stream)
    detail = {"recording": clip.title, "stretch": [before, [from_s, until_s]]}
    record(session, actor, webinar, "recording:set_stretch", detail, now=now)


def tie_to_stream(
    session: Session, actor: Actor, webinar: Webinar, clip: Recording, stream: Recording, *, now: dt.datetime
) -> None:
    """Let a stretch of the same video as `stream` follow it from now on. Raises NotAllowed, RecordingInvalid."""
    require_editor(session, actor, webinar)
    if not is_stretch_of(clip, stream):
        raise RecordingInvalid("from", _("This is not a stretch of a full stream."))
    tie(clip, stream)
    record(session, actor, webinar, "recording:tie", {"recording": clip.title}, now=now)


def _checked_start(stream: Recording, from_s: int, until_s: int | None) -> int:
    """Returns where a stretch begins in the file. Raises RecordingInvalid for one that cannot be seen."""
    for field, moment_s in (("from", from_s), ("until", until_s)):
        if moment_s is not None and abs(moment_s) > LONGEST_S:
            raise RecordingInvalid(field, _("Write a time within a week, like 1:02:03."))
    if until_s is not None and until_s <= from_s:
        raise RecordingInvalid("until", _("It ends before it starts. Write when it ends in the video, like 1:02:03."))
    starts_s, ends_s = stretch_in(stream, from_s, until_s)
    if ends_s is not None and ends_s <= starts_s:
        raise RecordingInvalid("from", _("Nothing of this stretch is in the video. Write other times."))
    if stream.duration_s is not None and starts_s >= stream.starts_s + stream.duration_s:
        raise RecordingInvalid("from", _("The video is over by then. Write an earlier time."))
    return starts_s
