"""Kinds of parameters that several commands take."""

import datetime as dt
from pathlib import Path

import click

from webinars.lib.i18n import gettext as _
from webinars.pure import times


class _Timezone(click.ParamType[str]):
    name = "zone"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return times.canonical(value)
        except times.UnknownTimezone:
            self.fail(_("There is no zone “%(timezone)s”.", timezone=value), param, ctx)


class _Date(click.ParamType[dt.date]):
    name = "date"

    def convert(self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        try:
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
        except ValueError:
            self.fail(_("“%(value)s” is not a date like 2027-03-21.", value=value), param, ctx)


class _DatabaseAddress(click.ParamType[str]):
    """The address of a database that lasts. That of a file gets its whole path, from the folder one stands in."""

    name = "address"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        import sqlalchemy as sa  # noqa: PLC0415 - most commands that load this module need no database

        from webinars.config import database_address  # noqa: PLC0415

        try:
            url = sa.make_url(database_address(value))
        except ValueError as error:
            self.fail(_("It %(mistake)s.", mistake=error), param, ctx)
        if url.get_backend_name() == "sqlite":
            if url.database in {None, "", ":memory:"}:
                self.fail(_("A database in memory would be gone with this command. Name a file."), param, ctx)
            url = url.set(database=str(Path(str(url.database)).absolute()))
        return url.render_as_string(hide_password=False)


TIMEZONE = _Timezone()
DATE = _Date()
DATABASE_ADDRESS = _DatabaseAddress()

published_on_option = click.option(
    "--published-on", type=DATE, help="When the text was published, to find a year that is not printed; default today."
)
