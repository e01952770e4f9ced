"""What the page of a speaker or a topic shows of recordings: talks, and questions that were answered in them."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.programme.queries import listed
from webinars.domain.recordings.queries import belonging_to, stretch
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


class Answer(NamedTuple):
    """A question, and where it is answered."""

    text: str
    starts_s: int
    slug: str
    """The recording's."""
    title: str
    """The webinar's."""
    language: str


def talks_of(session: Session, subject: Speaker | Topic) -> Sequence[Recording]:
    """The latest talks of a speaker or on a topic, and behind them whole evenings, with webinar and host."""
    webinar = orm.joinedload(Recording.webinar)
    query = (
        sa.select(Recording)
        .join(Recording.webinar)
        .where(listed(), belonging_to(subject))
        .options(webinar.joinedload(Webinar.host), orm.joinedload(Recording.appearance).joinedload(Appearance.speaker))
        .order_by(Recording.kind == RecordingKind.FULL, Webinar.starts_on.desc().nulls_last(), Recording.id.desc())
    )
    return session.scalars(stretch(query, TALKS)).all()


def answers_of(session: Session, speaker: Speaker) -> Sequence[Answer]:
    """The questions that are answered in a speaker's own talks, of the latest webinars first."""
    query = (
        sa.select(SearchPassage.text, SearchPassage.starts_s, Recording.slug, Webinar.title, Recording.language)
        .join(Recording, Recording.id == SearchPassage.recording_id)
        .join(Recording.appearance)
        .join(Webinar, Webinar.id == Recording.webinar_id)
        .where(Appearance.speaker_id == speaker.id, SearchPassage.kind == PassageKind.QUESTION, listed())
        .order_by(Webinar.starts_on.desc().nulls_last(), SearchPassage.id)
        .limit(ANSWERS)
    )
    return [Answer(*row) for row in session.execute(query)]
