import datetime as dt
from collections.abc import Callable, Collection, Mapping, MutableMapping, Sequence
from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import fields, replace
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.lib.email_addresses import InvalidEmail, address_for_delivery, normalised_email
from webinars.lib.i18n import DEFAULT_LOCALE, current_locale_name, use_locale
from webinars.lib.i18n import gettext as _
from webinars.lib.links import Links
from webinars.models import Organisation
from webinars.pure.ical.safe_text import blotted
from webinars.pure.ical.writing import Method

HIDDEN = "…"
_T = TypeVar("_T")


class Occasion(Struct, frozen=True, kw_only=True):
    """What a letter is written from, when it is sent or read in the outbox."""

    session: Session
    settings: Settings
    context: Mapping[str, Any]
    """The ids that the promise was made with."""
    mail_id: int = 0
    """The mail's own id, for addresses that are made of it."""
    recipient: str = ""
    now: dt.datetime
    shared: MutableMapping[Any, Any] = field(default_factory=dict)
    """What the letters written beside this one have looked up: all of them see the same moment of the database."""

    @property
    def links(self) -> Links:
        return self.settings.links

    def once(self, key: object, look_up: Callable[[], _T]) -> _T:
        """Returns what `look_up` does, which is called for the first letter in a language that asks for `key`."""
        place = current_locale_name(), key
        if place not in self.shared:
            self.shared[place] = look_up()
        found: _T = self.shared[place]
        return found


class Button(Struct, frozen=True, kw_only=True):
    label: str
    address: str


class LinkedParagraph(Struct, frozen=True, kw_only=True):
    """A paragraph that ends with an address, which is written out."""

    text: str
    address: str


class Quotation(Struct, frozen=True, kw_only=True):
    """What somebody says in their own words."""

    opening: str
    """ "The Lunar Society writes:"."""
    words: str

    @property
    def quoted(self) -> str:
        return _("“%(words)s”", words=self.words)


class Item(Struct, frozen=True, kw_only=True):
    """One of several webinars that a letter tells of."""

    what: str
    """What has become of it, in a word."""
    title: str
    when: str
    line: str
    address: str


class Prose(Struct, frozen=True, kw_only=True):
    """What somebody has written at length, with links and lists of their own."""

    text: str
    html: str
    """The same, safe to show."""

    def __html__(self) -> str:
        """Returns what templates write in its place."""
        return self.html


class LinkList(Struct, frozen=True, kw_only=True):
    """Places that a letter leads to, each by a line of its own, below what they are."""

    opening: str
    entries: Sequence[Button]
    rest: str
    """What is said of those that are left out, or empty."""

    @property
    def text(self) -> str:
        return _lines(self.opening, *(f"{each.label}\n{each.address}" for each in self.entries), self.rest)


Passage = str | LinkedParagraph | Quotation | Prose | Item | LinkList


class CalendarPart(Struct, frozen=True, kw_only=True):
    """A calendar that the mail program of its reader takes over (RFC 6047)."""

    method: Method
    octets: bytes


class Sender(Struct, frozen=True, kw_only=True):
    """An organisation as the head of a mail names it."""

    name: str
    slug: str


class Letter(Struct, frozen=True, kw_only=True):
    """What a mail says, in words that are ready to read. Its text and its HTML are both written from this."""

    subject: str
    kicker: str = ""
    """A few words above the headline: what it is about."""
    headline: str
    line: str = ""
    """What stands below the headline. In both a no-break space keeps words together where lines are broken."""
    title: str = ""
    """Of the webinar that it is about."""
    credit: str = ""
    """Whose webinar that is."""
    paragraphs: Sequence[Passage]
    button: Button | None = None
    further: Sequence[Passage] = ()
    """Paragraphs after the button."""
    footer: str
    """Why the reader gets it."""
    footer_address: str | None = None
    """What the footer leads to."""
    locale: str = DEFAULT_LOCALE
    """In which language it is written."""
    author: str | None = None
    """In whose name the site sends it: stands before the site's own."""
    reply_to: str | None = None
    sender: Sender | None = None
    """On whose behalf it is written, or None: the site's own."""
    calendar: CalendarPart | None = None
    unsubscribe: str | None = None
    """Where its reader ends mails like it."""
    is_ending_said: bool = False
    """Whether its own words say how mails like it end, so that no line has to be added."""
    ending_label: str = ""
    """What that line says, or empty: the usual words."""
    secrets: frozenset[str] = frozenset()
    """The parts of addresses that let in whoever has them."""
    is_masked: bool = False
    """Whether those parts have been left out."""

    @property
    def text(self) -> str:
        """The mail as plain text, which comes first: everything else repeats it."""
        with use_locale(self.locale):
            return self._text()

    def _text(self) -> str:
        head = _lines(self.kicker, self.headline, self.line).replace("\N{NO-BREAK SPACE}", " ")
        blocks = [head, _lines(self.title, self.credit), *map(_as_text, self.body)]
        end = _lines("-- ", self.footer, self.footer_address or "")
        if self.ending:
            end += " ".join(["\n" + _("%(label)s:", label=self.ending_words), self.ending])
        return "\n\n".join([*filter(None, blocks), end]) + "\n"

    @property
    def body(self) -> Sequence[Passage | Button]:
        """What is said below the head, in its order."""
        return [*self.paragraphs, *([self.button] if self.button else ()), *self.further]

    @property
    def ending(self) -> str | None:
        """The address of the line that is added for those who want no more."""
        return None if self.is_ending_said else self.unsubscribe

    @property
    def ending_words(self) -> str:
        return self.ending_label or _("No more mails like this one")

    def from_organisation(self, organisation: Organisation) -> "Letter":
        """Returns the letter as sent in the name of `organisation`, which gets the answers if it names an address."""
        return replace(self, author=organisation.name, reply_to=reply_address(organisation))

    def without_secrets(self) -> "Letter":
        """Returns the letter as somebody may read it who is not its recipient."""
        if not self.secrets:
            return self
        hidden = {each.name: _without(getattr(self, each.name), self.secrets) for each in fields(self)}
        return Letter(**(hidden | {"secrets": frozenset(), "is_masked": True}))


