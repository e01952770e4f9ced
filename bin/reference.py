"""The generated pages of docs/reference: commands, addresses, permissions. A rule test holds them to the code."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT))

from webinars.app.application import build_app  # noqa: E402
from webinars.app.policy import RIGHTS, right_of  # noqa: E402
from webinars.app.visitor_kinds import VisitorKind  # noqa: E402
from webinars.cli import webinars  # noqa: E402 - the checkout first
from webinars.config import read_settings  # noqa: E402
from webinars.domain.lineup import record_permissions as lineup_permissions  # noqa: E402
from webinars.domain.organisations import permissions as organisation_permissions  # noqa: E402
from webinars.domain.programme import permissions as programme_permissions  # noqa: E402
from webinars.domain.programme.series import permissions as series_permissions  # noqa: E402
from webinars.web.access import audience_of  # noqa: E402

ABOUT_THE_TABLE = """As seen from one webinar and the organisation that hosts it. “no”: refused with 403; “–”:
answered as if nothing were there (404); “sign in”: asked to. A test asks every address as every one of these people,
and compares all that is stored.
"""
REFUSALS = {401: "sign in", 403: "no", 404: "–"}
NOTE = "<!-- Written by bin/docs; change the code instead. -->\n"


def commands() -> str:
    """Each command with its help, as a terminal of 100 columns shows it."""
    parts = [NOTE, "# Commands\n"]

    def describe(command: click.Command, names: tuple[str, ...], parent: click.Context | None) -> None:
        context = click.Context(
            command,
            info_name=names[-1],
            parent=parent,
            terminal_width=100,
            max_content_width=100,
            **command.context_settings,
        )
        parts.append(f"## `{' '.join(names)}`\n\n```text\n{command.get_help(context)}\n```\n")
        if isinstance(command, click.Group) and names[-1] != "db":
            for name in command.list_commands(context):
                below = command.get_command(context, name)
                if below is not None and not below.hidden:
                    describe(below, (*names, name), context)

    describe(webinars, ("webinars",), None)
    return "\n".join(parts)


def addresses() -> str:
    """Every route with its methods and the right it takes; beside the desk, its audience."""
    with tempfile.TemporaryDirectory() as folder:
        app = build_app(read_settings({"WEBINARS_DATA": folder}))
    names = {id(right): name for name, right in RIGHTS.items()}
    rows = sorted(
        (
            rule.rule,
            ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})),
            names.get(id(right_of(rule))) or str(audience_of(app.view_functions[rule.endpoint])),
            rule.endpoint,
        )
        for rule in app.url_map.iter_rules()
    )
    lines = [NOTE, "# Addresses\n", "| address | method | right | view |", "| --- | --- | --- | --- |"]
    lines += [f"| `{path}` | {methods} | {who} | `{endpoint}` |" for path, methods, who, endpoint in rows]
    return "\n".join(lines) + "\n"


def permissions() -> str:
    """The table of permissions, then what the rules of the features add in words."""
    head = "| | " + " | ".join(str(person) for person in VisitorKind) + " |"
    lines = [NOTE, "# Who may do what at the desk\n", ABOUT_THE_TABLE, head, "| --- " * (len(VisitorKind) + 1) + "|"]
    for name, right in RIGHTS.items():
        cells = ["yes" if person in right.allowed else REFUSALS[right.refusal(person)] for person in VisitorKind]
        lines.append(f"| **{name}**: {right.about} | {' | '.join(cells)} |")
    lines.append("\nWhich address takes which right stands in [addresses.md](addresses.md).")
    for title, module in (
        ("Organisations", organisation_permissions),
        ("Webinars", programme_permissions),
        ("Records of speakers", lineup_permissions),
        ("Series", series_permissions),
    ):
        lines.append(f"\n## {title}\n\n{(module.__doc__ or '').strip()}")
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "addresses.md": addresses,
    "permissions.md": permissions,
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (PROJECT / "docs" / "reference" / name).write_text(page(), encoding="utf-8")
