"""The command line: `webinars COMMAND`.

Each command is a module of `webinars.commands` with a `command`, imported when it is called, so that `webinars zones`
does not wait for the web. Exit codes: 0, 1 (the work could not be done) and 2 (usage).
"""

import importlib
import os
import sys

import click

from webinars.commands.command_result import CommandFailed, failure_of

MODULES = {
    "serve": "serve",
    "import": "import_data",
    "export": "export",
    "lint": "lint",
    "zones": "zones",
    "user": "user",
    "organisation": "organisation",
    "token": "token",
    "registrations": "registrations",
    "db": "database",
    "worker": "worker",
    "receive": "receive",
    "doctor": "doctor",
    "health": "health",
    "backup": "backup",
    "restore": "restore",
    "copy-database": "copy_database",
    "reindex": "reindex",
    "reader-examples": "reader_examples",
}


class Commands(click.Group):
    """The commands, each imported when it is asked for. Whatever they raise ends in one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in MODULES:
            return None
        command: click.Command = importlib.import_module(f"webinars.commands.{MODULES[cmd_name]}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.params["trace"]:
                raise
            raise CommandFailed(failure_of(error)) from error


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: webinars serve --demo --port 9000",
)
@click.version_option(package_name="webinars", message="%(version)s")
@click.option("--trace", is_flag=True, help="Show where in the program a failure arose, for a report.")
def webinars(trace: bool) -> None:  # noqa: FBT001 - read by `Commands.invoke`
    """Webinars, entered once: pages, times in every zone, calendars and recordings follow.

    Settings are read from the environment (WEBINARS_DATA, WEBINARS_DATABASE_URL, …).
    """


def main() -> None:
    """The entry point of the installed program."""
    # Whatever a command writes holds accounts, rooms or mails: nobody else on this machine may read it.
    os.umask(0o077)
    try:
        webinars(prog_name="webinars")
    except BrokenPipeError:
        # The reader of our output (`head`, say) has gone; that is no failure of ours.
        sys.stderr.close()
        sys.exit(0)
