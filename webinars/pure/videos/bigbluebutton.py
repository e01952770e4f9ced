import re

from webinars.pure.videos.address import Address, in_units
from webinars.pure.videos.video import Embed, EmbedKind, Inquiry, Players, Reply, Stretch, Video

NAME = ""
RECORD = re.compile(r"[a-z0-9]{40}-[0-9]{13}")


def match(address: Address) -> Video | None:
    """Returns a BigBlueButton recording by the form of its address alone. The operator knows if its host is one."""
    match address.segments:
        case ["playback", "presentation", "2.3", record]:
            pass
        case ["playback", "presentation", "2.0", "playback.html"]:
            record = address.query.get("meetingId", "")
        case _:
            return None
    if not RECORD.fullmatch(record):
        return None
    return Video(
        provider="bigbluebutton",
        url=address.url,
        host=address.netloc,
        video=record,
        starts_s=address.moment("t") or 0,
    )


def embed(video: Video, stretch: Stretch, players: Players) -> Embed | None:
    if video.host not in players.bigbluebutton_hosts:
        return None
    return Embed(kind=EmbedKind.IFRAME, src=page(video, stretch.starts_s), source=f"https://{video.host}")


def page(video: Video, starts_s: int) -> str:
    # A bare number of seconds is ignored there.
    moment = f"?t={in_units(starts_s)}" if starts_s else ""
    return f"https://{video.host}/playback/presentation/2.3/{video.video}{moment}"


def inquiry(video: Video, players: Players) -> Inquiry | None:
    if video.host not in players.bigbluebutton_hosts:
        return None
    # The player's page answers for every record; what it plays does not.
    return Inquiry(
        url=f"https://{video.host}/presentation/{video.video}/metadata.xml", host=video.host, reply=Reply.STATUS
    )
