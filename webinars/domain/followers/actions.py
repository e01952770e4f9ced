"""Verbs of people who follow by mail, without an account: asked for, pressed in the mail, changed, ended.

Each has a personal feed of its own, whose addresses nobody else knows: what somebody asks for in the name of another
can be read and changed by nobody but who reads the mails there.
"""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.calendars.feed_revisions import next_second
from webinars.domain.calendars.personal_feeds import (
    address_token,
    change_choice,
    forget_registrations_of,
    stop_following,
)
from webinars.domain.calendars.queries import Subject
from webinars.domain.followers.digest_schedule import DigestSchedule, next_due
from webinars.domain.followers.links import feed_digest, link_digest, new_nonce, page_token_of
from webinars.domain.followers.registrations_feed import bind, unbind
from webinars.domain.mail.actions import add_mail
from webinars.domain.registration.attendee_actions import is_written_to_enough
from webinars.domain.registration.mail_triggers import LINK_SLOT_S
from webinars.lib.i18n import current_locale
from webinars.lib.tokens import digest_of
from webinars.models import Follow, MailFollow, OutboundEmail, PersonalAddress, PersonalFeed, Priority
from webinars.pure.times import is_known

CONFIRM, DIGEST = "audience.confirm", "audience.digest"
UNCONFIRMED_DAYS = 7
CHUNK = 200


def ask_for_mails(
    session: Session,
    settings: Settings,
    email: str,
    choice: Collection[Subject],
    wanted: DigestSchedule,
    *,
    now: dt.datetime,
) -> None:
    """Promise the mail in which a press begins them, to `email` (as addresses are compared).

    Nothing that its reader follows already is changed, and nothing happens if it has had as many mails today as
    anybody may cause: the caller cannot tell.
    """
    if is_written_to_enough(session, email, now=now) or _has_just_asked(session, email, choice, wanted, now=now):
        return
    nonce, moment = new_nonce(), now.replace(microsecond=0)
    feed = PersonalFeed(page_digest=feed_digest(settings, nonce), created_at=moment, changed_at=moment)
    feed.follows = [Follow(kind=kind, subject_id=subject_id) for kind, subject_id in sorted(choice)]
    session.add(feed)
    session.flush()
    follow = MailFollow(
        personal_feed_id=feed.id,
        email_normal=email,
        nonce=nonce,
        link_digest=link_digest(settings, nonce),
        created_at=now,
        rhythm=wanted.rhythm,
        weekday=wanted.weekday,
        timezone=wanted.timezone if is_known(wanted.timezone) else "Etc/UTC",
        reader_language=current_locale().language,
    )
    session.add(follow)
    session.flush()
    _add_address(session, settings, follow, feed)
    add_mail(
        session,
        kind=CONFIRM,
        priority=Priority.REGISTRATION,
        recipient=email,
        context={"feed_id": feed.id},
        dedupe_key=f"{CONFIRM}:{follow.link_digest[:32]}",
        now=now,
    )


def follow_by_token(session: Session, token: str, *, is_locked: bool = False) -> MailFollow | None:
    """Returns the follow whose page has this token, with its feed and choice.

    With `is_locked` nobody else changes or ends it before this transaction is over. `confirm` locks by itself.
    """
    query = (
        sa.select(MailFollow)
        .where(MailFollow.link_digest == digest_of(token))
        .options(orm.joinedload(MailFollow.personal_feed).selectinload(PersonalFeed.follows))
    )
    return session.scalar(query.with_for_update(of=MailFollow) if is_locked else query)


def schedule_of(follow: MailFollow) -> DigestSchedule:
    return DigestSchedule(rhythm=follow.rhythm, weekday=follow.weekday, timezone=follow.timezone)


def confirm(session: Session, follow: MailFollow, *, now: dt.datetime) -> None:
    """Take the press in the mail. What its reader followed by mail before ends. Calendars that have it follow on."""
    rows = session.scalars(
        sa.select(MailFollow)
        .where(MailFollow.email_normal == follow.email_normal)
        .order_by(MailFollow.personal_feed_id)
        .options(orm.joinedload(MailFollow.personal_feed).selectinload(PersonalFeed.follows))
        .with_for_update(of=MailFollow)
        .execution_options(populate_existing=True)
    ).all()
    if follow not in rows or follow.confirmed_at is not None:
        return
    follow.confirmed_at = follow.cursor_at = now
    follow.next_at = next_due(schedule_of(follow), after=now)
    session.flush()
    for other in rows:
        if other is not follow and other.confirmed_at is not None:
            _take_over(session, other, follow, now=now)


def change(
    session: Session, follow: MailFollow, choice: Collection[Subject], wanted: DigestSchedule, *, now: dt.datetime
) -> None:
    """Follow exactly `choice` from now on, in that rhythm. Needs `follow_by_token`."""
    if set(choice) != {(each.kind, each.subject_id) for each in follow.personal_feed.follows}:
        change_choice(session, follow.personal_feed, choice, now=now)
    follow.rhythm, follow.weekday = wanted.rhythm, wanted.weekday
    if is_known(wanted.timezone):
        follow.timezone = wanted.timezone
    if follow.confirmed_at is not None:
        follow.next_at = next_due(schedule_of(follow), after=now)
    session.flush()


