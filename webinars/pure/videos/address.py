"""An address taken apart once and strictly: `https://evil.example/youtu.be/…` belongs to evil.example alone."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from webinars.lib.web_addresses import NotAWebAddress, ascii_address

LONGEST_S = 7 * 24 * 3600
_PLAIN = re.compile(r"([0-9]{1,6})s?")
_UNITS = re.compile(r"(?:([0-9]{1,3})h)?(?:([0-9]{1,5})m)?(?:([0-9]{1,6})s)?")
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-5][0-9])")


class Address(Struct, frozen=True):
    url: str
    scheme: str
    host: str
    """In lower case and ASCII, without the port: it stands in headers."""
    port: int | None
    path: str
    segments: tuple[str, ...]
    """The parts of the path that are not empty."""
    query: Mapping[str, str]
    """The first value of each name."""
    fragment: str

    @property
    def netloc(self) -> str:
        """The host, with the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.netloc}"

    def is_at(self, hosts: frozenset[str]) -> bool:
        """Returns whether this is exactly one of `hosts`, at the usual port."""
        return self.port is None and self.host in hosts

    def moment(self, *names: str) -> int | None:
        """Returns the first time given under one of `names`, in the query or after the #, in seconds."""
        after_hash = dict(parse_qsl(self.fragment))
        for name in names:
            for given in (self.query.get(name), after_hash.get(name)):
                if given is not None and (found := seconds(given.partition(",")[0])) is not None:
                    return found
        return None


def read_address(url: str) -> Address:
    """Returns `url` taken apart. Raises NotAWebAddress."""
    address = ascii_address(url)
    parts = urlsplit(address)
    usual = {"http": 80, "https": 443}[parts.scheme]
    try:
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50)
    except ValueError as error:
        raise NotAWebAddress(url) from error
    return Address(
        url=address,
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=None if parts.port == usual else parts.port,
        path=parts.path,
        segments=tuple(segment for segment in parts.path.split("/") if segment),
        query=dict(reversed(pairs)),
        fragment=parts.fragment,
    )


def seconds(text: str) -> int | None:
    """Returns a time as addresses and people write it: "90", "90s", "1h2m3s", "1:30", "1:02:03". None if it is none."""
    text = text.strip()
    if plain := _PLAIN.fullmatch(text):
        total = int(plain[1])
    elif clock := _CLOCK.fullmatch(text):
        total = int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    elif text and (units := _UNITS.fullmatch(text)):
        total = int(units[1] or 0) * 3600 + int(units[2] or 0) * 60 + int(units[3] or 0)
    else:
        return None
    return total if total <= LONGEST_S else None


def in_units(moment_s: int) -> str:
    """Returns `moment_s` as "1h10m5s", "10m5s" or "5s". BigBlueButton ignores it when a later unit is left out."""
    minutes, rest = divmod(moment_s, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h{minutes}m{rest}s"
    return f"{minutes}m{rest}s" if minutes else f"{rest}s"
