import re
from urllib.parse import urlencode

from webinars.pure.videos.address import Address, in_units
from webinars.pure.videos.video import Embed, EmbedKind, Inquiry, Players, Reply, Stretch, Video

NAME = "Vimeo"
SITE, PLAYER = "vimeo.com", "player.vimeo.com"
HOSTS = frozenset({SITE, "www.vimeo.com", PLAYER})
ID = re.compile(r"[0-9]{1,12}")
HASH = re.compile(r"[A-Za-z0-9]{6,64}")
EVENT = "event/"
PICTURE_WIDTH = 1280
"""What is asked for. Without it the picture is a small one."""


def match(address: Address) -> Video | None:
    if not address.is_at(HOSTS):
        return None
    found = _ids_in(address)
    if found is None:
        return None
    video, key = found
    if not ID.fullmatch(video.removeprefix(EVENT)) or (key and not HASH.fullmatch(key)):
        return None
    return Video(provider="vimeo", url=address.url, host=SITE, video=video, hash=key, starts_s=address.moment("t") or 0)


def embed(video: Video, stretch: Stretch, players: Players) -> Embed | None:  # noqa: ARG001 - every provider's shape
    if video.video.startswith(EVENT):
        return Embed(kind=EmbedKind.IFRAME, src=f"https://{SITE}/{video.video}/embed", source=f"https://{SITE}")
    # Without its hash an unlisted video answers 403.
    query = {"h": video.hash} if video.hash else {}
    src = f"https://{PLAYER}/video/{video.video}?{urlencode({**query, 'dnt': 1, 'autoplay': 1})}"
    return Embed(kind=EmbedKind.IFRAME, src=src + _fragment(stretch.starts_s), source=f"https://{PLAYER}")


def page(video: Video, starts_s: int) -> str:
    key = f"/{video.hash}" if video.hash else ""
    return f"https://{SITE}/{video.video}{key}{_fragment(starts_s)}"


def inquiry(video: Video, players: Players) -> Inquiry | None:  # noqa: ARG001 - every provider's shape
    if video.video.startswith(EVENT):
        return None
    return Inquiry(
        url=f"https://{SITE}/api/oembed.json?{urlencode({'url': page(video, 0), 'width': PICTURE_WIDTH})}",
        host=SITE,
        reply=Reply.OEMBED,
        picture_hosts=frozenset({"i.vimeocdn.com"}),
    )


def _fragment(starts_s: int) -> str:
    return f"#t={in_units(starts_s)}" if starts_s else ""


def _ids_in(address: Address) -> tuple[str, str] | None:
    """Returns the id, and the hash of an unlisted video or nothing."""
    key = address.query.get("h", "")
    if address.host == PLAYER:
        return (address.segments[1], key) if address.segments[:-1] == ("video",) else None
    match address.segments:
        case ["event", event] | ["event", event, "embed"]:
            return EVENT + event, ""
        case [video, key]:
            return video, key
        case (
            [video]
            | ["channels", _, video]
            | ["groups", _, "videos", video]
            | ["album" | "showcase", _, "video", video]
        ):
            return video, key
        case _:
            return None
