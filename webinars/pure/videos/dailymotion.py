import re
from urllib.parse import urlencode

from webinars.pure.videos.address import Address
from webinars.pure.videos.video import Embed, EmbedKind, Inquiry, Players, Reply, Stretch, Video

NAME = "Dailymotion"
PLAYER = "geo.dailymotion.com"
SHORT_HOST = "dai.ly"
HOSTS = frozenset({"dailymotion.com", "www.dailymotion.com", SHORT_HOST, PLAYER})
ID = re.compile(r"([A-Za-z0-9]{5,30})(?:_[^/]*)?")
"""Old addresses carry the title after an underscore."""
PLAYER_PAGE = re.compile(r"player(?:/[A-Za-z0-9]{1,20})?\.html")


def match(address: Address) -> Video | None:
    if not address.is_at(HOSTS):
        return None
    found = ID.fullmatch(_id_in(address) or "")
    if found is None:
        return None
    return Video(
        provider="dailymotion",
        url=address.url,
        host="www.dailymotion.com",
        video=found[1],
        starts_s=address.moment("start", "startTime") or 0,
    )


def embed(video: Video, stretch: Stretch, players: Players) -> Embed | None:
    if not players.dailymotion_player:
        return None
    query: dict[str, str | int] = {"video": video.video}
    if stretch.starts_s:
        query["startTime"] = stretch.starts_s
    src = f"https://{PLAYER}/player/{players.dailymotion_player}.html?{urlencode(query)}"
    return Embed(kind=EmbedKind.IFRAME, src=src, source=f"https://{PLAYER}")


def page(video: Video, starts_s: int) -> str:
    return f"https://www.dailymotion.com/video/{video.video}" + (f"?start={starts_s}" if starts_s else "")


def inquiry(video: Video, players: Players) -> Inquiry | None:  # noqa: ARG001 - every provider's shape
    host = "www.dailymotion.com"
    return Inquiry(
        url=f"https://{host}/services/oembed?{urlencode({'url': page(video, 0), 'format': 'json'})}",
        host=host,
        reply=Reply.OEMBED,
        picture_hosts=frozenset({".dmcdn.net"}),
    )


def _id_in(address: Address) -> str | None:
    if address.host == PLAYER:
        return address.query.get("video") if PLAYER_PAGE.fullmatch(address.path.lstrip("/")) else None
    match address.segments:
        case [video] if address.host == SHORT_HOST:
            return video
        case ["video", video] | ["embed", "video", video] if address.host != SHORT_HOST:
            return video
        case _:
            return None
