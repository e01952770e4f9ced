"""What the reader was not sure of, to be made something of with one press."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from hashlib import blake2b
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from webinars.domain.imports.lineup_text import line_of
from webinars.domain.imports.webinar_content import Person, person_of
from webinars.domain.programme.public_lineup import role_name
from webinars.lib.i18n import gettext as _
from webinars.models import AppearanceRole
from webinars.pure.announcements.model import WebinarReading
from webinars.site.imports.forms import DraftForm

FIELDS = {"title": "title", "question": "questions", "organiser": "co_organisers"}
"""Use → the field that it fills. Every other use is a role in the line-up."""
OTHER_USES = {"title": (), "question": (), "organiser": ("speaker",)}
NOTHING = "nothing"


class OfferUse(Struct, frozen=True, kw_only=True):
    """One thing that a piece of the text can be made. `value` is what its button sends."""

    value: str
    label: str


class Offer(Struct, frozen=True, kw_only=True):
    """A piece of the text and what it can be made, the likeliest first. `field` is the one it stands below."""

    key: str
    """The same for the same piece, whatever else is offered."""
    field: str
    text: str
    line: int | None
    uses: tuple[OfferUse, ...]
    person: Person | None = None

    @property
    def words(self) -> str:
        """Returns what the text itself has of it, in one piece."""
        return self.person.name if self.person else self.text


class TakenOffer(Struct, frozen=True, kw_only=True):
    """What a press has done, and below which field its button stood."""

    field: str
    sentence: str


def offers_of(reading: WebinarReading) -> list[Offer]:
    """Returns every offer of one webinar, each once: people first, then organisers, questions, titles.

    Of a name and a part of it on the same line the likelier is offered.
    """
    found: dict[str, Offer] = {}
    named: list[tuple[int | None, str]] = []
    for text, line, first, person in _pieces(reading):
        if person is not None:
            if any(line == other and (person.name in name or name in person.name) for other, name in named):
                continue
            named.append((line, person.name))
        field = FIELDS.get(first, "lineup")
        key = blake2b(f"{field}\n{text}".encode(), digest_size=6).hexdigest()
        uses = tuple(OfferUse(value=f"{use} {key}", label=_label(use)) for use in _uses(first, person))
        found.setdefault(key, Offer(key=key, field=field, text=text, line=line, uses=uses, person=person))
    return list(found.values())


def open_offers(reading: WebinarReading, form: DraftForm, seen: Collection[str]) -> list[Offer]:
    """Returns those of which nothing has been made yet.

    Another title stays as long as it is not the one that was chosen.
    """
    return [
        offer
        for offer in offers_of(reading)
        if offer.key not in seen and not (offer.field == "title" and form.title.data == offer.text)
    ]


def offered_words(offers: Iterable[Iterable[Offer]]) -> dict[int, list[str]]:
    """Returns the words of all these offers by the line that they stand on.

    To that of a title, a whole line, it adds none.
    """
    words: dict[int, list[str]] = defaultdict(list)
    for offer in chain.from_iterable(offers):
        if offer.line is not None:
            words[offer.line] += [] if offer.field == "title" else [offer.words]
    return words


def take(form: DraftForm, offer: Offer, use: str) -> TakenOffer | None:
    """Put the offer into the field that `use` names. Returns what was done, or None if it can be made no such thing."""
    if use == NOTHING:
        return TakenOffer(field=offer.field, sentence=_("“%(text)s” is left out.", text=offer.words))
    if use in set(AppearanceRole):
        person = offer.person or Person(name=offer.text)
        form.add_line("lineup", line_of(replace(person, role=AppearanceRole(use))))
    elif use == "title":
        form.write("title", offer.text)
    elif use in FIELDS:
        form.add_line(FIELDS[use], offer.words)
    else:
        return None
    return TakenOffer(field=offer.field, sentence=_SENTENCES.get(use, _in_lineup)(offer.words))


def _in_lineup(words: str) -> str:
    return _("“%(text)s” stands in the line-up.", text=words)


_SENTENCES: dict[str, Callable[[str], str]] = {
    "title": lambda words: _("The title is “%(text)s”.", text=words),
    "question": lambda words: _("“%(text)s” stands among the questions.", text=words),
    "organiser": lambda words: _("“%(text)s” stands among the organisers.", text=words),
}


def _pieces(reading: WebinarReading) -> Iterator[tuple[str, int | None, str, Person | None]]:
    offers = reading.offers
    for appearance in offers.lineup:
        person = person_of(appearance.value)
        yield line_of(replace(person, role=AppearanceRole.SPEAKER)), _line(appearance.lines), person.role.value, person
    titles = (reading.title, *offers.title) if reading.title and offers.title else offers.title
    for use, pieces in (("organiser", offers.organisers), ("question", offers.questions), ("title", titles)):
        for found in pieces:
            yield found.value, _line(found.lines), use, None


def _line(lines: tuple[int, ...]) -> int | None:
    return lines[0] if lines else None


def _uses(first: str, person: Person | None) -> Iterator[str]:
    yield first
    yield from ("moderator" if first != "moderator" else "speaker", "organiser") if person else OTHER_USES[first]


def _label(use: str) -> str:
    labels = {"organiser": _("Organiser"), "question": _("Question"), "title": _("Title")}
    return labels.get(use) or role_name(AppearanceRole(use))
