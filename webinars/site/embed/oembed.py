"""Answers to oEmbed consumers (oembed.com, version 1.0)."""

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from webinars.domain.programme.covers.svg import HEIGHT as COVER_HEIGHT
from webinars.domain.programme.covers.svg import WIDTH as COVER_WIDTH
from webinars.site.embed.code import card_code, embed_code

WIDTH, NARROWEST = 640, 200
CAPTION_HEIGHT = 130
"""Pixels below the picture for title, names and date."""
CHAPTERS_HEIGHT = 250
"""Pixels for the chapters below them, which scroll."""
CARD_HEIGHT, PROGRAMME_HEIGHT = 270, 480
CACHE_S = 3600

Answer = dict[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is embedded."""

    title: str
    page: str
    """The address of the page it stands for, with the moment it starts at."""
    frame: str
    """The address of the embed."""
    author: str
    author_page: str
    thumbnail: str
    thumbnail_size: tuple[int, int] = (COVER_WIDTH, COVER_HEIGHT)
    """Width and height in pixels; a drawn cover's if nothing else is said."""
    is_video: bool
    has_chapters: bool = False
    height: int = CARD_HEIGHT
    """Of what is no video."""


def video_height(width: int, *, has_chapters: bool) -> int:
    """How many pixels the embed of a recording needs that is `width` pixels wide."""
    return round(width * 9 / 16) + CAPTION_HEIGHT + (CHAPTERS_HEIGHT if has_chapters else 0)


def answer(card: Card, *, site_name: str, site_url: str, max_width: int | None, max_height: int | None) -> Answer:
    """The answer as a dictionary, within the size that was asked for."""
    width = min(WIDTH, max_width or WIDTH)
    height = video_height(width, has_chapters=card.has_chapters) if card.is_video else card.height
    height = min(height, max_height or height)
    frame = embed_code(card.frame, card.title, width=width, height=height)
    described: Answer = {
        "version": "1.0",
        "type": "video" if card.is_video else "rich",
        "title": card.title,
        "author_name": card.author,
        "author_url": card.author_page,
        "provider_name": site_name,
        "provider_url": site_url + "/",
        "cache_age": CACHE_S,
        "width": width,
        "height": height,
        "html": card_code(card.page, card.title, frame),
    }
    wide, high = card.thumbnail_size
    thumbnail: Answer = {"thumbnail_url": card.thumbnail, "thumbnail_width": wide, "thumbnail_height": high}
    return described | thumbnail if (max_width or wide) >= wide and (max_height or high) >= high else described


def as_xml(described: Answer) -> bytes:
    root = ET.Element("oembed")
    for name, value in described.items():
        ET.SubElement(root, name).text = str(value)
    octets: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return octets
