"""What an organisation's editors read of the speakers it keeps records of."""

from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.lib.names import name_key
from webinars.models import Appearance, Organisation, Speaker

PAGE_SIZE = 50


class SpeakerPage(Struct, frozen=True):
    """One page of an organisation's speakers."""

    rows: Sequence[tuple[Speaker, int]]
    """Each with the number of its appearances."""
    number: int
    count: int
    """Of all that were found, on every page."""

    @property
    def page_count(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))


def speakers_page(session: Session, organisation: Organisation, words: str, number: int) -> SpeakerPage:
    """Returns page `number` (from 1) of the organisation's speakers by name, or of those with `words` in theirs."""
    of_organisation = [Speaker.organisation_id == organisation.id]
    if name_key(words):
        of_organisation.append(Speaker.name_key.contains(name_key(words), autoescape=True))
    appearance_count = (
        sa.select(sa.func.count()).where(Appearance.speaker_id == Speaker.id).correlate(Speaker).scalar_subquery()
    )
    rows = session.execute(
        sa.select(Speaker, appearance_count)
        .where(*of_organisation)
        .order_by(Speaker.name_key, Speaker.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    count = session.scalar(sa.select(sa.func.count()).select_from(Speaker).where(*of_organisation)) or 0
    return SpeakerPage([(row[0], row[1]) for row in rows], number, count)


def speaker_with_slug(session: Session, slug: str) -> Speaker | None:
    """Returns the speaker with the organisation whose record it is."""
    return session.scalar(sa.select(Speaker).where(Speaker.slug == slug).options(orm.joinedload(Speaker.organisation)))


def other_speakers(session: Session, speaker: Speaker) -> Sequence[Speaker]:
    """Returns the other records of the same organisation: of namesakes first, then by name."""
    return session.scalars(
        sa.select(Speaker)
        .where(Speaker.organisation_id == speaker.organisation_id, Speaker.id != speaker.id)
        .order_by(Speaker.name_key != speaker.name_key, Speaker.name_key, Speaker.id)
    ).all()


def appearance_count(session: Session, speaker: Speaker) -> int:
    return session.scalar(sa.select(sa.func.count()).where(Appearance.speaker_id == speaker.id)) or 0
