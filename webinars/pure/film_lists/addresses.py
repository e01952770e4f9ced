"""What a place is whose address somebody has typed: nobody is asked for that."""

import re
from urllib.parse import unquote

from msgspec import Struct

from webinars.pure.film_lists.youtube import CHANNEL, PAGES
from webinars.pure.videos import youtube
from webinars.pure.videos.address import Address, read_address

_PLAYLIST = re.compile(r"[A-Za-z0-9_-]{13,64}")
_NAME = re.compile(r"[\w.-]{1,100}(?:@[\w.-]+)?")
"""Of a channel at PeerTube: one that lives on another server has that in its name."""


class TypedPlace(Struct, frozen=True, kw_only=True):
    kind: str
    """"youtube", "peertube", "podcast"."""
    key: str
    url: str


class NoPlace(Exception):
    """Neither a channel nor a playlist: "video" or "page" of YouTube."""


def place_at(text: str) -> TypedPlace:
    """Returns the channel, playlist or feed at an address. Raises NotAWebAddress, NoPlace."""
    address = read_address(text)
    if address.is_at(youtube.HOSTS):
        key = _youtube(address)
        page = key if key.startswith(PAGES) else f"channel/{key}" if CHANNEL.fullmatch(key) else f"playlist?list={key}"
        return TypedPlace(kind="youtube", key=key, url=f"https://www.youtube.com/{page}")
    match address.segments:
        case ["c" | "video-channels", name] | ["c" | "video-channels", name, "videos"] if _NAME.fullmatch(
            unquote(name)
        ):
            name = unquote(name)
            return TypedPlace(kind="peertube", key=f"{name}@{address.netloc}", url=f"{address.origin}/c/{name}")
        case _:
            # Nothing in the address of a feed says that it is one: that is seen when it is asked.
            return TypedPlace(kind="podcast", key=address.url, url=address.url)


def bigbluebutton_api(text: str) -> str:
    """Returns where the API of a server is, whichever of its addresses was typed. Raises NotAWebAddress."""
    return f"{read_address(text).origin}/bigbluebutton/api"


def _youtube(address: Address) -> str:
    listed = address.query.get("list") or address.query.get("playlist_id", "")
    if _PLAYLIST.fullmatch(listed):
        return listed
    match address.segments:
        case ["channel", channel, *_] if CHANNEL.fullmatch(channel):
            return channel
        case ["feeds", "videos.xml"] if CHANNEL.fullmatch(address.query.get("channel_id", "")):
            return address.query["channel_id"]
        case [handle, *_] if handle.startswith("@"):
            return handle
        case ["c" | "user" as kind, name, *_]:
            return f"{kind}/{name}"
        case _:
            raise NoPlace("video" if youtube.match(address) else "page")
