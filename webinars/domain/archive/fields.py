"""How one stored value is written as JSON and read back. What cannot be read is named by its place in the file."""

import enum
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, assert_never

from msgspec import Struct, field

from webinars.domain.programme.fields.value_kinds import Choice, Flag, Kind, LanguageTag, Line, Link, Text, Zones
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.names import SLUG_LENGTH
from webinars.lib.text_cleaning import one_line
from webinars.lib.web_addresses import LONGEST_ADDRESS, NotAWebAddress
from webinars.lib.web_addresses import web_address as checked_address
from webinars.pure import times

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[A-Za-z0-9._@+-]+")
"""What stands for a webinar in addresses and calendars: letters that neither has to disguise."""
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""PostgreSQL has no NUL, no encoding has half of a surrogate pair, and a feed with a control character is no XML."""
ACCENT = re.compile(r"#[0-9a-fA-F]{6}")
LARGEST = 2**31 - 1
"""What an integer column of either database holds."""


class ArchiveUnreadable(WebinarsError):
    """A record that cannot be stored. The message begins with its place: `webinars[17].timezone: …`."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}" if place else reason)
        self.place = place


def _unchanged(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    return value


class RecordField(Struct, frozen=True):
    """A key of a record that holds one column."""

    key: str
    read: Callable[[Any, str], Any]
    """(JSON value, place) → the column's value. Raises ArchiveUnreadable."""
    show: Callable[[Any], Any] = _unchanged
    """The column's value → JSON value."""
    is_nullable: bool = False
    """Whether null is a value of its own. Elsewhere it stands for "not given"."""


class RecordNode(Struct, frozen=True, kw_only=True):
    """An object of the file and where it stands, with the keys nobody knew what to do with."""

    path: str
    record: Mapping[str, Any]
    unknown: list[str] = field(default_factory=list)

    def values(
        self, fields: Sequence[RecordField], *, parts: Sequence[str] = (), required: Iterable[str] = ()
    ) -> dict[str, Any]:
        """Returns the values of those `fields` that are given. Keys that are neither fields nor `parts` are noted.

        Raises ArchiveUnreadable also where one of `required` is missing.
        """
        self.unknown.extend(
            f"{self.path}.{key}" for key in self.record if key not in parts and all(key != each.key for each in fields)
        )
        found = {}
        for each in fields:
            value = self.record.get(each.key)
            if value is not None:
                found[each.key] = each.read(value, self.at(each.key))
            elif each.is_nullable and each.key in self.record:
                found[each.key] = None
        for key in required:
            self.require(key, found)
        return found

    def require(self, key: str, values: Collection[str]) -> None:
        """Raises ArchiveUnreadable unless `values` have `key`."""
        if key not in values:
            raise ArchiveUnreadable(self.at(key), _("is missing"))

    def at(self, key: str) -> str:
        """Returns the place of `key`: "webinars[17].timezone"."""
        return f"{self.path}.{key}" if self.path else key

    def objects(self, key: str, *, at_most: int | None = None) -> list["RecordNode"]:
        """Returns the objects of the list at `key`, or none where it is missing."""
        return [
            RecordNode(path=path, record=read_object(value, path), unknown=self.unknown)
            for path, value in self.items(key, at_most=at_most)
        ]

    def texts(self, key: str, longest: int, *, at_most: int | None = None) -> list[str]:
        """Returns the lines of the list at `key`, or none where it is missing."""
        return [read_line(longest)(value, path) for path, value in self.items(key, at_most=at_most)]

    def slugs(self, key: str) -> list[str]:
        """Returns the slugs of the list at `key`, or none where it is missing."""
        return [read_slug(value, path) for path, value in self.items(key)]

    def items(self, key: str, *, at_most: int | None = None) -> list[tuple[str, Any]]:
        """Returns the members of the list at `key`, each with its place, or none where it is missing."""
        value = self.record.get(key)
        return [] if value is None else read_items(value, self.at(key), at_most=at_most)


def record_of(row: object, fields: Sequence[RecordField]) -> dict[str, Any]:
    """Returns `row` as a record."""
    return {each.key: None if (value := getattr(row, each.key)) is None else each.show(value) for each in fields}


def read_object(value: Any, place: str) -> Mapping[str, Any]:  # noqa: ANN401 - a JSON value
    if not isinstance(value, dict):
        raise ArchiveUnreadable(place, _("write an object in curly brackets"))
    return value


def read_items(value: Any, place: str, *, at_most: int | None = None) -> list[tuple[str, Any]]:  # noqa: ANN401 - a JSON value
    """Returns the members of a list, each with its place."""
    if not isinstance(value, list):
        raise ArchiveUnreadable(place, _("write a list in square brackets"))
    if at_most is not None and len(value) > at_most:
        raise ArchiveUnreadable(
            place, _("list at most %(limit)s; there are %(count)s", limit=at_most, count=len(value))
        )
    return [(f"{place}[{index}]", member) for index, member in enumerate(value)]


def read_text(longest: int, *, is_required: bool = False) -> Callable[[Any, str], str]:
    def read(value: Any, place: str) -> str:  # noqa: ANN401 - a JSON value
        if not isinstance(value, str):
            raise ArchiveUnreadable(place, _("write a text in quotation marks"))
        if is_required and not value.strip():
            raise ArchiveUnreadable(place, _("must not be empty"))
        if len(value) > longest:
            raise ArchiveUnreadable(place, _("is longer than %(longest)s characters", longest=longest))
        if UNSTORABLE.search(value):
            raise ArchiveUnreadable(place, _("holds a character that cannot be stored"))
        return value

    return read


def read_line(longest: int, *, is_required: bool = False) -> Callable[[Any, str], str]:
    """Returns a reader of what stands on one line: a title, a name."""

    def read(value: Any, place: str) -> str:  # noqa: ANN401 - a JSON value
        found = one_line(read_text(longest)(value, place), at_most=longest)
        if is_required and not found:
            raise ArchiveUnreadable(place, _("must not be empty"))
        return found

    return read


def text(key: str, longest: int) -> RecordField:
    return RecordField(key, read_text(longest))


def required_text(key: str, longest: int) -> RecordField:
    return RecordField(key, read_text(longest, is_required=True))


def line(key: str, longest: int) -> RecordField:
    return RecordField(key, read_line(longest))


def required_line(key: str, longest: int) -> RecordField:
    return RecordField(key, read_line(longest, is_required=True))


def code(key: str, longest: int) -> RecordField:
    def read(value: Any, place: str) -> str:  # noqa: ANN401 - a JSON value
        found = read_text(longest, is_required=True)(value, place)
        if not CODE.fullmatch(found):
            raise ArchiveUnreadable(place, _("write it in letters from a to z, figures and the signs . _ @ + -"))
        return found

    return RecordField(key, read)


def slug(key: str = "slug") -> RecordField:
    return RecordField(key, read_slug)


def read_slug(value: Any, place: str) -> str:  # noqa: ANN401 - a JSON value
    found = read_text(SLUG_LENGTH)(value, place)
    if not SLUG.fullmatch(found):
        raise ArchiveUnreadable(place, _("“%(value)s” is not a slug like royal-society", value=found))
    return found


def web_address(key: str) -> RecordField:
    return RecordField(key, read_web_address, is_nullable=True)


def read_web_address(value: Any, place: str) -> str:  # noqa: ANN401 - a JSON value
    found = read_text(LONGEST_ADDRESS)(value, place)
    refusal = ArchiveUnreadable(place, _("“%(value)s” is not an address with http:// or https://", value=found))
    # What a person types is completed; a file that leaves out the scheme may mean anything.
    if not found.startswith(("http://", "https://")):
        raise refusal
    try:
        return checked_address(found)
    except NotAWebAddress as error:
        raise refusal from error


def of_kind(key: str, kind: Kind) -> RecordField:
    """Returns the field of a value of that kind (see `value_kinds`)."""
    match kind:
        case Line() if kind.missing is None:
            found = line(key, kind.longest)
        case Line() | LanguageTag():
            found = required_line(key, kind.longest)
        case Text():
            found = text(key, kind.longest)
        case Link():
            found = web_address(key)
        case Choice():
            found = choice(key, kind.states)
        case Flag():
            found = flag(key)
        case Zones():
            found = display_zones(key)
        case _:
            assert_never(kind)
    return found


def accent(key: str) -> RecordField:
    def read(value: Any, place: str) -> str:  # noqa: ANN401 - a JSON value
        found = read_text(7)(value, place)
        if not ACCENT.fullmatch(found):
            raise ArchiveUnreadable(place, _("“%(value)s” is not a colour like #1a4f8b", value=found))
        return found

    return RecordField(key, read, is_nullable=True)


def number(key: str, *, least: int = 0, most: int = LARGEST, is_nullable: bool = False) -> RecordField:
    def read(value: Any, place: str) -> int:  # noqa: ANN401 - a JSON value
        # True is an int to Python and not to anyone else.
        if not isinstance(value, int) or isinstance(value, bool):
            raise ArchiveUnreadable(place, _("write a whole number"))
        if not least <= value <= most:
            raise ArchiveUnreadable(place, _("write a number from %(least)s to %(most)s", least=least, most=most))
        return value

    return RecordField(key, read, is_nullable=is_nullable)


def flag(key: str) -> RecordField:
    def read(value: Any, place: str) -> bool:  # noqa: ANN401 - a JSON value
        if not isinstance(value, bool):
            raise ArchiveUnreadable(place, _("write true or false"))
        return value

    return RecordField(key, read)


def choice(key: str, kind: type[enum.StrEnum]) -> RecordField:
    def read(value: Any, place: str) -> enum.StrEnum:  # noqa: ANN401 - a JSON value
        try:
            return kind(value)
        except ValueError:
            choices = ", ".join(member.value for member in kind)
            raise ArchiveUnreadable(place, _("write one of: %(choices)s", choices=choices)) from None

    return RecordField(key, read, str)


def choices(key: str, kind: type[enum.StrEnum]) -> RecordField:
    """Returns a field of any of the words of `kind`, each once and in its order."""

    def read(value: Any, place: str) -> list[str]:  # noqa: ANN401 - a JSON value
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise ArchiveUnreadable(place, _("is no list of words"))
        unknown = next((each for each in value if each not in set(kind)), None)
        if unknown is not None:
            raise ArchiveUnreadable(place, _("is none of %(choices)s", choices=", ".join(kind)))
        return [each.value for each in kind if each.value in value]

    return RecordField(key, read)


def one_of(key: str, choices: Sequence[str]) -> RecordField:
    def read(value: Any, place: str) -> str:  # noqa: ANN401 - a JSON value
        if value not in choices:
            raise ArchiveUnreadable(place, _("write one of: %(choices)s", choices=", ".join(choices)))
        return str(value)

    return RecordField(key, read)


def timezone(key: str, *, is_nullable: bool = False) -> RecordField:
    return RecordField(key, read_timezone, present_timezone, is_nullable=is_nullable)


def read_timezone(value: Any, place: str) -> str:  # noqa: ANN401 - a JSON value
    try:
        return times.canonical(read_text(64)(value, place))
    except times.UnknownTimezone:
        raise ArchiveUnreadable(place, _('no such zone "%(value)s"', value=value)) from None


def present_timezone(name: str) -> str:
    """Returns the zone's present name. A zone that the database has lost keeps its own."""
    return times.canonical(name) if times.is_known(name) else name


def display_zones(key: str = "display_zones") -> RecordField:
    def read(value: Any, place: str) -> list[dict[str, str]]:  # noqa: ANN401 - a JSON value
        return [_display_zone(read_object(each, path), path) for path, each in read_items(value, place)]

    def show(zones: list[dict[str, str]]) -> list[dict[str, str]]:
        return [{"label": zone["label"], "timezone": present_timezone(zone["timezone"])} for zone in zones]

    return RecordField(key, read, show)


def _display_zone(zone: Mapping[str, Any], place: str) -> dict[str, str]:
    return {
        "label": read_line(80, is_required=True)(zone.get("label"), f"{place}.label"),
        "timezone": read_timezone(zone.get("timezone"), f"{place}.timezone"),
    }


def addresses(key: str, *, at_most: int | None = None) -> RecordField:
    def read(value: Any, place: str) -> list[str]:  # noqa: ANN401 - a JSON value
        return [read_web_address(each, path) for path, each in read_items(value, place, at_most=at_most)]

    return RecordField(key, read, list)


def lines(key: str, longest: int, *, at_most: int) -> RecordField:
    """Returns a field of a list of lines."""

    def read(value: Any, place: str) -> list[str]:  # noqa: ANN401 - a JSON value
        items = read_items(value, place, at_most=at_most)
        return [read_line(longest, is_required=True)(each, path) for path, each in items]

    return RecordField(key, read, list)


def json_object(key: str) -> RecordField:
    """Returns a field of an object that another part of the application understands, kept as it is."""
    return RecordField(key, lambda value, place: dict(read_object(value, place)), dict)
