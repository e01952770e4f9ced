import re
from urllib.parse import urldefrag, urlsplit

from webinars.pure.videos.address import Address
from webinars.pure.videos.video import Embed, EmbedKind, Inquiry, Players, Reply, Stretch, Video

NAME = ""
ENDINGS = (".mp4", ".m4v", ".webm", ".ogv", ".ogg", ".oga", ".mp3", ".m4a")
OWN_FILE = re.compile(r"/(?:static|files)/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")
"""A file of this site, one that comes with it or was uploaded: its address has no host, so that it holds wherever the
site is reached."""
LONGEST_PATH = 500


def match(address: Address) -> Video | None:
    return of_file(address) if address.path.lower().endswith(ENDINGS) else None


def of_file(address: Address) -> Video:
    """Returns the file at an address."""
    return Video(
        provider="video_file",
        url=urldefrag(address.url).url,
        host=address.netloc,
        video=address.path[:LONGEST_PATH],
        starts_s=address.moment("t") or 0,
    )


def own_file(path: str) -> Video | None:
    """Returns a file of this site, by its path."""
    if not OWN_FILE.fullmatch(path) or not path.lower().endswith(ENDINGS):
        return None
    return Video(provider="video_file", url=path, host="", video=path)


def embed(video: Video, stretch: Stretch, players: Players) -> Embed | None:
    src = video.url + _fragment(stretch)
    if not video.host:
        return Embed(kind=EmbedKind.VIDEO, src=src, source="'self'")
    parts = urlsplit(video.url)
    # Browsers refuse plain http inside a page that came over https.
    if parts.scheme == "http" and players.site_url.startswith("https:"):
        return None
    return Embed(kind=EmbedKind.VIDEO, src=src, source=f"{parts.scheme}://{video.host}")


def page(video: Video, starts_s: int) -> str:
    return video.url + _fragment(Stretch(starts_s=starts_s))


def inquiry(video: Video, players: Players) -> Inquiry | None:  # noqa: ARG001 - every provider's shape
    """Returns how to ask whether it is there, by the file's own address, where that is plain https."""
    parts = urlsplit(video.url)
    if parts.scheme != "https" or parts.port is not None:
        return None
    return Inquiry(url=video.url, host=video.host, reply=Reply.STATUS)


def _fragment(stretch: Stretch) -> str:
    """Returns a media fragment (W3C Media Fragments URI 1.0, section 4.2.1), in seconds."""
    end = f",{stretch.ends_s}" if stretch.ends_s is not None else ""
    return f"#t={stretch.starts_s}{end}" if stretch.starts_s or end else ""
