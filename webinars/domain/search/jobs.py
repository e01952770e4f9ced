"""What the worker does for search."""

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from webinars.bulk import CommittedSteps
from webinars.domain.programme.public_visibility import listed
from webinars.domain.search.actions import reindex
from webinars.domain.search.tokens import TOKEN_VERSION
from webinars.models import SearchDocument, SearchPassage, Webinar

log = structlog.get_logger()


def keep_search(session: Session) -> None:
    """Write the index anew if an update has emptied it, or makes other tokens than it was written with.

    Commits by itself, in steps: on a large site no editor waits behind it.
    """
    if not is_behind(session):
        return
    reindex(session, steps=CommittedSteps(session))
    log.info("search indexed anew")


def is_behind(session: Session) -> bool:
    """Returns whether search lacks a listed webinar as a whole, or has words in tokens that it no longer looks for."""
    is_missing = sa.exists().where(
        listed(), ~sa.exists().where(SearchDocument.webinar_id == Webinar.id).correlate(Webinar)
    )
    are_old = (sa.exists().where(kind.token_version != TOKEN_VERSION) for kind in (SearchDocument, SearchPassage))
    return bool(session.scalar(sa.select(sa.or_(is_missing, *are_old))))
