"""What attendees end by one press in a mail: reminders and messages of one webinar. The place stays theirs."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from webinars.domain.mail.mail_kind import Ending
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Registration, RegistrationGroup


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


def set_more_wish(session: Session, context: Mapping[str, Any], is_wanted: bool) -> None:  # noqa: FBT001 - as above
    """Store whether whose group the mail with that context is for wants to hear of more of the series."""
    of_group = RegistrationGroup.id == context["group_id"]
    session.execute(sa.update(RegistrationGroup).where(of_group).values(wants_more=is_wanted))


def wants_more(session: Session, context: Mapping[str, Any]) -> bool:
    """Returns whether they do."""
    return bool(
        session.scalar(sa.select(RegistrationGroup.wants_more).where(RegistrationGroup.id == context["group_id"]))
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
MORE = Ending(
    title=_l("Mails when the series gets one more"),
    remark=_l("Your places stay yours, and you are told if one of their webinars is moved or cancelled."),
    wish=set_more_wish,
    is_wanted=wants_more,
)
