import datetime as dt
import sys

import click

from webinars import clock
from webinars.commands.command_result import CommandFailed, print_json
from webinars.commands.parameters import TIMEZONE, published_on_option
from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.pure import times


@click.command("lint", epilog='Example: webinars lint "Sunday 16 March 2025, 4pm Britain, 11am US Eastern"')
@click.argument("text")
@published_on_option
@click.option("--timezone", type=TIMEZONE, help="The zone of hours that are printed without one.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(text: str, published_on: dt.date | None, timezone: str | None, *, as_json: bool) -> None:
    """Check one date-and-time expression: do its zones agree, does the weekday fit, is anything missing.

    TEXT is the expression, or - to read it from standard input. Exits 1 when a problem blocks.
    """
    words = sys.stdin.read() if text == "-" else text
    if not words.strip():
        raise CommandFailed(_("There is no text. Write a date and an hour, such as 14 February 2027, 4pm Britain."))
    reading = times.read_start(words, published_on=published_on or clock.now().date(), timezone=timezone)
    if as_json:
        print_json(reading.as_json())
    else:
        _print(reading)
    if reading.blocks:
        raise SystemExit(1)


def _print(reading: times.StartReading) -> None:
    for claim in reading.times:
        if claim.wall is not None:
            hour, day = times.format_hour(claim.wall), format_date(claim.wall.date())
            doubt = "" if claim.agrees else " " + _("(does not agree)")
            click.echo(f"{claim.label or claim.timezone or '?'}: {hour}, {day}{doubt}")
    if reading.starts_at is not None:
        click.echo(_("Starts at %(instant)s.", instant=f"{reading.starts_at:%Y-%m-%d %H:%M} UTC"))
    for problem in reading.problems:
        click.echo(problem.message, err=problem.blocks)
