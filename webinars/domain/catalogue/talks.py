"""What the page of a speaker or a topic shows of recordings: talks, and questions that were answered in them."""

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.programme.listing import latest_ids, list_of
from webinars.domain.programme.queries import listed
from webinars.domain.recordings.queries import stretch, with_speaker
from webinars.models import (
    Appearance,
    PassageKind,
    Recording,
    RecordingKind,
    SearchPassage,
    Speaker,
    Topic,
    Webinar,
)

TALKS, ANSWERS = 6, 5
LOOKED_THROUGH = 60


class Answer(NamedTuple):
    """A question, and where it is answered."""

    text: str
    starts_s: int
    slug: str
    """The recording's."""
    title: str
    """The webinar's."""
    language: str


def talks_of(session: Session, subject: Speaker | Topic, now: dt.datetime) -> Sequence[Recording]:
    """The latest talks of a speaker or on a topic, and behind them whole evenings, with webinar and host.

    They are looked for in the latest `LOOKED_THROUGH` webinars, so that it takes no longer the more there have been.
    """
    webinar_ids = latest_ids(session, now, LOOKED_THROUGH, list_of(subject))
    if not webinar_ids:
        return []
    values = {"webinar_ids": list(webinar_ids), "speaker_id": subject.id}
    return session.scalars(_talks(of_speaker=isinstance(subject, Speaker)), values).all()


@cache
def _talks(*, of_speaker: bool) -> sa.Select[Recording]:
    # Built once: that takes longer than to run it.
    is_meant = [Recording.webinar_id.in_(sa.bindparam("webinar_ids", expanding=True)), listed()]
    if of_speaker:
        is_meant.append(with_speaker(sa.bindparam("speaker_id", type_=sa.Integer)))
    query = (
        sa.select(Recording)
        .join(Recording.webinar)
        .where(*is_meant)
        .options(orm.joinedload(Recording.webinar).joinedload(Webinar.host))
        .order_by(Recording.kind == RecordingKind.FULL, Webinar.starts_on.desc().nulls_last(), Recording.id.desc())
    )
    return stretch(query, TALKS)


def answers_of(session: Session, speaker: Speaker) -> Sequence[Answer]:
    """The questions that are answered in a speaker's own talks, of the latest webinars first."""
    return [Answer._make(row) for row in session.execute(_answers(), {"speaker_id": speaker.id})]


@cache
def _answers() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(SearchPassage.text, SearchPassage.starts_s, Recording.slug, Webinar.title, Recording.language)
        .join(Recording, Recording.id == SearchPassage.recording_id)
        .join(Recording.appearance)
        .join(Webinar, Webinar.id == Recording.webinar_id)
        .where(
            Appearance.speaker_id == sa.bindparam("speaker_id"), SearchPassage.kind == PassageKind.QUESTION, listed()
        )
        .order_by(Webinar.starts_on.desc().nulls_last(), SearchPassage.id)
        .limit(ANSWERS)
    )
