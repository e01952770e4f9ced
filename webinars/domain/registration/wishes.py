"""What attendees end by one press in a mail: reminders and messages of one webinar. The place stays theirs."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.mail.letter import Ending
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Registration


def set_reminders_wish(session: Session, context: Mapping[str, Any], is_wanted: bool) -> None:  # noqa: FBT001 - the shape of every such wish
    """Store whether the person whose mail has that context wants reminders. Does not commit."""
    session.execute(
        sa.update(Registration)
        .where(Registration.id == context["registration_id"], Registration.erased_at.is_(None))
        .values(wants_reminders=is_wanted)
        .execution_options(synchronize_session=False)
    )


REMINDERS = Ending(
    title=_l("Reminders and messages of this webinar"),
    remark=_l(
        "Your place stays yours, and you are told if the webinar is moved or cancelled. If you cannot come, give your "
        "place back on your page: its link is in every mail."
    ),
    wish=set_reminders_wish,
)
