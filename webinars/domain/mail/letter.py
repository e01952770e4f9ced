import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.lib.links import Links


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What a letter is written from, when it is sent or read in the outbox."""

    session: Session
    settings: Settings
    context: Mapping[str, Any]
    """The ids that the promise was made with."""
    now: dt.datetime

    @property
    def links(self) -> Links:
        return Links(self.settings.base_url)


@dataclass(frozen=True, kw_only=True)
class Button:
    label: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a mail says, in words that are ready to read. Its text and its HTML are both written from this."""

    subject: str
    headline: str
    paragraphs: Sequence[str]
    footer: str
    """Why the reader gets it."""
    button: Button | None = None
    reply_to: str | None = None
    secret: str | None = None
    """The part of the button's address that lets in whoever has it."""
    is_masked: bool = False
    """Whether that part has been left out."""

    @property
    def text(self) -> str:
        """The mail as plain text, which comes first: everything else repeats it."""
        parts = [self.headline, *self.paragraphs]
        if self.button:
            parts.append(f"{self.button.label}:\n{self.button.address}")
        return "\n\n".join([*parts, f"-- \n{self.footer}"]) + "\n"

    def without_secret(self) -> "Letter":
        """The letter as somebody may read it who is not its recipient."""
        if self.button is None or self.secret is None:
            return self
        hidden = replace(self.button, address=self.button.address.replace(self.secret, "…"))
        return replace(self, button=hidden, secret=None, is_masked=True)


@dataclass(frozen=True)
class Kind:
    """One kind of mail: what it is called in the outbox, and which function writes it."""

    title: str
    write: Callable[[Occasion], Letter | None]
    """Returns the letter, from what is stored now; None if there is nothing to say any more."""


Kinds = Mapping[str, Kind]
"""The kinds of mail by the names that promises are stored under. Whoever sends or shows mails is handed them."""
