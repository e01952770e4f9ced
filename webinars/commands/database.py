from typing import Any

import click
from flask import Flask
from flask.cli import ScriptInfo
from flask_migrate.cli import db as flask_migrate_commands

from webinars import clock
from webinars.commands.application import application, make_data_folder
from webinars.lib.i18n import gettext as _


class Migrations(click.Group):
    """Flask-Migrate's commands, with our application under them."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        # Made when a command asks for it, and closed with the context: else its connections would stay open.
        ctx.obj = ScriptInfo(create_app=lambda: _ready(ctx.with_resource(application())))
        return super().invoke(ctx)


def _ready(app: Flask) -> Flask:
    from webinars.commands import migrations, missing_database  # noqa: PLC0415 - `db --help` starts fast

    make_data_folder(app)
    migrations.prepare()
    if migrations.state().is_empty:
        missing_database.require_none(app.config["SETTINGS"])
    return app


command = Migrations(
    name="db",
    callback=flask_migrate_commands.callback,
    params=flask_migrate_commands.params,
    commands=flask_migrate_commands.commands,
    help="Migrations of the database: upgrade, downgrade, current, history and their siblings.",
    epilog="Example: webinars db upgrade",
)
no_copy_option = click.option("--no-copy", is_flag=True, help="Migrate without a copy of the database first.")


@command.command("upgrade", epilog="Example: webinars db upgrade")
@click.argument("revision", default="head")
@no_copy_option
def upgrade(revision: str, *, no_copy: bool) -> None:
    """Bring the database to this version, or to REVISION, after a copy of it into the data folder."""
    from webinars.commands import migrations  # noqa: PLC0415 - `db --help` starts fast

    with application() as app:
        migrations.migrate(app.config["SETTINGS"], revision, with_copy=not no_copy)


@command.command("downgrade", epilog="Example: webinars db downgrade 0031")
@click.argument("revision", default="-1")
@click.option("--yes", is_flag=True, help="Do not ask.")
@no_copy_option
def downgrade(revision: str, *, yes: bool, no_copy: bool) -> None:
    """Bring the database back to an older REVISION, without one by a step, after a copy of it into the data folder.

    Says first what that version has no place for, and asks: what it names is deleted.
    """
    from webinars.commands import migrations  # noqa: PLC0415 - `db --help` starts fast
    from webinars.commands.migration_parts.losses import losses  # noqa: PLC0415

    with application() as app:
        settings, at = app.config["SETTINGS"], migrations.state()
        target = migrations.older_revision(at, revision)
        gone = list(losses(settings, target))
        for line in [_("This deletes, for good:"), *gone] if gone else [_("Nothing that is stored is deleted.")]:
            click.echo(line)
        if not yes:
            click.confirm(_("Go back to %(revision)s?", revision=target), abort=True)
        with migrations.turn():
            if not no_copy:
                migrations.copy_before_migration(settings, at, now=clock.now())
            migrations.downgrade(target)
