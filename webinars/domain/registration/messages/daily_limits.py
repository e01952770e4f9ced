"""How many messages about a webinar may leave in a day, and how many tests in an hour."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.registration.mailings.audiences import MESSAGE
from webinars.models import Mailing, User, Webinar
from webinars.pure.times import wall

TEST_MAIL_KIND = "messages.test"
MESSAGES_A_DAY = 3
"""About one webinar, on one date of its zone. Tests do not count."""
TESTS_AN_HOUR = 5
_HOUR = dt.timedelta(hours=1)


def is_day_full(session: Session, webinar: Webinar, at: dt.datetime) -> bool:
    """Returns whether as many messages go on that date as may. Those that were stopped before any mail do not count."""
    timezone = webinar.timezone or webinar.host.timezone
    rows = session.execute(
        sa.select(Mailing.context).where(
            Mailing.webinar_id == webinar.id,
            Mailing.kind == MESSAGE,
            sa.or_(Mailing.stopped_at.is_(None), Mailing.mail_count > 0),
        )
    )
    days = [wall(dt.datetime.fromisoformat(row.context["as_of"]), timezone).date() for row in rows]
    return days.count(wall(at, timezone).date()) >= MESSAGES_A_DAY


def is_hour_full(session: Session, author: User, *, now: dt.datetime) -> bool:
    """Returns whether somebody who writes has sent as many tests within an hour as may be."""
    tests = sa.select(sa.func.count(Mailing.id)).where(
        Mailing.kind == TEST_MAIL_KIND, Mailing.author_id == author.id, Mailing.created_at > now - _HOUR
    )
    return (session.scalar(tests) or 0) >= TESTS_AN_HOUR
