"""Who organises a webinar, in words: the host first, then the co-organisers in their order."""

import re
from collections.abc import Sequence

from webinars.lib.i18n import current_locale, format_list
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Webinar

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


def organisers_of(webinar: Webinar) -> list[Organisation]:
    """The host, then the co-organisers that have accepted: whoever has members is named in public by their own leave.

    Needs `host` and `co_organisers` with their organisations loaded.
    """
    return [webinar.host, *(each.organisation for each in webinar.co_organisers if each.accepted_at is not None)]


def article_of(name: str) -> str:
    """Return "the " where English puts an article before such a name within a sentence, else nothing.

    "the Lunar Society", but "Friends of the Elbe". Decided by the kind of body the name ends with, so a name in
    another language stays as it is.
    """
    if current_locale().language != "en" or _HAS_DETERMINER.match(name):
        return ""
    return "the " if _TAKES_ARTICLE.search(name) else ""


def organised_by(organisers: Sequence[str]) -> str:
    """The credit line as plain text: "Organised by A, B and C"."""
    return _("Organised by %(organisers)s", organisers=format_list(organisers))


def organised_with(organisers: Sequence[str]) -> str:
    """Who organises it, beside its title: "Lunar Society with the Spitalfields Mathematical Society"."""
    host, *others = organisers
    if not others:
        return host
    return _("%(host)s with %(others)s", host=host, others=format_list([article_of(name) + name for name in others]))
