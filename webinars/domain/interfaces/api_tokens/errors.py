from webinars.lib.errors import FieldInvalid, WebinarsError
from webinars.lib.i18n import gettext as _


class TokenInvalid(FieldInvalid):
    """A token cannot be made so. `field` is what was entered wrongly."""


class NotItsLastDays(WebinarsError):
    def __init__(self, name: str) -> None:
        super().__init__(_("“%(name)s” can be given one year more in its last 30 days, and not after them.", name=name))
