import re
from urllib.parse import urlencode

from webinars.pure.videos.address import Address
from webinars.pure.videos.video import Embed, EmbedKind, Inquiry, Players, Reply, Stretch, Video

NAME = ""
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SHORT_UUID = re.compile(r"[1-9A-HJ-NP-Za-km-z]{22}")


def match(address: Address) -> Video | None:
    """Returns a PeerTube video by the form of its address alone. The operator knows whether its host is one."""
    match address.segments:
        case ["w", video] | ["videos", "watch" | "embed", video]:
            if not UUID.fullmatch(video) and not SHORT_UUID.fullmatch(video):
                return None
        case _:
            return None
    return Video(
        provider="peertube",
        url=address.url,
        host=address.netloc,
        video=video,
        starts_s=address.moment("start") or 0,
        ends_s=address.moment("stop"),
    )


def embed(video: Video, stretch: Stretch, players: Players) -> Embed | None:
    if video.host not in players.peertube_hosts:
        return None
    query: dict[str, str | int] = {"p2p": 0, "warningTitle": 0, "peertubeLink": 1, "autoplay": 1}
    if stretch.starts_s:
        query["start"] = stretch.starts_s
    if stretch.ends_s is not None:
        query["stop"] = stretch.ends_s
    src = f"https://{video.host}/videos/embed/{video.video}?{urlencode(query)}"
    return Embed(kind=EmbedKind.IFRAME, src=src, source=f"https://{video.host}")


def page(video: Video, starts_s: int) -> str:
    return f"https://{video.host}/w/{video.video}" + (f"?start={starts_s}" if starts_s else "")


def inquiry(video: Video, players: Players) -> Inquiry | None:
    if video.host not in players.peertube_hosts:
        return None
    return Inquiry(
        url=f"https://{video.host}/services/oembed?{urlencode({'url': page(video, 0), 'format': 'json'})}",
        host=video.host,
        reply=Reply.OEMBED,
        picture_hosts=frozenset({video.host}),
    )
