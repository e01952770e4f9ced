"""What a layout is, to the one who chooses among them."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.texts.a.events import Event
from benchmarks.texts.a.page import Page


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind of text is written, how many people and starts it has."""

    write: Callable[[Page, Event], None]
    kind: str = "announcement"
    count: tuple[int, int] = (1, 6)
    starts: int = 1
    weight: int = 1
    forms: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.write.__name__
