"""What the roles of members are called, and what each may do, in words for them."""

from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Role

ROLE_NAMES = {Role.OWNER: _l("Owner"), Role.EDITOR: _l("Editor"), Role.VIEWER: _l("Viewer")}

ROLE_POWERS = {
    Role.OWNER: _l("changes everything, also the settings and the members"),
    Role.EDITOR: _l("makes, changes and publishes webinars"),
    Role.VIEWER: _l("sees drafts, and changes nothing"),
}


def member_role_name(role: Role) -> str:
    return str(ROLE_NAMES[role])


def member_role_powers(role: Role) -> str:
    return str(ROLE_POWERS[role])
