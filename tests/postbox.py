"""A real mail server in the test's own process."""

import dataclasses
import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from webinars.config import MailServer, Settings

if TYPE_CHECKING:
    from email.message import EmailMessage


class Postbox:
    """What the server has accepted, and what it answers to a recipient or to the data."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.senders: list[str] = []
        self.recipients: list[list[str]] = []
        self.connection_count = 0
        self.answers_to: dict[str, str] = {}
        self.answer_to_data = "250 OK"
        self.meanwhile: Callable[[], None] = lambda: None
        """Called while a mail is being received."""

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connection_count += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.answers_to.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - see above
        self.meanwhile()
        if self.answer_to_data.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
            self.senders.append(envelope.mail_from)
            self.recipients.append(list(envelope.rcpt_tos))
        return self.answer_to_data


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def mail_server(postbox: Postbox) -> Iterator[Controller]:
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def sending(settings: Settings, mail_server: Controller) -> Settings:
    """The settings of a site that sends its mails to `postbox`."""
    return dataclasses.replace(settings, mail_url=MailServer(host="127.0.0.1", port=mail_server.port))


@pytest.fixture
def sending_in_vain(settings: Settings) -> Settings:
    """The settings of a site whose mail server is away."""
    return dataclasses.replace(settings, mail_url=MailServer(host="127.0.0.1", port=free_port()))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
