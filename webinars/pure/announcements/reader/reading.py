"""The reader: from a pasted text to a `Reading`."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec.structs import replace

from webinars.lib.i18n import gettext as _
from webinars.pure.announcements.model import (
    NOTHING_KNOWN,
    AppearanceReading,
    Found,
    Kind,
    KnownNames,
    Offers,
    Reading,
    Role,
    SourceLine,
    WebinarReading,
    lines_of,
)
from webinars.pure.announcements.reader.combine_voices import MOST_TITLES, combine, second_voice
from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.lineup.collection import LineupReader
from webinars.pure.announcements.reader.lineup.entries import row_of, without_addresses
from webinars.pure.announcements.reader.lineup.lineup import read_lineup
from webinars.pure.announcements.reader.links import join_links, registration_links
from webinars.pure.announcements.reader.organisation_evidence import organisation_evidence
from webinars.pure.announcements.reader.organisations.organisers import read_organisers
from webinars.pure.announcements.reader.people.enumerations import people_list
from webinars.pure.announcements.reader.people.names import same_name
from webinars.pure.announcements.reader.people.person_entry import Person
from webinars.pure.announcements.reader.questions import read_questions
from webinars.pure.announcements.reader.recordings import read_recordings, recording_lines
from webinars.pure.announcements.reader.sections import Part, parts_with_sections
from webinars.pure.announcements.reader.series import read_series
from webinars.pure.announcements.reader.several_webinars import Session, days_left_out, on_each_day, read_sessions
from webinars.pure.announcements.reader.start.start_lines import Hints, Page, page_of, read_when
from webinars.pure.announcements.reader.structured_data.event import read_events
from webinars.pure.announcements.reader.structured_data.text_and_markup import join_webinars
from webinars.pure.announcements.reader.tense import kind_of
from webinars.pure.announcements.reader.text.boilerplate import boilerplate_lines, front_matter
from webinars.pure.announcements.reader.text.html import MAX_HTML_LENGTH, html_lines, is_html
from webinars.pure.announcements.reader.text.language import language_of
from webinars.pure.announcements.reader.text.lines import MAX_LINES, MAX_TEXT_LENGTH, Line, text_lines, with_whole_dates
from webinars.pure.announcements.reader.text.mail_heads import is_subject, mail_heads
from webinars.pure.announcements.reader.text.quoted_mail import answered_lines, list_footer_lines
from webinars.pure.announcements.reader.text_fingerprint import fingerprint
from webinars.pure.announcements.reader.title.candidates import Titles, candidates
from webinars.pure.announcements.reader.title.title import Title, title_of
from webinars.pure.announcements.reader.webinar_description import introduces, left_over, read_description
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.times import Problem

# One of several webinars of a text: what stands at its own date, and what the text says of all of them.


def webinar_of_session(
    session: Session, whole: WebinarReading, sessions: Sequence[Session], parts: Sequence[Part]
) -> WebinarReading:
    """Returns `whole` with the session's own start, title, people, description and link to register.

    Of `whole` it has what stands at no other session. People and paragraphs that stand at one session only are those of
    all of them.
    """
    # The last goes on to the end of the text, where something is said of all: it is as long as others are.
    longest = max(len(one.parts) for one in sessions[:-1])
    places = [{number for part in one.parts[:longest] for number in part.line.numbers} for one in sessions]
    starts = {number for one in sessions for number in one.start.lines if _is_short(parts, number)}
    own = places[sessions.index(session)]
    elsewhere = set().union(*places) - own

    def here(found: Sequence[Found[Any]], all_found: Sequence[Found[Any]]) -> tuple[Found[Any], ...]:
        if not _are_spread([one.lines for one in all_found], places):
            return tuple(found)
        return tuple(one for one in found if own & set(one.lines) or not elsewhere & set(one.lines))

    own_link = next(((url, part.line.numbers) for url, part in registration_links(session.parts[:4])), None)
    titles = {one.title for one in sessions}
    umbrella = whole.title if session.title and whole.title and whole.title.value not in titles else None
    offered = (whole.title, *whole.offers.title) if session.title and whole.title else whole.offers.title
    people = (*whole.lineup, *whole.offers.lineup)
    described = [[number] for number in whole.description.lines] if whole.description else []
    return replace(
        whole,
        title=Found(session.title, session.title_lines) if session.title else whole.title,
        series=whole.series or umbrella,
        start=session.start,
        lineup=here(whole.lineup, people),
        offers=replace(
            whole.offers,
            title=tuple(one for one in offered if one.value not in titles)[:MOST_TITLES],
            lineup=here(whole.offers.lineup, people),
        ),
        description=_without(
            whole.description, parts, starts | (elsewhere if _are_spread(described, places) else set())
        ),
        registration_url=Found(*own_link) if own_link else whole.registration_url,
    )


def _are_spread(found: Sequence[Sequence[int]], places: Sequence[set[int]]) -> bool:
    """Returns whether what was found stands at more than one of the sessions."""
    return sum(any(place.intersection(lines) for lines in found) for place in places) > 1


def _without(described: Found[str] | None, parts: Sequence[Part], others: set[int]) -> Found[str] | None:
    """Returns a description without the lines that are another session's or tell a start."""
    if described is None or not others & {*described.lines}:
        return described
    kept = read_description([part for part in parts if part.line.number in {*described.lines} - others], set())
    return Found(*kept) if kept else None


