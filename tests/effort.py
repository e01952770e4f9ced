"""How much work something is, so that a test can say "not the square of its length" on a machine that is busy."""

import re
import time

SAMPLE = "Ada Lovelace and Mary Anning, 4pm Britain; " * 400
SAMPLE_S = 0.027
"""What `work_sample` takes on a quiet machine of the kind that limits in tests are written for."""


def work_sample() -> float:
    """Reads words as our readers do. Returns the seconds of the processor that it took."""
    began = time.process_time()
    for _ in range(25):
        counts: dict[str, int] = {}
        for word in re.findall(r"[A-Z]\w+|\d+(?:am|pm)", SAMPLE):
            counts[word] = counts.get(word, 0) + 1
        sorted(SAMPLE.split(), key=str.casefold)
    return time.process_time() - began


class Effort:
    """Counts the processor's work from where it is made.

    A processor that serves others as well, or is a slower one, takes longer for the same work: what is counted is held
    against a sample of work before and after it.
    """

    def __init__(self) -> None:
        self._before = work_sample()
        self._began = time.process_time()

    def seconds(self) -> float:
        """Returns how many seconds of a quiet machine the work since then would have been."""
        took = time.process_time() - self._began
        return took / max(1.0, max(self._before, work_sample()) / SAMPLE_S)
