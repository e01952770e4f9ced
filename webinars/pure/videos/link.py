"""Whatever no other provider understands: shown as a link, and nothing of it is played here."""

from webinars.pure.videos.address import Address
from webinars.pure.videos.video import Embed, Inquiry, Players, Stretch, Video

NAME = ""


def match(address: Address) -> Video:
    return Video(provider="link", url=address.url, host=address.netloc)


def embed(video: Video, stretch: Stretch, players: Players) -> Embed | None:  # noqa: ARG001 - every provider's shape
    return None


def page(video: Video, starts_s: int) -> str:  # noqa: ARG001 - every provider's shape
    return video.url


def inquiry(video: Video, players: Players) -> Inquiry | None:  # noqa: ARG001 - every provider's shape
    return None
