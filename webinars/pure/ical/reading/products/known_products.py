"""Which product has written a calendar or an event, and so how its words are read."""

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from webinars.pure.ical.reading.products import indico, luma, meetup, pretalx, the_events_calendar
from webinars.pure.ical.reading.products.event_text import EventText


class _Product(Struct, frozen=True):
    writers: re.Pattern[str]
    uids: re.Pattern[str]
    read: Callable[[EventText], EventText]


_PRODUCTS: Sequence[_Product] = (
    _Product(
        re.compile(r"-//CERN//INDICO//", re.IGNORECASE),
        re.compile(r"indico-(?:event|contribution|session|session-block)-[\d-]+@", re.IGNORECASE),
        indico.read,
    ),
    _Product(re.compile(r"-//pretalx//", re.IGNORECASE), re.compile(r"pretalx-[^@]+@"), pretalx.read),
    _Product(re.compile(r"-//Meetup//", re.IGNORECASE), re.compile(r"event_[^@]+@meetup\.com\Z"), meetup.read),
    _Product(re.compile(r"-//.* - ECPv\d"), re.compile(r"\d+-\d+-\d+@"), the_events_calendar.read),
    _Product(
        re.compile(r"-//lu\.?ma(?:\.com)?//", re.IGNORECASE),
        re.compile(r"evt-[^@]+@events\.lu\.?ma(?:\.com)?\Z"),
        luma.read,
    ),
)


def as_its_product_means(told: EventText, *, writer: str, uid: str) -> EventText:
    """Returns what an event says, read as the product means it that wrote it, or unchanged if none is known.

    `writer` is the PRODID of its calendar.
    """
    for product in _PRODUCTS:
        if product.writers.match(writer) or product.uids.match(uid):
            return product.read(told)
    return told
