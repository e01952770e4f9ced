"""What is read of recordings one by one and newest first. Finding them: `webinars.domain.search.catalogue`."""

from collections.abc import Collection, Sequence
from functools import cache

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import LoaderOption
from sqlalchemy.sql.elements import ColumnElement

from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.public_lineup import stands_in_public
from webinars.domain.programme.public_visibility import listed, organised_by
from webinars.models import (
    Appearance,
    CoOrganiser,
    Organisation,
    Picture,
    Recording,
    RecordingKind,
    Series,
    Speaker,
    Topic,
    Webinar,
    webinar_topic,
)
from webinars.pure.matching.similarity import Talk, WebinarCandidate

# A webinar as it is compared with what tells of it.


def candidate_of(webinar: Webinar) -> WebinarCandidate:
    """Returns what recaps and videos are compared with, under the webinar's id. It was loaded whole."""
    return WebinarCandidate(
        key=webinar.id,
        title=webinar.title,
        date=webinar.starts_on,
        lineup=tuple(Talk(key=each.id, name=each.speaker.name, title=each.talk_title) for each in webinar.lineup),
        has_full=any(each.kind == RecordingKind.FULL for each in webinar.recordings),
    )


FEED_LENGTH = 50
Subject = Organisation | Series | Speaker | Topic
_NEWEST_FIRST = (Recording.published_at.desc(), Recording.id.desc())


def recording_page(session: Session, slug: str) -> Recording | None:
    """Returns the recording with everything its page shows, whatever the status of its webinar."""
    return session.scalar(_recording_page(), {"slug": slug})


@cache
def _recording_page() -> sa.Select[Recording]:
    # Built once: that takes longer than to run it.
    webinar = orm.joinedload(Recording.webinar)
    return (
        sa.select(Recording)
        .where(Recording.slug == sa.bindparam("slug"), Recording.removed_at.is_(None))
        .options(
            orm.joinedload(Recording.appearance).joinedload(Appearance.speaker),
            webinar.joinedload(Webinar.host),
            webinar.joinedload(Webinar.series),
            webinar.selectinload(Webinar.co_organisers).joinedload(CoOrganiser.organisation),
            webinar.selectinload(Webinar.lineup)
            .joinedload(Appearance.speaker)
            .joinedload(Speaker.portrait)
            .selectinload(Picture.files),
            webinar.selectinload(Webinar.topics),
            webinar.selectinload(Webinar.recordings).selectinload(Recording.copies),
            webinar.selectinload(Webinar.recordings).selectinload(Recording.files),
            *with_moments(),
        )
    )


def recording_played(session: Session, webinar_slug: str, slug: str) -> Recording | None:
    """Returns the recording of that webinar, with the webinar."""
    return session.scalar(
        sa.select(Recording)
        .join(Recording.webinar)
        .where(Recording.slug == slug, Webinar.slug == webinar_slug, Recording.removed_at.is_(None))
        .options(orm.contains_eager(Recording.webinar))
    )


def with_moments() -> tuple[LoaderOption, ...]:
    """Returns what loads all that `moments_of` and `timeline_of` read of a recording."""
    webinar = orm.joinedload(Recording.webinar)
    # A stream is one of its webinar's recordings, so its cuts and chapters come with theirs.
    beside = webinar.selectinload(Webinar.recordings)
    return (
        orm.joinedload(Recording.stream),
        webinar.selectinload(Webinar.questions),
        webinar.selectinload(Webinar.answered_questions),
        beside.joinedload(Recording.appearance).joinedload(Appearance.speaker),
        beside.joinedload(Recording.stream),
        beside.selectinload(Recording.cuts),
        beside.selectinload(Recording.chapters),
    )


def recording_to_edit(session: Session, slug: str, recording_id: int) -> Recording | None:
    """Returns a recording of the webinar `slug`, with that whole. None for one that was removed."""
    webinar = webinar_to_edit(session, slug)
    recording = next((each for each in webinar.recordings if each.id == recording_id), None) if webinar else None
    if recording is not None:
        orm.attributes.set_committed_value(recording, "webinar", webinar)
    return recording


def load_trees(session: Session, webinar: Webinar) -> None:
    """Load the recordings of `webinar` with all that hangs below them. What is loaded stays as it is."""
    session.scalars(
        sa.select(Recording)
        .where(Recording.webinar_id == webinar.id)
        .options(
            orm.joinedload(Recording.webinar).selectinload(Webinar.answered_questions),
            orm.joinedload(Recording.stream),
            orm.selectinload(Recording.clips),
            orm.selectinload(Recording.cuts),
            orm.selectinload(Recording.chapters),
            orm.selectinload(Recording.transcripts),
        )
    ).all()


