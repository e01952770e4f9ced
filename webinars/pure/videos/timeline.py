"""The three clocks of a recording: webinar time, the seconds of its file, and the recording's own.

Webinar time counts from the start of the webinar. The file begins at its sync point and lacks its cuts. The recording
is the stretch of the file that is shown. Pure.
"""

from collections.abc import Iterable

from msgspec import Struct


class Timeline(Struct, frozen=True, kw_only=True):
    """Leads from one clock to another. Everything is in seconds, whole or not."""

    sync_s: float = 0
    """The webinar time at the file's beginning, negative if the file begins before the webinar."""
    cuts: tuple[tuple[float, float], ...] = ()
    """What was taken out of the file, in webinar time: in order, and none touches another."""
    starts_s: float = 0
    """Where in the file the recording begins."""
    ends_s: float | None = None

    def file_s(self, at_s: float) -> float:
        """Returns the second of the file at which `at_s` of webinar time is seen.

        What is before the file's beginning has a negative one. What was cut out is seen where the cut is.
        """
        if not self.cuts:
            return at_s - self.sync_s
        lost_s = sum(min(end, at_s) - max(start, self.sync_s) for start, end in self._lost() if start < at_s)
        return at_s - self.sync_s - lost_s

    def place(self, at_s: float) -> float | None:
        """Returns the second of the recording at which `at_s` of webinar time is seen, or None if it is not in it."""
        if any(start <= at_s < end for start, end in self.cuts):
            return None
        file_s = self.file_s(at_s)
        if file_s < self.starts_s or (self.ends_s is not None and file_s >= self.ends_s):
            return None
        return file_s - self.starts_s

    def clamped(self, at_s: float) -> float:
        """Returns what `place` does, but its beginning for what is before the recording, its end for what is after."""
        file_s = max(self.file_s(at_s), self.starts_s)
        if self.ends_s is not None:
            file_s = min(file_s, self.ends_s)
        return file_s - self.starts_s

    def at(self, place_s: float) -> float:
        """Returns the webinar time of a second of the recording."""
        at_s = self.starts_s + place_s + self.sync_s
        for start, end in self._lost():
            begins = max(start, self.sync_s)
            if at_s >= begins:
                at_s += end - begins
        return at_s

    def _lost(self) -> Iterable[tuple[float, float]]:
        """Returns the cuts that shorten the file: what lies before its beginning does not."""
        return (cut for cut in self.cuts if cut[1] > self.sync_s)


def merge_cuts(cuts: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Returns `cuts` in order, those that touch or overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(cuts):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
