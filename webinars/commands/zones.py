import datetime as dt
import os
from collections.abc import Sequence

import click

from webinars.commands.command_result import CommandFailed, print_json
from webinars.config import DEFAULT_DISPLAY_ZONES
from webinars.lib.i18n import gettext as _
from webinars.pure import times


class Zones(click.Group):
    """`zones WALL TIMEZONE` is the zone line. A first word that names a command is that command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands:
            return super().resolve_command(ctx, ["line", *args])
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # `zones WALL ZONE --json` and `zones --json WALL ZONE` are the same: options belong to the line.
        own = {"-h", "--help"}
        if args and args[0].startswith("-") and args[0] not in own:
            args = ["line", *args]
        return super().parse_args(ctx, args)


@click.group(
    "zones",
    cls=Zones,
    subcommand_metavar="WALL TIMEZONE | refresh",
    epilog='Example: webinars zones 2027-03-21T16:00 Europe/London --show "India=Asia/Kolkata"',
)
def command() -> None:
    """The zone line for one start, or `refresh` after new zone rules.

    WALL is a local time like 2027-03-21T16:00, on the clocks of TIMEZONE, like Europe/London. `webinars zones line
    --help` lists the options of the line.
    """


@command.command("line", epilog='Example: webinars zones 2027-03-21T16:00 Europe/London --show "India=Asia/Kolkata"')
@click.argument("wall")
@click.argument("timezone")
@click.option("--show", multiple=True, metavar="LABEL=ZONE", help="A zone of the line, as you call it; repeat it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def line(wall: str, timezone: str, show: Sequence[str], *, as_json: bool) -> None:
    """The zone line for one start: WALL, like 2027-03-21T16:00, on the clocks of TIMEZONE, like Europe/London.

    Without --show, the line has the zones of the site. Exits 1 for an hour that clocks skip or show twice.
    """
    starts_wall = _wall_time(wall)
    try:
        starts_at = times.instant(starts_wall, timezone)
        shown = times.zone_line(starts_at, times.canonical(timezone), _display_zones(show))
    except times.UnsettledWallTime as error:
        if as_json:
            print_json(_unsettled(error))
        raise CommandFailed(times.why_unsettled(error)) from error
    except times.DisplayZonesUnreadable as error:
        raise CommandFailed(str(error)) from error
    except times.UnknownTimezone as error:
        raise CommandFailed(_("There is no zone “%(timezone)s”.", timezone=error.timezone)) from error
    except times.DateOutOfRange as error:
        raise CommandFailed(_("Choose a date from 1973 to 2037; zone rules are not known outside.")) from error
    if as_json:
        print_json(_as_json(shown, starts_wall, times.canonical(timezone)))
    else:
        click.echo(shown.text)


def _wall_time(text: str) -> dt.datetime:
    try:
        wall = dt.datetime.fromisoformat(text)
    except ValueError:
        wall = None
    if wall is None or wall.tzinfo is not None or len(text) <= len("2027-03-21"):
        raise click.BadParameter(
            _("“%(text)s” is not a local date and time like 2027-03-21T16:00.", text=text), param_hint="WALL"
        )
    return wall


def _display_zones(show: Sequence[str]) -> Sequence[times.DisplayZone]:
    # Only this one setting is asked: reading all of them would make a data folder for a question about clocks.
    site = os.environ.get("WEBINARS_DISPLAY_ZONES", "").strip() or DEFAULT_DISPLAY_ZONES
    return times.parse_display_zones(", ".join(show) or site)


def _as_json(line: times.ZoneLine, starts_wall: dt.datetime, timezone: str) -> dict[str, object]:
    return {
        "starts_at": line.starts_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "timezone": timezone,
        "starts_wall": starts_wall.isoformat(timespec="minutes"),
        "line": line.text,
        "times": [
            {"label": time.label, "timezone": time.timezone, "wall": time.wall.isoformat(timespec="minutes")}
            for time in line.times
        ],
        "problems": [],
    }


def _unsettled(error: times.UnsettledWallTime) -> dict[str, object]:
    skipped = isinstance(error, times.WallTimeSkipped)
    return {
        "starts_at": None,
        "timezone": error.timezone,
        "starts_wall": error.wall.isoformat(timespec="minutes"),
        "line": None,
        "times": [],
        "problems": [
            {
                "code": "wall_time_skipped" if skipped else "wall_time_repeated",
                "blocks": True,
                "text": error.wall.isoformat(timespec="minutes"),
                "message": times.why_unsettled(error),
                "choices": [choice.isoformat(timespec="minutes") for choice in error.choices],
            }
        ],
    }


@command.command("refresh", epilog="Example: webinars zones refresh --dry-run")
@click.option("--dry-run", is_flag=True, help="Only list what would move.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def refresh(*, dry_run: bool, as_json: bool) -> None:
    """Recompute every coming webinar from the hour it was promised, by the zone rules that are installed now.

    Run it after an update of the zone database (the packages pytz and tzdata). What moved is listed, stands in the
    history and in feeds, and is mailed to the organisers once.
    """
    from webinars import clock  # noqa: PLC0415 - the zone line alone starts without the application
    from webinars.commands.application import database  # noqa: PLC0415
    from webinars.domain.accounts.actor import OPERATOR  # noqa: PLC0415
    from webinars.domain.scheduling.zone_rules import actions, queries  # noqa: PLC0415

    now = clock.now()
    with database() as session:
        if dry_run:
            found = queries.shifts(queries.coming_webinars(session, now), now)
        else:
            found = actions.refresh(session, OPERATOR, now=now)
            session.commit()
        if as_json:
            print_json({"zone_data": times.zone_data_version(), "moved": [shift.as_json() for shift in found]})
            return
        click.echo(_("Zone rules: %(version)s.", version=times.zone_data_version()))
        for shift in found:
            click.echo(shift.text)
        if not found:
            click.echo(_("Every coming webinar stands where it was promised."))