def load_chapters(session: Session, webinar_ids: Collection[int]) -> None:
    """Load the chapters of all recordings of these webinars. What is loaded stays as it is."""
    session.scalars(
        sa.select(Recording)
        .where(Recording.webinar_id.in_(webinar_ids))
        .options(orm.joinedload(Recording.stream), orm.selectinload(Recording.chapters))
    ).all()


def neighbours_in_series(session: Session, recording: Recording) -> tuple[Recording | None, Recording | None]:
    """Returns listed recordings of the webinars before and after in the series: the full stream, or the first talk."""
    webinar = recording.webinar
    if webinar.series_id is None or webinar.starts_on is None:
        return None, None
    place, here = sa.tuple_(Webinar.starts_on, Webinar.id), sa.tuple_(webinar.starts_on, webinar.id)
    in_series = listed_recordings().where(Webinar.series_id == webinar.series_id).limit(1)
    first = (sa.case((Recording.kind == RecordingKind.FULL, 0), else_=1), Recording.position)
    before = in_series.where(place < here).order_by(Webinar.starts_on.desc(), Webinar.id.desc(), *first)
    after = in_series.where(place > here).order_by(Webinar.starts_on, Webinar.id, *first)
    return session.scalar(before), session.scalar(after)


def newest_recordings(session: Session, count: int) -> Sequence[Recording]:
    """Returns the latest `count` listed recordings of everybody."""
    return session.scalars(_newest(), {"count": count}).all()


@cache
def _newest() -> sa.Select[Recording]:
    # Webinars are not joined: recordings are walked from the newest on until there are enough, and not sorted.
    is_listed = sa.exists().where(Webinar.id == Recording.webinar_id, listed())
    ids = sa.select(Recording.id).where(is_listed).order_by(*_NEWEST_FIRST)
    newest = recordings_of(ids.limit(sa.bindparam("count", type_=sa.Integer))).order_by(*_NEWEST_FIRST)
    return newest.options(*for_recording_lists(), _with_topics())


def newest_recordings_of(session: Session, subject: Subject | None, count: int = FEED_LENGTH) -> Sequence[Recording]:
    """Returns the latest `count` listed recordings of all, or of one organisation, series, speaker or topic."""
    if subject is None:
        return newest_recordings(session, count)
    query = listed_recordings().where(belonging_to(subject)).options(_with_topics()).order_by(*_NEWEST_FIRST)
    return session.scalars(slice_of(query, count)).all()


def _with_topics() -> LoaderOption:
    return orm.joinedload(Recording.webinar).selectinload(Webinar.topics)


def recordings_of(ids: sa.Select[int]) -> sa.Select[Recording]:
    """Returns the recordings that a query for ids finds, in no order: whoever reads them says what is loaded with each.

    The ids are found first, so that all the rest is looked up for these only.
    """
    found = ids.subquery()
    return sa.select(Recording).join(found, found.c.id == Recording.id)


def slice_of(query: sa.Select[Recording], count: int, *, begins: int = 0) -> sa.Select[Recording]:
    """Returns so many of what `query` finds, in its order, from the place `begins` (from 0).

    They are found by their ids: their webinars, and where their pictures are, are looked up for these only.
    """
    ids = query.with_only_columns(Recording.id).limit(count).offset(begins).subquery()
    return query.where(Recording.id.in_(sa.select(ids.c.id)))


def belonging_to(subject: Subject) -> ColumnElement[bool]:
    """Returns whether a recording, joined with its webinar, is one of `subject`'s."""
    if isinstance(subject, Organisation):
        return organised_by(subject.id)
    if isinstance(subject, Series):
        return Webinar.series_id == subject.id
    if isinstance(subject, Speaker):
        return with_speaker(subject.id)
    return sa.exists().where(webinar_topic.c.webinar_id == Webinar.id, webinar_topic.c.topic_id == subject.id)


def with_speaker(speaker_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Returns whether somebody is heard in a recording: their talk, or a full stream of a webinar they appear in."""
    is_heard = sa.or_(
        Recording.appearance_id == Appearance.id,
        sa.and_(Recording.kind == RecordingKind.FULL, stands_in_public(is_over=True)),
    )
    return sa.exists().where(
        Appearance.speaker_id == speaker_id,
        Appearance.webinar_id == Recording.webinar_id,
        Webinar.id == Recording.webinar_id,
        is_heard,
    )


def for_recording_lists() -> tuple[LoaderOption, ...]:
    """Returns what an item of a list shows."""
    webinar = orm.joinedload(Recording.webinar)
    return (
        webinar.joinedload(Webinar.host),
        webinar.joinedload(Webinar.series),
        webinar.selectinload(Webinar.lineup).joinedload(Appearance.speaker),
        orm.joinedload(Recording.appearance).joinedload(Appearance.speaker),
    )


def listed_recordings() -> sa.Select[Recording]:
    """Returns the recordings that stand in lists and feeds, with what an item of a list shows."""
    return sa.select(Recording).join(Recording.webinar).where(listed()).options(*for_recording_lists())
