"""What one event of a page's markup says of a webinar, whichever of the notations it is written in."""

import re
from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.announcements.reader.organisation_evidence import OrganisationEvidence
from webinars.pure.announcements.reader.organisation_kinds import has_kind
from webinars.pure.announcements.reader.organisation_names import is_organisation
from webinars.pure.announcements.reader.people.enumerations import people_list
from webinars.pure.announcements.reader.people.names import folded_name, is_cjk, name_in
from webinars.pure.announcements.reader.people.person_entry import Person
from webinars.pure.announcements.reader.structured_data.json_ld import Node, as_list, types_of
from webinars.pure.announcements.reader.structured_data.values import addresses, first_text, paragraphs, plain
from webinars.pure.announcements.reader.words import one_of

_LONGEST_TIME: Final = 80
_MOST_PEOPLE: Final = 60
_PERFORMING: Final = ("performer", "performers", "actor", "instructor", "speaker")
_NOBODY: Final = re.compile(rf"(?:{one_of('people.nobody')})\b.*", re.IGNORECASE)


class EmbeddedWebinar(Struct, frozen=True):
    """A webinar as the markup of a page has it. Times and addresses are as they are written there."""

    name: str
    starts: str = ""
    ends: str = ""
    duration: str = ""
    people: tuple[Person, ...] = ()
    organisers: tuple[str, ...] = ()
    description: str = ""
    tickets: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    status: str = ""
    series: str = ""


def webinars_of(node: Node) -> Iterator[EmbeddedWebinar]:
    """Yields the webinar that an event is, or of a series, or of days apart, the webinars that it is made of."""
    whole = _webinar(node)
    inner = [each for key in ("subEvent", "subEvents") for each in as_list(node.get(key)) if isinstance(each, dict)]
    parts = [part for part in map(_webinar, inner) if part.starts]
    is_series = "EventSeries" in types_of(node)
    if is_series and not parts:
        return  # what it says of times is when its first date begins and its last one ends
    if not (is_series or len({part.starts[:10] for part in parts}) > 1):
        yield whole
        return
    for part in parts:
        yield replace(
            part,
            name=part.name or whole.name,
            organisers=part.organisers or whole.organisers,
            people=part.people or whole.people,
            status=part.status or whole.status,
            series=whole.name if part.name not in {"", whole.name} else "",
        )


def _webinar(node: Node) -> EmbeddedWebinar:
    organisers = list(_organisers(node))
    above = [each for each in as_list(node.get("superEvent")) if isinstance(each, dict)]
    series = [first_text(each, "name") for each in above if "EventSeries" in types_of(each)]
    return EmbeddedWebinar(
        name=first_text(node, "name"),
        starts=first_text(node, "startDate", at_most=_LONGEST_TIME),
        ends=first_text(node, "endDate", at_most=_LONGEST_TIME),
        duration=first_text(node, "duration", at_most=_LONGEST_TIME),
        people=tuple(_people(node, organisers)),
        organisers=tuple(dict.fromkeys(organisers)),
        description=next((text for value in as_list(node.get("description")) if (text := paragraphs(value))), ""),
        tickets=tuple(addresses(node.get("offers"))),
        addresses=tuple(addresses(node)),
        status=re.split(r"[/#:]", first_text(node, "eventStatus"))[-1],
        series=next(iter(series), ""),
    )


def _organisers(node: Node) -> Iterator[str]:
    """Yields the organisations that organise it.

    A person who does is none. What has no type is one by its name.
    """
    for value in as_list(node.get("organizer")):
        name = plain(value, at_most=140)
        kinds = types_of(value) if isinstance(value, dict) else []
        if not re.search(r"[^\W\d_]{2}", name) or "://" in name or "@" in name or _NOBODY.fullmatch(name):
            continue
        is_typed = any("Person" not in kind for kind in kinds)
        if is_typed or (not kinds and is_organisation(name, OrganisationEvidence())):
            yield name


def _people(node: Node, organisers: list[str]) -> Iterator[Person]:
    """Yields those who perform, each once: neither groups nor who is only to be announced."""
    seen = {folded_name(name) for name in organisers}
    values = (value for key in _PERFORMING for value in as_list(node.get(key)))
    for person in (each for value in values for each in _people_of(value)):
        folded = folded_name(person.name)
        if folded and folded not in seen and len(seen) < _MOST_PEOPLE and not _NOBODY.fullmatch(person.name):
            seen.add(folded)
            yield person


def _people_of(value: Any) -> list[Person]:  # noqa: ANN401 - any JSON
    text = plain(value)
    kinds = types_of(value) if isinstance(value, dict) else []
    if not text or _NOBODY.fullmatch(text) or any("Person" not in kind for kind in kinds):
        return []
    is_whole = "," not in text and (len(text.split()) > 1 or is_cjk(text))
    name = name_in(text, is_strict=False) if is_whole else None
    if name is None:
        return people_list(text)
    if not kinds and has_kind(text) and is_organisation(text, OrganisationEvidence()):
        return []
    return [Person(name, affiliation=_affiliation(value) if isinstance(value, dict) else None)]


def _affiliation(node: Node) -> str | None:
    """Returns job and employer of a person, as an announcement prints them."""
    group = first_text(node, "affiliation", "worksFor", "memberOf", at_most=140)
    job = first_text(node, "jobTitle", at_most=140)
    return ", ".join(dict.fromkeys(text for text in (job, group) if text)) or None
