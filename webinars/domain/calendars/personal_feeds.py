"""Verbs of people who follow without an account.

They have a choice, a secret address to subscribe to, and another secret address: the page to change the choice.
"""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.calendars.feed_revisions import next_second
from webinars.domain.calendars.queries import Subject
from webinars.domain.calendars.single_webinars import entries_followed, follow_entries
from webinars.lib.tokens import derived_token, digest_of, new_token
from webinars.models import FeedKind, Follow, MailFollow, PersonalAddress, PersonalFeed, Registration


def start_following(
    session: Session, choice: Collection[Subject], entry_ids: Sequence[int] = (), *, now: dt.datetime
) -> str:
    """Make a personal feed of `choice` and of single entries. Returns its page's token, which is stored nowhere."""
    token = new_token()
    moment = now.replace(microsecond=0)
    feed = PersonalFeed(page_digest=digest_of(token), created_at=moment, changed_at=moment)
    feed.follows = [Follow(kind=kind, subject_id=subject_id) for kind, subject_id in sorted(choice)]
    session.add(feed)
    session.add(PersonalAddress(digest=digest_of(address_token(token, feed)), personal_feed=feed))
    session.flush()
    follow_entries(session, feed, entry_ids, now=moment)
    return token


def personal_feed_of(session: Session, page_token: str) -> PersonalFeed | None:
    """Returns the personal feed that the page with this token changes, with its choice."""
    return session.scalar(
        sa.select(PersonalFeed)
        .where(PersonalFeed.page_digest == digest_of(page_token))
        .options(orm.selectinload(PersonalFeed.follows))
    )


def address_token(page_token: str, feed: PersonalFeed) -> str:
    """Returns the token of the feed's present address.

    It follows from the page's, so that the page can show it again, but does not lead back: calendar providers hold the
    address, and must not be able to change what is followed.
    """
    return derived_token(page_token, f"feed address {feed.address_count}")


def change_choice(session: Session, feed: PersonalFeed, choice: Collection[Subject], *, now: dt.datetime) -> None:
    """Follow exactly `choice` from now on."""
    kept = {(follow.kind, follow.subject_id): follow for follow in feed.follows}
    if set(kept) == set(choice):
        return
    feed.follows = [kept.get(subject) or Follow(kind=subject[0], subject_id=subject[1]) for subject in sorted(choice)]
    feed.changed_at = next_second(now, feed.changed_at)
    session.flush()


def give_new_address(session: Session, feed: PersonalFeed, page_token: str, *, now: dt.datetime) -> None:
    """Revoke the present address, which answers 410 from now on, and make another."""
    _revoke_addresses(session, feed, now)
    feed.address_count += 1
    session.add(PersonalAddress(digest=digest_of(address_token(page_token, feed)), personal_feed=feed))
    session.flush()


def stop_following(session: Session, feed: PersonalFeed, *, now: dt.datetime) -> None:
    """Forget the choice and revoke every address."""
    _revoke_addresses(session, feed, now)
    session.delete(feed)
    session.flush()


def forget_registrations_of(session: Session, emails: Collection[str] | None, *, now: dt.datetime) -> None:
    """Take those of `emails` (None: of all) under which nothing is registered any more out of personal feeds.

    A feed that held nothing else ends. Whoever follows by mail as well has the address kept there, and here with it.
    """
    has_more = sa.exists().where(Registration.email_normal == PersonalFeed.email_normal)
    is_followed_by_mail = sa.exists().where(
        MailFollow.personal_feed_id == PersonalFeed.id, MailFollow.confirmed_at.is_not(None)
    )
    is_meant = PersonalFeed.email_normal.is_not(None) if emails is None else PersonalFeed.email_normal.in_(emails)
    feeds = session.scalars(
        sa.select(PersonalFeed)
        .where(is_meant, ~has_more, ~is_followed_by_mail)
        .options(orm.selectinload(PersonalFeed.follows))
        .order_by(PersonalFeed.id)
        .with_for_update(of=PersonalFeed)
        .execution_options(populate_existing=True)
    ).all()
    for feed in feeds:
        if feed.follows or entries_followed(session, feed):
            feed.email_normal, feed.changed_at = None, next_second(now, feed.changed_at)
        else:
            stop_following(session, feed, now=now)
    session.flush()


def _revoke_addresses(session: Session, feed: PersonalFeed, now: dt.datetime) -> None:
    session.execute(
        sa.update(PersonalAddress)
        .where(PersonalAddress.personal_feed_id == feed.id, PersonalAddress.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def follow_instead(session: Session, kind: FeedKind, kept_id: int, gone_id: int, *, now: dt.datetime) -> None:
    """Let who follows one subject follow another, for which it ends."""
    of_gone = (Follow.kind == kind, Follow.subject_id == gone_id)
    following_both = sa.select(Follow.personal_feed_id).where(Follow.kind == kind, Follow.subject_id == kept_id)
    feeds = session.scalars(
        sa.select(PersonalFeed).where(PersonalFeed.id.in_(sa.select(Follow.personal_feed_id).where(*of_gone)))
    )
    for feed in feeds:
        feed.changed_at = next_second(now, feed.changed_at)
    session.execute(sa.delete(Follow).where(*of_gone, Follow.personal_feed_id.in_(following_both)))
    session.execute(sa.update(Follow).where(*of_gone).values(subject_id=kept_id))
