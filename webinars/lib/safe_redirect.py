"""Where `next=` may lead: to a path of this site and nowhere else."""

from urllib.parse import urljoin, urlsplit

_OURS = "https://this.site.invalid"


def local_path(target: str | None) -> str | None:
    """Returns `target` if it is a path of this site, else None.

    Browsers read more than urllib does: they drop tabs and newlines, take a backslash for a slash, and go to another
    host for `//host`, `///host` and a tab between two slashes. So anything unusual is refused before it is parsed.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(ord(letter) < 32 or ord(letter) == 127 for letter in target):  # noqa: PLR2004 - ASCII's control characters
        return None
    try:
        parts, joined = urlsplit(target), urlsplit(urljoin(_OURS, target))
    except ValueError:
        return None
    if parts.scheme or parts.netloc or f"{joined.scheme}://{joined.netloc}" != _OURS:
        return None
    if {".", ".."} & set(parts.path.split("/")):
        return None
    return target
