"""Streams that play while a webinar is on: videos that can be played here, and channels, which show whatever is on.

A channel is never a recording: `providers.recognise` takes its address for a link, and must.
"""

import re
from urllib.parse import urlencode

from msgspec import Struct

from webinars.pure.videos import providers, twitch, vimeo, youtube
from webinars.pure.videos.address import Address, read_address
from webinars.pure.videos.video import Embed, EmbedKind, Players, Stretch, Video

YOUTUBE_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")
TWITCH_CHANNEL = re.compile(r"[A-Za-z0-9_]{3,25}")
TWITCH_PAGES = frozenset(
    {
        "bits", "broadcast", "collections", "directory", "downloads", "drops", "embed", "event", "friends", "inventory",
        "jobs", "legal", "login", "messages", "moderator", "popout", "prime", "search", "settings", "signup", "store",
        "subscriptions", "team", "turbo", "user", "videos", "wallet",
    }
)  # fmt: skip
"""Pages of the site itself, which stand where a channel's name would."""
FILMS = frozenset({"youtube", "vimeo", "internet_archive", "dailymotion", "twitch", "peertube", "video_file"})
"""Providers whose videos keep their address once the stream is over."""
WELL_KNOWN = ((youtube.NAME, youtube.HOSTS), (vimeo.NAME, vimeo.HOSTS), (twitch.NAME, twitch.HOSTS))


class LiveStream(Struct, frozen=True, kw_only=True):
    """A stream, ready to be shown."""

    embed: Embed | None
    """Its player, or None where it can only be linked to."""
    page: str
    """Where to watch it without us."""
    host: str
    """Who is asked once somebody presses play: "YouTube", "videos.example"."""
    is_film: bool
    """Whether the address is that of one video, which can itself become the recording."""


def live_stream(url: str, players: Players) -> LiveStream:
    """Returns the stream at `url`. Raises NotAWebAddress.

    A YouTube channel that is named by its handle (`/@name`, `/c/name`) can only be linked to: the player takes a
    channel's id, and which id a handle has only YouTube knows.
    """
    video = providers.recognise(url, peertube_hosts=players.peertube_hosts)
    if video.provider != "link":
        return LiveStream(
            # From where it is now, whatever moment its address names.
            embed=providers.embed(video, Stretch(), players),
            page=providers.page(video),
            host=providers.asked_host(video),
            is_film=video.provider in FILMS and not video.video.startswith(vimeo.EVENT),
        )
    address = read_address(url)
    return _youtube_channel(address) or _twitch_channel(address, players) or _link(address, video)


def _link(address: Address, video: Video) -> LiveStream:
    known = next((name for name, hosts in WELL_KNOWN if address.is_at(hosts)), "")
    return LiveStream(embed=None, page=video.url, host=known or video.host.removeprefix("www."), is_film=False)


def _youtube_channel(address: Address) -> LiveStream | None:
    """Returns whatever a channel shows now, by its id."""
    if not address.is_at(youtube.HOSTS) or address.host == youtube.SHORT_HOST:
        return None
    match address.segments:
        case ["channel", channel] | ["channel", channel, "live" | "streams"]:
            pass
        case ["embed", "live_stream"]:
            channel = address.query.get("channel", "")
        case _:
            return None
    if not YOUTUBE_CHANNEL.fullmatch(channel):
        return None
    query = urlencode({"channel": channel, "playsinline": 1, "autoplay": 1})
    src = f"{youtube.NO_COOKIE}/embed/live_stream?{query}"
    return LiveStream(
        embed=Embed(kind=EmbedKind.IFRAME, src=src, source=youtube.NO_COOKIE),
        page=f"https://www.youtube.com/channel/{channel}/live",
        host=youtube.NAME,
        is_film=False,
    )


def _twitch_channel(address: Address, players: Players) -> LiveStream | None:
    if not address.is_at(twitch.HOSTS):
        return None
    match address.segments:
        case [channel] if address.host != twitch.PLAYER:
            pass
        case [] if address.host == twitch.PLAYER:
            channel = address.query.get("channel", "")
        case _:
            return None
    channel = channel.lower()
    if not TWITCH_CHANNEL.fullmatch(channel) or channel in TWITCH_PAGES:
        return None
    # Twitch plays only inside sites that the address names.
    query = urlencode({"channel": channel, "parent": players.site_host, "autoplay": "true"})
    site = f"https://{twitch.PLAYER}"
    return LiveStream(
        embed=Embed(kind=EmbedKind.IFRAME, src=f"{site}/?{query}", source=site),
        page=f"https://www.twitch.tv/{channel}",
        host=twitch.NAME,
        is_film=False,
    )