def reply_address(organisation: Organisation) -> str | None:
    """Returns where an answer goes: the organisation's contact, if that is an address which every program writes to."""
    try:
        address = address_for_delivery(normalised_email(organisation.contact))
    except InvalidEmail:
        return None
    return address if address.isascii() else None


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))


def _as_text(passage: Passage | Button) -> str:
    match passage:
        case Button():
            return _lines(_("%(label)s:", label=passage.label), passage.address)
        case LinkedParagraph():
            return f"{passage.text}\n{passage.address}"
        case Quotation():
            return f"{passage.opening}\n{passage.quoted}"
        case Prose() | LinkList():
            return passage.text
        case Item():
            words = _lines(f"{passage.what}: {passage.title}", passage.when, passage.line, passage.address)
            return words.replace("\N{NO-BREAK SPACE}", " ")
    return passage


def _without(value: Any, secrets: Collection[str]) -> Any:  # noqa: ANN401 - whatever a letter is made of
    """Returns `value` with the secrets in all its texts, at any depth, replaced."""
    if isinstance(value, str):
        # One may be the beginning of another.
        for secret in sorted(secrets, key=len, reverse=True):
            value = value.replace(secret, HIDDEN)
        return value
    if isinstance(value, CalendarPart):
        return replace(value, octets=blotted(value.octets, secrets, HIDDEN))
    if isinstance(value, list | tuple):
        return [_without(each, secrets) for each in value]
    if isinstance(value, Struct):
        return replace(value, **{each.name: _without(getattr(value, each.name), secrets) for each in fields(value)})
    return value


class Ending(Struct, frozen=True):
    """What the reader of a mail ends by one press, where that is a wish of theirs which stands elsewhere."""

    title: str
    """What it is, as the page names it."""
    remark: str
    """What comes all the same, in a sentence."""
    wish: Callable[[Session, Mapping[str, Any], bool], None]
    """Stores whether the reader of the mail with that context wants them."""
    is_wanted: Callable[[Session, Mapping[str, Any]], bool] | None = None
    """Returns whether that is their wish now, or None: nothing is left to ask once it has ended."""
    is_final: bool = False
    """Whether nothing is kept that could begin again, the mail neither."""


class Kind(Struct, frozen=True):
    """One kind of mail: what it is called in the outbox, and which function writes it."""

    title: str
    write: Callable[[Occasion], Letter | None]
    """Returns the letter, from what is stored now, or None if there is nothing to say any more."""
    ending: Ending | None = None
    """None: whoever wants no more gets no more of this kind."""
    is_asked_for: bool = False
    """Whether it answers what its reader has just done, so that there is nothing to end."""
    is_last: bool = False
    """Whether nothing of its reader is kept beside it, so that it is forgotten once it has left."""
    language: Callable[[Occasion], str | None] | None = None
    """Returns the language (BCP 47) of what it is about, or None: it is in English."""
    host: Callable[[Occasion], Organisation | None] | None = None
    """Returns in whose name it is sent, and who gets its answers, or None: the site alone."""


Kinds = Mapping[str, Kind]
"""The kinds of mail by the names that promises are stored under. Whoever sends or shows mails is handed them."""
