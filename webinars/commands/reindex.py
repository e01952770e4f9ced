from typing import TYPE_CHECKING

import click

from webinars.commands.application import database
from webinars.commands.command_result import CommandFailed
from webinars.commands.progress import progress
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@click.command("reindex", epilog="Example: webinars reindex --verify")
@click.option("--verify", is_flag=True, help="Change nothing; exit 1 if search does not know what is there.")
def command(*, verify: bool) -> None:
    """Write the index of search anew: the listed webinars, their recordings and what is said there, their speakers.

    Search follows every change by itself, and the worker indexes anew after an update that needs it. This is for a
    database that was changed by other programs. The site stays in use meanwhile.
    """
    import sqlalchemy as sa  # noqa: PLC0415 - `reindex --help` starts fast

    from webinars.domain.programme.public_visibility import listed  # noqa: PLC0415
    from webinars.models import Webinar  # noqa: PLC0415

    with database() as session:
        count = session.scalar(sa.select(sa.func.count(Webinar.id)).where(listed())) or 0
        if verify:
            _verify(session, count)
        else:
            _reindex(session, count)


def _reindex(session: "Session", count: int) -> None:
    from webinars.bulk import CommittedSteps  # noqa: PLC0415 - see `command`
    from webinars.domain.search.actions import reindex  # noqa: PLC0415 - see `command`

    with progress(_("Indexing"), count) as advance:
        reindex(session, steps=CommittedSteps(session), advance=advance)
    click.echo(_told(session))


def _verify(session: "Session", count: int) -> None:
    from webinars.domain.search.verification import find_differences  # noqa: PLC0415 - see `command`

    with progress(_("Comparing"), count) as advance:
        differences = find_differences(session, advance=advance)
    if differences.count:
        raise CommandFailed(
            _(
                "Search is not up to date. Missing: %(missing)s; outdated: %(outdated)s; there though hidden or gone: "
                "%(surplus)s; without the right tokens: %(tokens)s; facets: %(facets)s. Run `webinars reindex`.",
                missing=differences.missing,
                outdated=differences.outdated,
                surplus=differences.surplus,
                tokens=differences.tokens,
                facets=differences.facets,
            )
        )
    click.echo(_told(session))


def _told(session: "Session") -> str:
    import sqlalchemy as sa  # noqa: PLC0415 - see `command`

    from webinars.models import DocumentKind, SearchDocument  # noqa: PLC0415

    of_recordings = sa.select(sa.func.count(SearchDocument.id)).where(SearchDocument.kind == DocumentKind.RECORDING)
    count = session.scalar(of_recordings) or 0
    return ngettext("Search finds %(num)s recording.", "Search finds %(num)s recordings.", count)
