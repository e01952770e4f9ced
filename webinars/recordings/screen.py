"""How a recording is shown: its player, the way to the provider, and what the reader is told before pressing play."""

from dataclasses import dataclass

from webinars.config import Settings
from webinars.models import Recording
from webinars.recordings.providers import (
    Embed,
    Players,
    Stretch,
    Video,
    asked_host,
    embed,
    page,
    recognise,
    seconds,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A recording, ready to be played from a moment of its own."""

    embed: Embed | None
    """The player; None where the recording can only be linked to."""
    page: str
    """Where to watch it without a script."""
    host: str
    """Who will be asked: "YouTube", "videos.example"; empty for a file of this site."""
    starts_s: int
    """Where it starts, counted from the recording's own beginning."""


def players_of(settings: Settings) -> Players:
    return Players(
        site_url=settings.base_url,
        peertube_hosts=settings.peertube_hosts,
        bigbluebutton_hosts=settings.bigbluebutton_hosts,
        dailymotion_player=settings.dailymotion_player,
    )


def screen_of(recording: Recording, players: Players, *, starts_s: int = 0) -> Screen:
    """The screen of `recording`, from `starts_s` on; a moment after its end means its beginning."""
    if recording.ends_s is not None and recording.starts_s + starts_s >= recording.ends_s:
        starts_s = 0
    video = video_of(recording)
    stretch = Stretch(starts_s=recording.starts_s + starts_s, ends_s=recording.ends_s)
    return Screen(
        embed=embed(video, stretch, players),
        page=page(video, stretch.starts_s),
        host=asked_host(video),
        starts_s=starts_s,
    )


def video_of(recording: Recording) -> Video:
    """The video as it is stored; what was only a link when it was stored is looked at again."""
    if recording.provider == "link":
        return recognise(recording.url)
    return Video(
        provider=recording.provider,
        url=recording.url,
        host=recording.provider_host,
        video=recording.provider_video,
        hash=recording.provider_hash,
    )


def moment_in(text: str | None) -> int:
    """The second that `?t=` names: "90", "1h2m3s", "24:10". What is no time means the beginning."""
    return seconds(text or "") or 0
