"""From a promised mail to the message that goes out."""

import datetime as dt
import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Mapping, MutableMapping, Sequence
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

import css_inline
import jinja2
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.mail.mail_kind import CalendarPart, Kind, Kinds, Letter, Occasion, Sender
from webinars.domain.mail.return_path import message_id, return_address, unsubscribe_address, unsubscribe_token
from webinars.domain.mail.unsubscribe import ending_of, is_endable
from webinars.lib.email_addresses import address_for_delivery
from webinars.lib.i18n import DEFAULT_LOCALE, current_locale, spoken_locale, use_locale
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import one_line
from webinars.models import Organisation, OutboundEmail
from webinars.paths import resource_folder

SUBJECT_LENGTH = 200
_REMARK, _STATEMENT = re.compile(r"\{#.*?#\}\s*", re.DOTALL), re.compile(r"(\{%.*?%\})")
_HIDDEN_STATEMENT = re.compile(r"<!--(\{%.*?%\})-->")
HEADER_POLICY = SMTP.clone(max_line_length=998)
"""RFC 5322's limit. The default of 78 turns a long address in a header into an encoded word, which nobody follows."""


class Message(Struct, frozen=True):
    """A mail as it goes to the server."""

    sender: str
    recipient: str
    """The addresses of the envelope."""
    headers: Mapping[str, str]
    octets: bytes


def write_letter(
    session: Session,
    settings: Settings,
    kinds: Kinds,
    mail: OutboundEmail,
    *,
    now: dt.datetime,
    shared: MutableMapping[Any, Any] | None = None,
) -> Letter | None:
    """Returns what `mail` has to say now, or None if what it was about is gone, or nothing in `kinds` writes it.

    `shared` is what the letters of one transaction have in common.
    """
    kind = kinds.get(mail.kind)
    occasion = Occasion(
        session=session,
        settings=settings,
        context=mail.context,
        mail_id=mail.id,
        recipient=mail.recipient,
        now=now,
        shared={} if shared is None else shared,
    )
    letter = _written(kind, occasion) if kind else None
    if letter is None or not is_endable(kinds, mail):
        return letter
    token = unsubscribe_token(settings, mail.id)
    sender = session.get(Organisation, mail.organisation_id) if mail.organisation_id else None
    return replace(
        letter,
        sender=Sender(name=sender.name, slug=sender.slug) if sender else None,
        unsubscribe=occasion.links.unsubscribe(token),
        is_ending_said=ending_of(kinds, mail) is not None and not letter.ending_label,
        secrets=letter.secrets | {token},
    )


def _written(kind: Kind, occasion: Occasion) -> Letter | None:
    language = kind.language(occasion) if kind.language else None
    locale = spoken_locale(language) if language else DEFAULT_LOCALE
    with use_locale(locale):
        letter = kind.write(occasion)
    host = kind.host(occasion) if kind.host and letter else None
    if letter and host:
        letter = letter.from_organisation(host)
    return replace(letter, locale=locale) if letter else None


def compose(settings: Settings, mail: OutboundEmail, letter: Letter, *, now: dt.datetime) -> Message:
    """Returns the message: text, the same in HTML, and its calendar (multipart/alternative, RFC 2046, 5.1.4).

    The calendar is a file beside these as well, for programs that show nothing of an alternative.
    """
    recipient, own_id = address_for_delivery(mail.recipient), message_id(settings, mail.id)
    content_type, body = _body(settings, letter, own_id[1:].partition("@")[0])
    headers = {
        "From": _header("From", _sender(_from_name(settings, letter), settings.mail_from)),
        "To": _header("To", recipient),
        "Subject": _header("Subject", one_line(letter.subject, at_most=SUBJECT_LENGTH)),
        "Date": _header("Date", format_datetime(now)),
        "Message-ID": _header("Message-ID", own_id),
        "Auto-Submitted": _header("Auto-Submitted", "auto-generated"),  # RFC 3834: out-of-office programs are silent
        "MIME-Version": _header("MIME-Version", "1.0"),
        "Content-Type": content_type,
    }
    if letter.reply_to:
        headers["Reply-To"] = _header("Reply-To", str(Address(addr_spec=letter.reply_to)))
    headers |= _list_headers(settings, mail, letter)
    lines = [f"{_folded(name, value)}\r\n".encode() for name, value in headers.items()]
    return Message(return_address(settings, mail.id, now=now), recipient, headers, b"".join([*lines, body]))


def _body(settings: Settings, letter: Letter, name: str) -> tuple[str, bytes]:
    """Returns the type of the message, and what follows its head."""
    words = [_part("plain", letter.text), _part("html", html_of(settings, letter))]
    if letter.calendar is None:
        return _joined("alternative", f"=_{name}", words)
    # Last, or some programs show it in the place of the words.
    inner, alternatives = _joined("alternative", f"=_{name}.a", [*words, _calendar_part(letter.calendar)])
    return _joined(
        "mixed", f"=_{name}.m", [f"Content-Type: {inner}\r\n".encode() + alternatives, _calendar_file(letter.calendar)]
    )


