"""What attendees end by one press in a mail: reminders and messages of one webinar. The place stays theirs."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from webinars.domain.mail.mail_kind import Ending
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Registration


def set_reminders_wish(session: Session, context: Mapping[str, Any], is_wanted: bool) -> None:  # noqa: FBT001 - the shape of every such wish
    """Store whether the person whose mail has that context wants reminders and messages. Does not commit."""
    _store(session, context, wants_reminders=is_wanted, wants_messages=is_wanted)


def set_messages_wish(session: Session, context: Mapping[str, Any], is_wanted: bool) -> None:  # noqa: FBT001 - as above
    """Store the same of the organisers' messages alone."""
    _store(session, context, wants_messages=is_wanted)


def wants_reminders(session: Session, context: Mapping[str, Any]) -> bool:
    """Returns whether the person whose mail has that context wants reminders or messages."""
    return _wants(session, context, Registration.wants_reminders, Registration.wants_messages)


def wants_messages(session: Session, context: Mapping[str, Any]) -> bool:
    """Returns the same of the organisers' messages alone."""
    return _wants(session, context, Registration.wants_messages)


def _wants(session: Session, context: Mapping[str, Any], *wishes: InstrumentedAttribute[bool]) -> bool:
    return bool(session.scalar(sa.select(sa.or_(*wishes)).where(Registration.id == context["registration_id"])))


def _store(session: Session, context: Mapping[str, Any], **wishes: bool) -> None:
    session.execute(
        sa.update(Registration)
        .where(Registration.id == context["registration_id"], Registration.erased_at.is_(None))
        .values(**wishes)
        .execution_options(synchronize_session=False)
    )


REMINDERS = Ending(
    title=_l("Reminders and messages of this webinar"),
    remark=_l(
        "Your place stays yours, and you are told if the webinar is moved or cancelled. If you cannot come, give your "
        "place back on your page: its link is in every mail."
    ),
    wish=set_reminders_wish,
    is_wanted=wants_reminders,
)
MESSAGES = Ending(
    title=_l("Messages of this webinar"),
    remark=_l("Your place stays yours. Reminders still come, and you are told if the webinar is moved or cancelled."),
    wish=set_messages_wish,
    is_wanted=wants_messages,
)
