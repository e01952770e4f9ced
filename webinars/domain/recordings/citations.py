"""How a recording, or a moment of it, is cited: as a sentence, for BibTeX, and as CSL-JSON. Pure."""

import datetime as dt
import json
import re

from msgspec import Struct

from webinars.domain.programme.credit_line import Credit
from webinars.domain.programme.public_lineup import speaking
from webinars.lib.i18n import format_date, format_list
from webinars.lib.i18n import gettext as _
from webinars.lib.names import slugify
from webinars.models import Recording, RecordingKind

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = re.compile(r"[\\{}&%$#_~^]")
_SPELT = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


class Citation(Struct, frozen=True, kw_only=True):
    """What there is to say of a recording."""

    key: str
    """A name for it in a list of sources, ASCII."""
    title: str
    webinar: str
    """Empty where the recording has the same title."""
    authors: tuple[str, ...]
    """Who is heard, or empty where only the organisers are known."""
    organisers: tuple[str, ...]
    date: dt.date
    """When it was said, or when the recording came out, if that is all that is known."""
    language: str
    url: str
    """The short address, with the moment."""
    moment: str = ""
    """The place in the video, like "24:10", or empty for the whole of it."""


def citation_of(recording: Recording, *, date: dt.date, url: str, moment: str) -> Citation:
    """Returns the citation of a recording that `recording_page` has loaded."""
    webinar = recording.webinar
    appearances = [recording.appearance] if recording.appearance is not None else []
    if recording.kind == RecordingKind.FULL:
        appearances = speaking(webinar, is_over=True)
    authors = tuple(dict.fromkeys(each.shown_name for each in appearances))
    organisers = Credit.of(webinar).publishers
    first = (authors or organisers)[0].split()[-1]
    return Citation(
        key="-".join(filter(None, (slugify(first), str(date.year), *slugify(recording.title).split("-")[:2]))),
        title=recording.title,
        webinar="" if recording.title == webinar.title else webinar.title,
        authors=authors,
        organisers=organisers,
        date=date,
        language=recording.language,
        url=url,
        moment=moment,
    )


def sentence(citation: Citation) -> str:
    """Returns the citation as it stands in a footnote."""
    by = format_list(citation.authors or citation.organisers)
    title = _("%(names)s: “%(title)s”.", names=by, title=citation.title)
    parts = [title]
    if citation.webinar:
        parts.append(_("In the webinar “%(title)s”.", title=citation.webinar))
    date = format_date(citation.date, "d MMMM y")
    if citation.authors:
        parts.append(_("%(organisers)s, %(date)s.", organisers=format_list(citation.organisers), date=date))
    else:
        parts.append(f"{date}.")
    parts.append(_("Video, from %(moment)s.", moment=citation.moment) if citation.moment else _("Video."))
    return " ".join([*parts, citation.url])


def bibtex(citation: Citation, *, read_on: dt.date) -> str:
    """Returns the citation as a BibTeX entry (and BibLaTeX's `urldate`), in UTF-8."""
    # A second pair of braces keeps the capitals of titles, and names of bodies whole.
    authors = [_spelt(name) for name in citation.authors] or [f"{{{_spelt(name)}}}" for name in citation.organisers]
    how = f"Video of the webinar “{citation.webinar}”" if citation.webinar else "Video of a webinar"
    fields = {
        "author": " and ".join(authors),
        "title": f"{{{_spelt(citation.title)}}}",
        "howpublished": _spelt(how),
        "publisher": _spelt(", ".join(citation.organisers)),
        "year": str(citation.date.year),
        "month": MONTHS[citation.date.month - 1],
        "language": citation.language,
        "url": citation.url,
        "urldate": read_on.isoformat(),
    }
    if citation.moment:
        fields["note"] = f"From {citation.moment}"
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{citation.key},", *lines, "}", ""])


def csl_json(citation: Citation, *, read_on: dt.date) -> str:
    """Returns the citation as CSL-JSON 1.0, a list of one item.

    Names stay whole: nobody can tell which part is the family's.
    """
    item: dict[str, object] = {
        "id": citation.key,
        "type": "motion_picture",
        "medium": "Video",
        "title": citation.title,
        "author": [{"literal": name} for name in citation.authors or citation.organisers],
        "publisher": ", ".join(citation.organisers),
        "issued": _date_parts(citation.date),
        "accessed": _date_parts(read_on),
        "language": citation.language,
        "URL": citation.url,
    }
    if citation.webinar:
        item["container-title"] = citation.webinar
    if citation.moment:
        item["note"] = f"From {citation.moment}"
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


def _spelt(text: str) -> str:
    """Returns `text` without what TeX would take for a command."""
    return _SPECIAL.sub(lambda found: _SPELT.get(found[0], "\\" + found[0]), text)


def _date_parts(date: dt.date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[date.year, date.month, date.day]]}
