import re

from webinars.pure.videos.address import Address
from webinars.pure.videos.video import Embed, EmbedKind, Inquiry, Players, Reply, Stretch, Video

NAME = "Internet Archive"
SITE = "https://archive.org"
HOSTS = frozenset({"archive.org", "www.archive.org"})
ITEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
LONGEST = 500


def match(address: Address) -> Video | None:
    if not address.is_at(HOSTS):
        return None
    match address.segments:
        # A download redirects to a server whose name changes, so it is played through the item's player as well.
        case ["details" | "embed" | "download", item, *file] if ITEM.fullmatch(item) and not _is_odd(file):
            video = "/".join((item, *file))
        case _:
            return None
    if len(video) > LONGEST:
        return None
    return Video(
        provider="internet_archive",
        url=address.url,
        host="archive.org",
        video=video,
        starts_s=address.moment("start", "t") or 0,
    )


def embed(video: Video, stretch: Stretch, players: Players) -> Embed | None:  # noqa: ARG001 - every provider's shape
    start = f"&start={stretch.starts_s}" if stretch.starts_s else ""
    return Embed(kind=EmbedKind.IFRAME, src=f"{SITE}/embed/{video.video}?autoplay=1{start}", source=SITE)


def page(video: Video, starts_s: int) -> str:
    return f"{SITE}/details/{video.video}" + (f"?start={starts_s}" if starts_s else "")


def inquiry(video: Video, players: Players) -> Inquiry | None:  # noqa: ARG001 - every provider's shape
    item = video.video.partition("/")[0]
    return Inquiry(
        # One field: all that is said of an item with many files may be megabytes.
        url=f"{SITE}/metadata/{item}/metadata/identifier",
        host="archive.org",
        reply=Reply.RESULT,
        pictures=(f"{SITE}/services/img/{item}",),
        picture_hosts=frozenset({"archive.org", ".archive.org"}),
    )


def _is_odd(file: list[str]) -> bool:
    return any(segment in {".", ".."} or ";" in segment for segment in file)
