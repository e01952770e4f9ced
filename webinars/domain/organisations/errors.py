from webinars.lib.errors import FieldInvalid, WebinarsError
from webinars.lib.i18n import gettext as _


class OrganisationInvalid(FieldInvalid):
    """One of its settings cannot be stored. `field` is which."""


class OrganisationExists(OrganisationInvalid):
    def __init__(self, name: str) -> None:
        super().__init__("name", _("There is an organisation called %(name)s already.", name=name))


class LastOwner(WebinarsError):
    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s would be left without an owner. Make somebody else an owner first.", name=name))
