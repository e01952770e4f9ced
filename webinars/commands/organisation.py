import click

from webinars import clock
from webinars.commands.application import database
from webinars.commands.parameters import TIMEZONE
from webinars.lib.i18n import gettext as _


@click.group(
    "organisation", epilog='Example: webinars organisation create "Lunar Society" --owner olga@society.example'
)
def command() -> None:
    """Groups that organise webinars."""


@command.command("create", epilog='Example: webinars organisation create "Lunar Society" --timezone Europe/London')
@click.argument("name")
@click.option("--timezone", type=TIMEZONE, default="Europe/London", show_default=True, help="Where it is at home.")
@click.option("--url", help="The address of its own website.")
@click.option("--owner", metavar="EMAIL", help="Who looks after it; the person must have an account or gets a mail.")
def create(name: str, timezone: str, url: str | None, owner: str | None) -> None:
    """Make an organisation called NAME."""
    from webinars.domain.accounts.actor import OPERATOR  # noqa: PLC0415 - `organisation --help` starts fast
    from webinars.domain.organisations.actions import add_member, create_organisation  # noqa: PLC0415
    from webinars.models import Role  # noqa: PLC0415

    with database() as session:
        organisation = create_organisation(session, OPERATOR, name=name, timezone=timezone, url=url, now=clock.now())
        if owner:
            add_member(session, OPERATOR, organisation, email=owner, role=Role.OWNER, now=clock.now())
        session.commit()
        click.echo(_("%(name)s was made. Its page is /organisations/%(slug)s.", name=name, slug=organisation.slug))
