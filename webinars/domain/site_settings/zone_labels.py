"""A zone of the zone line as one box holds it: a place, or a label of one's own, like "Head office=Europe/Paris"."""

from webinars.lib.text_cleaning import capitalised, one_line
from webinars.pure.times import DisplayZone, line_label, read_zone, zone_sentence

LABEL_LENGTH = 40


class ZoneUnclear(ValueError):
    """The words name no zone, or several. The error is a sentence that says so."""


def zone_of_words(text: str) -> DisplayZone:
    """Returns the zone that `text` means, with the label under which it is announced.

    Raises ZoneUnclear.
    """
    own_label, is_named, place = text.rpartition("=")
    typed = read_zone(place)
    if typed.timezone is None:
        raise ZoneUnclear(zone_sentence(typed))
    label = one_line(own_label, at_most=LABEL_LENGTH)
    if is_named and label:
        return DisplayZone(label, typed.timezone)
    # "BST" is right for half of the year, and nobody says "Europe/London".
    is_label = "/" not in typed.text and typed.minutes is None and len(typed.text) <= LABEL_LENGTH
    return DisplayZone(capitalised(typed.text) if is_label else line_label(typed.timezone), typed.timezone)


def words_of_zone(zone: DisplayZone) -> str:
    """Returns the shortest words that `zone_of_words` reads as that zone with that label."""
    try:
        is_plain = zone_of_words(zone.label) == zone
    except ZoneUnclear:
        is_plain = False
    return zone.label if is_plain else f"{zone.label}={zone.timezone}"
