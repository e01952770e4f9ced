from typing import Any

import click
from flask import Flask
from flask.cli import ScriptInfo
from flask_migrate.cli import db as flask_migrate_commands

from webinars.commands.application import application, make_data_folder


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
