"""What a speaker says of the talk and of herself: the fields, what stands in them, and how they are checked. Pure."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from webinars.db import length_of
from webinars.domain.lineup.errors import SpeakerInvalid
from webinars.domain.lineup.speaker_records import checked_record, record_of
from webinars.domain.speaker_pages.errors import DetailsInvalid
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.names import is_name
from webinars.lib.text_cleaning import many_lines, one_line
from webinars.models import Appearance, SpeakingLink, Webinar

LONGEST_ABSTRACT = 10_000


class ProposalField(Struct, frozen=True):
    title: Any
    check: Callable[[Appearance, str], Any]
    """Returns what was typed as it is stored, or raises _Wrong with a sentence."""
    is_on_record: bool = False
    """Whether it is of the speaker's record, which all webinars share, and not of this webinar alone."""


def stored_value(appearance: Appearance, field: str) -> Any:  # noqa: ANN401 - a text, or the addresses of `links`
    """Returns what stands in `field`. An empty name is that of the record. Needs `speaker` loaded."""
    if FIELDS[field].is_on_record:
        value = getattr(appearance.speaker, field)
        return list(value) if field == "links" else value
    return getattr(appearance, field)


def _as_shown(appearance: Appearance, field: str, value: Any) -> Any:  # noqa: ANN401 - as above
    return value or appearance.speaker.name if field == "name" else value


def as_typed(appearance: Appearance, field: str, value: Any) -> str:  # noqa: ANN401 - as above
    """Returns a value as it stands in a form: addresses each on a line, and for an empty name that of the record."""
    shown = _as_shown(appearance, field, value)
    return shown if isinstance(shown, str) else "\n".join(shown)


def fingerprint_of(value: Any) -> str:  # noqa: ANN401 - as above
    """Returns a fingerprint of a value, small enough to travel in a form."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode(errors="replace")).hexdigest()[:16]


def form_fingerprint(appearance: Appearance, field: str, value: Any) -> str:  # noqa: ANN401 - as above
    """Returns the fingerprint of `value` as a form shows it: for an empty name, that of the record."""
    return fingerprint_of(_as_shown(appearance, field, value))


def checked_values(appearance: Appearance, typed: Mapping[str, str]) -> dict[str, Any]:
    """Returns what was typed as it is stored. Raises DetailsInvalid with a sentence for each field that cannot be."""
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field, text in typed.items():
        try:
            values[field] = FIELDS[field].check(appearance, text)
        except _Wrong as error:
            wrong[field] = str(error)
    if wrong:
        raise DetailsInvalid(wrong)
    return values


def stands_at_once(webinar: Webinar, link: SpeakingLink, field: str) -> bool:
    """Returns whether what is typed in `field` by this link is stored without anybody taking it."""
    return webinar.are_speakers_texts_taken and (not FIELDS[field].is_on_record or link.speaks_for_record)


class _Wrong(Exception):
    pass


def _line(longest: int) -> Callable[[Appearance, str], str]:
    def check(_appearance: Appearance, text: str) -> str:
        return _no_longer(one_line(text, at_most=longest + 1), longest)

    return check


def _name(appearance: Appearance, text: str) -> str:
    name = _no_longer(one_line(text, at_most=201), length_of(Appearance.name))
    if name and not is_name(name):
        raise _Wrong(_("Write the name with letters."))
    # The record's own name goes on following the record.
    return "" if name == appearance.speaker.name else name


def _abstract(_appearance: Appearance, text: str) -> str:
    return _no_longer(many_lines(text), LONGEST_ABSTRACT)


def _bio(appearance: Appearance, text: str) -> str:
    bio: str = _of_record(appearance, bio=many_lines(text)).bio
    return bio


def _links(appearance: Appearance, text: str) -> list[str]:
    return list(_of_record(appearance, links=_completed(text.splitlines())).links)


def _completed(lines: Sequence[str]) -> list[str]:
    """Returns the lines as addresses. What looks like one without its beginning gets it."""
    addresses = [line.strip() for line in lines if line.strip()]
    return [each if "://" in each or " " in each or "." not in each else f"https://{each}" for each in addresses]


def _of_record(appearance: Appearance, **values: Any) -> Any:  # noqa: ANN401 - fields of a SpeakerRecord
    try:
        return checked_record(replace(record_of(appearance.speaker), **values))
    except SpeakerInvalid as error:
        raise _Wrong(str(error)) from error


def _no_longer(text: str, longest: int) -> str:
    if len(text) > longest:
        raise _Wrong(_("Shorten this to %(limit)s characters.", limit=longest))
    return text


FIELDS: Mapping[str, ProposalField] = MappingProxyType(
    {
        "talk_title": ProposalField(_l("Title of the talk"), _line(length_of(Appearance.talk_title))),
        "abstract": ProposalField(_l("What it is about"), _abstract),
        "name": ProposalField(_l("Name, as it is printed"), _name),
        "affiliation": ProposalField(_l("Affiliation for this webinar"), _line(length_of(Appearance.affiliation))),
        "bio": ProposalField(_l("Biography"), _bio, is_on_record=True),
        "links": ProposalField(_l("Pages of your own"), _links, is_on_record=True),
    }
)
"""In the order in which the page has them."""
