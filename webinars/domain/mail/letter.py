import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.lib.i18n import gettext as _
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
class Sender:
    """An organisation as the head of a mail names it."""

    name: str
    slug: str


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
    sender: Sender | None = None
    """On whose behalf it is written; None: the site's own."""
    unsubscribe: str | None = None
    """Where its reader ends mails like it."""
    secrets: frozenset[str] = frozenset()
    """The parts of addresses that let in whoever has them."""
    is_masked: bool = False
    """Whether those parts have been left out."""

    @property
    def text(self) -> str:
        """The mail as plain text, which comes first: everything else repeats it."""
        parts = [self.headline, *self.paragraphs]
        if self.button:
            parts.append(f"{self.button.label}:\n{self.button.address}")
        end = f"-- \n{self.footer}"
        if self.unsubscribe:
            end += f"\n{_('No more mails like this one')}: {self.unsubscribe}"
        return "\n\n".join([*parts, end]) + "\n"

    def without_secrets(self) -> "Letter":
        """The letter as somebody may read it who is not its recipient."""
        if not self.secrets:
            return self
        return replace(
            self,
            subject=self._hidden(self.subject),
            headline=self._hidden(self.headline),
            paragraphs=[self._hidden(paragraph) for paragraph in self.paragraphs],
            footer=self._hidden(self.footer),
            button=replace(self.button, address=self._hidden(self.button.address)) if self.button else None,
            unsubscribe=self._hidden(self.unsubscribe) if self.unsubscribe else None,
            secrets=frozenset(),
            is_masked=True,
        )

    def _hidden(self, text: str) -> str:
        # One may be the beginning of another.
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, "…")
        return text


@dataclass(frozen=True)
class Kind:
    """One kind of mail: what it is called in the outbox, and which function writes it."""

    title: str
    write: Callable[[Occasion], Letter | None]
    """Returns the letter, from what is stored now; None if there is nothing to say any more."""


Kinds = Mapping[str, Kind]
"""The kinds of mail by the names that promises are stored under. Whoever sends or shows mails is handed them."""
