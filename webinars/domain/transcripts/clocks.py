"""Captions on the three clocks of a recording. Pure.

Files count from their beginning; cues are kept in webinar time; pages and players count from the recording's beginning.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from webinars.pure.captions.caption import Caption
from webinars.pure.captions.timestamps import SECOND_MS
from webinars.pure.videos.timeline import Timeline


def in_webinar_time(captions: Iterable[Caption], timeline: Timeline) -> Iterator[Caption]:
    """Yields captions by the clock of `timeline`, as they are kept."""
    for caption in captions:
        starts_ms, ends_ms = webinar_ms(caption.starts_ms, timeline), webinar_ms(caption.ends_ms, timeline)
        yield replace(caption, starts_ms=starts_ms, ends_ms=ends_ms)


def in_own_time(captions: Iterable[Caption], timeline: Timeline) -> Iterator[Caption]:
    """Yields those of the kept captions that can be heard in a recording, counted from its beginning."""
    for caption in captions:
        starts_ms, ends_ms = recording_ms(caption.starts_ms, timeline), recording_ms(caption.ends_ms, timeline)
        # What was cut out, or lies outside the recording, has shrunk to nothing.
        if ends_ms > starts_ms:
            yield replace(caption, starts_ms=starts_ms, ends_ms=ends_ms)


def webinar_ms(own_time_ms: int, timeline: Timeline) -> int:
    return round(timeline.at(own_time_ms / SECOND_MS) * SECOND_MS)


def recording_ms(webinar_time_ms: int, timeline: Timeline) -> int:
    """Returns a moment of the webinar in the recording. What is before or after that is at its beginning or end."""
    return round(timeline.clamped(webinar_time_ms / SECOND_MS) * SECOND_MS)


def shift_captions(captions: Iterable[Caption], by_ms: int) -> Iterator[Caption]:
    """Yields captions so much later, or earlier, without what would end before everything begins."""
    for caption in captions:
        ends_ms = caption.ends_ms + by_ms
        if ends_ms > 0:
            yield replace(caption, starts_ms=max(caption.starts_ms + by_ms, 0), ends_ms=ends_ms)
