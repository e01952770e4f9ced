from webinars.lib.errors import FieldInvalid, WebinarsError
from webinars.lib.i18n import gettext as _


class SourceInvalid(FieldInvalid):
    """A place cannot be watched. `field` is what was typed wrongly, by the name of the form's field."""


class ProposalDecided(WebinarsError):
    def __init__(self) -> None:
        super().__init__(_("Somebody has decided on this film meanwhile. Look at the page again."))
