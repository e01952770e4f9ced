"""What a plain field may hold: one class a kind of value, and each knows the same six verbs.

checked(field, value)  what verbs are given → the column. Raises WebinarInvalid.
typed(text)            what stands in a box → what verbs are given
shown(stored)          the column → what stands in a box
comparable(text)       a box as it would read once it is stored: a blank that nobody sees is no change
given(kept)            the column, or what the history keeps of it → what verbs are given
first()                what the box of a new webinar holds

Forms and archives know kinds, and kinds know neither: each of them has one `match` over `Kind`.
"""

import enum
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from webinars.domain.programme.errors import TimezoneUnknown, WebinarInvalid
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.text_cleaning import many_lines, one_line
from webinars.lib.web_addresses import NotAWebAddress, web_address
from webinars.pure.times import DisplayZone, UnknownTimezone, canonical

MAX_DISPLAY_ZONES = 24
LONGEST_ZONE_LABEL = 60
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class _AsItIs:
    """What is stored as it is given. A kind says where it differs."""

    def checked(self, _field: str, value: Any) -> Any:  # noqa: ANN401 - each kind has its own
        return value

    def typed(self, text: Any) -> Any:  # noqa: ANN401 - as above
        return text or ""

    def shown(self, stored: Any) -> Any:  # noqa: ANN401 - as above
        return stored

    def comparable(self, text: str) -> str:
        return text.strip()

    def given(self, kept: Any) -> Any:  # noqa: ANN401 - as above
        return kept

    def first(self) -> str | None:
        return None


@dataclass(frozen=True, slots=True)
class Line(_AsItIs):
    """Words on one line."""

    longest: int
    missing: object = None
    """What is said where nothing is given, if something must be."""

    def checked(self, field: str, value: str) -> str:
        line = one_line(value)
        if not line and self.missing is not None:
            raise WebinarInvalid(field, str(self.missing))
        return _no_longer_than(self.longest, field, line)

    def comparable(self, text: str) -> str:
        return one_line(text)


@dataclass(frozen=True, slots=True)
class Text(_AsItIs):
    """Words on any number of lines."""

    longest: int

    def checked(self, field: str, value: str) -> str:
        return _no_longer_than(self.longest, field, many_lines(value))

    def comparable(self, text: str) -> str:
        return many_lines(text)


@dataclass(frozen=True, slots=True)
class Link(_AsItIs):
    """An address that may stand in a link (http or https with a host), or None for nothing."""

    def checked(self, field: str, value: str | None) -> str | None:
        link = (value or "").strip()
        if not link:
            return None
        refusal = WebinarInvalid(
            field, _("“%(link)s” is not a web address. Write one that begins with https://.", link=link[:80])
        )
        # Completing "room.example" would be a guess at a door that people stand before at the hour; better to ask.
        if not link.startswith(("http://", "https://")):
            raise refusal
        try:
            return web_address(link)
        except NotAWebAddress as error:
            raise refusal from error

    def typed(self, text: str | None) -> str:
        """Returns the address with https:// where it has no scheme, so that the person sees what is stored.

        What is none stays as it was typed, and is refused in its own words.
        """
        link = (text or "").strip()
        if link and "://" not in link:
            with suppress(NotAWebAddress):
                return web_address(link)
        return text or ""

    def comparable(self, text: str) -> str:
        with suppress(NotAWebAddress):
            return web_address(text.strip())
        return text.strip()


@dataclass(frozen=True, slots=True)
class LanguageTag(_AsItIs):
    """A language by its tag. BCP 47 (RFC 5646)."""

    longest: ClassVar[int] = 35

    def checked(self, field: str, value: str) -> str:
        if not _LANGUAGE_TAG.fullmatch(value):
            raise WebinarInvalid(field, _("“%(tag)s” is not a language. Choose one from the list.", tag=value))
        return _no_longer_than(self.longest, field, value)

    def first(self) -> str:
        return "en"


@dataclass(frozen=True, slots=True)
class Choice(_AsItIs):
    """One of a few states."""

    names: Mapping[Any, object]
    """What each state is called where one chooses. The first is what a webinar begins with."""

    @property
    def states(self) -> type[enum.StrEnum]:
        return type(next(iter(self.names)))

    def checked(self, _field: str, value: str) -> enum.StrEnum:
        return self.states(value)

    def typed(self, text: str | None) -> enum.StrEnum:
        """Returns the state. What is none has been refused by the form itself, and only must not fail here."""
        return next((state for state in self.states if state.value == text), self.states(self.first()))

    def shown(self, stored: enum.StrEnum) -> str:
        return stored.value

    def given(self, kept: str) -> enum.StrEnum:
        return self.states(kept)

    def first(self) -> str:
        return str(next(iter(self.names)).value)


@dataclass(frozen=True, slots=True)
class Flag(_AsItIs):
    """Yes or no."""

    def typed(self, text: object) -> bool:
        return bool(text)


@dataclass(frozen=True, slots=True)
class Zones(_AsItIs):
    """The zones of a zone line, in order. The column holds [{"label", "timezone"}, …]."""

    def checked(self, field: str, value: Sequence[DisplayZone]) -> list[dict[str, str]]:
        if len(value) > MAX_DISPLAY_ZONES:
            raise WebinarInvalid(
                field,
                ngettext(
                    "A zone line holds at most one zone.",
                    "A zone line holds at most %(num)s zones.",
                    MAX_DISPLAY_ZONES,
                ),
            )
        return [{"label": _zone_label(field, zone), "timezone": _timezone(field, zone.timezone)} for zone in value]

    def given(self, kept: Sequence[Mapping[str, str]]) -> list[DisplayZone]:
        return [DisplayZone(**each) for each in kept]


Kind: TypeAlias = Line | Text | Link | LanguageTag | Choice | Flag | Zones


def _zone_label(field: str, zone: DisplayZone) -> str:
    label = one_line(zone.label)
    if not label:
        raise WebinarInvalid(field, _("Give the zone %(timezone)s a label, like Britain.", timezone=zone.timezone))
    return _no_longer_than(LONGEST_ZONE_LABEL, field, label)


def _timezone(field: str, timezone: str) -> str:
    try:
        return canonical(timezone)
    except UnknownTimezone as error:
        raise TimezoneUnknown(error, field) from error


def _no_longer_than(limit: int, field: str, text: str) -> str:
    if len(text) > limit:
        raise WebinarInvalid(
            field,
            _("This has %(count)s characters. Shorten it to %(limit)s.", count=len(text), limit=limit),
        )
    return text
