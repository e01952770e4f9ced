"""Whether octets are a calendar by the letter of RFC 5545 (with 7986), read without anybody's library."""

import re

LONGEST_LINE = 75
_NO_CONTROLS = r"[^\x00-\x08\x0a-\x1f\x7f]"
_PARAMETER_VALUE = r'(?:"[^\x00-\x08\x0a-\x1f\x7f"]*"|[^\x00-\x08\x0a-\x1f\x7f";:,]*)'
_LINE = re.compile(
    rf"([A-Z0-9-]+)((?:;[A-Z0-9-]+={_PARAMETER_VALUE}(?:,{_PARAMETER_VALUE})*)*):({_NO_CONTROLS}*)", re.DOTALL
)
_TEXT = r"(?:[^\\;,]|\\[\\;,n])*"
_URI = r"[a-z]+:[!-~]+"
_INSTANT = r"\d{8}T\d{6}Z"
VALUES = {
    "SUMMARY": _TEXT,
    "DESCRIPTION": _TEXT,
    "LOCATION": _TEXT,
    "NAME": _TEXT,
    "X-WR-CALNAME": _TEXT,
    "UID": _TEXT,
    "PRODID": _TEXT,
    "CATEGORIES": f"{_TEXT}(?:,{_TEXT})*",
    "URL": _URI,
    "SOURCE": _URI,
    "DTSTAMP": _INSTANT,
    "CREATED": _INSTANT,
    "LAST-MODIFIED": _INSTANT,
    "SEQUENCE": r"\d{1,10}",
    "STATUS": "CONFIRMED|CANCELLED",
    "TRANSP": "OPAQUE|TRANSPARENT",
    "CLASS": "PUBLIC",
    "VERSION": r"2\.0",
    "CALSCALE": "GREGORIAN",
    "REFRESH-INTERVAL": r"PT\d+H",
    "METHOD": "REQUEST|CANCEL",
    "ACTION": "DISPLAY",
    "TRIGGER": r"-PT\d+M",
}
REQUIRED = {
    "VCALENDAR": {"VERSION", "PRODID"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS"},
    "VTIMEZONE": {"TZID"},
    "VALARM": {"ACTION", "DESCRIPTION", "TRIGGER"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}


def assert_strict(octets: bytes) -> None:
    """Fail where a line, a property or a component is not as the RFC has it."""
    open_components: list[tuple[str, set[str]]] = []
    uids: set[str] = set()
    closed = 0
    for line in _unfolded(octets):
        matched = _LINE.fullmatch(line)
        assert matched, line
        name, _parameters, value = matched.groups()
        if name == "BEGIN":
            assert value in REQUIRED, line
            assert open_components or (value == "VCALENDAR" and not closed), "more than one calendar"
            open_components.append((value, set()))
        elif name == "END":
            component, seen = open_components.pop()
            assert value == component, line
            assert seen >= REQUIRED[component], (component, seen)
            closed += 1
        else:
            component, seen = open_components[-1]
            assert name not in seen, f"{name} twice in a {component}"
            seen.add(name)
            if component == "VEVENT" and name in {"DTSTART", "DTEND"}:
                assert re.fullmatch(_INSTANT, value), line
            assert re.fullmatch(VALUES.get(name, ".*"), value, re.DOTALL), line
            if name == "UID":
                assert value not in uids, line
                uids.add(value)
    assert not open_components
    assert closed > 1, "a calendar needs a component"


def _unfolded(octets: bytes) -> list[str]:
    assert octets.endswith(b"\r\n")
    assert octets.count(b"\r\n") == octets.count(b"\r") == octets.count(b"\n")
    lines: list[bytes] = []
    for line in octets.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= LONGEST_LINE, line
        # Each line by itself: no letter is in two of them. One of blanks is an empty one to many readers.
        assert line.decode("utf-8").strip(), "a line without letters"
        if line.startswith(b" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return [line.decode("utf-8") for line in lines]
