import http.client

import click

from webinars.commands.command_result import CommandFailed
from webinars.lib.i18n import gettext as _

PATIENCE_S = 5


@click.command("health", epilog="Example: webinars health --ready")
@click.option("--ready", is_flag=True, help="Ask whether it can answer people: whether database and tables are there.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where it listens.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def command(host: str, port: int, *, ready: bool) -> None:
    """Ask the running site whether it lives. Ends with 0 if it does, else with 1: for containers and units."""
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE_S)
    try:
        connection.request("GET", "/health/ready" if ready else "/health/live")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise CommandFailed(_("Nothing answers at %(host)s, port %(port)s.", host=host, port=port)) from error
    finally:
        connection.close()
    if status != http.HTTPStatus.OK:
        raise CommandFailed(_("It answers with %(status)s.", status=status))
    click.echo(_("It is ready.") if ready else _("It lives."))
