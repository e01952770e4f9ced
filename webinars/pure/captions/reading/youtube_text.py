"""The transcript that YouTube shows beside a video, copied from its page: a time, and what is said from then on."""

import re
from collections.abc import Sequence
from itertools import pairwise

from webinars.pure.captions.caption import LONGEST_SILENT_MS, Caption
from webinars.pure.captions.timestamps import LONGEST_MS, SECOND_MS, clock_ms

_TIME = re.compile(r"\s*(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-5][0-9])(?:[\s\u200b]+(.*))?")
_NUMBER = re.compile(r"[0-9]+")
LONGEST_SPOKEN_TIME = 60


def copied_blocks(lines: Sequence[str]) -> list[Caption]:
    """Returns the cues of such a text, none if it is no such text."""
    moments: list[tuple[int, list[str]]] = []
    for line in lines:
        time = _TIME.fullmatch(line)
        if time is not None:
            said = [time[4]] if time[4] and time[4].strip() else []
            moments.append((clock_ms(time[1], time[2], time[3], None), said))
        elif moments and line.strip():
            moments[-1][1].append(line)
    is_twofold = sum(len(said) > 1 for _, said in moments) > len(moments) / 2
    if is_twofold and all(_is_spoken_time(at_ms, said) for at_ms, said in moments):
        # Some browsers copy what screen readers are told as well: "1 minute, 3 seconds" below "1:03".
        moments = [(at_ms, said[1:]) for at_ms, said in moments]
    # Stable: a transcript whose pieces were copied in another order still is one.
    moments.sort(key=lambda moment: moment[0])
    return [
        Caption(at_ms, min(next_ms, at_ms + LONGEST_SILENT_MS), "\n".join(said))
        for (at_ms, said), (next_ms, _) in pairwise([*moments, (LONGEST_MS, [])])
    ]


def _is_spoken_time(at_ms: int, said: Sequence[str]) -> bool:
    """Returns whether the first line only says the time again, in whatever language: its numbers are the time's."""
    if not said or len(said[0]) > LONGEST_SPOKEN_TIME:
        return False
    minutes, seconds = divmod(at_ms // SECOND_MS, 60)
    parts = [part for part in (*divmod(minutes, 60), seconds) if part]
    return [int(number) for number in _NUMBER.findall(said[0])] == (parts or [0])