def put_registrations_in(session: Session, follow: MailFollow, *, is_wanted: bool, now: dt.datetime) -> None:
    """Say whether the registrations under the address stand in the feed too: once the address is proven, not before."""
    if follow.confirmed_at is None:
        return
    if is_wanted:
        bind(session, follow.personal_feed, follow.email_normal, now=now)
    else:
        unbind(session, follow.personal_feed, now=now)


def end(session: Session, follow: MailFollow, *, now: dt.datetime) -> None:
    """Write no more, and forget the address, the choice and the feed. Needs `personal_feed` loaded."""
    end_feed(session, follow.personal_feed, now=now)


def end_feed(session: Session, feed: PersonalFeed, *, now: dt.datetime) -> None:
    """End a personal feed, with the mails of who follows what stands in it by mail too. Needs its choice loaded."""
    follow = session.get(MailFollow, feed.id)
    if follow is not None:
        forget_mails(session, [follow])
    stop_following(session, feed, now=now)


def is_following(session: Session, email: str) -> bool:
    """Returns True if anything is followed by mail with `email`, as addresses are compared."""
    return session.scalar(sa.select(sa.exists().where(MailFollow.email_normal == email))) or False


def forget_mails(session: Session, follows: Sequence[MailFollow]) -> None:
    """Remove the mails that were promised to those who follow: with them goes the address."""
    ids = {follow.personal_feed_id for follow in follows}
    mails = session.execute(
        sa.select(OutboundEmail.id, OutboundEmail.context).where(
            OutboundEmail.recipient.in_({follow.email_normal for follow in follows}),
            OutboundEmail.kind.in_([CONFIRM, DIGEST]),
        )
    )
    theirs = [mail_id for mail_id, context in mails if context.get("feed_id") in ids]
    session.execute(sa.delete(OutboundEmail).where(OutboundEmail.id.in_(theirs)))


def forget_old(session: Session, *, now: dt.datetime) -> None:
    """Remove what nobody has pressed for a week, and calendars of addresses with no registration any more.

    Commits by itself, some rows at a time.
    """
    # One that was made while the last registration was erased has outlived it.
    forget_registrations_of(session, None, now=now)
    session.commit()
    old = sa.and_(MailFollow.confirmed_at.is_(None), MailFollow.created_at < now - dt.timedelta(days=UNCONFIRMED_DAYS))
    query = sa.select(MailFollow).where(old).order_by(MailFollow.personal_feed_id).limit(CHUNK)
    while rows := session.scalars(query.with_for_update()).all():
        forget_mails(session, rows)
        ids = [row.personal_feed_id for row in rows]
        # Their addresses were never shown to anybody.
        session.execute(sa.delete(PersonalAddress).where(PersonalAddress.personal_feed_id.in_(ids)))
        session.execute(sa.delete(PersonalFeed).where(PersonalFeed.id.in_(ids)))
        session.commit()
        session.expunge_all()


def _has_just_asked(
    session: Session, email: str, choice: Collection[Subject], wanted: DigestSchedule, *, now: dt.datetime
) -> bool:
    """Returns True if the same was asked for a moment ago: whoever presses twice is sent one mail."""
    latest = session.scalars(
        sa.select(MailFollow)
        .where(MailFollow.email_normal == email, MailFollow.created_at > now - dt.timedelta(seconds=LINK_SLOT_S))
        .order_by(MailFollow.personal_feed_id.desc())
        .options(orm.joinedload(MailFollow.personal_feed).selectinload(PersonalFeed.follows))
        .limit(1)
    ).one_or_none()
    if latest is None or schedule_of(latest) != wanted:
        return False
    return {(each.kind, each.subject_id) for each in latest.personal_feed.follows} == set(choice)


def _add_address(session: Session, settings: Settings, follow: MailFollow, feed: PersonalFeed) -> None:
    token = page_token_of(settings, follow, feed)
    assert token is not None
    session.add(PersonalAddress(digest=digest_of(address_token(token, feed)), personal_feed=feed))
    session.flush()


def _take_over(session: Session, former: MailFollow, follow: MailFollow, *, now: dt.datetime) -> None:
    feed, kept = former.personal_feed, follow.personal_feed
    forget_mails(session, [former])
    email = feed.email_normal
    session.execute(
        sa.update(PersonalAddress)
        .where(PersonalAddress.personal_feed_id == feed.id)
        .values(personal_feed_id=kept.id)
        .execution_options(synchronize_session=False)
    )
    moment = next_second(now, max(feed.changed_at, kept.changed_at))
    session.expunge(former)
    session.delete(feed)
    session.flush()
    kept.email_normal, kept.changed_at = email or kept.email_normal, moment
    session.flush()
