"""Which webinar each video of a list is of, and whose talk it shows."""

# ruff: noqa: PLR2004 - how alike a title has to be is what these rules are about

import datetime as dt
import re
from collections.abc import Hashable, Sequence
from functools import lru_cache

from msgspec import Struct

from webinars.pure.announcements.reader.people.names import folded_name, is_cjk
from webinars.pure.matching.similarity import (
    DATE_WEIGHT,
    NEAR_DAYS,
    Talk,
    WebinarCandidate,
    clear_winner,
    date_likeness,
    speaker_of_video,
    title_likeness,
)
from webinars.pure.playlists.reading import ListedVideo
from webinars.pure.times import has_date, read_start

ENOUGH, MARGIN = 0.5, 0.2
"""What has to speak for a webinar, and by how much it has to beat the next."""
AT_HOME = 0.25
"""What speaks for the webinar from whose page the list was pasted."""
LONGER = 1.5
"""So many times as long as the next a video is the whole webinar."""
_WHOLE = re.compile(
    r"\b(?:full|whole|entire|complete|unedited|uncut)\b.{0,20}\b(?:event|stream|webinar|meeting|session|recording|video|"
    r"discussion|panel|programme|program|version|livestream)\b|\b(?:live ?stream|full length|all talks)\b",
    re.IGNORECASE,
)


class Proposal(Struct, frozen=True, kw_only=True):
    """Where a video belongs as far as can be told."""

    webinar: Hashable | None = None
    """None: nothing speaks for any of them, or as much for two."""
    talk: Hashable | None = None
    """Whose talk it is, or None for the full stream, or another part."""
    is_full: bool = False
    is_doubtful: bool = False
    """Whether a person should look at it first."""


def propose(
    videos: Sequence[ListedVideo], candidates: Sequence[WebinarCandidate], *, home: Hashable | None = None
) -> list[Proposal]:
    """Returns a proposal for each video. `home` is the webinar that takes what speaks for no other."""
    latest = max((each.date for each in candidates if each.date is not None), default=None)
    placed = [_webinar_of(video, _date_in(video.said, latest), candidates, home) for video in videos]
    proposals = [Proposal(is_doubtful=True)] * len(videos)
    for candidate in candidates:
        mine = [place for place, (chosen, _doubt) in enumerate(placed) if chosen is candidate]
        talks = {place: _talk_of(videos[place], candidate) for place in mine}
        full = None if candidate.has_full else _full_of({place: videos[place] for place in mine}, talks, candidate)
        for place in mine:
            talk = None if place == full else talks[place]
            proposals[place] = Proposal(
                webinar=candidate.key,
                talk=talk.key if talk else None,
                is_full=place == full,
                is_doubtful=placed[place][1] or (talk is None and place != full),
            )
    return proposals


def _webinar_of(
    video: ListedVideo, date: dt.date | None, candidates: Sequence[WebinarCandidate], home: Hashable | None
) -> tuple[WebinarCandidate | None, bool]:
    """Returns the webinar, and whether that is doubtful."""
    scored = [(_score(video, date, each) + (AT_HOME if each.key == home else 0), each) for each in candidates]
    clear = clear_winner(scored, enough=ENOUGH, margin=MARGIN)
    if clear is not None:
        return clear, False
    at_home = next((each for each in candidates if each.key == home), None)
    # A list that was pasted for one webinar is of that one, unless it says otherwise.
    return at_home, len(candidates) > 1


def _score(video: ListedVideo, date: dt.date | None, candidate: WebinarCandidate) -> float:
    # Another date does not speak against: it may be the day on which the video was put there.
    score = _likeness(video, candidate) + DATE_WEIGHT * max(date_likeness(date, candidate.date), 0.0)
    talk = _talk_of(video, candidate)
    if talk is not None:
        score += 0.9 if f" {_folded(talk.name)} " in f" {_folded(video.said)} " else 0.5
    return score


def _likeness(video: ListedVideo, candidate: WebinarCandidate) -> float:
    """Returns how much of a webinar's title a video has. "full stream" is no part of a title."""
    return title_likeness(_WHOLE.sub(" ", video.said), candidate.title)


def _date_in(text: str, latest: dt.date | None) -> dt.date | None:
    """Returns the date that a title prints, or None. A year that it leaves out is the last that was possible."""
    if latest is None or not has_date(text):
        return None
    return read_start(text, published_on=latest + dt.timedelta(days=NEAR_DAYS), kind="recap").date


def _talk_of(video: ListedVideo, candidate: WebinarCandidate) -> Talk | None:
    """Returns whose talk a video shows: by the name in its title, else by the title of the talk."""
    words = _folded(video.said).split()
    near = [talk for talk in candidate.lineup if _folded(talk.name).rpartition(" ")[2] in words]
    name = speaker_of_video(video.said, [talk.name for talk in near]) if near else None
    if name is not None:
        return next(talk for talk in near if talk.name == name)
    # Chinese and Japanese have no blanks around a name.
    written = [talk for talk in candidate.lineup if is_cjk(talk.name) and talk.name in video.said]
    alike = [talk for talk in candidate.lineup if talk.title and title_likeness(video.said, talk.title) >= 0.6]
    return next((found[0] for found in (written, alike) if len(found) == 1), None)


_folded = lru_cache(maxsize=4096)(folded_name)


def _full_of(videos: dict[int, ListedVideo], talks: dict[int, Talk | None], candidate: WebinarCandidate) -> int | None:
    """Returns which of a webinar's videos is the full stream: one says so, is much the longest, or has its title."""
    said = [place for place, video in videos.items() if _WHOLE.search(video.said)]
    if said:
        return said[0]
    free = [place for place in videos if talks[place] is None]
    lengths = sorted(((video.duration_s or 0, place) for place, video in videos.items()), reverse=True)
    if len(lengths) > 1 and lengths[0][0] >= LONGER * lengths[1][0] > 0 and lengths[0][1] in free:
        return lengths[0][1]
    titled = [place for place in free if _likeness(videos[place], candidate) >= 0.6]
    return titled[0] if len(titled) == 1 else None
