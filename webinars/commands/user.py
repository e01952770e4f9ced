import getpass
import sys

import click

from webinars import clock
from webinars.commands.application import database
from webinars.commands.command_result import CommandFailed
from webinars.lib.i18n import gettext as _


@click.group("user", epilog="Example: webinars user create olga@society.example --admin")
def command() -> None:
    """People who sign in."""


@command.command("create", epilog='Example: webinars user create olga@society.example --name "Olga" --admin')
@click.argument("email")
@click.option("--name", default="", help="How the person is called.")
@click.option("--admin", is_flag=True, help="May do everything on this site.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, its first line.")
def create(email: str, name: str, *, admin: bool, password_stdin: bool) -> None:
    """Make an account for EMAIL. Without --password-stdin the password is asked for, twice, at a terminal."""
    from webinars.domain.accounts.actions import create_user  # noqa: PLC0415 - `user --help` starts fast
    from webinars.domain.accounts.passwords import NewPassword  # noqa: PLC0415

    password = NewPassword(_password(from_stdin=password_stdin))
    with database() as session:
        user = create_user(session, email=email, name=name, is_admin=admin, password=password, now=clock.now())
        session.commit()
        click.echo(_("%(email)s can sign in.", email=user.email))


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise CommandFailed(_("There is no terminal to ask for a password. Give it with --password-stdin."))
    password = getpass.getpass(_("Password: "))
    if getpass.getpass(_("The same again: ")) != password:
        raise CommandFailed(_("The two passwords are not the same. Nothing was stored."))
    return password