def _joined(subtype: str, boundary: str, parts: Sequence[bytes]) -> tuple[str, bytes]:
    """Returns the type of the parts together, and these. "=_" stands in no quoted-printable text: RFC 2045, 6.7."""
    body = [f"\r\n--{boundary}\r\n".encode() + part for part in parts]
    return f'multipart/{subtype}; boundary="{boundary}"', b"".join([*body, f"\r\n--{boundary}--\r\n".encode()])


def _list_headers(settings: Settings, mail: OutboundEmail, letter: Letter) -> dict[str, str]:
    """Returns what lets mail programs end and sort mails like it: RFC 2369, 2919 and 8058."""
    if letter.unsubscribe is None or letter.is_masked:
        return {}
    host = urlsplit(settings.base_url).hostname
    name, slug = (letter.sender.name, letter.sender.slug) if letter.sender else (settings.site_name, "site")
    ways = [letter.unsubscribe]
    if by_mail := unsubscribe_address(settings, mail.id):
        ways.append(f"mailto:{by_mail}")
    return {
        "List-Id": _header("List-Id", f"{_phrase(name)} <{slug}.{host}>"),
        "List-Unsubscribe": ", ".join(f"<{way}>" for way in ways),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Feedback-ID": f"{mail.kind}:{slug}:{host}",
    }


def _phrase(name: str) -> str:
    """Returns a name as it may stand before an address: quoted, without what ends a quotation (RFC 5322, 3.2.4)."""
    words = one_line(name, at_most=80).replace("\\", "").replace('"', "'")
    return f'"{words}"' if words.isascii() else words


# Most headers are the same in every mail of a batch, and Python's email takes its time to read what they mean.
@lru_cache(maxsize=256)
def _header(name: str, value: str) -> str:
    header: str = HEADER_POLICY.header_factory(name, value)
    return header


@lru_cache(maxsize=256)
def _folded(name: str, value: str) -> str:
    # An address has no other form than its own letters (RFC 6532); the server must know these, or refuses it.
    policy = HEADER_POLICY.clone(utf8=True) if name == "To" else HEADER_POLICY
    line: str = policy.fold(name, value)
    return line.removesuffix("\r\n")


def _from_name(settings: Settings, letter: Letter) -> str:
    site = one_line(settings.site_name, at_most=80)
    if letter.author is None:
        return site
    with use_locale(letter.locale):
        return _("%(who)s via %(site)s", who=one_line(letter.author, at_most=80), site=site)


@lru_cache(maxsize=256)
def _sender(name: str, address: str) -> str:
    return str(Address(display_name=name, addr_spec=address))


def _part(kind: str, text: str) -> bytes:
    encoded = b2a_qp(text.replace("\r\n", "\n").replace("\r", "\n").encode(), istext=True).replace(b"\n", b"\r\n")
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    return head.encode() + encoded


def _calendar_part(calendar: CalendarPart) -> bytes:
    return _calendar(f"text/calendar; charset=utf-8; method={calendar.method}; component=VEVENT", calendar)


def _calendar_file(calendar: CalendarPart) -> bytes:
    # Of another type, so that programs which have taken the part do not take the file for a second invitation.
    return _calendar(
        'application/ics; name="webinar.ics"\r\nContent-Disposition: attachment; filename="webinar.ics"', calendar
    )


def _calendar(head: str, calendar: CalendarPart) -> bytes:
    # In base64, so that no server on the way touches its line ends (RFC 6047, 2.4).
    encoded = encodebytes(calendar.octets).replace(b"\n", b"\r\n")
    return f"Content-Type: {head}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + encoded


def html_of(settings: Settings, letter: Letter) -> str:
    """Returns the letter as HTML with its styles where mail programs read them."""
    with use_locale(letter.locale):
        return _page().render(
            letter=letter,
            site_name=settings.site_name,
            language=current_locale().language,
            direction=current_locale().text_direction,
        )


@cache
def _page() -> jinja2.Template:
    """Returns the template of every letter, into whose tags the styles have been written once for all."""
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    folder = resource_folder("templates") / "mail"
    source = (folder / "letter.html").read_text(encoding="utf-8")
    styles = (folder / "letter.css").read_text(encoding="utf-8")
    source = _REMARK.sub("", source).replace('{% include "mail/letter.css" %}', styles)
    # What reads HTML would carry statements out of the table, but leaves comments where they are.
    inlined = _inliner().inline(_STATEMENT.sub(r"<!--\1-->", source))
    return environment.from_string(_HIDDEN_STATEMENT.sub(r"\1", inlined))


@cache
def _inliner() -> css_inline.CSSInliner:
    # The style element stays for what cannot be inlined: the colours of dark mode.
    return css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
