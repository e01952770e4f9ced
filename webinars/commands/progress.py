"""A progress bar for work that can take longer than two seconds, where somebody looks at a terminal."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE_S = 2.0


@contextmanager
def progress(description: str, total: int) -> Iterator[Callable[[int], None]]:
    """Gives a function that is told how much more is done. The bar appears on standard error after two seconds."""
    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    from rich.console import Console  # noqa: PLC0415 - most commands are done before a bar would be
    from rich.progress import Progress  # noqa: PLC0415

    begun, done = time.monotonic(), 0
    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task(description, total=total)

    def advance(count: int) -> None:
        nonlocal done
        done += count
        if time.monotonic() - begun > PATIENCE_S:
            bar.start()
        bar.update(task, completed=done)

    try:
        yield advance
    finally:
        bar.stop()
