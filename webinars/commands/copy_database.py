from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from webinars.commands.application import application
from webinars.commands.command_result import CommandFailed
from webinars.commands.parameters import DATABASE_ADDRESS
from webinars.commands.progress import progress
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from webinars.config import Settings


@click.command("copy-database", epilog="Example: webinars copy-database postgresql://webinars@localhost/webinars")
@click.argument("target", type=DATABASE_ADDRESS)
def command(target: str) -> None:
    """Copy all that is in this site's database into another, empty one: of SQLite, of PostgreSQL, either way.

    TARGET is an address like that of WEBINARS_DATABASE_URL. Stop the site first: what is written meanwhile is not
    copied. The copy is compared with what was read. If that fails, or is killed, nothing was stored in the target, and
    it can be tried again. Uploaded files and the secret key stay in the data folder.
    """
    from webinars.commands import migrations  # noqa: PLC0415 - `copy-database --help` starts fast
    from webinars.db import db  # noqa: PLC0415

    with application() as app:
        state = migrations.state()
        if state.is_empty:
            raise CommandFailed(_("There is nothing to copy yet: the database is empty."))
        migrations.require_this_version(state)
        source, settings = db.engine, app.config["SETTINGS"]
        with application(replace(settings, database_url=target)):
            _prepare(source, db.engine)
            count = _copy(source, db.engine)
    _tell(count, target, settings)


def _prepare(source: "Engine", target: "Engine") -> None:
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - see `command`

    from webinars.commands.copy_parts import target as copy_target  # noqa: PLC0415

    try:
        copy_target.prepare(source, target)
    except DBAPIError as error:
        raise CommandFailed(
            _(
                "%(target)s cannot be used: %(reason)s. See that the address is right, that its server runs, and that "
                "tables may be made there; then try again.",
                target=target.url.render_as_string(),
                reason=str(error.orig).strip().partition("\n")[0].rstrip("."),
            )
        ) from error


def _copy(source: "Engine", target: "Engine") -> int:
    """Copy everything in one transaction of each database. Returns how many rows there were."""
    from webinars.commands.copy_parts import rows  # noqa: PLC0415 - see `command`

    with _snapshot(source) as here, target.begin() as there:
        count = rows.count_rows(here)
        with progress(_("Copying"), count) as advance:
            copied = rows.copy_rows(here, there, advance)
        with progress(_("Comparing"), count) as advance:
            rows.require_same(there, copied, advance)
        rows.set_sequences(there)
        rows.gather_statistics(there)
        _index(there)
    return count


@contextmanager
def _snapshot(engine: "Engine") -> "Iterator[Connection]":
    """Yields one state of a database, whatever others write there until the block ends."""
    from webinars.db import reading  # noqa: PLC0415 - see `command`

    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with reading():
            connection.begin()
        yield connection


def _index(target: "Connection") -> None:
    """Write what search looks words up in, which each kind of database keeps in a way of its own."""
    import sqlalchemy as sa  # noqa: PLC0415 - see `command`
    from sqlalchemy.orm import Session  # noqa: PLC0415

    from webinars.domain.programme.public_visibility import listed  # noqa: PLC0415
    from webinars.domain.search.actions import reindex  # noqa: PLC0415
    from webinars.models import Webinar  # noqa: PLC0415

    # Its end leaves the transaction of `target` as it is.
    with Session(target) as session:
        count = session.scalar(sa.select(sa.func.count(Webinar.id)).where(listed())) or 0
        with progress(_("Indexing"), count) as advance:

            def done(count: int) -> None:
                session.expunge_all()
                advance(count)

            reindex(session, advance=done)


def _tell(count: int, target: str, settings: "Settings") -> None:
    from sqlalchemy import make_url  # noqa: PLC0415 - see `command`

    click.echo(
        ngettext(
            "%(num)s row was copied, and found the same in the target.",
            "%(num)s rows were copied, and found the same in the target.",
            count,
        )
    )
    click.echo(
        _(
            "Next: set WEBINARS_DATABASE_URL=%(address)s and start the site. Keep the data folder: uploaded files and "
            "the secret key are in %(folder)s.",
            address=make_url(target).render_as_string(),
            folder=settings.data,
        )
    )
    if make_url(target).password:
        click.echo(_("Write the password where the address has ***."))