# The passcode of a meeting room, where it stands beside the room's address.


NEAR: Final = 4
"""Lines between an address and its passcode, at most."""
LONGEST: Final = 40
_PASSCODE: Final = re.compile(
    rf"\b(?:{one_of('links.passcode')})(?:\s(?:[ée]|è|{one_of('links.is')}))?\s*[:=：]?\s*(?P<code>[^\s,;()]+)",
    re.IGNORECASE,
)


def passcode_of(room: Part, parts: Sequence[Part]) -> Found[str] | None:
    """Returns the passcode that stands nearest to the line with the room's address, behind it before in front of it."""
    first, last = min(room.line.numbers), max(room.line.numbers)
    found = [
        (max(part.line.number - last, first - part.line.number, 0), part.line.number < first, part, code)
        for part in parts
        if first - NEAR <= part.line.number <= last + NEAR and (code := _code(part.line.text))
    ]
    if not found:
        return None
    _far, _is_before, part, code = min(found, key=lambda one: one[:2])
    return Found(code, part.line.numbers)


def _code(text: str) -> str:
    """Returns the passcode on a line, empty if there is none. One has a figure in it, or stands behind a colon."""
    for match in _PASSCODE.finditer(text):
        code = match["code"].rstrip(".")
        is_said = any(char.isdigit() for char in code) or re.search(r"[:=：]\s*$", text[: match.start("code")])
        if is_said and len(code) <= LONGEST and "/" not in code:
            return code
    return ""


def read(
    text: str,
    *,
    published_on: dt.date,
    timezone: str | None = None,
    assumed_timezone: str | None = None,
    kind: Kind | None = None,
    known: KnownNames = NOTHING_KNOWN,
) -> Reading:
    """Returns what `text`, plain or HTML, says.

    `published_on` finds a year that is not printed. `timezone` is the zone of hours printed without one. Else
    `assumed_timezone`, the organisation's own, stands in for it and is reported. `kind` overrides what the text
    looks like. `known` are names that the site knows. Never raises: what cannot be read is in `problems` and
    `not_understood`.
    """
    lines, page_title, problems = _lines_of(text)
    parts = parts_with_sections(lines)
    kind = kind or kind_of(parts)
    hints = Hints(published_on, timezone, assumed_timezone, kind)
    page = page_of(parts, hints)
    called = candidates(parts, page_title)
    webinar, used = _read_webinar(page, called)
    webinar = combine(webinar, second_voice(parts, webinar, known), called)
    used |= lines_of((webinar,))
    sessions = read_sessions(page)
    of_sessions = (webinar_of_session(session, webinar, sessions, parts) for session in sessions)
    webinars = tuple(of_sessions) or on_each_day(webinar, page)
    for session in sessions:
        used.update(session.start.lines, session.parts[0].line.numbers, session.title_lines)
    told, is_broken = read_events(text if is_html(text) else "")
    before = lines_of(webinars)
    webinars, said = join_webinars(webinars, told, page, page_title)
    used = used - before | lines_of(webinars) if told else used
    if is_broken:
        message = _("Some of what the page tells programs of its webinar has a mistake in it and was not read.")
        problems.append(Problem("markup_unreadable", False, "", message))
    problems.extend(said)
    for one in webinars:
        if one.start:
            problems.extend(problem for problem in one.start.value.problems if problem not in problems)
        else:
            problems.append(_nothing_about_time(kind))
    language = language_of(lines)
    # Beside several webinars it is left to a person whom of which it is said of.
    is_confirmed = len(webinars) == 1 and any(_CONFIRMED.match(line.text) for line in lines)
    webinars = tuple(replace(one, language=language, is_lineup_confirmed=is_confirmed) for one in webinars)
    problems.extend(days_left_out(page, [one.start for one in webinars if one.start]))
    markup = "\n".join(f"{event.name} {event.start} {event.length}" for event in told)
    printed = fingerprint("\n".join([*(line.text for line in lines), markup]))
    return Reading(kind, webinars, tuple(problems), left_over(parts, used), _source(text, lines), printed)


