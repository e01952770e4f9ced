"""What the reader was not sure of, to be made something of with one press."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from webinars.domain.imports.content import Person, person_of
from webinars.domain.imports.people_lines import line_of
from webinars.domain.programme.roles import role_name
from webinars.lib.i18n import gettext as _
from webinars.models import AppearanceRole
from webinars.pure.announcements.model import WebinarReading
from webinars.site.imports.forms import DraftForm


@dataclass(frozen=True, kw_only=True)
class Use:
    """One thing that a piece of the text can be made. `value` is what its button sends."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A piece of the text, the line it stands on, and what it can be made, the likeliest first."""

    number: int
    text: str
    line: int | None
    uses: tuple[Use, ...]
    person: Person | None = None


def offers_of(reading: WebinarReading) -> list[Offer]:
    """Every offer of one webinar, numbered: people first, then organisers, questions, titles."""
    return [
        Offer(number=number, text=text, line=line, person=person, uses=tuple(_uses(number, first, person)))
        for number, (text, line, first, person) in enumerate(_pieces(reading))
    ]


def open_offers(reading: WebinarReading, form: DraftForm, seen: Collection[int]) -> list[Offer]:
    """Those of which nothing has been made yet; another title stays as long as it is not the one that was chosen."""
    return [
        offer
        for offer in offers_of(reading)
        if offer.number not in seen and not (offer.uses[0].value.startswith("title") and form.title.data == offer.text)
    ]


def take(form: DraftForm, offer: Offer, use: str) -> None:
    """Put the offer into the field that `use` names."""
    if use == "title":
        form.write("title", offer.text)
    elif use == "question":
        form.add_line("questions", offer.text)
    elif use == "organiser":
        form.add_line("co_organisers", offer.person.name if offer.person else offer.text)
    elif use in set(AppearanceRole):
        person = offer.person or Person(name=offer.text)
        form.add_line("lineup", line_of(replace(person, role=AppearanceRole(use))))


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


OTHER_USES = {"organiser": ("speaker",), "question": (), "title": ()}


def _uses(number: int, first: str, person: Person | None) -> Iterator[Use]:
    others = ("moderator" if first != "moderator" else "speaker", "organiser") if person else OTHER_USES[first]
    labels = {"organiser": _("Organiser"), "question": _("Question"), "title": _("Title")}
    for use in (first, *others):
        yield Use(value=f"{use} {number}", label=labels.get(use) or role_name(AppearanceRole(use)))
