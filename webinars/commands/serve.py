import ipaddress
import os
import socket
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from webinars import clock
from webinars.commands.application import application, without_collector
from webinars.commands.command_result import CommandFailed
from webinars.lib import service_manager
from webinars.lib.i18n import gettext as _

if TYPE_CHECKING:
    from webinars.config import Settings

BACKLOG = 1024
INTERNET = (socket.AF_INET, socket.AF_INET6)


@click.command("serve", epilog="Example: webinars serve --demo --port 9000")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--demo", is_flag=True, help="Load the demo programme if the database is empty.")
@click.option("--no-worker", is_flag=True, help="Serve the web only; run `webinars worker` elsewhere.")
@click.option("--new-database", is_flag=True, help="Begin with an empty database though the data folder was in use.")
@click.option("--no-copy", is_flag=True, help="Migrate without a copy of the database first.")
def command(host: str, port: int, *, demo: bool, no_worker: bool, new_database: bool, no_copy: bool) -> None:
    """Serve the site, with the worker beside it, until it is told to stop (Ctrl+C or SIGTERM).

    Brings the database to this version first, after a copy of it into the data folder. Unless WEBINARS_BASE_URL is set,
    the site's address is that of the port. Where systemd hands a socket over, that one is served instead of --host and
    --port.
    """
    with ExitStack() as until_the_end:
        with without_collector():
            from webinars.app.warm_up import warm  # noqa: PLC0415 - `serve --help` starts fast
            from webinars.commands import migrations  # noqa: PLC0415
            from webinars.commands.child_processes import run_together, web_process_count  # noqa: PLC0415
            from webinars.config import read_settings  # noqa: PLC0415

            web_count = web_process_count()
            handed_over = _handed_over()
            listener = until_the_end.enter_context(handed_over or _listen(host, port))
            bound_host, bound_port = listener.getsockname()[:2]
            settings = read_settings(base_url=address_of(bound_host if handed_over else host, bound_port))
            app = until_the_end.enter_context(application(settings))
            migrations.migrate(settings, new_database=new_database, with_copy=not no_copy)
            notes = welcome(settings, demo=demo)
            warm(app)
        _forget_connections()
        for line in (_("Serving %(address)s", address=settings.base_url), *notes):
            click.echo(line)
        click.echo(_("Press Ctrl+C to stop."))
        run_together(app, listener, web_count=web_count, with_worker=not no_worker)


def _handed_over() -> socket.socket | None:
    # Connections wait in it while nobody serves, so a restart refuses none.
    try:
        sockets = service_manager.inherited_sockets()
        are_good = all(each.family in INTERNET and _listens(each) for each in sockets)
    except OSError:
        sockets, are_good = [], False
    if not are_good or len(sockets) > 1:
        raise CommandFailed(_("We were handed over something else than one socket that listens at a port."))
    return sockets[0] if sockets else None


def _listens(handed_over: socket.socket) -> bool:
    return bool(handed_over.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def _listen(host: str, port: int) -> socket.socket:
    # Bound before anything is done to the database, so that a second start by mistake does nothing at all.
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise CommandFailed(
            _(
                "Port %(port)s at %(host)s cannot be used: %(reason)s. Choose another with --port.",
                port=port,
                host=host,
                reason=os.strerror(error.errno) if error.errno else str(error),
            )
        ) from error


def address_of(host: str, port: int) -> str:
    """Returns the address that people use. This machine has a name in it: passkeys are made for names."""
    try:
        place = ipaddress.ip_address(host)
        is_here = place.is_unspecified or place == ipaddress.ip_address("127.0.0.1")
    except ValueError:
        is_here = False
    name = "localhost" if is_here else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def welcome(settings: "Settings", *, demo: bool) -> Sequence[str]:
    """Returns how to get in: as the demo's organiser, or as the first administrator."""
    from webinars.db import db  # noqa: PLC0415
    from webinars.demo.load import load_demo  # noqa: PLC0415
    from webinars.demo.organiser import demo_organiser  # noqa: PLC0415
    from webinars.domain.accounts.first_run import first_run_code  # noqa: PLC0415 - see `command`

    session = db.session()
    try:
        if demo:
            load_demo(session, settings, now=clock.now())
            session.commit()
        organiser = demo_organiser(session, settings)
        if organiser is not None:
            return [
                _("Sign in at %(address)s", address=f"{settings.base_url}/account/sign-in"),
                _("  E-mail:   %(email)s", email=organiser.email),
                _("  Password: %(password)s", password=organiser.password),
            ]
        code = first_run_code(session, settings)
        if code is None:
            return []
        return [
            _("Nobody has an account yet. Make the first one, the administrator's, at:"),
            f"  {settings.base_url}/account/first-run",
            _("  One-time code: %(code)s", code=code),
        ]
    finally:
        session.rollback()
        db.session.remove()


def _forget_connections() -> None:
    from webinars.db import db  # noqa: PLC0415 - see `command`

    # A connection that two processes inherit would be used by both.
    db.engine.dispose()