_CONFIRMED = re.compile(rf"\W*(?:{one_of('people.confirmed')})(?:\W|$)", re.IGNORECASE)
"""“Confirmed speakers:”, at the beginning of a line."""


def by_rules(text: str, *, published_on: dt.date) -> tuple[list[Part], WebinarReading, Titles]:
    """Returns the lines of a text, what the rules make of them, which the tagger is told, and what may be the title."""
    lines, page_title, _problems = _lines_of(text)
    parts = parts_with_sections(lines)
    kind = kind_of(parts)
    called = candidates(parts, page_title)
    webinar, _used = _read_webinar(page_of(parts, Hints(published_on, None, None, kind)), called)
    return parts, webinar, called


def _lines_of(text: str) -> tuple[list[Line], str, list[Problem]]:
    is_markup = is_html(text)
    limit = MAX_HTML_LENGTH if is_markup else MAX_TEXT_LENGTH
    problems = []
    lines, page_title = html_lines(text[:limit]) if is_markup else (text_lines(text[:limit]), "")
    lines = with_whole_dates(lines)
    if is_markup and sum(len(line.text) for line in lines) >= MAX_TEXT_LENGTH:
        limit = MAX_TEXT_LENGTH
    if len(text) > limit:
        message = _("The text is longer than %(limit)s characters; only its beginning was read.", limit=f"{limit:,}")
        problems.append(Problem("text_too_long", False, "", message))
    if len(lines) >= MAX_LINES and not problems:
        message = _("The text has more than %(limit)s lines; only its beginning was read.", limit=f"{MAX_LINES:,}")
        problems.append(Problem("text_too_long", False, "", message))
    heads = {line.number for line, key, _value in mail_heads(lines) if not is_subject(key)}
    around = heads | boilerplate_lines(lines) | answered_lines(lines, heads) | list_footer_lines(lines)
    around |= set() if is_markup else front_matter(text)
    return [replace(line, is_meta=True) if line.number in around else line for line in lines], page_title, problems


def _source(text: str, lines: Sequence[Line]) -> tuple[SourceLine, ...]:
    """Returns what a person sees of the paste: its own lines, or the visible ones of HTML."""
    if is_html(text):
        return tuple(SourceLine(line.number, line.text, line.is_meta) for line in lines)
    around = {number for line in lines if line.is_meta for number in line.numbers}
    numbered = enumerate(text[:MAX_TEXT_LENGTH].splitlines()[:MAX_LINES], start=1)
    return tuple(SourceLine(number, raw.rstrip(), number in around) for number, raw in numbered if raw.strip())


def _nothing_about_time(kind: Kind) -> Problem:
    message = _("There is no date. Write one, such as “Sunday 14 February 2027”.")
    return Problem("date_missing", kind is Kind.ANNOUNCEMENT, "", message)


