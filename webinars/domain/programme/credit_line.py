"""Who organises a webinar, in words: the host first, then the co-organisers in their order."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from msgspec import Struct

from webinars.lib.i18n import current_locale, format_list
from webinars.lib.i18n import gettext as _
from webinars.models import CoOrganiser, CreditWording, Organisation, Webinar

_KINDS = (
    "academy|archive|association|board|bureau|centre|center|circle|club|coalition|collective|college|commission|"
    "committee|community|company|conference|congress|cooperative|council|department|federation|forum|foundation|fund|"
    "group|guild|institute|institution|laboratory|league|library|movement|museum|network|observatory|office|"
    "organisation|organization|partnership|party|programme|project|seminar|society|trust|union|workshop"
)
_TAKES_ARTICLE = re.compile(
    rf"^(?:university|house|(?:\w+ )*(?:{_KINDS})) of\b|\b(?:{_KINDS})(?: \(.+\))?$", re.IGNORECASE
)
_HAS_DETERMINER = re.compile(r"^(?:the|an?|our|\S+['’]s|\S+s['’])\s", re.IGNORECASE)


def organisers_of(webinar: Webinar, *, also: Collection[int] = ()) -> list[Organisation]:
    """Returns the host, then the co-organisers that have accepted.

    Whoever has members is named in public by their own leave. `also` are ids of organisations that shall be taken to
    have accepted: to show what would be. Needs `host` and `co_organisers` with their organisations loaded.
    """
    return [webinar.host, *(each.organisation for each in _credited(webinar, also))]


def has_page(webinar: Webinar, organiser: Organisation) -> bool:
    """Returns whether the webinar stands on the organiser's page and in its feed.

    Of a co-organiser without members nobody has agreed to that: it is words in the credit line.
    """
    return organiser is webinar.host or organiser.has_members


def linked_organisers_of(webinar: Webinar) -> list[Organisation]:
    """Returns those of `organisers_of` on whose pages and in whose feeds it stands."""
    return [each for each in organisers_of(webinar) if has_page(webinar, each)]


def _credited(webinar: Webinar, also: Collection[int] = ()) -> Iterator[CoOrganiser]:
    return (each for each in webinar.co_organisers if each.accepted_at is not None or each.organisation_id in also)


def article_of(name: str) -> str:
    """Returns "the " where English puts an article before such a name within a sentence, else nothing.

    "the Lunar Society", but "Friends of the Elbe". Decided by the kind of body the name ends with, so a name in
    another language stays as it is.
    """
    if current_locale().language != "en" or _HAS_DETERMINER.match(name):
        return ""
    return "the " if _TAKES_ARTICLE.search(name) else ""


class Credit(Struct, frozen=True):
    """Who is named how, the host first."""

    organised: tuple[str, ...]
    beside: tuple[str, ...] = ()
    """Named with "with"."""
    supporting: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        webinar: Webinar,
        name_of: Callable[[Organisation], str] = lambda each: each.name,
        *,
        also: Collection[int] = (),
    ) -> "Credit":
        """Returns the credit of `webinar`, loaded as for `organisers_of`. `name_of` writes each name."""
        found: dict[CreditWording, list[str]] = {wording: [] for wording in CreditWording}
        found[CreditWording.ORGANISED].append(name_of(webinar.host))
        for each in _credited(webinar, also):
            found[each.wording].append(name_of(each.organisation))
        return cls(
            tuple(found[CreditWording.ORGANISED]),
            tuple(found[CreditWording.WITH]),
            tuple(found[CreditWording.SUPPORTED]),
        )

    @property
    def publishers(self) -> tuple[str, ...]:
        """Those who answer for it: all but supporters."""
        return (*self.organised, *self.beside)


def organised_by(credit: Credit) -> str:
    """Returns the credit line as a sentence: "Organised by A and B, with C, supported by D"."""
    return _and_others(_("Organised by %(organisers)s", organisers=format_list(credit.organised)), credit)


def organised_with(credit: Credit) -> str:
    """Returns who organises it, beside its title: "Lunar Society with the Spitalfields Mathematical Society".

    Once some are named otherwise: "Lunar Society and the Royal Society, with the Salon, supported by the Academy".
    """
    host, *others = credit.organised
    if others and not credit.beside and not credit.supporting:
        return _beside(host, others)
    if credit.beside and not others:
        return _and_supported(_beside(host, credit.beside), credit)
    return _and_others(format_list(credit.organised), credit)


def _beside(host: str, others: Sequence[str]) -> str:
    return _("%(host)s with %(others)s", host=host, others=format_list(others))


def _and_others(line: str, credit: Credit) -> str:
    if credit.beside:
        line = _("%(organisers)s, with %(others)s", organisers=line, others=format_list(credit.beside))
    return _and_supported(line, credit)


def _and_supported(line: str, credit: Credit) -> str:
    if not credit.supporting:
        return line
    return _("%(organisers)s, supported by %(others)s", organisers=line, others=format_list(credit.supporting))


def name_within(organisation: Organisation) -> str:
    """Returns its name as it stands within a sentence, with the article that it may take."""
    return article_of(organisation.name) + organisation.name


def credit_text(webinar: Webinar) -> str:
    """Returns the credit of `webinar` beside its title, as plain text. Needs what `organisers_of` does."""
    return organised_with(Credit.of(webinar, _after(webinar)))


def credit_pieces(
    webinar: Webinar, *, is_sentence: bool = True, also: Collection[int] = ()
) -> list[tuple[str, Organisation | None]]:
    """Returns the same in pieces, so that each name can be a link: words, and the organisation that follows them.

    One without a page of its own is among the words. As a sentence it may begin with an article.
    """
    organisers = organisers_of(webinar, also=also)
    marks = {
        each.id: f"{_MARK}{place}{_MARK}" if has_page(webinar, each) else each.name
        for place, each in enumerate(organisers)
    }
    host = webinar.host
    line = organised_with(
        Credit.of(webinar, lambda each: ("" if each is host else article_of(each.name)) + marks[each.id], also=also)
    )
    if is_sentence:
        line = article_of(host.name).capitalize() + line
    words = line.split(_MARK)
    pieces: list[tuple[str, Organisation | None]] = [
        (before, organisers[int(place)]) for before, place in zip(words[::2], words[1::2], strict=False)
    ]
    return [*pieces, (words[-1], None)] if words[-1] else pieces


_MARK = "\x00"
"""Stands in no name: what is stored of a line has no control characters."""


def _after(webinar: Webinar) -> Callable[[Organisation], str]:
    """Returns what writes each name. The host begins the line, so it stands without an article."""
    return lambda each: each.name if each is webinar.host else name_within(each)
