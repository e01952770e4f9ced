"""An archive as bytes of which one record at a time is read: all of a large one would be ten times as much memory."""

import codecs
import json
from array import array
from collections.abc import Iterator, Mapping
from typing import Any

from webinars.domain.archive import records
from webinars.domain.archive.fields import ArchiveUnreadable, RecordNode, read_items, read_object
from webinars.lib.i18n import gettext as _

LISTS = ("organisations", "speakers", "series", "topics", "webinars")
TOP_LEVEL = frozenset({"format", "version", *LISTS, "retired_slugs"})
AT_ONCE = 1 << 20
_SPACE = " \t\n\r"


class Archive:
    """Where each record of an archive begins and ends, and what it holds beside its records."""

    def __init__(self, data: bytes) -> None:
        """Raises ArchiveUnreadable unless `data` is an archive of a version that can be read."""
        self.data = data.removeprefix(codecs.BOM_UTF8)
        _require_utf8(self.data)
        self._spans: dict[str, array[int]] = {}
        self._others: dict[str, Any] = {}
        try:
            is_object = self._find_records()
        except json.JSONDecodeError as error:
            raise ArchiveUnreadable("", self._where(error.pos)) from None
        except (RecursionError, ValueError):
            raise ArchiveUnreadable("", _("This is not JSON that can be read.")) from None
        if not is_object or self._others.get("format") != records.FORMAT:
            raise ArchiveUnreadable("", _('This is not an archive: its "format" is not "webinars-archive".'))
        if self._others.get("version") != records.VERSION:
            raise ArchiveUnreadable(
                "version", _("this installation reads version %(version)s", version=records.VERSION)
            )
        self.unknown = [key for key in self._others if key not in TOP_LEVEL]

    def count(self, key: str) -> int:
        """Returns how many records the list at `key` holds. Raises ArchiveUnreadable if there is something else."""
        if key in self._spans:
            return len(self._spans[key]) // 2
        value = self._others.get(key)
        return 0 if value is None else len(read_items(value, key))

    def objects(self, key: str, unknown: list[str]) -> Iterator[RecordNode]:
        """Yields the records of the list at `key`, or none where it is missing.

        Raises ArchiveUnreadable, as `RecordNode` does.
        """
        for index in range(self.count(key)):
            start, end = self._spans[key][2 * index : 2 * index + 2]
            path = f"{key}[{index}]"
            yield RecordNode(path=path, record=read_object(json.loads(self.data[start:end]), path), unknown=unknown)

    def retired_slugs(self) -> Mapping[str, Any]:
        """Returns lists of slugs by the name of their table, not looked at yet."""
        value = self._others.get("retired_slugs")
        return value if isinstance(value, dict) else {}

    def _find_records(self) -> bool:
        """Note where each record is. Returns False if this is JSON, but no object. Raises as `json.loads` does."""
        # One octet, one character: what JSON is made of is ASCII, and a text is read as what it is with its record.
        text = self.data.decode("latin-1")
        decode = json.JSONDecoder().raw_decode
        at = _after_space(text, 0)
        if text[at : at + 1] != "{":
            _require_end(text, decode(text, at)[1])
            return False
        at = _after_space(text, at + 1)
        while text[at : at + 1] != "}":
            if text[at : at + 1] != '"':
                raise json.JSONDecodeError("Expecting a key", text, at)
            key, at = decode(text, at)
            at = _after_space(text, _after(":", text, at))
            self._spans.pop(key, None)
            self._others.pop(key, None)
            if key in LISTS and text[at : at + 1] == "[":
                self._spans[key], at = _spans(text, at)
            else:
                _value, end = decode(text, at)
                self._others[key] = json.loads(self.data[at:end])
                at = end
            at = _next(text, at, closed_by="}")
        _require_end(text, at + 1)
        return True

    def _where(self, octet: int) -> str:
        before = self.data[:octet]
        start = before.rfind(b"\n") + 1
        return _(
            "This is not JSON: see line %(line)s, column %(column)s.",
            line=before.count(b"\n") + 1,
            column=len(before[start:].decode(errors="replace")) + 1,
        )


def _require_utf8(data: bytes) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), AT_ONCE):
            decoder.decode(data[start : start + AT_ONCE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise ArchiveUnreadable("", _("This file is not text in UTF-8.")) from None


def _spans(text: str, at: int) -> tuple["array[int]", int]:
    """Returns where each member of the list that begins `at` begins and ends, and the place after the list."""
    decode = json.JSONDecoder().raw_decode
    spans = array("Q")
    at = _after_space(text, at + 1)
    while text[at : at + 1] != "]":
        _value, end = decode(text, at)
        spans.extend((at, end))
        at = _next(text, end, closed_by="]")
    return spans, at + 1


def _next(text: str, at: int, *, closed_by: str) -> int:
    """Returns the place of the next member, or of what closes list or object, after the member that ends `at`."""
    at = _after_space(text, at)
    if text[at : at + 1] == closed_by:
        return at
    after = _after_space(text, _after(",", text, at))
    if text[after : after + 1] == closed_by:
        raise json.JSONDecodeError("Expecting another member", text, after)
    return after


def _after(sign: str, text: str, at: int) -> int:
    at = _after_space(text, at)
    if text[at : at + 1] != sign:
        raise json.JSONDecodeError(f"Expecting {sign}", text, at)
    return at + 1


def _after_space(text: str, at: int) -> int:
    while text[at : at + 1] in _SPACE and at < len(text):
        at += 1
    return at


def _require_end(text: str, at: int) -> None:
    if _after_space(text, at) != len(text):
        raise json.JSONDecodeError("Extra data", text, at)
