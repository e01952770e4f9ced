"""What lies in a recording: its sync point and cuts, and its chapters. Everything is kept in webinar time.

A virtual clip has none of these: its stream has them.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.changes import record
from webinars.domain.questions.answer_moments import shift_moments
from webinars.domain.recordings.actions import TITLE_LENGTH, require_editor
from webinars.domain.recordings.clip_tree import file_of, file_timeline_of, settle_clips
from webinars.domain.recordings.errors import ChapterInvalid, RecordingInvalid
from webinars.domain.recordings.moments import MomentKind, moments_of
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import one_line
from webinars.models import Chapter, Cue, Recording, RecordingCut, RecordingKind, Transcript, Webinar
from webinars.pure.videos import LONGEST_S
from webinars.pure.videos.signed_times import signed_seconds, signed_time
from webinars.pure.videos.timeline import merge_cuts

MAX_CUTS = 100
MAX_CHAPTERS = 500

ChapterEntry: TypeAlias = tuple[int, str]
"""A chapter: its second of webinar time, and its title."""


def set_timing(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    recording: Recording,
    *,
    sync_s: int,
    cuts: Sequence[tuple[int, int]],
    stays: bool = False,
    now: dt.datetime,
) -> None:
    """Say which webinar time the file begins with, and what of it was taken out. All that hangs below moves along.

    With `stays` it keeps its seconds of the file instead, cuts and captions too: the file was right, and only where it
    lies in the webinar was not.

    Raises NotAllowed, RecordingInvalid.
    """
    require_editor(session, actor, webinar)
    file = file_of(recording)
    if abs(sync_s) > LONGEST_S:
        raise RecordingInvalid("sync", _("Write a time within a week, like 1:02:03."))
    for start_s, end_s in cuts:
        if max(abs(start_s), abs(end_s)) > LONGEST_S:
            raise RecordingInvalid("cuts", _("Write a time within a week, like 1:02:03."))
        if end_s <= start_s:
            raise RecordingInvalid("cuts", _("A cut ends after it starts. Write it like 10:00–12:30."))
    if len(cuts) > MAX_CUTS:
        raise RecordingInvalid("cuts", _("At most %(limit)s cuts fit.", limit=MAX_CUTS))
    before, after = _timing(file), {"sync_s": sync_s, "cuts": [list(cut) for cut in merge_cuts(cuts)]}
    if before == after:
        return
    if stays:
        _shift_answers(session, webinar, file, sync_s - file.sync_s)
        shift_below(session, file, sync_s - file.sync_s)
        cuts = [(start_s + sync_s - file.sync_s, end_s + sync_s - file.sync_s) for start_s, end_s in cuts]
    file.sync_s = sync_s
    file.cuts[:] = [RecordingCut(starts_s=start_s, ends_s=end_s) for start_s, end_s in merge_cuts(cuts)]
    settle_clips(file)
    after = _timing(file)
    changed = {name: [before[name], value] for name, value in after.items() if value != before[name]}
    record(session, actor, webinar, "recording:set_timing", {"recording": file.title, **changed}, now=now)


def add_chapter(
    session: Session, actor: Actor, webinar: Webinar, recording: Recording, *, at_s: int, title: str, now: dt.datetime
) -> Chapter:
    """Add a chapter to `recording`. Raises NotAllowed, RecordingInvalid."""
    require_editor(session, actor, webinar)
    file = file_of(recording)
    _set_chapters(session, actor, webinar, file, [*_chapter_entries(file), (at_s, title)], now=now)
    return next(chapter for chapter in file.chapters if chapter.at_s == at_s)


def change_chapters(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    recording: Recording,
    changes: Mapping[Chapter, ChapterEntry | None],
    *,
    now: dt.datetime,
) -> None:
    """Move and rename chapters, all at once. None takes one away. Raises NotAllowed, ChapterInvalid."""
    require_editor(session, actor, webinar)
    file = file_of(recording)
    before = chapters_snapshot(file)
    titles = {chapter.at_s: chapter.title for chapter in file.chapters if chapter not in changes}
    wanted: list[tuple[Chapter, int, str]] = []
    for chapter, listed in changes.items():
        if listed is None:
            file.chapters.remove(chapter)
            continue
        try:
            titles = _checked([*titles.items(), listed])
        except RecordingInvalid as error:
            raise ChapterInvalid(error, chapter.id) from error
        wanted.append((chapter, listed[0], titles[listed[0]]))
    # Two that change places would meet in one second on the way.
    for place, (chapter, _at_s, _title) in enumerate(wanted, start=LONGEST_S + 1):
        chapter.at_s = place
    session.flush()
    for chapter, at_s, title in wanted:
        chapter.at_s, chapter.title = at_s, title
    file.chapters.sort(key=lambda each: each.at_s)
    _record(session, actor, webinar, file, before, now=now)


def set_chapters(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    recording: Recording,
    chapters: Sequence[ChapterEntry],
    *,
    now: dt.datetime,
) -> None:
    """Make these the chapters. Raises NotAllowed, RecordingInvalid."""
    require_editor(session, actor, webinar)
    _set_chapters(session, actor, webinar, file_of(recording), chapters, now=now)


def add_chapters_of_talks(
    session: Session, actor: Actor, webinar: Webinar, recording: Recording, *, now: dt.datetime
) -> int:
    """Add a chapter where each talk begins that has none yet. Returns how many that were.

    Raises NotAllowed, RecordingInvalid.
    """
    require_editor(session, actor, webinar)
    file, added = file_of(recording), chapters_of_talks(recording)
    _set_chapters(session, actor, webinar, file, [*_chapter_entries(file), *added], now=now)
    return len(added)


def chapters_of_talks(recording: Recording) -> list[ChapterEntry]:
    """Returns the chapters that the talks in a stream would be: those that begin in a second without one."""
    timeline = file_timeline_of(recording)
    taken = {chapter.at_s for chapter in recording.chapters}
    found: dict[int, str] = {}
    for moment in moments_of(recording):
        at_s = round(timeline.at(recording.starts_s + moment.place_s))
        if moment.kind in {MomentKind.CLIP, MomentKind.TALK} and at_s not in taken:
            name = moment.speaker
            is_named = name in moment.title
            title = moment.title if is_named else _("%(speaker)s: %(title)s", speaker=name, title=moment.title)
            found.setdefault(at_s, title[:TITLE_LENGTH])
    return sorted(found.items())


def _set_chapters(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    file: Recording,
    chapters: Sequence[ChapterEntry],
    *,
    now: dt.datetime,
) -> None:
    titles, before = _checked(chapters), chapters_snapshot(file)
    # Chapters that stay are the same rows: two of one second would meet if one came before the other goes.
    present = {chapter.at_s: chapter for chapter in file.chapters}
    for at_s, title in titles.items():
        if at_s not in present:
            present[at_s] = Chapter(at_s=at_s, title=title)
        elif present[at_s].title != title:
            present[at_s].title = title
    file.chapters[:] = [present[at_s] for at_s in sorted(titles)]
    _record(session, actor, webinar, file, before, now=now)


def _checked(chapters: Sequence[ChapterEntry]) -> dict[int, str]:
    if len(chapters) > MAX_CHAPTERS:
        raise RecordingInvalid("chapters", _("At most %(limit)s chapters fit.", limit=MAX_CHAPTERS))
    titles: dict[int, str] = {}
    for at_s, given in chapters:
        title = one_line(given, at_most=TITLE_LENGTH)
        if not title:
            raise RecordingInvalid("title", _("Write what the chapter is called."))
        if abs(at_s) > LONGEST_S:
            raise RecordingInvalid("at", _("Write a time within a week, like 1:02:03."))
        if at_s in titles:
            raise RecordingInvalid("at", _("“%(title)s” begins there already. Write another time.", title=titles[at_s]))
        titles[at_s] = title
    return titles


def _shift_answers(session: Session, webinar: Webinar, file: Recording, by_s: int) -> None:
    """Move the moments of the answers that `file` shows. Another stream may be where the others are seen."""
    if file.kind != RecordingKind.FULL:
        return
    timeline = file_timeline_of(file)
    for question in webinar.questions:
        if question.answered_s is not None and timeline.place(question.answered_s) is not None:
            question.answered_s += by_s
    shift_moments(session, webinar.id, by_s, lambda at_s: timeline.place(at_s) is not None)


def shift_below(session: Session, file: Recording, by_s: int) -> None:
    """Move all that is kept in webinar time below `file` by some seconds: as far as the file is about to be moved.

    It is loaded with its clips and chapters. Flushes.
    """
    for clip in file.clips:
        clip.from_s = (clip.from_s or 0) + by_s
        clip.until_s = None if clip.until_s is None else clip.until_s + by_s
    shifted = [Chapter(at_s=at_s + by_s, title=title) for at_s, title in _chapter_entries(file)]
    file.chapters.clear()
    # Two of one second would meet if the new ones came before the old ones go.
    session.flush()
    file.chapters[:] = shifted
    transcripts = sa.select(Transcript.id).where(Transcript.recording_id == file.id)
    session.execute(
        sa.update(Cue)
        .where(Cue.transcript_id.in_(transcripts))
        .values(starts_ms=Cue.starts_ms + by_s * 1000, ends_ms=Cue.ends_ms + by_s * 1000)
    )


def _chapter_entries(file: Recording) -> list[ChapterEntry]:
    return [(chapter.at_s, chapter.title) for chapter in file.chapters]


def _timing(file: Recording) -> dict[str, object]:
    return {"sync_s": file.sync_s, "cuts": [[cut.starts_s, cut.ends_s] for cut in file.cuts]}


def chapters_snapshot(file: Recording) -> list[str]:
    """Returns what the history tells of chapters: "24:10 Sweeping the sky". Needs them loaded."""
    return [f"{signed_time(at_s)} {title}" for at_s, title in _chapter_entries(file)]


def chapters_of_snapshot(lines: Sequence[str]) -> list[ChapterEntry]:
    """Returns the chapters that `chapters_snapshot` has told so. What is no such line is left out."""
    found = []
    for line in lines:
        moment, _space, title = line.partition(" ")
        at_s = signed_seconds(moment)
        if at_s is not None and title:
            found.append((at_s, title))
    return found


def _record(
    session: Session, actor: Actor, webinar: Webinar, file: Recording, before: list[str], *, now: dt.datetime
) -> None:
    after = chapters_snapshot(file)
    if after != before:
        detail = {"recording": file.title, "chapters": [before, after]}
        record(session, actor, webinar, "recording:set_chapters", detail, now=now)
