"""What programs send, read by the types that describe it: values as they are stored, and all mistakes with places.

The types are msgspec's structs. It describes them, to us and in JSON Schema, and writes them. What is sent is read
here, because msgspec ends at the first mistake and repeats what was sent.
"""

import enum
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, TypeVar

from msgspec import Struct, field, inspect

from webinars.lib.i18n import gettext as _

Record = TypeVar("Record", bound=Struct)
Place = tuple[str | int, ...]
"""Where something stands: keys, and numbers in lists from 0."""
READ = "read"
"""The key, in a `Meta`'s `extra`, of what turns a value of the right shape into what is stored. It may raise Unfit."""


class Unfit(Exception):
    """A value of the right shape that is none all the same, like the 31st of April. `str(error)` says why."""


class Mistake(Struct, frozen=True):
    place: Place
    sentence: str
    """Never with the value that was sent."""
    is_of_shape: bool = True
    """It violates the type's description. False: only its reader can know."""

    @property
    def pointer(self) -> str:
        """The place as a JSON Pointer (RFC 6901)."""
        return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in self.place)


def read_record(kind: type[Record], sent: object) -> tuple[Record | None, tuple[Mistake, ...]]:
    """Returns what was `sent` (as JSON is decoded) as a `kind`, or None and all that is wrong with it."""
    reading = _Reading()
    found = reading.value(_described(kind), sent, ())
    return (None if reading.mistakes else found), tuple(reading.mistakes)


def read_texts(kind: type[Record], sent: Mapping[str, str]) -> tuple[Record | None, tuple[Mistake, ...]]:
    """Returns the same of texts by name, as a query has them: a figure may be a number."""
    reading = _Reading(is_text=True)
    found = reading.value(_described(kind), dict(sent), ())
    return (None if reading.mistakes else found), tuple(reading.mistakes)


@cache
def _described(kind: type[Struct]) -> inspect.Type:
    return inspect.type_info(kind)


@lru_cache(100)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


class _Reading(Struct):
    is_text: bool = False
    mistakes: list[Mistake] = field(default_factory=list)

    def value(self, kind: inspect.Type, sent: Any, place: Place) -> Any:  # noqa: ANN401, PLR0911 - whatever was sent, by its kind
        match kind:
            case inspect.Metadata():
                read = (kind.extra or {}).get(READ)
                return self._read(kind.type, read, sent, place)
            case inspect.UnionType():
                return self._optional(kind, sent, place)
            case inspect.StructType():
                return self._struct(kind, sent, place)
            case inspect.ListType():
                return self._list(kind, sent, place)
            case inspect.EnumType():
                return self._state(kind.cls, sent, place)
            case inspect.StrType():
                return self._text(kind, sent, place)
            case inspect.IntType():
                return self._number(kind, sent, place)
            case inspect.BoolType():
                return sent if isinstance(sent, bool) else self._wrong(place, _("This must be true or false."))
            case _:
                raise TypeError(f"{kind} is not read")

    def _wrong(self, place: Place, sentence: str) -> None:
        self.mistakes.append(Mistake(place, sentence))

    def _read(self, kind: inspect.Type, read: Callable[[Any], Any] | None, sent: Any, place: Place) -> Any:  # noqa: ANN401 - as above
        count = len(self.mistakes)
        value = self.value(kind, sent, place)
        if read is None or value is None or len(self.mistakes) > count:
            return value
        try:
            return read(value)
        except Unfit as error:
            self.mistakes.append(Mistake(place, str(error), is_of_shape=False))
            return None

    def _optional(self, kind: inspect.UnionType, sent: Any, place: Place) -> Any:  # noqa: ANN401 - as above
        others = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
        if sent is None and len(others) < len(kind.types):
            return None
        return self.value(others[0], sent, place)

    def _struct(self, kind: inspect.StructType, sent: Any, place: Place) -> Any:  # noqa: ANN401 - as above
        if not isinstance(sent, dict):
            return self._wrong(place, _("This must be an object."))
        fields = {each.encode_name: each for each in kind.fields}
        for name in sent.keys() - fields.keys():
            self._wrong((*place, name), _("There is no such key here."))
        values = {}
        for name, each in fields.items():
            if name in sent:
                values[each.name] = self.value(each.type, sent[name], (*place, name))
            elif each.required:
                self._wrong((*place, name), _("This is missing."))
        return None if self.mistakes else kind.cls(**values)

    def _list(self, kind: inspect.ListType, sent: Any, place: Place) -> Any:  # noqa: ANN401 - as above
        if not isinstance(sent, list):
            return self._wrong(place, _("This must be a list."))
        if kind.max_length is not None and len(sent) > kind.max_length:
            return self._wrong(place, _("At most %(num)s fit.", num=kind.max_length))
        return [self.value(kind.item_type, each, (*place, number)) for number, each in enumerate(sent)]

    def _state(self, states: type[enum.Enum], sent: Any, place: Place) -> Any:  # noqa: ANN401 - as above
        values = {each.value: each for each in states}
        if not isinstance(sent, str) or sent not in values:
            return self._wrong(place, _("This must be one of: %(values)s.", values=", ".join(values)))
        return values[sent]

    def _text(self, kind: inspect.StrType, sent: Any, place: Place) -> Any:  # noqa: ANN401 - as above
        if not isinstance(sent, str):
            return self._wrong(place, _("This must be text."))
        if kind.max_length is not None and len(sent) > kind.max_length:
            return self._wrong(place, _("At most %(num)s characters.", num=kind.max_length))
        if kind.min_length is not None and len(sent) < kind.min_length:
            return self._wrong(place, _("This must not be empty."))
        if kind.pattern is not None and not _pattern(kind.pattern).search(sent):
            return self._wrong(place, _("This has another form than described."))
        return sent

    def _number(self, kind: inspect.IntType, sent: Any, place: Place) -> Any:  # noqa: ANN401 - as above
        if self.is_text and isinstance(sent, str) and re.fullmatch("-?[0-9]{1,18}", sent, re.ASCII):
            sent = int(sent)
        # JSON Schema calls 60.0 an integer (draft 2020-12, validation, 6.1.1).
        if isinstance(sent, float) and sent.is_integer():
            sent = int(sent)
        if not isinstance(sent, int) or isinstance(sent, bool):
            return self._wrong(place, _("This must be a whole number."))
        if (kind.ge is not None and sent < kind.ge) or (kind.le is not None and sent > kind.le):
            return self._wrong(place, _("This must be between %(least)s and %(most)s.", least=kind.ge, most=kind.le))
        return sent
