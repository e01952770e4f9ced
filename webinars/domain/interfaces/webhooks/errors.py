from webinars.lib.errors import FieldInvalid, WebinarsError
from webinars.lib.i18n import gettext as _


class WebhookInvalid(FieldInvalid):
    """A webhook cannot be so. `field` is what was typed wrongly, by the name of the form's field."""


class CallGone(WebinarsError):
    def __init__(self) -> None:
        super().__init__(_("This call is kept no longer. Look at the page again."))
