import getpass
import sys
from typing import TYPE_CHECKING

import click

from webinars import clock
from webinars.commands.application import database
from webinars.commands.command_result import CommandFailed
from webinars.lib.i18n import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webinars.models import User


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


@command.command("close", epilog="Example: webinars user close olga@society.example")
@click.argument("email")
def close(email: str) -> None:
    """End the account of EMAIL. What it made stays; address, passkeys, sessions and tokens are erased."""
    from webinars.domain.accounts.actor import OPERATOR  # noqa: PLC0415 - `user --help` starts fast
    from webinars.domain.accounts.closing import close_account  # noqa: PLC0415

    with database() as session:
        close_account(session, OPERATOR, _user(session, email), now=clock.now())
        session.commit()
        click.echo(_("The account of %(email)s is closed.", email=email))


@command.command("passkeys", epilog="Example: webinars user passkeys olga@society.example --forget")
@click.argument("email")
@click.option("--forget", is_flag=True, help="Forget them all, and let the person in by a password again.")
def passkeys(email: str, *, forget: bool) -> None:
    """Say which passkeys the account of EMAIL has. With --forget, let in somebody who has lost them all."""
    from webinars.domain.accounts.actions import forget_passkeys  # noqa: PLC0415 - `user --help` starts fast
    from webinars.domain.accounts.passkeys import passkeys_of  # noqa: PLC0415

    with database() as session:
        user = _user(session, email)
        for each in passkeys_of(session, user.id):
            click.echo(f"{each.name}, {each.created_at:%Y-%m-%d}")
        if forget:
            forget_passkeys(session, user, now=clock.now())
            session.commit()
            click.echo(_("They open nothing any more. %(email)s can ask for a new password.", email=user.email))


def _user(session: "Session", email: str) -> "User":
    from webinars.domain.accounts.queries import user_with_email  # noqa: PLC0415 - `user --help` starts fast
    from webinars.lib.email_addresses import normalised_email  # noqa: PLC0415

    found = user_with_email(session, normalised_email(email))
    if found is None:
        raise CommandFailed(_("There is no account with the address %(email)s.", email=email))
    return found


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise CommandFailed(_("There is no terminal to ask for a password. Give it with --password-stdin."))
    password = getpass.getpass(_("Password: "))
    if getpass.getpass(_("The same again: ")) != password:
        raise CommandFailed(_("The two passwords are not the same. Nothing was stored."))
    return password
