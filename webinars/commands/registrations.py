import sys

import click

from webinars.commands.application import database
from webinars.commands.command_result import CommandFailed
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext


@click.command("registrations", epilog="Example: webinars registrations comets-and-their-tails --csv > people.csv")
@click.argument("slug")
@click.option("--csv", "is_csv", is_flag=True, help="As the desk exports it, with every answer.")
def command(slug: str, is_csv: bool) -> None:  # noqa: FBT001 - click passes it
    """Show who registered for the webinar at /webinars/SLUG.

    The list holds names and addresses: keep it no longer than you need it.
    """
    import sqlalchemy as sa  # noqa: PLC0415 - `registrations --help` starts fast

    from webinars import clock  # noqa: PLC0415
    from webinars.domain.accounts.actor import OPERATOR  # noqa: PLC0415
    from webinars.domain.registration.export_table import as_csv, registrations_table  # noqa: PLC0415
    from webinars.domain.registration.organiser_actions import note_export  # noqa: PLC0415
    from webinars.domain.registration.queries import all_questions, all_registrations, desk_of  # noqa: PLC0415
    from webinars.models import Webinar  # noqa: PLC0415

    with database() as session:
        webinar = session.scalar(sa.select(Webinar).where(Webinar.slug == slug))
        if webinar is None:
            raise CommandFailed(_("There is no webinar “%(slug)s”.", slug=slug))
        if desk_of(session, webinar.id) is None:
            raise CommandFailed(_("People do not register for “%(title)s” here.", title=webinar.title))
        registrations = all_registrations(session, webinar.id)
        rows = registrations_table(registrations, all_questions(session, webinar.id))
        if is_csv:
            note_export(session, OPERATOR, webinar, len(registrations), now=clock.now())
            session.commit()
    if is_csv:
        sys.stdout.buffer.write(as_csv(rows).encode())
        return
    for name, email, state, *_rest in rows[1:]:
        click.echo(f"{state}\t{name}\t{email}")
    click.echo(ngettext("%(num)s registration.", "%(num)s registrations.", len(registrations)), err=True)
