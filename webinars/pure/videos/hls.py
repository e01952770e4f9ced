"""HTTP Live Streaming (RFC 8216): a list of pieces, which some browsers play by themselves."""

from msgspec.structs import replace

from webinars.pure.videos import video_file
from webinars.pure.videos.address import Address
from webinars.pure.videos.video import Embed, EmbedKind, Inquiry, Players, Stretch, Video

NAME = ""
ENDING = ".m3u8"


def match(address: Address) -> Video | None:
    if not address.path.lower().endswith(ENDING):
        return None
    return replace(video_file.of_file(address), provider="hls")


def embed(video: Video, stretch: Stretch, players: Players) -> Embed | None:
    found = video_file.embed(video, stretch, players)
    return found and replace(found, kind=EmbedKind.HLS)


def page(video: Video, starts_s: int) -> str:
    return video_file.page(video, starts_s)


def inquiry(video: Video, players: Players) -> Inquiry | None:
    return video_file.inquiry(video, players)
