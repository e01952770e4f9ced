"""Which webinars the public sees. Other features build on it.

`listed` is the one rule of what stands in lists, feeds, search and the sitemap; `ever_public` the one of what may be
named at all.

Who of the organisers may look at a draft is a matter of their `permissions`.
"""

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import ColumnElement

from webinars.models import CoOrganiser, Membership, Status, Visibility, Webinar


def listed() -> ColumnElement[bool]:
    """Returns whether a webinar stands in lists, feeds, search and the sitemap."""
    return sa.and_(
        Webinar.visibility == Visibility.PUBLIC,
        Webinar.status.in_([Status.PUBLISHED, Status.POSTPONED, Status.CANCELLED]),
    )


def is_listed(webinar: Webinar) -> bool:
    """Returns the same of a webinar that is loaded."""
    return webinar.visibility == Visibility.PUBLIC and webinar.status != Status.DRAFT


def ever_public() -> ColumnElement[bool]:
    """Returns whether a webinar has, or once had, a page that strangers could see.

    What only drafts name stays unnamed.
    """
    return sa.or_(Webinar.status != Status.DRAFT, Webinar.published_at.is_not(None))


def is_linked() -> tuple[ColumnElement[bool], ...]:
    """Returns what makes a co-organiser more than words in a credit line: it has accepted, and has members."""
    has_members = sa.exists().where(Membership.organisation_id == CoOrganiser.organisation_id)
    return (CoOrganiser.accepted_at.is_not(None), has_members)


def organised_by(organisation_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Returns whether a webinar is on an organisation's page and in its feed.

    As host, or as a co-organiser that has members and has accepted.
    """
    accepted = sa.exists().where(
        CoOrganiser.webinar_id == Webinar.id, CoOrganiser.organisation_id == organisation_id, *is_linked()
    )
    return sa.or_(Webinar.host_id == organisation_id, accepted)
