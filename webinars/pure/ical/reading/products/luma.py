"""Luma: a page before the description, its address and its hosts in it, and keys of the one guest who exported it."""

import re
from urllib.parse import urlsplit, urlunsplit

from msgspec.structs import replace

from webinars.pure.ical.reading.products.event_text import EventText, is_name

_AT_LUMA = r"https?://(?:[\w-]+\.)?(?:luma\.com|lu\.ma)/"
_HEAD = re.compile(rf"Get up-to-date information at: (?P<page>{_AT_LUMA}\S+)(?:\n+|\Z)")
_ADDRESS = re.compile(r"Address:\n(?P<lines>[^\n]+(?:\n[^\n]+)*)(?:\n{2,}|\Z)")
_HOSTED = re.compile(r"(?:\A|\n+)Hosted by (?P<host>[^\n]+)\Z")
_BETWEEN = re.compile(r", | & ")
_OTHERS = re.compile(r"\d+ others?")
_LINK = re.compile(rf"{_AT_LUMA}\S*", re.IGNORECASE)
_OWN_WAY_IN = re.compile(rf"{_AT_LUMA}join/\S*", re.IGNORECASE)


def read(told: EventText) -> EventText:
    """Returns the page as the form, the host as the organiser, and the description without what stands around it.

    Nothing is left of a guest's own way in, and of an address no key. Several hosts are all named, and stay in the
    text too: nobody can tell people from groups among them, nor a calendar from who speaks.

    Source: calendars as Luma writes them (PRODID “-//lu.ma//ics//EN” or “-//Luma//Lamp Friends//EN”, UID
    “evt-…@events.lu.ma”, and “Hosted by A, B & C”, “Hosted by A & 3 others”).
    """
    text, place = _without_keys(told.description), _without_keys(told.place)
    form = _bare(told.page) if _LINK.fullmatch(told.page) else ""
    if head := _HEAD.match(text):
        form, text = _bare(head["page"]), text[head.end() :]
    if address := _ADDRESS.match(text):
        place, text = place or ", ".join(address["lines"].split("\n")), text[address.end() :]
    if _LINK.fullmatch(place):
        form, place = form or place, ""
    organiser = told.organiser
    hosted = _HOSTED.search(text)
    if hosted and (hosted["host"].strip() == organiser or (not organiser and is_name(hosted["host"]))):
        organiser, text = hosted["host"].strip(), text[: hosted.start()]
    hosts = _hosts(hosted["host"].strip(), organiser) if hosted else ()
    page = "" if _LINK.fullmatch(told.page) else told.page
    return replace(told, description=text.strip(), place=place, page=page, organiser=organiser, hosts=hosts, form=form)


def _hosts(text: str, organiser: str) -> tuple[str, ...]:
    """Returns the hosts of a list, none if a piece is no name.

    A name with a comma or “&” is one if it is the organiser's.
    """
    whole = re.search(rf"(?:\A|(?<=, )|(?<=& )){re.escape(organiser)}(?=, | & |\Z)", text) if organiser else None
    pieces = [text] if whole is None else [text[: whole.start()], text[whole.end() :]]
    names = [name for piece in pieces for each in _BETWEEN.split(piece) if (name := each.strip(" ,&"))]
    if whole is not None:
        names.insert(0, organiser)
    named = dict.fromkeys(name for name in names if not _OTHERS.fullmatch(name))
    return tuple(named) if all(map(is_name, named)) else ()


def _without_keys(text: str) -> str:
    lines = [line for line in text.split("\n") if not _OWN_WAY_IN.search(line)]
    return _LINK.sub(lambda found: _bare(found[0]), "\n".join(lines))


def _bare(address: str) -> str:
    """Returns an address without what follows its path: `?pk=` is a guest's key."""
    parts = urlsplit(address)
    return "" if _OWN_WAY_IN.match(address) else urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
