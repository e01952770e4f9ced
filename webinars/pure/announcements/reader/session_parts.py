"""One of several webinars of a text: what stands at its own date, and what the text says of all of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from webinars.pure.announcements.model import Found, WebinarReading
from webinars.pure.announcements.reader.links import registration_links
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.several_webinars import Session
from webinars.pure.announcements.reader.webinar_description import read_description


def of_session(
    session: Session, whole: WebinarReading, sessions: Sequence[Session], parts: Sequence[Part]
) -> WebinarReading:
    """Its own start, title, people, description and link to register; of `whole` what stands at no other session.

    People and paragraphs that stand at one session only are those of all of them.
    """
    # The last goes on to the end of the text, where something is said of all: it is as long as others are.
    longest = max(len(one.parts) for one in sessions[:-1])
    places = [{number for part in one.parts[:longest] for number in part.line.numbers} for one in sessions]
    own = places[sessions.index(session)]
    elsewhere = set().union(*places) - own

    def here(found: Sequence[Found[Any]], all_found: Sequence[Found[Any]]) -> tuple[Found[Any], ...]:
        if not _are_spread([one.lines for one in all_found], places):
            return tuple(found)
        return tuple(one for one in found if own & set(one.lines) or not elsewhere & set(one.lines))

    own_link = next(((url, part.line.numbers) for url, part in registration_links(session.parts[:4])), None)
    titles = {one.title for one in sessions}
    umbrella = whole.title if session.title and whole.title and whole.title.value not in titles else None
    people = (*whole.lineup, *whole.offers.lineup)
    return replace(
        whole,
        title=Found(session.title, session.title_lines) if session.title else whole.title,
        series=whole.series or umbrella,
        start=session.start,
        lineup=here(whole.lineup, people),
        offers=replace(whole.offers, lineup=here(whole.offers.lineup, people)),
        description=_description(whole, parts, places, elsewhere),
        registration_url=Found(*own_link) if own_link else whole.registration_url,
    )


def _are_spread(found: Sequence[Sequence[int]], places: Sequence[set[int]]) -> bool:
    """Whether what was found stands at more than one of the sessions."""
    return sum(any(place.intersection(lines) for lines in found) for place in places) > 1


def _description(
    whole: WebinarReading, parts: Sequence[Part], places: Sequence[set[int]], elsewhere: set[int]
) -> Found[str] | None:
    if whole.description is None or not _are_spread([[number] for number in whole.description.lines], places):
        return whole.description
    kept = set(whole.description.lines) - elsewhere
    described = read_description([part for part in parts if part.line.number in kept], set())
    return Found(*described) if described else None
