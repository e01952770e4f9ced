"""Countries, regions and towns, which stand where people and organisations do."""

from webinars.pure.announcements.reader.words import all_of


def is_country(text: str) -> bool:
    return text.strip(" .").casefold() in all_of("places.countries")


def is_place(text: str) -> bool:
    """Whether a text is nothing but a country, a region or a town that could be taken for a name."""
    folded = " ".join(text.strip(" .").casefold().split())
    return is_country(text) or folded in all_of("places.regions")
