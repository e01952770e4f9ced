import datetime as dt
from collections.abc import Callable, Sequence
from types import MappingProxyType

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.programme.public_visibility import listed
from webinars.domain.programme.queries import recording_count
from webinars.domain.programme.subject_queries import (
    Entry,
    organisation_index,
    series_index,
    speaker_index,
    topic_index,
)
from webinars.domain.recordings.queries import slice_of
from webinars.models import Recording, Webinar

PART_LENGTH = 1_000
"""Addresses in one file. The protocol allows 50,000 in 50 MB (sitemaps.org), but a crawler should not keep us busy for
seconds with one request."""
RECORDINGS_IN_A_PART = 250
"""Of recordings, which tell more than their address."""

INDEXES: MappingProxyType[str, tuple[str, Callable[[Session], list[Entry]]]] = MappingProxyType(
    {
        "organisations": ("programme.organisation", organisation_index),
        "series": ("programme.series", series_index),
        "speakers": ("programme.speaker", speaker_index),
        "topics": ("programme.topic", topic_index),
    }
)
"""By kind: where its pages are, and what lists them."""
WEBINARS, RECORDINGS = "webinars", "recordings"
KINDS = (*INDEXES, WEBINARS, RECORDINGS)


class SitemapEntry(Struct, frozen=True):
    """A page in a sitemap."""

    endpoint: str
    slug: str
    changed_at: dt.datetime | None = None
    recording: Recording | None = None
    """With what its video tells: its places, its webinar with host and topics, and the talk it shows."""


def part_count(session: Session, kind: str) -> int:
    """Returns how many files the pages of a kind take, which is none if there is no such page."""
    if kind in INDEXES:
        count = len(INDEXES[kind][1](session))
    elif kind == WEBINARS:
        count = session.scalar(sa.select(sa.func.count(Webinar.id)).where(listed())) or 0
    else:
        count = recording_count(session)
    return -(-count // _length(kind))


def part(session: Session, kind: str, number: int) -> Sequence[SitemapEntry]:
    """Returns the pages in file `number` (from 1) of a kind, the oldest first.

    What is new changes the last file alone.
    """
    begins = (number - 1) * _length(kind)
    if kind in INDEXES:
        endpoint, index = INDEXES[kind]
        return [SitemapEntry(endpoint, entry.slug) for entry in index(session)[begins : begins + PART_LENGTH]]
    if kind == WEBINARS:
        webinars = sa.select(Webinar.slug, Webinar.updated_at).where(listed()).order_by(Webinar.id)
        rows = session.execute(webinars.limit(PART_LENGTH).offset(begins))
        return [SitemapEntry("programme.show", slug, changed_at) for slug, changed_at in rows]
    webinar = orm.joinedload(Recording.webinar)
    recordings = (
        sa.select(Recording)
        .join(Recording.webinar)
        .where(listed())
        .options(
            webinar.joinedload(Webinar.host),
            webinar.selectinload(Webinar.topics),
            orm.joinedload(Recording.appearance),
            orm.selectinload(Recording.copies),
            orm.joinedload(Recording.stream).selectinload(Recording.copies),
        )
        .order_by(Recording.id)
    )
    found = session.scalars(slice_of(recordings, RECORDINGS_IN_A_PART, begins=begins))
    return [SitemapEntry("recordings.show", each.slug, each.published_at, each) for each in found]


def _length(kind: str) -> int:
    return RECORDINGS_IN_A_PART if kind == RECORDINGS else PART_LENGTH
