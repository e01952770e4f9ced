"""How a command ends: with its result on standard output, or with one plain sentence on standard error."""

import json
from typing import IO, Any

import click

from webinars.lib.i18n import gettext as _


class CommandFailed(click.ClickException):
    """The work could not be done. The message is a sentence for the person at the terminal."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), err=True, file=file)


def failure_of(error: Exception) -> str:
    """Returns what to tell about an exception that no command expected."""
    kind = type(error).__name__
    if isinstance(error, OSError):
        return _("%(name)s: %(reason)s.", name=error.filename or kind, reason=error.strerror or str(error))
    if kind == "SettingsError":
        return str(error)
    if kind in {"OperationalError", "InterfaceError"}:
        reason = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        return _("The database cannot be used: %(reason)s.", reason=reason.rstrip("."))
    if kind == "StoreDoesNotAnswer":
        return _("The store of uploaded files cannot be used: %(reason)s.", reason=str(error.reason).rstrip("."))  # type: ignore[attr-defined]  # see above
    sentence = str(error).strip().partition("\n")[0]
    if any(base.__name__ == "WebinarsError" for base in type(error).__mro__):
        return sentence
    return _(
        "Something unexpected went wrong (%(kind)s: %(reason)s). Nothing was stored. "
        "Run it again as `webinars --trace …` to see where.",
        kind=kind,
        reason=sentence or "?",
    )


def print_json(value: object, *, one_line: bool = False) -> None:
    """Print `value` as JSON, letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=None if one_line else 2))
