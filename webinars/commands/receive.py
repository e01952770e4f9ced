import asyncio
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

import click
import structlog

from webinars import clock
from webinars.lib.i18n import gettext as _

if TYPE_CHECKING:
    from flask import Flask

MOST_OCTETS = 1_000_000
DEADLINE_S = 10
"""For each command of who speaks to us."""

NO_SUCH_USER = 67
"""EX_NOUSER of sysexits.h, which mail servers know from programs they hand mails to."""

log = structlog.get_logger()


@click.command("receive", epilog="Example: webinars receive --listen 127.0.0.1:2525")
@click.option("--listen", metavar="HOST:PORT", help="Be a mail server there, until SIGTERM.")
@click.option("--lmtp", is_flag=True, help="Speak LMTP there, not SMTP.")
@click.option("--recipient", metavar="ADDRESS", help="Whom the mail from standard input came to.")
def command(listen: str | None, recipient: str | None, *, lmtp: bool) -> None:
    """Take mails that come back: from standard input, or as a small mail server.

    Reports of mails that could not be delivered, complaints, requests for no more and, with WEBINARS_MAIL_AUTHSERV_ID,
    refusals of calendars are done; everything else is refused or dropped, and nothing is ever answered. From standard
    input without --recipient, the address is looked for in Delivered-To, X-Original-To and To. Exits 67 if it is none
    of ours.
    """
    from webinars.commands.application import application  # noqa: PLC0415 - `receive --help` starts fast
    from webinars.config import read_settings  # noqa: PLC0415

    with application(read_settings()) as app:
        if listen:
            _serve(app, *_host_and_port(listen), is_lmtp=lmtp)
        else:
            _receive_one(sys.stdin.buffer.read(MOST_OCTETS + 1), recipient)


def _receive_one(octets: bytes, recipient: str | None) -> None:
    from email import message_from_bytes  # noqa: PLC0415 - see `command`
    from email.utils import getaddresses  # noqa: PLC0415

    from webinars.app.mail_kinds import KINDS  # noqa: PLC0415
    from webinars.db import db  # noqa: PLC0415
    from webinars.domain.mail.incoming import NotForUs, is_for_us, receive  # noqa: PLC0415
    from webinars.domain.registration.calendar_replies import ask_whether_given_back  # noqa: PLC0415
    from webinars.web.site_context import site_settings  # noqa: PLC0415

    settings, now = site_settings(), clock.now()
    addresses = [recipient] if recipient else []
    if not recipient:
        message = message_from_bytes(octets)
        values = [str(each) for name in ("Delivered-To", "X-Original-To", "To") for each in message.get_all(name, [])]
        addresses += [address for _name, address in getaddresses(values)]
    address = next((each for each in addresses if is_for_us(settings, each, now=now)), "")
    try:
        receive(db.session(), settings, KINDS, address, octets, now=now, take_reply=ask_whether_given_back)
    except NotForUs:
        click.echo(_("No mail of this site has that return address."), err=True)
        raise SystemExit(NO_SUCH_USER) from None


def _host_and_port(listen: str) -> tuple[str, int]:
    host, _colon, port = listen.rpartition(":")
    if not host or not port.isdecimal():
        raise click.BadParameter(_("Write it like 127.0.0.1:2525."), param_hint="--listen")
    return host.strip("[]"), int(port)


class _Handler:
    """What aiosmtpd asks of us while somebody hands us a mail."""

    def __init__(self, app: "Flask") -> None:
        self._app = app

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        _server: Any,  # noqa: ANN401 - aiosmtpd's own objects
        _session: Any,  # noqa: ANN401
        envelope: Any,  # noqa: ANN401
        address: str,
        _options: list[str],
    ) -> str:
        from webinars.domain.mail.incoming import is_for_us  # noqa: PLC0415 - see `command`
        from webinars.web.site_context import site_settings  # noqa: PLC0415

        with self._app.app_context():
            settings = site_settings()
        if not is_for_us(settings, address, now=clock.now()):
            return "550 5.1.1 No mail of this site has that return address"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401, N802 - as above
        try:
            # The database makes us wait, and others speak to us meanwhile.
            took = await asyncio.to_thread(self._take, list(envelope.rcpt_tos), envelope.content)
        except Exception:
            log.exception("a mail that came could not be taken")
            return "451 4.3.0 Try again later"
        return "250 2.0.0 OK" if took else "554 5.7.1 This address takes reports of deliveries only"

    def _take(self, recipients: list[str], octets: bytes) -> bool:
        from webinars.app.mail_kinds import KINDS  # noqa: PLC0415 - see `command`
        from webinars.db import db  # noqa: PLC0415
        from webinars.domain.mail.calendar_replies import is_for_replies  # noqa: PLC0415
        from webinars.domain.mail.incoming import IncomingResult, receive  # noqa: PLC0415
        from webinars.domain.registration.calendar_replies import ask_whether_given_back  # noqa: PLC0415
        from webinars.web.site_context import site_settings  # noqa: PLC0415

        take_reply = ask_whether_given_back
        with self._app.app_context():
            settings = site_settings()
            came = [
                receive(db.session(), settings, KINDS, each, octets, now=clock.now(), take_reply=take_reply)
                for each in recipients
            ]
        # What comes to the address that invites is dropped without a word: a refusal would be an answer.
        return any(is_for_replies(settings, each) for each in recipients) or any(
            each is not IncomingResult.NOTHING for each in came
        )


def _serve(app: "Flask", host: str, port: int, *, is_lmtp: bool) -> None:
    from aiosmtpd.controller import Controller  # noqa: PLC0415 - see `command`
    from aiosmtpd.lmtp import LMTP  # noqa: PLC0415
    from aiosmtpd.smtp import SMTP  # noqa: PLC0415

    kind = LMTP if is_lmtp else SMTP

    class Receiving(Controller):
        def factory(self) -> Any:  # noqa: ANN401 - aiosmtpd's own object
            return kind(self.handler, data_size_limit=MOST_OCTETS, timeout=DEADLINE_S, ident="webinars")

    controller = Receiving(_Handler(app), hostname=host, port=port)
    controller.start()
    click.echo(_("Taking mails at %(host)s:%(port)s.", host=host, port=port), err=True)
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_told: told.set())
    told.wait()
    controller.stop()
