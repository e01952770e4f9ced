"""Joins the events of a page with the webinars of its text: what both say is certain, and each fills what one lacks."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from msgspec.structs import replace

from webinars.lib.i18n import gettext as _
from webinars.pure.announcements.model import AppearanceReading, Found, WebinarReading
from webinars.pure.announcements.reader.combine_voices import MOST_OTHERS, MOST_TITLES
from webinars.pure.announcements.reader.people.names import folded_name
from webinars.pure.announcements.reader.start.start_lines import Page
from webinars.pure.announcements.reader.structured_data.event import Event
from webinars.pure.announcements.reader.structured_data.start_agreement import agreed_start, is_start_of_markup
from webinars.pure.announcements.reader.text.lines import LineKind
from webinars.pure.announcements.reader.title.title import bare_title
from webinars.pure.times import Problem

T = TypeVar("T")
Pair = tuple[Event, WebinarReading | None]
_SAME_START: Final = 2
_BEHIND_ALL: Final = (10**9,)
_SHORT: Final = 5  # with a space on each side


def join_webinars(
    webinars: Sequence[WebinarReading], events: Sequence[Event], page: Page, page_title: str
) -> tuple[tuple[WebinarReading, ...], list[Problem]]:
    """Returns the webinars of a page by both voices, and what is to be said of them besides the times."""
    pairs = _pairs(events, webinars, page, page_title) if events else []
    if not pairs:
        message = _("What the page tells programs is about other webinars than its text, and was left out.")
        return tuple(webinars), [Problem("markup_of_others", False, event.name, message) for event in events[:1]]
    said = {
        "Cancelled": ("event_cancelled", _("The page tells programs that the webinar is cancelled.")),
        "Postponed": ("event_postponed", _("The page tells programs that the webinar is postponed.")),
        "Rescheduled": ("event_rescheduled", _("The page tells programs that the webinar has been moved.")),
    }
    told = [(*said[event.status], event.name) for event, _text in pairs if event.status in said]
    by_text = {id(text): event for event, text in pairs if text is not None}
    joined = [_joined(by_text[id(text)], text, page) if id(text) in by_text else text for text in webinars]
    # Where no webinar of the text is theirs, its title and its dates are those of no webinar.
    added = [_joined(event, WebinarReading(), page) for event, text in pairs if text is None]
    return (*(joined if by_text else ()), *added), [Problem(code, False, name, words) for code, words, name in told]


def _pairs(events: Sequence[Event], webinars: Sequence[WebinarReading], page: Page, page_title: str) -> list[Pair]:
    """Returns the events that the page is about, each with what the text says of it if it does."""
    text, is_single = webinars[0], len(webinars) == 1
    headings = [part.line.text for part in page.parts if part.line.kind is LineKind.HEADING and part.line.level == 1]
    hosts = {folded_name(name) for event in events for name in event.organisers}
    titles = [title for title in (*headings, page_title) if is_single and folded_name(title) not in hosts]
    best: dict[int, tuple[int, Event, WebinarReading]] = {}
    for event in events:
        score, one = max(((_likeness(event, each, titles), each) for each in webinars), key=lambda pair: pair[0])
        if score > best.get(id(one), (0,))[0]:
            best[id(one)] = (score, event, one)
    others = [event for event in events if _lines_with(event.name, page)]
    if not best:
        return _unlike(events, text, others) if is_single else []
    pairs: list[Pair] = [(event, one) for _score, event, one in best.values()]
    if is_single and best[id(text)][0] > _SAME_START:
        others = [event for event in events if event.name == pairs[0][0].name and _is_coming(event, page)]
    return [*pairs, *((event, None) for event in others if all(event is not own for own, _text in pairs))]


def _unlike(events: Sequence[Event], text: WebinarReading, shown: Sequence[Event]) -> list[Pair]:
    """Returns what to take of events that neither name nor start gives to the text, which may be about another."""
    is_webinar = bool(text.start or text.lineup or text.recordings or text.questions)
    is_of_others = is_webinar and text.title is not None and not text.title.is_uncertain
    if len(events) == 1:
        is_same_day = events[0].start is not None and events[0].start.date() == text.date
        return [(events[0], text)] if is_same_day or not is_of_others else []
    taken = shown if is_webinar or len(shown) > 1 else events
    return [] if is_of_others else [(event, None) for event in taken]


def _is_coming(event: Event, page: Page) -> bool:
    return event.start is not None and event.start.date() >= page.hints.published_on


def _likeness(event: Event, text: WebinarReading, titles: Sequence[str]) -> int:
    """Returns how surely a text speaks of an event: 6 for its name, 3 for one that holds it, and 2 for its start."""
    name = f" {folded_name(event.name)} "
    folded = [f" {folded_name(title)} " for title in (text.title.value if text.title else "", *titles)]
    is_held = any(len(min(name, title, key=len)) > _SHORT and (name in title or title in name) for title in folded)
    is_start = text.start and event.start and is_start_of_markup(text.start.value, event.start)
    return 3 * is_held + 3 * (is_held and name in folded) + _SAME_START * bool(is_start)


def _found(words: str, page: Page) -> Found[str] | None:
    return Found(words, _lines_with(words.partition("\n")[0], page)) if words else None


def _lines_with(name: str, page: Page) -> tuple[int, ...]:
    """Returns the first line of the text on which a name stands."""
    folded = f" {folded_name(name)} "
    found = (each.line.numbers for each in page.parts if name and folded in f" {folded_name(each.line.text)} ")
    return next(found, ())


def _joined(event: Event, text: WebinarReading, page: Page) -> WebinarReading:
    """Returns one webinar by both voices."""
    lineup, people = _merged(text.lineup, text.offers.lineup, {_key(one): one for one in event.people}, page)
    told = {_key(name): name for name in event.organisers}
    organisers, groups = _merged(text.organisers, text.offers.organisers, told, page)
    names = {folded_name(event.name), folded_name(bare_title(event.name)), ""}
    is_same = text.title and (folded_name(text.title.value) in names or not event.name)
    title = text.title if is_same else _found(event.name, page)
    titles = [each for each in (text.title, *text.offers.title) if each and title and each.value != title.value]
    start = agreed_start(text.start, event.start, page) if event.start else text.start
    if start and start.value.starts_at and event.length and not start.value.ends_at:
        start = replace(start, value=replace(start.value, ends_at=start.value.starts_at + event.length))
    return replace(
        text,
        title=title,
        start=start,
        lineup=lineup,
        organisers=organisers,
        registration_url=text.registration_url or _found(event.registration_url, page),
        description=text.description or _found(event.description, page),
        offers=replace(text.offers, title=tuple(titles[:MOST_TITLES]), lineup=people, organisers=groups),
    )


def _merged(
    filled: Sequence[Found[T]], offered: Sequence[Found[T]], told: Mapping[str, T], page: Page
) -> tuple[tuple[Found[T], ...], tuple[Found[T], ...]]:
    """Returns people or organisers by both voices, in the order of the text, and those that are left to offer.

    Where the markup tells some, names alone that the text has besides are not taken: on a page they may be anything.
    """
    found = []
    for each in (*filled, *offered):
        is_name = isinstance(each.value, AppearanceReading) and each.value == AppearanceReading(each.value.name)
        if _key(each.value) in told:
            value = told[_key(each.value)] if is_name else each.value
            found.append(Found(value, each.lines))
        elif each in filled and not (told and (is_name or each.is_uncertain)):
            found.append(each)
    known = {_key(each.value) for each in found}
    found += [Found(value, _lines_with(name, page)) for name, value in told.items() if name not in known]
    left = [each for each in (*filled, *offered) if _key(each.value) not in known]
    return tuple(sorted(found, key=lambda each: each.lines[:1] or _BEHIND_ALL)), tuple(left[:MOST_OTHERS])


def _key(value: object) -> str:
    return folded_name(value.name if isinstance(value, AppearanceReading) else str(value)).removeprefix("the ")
