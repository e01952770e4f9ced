"""The line-up of a text: lists under a heading, labelled lines, runs of entries without a heading, and prose."""

from collections.abc import Sequence

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.collection import LineupReader
from webinars.pure.announcements.reader.lines import LineKind
from webinars.pure.announcements.reader.listed import read_listed
from webinars.pure.announcements.reader.prose import people_in_prose
from webinars.pure.announcements.reader.runs import read_runs
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.vocabulary import Section


def read_lineup(parts: Sequence[Part], taken: set[int]) -> LineupReader:
    """Everybody who takes part. Lines in `taken` say something else: a date, a recording, an organiser."""
    reader = LineupReader()
    read_listed(parts, reader, taken)
    for part, person in read_runs(parts, taken | reader.used):
        reader.add(person, part.line.numbers, is_uncertain=True)
        reader.used.update(part.line.numbers)
    _from_prose(parts, reader)
    return reader


def _from_prose(parts: Sequence[Part], reader: LineupReader) -> None:
    """Sentences that name who takes part."""
    for part in parts:
        if part.line.number in reader.used or part.section in {
            Section.OTHER,
            Section.ORGANISERS,
            Section.CO_SPONSORS,
            Section.QUESTIONS,
            Section.WHEN,
        }:
            continue
        if part.is_heading and part.section is not None:
            continue
        is_headline = part.line.kind is LineKind.HEADING or part.line.number == parts[0].line.number
        is_listed = part.section is Section.LINEUP
        for person in people_in_prose(part.text, reader.people):
            if is_listed and person.role in {None, Role.SPEAKER, Role.PANELLIST, Role.HOST}:
                continue  # biographies name people who do not speak
            reader.add(person, part.line.numbers, is_uncertain=True)
            if not is_headline and len(part.text) < 160:
                reader.told.update(part.line.numbers)
