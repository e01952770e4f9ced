"""What administrators may choose for the whole site, and how it is laid over what the server says.

A setting whose variable is set on the server is fixed: what is stored for it counts for nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from webinars.config import MailServer, Settings
from webinars.domain.site_settings.encryption import unseal
from webinars.pure.times import DisplayZone

PASSWORD = "mail_password"  # noqa: S105 - the name of the setting, not the secret
_OF_MAIL_URL = ("mail_host", "mail_port", "mail_tls", "mail_username", PASSWORD)
_AS_STORED = (
    "site_name",
    "tagline",
    "mail_from",
    "open_organisations",
    "page_cache_seconds",
    "keep_examples",
    "privacy_text",
    "accessibility_text",
)
"""What is stored as a field of `Settings` holds it."""
NAMES = (*_AS_STORED, "display_zones", *_OF_MAIL_URL)
PORTS = {"starttls": 587, "implicit": 465, "none": 25}
"""Where a mail server usually listens, by how it encrypts."""

Values = Mapping[str, Any]
"""By the names of settings, as they are stored. The password is not among those that are in force."""


def field_of(name: str) -> str:
    """Returns the field of `Settings` that a setting is a part of."""
    return "mail_url" if name in _OF_MAIL_URL else name


def variable_of(name: str) -> str:
    """Returns the variable by which a server fixes a setting."""
    return f"WEBINARS_{field_of(name).upper()}"


def is_fixed(given: Settings, name: str) -> bool:
    return field_of(name) in given.fixed


def in_force(given: Settings, stored: Values) -> dict[str, Any]:
    """Returns what counts now for each setting but the password."""
    values: dict[str, Any] = {name: getattr(given, name) for name in _AS_STORED}
    values |= {"display_zones": zones_as_stored(given.display_zones), **_of_server(given.mail_url)}
    chosen = {name: stored[name] for name in values if name in stored and not is_fixed(given, name)}
    return values | chosen


def laid_over(given: Settings, stored: Values) -> Settings:
    """Returns `given`, the settings of the server, with what administrators have chosen."""
    values = in_force(given, stored)
    return replace(
        given,
        **{name: values[name] for name in _AS_STORED},
        display_zones=zones_of(values["display_zones"]),
        mail_url=given.mail_url if is_fixed(given, "mail_host") else _server(given, values, stored),
    )


def kept_password(given: Settings, stored: Values) -> str | None:
    """Returns the stored password of the mail server.

    None if there is none, or if it was encrypted with a secret key that is gone.
    """
    sealed = stored.get(PASSWORD)
    return unseal(given.secret_keys, sealed) if sealed else None


def is_password_lost(given: Settings, stored: Values) -> bool:
    """Returns whether a password is stored that cannot be read any more, so that it has to be typed again."""
    return bool(stored.get(PASSWORD)) and kept_password(given, stored) is None


def zones_as_stored(zones: Iterable[DisplayZone]) -> list[list[str]]:
    return [[zone.label, zone.timezone] for zone in zones]


def zones_of(stored: Iterable[Iterable[str]]) -> tuple[DisplayZone, ...]:
    return tuple(DisplayZone(*pair) for pair in stored)


def _of_server(server: MailServer | None) -> dict[str, Any]:
    if server is None:
        return {"mail_host": "", "mail_port": PORTS["starttls"], "mail_tls": "starttls", "mail_username": ""}
    return {
        "mail_host": server.host,
        "mail_port": server.port,
        "mail_tls": server.tls,
        "mail_username": server.username or "",
    }


def _server(given: Settings, values: Values, stored: Values) -> MailServer | None:
    # Without its password every try would be refused, and after some of them the name be locked. Mails wait instead.
    if not values["mail_host"] or is_password_lost(given, stored):
        return None
    return server_of(values, kept_password(given, stored))


def server_of(values: Values, password: str | None) -> MailServer:
    """Returns the mail server that `values` name."""
    return MailServer(
        host=values["mail_host"],
        port=values["mail_port"],
        username=values["mail_username"] or None,
        password=password,
        tls=values["mail_tls"],
    )
