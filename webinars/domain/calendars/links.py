"""Addresses that calendars open: to subscribe to a feed, or to add one webinar.

The services' forms are undocumented for the most part; where two were seen to work, the one that survives signing in
was taken. Times go out in UTC: Outlook refuses offsets.
"""

import datetime as dt
from functools import lru_cache
from urllib.parse import quote, urlencode

import segno
from msgspec import Struct

GOOGLE = "https://calendar.google.com/calendar"
OUTLOOK = "https://outlook.live.com/calendar/0"
MICROSOFT_365 = "https://outlook.office.com/calendar/0"
YAHOO = "https://calendar.yahoo.com/"

DETAILS_LENGTH = 900
"""Longer texts make addresses that some services cut off in the middle of a character."""
QR_CODES_KEPT = 256


class SubscribeLinks(Struct, frozen=True):
    """The ways to subscribe to the feed at `address`."""

    address: str
    webcal: str
    """Opens Apple Calendar, Thunderbird, GNOME and classic Outlook."""
    google: str
    google_by_hand: str
    """Google's form "From URL": the other link has been out of order at times."""
    outlook: str
    microsoft_365: str


class AddLinks(Struct, frozen=True):
    """The ways to copy one webinar into a calendar. A copy never changes again, while a subscription does."""

    google: str
    outlook: str
    microsoft_365: str
    yahoo: str


def subscribe_links(address: str, name: str) -> SubscribeLinks:
    """Returns how to subscribe to the feed at the absolute `address`, called `name` in the calendar."""
    webcal = "webcal:" + address.partition(":")[2]
    outlook_query = urlencode({"url": address, "name": name}, quote_via=quote)
    return SubscribeLinks(
        address=address,
        webcal=webcal,
        # Google has refused https here while it took webcal.
        google=f"{GOOGLE}/r?" + urlencode({"cid": webcal}, quote_via=quote, safe=""),
        google_by_hand=f"{GOOGLE}/r/settings/addbyurl",
        outlook=f"{OUTLOOK}/addfromweb?{outlook_query}",
        microsoft_365=f"{MICROSOFT_365}/addfromweb?{outlook_query}",
    )


def add_links(
    *, title: str, starts_at: dt.datetime, ends_at: dt.datetime, details: str, location: str, page: str
) -> AddLinks:
    """Returns how to add a webinar from `starts_at` to `ends_at` (aware).

    `location` is the way in, `page` the webinar's page. `details` is cut if it is long and ends with the page.
    """
    details = f"{_shortened(details)}\n\n{page}".strip()
    compact = [instant.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ") for instant in (starts_at, ends_at)]
    outlook = _query(
        path="/calendar/action/compose",
        rru="addevent",
        subject=title,
        startdt=starts_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        enddt=ends_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        body=details,
        location=location,
    )
    return AddLinks(
        google=f"{GOOGLE}/render?"
        + _query(action="TEMPLATE", text=title, dates="/".join(compact), details=details, location=location),
        outlook=f"{OUTLOOK}/deeplink/compose?{outlook}",
        microsoft_365=f"{MICROSOFT_365}/deeplink/compose?{outlook}",
        yahoo=f"{YAHOO}?"
        + _query(v="60", title=title, st=compact[0], et=compact[1], desc=details, in_loc=location, url=page),
    )


@lru_cache(maxsize=QR_CODES_KEPT)
def qr_code(text: str) -> str:
    """Returns `text` as a QR code: an SVG in a `data:` address, so that it needs no request of its own."""
    image: str = segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=4, light="#fff")
    return image


def _query(**values: str) -> str:
    # Spaces as %20: Outlook shows a plus sign as a plus sign.
    return urlencode(values, quote_via=quote, safe="")


def _shortened(text: str) -> str:
    if len(text) <= DETAILS_LENGTH:
        return text
    return text[:DETAILS_LENGTH].rsplit(None, 1)[0] + " …"
