"""Two administrators at once: what only one has changed is taken, what both have is asked about (ADR 10)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webinars.domain.site_settings.validation import as_stored
from webinars.domain.site_settings.values import NAMES, PASSWORD, Values
from webinars.site.desk.editor.fingerprints import print_of

TOGETHER = dict.fromkeys(("mail_host", "mail_port", "mail_tls", "mail_username", PASSWORD), "mail_host")
"""A server of one and a password of another are something that nobody has set: they are one value."""


@dataclass(frozen=True, slots=True)
class Merged:
    changes: Mapping[str, Any]
    """What is to be stored."""
    kept: frozenset[str]
    """What somebody else has changed meanwhile and this person has not touched."""
    disputed: frozenset[str]
    """What both have changed differently: by the first setting of what belongs together."""


def beginning_of(values: Values) -> str:
    """Returns what a form carries to tell later what was changed in it."""
    return json.dumps({first: _print(group, values) for first, group in _groups().items()}, separators=(",", ":"))


def touched(beginning: str | None, typed: Values) -> dict[str, Any]:
    """Returns of `typed` what is another than the form began with: the rest is nothing that this person says."""
    prints, found = _read(beginning), dict[str, Any]()
    for first, whole in _groups().items():
        group = {name: typed[name] for name in whole if name in typed}
        values = {name: as_stored(name, value) for name, value in group.items()}
        is_whole = all(name in values for name in whole)
        if not is_whole or group.get(PASSWORD) or prints.get(first) != _print(whole, values):
            found |= group
    return found


def merged(beginning: str | None, changed: Values, present: Values) -> Merged:
    """Returns what becomes of what this person has `changed`, as it is stored; `present` is what is in force."""
    prints = _read(beginning)
    changes: dict[str, Any] = {}
    kept, disputed = set[str](), set[str]()
    for first, whole in _groups().items():
        group = {name: changed[name] for name in whole if name in changed}
        mine, theirs = _print(whole, {**present, **group}), _print(whole, present)
        if not group and prints.get(first) != theirs:
            kept.add(first)
        elif prints.get(first) == theirs or mine == theirs:
            changes |= group
        elif group:
            disputed.add(first)
    return Merged(changes, frozenset(kept), frozenset(disputed))


def names_with(first: str) -> list[str]:
    """Returns the settings that are one value, by the first of them."""
    return [name for name in _groups()[first] if name != PASSWORD]


def _groups() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name in NAMES:
        groups.setdefault(TOGETHER.get(name, name), []).append(name)
    return groups


def _print(group: list[str], values: Values) -> str:
    return print_of(json.dumps([values[name] for name in group if name != PASSWORD]))


def _read(beginning: str | None) -> dict[str, str]:
    try:
        content = json.loads(beginning or "")
        return {str(name): str(value) for name, value in content.items()}
    except (ValueError, AttributeError, RecursionError):
        return {}
