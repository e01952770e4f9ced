"""The roles of a line-up in words, and who among it is named how."""

from collections.abc import Sequence

from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Appearance, AppearanceRole

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
    """The role as a pill says it: "Moderator"."""
    return str(ROLE_NAMES[role])


def with_role(lineup: Sequence[Appearance], role: AppearanceRole) -> list[Appearance]:
    """The confirmed appearances in `role`, in the order of the line-up."""
    return [appearance for appearance in lineup if appearance.is_confirmed and appearance.role == role]


def speaking(lineup: Sequence[Appearance]) -> list[Appearance]:
    """The confirmed appearances that a sentence beginning "With" names: all but moderators and chairs."""
    apart = {AppearanceRole.MODERATOR, AppearanceRole.CHAIR}
    return [appearance for appearance in lineup if appearance.is_confirmed and appearance.role not in apart]
