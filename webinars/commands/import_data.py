import datetime as dt
from collections.abc import Sequence

import click

from webinars.commands.command_result import CommandFailed, failure_of, print_json
from webinars.commands.parameters import TIMEZONE, published_on_option
from webinars.lib.i18n import gettext as _

LARGEST_BYTES = 200 * 1024 * 1024


@click.command("import", epilog="Example: webinars import announcement.txt --organisation lunar-society --dry-run")
@click.argument("paths", metavar="PATH|- ...", nargs=-1, required=True)
@click.option("--organisation", metavar="SLUG", help="The host; default the first organisation that the text names.")
@click.option("--publish", is_flag=True, help="Publish what has no problem that blocks, instead of making drafts.")
@click.option("--dry-run", is_flag=True, help="Say what was understood, and store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object, or one a line for several files.")
@published_on_option
@click.option("--timezone", type=TIMEZONE, help="The zone of hours that are printed without one.")
def command(
    paths: Sequence[str],
    organisation: str | None,
    published_on: dt.date | None,
    timezone: str | None,
    *,
    publish: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read announcements and recaps (text or HTML), calendars (.ics, schedule.json, schedule.xml) and archives (.json).

    - is standard input. Says what it understood and makes drafts of it. The same file again changes nothing; what
    people have edited since is left as it is, and the difference is printed. Each file is stored as a whole or not at
    all.
    """
    from webinars import clock  # noqa: PLC0415 - `import --help` starts fast
    from webinars.commands.application import database  # noqa: PLC0415
    from webinars.commands.import_parts.one_file import ImportFile  # noqa: PLC0415
    from webinars.domain.imports.stepwise_import import is_any_kept  # noqa: PLC0415
    from webinars.domain.imports.texts import ImportChoices  # noqa: PLC0415

    choices = ImportChoices(
        published_on=published_on or clock.now().date(),
        organisation=organisation,
        timezone=timezone,
        is_published=publish and not dry_run,
    )
    failed = 0
    with database() as session:
        for path in paths:
            try:
                file = ImportFile(path, _read(path), choices=choices, is_dry_run=dry_run, is_json=as_json)
                outcome = file.run(session, now=clock.now())
            except CommandFailed as failure:
                failed += 1
                session.rollback()
                click.echo(failure.format_message(), err=True)
                continue
            except KeyboardInterrupt as interrupt:
                session.rollback()
                if not is_any_kept(session):
                    raise
                raise CommandFailed(_broken_off(path)) from interrupt
            if as_json:
                print_json(outcome.as_json, one_line=len(paths) > 1)
            else:
                click.echo("\n".join(outcome.lines))
    if failed:
        raise SystemExit(1)


def _broken_off(path: str) -> str:
    return _(
        "%(path)s was broken off. A part of it is stored; a worker stores the rest as soon as one runs.", path=path
    )


def _read(path: str) -> bytes:
    try:
        with click.open_file(path, "rb") as file:
            data: bytes = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise CommandFailed(failure_of(error)) from error
    if len(data) > LARGEST_BYTES:
        raise CommandFailed(_("%(path)s: the file is larger than 200 MB.", path=path))
    return data
