"""What the reader of a mail ends by one press: mails of its kind, or a wish that its kind says."""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.mail import suppressions
from webinars.domain.mail.mail_kind import Ending, Kinds
from webinars.models import OutboundEmail


def is_endable(kinds: Kinds, mail: OutboundEmail) -> bool:
    """Returns True if its reader may end mails like it."""
    kind = kinds.get(mail.kind)
    return suppressions.is_stoppable(mail) and not (kind and kind.is_asked_for)


def ending_of(kinds: Kinds, mail: OutboundEmail) -> Ending | None:
    kind = kinds.get(mail.kind)
    return kind.ending if kind else None


def end(session: Session, settings: Settings, kinds: Kinds, mail: OutboundEmail, *, now: dt.datetime) -> None:
    """Send no more mails like that one to its recipient. Does not commit."""
    ending = ending_of(kinds, mail)
    if ending is None:
        suppressions.unsubscribe(session, settings, mail, now=now)
    else:
        ending.wish(session, mail.context, False)


def has_ended(session: Session, settings: Settings, kinds: Kinds, mail: OutboundEmail, *, now: dt.datetime) -> bool:
    """Returns True if its recipient has ended mails like that one."""
    ending = ending_of(kinds, mail)
    if ending is None:
        return suppressions.is_unsubscribed(session, settings, mail, now=now)
    return ending.is_wanted is not None and not ending.is_wanted(session, mail.context)


def begin_again(session: Session, settings: Settings, kinds: Kinds, mail: OutboundEmail) -> None:
    """Take `end` back. Does not commit."""
    ending = ending_of(kinds, mail)
    if ending is None:
        suppressions.subscribe_again(session, settings, mail)
    else:
        ending.wish(session, mail.context, True)
