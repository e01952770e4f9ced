"""Lines that name the zone of hours printed elsewhere, and which of them is in force for an hour."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.lineup.people_in_prose import sentences
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.start.dated_lines import DatedLine
from webinars.pure.times import find_mentions, zone_of_all_hours


class ZoneStatement(Struct, frozen=True):
    """The zone of hours that are printed without one, in the words of a line that names it for all of them."""

    part: Part
    words: str


def zone_statements(parts: Sequence[Part]) -> list[ZoneStatement]:
    """Returns the lines that name a zone for hours printed elsewhere: “All times CET”, “Time zone: Eastern”."""
    found = []
    for part in parts:
        text = part.line.text
        clauses = (zone_of_all_hours(sentence) for sentence in sentences(text[:_LONGEST_SAID]))
        words = next((clause for clause in clauses if clause), None)
        if words is None and part.section is SectionKind.WHEN and len(text) < _LONGEST_ZONE_LINE:
            mentions = find_mentions(part.text)
            is_zone_alone = {mention.kind for mention in mentions} == {"zone"}
            words = part.text[mentions[0].start : mentions[-1].end] if is_zone_alone else None
        if words:
            found.append(ZoneStatement(part, words))
    return found


_LONGEST_SAID: Final = 600
_LONGEST_ZONE_LINE: Final = 80


def applicable_statement(said: Sequence[ZoneStatement], group: Sequence[DatedLine]) -> ZoneStatement | None:
    """Returns the zone said last above the hours of a group, or else first below them."""
    hour = next((line.number for line in group if line.has_time), 0)
    above = [zone for zone in said if zone.part.line.number <= hour]
    return next(iter([*above[-1:], *said]), None)


def with_zone(group: Sequence[DatedLine], words: str) -> list[DatedLine]:
    """Returns the lines with the words of a zone behind their first hour.

    Further hours are of the same zone, or no start.
    """
    lines = list(group)
    place = next((place for place, line in enumerate(lines) if line.has_time), None)
    if place is not None:
        text, end = lines[place].text, lines[place].of("time")[0].end
        lines[place] = replace(lines[place], text=f"{text[:end]} {words}{text[end:]}")
    return lines
