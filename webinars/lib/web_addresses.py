"""Addresses of other sites, as people type them."""

import ipaddress
import re
from urllib.parse import urlsplit

import idna

LONGEST_ADDRESS = 2000
_NAME = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*\.?")
_NETLOC = re.compile(r"(?:\[[^\[\]]*\]|[^\[\]@:]+)(?::[0-9]*)?")
"""A host and perhaps a port, and nothing besides such as a user."""


_LEADS_ON = re.compile(r"https?://|/(?!/)", re.IGNORECASE)


class NotAWebAddress(ValueError):
    """Not an address that a browser may be sent to."""


def web_address(text: str) -> str:
    """Returns `text` as an http or https address with a host: "society.example" becomes "https://society.example".

    Raises NotAWebAddress: for other schemes (`javascript:`), for blanks and control characters inside, for a user
    or a password in front of the host, which make a strange host look like a known one, and for hosts that are neither
    a domain name nor an IPv6 address in brackets.
    """
    return _taken_apart(text)[0]


def harmless(stored: str) -> str:
    """Returns an address as it was stored, or nothing if it is neither of the web nor a path of this site.

    `web_address` lets nothing else in. A browser that is sent to `javascript:` runs what follows.
    """
    return stored if _LEADS_ON.match(stored) else ""


def is_ip_address(host: str) -> bool:
    """Returns whether a host is given by its number, and not by a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def ascii_address(text: str) -> str:
    """Returns the web address with its host as it goes over the wire (UTS 46).

    "https://xn--r8jz45g.jp/" for "https://例え.jp/". Raises NotAWebAddress.
    """
    address, host, port = _taken_apart(text)
    netloc = urlsplit(address).netloc
    return address if netloc.isascii() else address.replace(netloc, host + port, 1)


def web_origin(text: str) -> str:
    """Returns the origin of a web address: "https://society.example", with the port where it is not the usual one.

    A host outside ASCII is given as it goes over the wire. Raises NotAWebAddress.
    """
    address, host, port = _taken_apart(text)
    scheme = urlsplit(address).scheme
    usual = {"http": ":80", "https": ":443"}[scheme]
    return f"{scheme}://{host}" + ("" if port == usual else port)


def netloc_of(address: str | None) -> str:
    """Returns host and port of an address as a browser or a stranger has sent it, empty if it has none to be read."""
    try:
        return urlsplit(address or "").netloc
    except ValueError:
        return ""


def _taken_apart(text: str) -> tuple[str, str, str]:
    """Returns the address, its host in ASCII, and its port with the colon, empty if there is none.

    Raises NotAWebAddress.
    """
    address = text.strip()
    if "://" not in address and not address.partition("/")[0].endswith(":") and "." in address.partition("/")[0]:
        address = "https://" + address
    if len(address) > LONGEST_ADDRESS or not address.isprintable() or set(address) & set(' \\"<>^`{|}'):
        raise NotAWebAddress(text)
    try:
        parts = urlsplit(address)
        name, number = parts.hostname or "", parts.port
    except ValueError as error:
        raise NotAWebAddress(text) from error
    host = _ascii_host(name)
    if parts.scheme not in {"http", "https"} or not host or not _NETLOC.fullmatch(parts.netloc):
        raise NotAWebAddress(text)
    return address, host, "" if number is None else f":{number}"


def _ascii_host(name: str) -> str:
    """Returns `name` as it may stand in a header, empty if it is no host."""
    if ":" in name:
        try:
            return f"[{ipaddress.IPv6Address(name)}]" if "%" not in name else ""
        except ValueError:
            return ""
    try:
        host = name if name.isascii() else idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""
    return host if _NAME.fullmatch(host) and not host.startswith("-") else ""
