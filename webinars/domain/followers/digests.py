"""Promises the mails to those who follow: some at a time, so that thousands of them keep nobody waiting.

What is in a mail is decided here, once; whether it still holds is looked up when it leaves.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.bulk import CommittedSteps
from webinars.db import reading
from webinars.domain.calendars.queries import Subject
from webinars.domain.followers.actions import CHUNK, DIGEST, schedule_of
from webinars.domain.followers.digest_news import ChangedWebinar, DigestNews, changes_since, news_of
from webinars.domain.followers.digest_schedule import local_date, next_due
from webinars.domain.mail.actions import NewMail, add_mails
from webinars.domain.programme.life_cycle import TAKEN_BACK_WITHIN
from webinars.models import Follow, MailFollow, Priority, Rhythm

LONGEST_BACK = dt.timedelta(days=31)
"""What was announced before that is no news, however long no worker has run."""
MOST_ITEMS = 40

Condition = sa.ColumnElement[bool]


def promise_digests(session: Session, *, now: dt.datetime) -> None:
    """Promise the mails that are due, if there is anything to say in them. Commits by itself."""
    _promise(session, MailFollow.next_at <= now, until=now, now=now)
    until = now - TAKEN_BACK_WITHIN
    _promise(
        session,
        sa.and_(MailFollow.rhythm == Rhythm.AS_IT_COMES, MailFollow.cursor_at < until),
        until=until,
        now=now,
        is_only_for_news=True,
    )


def _promise(
    session: Session, is_due: Condition, *, until: dt.datetime, now: dt.datetime, is_only_for_news: bool = False
) -> None:
    """Promise to those of whom `is_due` holds what happened until `until`.

    With `is_only_for_news` nothing is written while there is no news for anybody.
    """
    due = sa.and_(MailFollow.confirmed_at.is_not(None), is_due)
    with reading():
        since = session.scalar(sa.select(sa.func.min(MailFollow.cursor_at)).where(due))
        changes = changes_since(session, max(since, until - LONGEST_BACK), until=until, now=now) if since else []
        session.commit()
    if since is None or (is_only_for_news and not changes):
        return
    after, steps = 0, CommittedSteps(session)
    while True:
        with steps.step():
            rows = _next_due(session, due, after=after, count=min(CHUNK, steps.count))
            if rows:
                _promise_to(session, rows, changes, until=until, now=now)
                after = rows[-1].personal_feed_id
        session.expunge_all()
        if not rows:
            return


def _next_due(session: Session, due: Condition, *, after: int, count: int) -> Sequence[MailFollow]:
    # Another worker that is at it has the others; whoever comes second finds them told.
    return session.scalars(
        sa.select(MailFollow)
        .where(due, MailFollow.personal_feed_id > after)
        .order_by(MailFollow.personal_feed_id)
        .limit(count)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()


def _promise_to(
    session: Session,
    follows: Sequence[MailFollow],
    changes: Sequence[ChangedWebinar],
    *,
    until: dt.datetime,
    now: dt.datetime,
) -> None:
    choices = _choices(session, [follow.personal_feed_id for follow in follows]) if changes else {}
    mails = []
    for follow in follows:
        cursor_at = follow.cursor_at or until
        news = news_of(changes, choices.get(follow.personal_feed_id, ()), max(cursor_at, until - LONGEST_BACK))
        if news:
            mails.append(_mail(follow, news, until=until))
    add_mails(session, mails, now=now)
    _move_on(session, follows, until=until, now=now)


def _mail(follow: MailFollow, news: Sequence[DigestNews], *, until: dt.datetime) -> NewMail:
    day = local_date(until, follow.timezone)
    # The hour that was due, not the day: a worker that comes late may tell of two periods on one day.
    period = follow.next_at or until
    return NewMail(
        kind=DIGEST,
        priority=Priority.DIGEST,
        recipient=follow.email_normal,
        context={
            "feed_id": follow.personal_feed_id,
            "on": day.isoformat(),
            "items": [_item(each) for each in news[:MOST_ITEMS]],
            "more": max(0, len(news) - MOST_ITEMS),
        },
        dedupe_key=f"digest:{follow.link_digest[:32]}:{period.isoformat()}",
    )


def _item(news: DigestNews) -> list[object]:
    former = news.former
    return [news.webinar_id, str(news.what), *([former.wall.isoformat(), former.timezone] if former else [])]


def _move_on(session: Session, follows: Sequence[MailFollow], *, until: dt.datetime, now: dt.datetime) -> None:
    """Note that these have been told. Many have the same next hour: one statement for each hour."""
    alike: dict[dt.datetime | None, list[int]] = defaultdict(list)
    for follow in follows:
        alike[next_due(schedule_of(follow), after=now)].append(follow.personal_feed_id)
    for next_at, ids in alike.items():
        session.execute(
            sa.update(MailFollow)
            .where(MailFollow.personal_feed_id.in_(ids))
            .values(cursor_at=until, next_at=next_at)
            .execution_options(synchronize_session=False)
        )


def _choices(session: Session, feed_ids: Sequence[int]) -> Mapping[int, set[Subject]]:
    found: dict[int, set[Subject]] = defaultdict(set)
    rows = session.execute(
        sa.select(Follow.personal_feed_id, Follow.kind, Follow.subject_id).where(Follow.personal_feed_id.in_(feed_ids))
    )
    for feed_id, kind, subject_id in rows:
        found[feed_id].add((kind, subject_id))
    return found
