"""What pages that stay open follow of a webinar: where it stands, when it is expected, how many are there."""

import datetime as dt

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.live.presence import COUNTED, present_count, sample_of
from webinars.domain.programme.phases import Phase, phase_of
from webinars.models import Recording, RecordingKind, Webinar

WORDS = {Phase.BEFORE: "coming", Phase.AFTER: "over"}
"""What other programs call a phase, where that is not its own name."""
RECORDED = "recorded"


class PublicHour(Struct, frozen=True, kw_only=True):
    """The hour of one webinar, as everybody may know it."""

    webinar_id: int
    word: str
    """Its phase, in the words that other programs get."""
    is_counted: bool
    """Whether open pages say that they are here."""
    starts_at: dt.datetime | None
    """When it is expected to begin: later than planned, where its organisers have said so."""
    ends_at: dt.datetime | None
    present: int
    """How many pages stand open, about. Not for the public: see `presence.rounded`."""
    sample: int
    recording: str
    """The slug of its recording, the full one first, or nothing."""


def webinar_followed(session: Session, slug: str) -> Webinar | None:
    """Returns the webinar at `slug`, with its host."""
    return session.scalar(sa.select(Webinar).where(Webinar.slug == slug).options(orm.joinedload(Webinar.host)))


def public_hour(session: Session, webinar: Webinar, *, now: dt.datetime) -> PublicHour:
    """Returns the hour of `webinar` at `now`."""
    phase = phase_of(webinar, now)
    recording = _recording(session, webinar.id) if phase in {Phase.RUNNING_OVER, Phase.AFTER} else ""
    is_counted = phase in COUNTED
    present = present_count(session, webinar.id, now) if is_counted else 0
    is_dated = webinar.starts_at is not None and phase is not Phase.POSTPONED
    late, end = webinar.expected_late(), webinar.planned_end()
    return PublicHour(
        webinar_id=webinar.id,
        word=word_of(phase, has_recording=bool(recording)),
        is_counted=is_counted,
        starts_at=webinar.starts_at + late if is_dated and webinar.starts_at is not None else None,
        ends_at=end + late if is_dated and end is not None else None,
        present=present,
        sample=sample_of(present),
        recording=recording,
    )


def word_of(phase: Phase, *, has_recording: bool) -> str:
    """Returns what a page in `phase` follows. Its recording ends what may still have been running."""
    if has_recording and phase in {Phase.RUNNING_OVER, Phase.AFTER}:
        return RECORDED
    return WORDS.get(phase, phase.value)


def _recording(session: Session, webinar_id: int) -> str:
    slug = session.scalar(
        sa.select(Recording.slug)
        .where(Recording.webinar_id == webinar_id)
        .order_by(Recording.kind != RecordingKind.FULL, Recording.position, Recording.id)
        .limit(1)
    )
    return slug or ""
