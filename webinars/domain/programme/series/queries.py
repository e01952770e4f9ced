from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.models import Organisation, Series, Webinar


def series_with_counts(session: Session, organisation: Organisation) -> Sequence[tuple[Series, int]]:
    """Returns the organisation's series by title, each with the number of its webinars, drafts too."""
    webinar_count = sa.select(sa.func.count()).where(Webinar.series_id == Series.id).correlate(Series).scalar_subquery()
    rows = session.execute(
        sa.select(Series, webinar_count)
        .where(Series.organisation_id == organisation.id)
        .order_by(sa.func.lower(Series.title), Series.id)
    )
    return [(row[0], row[1]) for row in rows]


def series_with_slug(session: Session, slug: str) -> Series | None:
    """Returns the series with its organisation."""
    return session.scalar(sa.select(Series).where(Series.slug == slug).options(orm.joinedload(Series.organisation)))
