"""Recordings that somebody may want to see after one."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.programme.listing.lists import list_of, recorded_ids
from webinars.domain.recordings.queries import Subject, for_recording_lists, with_speaker
from webinars.models import Recording

LONGEST = 4
LOOKED_THROUGH = 24
"""Webinars of each list: that of an organisation's one topic may be as long as the whole archive."""

_SPEAKER = sa.bindparam("speaker_id", type_=sa.Integer)


def related_recordings(session: Session, recording: Recording, now: dt.datetime) -> Sequence[Recording]:
    """Returns up to `LONGEST` listed recordings of other webinars: same speaker first, then same series, same topic.

    They are looked for in the latest webinars of each that are over and recorded, and the newest come first.
    """
    speaker_id = recording.appearance.speaker_id if recording.appearance is not None else 0
    ids: list[int] = []
    for of_speaker, subjects in _nearest_first(recording):
        webinar_ids = {id_ for each in subjects for id_ in recorded_ids(session, now, LOOKED_THROUGH, list_of(each))}
        webinar_ids.discard(recording.webinar_id)
        if not webinar_ids:
            continue
        values = {
            "webinar_ids": sorted(webinar_ids),
            "known": ids,
            "count": LONGEST - len(ids),
            "speaker_id": speaker_id,
        }
        ids += session.scalars(_newest_in(of_speaker=of_speaker), values)
        if len(ids) == LONGEST:
            break
    return sorted(session.scalars(_with_ids(), {"ids": ids}), key=lambda each: ids.index(each.id)) if ids else []


def _nearest_first(recording: Recording) -> Iterator[tuple[bool, Sequence[Subject]]]:
    """Yields what the next ones have in common with it, and whether that is the speaker."""
    if recording.appearance is not None:
        yield True, [recording.appearance.speaker]
    if recording.webinar.series is not None:
        yield False, [recording.webinar.series]
    yield False, recording.webinar.topics


@cache
def _newest_in(*, of_speaker: bool) -> sa.Select[int]:
    # Built once: that takes longer than to run it. Whatever stands in a list may be shown.
    query = sa.select(Recording.id).where(
        Recording.webinar_id.in_(sa.bindparam("webinar_ids", expanding=True)),
        Recording.id.not_in(sa.bindparam("known", expanding=True)),
    )
    if of_speaker:
        query = query.where(with_speaker(_SPEAKER))
    newest = query.order_by(Recording.published_at.desc(), Recording.id.desc())
    return newest.limit(sa.bindparam("count", type_=sa.Integer))


@cache
def _with_ids() -> sa.Select[Recording]:
    return (
        sa.select(Recording)
        .where(Recording.id.in_(sa.bindparam("ids", expanding=True)))
        .options(*for_recording_lists())
    )
