"""Which webinar of this site a pasted text is about: one that it made before, or that it tells of in other words."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.imports.webinar_content import WebinarContent
from webinars.domain.programme import permissions
from webinars.domain.programme.editor_queries import whole
from webinars.domain.recordings.queries import candidate_of
from webinars.lib.names import name_key
from webinars.models import CoOrganiser, Organisation, Source, SourceKind, Webinar
from webinars.pure.announcements.model import WebinarReading
from webinars.pure.matching.recaps import match_recap

NEAR = dt.timedelta(days=1)
MOST_CANDIDATES = 200


def webinar_of_source(session: Session, key: str) -> Webinar | None:
    """Returns the webinar that this very text made or completed before."""
    return session.scalar(
        sa.select(Webinar)
        .join(Source, Source.webinar_id == Webinar.id)
        .where(Source.kind == SourceKind.TEXT, Source.key == key)
        .options(*whole())
    )


def webinar_of_recap(session: Session, actor: Actor, recap: WebinarReading) -> tuple[Webinar, tuple[str, ...]] | None:
    """Returns the webinar that a recap tells of, by date, title and people, with the reasons as sentences."""
    near = _webinars_near(session, actor, recap.date)
    match = match_recap(recap, [candidate_of(webinar) for webinar in near])
    if match is None:
        return None
    return next(webinar for webinar in near if webinar.id == match.candidate.key), match.reasons


def webinar_announced(session: Session, actor: Actor, host: Organisation, content: WebinarContent) -> Webinar | None:
    """Returns the webinar that an announcement in other words is about: the host's of that title and day."""
    for webinar in _webinars_near(session, actor, content.date):
        is_same = name_key(webinar.title) == name_key(content.title) and webinar.starts_on == content.date
        if webinar.host_id == host.id and is_same:
            return webinar
    return None


def _webinars_near(session: Session, actor: Actor, date: dt.date | None) -> Sequence[Webinar]:
    """Returns webinars that the actor may edit, on that day or beside it, or without a date the latest of all."""
    query = sa.select(Webinar).options(*whole()).order_by(Webinar.starts_on.desc(), Webinar.id.desc())
    if date is not None:
        query = query.where(Webinar.starts_on.between(date - NEAR, date + NEAR))
    if not actor.is_admin:
        mine = list(actor.roles)
        joint = sa.exists().where(CoOrganiser.webinar_id == Webinar.id, CoOrganiser.organisation_id.in_(mine))
        query = query.where(sa.or_(Webinar.host_id.in_(mine), joint))
    return [each for each in session.scalars(query.limit(MOST_CANDIDATES)) if permissions.can_edit_texts(actor, each)]
