"""A recording's moments as chapters for other programs: YouTube's descriptions, WebVTT, the JSON of podcasts."""

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

from webinars.domain.recordings.moments import Moment, MomentKind
from webinars.lib.i18n import gettext as _
from webinars.lib.player_times import playing_time
from webinars.pure.videos import LONGEST_S

YOUTUBE_LEAST, YOUTUBE_SHORTEST_S = 3, 10
"""Of chapters and of each one's length: with fewer or shorter ones YouTube shows none at all."""
FORBIDDEN = str.maketrans("<>", "‹›")
"""YouTube refuses a description with these signs."""


def youtube_text(moments: Iterable[Moment]) -> str:
    """Returns the list to paste into the description of a video at YouTube.

    What stands too near to a chapter is left out.
    """
    return "\n".join(
        f"{playing_time(each.place_s)} {each.title.translate(FORBIDDEN)}" for each in _apart(_one_a_second(moments))
    )


def youtube_problem(moments: Iterable[Moment], duration_s: int | None = None) -> str | None:
    """Returns why YouTube would show no chapters at all, and what to do about it, or None if it shows them."""
    listed = _apart(_one_a_second(moments))
    if not listed or listed[0].place_s != 0:
        return _("YouTube shows no chapters unless the first begins at 0:00: add one there.")
    if len(listed) < YOUTUBE_LEAST:
        return _("YouTube shows no chapters unless there are three: add %(count)s more.",
                 count=YOUTUBE_LEAST - len(listed))  # fmt: skip
    for one, after in pairwise(listed):
        if after.place_s - one.place_s < YOUTUBE_SHORTEST_S:
            return _too_short(one)
    if duration_s is not None and duration_s - listed[-1].place_s < YOUTUBE_SHORTEST_S:
        return _too_short(listed[-1])
    return None


def webvtt(moments: Iterable[Moment], duration_s: int | None = None) -> str:
    """Returns the moments as a WebVTT file of chapters. The last one lasts to the end, wherever that is."""
    listed = _one_a_second(moments)
    ends = [each.place_s for each in listed[1:]]
    if listed:
        ends.append(max(duration_s or LONGEST_S, listed[-1].place_s + 1))
    cues = [
        f"{_vtt_time(each.place_s)} --> {_vtt_time(end)}\n{_vtt_text(each.title)}\n"
        for each, end in zip(listed, ends, strict=True)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def json_chapters(moments: Iterable[Moment], title: str, address: Callable[[Moment], str]) -> str:
    """Returns the moments in the form that podcast:chapters links to, version 1.2.

    `address` is where each can be watched.
    """
    chapters: list[dict[str, Any]] = []
    for each in _one_a_second(moments):
        chapter: dict[str, Any] = {"startTime": each.place_s, "title": each.title, "url": address(each)}
        if each.ends_s is not None:
            chapter["endTime"] = each.ends_s
        chapters.append(chapter)
    return json.dumps({"version": "1.2.0", "title": title, "chapters": chapters}, ensure_ascii=False)


def _one_a_second(moments: Iterable[Moment]) -> list[Moment]:
    """Returns the moments in order, and of several that begin together the one that says most of where one is."""
    by_second: dict[int, Moment] = {}
    for each in sorted(moments, key=_weight):
        by_second.setdefault(each.place_s, each)
    return [by_second[second] for second in sorted(by_second)]


def _apart(moments: Sequence[Moment]) -> list[Moment]:
    """Returns the moments without those so near to one of more weight that YouTube would ignore the whole list."""
    kept: list[Moment] = []
    for each in sorted(moments, key=_weight):
        is_near = any(abs(each.place_s - other.place_s) < YOUTUBE_SHORTEST_S for other in kept)
        if each.kind == MomentKind.CHAPTER or not is_near:
            kept.append(each)
    return sorted(kept, key=lambda each: each.place_s)


def _weight(moment: Moment) -> tuple[int, int]:
    order = (MomentKind.CHAPTER, MomentKind.CLIP, MomentKind.TALK, MomentKind.QUESTION)
    return order.index(moment.kind), moment.place_s


def _too_short(chapter: Moment) -> str:
    return _(
        "YouTube shows no chapters if one is shorter than 10 seconds: “%(title)s” is. Move or remove it.",
        title=chapter.title,
    )


def _vtt_time(second: int) -> str:
    minutes, rest = divmod(second, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}.000"


def _vtt_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
