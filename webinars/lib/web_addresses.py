"""Addresses of other sites, as people type them."""

from urllib.parse import urlsplit

LONGEST_ADDRESS = 2000


class NotAWebAddress(ValueError):
    """Not an address that a browser may be sent to."""


def web_address(text: str) -> str:
    """`text` as an http or https address with a host; "society.example" becomes "https://society.example".

    Raises NotAWebAddress: for other schemes (`javascript:`), for blanks and control characters inside, and for a user
    or a password in front of the host, which make a strange host look like a known one.
    """
    address = text.strip()
    if "://" not in address and not address.partition("/")[0].endswith(":") and "." in address.partition("/")[0]:
        address = "https://" + address
    if len(address) > LONGEST_ADDRESS or not address.isprintable() or set(address) & set(' \\"<>^`{|}'):
        raise NotAWebAddress(text)
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise NotAWebAddress(text) from error
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or _is_odd(host):
        raise NotAWebAddress(text)
    return address


def web_origin(text: str) -> str:
    """The origin of a web address: "https://society.example", with the port where it is not the usual one.

    Raises NotAWebAddress.
    """
    parts = urlsplit(web_address(text))
    host = parts.hostname or ""
    usual = {"http": 80, "https": 443}[parts.scheme]
    bracketed = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{bracketed}" + ("" if parts.port in {None, usual} else f":{parts.port}")


def _is_odd(host: str) -> bool:
    return host.startswith((".", "-")) or ".." in host or "%" in host
