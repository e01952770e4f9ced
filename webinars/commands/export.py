import sys
from pathlib import Path

import click

from webinars.commands.application import database
from webinars.commands.progress import progress
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext


@click.command("export", epilog="Example: webinars export --output programme.json")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="The file; default standard output.")
def command(output: Path | None) -> None:
    """Write everything on the site as one archive, which `webinars import` reads.

    The file holds the addresses of rooms: do not publish it. Accounts, memberships, mails and the history of changes
    are not in it.
    """
    import sqlalchemy as sa  # noqa: PLC0415 - `export --help` starts fast

    from webinars.domain.archive import export_archive  # noqa: PLC0415
    from webinars.models import Webinar  # noqa: PLC0415

    with database() as session:
        count = session.scalar(sa.select(sa.func.count(Webinar.id))) or 0
        with progress(_("Exporting"), count) as advance:
            archive = export_archive(session, advance=advance)
    if output is None:
        sys.stdout.buffer.write(archive)
    else:
        _replace(output, archive)
    told = ngettext("%(num)s webinar was exported.", "%(num)s webinars were exported.", count)
    click.echo(told + " " + _("The file holds the addresses of rooms: do not publish it."), err=True)


def _replace(path: Path, data: bytes) -> None:
    # Written beside and then renamed: an export that fails half-way must not leave half an archive under this name.
    beside = path.with_name(path.name + ".part")
    try:
        beside.touch(mode=0o600)
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
