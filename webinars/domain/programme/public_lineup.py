"""Who of a line-up stands in public. Every public place asks here, so that a name is either everywhere or nowhere.

Whoever has said no stands nowhere, and that they were asked is said to nobody. Everybody else stands there without a
word on whether they have answered, unless the webinar shows only those who have agreed. Afterwards nobody who was asked
and never answered is said to have spoken: that is what `is_over` leaves out.
"""

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement

from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Agreement, Appearance, AppearanceRole, Webinar

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


def with_role(webinar: Webinar, role: AppearanceRole) -> list[Appearance]:
    """Returns those of the public line-up in `role`, in its order."""
    return [appearance for appearance in public_lineup(webinar) if appearance.role == role]


def speaking(webinar: Webinar, *, is_over: bool = False) -> list[Appearance]:
    """Returns those of the public line-up whom a sentence beginning "With" names: all but moderators and chairs."""
    apart = {AppearanceRole.MODERATOR, AppearanceRole.CHAIR}
    return [appearance for appearance in public_lineup(webinar, is_over=is_over) if appearance.role not in apart]


def public_lineup(webinar: Webinar, *, is_over: bool = False) -> list[Appearance]:
    """Returns the appearances that strangers may see, in the order of the line-up. Needs `lineup` loaded."""
    return [each for each in webinar.lineup if is_in_public(webinar, each, is_over=is_over)]


def is_in_public(webinar: Webinar, appearance: Appearance, *, is_over: bool = False) -> bool:
    """Returns whether strangers may see this person in the line-up."""
    if is_over and appearance.agreement is Agreement.ASKED:
        return False
    if webinar.is_lineup_confirmed_only:
        return appearance.has_agreed
    return not appearance.has_declined


def stands_in_public(*, is_over: bool = False) -> ColumnElement[bool]:
    """Returns the same as a condition on an appearance and its webinar, which the statement has joined."""
    hidden = (Agreement.DECLINED, Agreement.ASKED) if is_over else (Agreement.DECLINED,)
    return sa.or_(
        Appearance.agreement == Agreement.AGREED,
        sa.and_(Appearance.agreement.not_in(hidden), sa.not_(Webinar.is_lineup_confirmed_only)),
    )
