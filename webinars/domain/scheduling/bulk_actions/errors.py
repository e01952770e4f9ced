"""What cannot be done with some of the webinars that were chosen."""

from collections.abc import Sequence

from msgspec import Struct

from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Webinar

NOT_ALLOWED = _l("You may not do this with it. Its page of co-organisers says who may.")


class Refused(Struct, frozen=True):
    """One that stays as it was, and why."""

    webinar: Webinar
    why: str


class NothingMoved(WebinarsError):
    """One of several cannot be moved, so none was."""

    def __init__(self, refused: Sequence[Refused]) -> None:
        super().__init__(_("Nothing was moved: not every one of them can be."))
        self.refused = tuple(refused)
