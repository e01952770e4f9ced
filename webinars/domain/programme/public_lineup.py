"""Who of a line-up stands in public. Every public place asks here, so that a name is either everywhere or nowhere.

Whoever has said no stands nowhere, and that they were asked is said to nobody. Who has not answered yet stands as one
to be confirmed, unless the webinar shows only the confirmed.
"""

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement

from webinars.models import Appearance, Webinar


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
