"""What administrators have typed, as it is stored."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from webinars.config import Settings
from webinars.domain.organisations.settings import MAX_DISPLAY_ZONES, TAGLINE_LENGTH
from webinars.domain.site_settings.errors import SiteInvalid
from webinars.domain.site_settings.values import PASSWORD, PORTS, Values, in_force, is_fixed, is_password_lost
from webinars.domain.site_settings.zone_labels import ZoneUnclear, zone_of_words
from webinars.lib.email_addresses import InvalidEmail, address_for_delivery, normalised_email
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import one_line

NAME_LENGTH, USERNAME_LENGTH, WORDS_LENGTH = 80, 200, 20_000
LARGEST_PORT = 65_535
LONGEST_CACHE_S = 86_400
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.:-]{0,251}[a-z0-9])?", re.IGNORECASE)


def checked_values(given: Settings, stored: Values, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Returns `typed` as it is stored: a value for each setting in it, and the password only if one was typed.

    What is not in `typed` stays as it is, and is not looked at.
    Raises SiteInvalid naming everything that is wrong.
    """
    now, problems, values = in_force(given, stored), dict[str, str](), dict[str, Any]()
    for name, read in _READERS.items():
        if name in typed:
            try:
                values[name] = now[name] if typed[name] == now[name] else read(typed[name])
            except ValueError as error:
                problems[name] = str(error)
    if not is_fixed(given, PASSWORD) and any(name.startswith("mail_") for name in typed):
        password = typed.get(PASSWORD) or ""
        problems = _problems_of_mail(given, stored, now | values, now, password=password) | problems
        if password:
            values[PASSWORD] = password
    if problems:
        raise SiteInvalid(problems)
    return values


def as_stored(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever a setting holds
    """Returns what was typed for a setting as it would be stored, or as it was typed if it cannot be."""
    try:
        return _READERS[name](value) if name in _READERS else value
    except ValueError:
        return value


def _problems_of_mail(given: Settings, stored: Values, values: Values, now: Values, *, password: str) -> dict[str, str]:
    """Returns what is wrong with the settings of mail together."""
    if not values["mail_host"]:
        return {}
    problems = {}
    if values["mail_from"].endswith("@localhost") and not is_fixed(given, "mail_from"):
        problems["mail_from"] = _("Write the address that mails come from. Mail servers refuse those of “localhost”.")
    if values["mail_username"] and not password and (sentence := _why_password(given, stored, values, now)):
        problems[PASSWORD] = sentence
    return problems


def _why_password(given: Settings, stored: Values, values: Values, now: Values) -> str:
    """Returns why a password has to be typed, or an empty text if the one that is kept will do."""
    if not stored.get(PASSWORD):
        return _("Type the password that goes with this name.")
    if is_password_lost(given, stored):
        return _("The one that was kept cannot be read any more: the secret key of the site is another. Type it again.")
    # Whoever may change the server here must not learn the password by having it sent to one of their own.
    is_elsewhere = (values["mail_host"], values["mail_username"]) != (now["mail_host"], now["mail_username"])
    is_bare = values["mail_tls"] == "none" != now["mail_tls"]
    if is_elsewhere or is_bare:
        return _(
            "The one that is kept is for %(name)s at %(host)s, encrypted on its way. Type the one for here.",
            name=now["mail_username"],
            host=now["mail_host"],
        )
    return ""


def _site_name(value: str) -> str:
    name = _line(value, NAME_LENGTH)
    if not name:
        raise ValueError(_("Enter the name of the site."))
    return name


def _tagline(value: str) -> str:
    return _line(value, TAGLINE_LENGTH)


def _username(value: str) -> str:
    return _line(value, USERNAME_LENGTH)


def _line(value: str, longest: int) -> str:
    text = one_line(value)
    if len(text) > longest:
        raise ValueError(_("Shorten this to %(limit)s characters.", limit=longest))
    return text


def _display_zones(value: Sequence[str]) -> list[list[str]]:
    words = [each for each in value if each.strip()]
    if not words:
        raise ValueError(_("Name at least one zone."))
    if len(words) > MAX_DISPLAY_ZONES:
        raise ValueError(_("A zone line holds at most %(num)s zones.", num=MAX_DISPLAY_ZONES))
    zones, sentences = [], []
    for each in words:
        try:
            zones.append(zone_of_words(each))
        except ZoneUnclear as error:
            sentences.append(str(error))
    if sentences:
        raise ValueError(" ".join(sentences))
    return [[zone.label, zone.timezone] for zone in dict.fromkeys(zones)]


def _host(value: str) -> str:
    host = value.strip()
    if host and not _HOST.fullmatch(host):
        raise ValueError(_("Write the name of a machine, like mail.example.org."))
    return host


def _port(value: object) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= LARGEST_PORT and len(text) <= len("65535")):
        raise ValueError(_("Write a number from 1 to 65535. Most servers listen at 587."))
    return int(text)


def _tls(value: str) -> str:
    if value not in PORTS:
        raise ValueError(_("Choose one of the three ways to encrypt."))
    return value


def _address(value: str) -> str:
    try:
        address = address_for_delivery(normalised_email(value))
    except InvalidEmail as error:
        raise ValueError(str(error)) from error
    if not address.isascii():
        # Not every server on the way takes another sender, and none would take the mails of this one.
        raise ValueError(_("Before the @ only plain letters, digits and signs go with every mail server."))
    return address


def _seconds(value: object) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.isdecimal() and int(text[:6]) <= LONGEST_CACHE_S and len(text) <= len("86400")):
        raise ValueError(_("Write a number of seconds from 0 to 86400, which is a day."))
    return int(text)


def _words(text: str) -> str:
    found = "\n".join(text.strip().splitlines())
    if len(found) > WORDS_LENGTH:
        raise ValueError(_("Write at most %(num)s characters.", num=WORDS_LENGTH))
    return found


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "site_name": _site_name,
    "tagline": _tagline,
    "display_zones": _display_zones,
    "mail_host": _host,
    "mail_port": _port,
    "mail_tls": _tls,
    "mail_username": _username,
    "mail_from": _address,
    "open_organisations": bool,
    "page_cache_seconds": _seconds,
    "keep_examples": bool,
    "privacy_text": _words,
    "accessibility_text": _words,
}
