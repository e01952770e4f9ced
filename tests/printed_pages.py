"""What a process prints, read while it runs: a pipe that nobody reads is full at some time, and who writes waits."""

import subprocess
import threading
from collections.abc import Iterator


class Printed:
    """The lines of one process, which was started with `stdout=PIPE` and `text=True`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self._stream = process.stdout
        self._lines: list[str] = []
        self._is_over = False
        self._has_more = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def until(self, words: str) -> str:
        """Returns what is printed up to the first line with `words`, for which is waited; all if there is none."""
        printed = ""
        for line in self._each():
            printed += line
            if words in line:
                break
        return printed

    def so_far(self) -> list[str]:
        """Returns the lines that were printed up to now."""
        with self._has_more:
            return list(self._lines)

    def whole(self) -> str:
        """Returns everything that was printed, once all who could print are at their end."""
        self._reader.join()
        return "".join(self._lines)

    def _each(self) -> Iterator[str]:
        number = 0
        while True:
            with self._has_more:
                self._has_more.wait_for(lambda at=number: self._is_over or at < len(self._lines))
                if number == len(self._lines):
                    return
                line = self._lines[number]
            yield line
            number += 1

    def _read(self) -> None:
        with self._stream:
            for line in self._stream:
                with self._has_more:
                    self._lines.append(line)
                    self._has_more.notify_all()
        with self._has_more:
            self._is_over = True
            self._has_more.notify_all()