def _read_webinar(page: Page, called: Titles) -> tuple[WebinarReading, set[int]]:
    """Returns one webinar from all of the text, and the lines it is made of."""
    parts, hints = page.parts, page.hints
    if not parts:
        return WebinarReading(), set()
    title = title_of(called)
    start = read_when(page)
    questions_taken = set(start.lines if start else ()) | set(title.lines if title else ())
    videos = recording_lines(parts) if hints.kind is Kind.RECAP else set()
    questions = read_questions(parts, questions_taken | videos)
    asked = {number for _text, lines in questions for number in lines}
    # A title within a line leaves the rest of it to others: “Ada Example: ‘On Engines’”.
    within = {part.line.number for part in parts if title and _is_within(title, part.line)}
    lineup = read_lineup(parts, _lines_for_others(parts, questions_taken - within, asked, videos))
    talks = [entry for entry in lineup.entries.values() if entry.person.talk_title]
    if title is None and len(talks) == 1:
        # A lecture of a series is called what its one talk is called.
        title = Title(talks[0].person.talk_title or "", tuple(talks[0].lines), probability=0.5)
    # Who only led through a webinar is named beside its video more often than shown alone.
    names = [person.name for person in lineup.people if person.role not in {Role.CHAIR, Role.MODERATOR}]
    recordings = read_recordings(parts, names, hints.kind)
    for recording, lines, _uncertain in recordings:
        if recording.speaker:
            for person in _people_beside_video(recording.speaker, parts, lines):
                lineup.add(person, lines, overrides=False)
    lineup.forget_groups()
    organisers = read_organisers(parts, organisation_evidence(lineup.people), lineup.used)
    series = read_series(parts, title.lines if title else ())
    registration = registration_links(parts, is_over=hints.kind is Kind.RECAP)
    join = join_links(parts)
    passcode = passcode_of(join[0][1], parts) if join else None
    lines_of_links = {number for _url, part in (*registration[:1], *join[:1]) for number in part.line.numbers}
    lines_of_links |= set(passcode.lines if passcode else ())
    used = (
        questions_taken
        | asked
        | videos
        | lineup.used
        | lineup.told
        | organisers.used
        | lines_of_links
        | set(series[1] if series else ())
    )
    used |= {number for _reading, lines, _uncertain in recordings for number in lines if _is_short(parts, number)}
    long_lines = {number for part in parts if len(part.line.text) > 260 for number in part.line.numbers}
    intros = {part.line.number for part in parts if introduces(part)}
    description = read_description(parts, (used - (long_lines - asked)) | intros)
    used |= intros | set(description[1] if description else ())
    return (
        WebinarReading(
            title=Found(title.text, title.lines, title.is_uncertain) if title else None,
            series=Found(*series, is_uncertain=True) if series else None,
            start=start,
            lineup=tuple(_appearances(lineup)),
            organisers=tuple(Found(name, tuple(lines)) for name, lines in organisers.in_order()),
            questions=tuple(Found(text, lines) for text, lines in questions),
            topics=tuple(_topics(parts)),
            registration_url=_found_link(registration),
            join_url=_found_link(join),
            join_passcode=passcode,
            description=Found(*description) if description else None,
            recordings=tuple(Found(recording, lines, uncertain) for recording, lines, uncertain in recordings),
            offers=Offers(questions=tuple(_subjects(lineup))),
        ),
        used,
    )


def _is_within(title: Title, line: Line) -> bool:
    return line.number in title.lines and len(line.text) > len(title.text) * 1.4


def _people_beside_video(name: str, parts: Sequence[Part], numbers: Sequence[int]) -> list[Person]:
    """Returns the speaker of a video and who shares it: “Ada Example (Example Society) & Ben Sample”."""
    for part in parts:
        text = without_addresses(part.text)
        if part.line.number not in numbers or len(text) > MAX_ENTRY or re.search(r"[“”\"„«»]", text):
            continue
        # Behind a dash or a colon, or before it, stands what the talk is called.
        for entry in re.split(r"\s[–—|-](?:\s|$)|:\s", text):
            piece = entry.strip()
            people = people_list(piece) if not _TELLS.search(piece) else []
            if any(same_name(person.name, name) for person in people):
                return [replace(person, role=Role.SPEAKER) for person in people]
    return [Person(name, role=Role.SPEAKER)]


_TELLS = re.compile(rf"\s(?:{one_of('recordings.tells')})\s")
MAX_ENTRY = 140
"""Characters of a line about one video. What is longer is a sentence."""


def _lines_for_others(parts: Sequence[Part], taken: set[int], asked: set[int], videos: set[int]) -> set[int]:
    """Returns lines that are no entries of a line-up.

    A sentence, or the row of a table, may name people beside the date, so it is not taken whole.
    """
    shared = {part.line.number for part in parts if len(part.line.text) > 100 or row_of(part)}
    return (taken - shared) | asked | videos


def _is_short(parts: Sequence[Part], number: int) -> bool:
    return any(part.line.number == number and len(part.line.text) < 200 for part in parts)


def _appearances(lineup: LineupReader) -> Iterator[Found[AppearanceReading]]:
    for entry in lineup.entries.values():
        person = entry.person
        yield Found(
            AppearanceReading(
                person.name, person.affiliation, person.role or Role.SPEAKER, person.talk_title or person.subject
            ),
            tuple(sorted(set(entry.lines))),
            entry.is_uncertain,
        )


def _subjects(lineup: LineupReader) -> Iterator[Found[str]]:
    """Yields what each person speaks about, which may be the agenda, or may be who they are."""
    for entry in lineup.entries.values():
        if entry.person.subject:
            yield Found(entry.person.subject, tuple(entry.lines), is_uncertain=True)


def _topics(parts: Sequence[Part]) -> Iterator[Found[str]]:
    for part in parts:
        if part.section is SectionKind.TOPICS and not part.is_heading:
            for topic in re.split(r"\s*[,;]\s*", part.text[:500]):
                if topic.strip(" ."):
                    yield Found(topic.strip(" ."), part.line.numbers)


def _found_link(links: Sequence[tuple[str, Part]]) -> Found[str] | None:
    return (
        Found(links[0][0], links[0][1].line.numbers, is_uncertain=len({url for url, _part in links}) > 1)
        if links
        else None
    )
