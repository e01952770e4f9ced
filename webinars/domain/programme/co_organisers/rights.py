"""The rights of co-organisers in words: one table, for their page, their invitations and the reference."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import PartnerRight
from webinars.models.webinar import DEFAULT_RIGHTS


class RightWords(Struct, frozen=True):
    name: str
    """As a heading: "Texts"."""
    about: str
    """What it opens, after "may"."""


RIGHT_WORDS: Mapping[PartnerRight, RightWords] = {
    PartnerRight.TEXTS: RightWords(
        _l("Texts"),
        _l("change title, texts, picture, topics, agenda questions, recordings and transcripts; take announcements"),
    ),
    PartnerRight.PEOPLE: RightWords(
        _l("People"),
        _l(
            "change the line-up, confirm speakers, keep their links and what they propose; say how the audience asks "
            "questions, and moderate them"
        ),
    ),
    PartnerRight.REGISTRATIONS: RightWords(
        _l("Registrations"),
        _l("say how people register, see who did, decide and write to them; see how often the webinar was watched"),
    ),
    PartnerRight.PUBLISH: RightWords(
        _l("Publish"),
        _l("change time, zones and room; publish, move, postpone, cancel and restore it"),
    ),
}
HOSTS_ALONE = _l("change series, co-organisers and their rights; repeat and delete it")
"""What no right opens, after "may"."""


def rights_in_short(rights: Iterable[object]) -> str:
    """Returns the names of rights in a row: "Texts, People", or that there are none."""
    return ", ".join(str(RIGHT_WORDS[right].name) for right in rights_read(rights)) or _("none")


def rights_read(values: Iterable[object]) -> tuple[PartnerRight, ...]:
    """Returns the rights that `values` name, each once and in the table's order. What names none is passed over."""
    named = set(map(str, values))
    return tuple(right for right in PartnerRight if right.value in named)


def rights_stored(rights: Iterable[PartnerRight] | None) -> list[str]:
    """Returns what is stored of `rights`, or of None what is usual."""
    return [right.value for right in rights_read(DEFAULT_RIGHTS if rights is None else rights)]


def what_they_allow(rights: Iterable[object]) -> str:
    """Returns what owners and editors may do with `rights`, as a sentence for whoever is invited."""
    chosen = rights_read(rights)
    if not chosen:
        return _("Its owners and editors may look at the webinar, and change nothing.")
    return " ".join(
        [
            _("Its owners and editors may:"),
            "; ".join(f"{RIGHT_WORDS[right].name} ({RIGHT_WORDS[right].about})" for right in chosen) + ".",
        ]
    )
