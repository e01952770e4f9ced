"""Descriptions and places of other programs' events, without what they wrote around them."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from inspect import cleandoc
from urllib.parse import unquote

from msgspec import Struct

from webinars.lib.i18n import gettext as _
from webinars.lib.web_addresses import NotAWebAddress, web_address
from webinars.pure.announcements.reader.text.html import html_lines, is_html
from webinars.pure.ical.reading.content_lines import Component
from webinars.pure.ical.reading.model import SpeakerReading
from webinars.pure.ical.reading.products.event_text import EventText
from webinars.pure.ical.reading.products.known_products import as_its_product_means
from webinars.pure.ical.safe_text import clean_line, clean_text

LONGEST_DESCRIPTION = 20_000
LONGEST_TEXT = 50_000
"""Letters of one property that are looked at: a room's address is looked for in all that is kept."""
MOST_ADDRESSES = 20
"""Of rooms, beside the text."""

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


class Words(Struct, frozen=True):
    """What an event says beside its time."""

    title: str
    description: str
    organiser: str
    hosts: tuple[str, ...]
    lineup: tuple[SpeakerReading, ...]
    registration_url: str | None
    join_url: str | None


def words_of(event: Component, writer: str) -> Words:
    """Returns the words of an event of which `writer` is the PRODID, as `event_words` does."""
    page, organiser = event.first("URL"), event.first("ORGANIZER")
    told = EventText(
        title=title_of(event),
        description=plain(_text(event, "DESCRIPTION")) or plain(_text(event, "X-ALT-DESC")),
        place=clean_line(_text(event, "LOCATION")),
        page=page.value.strip()[:LONGEST_TEXT] if page else "",
        # The Events Calendar writes it as if it were an address, and other programs hand it on.
        organiser=clean_line(unquote(organiser.parameters.get("CN", "")[:LONGEST_TEXT])) if organiser else "",
    )
    told = as_its_product_means(told, writer=writer, uid=event.text("UID").strip())
    return event_words(told, [each.value.strip() for each in event.all(*ROOM_PROPERTIES)[:MOST_ADDRESSES]])


def event_words(told: EventText, addresses: Sequence[str] = ()) -> Words:
    """Returns the description as text, with the links that have places of their own taken out.

    `addresses` are those that may lead to a room. A room's address never stays in the text, which anybody may read.
    """
    text = told.description
    around = [*addresses, *filter(None, [told.page, told.form]), *_ADDRESS.findall(told.place)]
    inside = list(dict.fromkeys(_addresses(text)))
    # Not before a calendar is read: with it come the words of announcements, which take long to load.
    from webinars.pure.announcements.reader.links import is_registration, is_room  # noqa: PLC0415

    rooms = [address for address in around + inside if is_room(address)]
    forms = [each for each in [told.form] if each and not is_room(each)]
    forms += [address for address in around + inside if is_registration(address) and not is_room(address)]
    text = _without_invitation(text, rooms, [room for room in rooms if room in around])
    place = _without(told.place, {*rooms, *forms})
    lines = [_("Place: %(place)s", place=place)] if place and not _NO_PLACE.fullmatch(place) else []
    if told.page and told.page not in {*rooms, *forms[:1]} and told.page not in text:
        lines.append(told.page)
    description = clean_text("\n\n".join(filter(None, [text, *lines])))
    return Words(
        title=told.title,
        description=description[:LONGEST_DESCRIPTION],
        organiser=told.organiser,
        hosts=told.hosts,
        lineup=told.lineup,
        registration_url=_first_address(forms),
        join_url=_first_address(rooms),
    )


def title_of(event: Component) -> str:
    """Returns SUMMARY on one line. Some programs write it as for a page."""
    return clean_line(html.unescape(_text(event, "SUMMARY")))


def _text(event: Component, name: str) -> str:
    found = event.first(name)
    return found.cut(LONGEST_TEXT).text if found else ""


def _addresses(text: str) -> Iterator[str]:
    """Yields the addresses in a text, without what ends the sentence behind them."""
    for address in _ADDRESS.findall(text):
        yield address.rstrip(".,;:!?)]")


def plain(text: str) -> str:
    """Returns a text that may be HTML, or have its entities, as text."""
    if is_html(text):
        lines, _script = html_lines(text)
        return clean_text("\n".join(line.text for line in lines))
    # Else what a template has set in would be shown as code.
    return clean_text(cleandoc(html.unescape(text)))


def _without_invitation(text: str, rooms: Iterable[str], beside: Sequence[str]) -> str:
    """Returns `text` without what a meeting tool has written into it. `beside` are the rooms that stand beside it."""
    for block in _INVITATION_BLOCKS:
        text = block.sub("", text)
    found = set(rooms)
    kept = [
        line
        for line in text.split("\n")
        if not _INVITATION_LINE.match(line)
        and found.isdisjoint(_addresses(line))
        and not any(room in line for room in beside)
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
