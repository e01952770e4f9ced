"""What `webinars doctor` finds about where uploaded files are kept."""

from typing import TYPE_CHECKING

from webinars.commands.doctor_checks.finding import Check
from webinars.lib.i18n import gettext as _

if TYPE_CHECKING:
    from webinars.config import Settings


def uploads(settings: "Settings", newest_key: str | None) -> Check:
    """Whether files can be written and read, and whether the one that the database knows since last is among them.

    Each machine of a site asks the same database: so a folder that is not the shared one is found out on its machine.
    """
    from webinars.domain.media.configured_storage import storage_of  # noqa: PLC0415 - `doctor --help` starts fast
    from webinars.domain.media.errors import StoreDoesNotAnswer  # noqa: PLC0415

    subject, storage = _("uploads"), storage_of(settings)
    try:
        storage.try_out()
        is_missing = newest_key is not None and not storage.has(newest_key)
    except StoreDoesNotAnswer as error:
        found = _("%(place)s cannot be used: %(reason)s", place=storage.address, reason=error.reason.rstrip("."))
        return Check(subject, found, is_wrong=True)
    except OSError:
        return Check(subject, _("%(path)s cannot be written to", path=storage.address), is_wrong=True)
    if is_missing:
        found = _(
            "the file that was added last is not in %(place)s; is this where all machines of this site keep them?",
            place=storage.address,
        )
        return Check(subject, found, is_wrong=True)
    return Check(subject, storage.address)
