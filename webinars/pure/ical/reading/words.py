"""Descriptions and places of other programs' events, without what they wrote around them."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from webinars.lib.i18n import gettext as _
from webinars.lib.web_addresses import NotAWebAddress, web_address
from webinars.pure.announcements.reader.html import html_lines, is_html
from webinars.pure.ical.reading.lines import Component
from webinars.pure.ical.text import clean_line, clean_text

LONGEST_DESCRIPTION = 20_000

ROOM_PROPERTIES = (
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "CONFERENCE",
)

_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_INVITATION_BLOCKS = (
    re.compile(r"-::~:~.*?~:~::-[^\n]*", re.DOTALL),  # Google Meet
    re.compile(r"_{20,}(?:(?!_{20,}).)*?(?:teams\.microsoft|teams\.live|Microsoft Teams).*?_{20,}", re.DOTALL),
)
_INVITATION_LINE = re.compile(
    r"^\W*(?:join zoom meeting|(?:zoom )?(?:meeting|webinar) id\b|passcode\b|password\s*:|one tap mobile|"
    r"dial by your location|find your local number|join with google meet|join microsoft teams|join by phone|"
    r"click here to join the meeting|\+?\d[\d ]{6,},,\d)",
    re.IGNORECASE,
)
_NO_PLACE = re.compile(
    r"(?:online|zoom|webinar|virtual|remote|internet|"
    r"microsoft teams[ -]?meeting|google meet|online event|tba|tbc|n/?a)\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """What an event says beside its title and its time."""

    description: str
    registration_url: str | None
    join_url: str | None


def words_of(event: Component) -> Words:
    """The description as text, with the links that have places of their own taken out.

    A room's address never stays in the text, which anybody may read.
    """
    text = _plain(event.text("DESCRIPTION")) or _plain(_alternative(event))
    place = clean_line(event.text("LOCATION"))
    page = event.first("URL")
    addresses = [each.value.strip() for each in event.all(*ROOM_PROPERTIES)]
    addresses += [page.value.strip()] if page else []
    addresses += _ADDRESS.findall(place)
    inside = [address.rstrip(".,;:!?)]") for address in _ADDRESS.findall(text)]
    # Not before a calendar is read: with it come the words of announcements, which take long to load.
    from webinars.pure.announcements.reader.links import is_registration, is_room  # noqa: PLC0415

    rooms = [address for address in addresses + inside if is_room(address)]
    forms = [address for address in addresses + inside if is_registration(address) and not is_room(address)]
    text = _without_invitation(text, rooms)
    place = _without(place, {*rooms, *forms})
    lines = [_("Place: %(place)s", place=place)] if place and not _NO_PLACE.fullmatch(place) else []
    if page and page.value.strip() not in {*rooms, *forms[:1]} and page.value.strip() not in text:
        lines.append(page.value.strip())
    description = clean_text("\n\n".join(filter(None, [text, *lines])))
    return Words(description[:LONGEST_DESCRIPTION], _first_address(forms), _first_address(rooms))


def title_of(event: Component) -> str:
    """SUMMARY on one line; some programs write it as for a page."""
    return clean_line(html.unescape(event.text("SUMMARY")))


def _alternative(event: Component) -> str:
    found = event.first("X-ALT-DESC")
    return found.text if found else ""


def _plain(text: str) -> str:
    if is_html(text):
        lines, _script = html_lines(text)
        return clean_text("\n".join(line.text for line in lines))
    return clean_text(html.unescape(text))


def _without_invitation(text: str, rooms: Iterable[str]) -> str:
    """`text` without what a meeting tool has written into it."""
    for block in _INVITATION_BLOCKS:
        text = block.sub("", text)
    found = set(rooms)
    kept = [
        line
        for line in text.split("\n")
        if not _INVITATION_LINE.match(line) and not any(room in line for room in found)
    ]
    return clean_text("\n".join(kept))


def _without(text: str, addresses: Iterable[str]) -> str:
    for address in sorted(addresses, key=len, reverse=True):
        text = text.replace(address, " ")
    return clean_line(text).strip(" :,;–-")


def _first_address(addresses: Iterable[str]) -> str | None:
    for address in addresses:
        try:
            return web_address(address)
        except NotAWebAddress:
            continue
    return None
