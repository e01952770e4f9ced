"""When a place is looked at: every hour for three days after an end, then once a day for three weeks, else never."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement

from webinars.models import RecordingPlan, RecordingSource, Status, Webinar
from webinars.pure.matching.films import LATEST

OFTEN_FOR, OFTEN, SELDOM = dt.timedelta(hours=72), dt.timedelta(hours=1), dt.timedelta(days=1)
SLACK = dt.timedelta(seconds=30)
"""The worker comes by once a minute, and an hour shall not grow to an hour and a minute."""


def is_waiting(now: dt.datetime) -> ColumnElement[bool]:
    """Returns whether a film of a webinar may appear: it has taken place, and nobody said that it is not recorded."""
    return sa.and_(
        Webinar.status == Status.PUBLISHED,
        Webinar.recording_plan != RecordingPlan.NO,
        Webinar.starts_at.is_not(None),
        Webinar.over_at <= now,
        Webinar.over_at > now - LATEST,
    )


def next_look(source: RecordingSource, last_over_at: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    """Returns when a place is looked at next, of whose webinars that wait the last ended then. None: nobody waits."""
    if source.asked_at is None:
        return now
    if last_over_at is None:
        return None
    # A webinar that has ended since is not left to wait until tomorrow.
    if source.asked_at < last_over_at:
        return last_over_at
    is_often = source.asked_at + OFTEN < last_over_at + OFTEN_FOR
    return source.asked_at + (OFTEN if is_often else SELDOM)


def is_due(source: RecordingSource, last_over_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Returns whether a place is to be looked at now."""
    at = next_look(source, last_over_at, now)
    return at is not None and at <= now + SLACK
