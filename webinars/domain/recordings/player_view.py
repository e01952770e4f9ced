"""How a recording is shown: its player, the way to the provider, and what the reader is told before pressing play."""

import datetime as dt

from msgspec import Struct

from webinars.domain.recordings.video_copies.places import places_of, shift_of, shown_place, video_of
from webinars.models import HostedVideo, Recording
from webinars.pure.videos import Embed, Players, Stretch, asked_host, embed, page, seconds


class OtherPlace(Struct, frozen=True, kw_only=True):
    """Another place of the same recording."""

    host: str
    """As in `PlayerView`."""
    page: str


class PlayerView(Struct, frozen=True, kw_only=True):
    """A recording, ready to be played from a moment of its own."""

    embed: Embed | None
    """The player, or None where the recording can only be linked to."""
    page: str
    """Where to watch it without a script."""
    host: str
    """Who will be asked: "YouTube", "videos.example", or empty for a file of this site."""
    starts_s: int
    """Where it starts, counted from the recording's own beginning."""
    begins_s: int = 0
    """The second of the file, at the place that is shown, where the recording begins.

    It is negative in a copy that lacks its beginning.
    """
    is_lost: bool = False
    """Whether it is in none of its places."""
    lost_host: str = ""
    """Where it was published first, if it is there no longer."""
    lost_at: dt.datetime | None = None
    elsewhere: tuple[OtherPlace, ...] = ()
    """Where else it can be watched, at the same moment."""


def player_view_of(recording: Recording, players: Players, *, starts_s: int = 0) -> PlayerView:
    """Returns the screen of `recording` in the first of its places that is there, loaded as for `places_of`.

    It is from `starts_s` on. A moment after its end means its beginning.
    """
    if recording.ends_s is not None and recording.starts_s + starts_s >= recording.ends_s:
        starts_s = 0
    place, places = shown_place(recording), places_of(recording)
    video, stretch = video_of(place), _stretch(recording, place, starts_s)
    first = places[0]
    return PlayerView(
        embed=embed(video, stretch, players),
        page=page(video, stretch.starts_s),
        host=asked_host(video),
        starts_s=starts_s,
        begins_s=recording.starts_s + shift_of(place),
        is_lost=place.unavailable_at is not None,
        lost_host=asked_host(video_of(first)) if first.unavailable_at is not None else "",
        lost_at=first.unavailable_at,
        elsewhere=tuple(
            OtherPlace(
                host=asked_host(video_of(other)),
                page=page(video_of(other), _stretch(recording, other, starts_s).starts_s),
            )
            for other in places
            if other is not place and other.unavailable_at is None
        ),
    )


def _stretch(recording: Recording, place: HostedVideo, starts_s: int) -> Stretch:
    """Returns the stretch of the file at `place` that shows the recording from `starts_s` on."""
    shift_s = shift_of(place)
    begins_s = max(recording.starts_s + starts_s + shift_s, 0)
    ends_s = None if recording.ends_s is None else max(recording.ends_s + shift_s, begins_s + 1)
    return Stretch(starts_s=begins_s, ends_s=ends_s)


def moment_in(text: str | None) -> int:
    """Returns the second that `?t=` names: "90", "1h2m3s", "24:10". What is no time means the beginning."""
    return seconds(text or "") or 0
