"""Forgets an address wherever somebody follows with it."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.calendars.personal_feeds import stop_following
from webinars.domain.followers.actions import CONFIRM, DIGEST, end
from webinars.models import MailFollow, OutboundEmail, PersonalFeed


def forget_address(session: Session, email: str, *, now: dt.datetime) -> None:
    """End every follow by mail and every calendar of `email` (as addresses are compared). Does not commit.

    What is registered under it is not touched.
    """
    feed_with_choice = orm.joinedload(MailFollow.personal_feed).selectinload(PersonalFeed.follows)
    follows = session.scalars(
        sa.select(MailFollow).where(MailFollow.email_normal == email).options(feed_with_choice)
    ).all()
    for follow in follows:
        end(session, follow, now=now)
    feeds = session.scalars(
        sa.select(PersonalFeed)
        .where(PersonalFeed.email_normal == email)
        .options(orm.selectinload(PersonalFeed.follows))
    ).all()
    for feed in feeds:
        stop_following(session, feed, now=now)
    session.execute(
        sa.delete(OutboundEmail).where(OutboundEmail.recipient == email, OutboundEmail.kind.in_([CONFIRM, DIGEST]))
    )
