"""Who holds a webinar: which of the candidates, by weights learned from labelled texts."""

from collections.abc import Collection, Sequence

from webinars.pure.announcements.model import WORTH_OFFERING, Found, WebinarReading
from webinars.pure.announcements.reader.learned_weights import chances
from webinars.pure.announcements.reader.organisations.host_candidates import candidates
from webinars.pure.announcements.reader.people.names import folded_name
from webinars.pure.announcements.reader.tagging.tagger import Marks

SURE_OF_ORGANISER = 0.92
MOST_ALONE = 0.85
"""A host whom no rule found is never filled in: it may as well be where somebody is from."""
HOST_WORTH_OFFERING, MOST_HOSTS = 0.03, 4
"""Most texts have a host, and most of those that are unsure are still among the likeliest few."""


def hosts_of(
    marks: Sequence[Marks], webinar: WebinarReading, page_title: str, *, people: Collection[str], title: str
) -> list[Found[str]]:
    """Whoever may hold the webinar, those whom the rules name first, then the likeliest.

    Nothing that has a speaker's name in it, and not what the webinar is called. What a rule says is never kept from
    whoever pastes.
    """
    found: list[Found[str]] = []
    ruled = {folded_name(organiser.value): organiser for organiser in webinar.organisers}
    taking_part = {folded_name(name) for name in people}
    for one in candidates(marks, webinar, page_title):
        folded = folded_name(one.text)
        chance = chances("hosts", [one.seen])[0]
        rule = ruled.get(folded)
        if rule:
            found.append(Found(rule.value, rule.lines, rule.is_uncertain, max(chance, WORTH_OFFERING)))
        elif folded != folded_name(title) and not any(person in folded for person in taking_part):
            found.append(Found(one.text, one.lines, True, min(chance, MOST_ALONE)))
    order = {folded: number for number, folded in enumerate(ruled)}
    return sorted(found, key=lambda one: (order.get(folded_name(one.value), len(order)), -one.probability))
