"""A progress bar for work that can take longer than two seconds, where somebody looks at a terminal."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

PATIENCE_S = 2.0


@contextmanager
def progress(description: str, total: int) -> Iterator[Callable[[int], None]]:
    """Gives a function that is told how much more is done. The bar appears on standard error after two seconds."""
    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    begun, done = time.monotonic(), 0
    bar = click.progressbar(length=total, label=description, file=sys.stderr)
    is_shown = False

    def advance(count: int) -> None:
        nonlocal done, is_shown
        done += count
        if not is_shown and time.monotonic() - begun > PATIENCE_S:
            is_shown = True
            bar.__enter__()
        if is_shown:
            bar.update(done)
            done = 0

    try:
        yield advance
    finally:
        if is_shown:
            bar.__exit__(None, None, None)
