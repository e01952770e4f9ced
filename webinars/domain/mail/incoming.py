"""Mails that come to us: reports of mails that came back, complaints, people who want no more, answers of calendars."""

import datetime as dt
import enum
from email import message_from_bytes
from email.message import Message

import structlog
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.mail import bounces, calendar_replies, return_path, suppressions, unsubscribe
from webinars.domain.mail.mail_kind import Kinds
from webinars.models import Bounce, OutboundEmail

log = structlog.get_logger()


class IncomingResult(enum.StrEnum):
    """What came."""

    RETURNED = "returned"
    COMPLAINT = "complaint"
    UNSUBSCRIBED = "unsubscribed"
    DECLINED = "declined"
    """A calendar has said no to an invitation of ours."""
    NOTHING = "nothing"
    """To an address of ours, but of no use: an answer of a program on holiday, a report of a delay."""


class NotForUs(Exception):
    """We never gave that address to anybody, or long ago."""


def is_for_us(settings: Settings, recipient: str, *, now: dt.datetime) -> bool:
    """Returns True if mails to `recipient` are taken.

    It is the return address of a mail of ours, or ends its kind, or it is who invites and answers are read.
    """
    return (
        return_path.returned_mail(settings, recipient, now=now) is not None
        or return_path.unsubscribed_by_mail(settings, recipient) is not None
        or calendar_replies.is_for_replies(settings, recipient)
    )


def receive(
    session: Session,
    settings: Settings,
    kinds: Kinds,
    recipient: str,
    octets: bytes,
    *,
    now: dt.datetime,
    take_reply: calendar_replies.TakeReply | None = None,
) -> IncomingResult:
    """Do what a mail to `recipient` asks for and commit. Nothing is ever answered, and nothing of it is kept.

    A report to another address is taken for the mail whose head it brings back: some servers write the return address
    anew. Raises NotForUs.
    """
    unsubscribed = return_path.unsubscribed_by_mail(settings, recipient)
    if unsubscribed is not None:
        return _unsubscribe(session, settings, kinds, unsubscribed, now=now)
    is_for_replies = calendar_replies.is_for_replies(settings, recipient)
    message = _parsed(octets) if is_for_replies else message_from_bytes(octets)
    if is_for_replies and (message is None or message.get_content_type() != "multipart/report"):
        return _reply(session, settings, message, take_reply, now=now)
    assert message is not None
    mail_id = return_path.returned_mail(settings, recipient, now=now)
    if mail_id is None and message.get_content_type() == "multipart/report":
        mail_id = return_path.mail_of_message(settings, octets)
    if mail_id is None and is_for_replies:
        return IncomingResult.NOTHING
    if mail_id is None:
        raise NotForUs
    return _note(session, settings, mail_id, message, now=now)


def _unsubscribe(
    session: Session, settings: Settings, kinds: Kinds, mail_id: int, *, now: dt.datetime
) -> IncomingResult:
    mail = session.get(OutboundEmail, mail_id)
    if mail is None or not unsubscribe.is_endable(kinds, mail):
        return IncomingResult.NOTHING
    unsubscribe.end(session, settings, kinds, mail, now=now)
    session.commit()
    return IncomingResult.UNSUBSCRIBED


def _parsed(octets: bytes) -> Message | None:
    """Returns the message, or None if it is too large, or none at all."""
    if len(octets) > calendar_replies.MOST_OCTETS:
        return None
    try:
        return message_from_bytes(octets)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # Python's parser stumbles over some of what is no mail.
        return None


def _reply(
    session: Session,
    settings: Settings,
    message: Message | None,
    take_reply: calendar_replies.TakeReply | None,
    *,
    now: dt.datetime,
) -> IncomingResult:
    """Take a “no”, and drop without a word everything else that comes to the address which invites."""
    reply = calendar_replies.declined_in(settings, message) if message is not None else None
    if reply is None or take_reply is None or not take_reply(session, reply, now):
        session.rollback()
        return IncomingResult.NOTHING
    session.commit()
    return IncomingResult.DECLINED


def _note(session: Session, settings: Settings, mail_id: int, message: Message, *, now: dt.datetime) -> IncomingResult:
    mail = session.get(OutboundEmail, mail_id)
    if mail is None:
        return IncomingResult.NOTHING
    if bounces.is_complaint(message):
        suppressions.note_bounce(session, settings, mail, Bounce.COMPLAINT, "", now=now)
        session.commit()
        return IncomingResult.COMPLAINT
    # A mail has one recipient, so a report of several is of one of them under several names.
    returned = next(bounces.returned_in(message), None)
    if returned is None:
        return IncomingResult.NOTHING
    words = bounces.without_addresses(returned.words, mail.recipient)
    mail.failure = words
    log.info("mail came back", mail_id=mail.id, bounce=returned.bounce.value, reason=words)
    suppressions.note_bounce(session, settings, mail, returned.bounce, words, now=now)
    session.commit()
    return IncomingResult.RETURNED
