"""What every provider speaks of: a video as it is stored, its player, and the operator's choices about players."""

import enum
from collections.abc import Callable, Collection
from typing import Protocol
from urllib.parse import urlsplit

from msgspec import Struct

from webinars.pure.videos.address import Address


class Video(Struct, frozen=True, kw_only=True):
    """A video by its provider's own ids: never HTML, and never more of an address than was understood."""

    provider: str
    """The module that understood the address."""
    url: str
    """The address as it was given."""
    host: str
    """Empty for a file of this site."""
    video: str = ""
    hash: str = ""
    """What Vimeo asks for beside the id of an unlisted video."""
    starts_s: int = 0
    ends_s: int | None = None


class EmbedKind(enum.StrEnum):
    IFRAME = "iframe"
    VIDEO = "video"
    HLS = "hls"
    """A list of pieces: a video to browsers that can play such lists, a link in all others."""


class Embed(Struct, frozen=True, kw_only=True):
    """A player, from the start it was asked for."""

    kind: EmbedKind
    src: str
    source: str
    """What the page's Content-Security-Policy has to allow: one origin, or 'self'."""

    @property
    def directive(self) -> str:
        return "frame-src" if self.kind == EmbedKind.IFRAME else "media-src"


class Players(Struct, frozen=True, kw_only=True):
    """What the operator has chosen. A provider that needs a choice and has none is shown as a link."""

    site_url: str
    peertube_hosts: Collection[str] = ()
    bigbluebutton_hosts: Collection[str] = ()
    dailymotion_player: str = ""
    """Since September 2026 Dailymotion answers 403 to players without an id of the site's own."""

    @property
    def site_host(self) -> str:
        return urlsplit(self.site_url).hostname or ""


class Stretch(Struct, frozen=True, kw_only=True):
    """The part to play, in whole seconds of the video. Not every provider stops at an end."""

    starts_s: int = 0
    ends_s: int | None = None


class Reply(enum.StrEnum):
    """How a provider says that a video is there."""

    OEMBED = "oembed"
    """By an oEmbed answer (oembed.com), which names a picture as well."""
    RESULT = "result"
    """By JSON with a `result`."""
    STATUS = "status"
    """By the status alone."""


class Inquiry(Struct, frozen=True, kw_only=True):
    """Where to ask whether a video is still there, and for a picture of it."""

    url: str
    host: str
    reply: Reply
    pictures: tuple[str, ...] = ()
    """Addresses of its picture, the best first, empty where the reply names one, or there is none."""
    picture_hosts: frozenset[str] = frozenset()
    """Who may be asked for a picture. ".archive.org" is every host below it."""


class Provider(Protocol):
    """The shape of a module in this package."""

    NAME: str
    """As people call it, empty where the host's name says more."""
    match: Callable[[Address], Video | None]
    """The video at an address, or None if the address is not one of this provider's."""
    embed: Callable[[Video, Stretch, Players], Embed | None]
    """The player, which starts at once: it is asked for by a click. None where the video can only be linked to."""
    page: Callable[[Video, int], str]
    """Where a person watches it, from a second on: works without a script and without us."""
    inquiry: Callable[[Video, Players], Inquiry | None]
    """How to ask whether it is there, or None where nobody would answer."""
