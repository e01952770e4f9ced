"""Content lines and the components they make up (RFC 5545, 3.1), read so that one bad line costs one line."""

import codecs
import quopri
import re
from collections.abc import Iterator

from msgspec import Struct, field

from webinars.lib.i18n import gettext as _
from webinars.pure.ical.reading.errors import CalendarTooLarge, CalendarUnreadable

DEEPEST = 8
"""Components inside components. RFC 5545 needs three."""

MOST_LINES = 500_000
"""Of a file. Real ones of the largest size have fewer. Each that is shorter than 20 octets costs ten times its size."""

_LINE = re.compile(rb"([\r\n]*)([^\r\n]+)")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(
    # UTC+02:00 and tzone://Microsoft/Utc, which should be quoted and are not: two figures or slashes behind a colon
    # belong to the zone, and a date or a rule does not.
    r';([A-Za-z0-9-]+)(?:=((?<=TZID=)[^";:]+(?::(?=//|\d\d(?!\d))[^";:]*){0,3}'
    # Each piece is taken once: millions of them in one line would else be remembered one by one.
    r'|(?:"[^"]*"|[^";:,]*+)(?:,(?:"[^"]*"|[^";:,]*+))*+))?'
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_AROUND = {"VCALENDAR": "", "VEVENT": "VCALENDAR", "VTIMEZONE": "VCALENDAR"}
"""What stands in nothing else than this (RFC 5545, 3.4 and 3.6): in another place somebody has left out an END."""


class Property(Struct, frozen=True):
    """One content line. `value` is as it stands there, escaped."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value of a TEXT property."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)

    @property
    def texts(self) -> list[str]:
        """The values of a list of TEXT."""
        parts = re.split(r"(?<!\\)((?:\\\\)*),", self.value)
        joined = ["".join(parts[at : at + 2]) if at + 1 < len(parts) else parts[at] for at in range(0, len(parts), 2)]
        return [Property(self.name, {}, part).text for part in joined]

    def cut(self, length: int) -> "Property":
        """Returns the line with no more of its value than so many letters."""
        return Property(self.name, self.parameters, self.value[:length])


class Component(Struct):
    """What stands between BEGIN and END."""

    name: str
    properties: list[Property] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)

    def all(self, *names: str) -> list[Property]:
        return [each for each in self.properties if each.name in names]

    def first(self, name: str) -> Property | None:
        return next((each for each in self.properties if each.name == name), None)

    def text(self, name: str) -> str:
        """Returns the text of the first property of that name, empty where there is none."""
        found = self.first(name)
        return found.text if found else ""

    def parts(self, name: str) -> list["Component"]:
        return [each for each in self.components if each.name == name]


def read_components(data: bytes) -> tuple[list[Component], int, bool]:
    """Returns the calendars in `data`, how many lines were none, and whether the last one ends.

    Raises CalendarUnreadable, CalendarTooLarge.
    """
    root = Component("")
    stack, bad_count = [root], 0
    for line in _lines(data):
        prop = _property(line)
        if prop is None:
            bad_count += 1
        elif prop.name == "BEGIN":
            _open(stack, prop.value.strip().upper())
        elif prop.name == "END":
            _close(stack, prop.value.strip().upper())
        elif len(stack) > 1:
            stack[-1].properties.append(prop)
    calendars = root.parts("VCALENDAR")
    if not calendars:
        raise CalendarUnreadable
    held = [calendar for calendar in calendars if calendar.properties or calendar.components]
    return held, bad_count, len(stack) == 1


def _lines(data: bytes) -> Iterator[str]:
    """Yields the unfolded lines. Only CR and LF end one, whatever str.splitlines believes of U+2028.

    Raises CalendarTooLarge.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8).lstrip()
    if data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n") > MOST_LINES:
        raise CalendarTooLarge(_("The calendar has more than %(limit)s lines. Export fewer dates.", limit=MOST_LINES))
    # Unfolded before anything is decoded: some programs fold inside a letter.
    line = bytearray()
    for found in _LINE.finditer(data):
        ended, part = found.groups()
        is_folded = ended.endswith(b"\n") and part[:1] in {b" ", b"\t"}
        if not is_folded or ended not in {b"\r\n", b"\n"}:
            if line.strip():
                yield _decoded(bytes(line))
            line.clear()
        line += part[1:] if is_folded else part
    if line.strip():
        yield _decoded(bytes(line))


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        # What older Windows programs save; it has a letter for nearly every byte.
        return line.decode("cp1252", "replace")


def _property(line: str) -> Property | None:
    name = _NAME.match(line)
    if name is None:
        return None
    at, parameters = name.end(), {}
    while found := _PARAMETER.match(line, at):
        parameters[found[1].upper()] = _unquoted(found[2] or "")
        at = found.end()
    if line[at : at + 1] != ":":
        return None
    value = line[at + 1 :]
    if parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
    return Property(name[0].upper(), parameters, value)


def _unquoted(value: str) -> str:
    bare = value[1:-1] if value[:1] == '"' == value[-1:] and '"' not in value[1:-1] else value.replace('"', "")
    return bare.replace("^n", "\n").replace("^'", '"').replace("^^", "^")  # RFC 6868


def _open(stack: list[Component], name: str) -> None:
    component, around = Component(name), _AROUND.get(name)
    if around is not None:
        # With what nobody ended the next event would be a part of the one before, and lost.
        depth = next((at for at in reversed(range(len(stack))) if stack[at].name == around), len(stack))
        del stack[depth + 1 :]
    # A file of nothing but BEGIN must not build a tower: what is too deep is flat.
    if len(stack) <= DEEPEST:
        stack[-1].components.append(component)
        stack.append(component)


def _close(stack: list[Component], name: str) -> None:
    """End the innermost component of that name, and with it those inside it that nobody ended."""
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            del stack[depth:]
            return
