"""Who of a line-up stands in public. Every public place asks here, so that a name is either everywhere or nowhere.

Whoever has said no stands nowhere, and that they were asked is said to nobody. Who has not answered yet stands as one
to be confirmed, unless the webinar shows only the confirmed.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement

from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Appearance, AppearanceRole, Webinar

# The roles of a line-up in words, and who among it is named how.


ROLE_NAMES = {
    AppearanceRole.SPEAKER: _l("Speaker"),
    AppearanceRole.MODERATOR: _l("Moderator"),
    AppearanceRole.CHAIR: _l("Chair"),
    AppearanceRole.HOST: _l("Host"),
    AppearanceRole.FACILITATOR: _l("Facilitator"),
    AppearanceRole.INTERVIEWER: _l("Interviewer"),
    AppearanceRole.RESPONDENT: _l("Respondent"),
    AppearanceRole.PANELLIST: _l("Panellist"),
    AppearanceRole.KEYNOTE: _l("Keynote speaker"),
    AppearanceRole.INTERPRETER: _l("Interpreter"),
    AppearanceRole.PERFORMER: _l("Performer"),
    AppearanceRole.AUTHOR: _l("Author"),
}


def role_name(role: AppearanceRole) -> str:
    """Returns the role as a pill says it: "Moderator"."""
    return str(ROLE_NAMES[role])


def with_role(lineup: Sequence[Appearance], role: AppearanceRole) -> list[Appearance]:
    """Returns the confirmed appearances in `role`, in the order of the line-up."""
    return [appearance for appearance in lineup if appearance.is_confirmed and appearance.role == role]


def speaking(lineup: Sequence[Appearance]) -> list[Appearance]:
    """Returns the confirmed appearances that a sentence beginning "With" names: all but moderators and chairs."""
    apart = {AppearanceRole.MODERATOR, AppearanceRole.CHAIR}
    return [appearance for appearance in lineup if appearance.is_confirmed and appearance.role not in apart]


def public_lineup(webinar: Webinar) -> list[Appearance]:
    """Returns the appearances that strangers may see, in the order of the line-up. Needs `lineup` loaded."""
    return [each for each in webinar.lineup if is_in_public(webinar, each)]


def is_in_public(webinar: Webinar, appearance: Appearance) -> bool:
    """Returns whether strangers may see that this person was asked."""
    if appearance.declined_at is not None:
        return False
    return appearance.is_confirmed or not webinar.is_lineup_confirmed_only


def stands_in_public() -> ColumnElement[bool]:
    """Returns the same as a condition on an appearance and its webinar, which the statement has joined."""
    return sa.and_(
        Appearance.declined_at.is_(None),
        sa.or_(Appearance.is_confirmed, sa.not_(Webinar.is_lineup_confirmed_only)),
    )
