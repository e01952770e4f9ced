from collections.abc import Sequence

from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import format_list
from webinars.lib.i18n import gettext as _


class StillNeeded(WebinarsError):
    """Something hangs on the record, so it cannot be deleted. `needs` say what, each in some words."""

    def __init__(self, name: str, needs: Sequence[str]) -> None:
        said = format_list(list(needs))
        super().__init__(_("%(name)s cannot be deleted. Still there: %(needs)s.", name=name, needs=said))
        self.needs = tuple(needs)


class OrganisationsDiffer(WebinarsError):
    """Two records cannot be made one. The sentence says why."""
