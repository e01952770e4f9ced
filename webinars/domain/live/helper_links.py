"""The link by which somebody without an account presses what is pressed on the day. Verbs flush and never commit.

There is one at a time, until an hour after the end. It is stored nowhere: whoever has lost it is made another.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.live.errors import HelperLinkEnded
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.programme.editor_queries import whole
from webinars.domain.programme.phases import over_at
from webinars.lib.errors import require_right
from webinars.lib.tokens import digest_of, new_token
from webinars.models import HelperLink, Status, Webinar

OPEN_AFTER = dt.timedelta(hours=1)
"""After the end."""


def make_helper_link(session: Session, actor: Actor, webinar: Webinar, *, now: dt.datetime) -> str:
    """Make a link, and let the one before open nothing any more. Returns the secret of its address.

    Raises NotAllowed.
    """
    end_helper_link(session, actor, webinar, now=now)
    token = new_token()
    session.add(
        HelperLink(webinar_id=webinar.id, digest=digest_of(token), made_at=now, made_by_id=actor.user_id),
    )
    record(session, actor, webinar, "day:make_link", now=now)
    return token


def end_helper_link(session: Session, actor: Actor, webinar: Webinar, *, now: dt.datetime) -> None:
    """Let the link open nothing from now on. Where there is none it changes nothing. Raises NotAllowed."""
    require_right(permissions.can_publish(actor, webinar))
    link = present_link(session, webinar.id)
    if link is not None:
        link.revoked_at = now
        record(session, actor, webinar, "day:end_link", now=now)


def present_link(session: Session, webinar_id: int) -> HelperLink | None:
    """Returns the link that has not been ended."""
    return session.scalar(
        sa.select(HelperLink)
        .where(HelperLink.webinar_id == webinar_id, HelperLink.revoked_at.is_(None))
        .order_by(HelperLink.id.desc())
        .limit(1)
    )


def helper_link_by_token(
    session: Session, token: str, *, locked: bool = False, now: dt.datetime
) -> tuple[HelperLink, Webinar] | None:
    """Returns the link of an address with its webinar, loaded whole, or None where there is none.

    With `locked`, two who press at the same webinar take turns. Raises HelperLinkEnded.
    """
    link = session.scalar(sa.select(HelperLink).where(HelperLink.digest == digest_of(token)))
    if link is None:
        return None
    if locked:
        session.execute(sa.select(Webinar.id).where(Webinar.id == link.webinar_id).with_for_update(key_share=True))
        # Whoever ends it holds the same lock.
        session.refresh(link)
    webinar = session.scalars(sa.select(Webinar).where(Webinar.id == link.webinar_id).options(*whole())).one()
    ended_at = over_at(webinar)
    is_over = ended_at is not None and now >= ended_at + OPEN_AFTER
    if link.revoked_at is not None or is_over or webinar.status == Status.DRAFT:
        raise HelperLinkEnded
    return link, webinar
