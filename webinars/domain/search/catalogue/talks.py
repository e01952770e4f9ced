"""What the page of a speaker or a topic shows of recordings: talks, and questions that were answered in them."""

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.programme.listing.lists import list_of, recorded_ids
from webinars.domain.recordings.queries import recordings_of, with_speaker
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

# Whatever stands in a list may be shown: asked of the webinars once more, all of them would be looked through.
_IN_WEBINARS = Recording.webinar_id.in_(sa.bindparam("webinar_ids", expanding=True))
_SPEAKER = sa.bindparam("speaker_id", type_=sa.Integer)


class QuestionAnswer(NamedTuple):
    """A question, and where it is answered."""

    text: str
    starts_s: int
    slug: str
    """The recording's."""
    title: str
    """The webinar's."""
    language: str


class RecordedTalks(Struct, frozen=True):
    """What can be heard of a speaker or on a topic."""

    talks: Sequence[Recording] = ()
    """The latest talks, and behind them whole evenings, with webinar and host."""
    answers: Sequence[QuestionAnswer] = ()
    """The questions that are answered in a speaker's own talks, of the latest webinars first."""


def recorded_talks_of(session: Session, subject: Speaker | Topic, now: dt.datetime) -> RecordedTalks:
    """Returns what can be heard in the latest `LOOKED_THROUGH` of their webinars that are recorded."""
    webinar_ids = recorded_ids(session, now, LOOKED_THROUGH, list_of(subject))
    if not webinar_ids:
        return RecordedTalks()
    is_speaker = isinstance(subject, Speaker)
    values = {"webinar_ids": list(webinar_ids), "speaker_id": subject.id}
    talks = session.scalars(_talks(of_speaker=is_speaker), values).all()
    return RecordedTalks(
        talks, [QuestionAnswer._make(row) for row in session.execute(_answers(), values)] if is_speaker else ()
    )


@cache
def _talks(*, of_speaker: bool) -> sa.Select[Recording]:
    # Built once: that takes longer than to run it.
    order = (Recording.kind == RecordingKind.FULL, Webinar.starts_on.desc().nulls_last(), Recording.id.desc())
    ids = sa.select(Recording.id).join(Recording.webinar).where(_IN_WEBINARS).order_by(*order).limit(TALKS)
    if of_speaker:
        ids = ids.where(with_speaker(_SPEAKER))
    webinar = orm.contains_eager(Recording.webinar)
    return recordings_of(ids).join(Recording.webinar).options(webinar.joinedload(Webinar.host)).order_by(*order)


@cache
def _answers() -> sa.Select[*tuple[Any, ...]]:
    is_meant = (_IN_WEBINARS, Appearance.speaker_id == _SPEAKER, SearchPassage.kind == PassageKind.QUESTION)
    return (
        sa.select(SearchPassage.text, SearchPassage.starts_s, Recording.slug, Webinar.title, Recording.language)
        .join(Recording, Recording.id == SearchPassage.recording_id)
        .join(Recording.appearance)
        .join(Webinar, Webinar.id == Recording.webinar_id)
        .where(*is_meant)
        .order_by(Webinar.starts_on.desc().nulls_last(), SearchPassage.id)
        .limit(ANSWERS)
    )
