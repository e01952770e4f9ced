"""A data folder that has been in use, with no database or an empty one: it was moved, or is looked for elsewhere."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from webinars.commands.command_result import CommandFailed
from webinars.commands.migrations import COPIES_FOLDER_NAME
from webinars.lib.i18n import format_list
from webinars.lib.i18n import gettext as _
from webinars.paths import QUEUE_FILE_NAME

if TYPE_CHECKING:
    from webinars.config import Settings


def require_none(settings: "Settings") -> None:
    """Raises CommandFailed if this folder has had a database: tables made now would be those of another, empty site."""
    if left := list(traces(settings)):
        raise CommandFailed(
            _(
                "There is no database, or an empty one, but the data folder has been in use: it has %(traces)s. "
                "Put the database back, or name it in WEBINARS_DATABASE_URL; `webinars serve --new-database` begins "
                "with an empty one.",
                traces=format_list(left),
            )
        )


def traces(settings: "Settings") -> Iterator[str]:
    """Yields what only a site in use leaves behind.

    Not the secret key: each command makes one where there is none.
    """
    from webinars.app.nightly_backup import backups_in  # noqa: PLC0415 - only an empty database needs it
    from webinars.commands.backup_parts.file_format import UPLOADS  # noqa: PLC0415

    for name in (UPLOADS, COPIES_FOLDER_NAME):
        folder = settings.data / name
        if folder.is_dir() and any(folder.iterdir()):
            yield name
    if (settings.data / QUEUE_FILE_NAME).exists():
        yield QUEUE_FILE_NAME
    if settings.backup_folder is not None and settings.backup_folder.is_dir() and backups_in(settings.backup_folder):
        yield str(settings.backup_folder)
