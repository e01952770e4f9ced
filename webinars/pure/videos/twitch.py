import re
from urllib.parse import urlencode

from webinars.pure.videos.address import Address, in_units
from webinars.pure.videos.video import Embed, EmbedKind, Inquiry, Players, Stretch, Video

NAME = "Twitch"
PLAYER = "player.twitch.tv"
HOSTS = frozenset({"twitch.tv", "www.twitch.tv", "m.twitch.tv", PLAYER})
ID = re.compile(r"[0-9]{1,15}")


def match(address: Address) -> Video | None:
    if not address.is_at(HOSTS):
        return None
    match address.segments:
        case ["videos", video] if address.host != PLAYER:
            pass
        case [] if address.host == PLAYER:
            video = address.query.get("video", "").removeprefix("v")
        case _:
            return None
    if not ID.fullmatch(video):
        return None
    starts_s = address.moment("t", "time") or 0
    return Video(provider="twitch", url=address.url, host="www.twitch.tv", video=video, starts_s=starts_s)


def embed(video: Video, stretch: Stretch, players: Players) -> Embed | None:
    # Twitch plays only inside sites that the address names.
    query = {"video": video.video, "parent": players.site_host, "autoplay": "true"}
    if stretch.starts_s:
        query["time"] = in_units(stretch.starts_s)
    return Embed(kind=EmbedKind.IFRAME, src=f"https://{PLAYER}/?{urlencode(query)}", source=f"https://{PLAYER}")


def page(video: Video, starts_s: int) -> str:
    return f"https://www.twitch.tv/videos/{video.video}" + (f"?t={in_units(starts_s)}" if starts_s else "")


def inquiry(video: Video, players: Players) -> Inquiry | None:  # noqa: ARG001 - every provider's shape
    return None
