"""A conversation with the mail server, for as many mails as there are."""

import re
import smtplib
import ssl
from collections.abc import Sequence
from typing import NoReturn

from webinars.config import MailServer
from webinars.domain.mail.compose import Message
from webinars.lib.text_cleaning import one_line

TIMEOUT_S = 30
"""For each answer of the server."""
LONGEST_CONVERSATION_S = 10 * TIMEOUT_S
"""To connect, begin to encrypt, sign in and hand over one mail takes ten answers."""
FIRST_PERMANENT_CODE = 500
CLOSING = 421
"""The server ends the conversation, whatever was asked (RFC 5321, 3.8)."""
_TOO_MUCH = re.compile(r"4\d\d 4\.7\.\d+\b")


class MailRefused(Exception):
    """The server will never take this mail (a 5xx answer)."""


class MailDeferred(Exception):
    """The server does not take this mail now (a 4xx answer: greylisting, a full mailbox). It may take others."""


class DomainBusy(MailDeferred):
    """The recipient's provider takes no more of ours now (4.7.x, RFC 3463): the rest for it can wait as well."""


class ServerAway(Exception):
    """The server cannot be reached, or takes no mails now. The mails are as good as before."""


class SignInRefused(ServerAway):
    """The server does not take the name or the password that we have for it."""


class NotOffered(ServerAway):
    """The server does not encrypt, or lets nobody sign in, as our settings say that it does."""


class Postman:
    """Delivers messages to a server. Connects at the first, so that an empty outbox costs nothing."""

    def __init__(self, server: MailServer, *, timeout_s: float = TIMEOUT_S) -> None:
        self._server, self._timeout_s = server, timeout_s
        self._connection: smtplib.SMTP | None = None

    def send(self, message: Message) -> None:
        """Hand `message` to the server.

        Raises MailRefused, MailDeferred, of which DomainBusy is one, or ServerAway, of which SignInRefused and
        NotOffered are two.
        """
        connection = self._connection or self._connected()
        try:
            connection.sendmail(
                message.sender, [message.recipient], message.octets, mail_options=_options(connection, message)
            )
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            self._fail(code, answer, error)
        except smtplib.SMTPResponseException as error:
            self._fail(error.smtp_code, error.smtp_error, error)
        except smtplib.SMTPNotSupportedError as error:
            raise MailRefused(str(error)) from error
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            # UnicodeError: the sender, who is the same for all mails.
            self.hang_up()
            raise ServerAway(str(error) or type(error).__name__) from error

    def _connected(self) -> smtplib.SMTP:
        """Returns a conversation in which mails may be sent. Whatever is in its way is no fault of theirs."""
        try:
            return self._connect()
        except smtplib.SMTPAuthenticationError as error:
            # A wrong password in our settings, whatever the code says.
            self.hang_up()
            raise SignInRefused(_words(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPNotSupportedError as error:
            # The conversation has begun, but not encrypted, or without a name: the next mail must not go that way.
            self.hang_up()
            raise NotOffered(str(error)) from error
        except smtplib.SMTPResponseException as error:
            self.hang_up()
            raise ServerAway(_words(error.smtp_code, error.smtp_error)) from error
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            self.hang_up()
            raise ServerAway(str(error) or type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        connection: smtplib.SMTP
        if server.tls == "implicit":
            connection = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._timeout_s, context=ssl.create_default_context()
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=self._timeout_s)
        self._connection = connection
        if server.tls == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if server.username:
            connection.login(server.username, server.password or "")
        return connection

    def _fail(self, code: int, answer: bytes | str, error: Exception) -> NoReturn:
        words = _words(code, answer)
        is_over = code == CLOSING or self._connection is None or self._connection.sock is None
        if is_over:
            self.hang_up()
        if _TOO_MUCH.match(words) and isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
            raise DomainBusy(words) from error
        if is_over:
            raise ServerAway(words) from error
        if code >= FIRST_PERMANENT_CODE:
            raise MailRefused(words) from error
        raise MailDeferred(words) from error

    def hang_up(self) -> None:
        """End the conversation. The next mail begins another."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.quit()
        except (smtplib.SMTPException, OSError):
            connection.close()


def _options(connection: smtplib.SMTP, message: Message) -> Sequence[str]:
    """Returns what MAIL FROM has to say of a recipient whose name is in another script (RFC 6531, 3.4)."""
    if message.recipient.isascii():
        return ()
    connection.ehlo_or_helo_if_needed()
    if not connection.has_extn("smtputf8"):
        raise smtplib.SMTPNotSupportedError("The mail server takes addresses in ASCII only.")
    return ("SMTPUTF8", "BODY=8BITMIME")


def _words(code: int, answer: bytes | str) -> str:
    """Returns what the server said, on one line: "550 5.1.1 No such mailbox"."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return one_line(f"{code} {text}", at_most=500)
