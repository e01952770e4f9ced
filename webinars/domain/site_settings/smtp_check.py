"""One mail, sent now, to see whether a mail server takes it."""

import datetime as dt
import enum
import queue
import threading
import time
from dataclasses import replace

from msgspec import Struct

from webinars.config import MailServer, Settings
from webinars.domain.mail.bounces import without_addresses
from webinars.domain.mail.compose import Message, compose
from webinars.domain.mail.mail_kind import Letter
from webinars.domain.mail.smtp import MailDeferred, MailRefused, NotOffered, Postman, ServerAway, SignInRefused
from webinars.lib.i18n import gettext as _
from webinars.models import OutboundEmail, Priority

LONGEST_S = 10.0
"""How long the person who has pressed the button waits at most."""
_NAME = "site_settings.test"
_NO_MAIL = 0
"""The id of a mail that stands in no outbox: what comes back for it is dropped."""


class Failure(enum.Enum):
    SIGN_IN = enum.auto()
    OFFER = enum.auto()
    MAIL = enum.auto()
    LATER = enum.auto()
    AWAY = enum.auto()
    SLOW = enum.auto()


class Trial(Struct, frozen=True):
    """What became of the mail."""

    took_s: float
    failure: Failure | None = None
    words: str = ""
    """Of the server, or of the network where it could not be reached."""


def try_server(
    settings: Settings, server: MailServer, recipient: str, *, now: dt.datetime, longest_s: float = LONGEST_S
) -> Trial:
    """Send a mail to `recipient` through `server`, and return what became of it after `longest_s` at the latest.

    Nothing is stored. For use outside of transactions.
    """
    message, postman = _message(settings, server, recipient, now=now), Postman(server, timeout_s=longest_s)
    trials = queue.SimpleQueue[Trial]()

    def work() -> None:
        trials.put(_sent(postman, message))
        postman.hang_up()

    # A server that answers a letter at a time outlasts every time-out of a socket; so nobody waits for the thread.
    threading.Thread(target=work, name="mail test", daemon=True).start()
    try:
        return trials.get(timeout=longest_s)
    except queue.Empty:
        return Trial(longest_s, Failure.SLOW)


def _sent(postman: Postman, message: Message) -> Trial:
    begun, failure, words = time.monotonic(), None, ""
    try:
        postman.send(message)
    except (MailRefused, MailDeferred, ServerAway) as error:
        failure, words = _failure_of(error), without_addresses(str(error), message.recipient)
    return Trial(time.monotonic() - begun, failure, words)


def _failure_of(error: Exception) -> Failure:
    if isinstance(error, SignInRefused):
        return Failure.SIGN_IN
    if isinstance(error, NotOffered):
        return Failure.OFFER
    if isinstance(error, MailDeferred):
        return Failure.LATER
    return Failure.MAIL if isinstance(error, MailRefused) else Failure.AWAY


def _message(settings: Settings, server: MailServer, recipient: str, *, now: dt.datetime) -> Message:
    mail = OutboundEmail(
        kind=_NAME,
        priority=Priority.SECURITY,
        recipient=recipient,
        recipient_domain=recipient.rpartition("@")[2],
        context={},
        dedupe_key="",
        created_at=now,
        due_at=now,
    )
    mail.id = _NO_MAIL
    letter = Letter(
        subject=_("A test of the mails of %(site)s", site=settings.site_name),
        headline=_("Mails arrive"),
        paragraphs=[
            _(
                "%(host)s has taken this mail, and it has come to you. So invitations, reminders and links for new "
                "passwords can be sent the same way.",
                host=server.host,
            ),
            _("If it lies among the unwanted mail, look at the SPF, DKIM and DMARC records of the sender’s domain."),
        ],
        footer=_("You get this because you have pressed “Send a test”."),
    )
    return compose(replace(settings, mail_url=server), mail, letter, now=now)
