"""Which feeds a webinar stands in, and how long: those of the site, its organisers, series, speakers and topics.

Only what is public stands in any. What is too long over leaves.
"""

import datetime as dt
from typing import Any

from msgspec import Struct

from webinars.domain.calendars.queries import SITE, SUBJECT_KINDS, Subject, feed_path
from webinars.domain.programme.credit_line import linked_organisers_of
from webinars.domain.programme.public_lineup import public_lineup
from webinars.models import FeedKind, Series, Visibility, Webinar

PAST_WINDOW = dt.timedelta(days=366)
"""So long after its end a webinar stays in feeds."""
CANCELLED_WINDOW = dt.timedelta(days=30)
"""So long after its date what is cancelled stays in feeds."""


class FeedLabel(Struct, frozen=True):
    """How a feed is found, and what calendars call it."""

    path: str
    name: str


def label_of(subject: Any) -> FeedLabel:  # noqa: ANN401 - an organisation, series, speaker or topic
    name = subject.title if isinstance(subject, Series) else subject.name
    return FeedLabel(feed_path(SUBJECT_KINDS[type(subject)], subject.slug), name)


def feeds_of(webinar: Webinar, site_name: str) -> dict[Subject, FeedLabel]:
    """Returns the feeds a webinar stands in if it is public.

    An organisation that has not accepted yet, or that nobody speaks for, has it in none.
    """
    subjects: list[Any] = [
        *linked_organisers_of(webinar),
        *([webinar.series] if webinar.series is not None else []),
        *(appearance.speaker for appearance in public_lineup(webinar)),
        *webinar.topics,
    ]
    labels = {(SUBJECT_KINDS[type(subject)], subject.id): label_of(subject) for subject in subjects}
    return {SITE: FeedLabel(feed_path(FeedKind.SITE), site_name), **labels}


def public_feeds_of(webinar: Webinar, site_name: str) -> dict[Subject, FeedLabel]:
    """Returns the feeds a webinar stands in once it is published: none unless it is public."""
    return feeds_of(webinar, site_name) if webinar.visibility == Visibility.PUBLIC else {}


def leaves_feeds_at(ends_at: dt.datetime, *, is_cancelled: bool) -> dt.datetime:
    """Returns when the entry of a webinar that ends, or would have ended, at `ends_at` is taken out of feeds."""
    return ends_at + (CANCELLED_WINDOW if is_cancelled else PAST_WINDOW)
