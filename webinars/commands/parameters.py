"""Kinds of parameters that several commands take."""

import datetime as dt

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


TIMEZONE = _Timezone()
DATE = _Date()

published_on_option = click.option(
    "--published-on", type=DATE, help="When the text was published, to find a year that is not printed; default today."
)
