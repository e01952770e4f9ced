"""The places where recordings are: one module each, pure, with the rules of its addresses.

Addresses are understood here, without asking anybody. The reader of texts adds only places whose videos are links to
us. What is stored is the provider with its own ids. Players and links are made from them again each time, because
providers change what they accept from year to year.
"""

from webinars.pure.videos.address import LONGEST_S, seconds
from webinars.pure.videos.live_streams import LiveStream, live_stream
from webinars.pure.videos.providers import asked_host, embed, inquiry, is_no_video, is_playlist, page, recognise
from webinars.pure.videos.video import Embed, EmbedKind, Inquiry, Players, Reply, Stretch, Video

__all__ = [
    "LONGEST_S",
    "Embed",
    "EmbedKind",
    "Inquiry",
    "LiveStream",
    "Players",
    "Reply",
    "Stretch",
    "Video",
    "asked_host",
    "embed",
    "inquiry",
    "is_no_video",
    "is_playlist",
    "live_stream",
    "page",
    "recognise",
    "seconds",
]
