"""Which provider an address is of, and what is asked of it for a video: a player, a page, whether it is still there."""

from collections.abc import Collection
from types import MappingProxyType
from typing import cast

from webinars.pure.videos import (
    bigbluebutton,
    dailymotion,
    hls,
    internet_archive,
    link,
    peertube,
    twitch,
    video_file,
    vimeo,
    youtube,
)
from webinars.pure.videos.address import read_address
from webinars.pure.videos.video import Embed, Inquiry, Players, Provider, Stretch, Video

PROVIDERS = MappingProxyType(
    {
        "youtube": cast("Provider", youtube),
        "vimeo": cast("Provider", vimeo),
        "internet_archive": cast("Provider", internet_archive),
        "dailymotion": cast("Provider", dailymotion),
        "twitch": cast("Provider", twitch),
        "peertube": cast("Provider", peertube),
        "bigbluebutton": cast("Provider", bigbluebutton),
        "video_file": cast("Provider", video_file),
        "hls": cast("Provider", hls),
        "link": cast("Provider", link),
    }
)
"""In the order they are tried: names of hosts first, forms of addresses after them."""


def recognise(url: str, *, peertube_hosts: Collection[str] | None = None) -> Video:
    """Returns the video at `url`, with the start and end the address names. What nobody understands is a link.

    With `peertube_hosts`, an address that looks like PeerTube's on another host is a link. Raises NotAWebAddress.
    """
    if (own := video_file.own_file(url.strip())) is not None:
        return own
    address = read_address(url)
    for provider in PROVIDERS.values():
        video = provider.match(address)
        if video is None:
            continue
        if video.provider == "peertube" and peertube_hosts is not None and video.host not in peertube_hosts:
            continue
        return video
    raise AssertionError("a link matches every address")


def is_playlist(url: str) -> bool:
    """Returns whether `url` names a list of videos instead of one. Raises NotAWebAddress."""
    return youtube.is_playlist(read_address(url))


def is_no_video(url: str) -> bool:
    """Returns whether `url` is at a host where every video has an id, and names none. Raises NotAWebAddress."""
    return youtube.is_no_video(read_address(url))


def embed(video: Video, stretch: Stretch, players: Players) -> Embed | None:
    """Returns the player of `video`, or None where it can only be linked to."""
    return _provider_of(video).embed(video, stretch, players)


def page(video: Video, starts_s: int = 0) -> str:
    """Returns where a person watches `video` from `starts_s` on, without us."""
    return _provider_of(video).page(video, starts_s)


def asked_host(video: Video) -> str:
    """Returns who is asked once somebody presses play: "YouTube", "videos.example". Empty for a file of this site."""
    return _provider_of(video).NAME or video.host


def inquiry(video: Video, players: Players) -> Inquiry | None:
    """Returns how to ask whether `video` is still there, or None where nobody would answer."""
    return _provider_of(video).inquiry(video, players)


def _provider_of(video: Video) -> Provider:
    # A provider that a later version knows may stand in an imported archive.
    return PROVIDERS.get(video.provider, PROVIDERS["link"])
