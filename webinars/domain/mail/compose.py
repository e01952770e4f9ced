"""From a promised mail to the message that goes out."""

import datetime as dt
import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from urllib.parse import urlsplit

import css_inline
import jinja2
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.mail.letter import Kinds, Letter, Occasion
from webinars.lib.email_addresses import address_for_delivery
from webinars.lib.i18n import current_locale
from webinars.lib.text import one_line
from webinars.models import OutboundEmail
from webinars.paths import resource_folder

SUBJECT_LENGTH = 200
BODY_POLICY = SMTP.clone(max_line_length=76)
"""The limit of quoted-printable (RFC 2045, 6.7); Python's default of 78 is beyond it."""
HEADER_POLICY = SMTP.clone(max_line_length=998)
"""RFC 5322's limit. The default of 78 turns a long address in a header into an encoded word, which nobody follows."""


def write_letter(
    session: Session, settings: Settings, kinds: Kinds, mail: OutboundEmail, *, now: dt.datetime
) -> Letter | None:
    """Returns what `mail` has to say now; None if what it was about is gone, or nothing in `kinds` writes it."""
    kind = kinds.get(mail.kind)
    occasion = Occasion(session=session, settings=settings, context=mail.context, now=now)
    return kind.write(occasion) if kind else None


def compose(settings: Settings, mail: OutboundEmail, letter: Letter, *, now: dt.datetime) -> EmailMessage:
    """The message: plain text first, then the same in HTML."""
    message = EmailMessage(policy=BODY_POLICY)
    message["From"] = Address(display_name=one_line(settings.site_name, at_most=80), addr_spec=settings.mail_from)
    message["To"] = Address(addr_spec=address_for_delivery(mail.recipient))
    message["Subject"] = one_line(letter.subject, at_most=SUBJECT_LENGTH)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = _message_id(settings, mail)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: out-of-office programs do not answer
    if letter.reply_to:
        message["Reply-To"] = Address(addr_spec=letter.reply_to)
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(html_of(settings, letter), subtype="html", cte="quoted-printable")
    # Bodies are encoded by now; headers are folded when the message is written.
    message.policy = HEADER_POLICY
    return message


def html_of(settings: Settings, letter: Letter) -> str:
    """The letter as HTML with its styles where mail programs read them."""
    page = (
        _templates()
        .get_template("email/letter.html")
        .render(letter=letter, site_name=settings.site_name, language=current_locale().language)
    )
    return _inliner().inline(page)


def _message_id(settings: Settings, mail: OutboundEmail) -> str:
    # The same for each try: where a crash has sent a mail twice, programs show it once.
    name = hashlib.sha256(f"{mail.id} {mail.dedupe_key}".encode()).hexdigest()[:32]
    return f"<{name}@{urlsplit(settings.base_url).hostname}>"


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(resource_folder("templates")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


@cache
def _inliner() -> css_inline.CSSInliner:
    # The style element stays for what cannot be inlined: the colours of dark mode.
    return css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
