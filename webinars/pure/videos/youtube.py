import re
from urllib.parse import urlencode

from webinars.pure.videos.address import Address
from webinars.pure.videos.video import Embed, EmbedKind, Inquiry, Players, Reply, Stretch, Video

NAME = "YouTube"
SHORT_HOST = "youtu.be"
NO_COOKIE = "https://www.youtube-nocookie.com"
PICTURES = "i.ytimg.com"
HOSTS = frozenset(
    {
        "youtube.com",
        "www.youtube.com",
        "m.youtube.com",
        "music.youtube.com",
        "youtube-nocookie.com",
        "www.youtube-nocookie.com",
        SHORT_HOST,
    }
)
ID = re.compile(r"[A-Za-z0-9_-]{11}")
NOT_IDS = frozenset({"videoseries", "live_stream"})
"""Words of eleven letters that stand where an id would."""
PLACES = frozenset({"embed", "live", "shorts", "v"})


def match(address: Address) -> Video | None:
    if not address.is_at(HOSTS):
        return None
    video = _id_in(address)
    if video is None or not ID.fullmatch(video) or video in NOT_IDS:
        return None
    return Video(
        provider="youtube",
        url=address.url,
        host="www.youtube.com",
        video=video,
        starts_s=address.moment("t", "start", "time_continue") or 0,
        ends_s=address.moment("end"),
    )


def is_no_video(address: Address) -> bool:
    """Returns whether the address is one of YouTube's and names no video."""
    return address.is_at(HOSTS) and match(address) is None


def is_playlist(address: Address) -> bool:
    """Returns whether the address names a list of videos and none of them."""
    return is_no_video(address) and "list" in address.query


def embed(video: Video, stretch: Stretch, players: Players) -> Embed | None:  # noqa: ARG001 - every provider's shape
    query: dict[str, str | int] = {"rel": 0, "playsinline": 1, "autoplay": 1}
    if stretch.starts_s:
        query["start"] = stretch.starts_s
    if stretch.ends_s is not None:
        query["end"] = stretch.ends_s
    return Embed(kind=EmbedKind.IFRAME, src=f"{NO_COOKIE}/embed/{video.video}?{urlencode(query)}", source=NO_COOKIE)


def page(video: Video, starts_s: int) -> str:
    return f"https://www.youtube.com/watch?v={video.video}" + (f"&t={starts_s}s" if starts_s else "")


def inquiry(video: Video, players: Players) -> Inquiry | None:  # noqa: ARG001 - every provider's shape
    address = urlencode({"url": page(video, 0), "format": "json"})
    return Inquiry(
        url=f"https://www.youtube.com/oembed?{address}",
        host="www.youtube.com",
        reply=Reply.OEMBED,
        # Only videos that were uploaded large have the first one.
        pictures=tuple(f"https://{PICTURES}/vi/{video.video}/{name}.jpg" for name in ("maxresdefault", "hqdefault")),
        picture_hosts=frozenset({PICTURES}),
    )


def _id_in(address: Address) -> str | None:
    match address.segments:
        case ["watch"]:
            return address.query.get("v")
        case [video] if address.host == SHORT_HOST:
            return video
        case [place, video] if place in PLACES and address.host != SHORT_HOST:
            return video
        case _:
            return None
