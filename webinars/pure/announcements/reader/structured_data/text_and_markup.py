"""Joins what a page tells programs with what its text says: the first is the more certain voice."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urljoin

from msgspec import Struct, field
from msgspec.structs import replace

from webinars.lib.i18n import gettext as _
from webinars.lib.web_addresses import NotAWebAddress, netloc_of, web_address
from webinars.pure.announcements.model import Found, WebinarReading
from webinars.pure.announcements.reader.links import is_room
from webinars.pure.announcements.reader.people.names import folded_name
from webinars.pure.announcements.reader.structured_data.date_values import read_length, read_moment
from webinars.pure.announcements.reader.structured_data.events import EmbeddedWebinar, webinars_of
from webinars.pure.announcements.reader.structured_data.json_ld import is_event, read_scripts
from webinars.pure.announcements.reader.structured_data.lineup import LinesWith, lineup_of, offers_of, organisers_of
from webinars.pure.announcements.reader.structured_data.microdata import Item, Microdata, Microformats
from webinars.pure.announcements.reader.structured_data.start_times import Page, joined_start
from webinars.pure.announcements.reader.structured_data.values import plain
from webinars.pure.announcements.reader.structured_data.webinar_choice import (
    Pair,
    likeness,
    pairs_of_page,
    without_repetitions,
)
from webinars.pure.announcements.reader.text.html import call_for_tags
from webinars.pure.announcements.reader.text.lines import LineKind, cleaned
from webinars.pure.announcements.reader.title.title import bare_title
from webinars.pure.times import Problem, StartReading, TimesError, instant

# Title and description of a webinar by its markup and by its text.


_TAIL: Final = re.compile(r"\s+(?:[|»·•–—-]|at|@)\s+(?P<site>[^|»·•–—]{2,80})$")
_FRONT: Final = re.compile(r"^(?P<site>[^|»·•–—:]{2,80}?)(?:\s+[|»·•–—-]|:)\s+(?=\S)")
_CUT: Final = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])$")


def without_site(name: str, sites: Sequence[str]) -> str:
    """Returns a name without the name of the site before or behind it."""
    known = {folded_name(site) for site in sites if site}
    for pattern in (_TAIL, _FRONT):
        found = pattern.search(name)
        if found and folded_name(found["site"]) in known:
            name = name[: found.start()] + name[found.end() :]
    return name.strip()


def title_of(name: str, text: Found[str] | None, sites: Sequence[str], lines_with: LinesWith) -> Found[str] | None:
    """Returns the title: the name in the markup without that of the site, unless the text has the same one better."""
    name = without_site(name, sites)
    if not name:
        return text
    if text is not None and _is_better(text.value, name):
        is_shouted = text.value.isupper() and folded_name(text.value) == folded_name(name)
        return replace(text, value=name) if is_shouted else text
    lines = lines_with(name)
    if not lines and text is not None and likeness(text.value, name):
        lines = text.lines
    return Found(name, lines)


def _is_better(title: str, name: str) -> bool:
    """Returns whether the title of the text is the name without what is none of it, or all of one that was cut."""
    if folded_name(title) in {folded_name(name), folded_name(bare_title(name))}:
        return True
    beginning = _CUT.sub("", name)
    return beginning != name and folded_name(title).startswith(folded_name(beginning))


def description_of(said: str, text: Found[str] | None, lines_with: LinesWith) -> Found[str] | None:
    """Returns the description: that of the text from where the one of the markup begins in it, if it says much more."""
    is_cut = _CUT.search(said) is not None
    if text is None or (len(said) >= _MOST_OF_IT * len(text.value) and not is_cut):
        first = said.split("\n", maxsplit=1)[0]
        return Found(said, lines_with(first)) if said else text
    beginning = " ".join(said.split())[:_BEGINNING].rstrip(" .…")
    at = text.value.find(beginning) if beginning else -1
    return replace(text, value=text.value[text.value.rfind("\n", 0, at) + 1 :]) if at > 0 else text


_MOST_OF_IT: Final = 0.6
_BEGINNING: Final = 60


# Finds in HTML what is meant for programs. Of the page itself nothing is read but its own address.
#
# The parser only calls back for tags, as that of `reader.html` does: no depth of nesting can exhaust anything.


_MOST_SCRIPTS: Final = 100
_HAS_ANY: Final = re.compile(r"ld\+json|itemscope|itemtype|h-event|vevent|og:title", re.IGNORECASE)


class PageData(Struct):
    """The scripts of JSON-LD as they stand, the items of the other two, and what the head says of the page."""

    scripts: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    address: str = ""
    title: str = ""
    site_name: str = ""


def find_markup(html: str) -> PageData:
    """Returns what `html` holds for programs: an empty `PageData` if there is nothing of the kind."""
    if not _HAS_ANY.search(html):
        return PageData()
    finder = _Finder()
    call_for_tags(html, finder)
    found = finder.found
    found.items = [*finder.microdata.items, *finder.microformats.items]
    return found


class _Finder:
    """What lxml calls for each tag and each run of text."""

    def __init__(self) -> None:
        self.found = PageData()
        self.microdata = Microdata()
        self.microformats = Microformats()
        self._script: list[str] | None = None
        self._is_silent = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "script" and "ld+json" in (attributes.get("type") or "").lower():
            self._script = []
        self._is_silent = tag in {"script", "style"}
        if tag in {"meta", "link"}:
            self._of_head(attributes)
        self.microdata.start(tag, attributes)
        self.microformats.start(tag, attributes)

    def end(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            if len(self.found.scripts) < _MOST_SCRIPTS:
                self.found.scripts.append("".join(self._script))
            self._script = None
        self._is_silent = False
        self.microdata.end()
        self.microformats.end()

    def data(self, text: str) -> None:
        if self._script is not None:
            self._script.append(text)
        elif not self._is_silent:
            self.microdata.data(text)
            self.microformats.data(text)

    def close(self) -> None:
        self.microdata.close()
        self.microformats.close()

    def _of_head(self, attributes: dict[str, str]) -> None:
        found, content = self.found, attributes.get("content") or ""
        name = attributes.get("property") or attributes.get("name") or ""
        if name == "og:title":
            found.title = found.title or content
        elif name == "og:site_name":
            found.site_name = found.site_name or content
        elif name == "og:url":
            found.address = found.address or content
        elif (attributes.get("rel") or "").lower() == "canonical":
            found.address = attributes.get("href") or found.address


# The end of a webinar by its markup.


def with_end(reading: StartReading, said: EmbeddedWebinar, published_on: dt.date) -> StartReading:
    """Returns a settled start with the end that the markup gives.

    One before the start or more than a day after it is left out and said: it is that of a series, or of the sale of
    tickets. So is one that the text contradicts.
    """
    ends_at = _end_of(reading, said, published_on)
    if reading.starts_at is None or ends_at is None or ends_at in {reading.starts_at, reading.ends_at}:
        return reading
    if not reading.starts_at < ends_at <= reading.starts_at + _LONGEST:
        message = _("The end that the page tells programs is before the start or more than a day after it: left out.")
        return replace(reading, problems=(*reading.problems, Problem("end_left_out", False, said.ends, message)))
    if reading.ends_at is not None:
        message = _("The end in the text and the one that the page tells programs are different. Enter one of them.")
        problem = Problem("ends_disagree", False, said.ends, message)
        return replace(reading, ends_at=None, problems=(*reading.problems, problem))
    return replace(reading, ends_at=ends_at)


_LONGEST: Final = dt.timedelta(days=1)


def _end_of(reading: StartReading, said: EmbeddedWebinar, published_on: dt.date) -> dt.datetime | None:
    if reading.starts_at is None or reading.timezone is None:
        return None
    end = read_moment(said.ends, published_on) if said.ends else None
    if end is not None and end.at is not None:
        return end.at
    if end is not None and end.wall is not None:
        try:
            return instant(end.wall, reading.timezone)
        except TimesError:
            return None
    length = read_length(said.duration)
    return None if length is None else reading.starts_at + length


_MOST: Final = 40
"""Webinars of one page."""


class Embedded(Struct, frozen=True):
    """What a page tells programs, as far as it is about webinars."""

    events: tuple[EmbeddedWebinar, ...]
    markup: PageData
    problems: tuple[Problem, ...] = ()

    @property
    def words(self) -> str:
        """What would make it another text if it changed. Empty where nothing is told."""
        return "\n".join(dict.fromkeys(f"{event.name} {event.starts} {event.ends}" for event in self.events))


def read_embedded(html: str) -> Embedded:
    """Returns what `html` tells programs, with a problem if some of it cannot be read. Never raises."""
    markup = find_markup(html)
    nodes, is_broken = read_scripts(markup.scripts)
    nodes += [item for item in markup.items if is_event(item)]
    events = [event for node in nodes[: _MOST * 5] for event in webinars_of(node) if event.name or event.starts]
    problems = []
    if is_broken:
        message = _("Some of what the page tells programs of its webinar has a mistake in it and was not read.")
        problems.append(Problem("markup_unreadable", False, "", message))
    return Embedded(tuple(events), markup, tuple(problems))


def join_webinars(
    webinars: Sequence[WebinarReading], told: Embedded, page: Page, page_title: str
) -> tuple[tuple[WebinarReading, ...], list[Problem]]:
    """Returns the webinars of a page by both voices, and what is to be said of them besides the times."""
    problems = list(told.problems)
    if not told.events:
        return tuple(_with_page_name(webinar, told.markup) for webinar in webinars), problems
    published_on = page.hints.published_on
    joiner = _Joiner(told.markup, page)
    events = without_repetitions(told.events, published_on)[:_MOST]
    hosts = {folded_name(name) for event in events for name in (told.markup.site_name, *event.organisers)}
    lines = (*_headlines(webinars, page), page_title, cleaned(told.markup.title))
    headlines = [line for line in lines if folded_name(line) not in hosts]
    pairs = pairs_of_page(events, webinars, headlines, lambda name: bool(joiner.lines_with(name)), published_on)
    if not pairs:
        message = _("What the page tells programs is about other webinars than its text, and was left out.")
        return tuple(webinars), [*problems, Problem("markup_of_others", False, events[0].name, message)]
    problems += [problem for pair in pairs if (problem := _status(pair.said)) is not None]
    by_text = {id(pair.text): pair for pair in pairs if pair.text is not None}
    kept = [joiner.join(by_text[id(text)], text) if id(text) in by_text else text for text in webinars]
    shared = WebinarReading()
    if not by_text:
        # Of the whole the text says who organises; its title and its dates are those of no webinar.
        kept, shared = [], replace(shared, organisers=webinars[0].organisers)
    added = [joiner.join(pair, shared) for pair in pairs if pair.text is None]
    return tuple(_in_order([*kept, *added])), problems


def _in_order(webinars: Sequence[WebinarReading]) -> list[WebinarReading]:
    """Returns the webinars by their starts, if each of several has one."""
    starts = [webinar.start.value.starts_at if webinar.start else None for webinar in webinars]
    if None in starts:
        return list(webinars)
    order = sorted(range(len(webinars)), key=lambda place: (starts[place] is None, starts[place]))
    return [webinars[place] for place in order]


def _headlines(webinars: Sequence[WebinarReading], page: Page) -> Iterator[str]:
    yield from (webinar.title.value for webinar in webinars[:1] if webinar.title)
    for part in page.parts:
        if part.line.kind is LineKind.HEADING and part.line.level == 1:
            yield part.line.text


def _with_page_name(webinar: WebinarReading, markup: PageData) -> WebinarReading:
    """Returns the webinar with the name of the page for a title, where the text has none."""
    name = without_site(plain(markup.title), [cleaned(markup.site_name)])
    if webinar.title is not None or not name:
        return webinar
    return replace(webinar, title=Found(name, (), is_uncertain=True))


def _status(said: EmbeddedWebinar) -> Problem | None:
    sentences = {
        "EventCancelled": ("event_cancelled", _("The page tells programs that the webinar is cancelled.")),
        "EventPostponed": ("event_postponed", _("The page tells programs that the webinar is postponed.")),
        "EventRescheduled": ("event_rescheduled", _("The page tells programs that the webinar has been moved.")),
    }
    code, message = sentences.get(said.status, ("", ""))
    return Problem(code, False, said.name, message) if code else None


def lines_of(webinars: Sequence[WebinarReading]) -> set[int]:
    """Returns the numbers of all lines that some value was read from."""
    found: set[int] = set()
    for one in webinars:
        single: tuple[Found[Any] | None, ...] = (
            one.title,
            one.series,
            one.start,
            one.description,
            one.registration_url,
            one.join_url,
        )
        several: tuple[Found[Any], ...] = (*one.lineup, *one.organisers, *one.questions, *one.topics, *one.recordings)
        found.update(line for value in (*single, *several) if value is not None for line in value.lines)
    return found


class _Joiner:
    """Joins the values of one webinar."""

    def __init__(self, markup: PageData, page: Page) -> None:
        self.markup = markup
        self.page = page
        self._folded = [(part.line.numbers, f" {folded_name(part.line.text)} ") for part in page.parts]

    def lines_with(self, name: str) -> tuple[int, ...]:
        """Returns the first line of the text on which a name stands."""
        folded = folded_name(name)
        return next((numbers for numbers, text in self._folded if folded and f" {folded} " in text), ())

    def join(self, pair: Pair, text: WebinarReading) -> WebinarReading:
        said = pair.said
        start = joined_start(text.start, pair.moment, self.page) if pair.moment else text.start
        if start is not None:
            value = with_end(start.value, said, self.page.hints.published_on)
            start = replace(start, value=value)
        series = text.series or (Found(said.series, self.lines_with(said.series)) if said.series else None)
        others = [cleaned(self.markup.site_name), *said.organisers, series.value if series else ""]
        title = title_of(said.name, text.title, others, self.lines_with)
        is_part = text.series is not None and text.title is not None and not likeness(said.name, text.title.value)
        lineup = tuple(lineup_of(said, text, self.lines_with))
        # What somebody speaks about stands among the questions of a text that has none.
        dropped = {found.lines for found in text.lineup} - {found.lines for found in lineup}
        whole = replace(
            text,
            title=text.title if is_part else title,
            series=series,
            start=start,
            lineup=lineup,
            questions=tuple(found for found in text.questions if not (found.is_uncertain and found.lines in dropped)),
            organisers=tuple(organisers_of(said, text, self.lines_with)),
            description=description_of(said.description, text.description, self.lines_with),
            registration_url=self._registration(said, text),
        )
        return replace(whole, offers=offers_of(text, whole))

    def _registration(self, said: EmbeddedWebinar, text: WebinarReading) -> Found[str] | None:
        page = self._address(self.markup.address)
        tickets = [url for each in said.tickets if (url := self._address(each)) and not is_room(url)]
        own = [url for each in said.addresses if (url := self._address(each)) and not is_room(url)]
        elsewhere = [url for url in tickets if page is None or not _is_same_page(url, page)]
        if page is not None:
            # The address of one of several is its own page; that on another site takes who wants to come.
            elsewhere += [url for url in own if not _is_same_page(url, page) and netloc_of(url) != netloc_of(page)]
            elsewhere += [url for url in own if not _is_same_page(url, page) and text.title is not None]
        if not elsewhere or (page is None and text.registration_url is not None):
            return text.registration_url
        linked = (part.line for part in self.page.parts if any(link.url == elsewhere[0] for link in part.line.links))
        return Found(elsewhere[0], next((line.numbers for line in linked), ()))

    def _address(self, text: str) -> str | None:
        try:
            return web_address(urljoin(self.markup.address, text) if text and ":" not in text else text)
        except (NotAWebAddress, ValueError):
            return None


def _is_same_page(one: str, other: str) -> bool:
    first, second = (re.sub(r"^https?://(?:www\.)?|[?#].*$", "", each).rstrip("/") for each in (one, other))
    return first == second
