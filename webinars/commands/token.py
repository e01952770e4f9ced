import click

from webinars import clock
from webinars.commands.application import database
from webinars.commands.command_result import CommandFailed
from webinars.lib.i18n import format_list
from webinars.lib.i18n import gettext as _

SCOPES = ("read", "write:webinars", "write:recordings", "registrations", "write:registrations", "hooks")


@click.group("token", epilog='Example: webinars token create "Month list" --organisation lunar-society --scope read')
def command() -> None:
    """Secrets by which programs use the JSON API."""


@command.command(
    "create", epilog='Example: webinars token create "Month list" --organisation lunar-society --scope read --days 30'
)
@click.argument("name")
@click.option("--organisation", "slug", metavar="SLUG", required=True, help="For whom it acts.")
@click.option(
    "--scope", "scopes", multiple=True, required=True, type=click.Choice(SCOPES), help="What it may; again for more."
)
@click.option("--days", type=click.Choice(["30", "365", "1095"]), default="365", show_default=True, help="Its life.")
@click.option("--as", "email", metavar="EMAIL", help="Whose it is; needed where there is more than one owner.")
def create(name: str, slug: str, scopes: tuple[str, ...], days: str, email: str | None) -> None:
    """Make a token called NAME, and print its secret: this once. It ends with the membership of whose it is."""
    from webinars.domain.accounts.actor import OPERATOR  # noqa: PLC0415 - `token --help` starts fast
    from webinars.domain.accounts.queries import actor_of  # noqa: PLC0415
    from webinars.domain.interfaces.api_tokens.actions import create_token  # noqa: PLC0415
    from webinars.domain.organisations.queries import organisation_with_slug, owners, owners_and_editors  # noqa: PLC0415
    from webinars.models import Scope  # noqa: PLC0415

    with database() as session:
        organisation = organisation_with_slug(session, slug)
        if organisation is None:
            raise CommandFailed(_("There is no organisation at /organisations/%(slug)s.", slug=slug))
        people = owners_and_editors(session, organisation) if email else owners(session, organisation)
        makers = [each for each in people if email is None or each.email == email.strip().lower()]
        if len(makers) != 1:
            emails = format_list([each.email for each in people]) or _("nobody")
            raise CommandFailed(_("Say with --as whose it is. It can be: %(emails)s.", emails=emails))
        maker, rights = actor_of(session, makers[0].id), [Scope(each) for each in scopes]
        _token, secret = create_token(
            session, OPERATOR, organisation, name=name, scopes=rights, days=int(days), maker=maker, now=clock.now()
        )
        session.commit()
        click.echo(secret)
