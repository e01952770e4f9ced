"""The lines of a text that hold a date or an hour, and how likely each is to tell the start."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.announcements.model import Kind
from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.lineup.people_in_prose import sentences
from webinars.pure.announcements.reader.organisation_kinds import EVENT_WORDS
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.times import Mention, find_mentions, read_start


class DatedLine(Struct, frozen=True):
    """A line with the dates, hours and zones in the part of it that may be about the start."""

    part: Part
    text: str
    mentions: tuple[Mention, ...]
    score: int = 0
    is_aside: bool = False
    """Whether it is about a deadline, an upload, another webinar."""

    @property
    def number(self) -> int:
        return self.part.line.number

    def of(self, kind: str) -> list[Mention]:
        """Returns the dates, the hours or the zones that stand there."""
        return [mention for mention in self.mentions if mention.kind == kind]

    @property
    def has_date(self) -> bool:
        return bool(self.of("date"))

    @property
    def has_day(self) -> bool:
        """Whether a day of a month stands there, and not only a weekday."""
        return any(mention.is_full for mention in self.mentions)

    @property
    def has_time(self) -> bool:
        return bool(self.of("time"))

    @property
    def has_zone(self) -> bool:
        return bool(self.of("zone"))

    @property
    def is_mostly_time(self) -> bool:
        """Whether little else than dates, hours and zones stands on the line."""
        return self.letters_left <= 24 or self.letters_left * 2 < len(self.text)

    @property
    def letters_left(self) -> int:
        """How many letters stand on the line beside dates, hours and zones."""
        said = sum(_letters(mention.text) for mention in self.mentions)
        return _letters(self.text) - said


def _letters(text: str) -> int:
    return len(re.sub(r"[\W\d_]+", "", text))


_DIGIT = re.compile(rf"\d|\b(?:{one_of('times.words')})\b", re.IGNORECASE)
_EDITED = re.compile(
    rf"[\s([,;–—-]*\b(?:last )?(?:{one_of('times.edited')})\b(?: (?:{one_of('times.edited_on')}))?[:\s].{{0,60}}$",
    re.IGNORECASE,
)
_WORLD_CLOCK = re.compile(r"\(?\bworld ?clock\b(?: converter)?\)?", re.IGNORECASE)
"""A link to a page of hours elsewhere, and no zone."""
_ABOUT_OTHER: Final = re.compile(rf"\b(?:©|{one_of('times.about_other')})\b", re.IGNORECASE)
ABOUT_NEXT: Final = re.compile(
    rf"\W*(?:{one_of('small.our_next')}) (?:{one_of('acts.next')}) (?:{one_of('events.short')}"
    rf")\b.{{0,60}}\b(?:{one_of('times.about_next')}).*$",
    re.IGNORECASE,
)
"""“Our next webinar will be on 4 March”, at the end of a recap or of an announcement."""
_TAKES_PLACE: Final = re.compile(rf"\b(?:{one_of('times.about_start')})\b", re.IGNORECASE)
_ABOUT_START: Final = re.compile(rf"\b(?:{EVENT_WORDS}|{one_of('times.about_start')})\b", re.IGNORECASE)
_SIGNS: Final = frozenset("📆📅🗓🕘🕐🕑🕒🕓🕔🕕🕖🕗🕙🕚🕛🕜🕝🕞🕟⏰⌚🕰🗒⏱🌍🌎🌏")
_AGENDA = re.compile(
    r"^\W{0,3}\d{1,2}(?:[:.h]\d{2})?\s?(?:am|pm|uhr|h)?(?:\s?[-–—]\s?\d{1,2}(?:[:.h]\d{2})?\s?(?:am|pm|uhr|"
    r"h)?)?\W{0,4}\s*(?=[^\W\d_])",
    re.IGNORECASE,
)
MAX_GROUP = 2_000
LABEL: Final = 12
"""So many letters beside a date or an hour are a label. What has more says something."""


def dated_lines(parts: Sequence[Part], kind: Kind) -> list[DatedLine]:
    """Returns the lines that hold a date or an hour and do not belong to something else.

    Of a running order they have the first hour, where an announcement gives no other.
    """
    found = []
    for position, part in enumerate(parts):
        text = _EDITED.sub("", part.line.text)
        if part.line.is_meta or part.section is SectionKind.OTHER or not _DIGIT.search(text):
            continue
        text = _WORLD_CLOCK.sub(" ", re.sub(r"https?://\S+", " ", text))
        if len(text) > 300:
            text = " ".join(sentence for sentence in sentences(text[:6_000]) if _DIGIT.search(sentence))
        text = text[:MAX_GROUP]
        is_aside = part.section is not SectionKind.WHEN and _ABOUT_OTHER.search(text) is not None
        timed = DatedLine(part, text, find_mentions(text), is_aside=is_aside)
        if (timed.has_date or timed.has_time) and not _is_stamp(timed):
            found.append(replace(timed, score=_score(timed, position)))
    # “Our next webinar takes place on …” tells of another one only where a day is printed elsewhere.
    others = [timed for timed in found if not ABOUT_NEXT.match(timed.part.line.text)]
    return _without_agenda(others if any(timed.has_date for timed in others) else found, kind)


def _is_stamp(line: DatedLine) -> bool:
    """Returns whether a program printed a date with the minute, as beside a comment: nobody announces for 7:12 pm."""
    minutes = [found[1] for hour in line.of("time") if (found := _MINUTES.search(hour.text))]
    return line.has_date and bool(minutes) and all(int(minute) % 5 for minute in minutes)


_MINUTES: Final = re.compile(r"^\d{1,2}[:.h](\d\d)")


def _score(timed: DatedLine, position: int) -> int:
    part = timed.part
    score = 3 * timed.has_date + 3 * timed.has_time + 2 * (timed.has_date and timed.has_time)
    score += 2 * (timed.has_zone and timed.has_time)  # without an hour it is only a place
    score += 4 * (part.section is SectionKind.WHEN)
    score += 3 * any(sign in part.line.text[:8] for sign in _SIGNS)
    score += 2 * bool(_ABOUT_START.search(timed.text))
    # A date with its day of the week is somebody's appointment.
    score += any(mention.has_weekday for mention in timed.mentions)
    score -= 5 * timed.is_aside
    score -= 3 * (part.section in _ELSEWHERE)
    score -= 2 * (len(timed.text) > 400)
    return score - min(position // 12, 3)


def day_of_posting(timed: Sequence[DatedLine], published_on: dt.date, kind: Kind) -> DatedLine | None:
    """Returns the bare day near the top on which a text was put up, where another line tells that of the webinar.

    Above a recap a sentence tells it. Above an announcement such a day is over, has its year and no weekday, and the
    later one stands with an hour, or where the text says that something takes place, or is a weekday with its number or
    month.
    """
    bare = next((line for line in timed if _is_bare(line)), None)
    if bare is None:
        return None
    others = [line for line in timed if line is not bare and not line.is_aside]
    if kind is Kind.RECAP:
        return bare if any(line.has_date and _WAS.search(line.text) and not _is_bare(line) for line in others) else None
    said = read_start(bare.text, published_on=published_on)
    is_loose = any(problem.code in {"year_assumed", "date_relative"} for problem in said.problems)
    if said.date is None or said.date > published_on or is_loose or any(day.has_weekday for day in bare.mentions):
        return None
    others = [line for line in others if line.part.section not in _ELSEWHERE]
    is_start = any(_is_hour_below(line, bare) for line in others)
    return bare if not is_start and any(_is_told_after(line, said.date) for line in others) else None


def _is_hour_below(line: DatedLine, day: DatedLine) -> bool:
    is_right_below = 0 < line.number - max(day.part.line.numbers) <= NEXT_LINE
    return is_right_below and line.is_mostly_time and line.has_time and not line.has_date


def _is_told_after(line: DatedLine, posted_on: dt.date) -> bool:
    takes_place = _TAKES_PLACE.search(line.text) and not _WAS.search(line.text)
    for day in line.of("date"):
        if line.has_time or day.has_weekday or takes_place:
            said = read_start(day.text, published_on=posted_on)
            is_loose = any(problem.code == "date_relative" for problem in said.problems)
            if said.date is not None and said.date > posted_on and (line.has_time or not is_loose):
                return True
    return False


_ELSEWHERE: Final = frozenset({SectionKind.LINEUP, SectionKind.QUESTIONS, SectionKind.AGENDA, SectionKind.ORGANISERS})


def _is_bare(line: DatedLine) -> bool:
    is_posted = _POSTED_KEY.match(line.part.line.text) is not None
    if not is_posted and (line.number > _TOP or line.part.is_labelled):
        return False
    is_alone = line.is_mostly_time and not _WAS.search(line.text)
    return line.has_date and not line.has_time and (is_alone or _is_dateline(line))


def _is_dateline(line: DatedLine) -> bool:
    """Returns whether a press release begins with the line: “HARBOUR, 3 March 2027 (Moss News) – A debate …”."""
    dates = line.of("date")
    front, behind = line.text[: dates[0].start], line.text[dates[0].end :]
    return len(dates) == 1 and front.isupper() and _DASH_BEHIND.match(behind) is not None


_DASH_BEHIND: Final = re.compile(r",?\s*(?:\([^()]{1,40}\)\s*)?[–—-]+\s")

_TOP: Final = 8
NEXT_LINE: Final = 2
"""With an empty one between."""
_POSTED_KEY = re.compile(r"date: \d{4}-\d\d-\d\d(?:$|[T ])")
"""Of the front matter of a page in Markdown."""
_WAS: Final = re.compile(rf"\b(?:(?:{EVENT_WORDS})(?: \w+)? (?:of|on|from)|{one_of('times.was')})\b", re.IGNORECASE)


def _without_agenda(found: list[DatedLine], kind: Kind) -> list[DatedLine]:
    """Leave out the running order: several neighbouring lines that begin with an hour and go on with words."""
    hours = [timed for timed in found if timed.has_time and not timed.has_date]
    rows = [timed for timed in hours if _is_agenda_row(timed)]
    if len(rows) < 2:
        return found
    # "20:00 End", between the others or behind them
    first, last = rows[0].number - NEXT_LINE, rows[-1].number + NEXT_LINE
    rows = [line for line in hours if first <= line.number <= last and _is_agenda_row(line, 1)]
    others = [line for line in found if line not in rows]
    is_all = not any(line.has_time for line in others) and any(line.has_date for line in others)
    # The hours of a recap are places in its video.
    begins = rows[:1] if is_all and kind is Kind.ANNOUNCEMENT else []
    return [line for line in found if line in begins or line not in rows]


def _is_agenda_row(timed: DatedLine, words: int = 2) -> bool:
    if not _AGENDA.match(timed.text) or timed.part.section is SectionKind.WHEN:
        return False
    times, zones = timed.of("time"), timed.of("zone")
    after = timed.text[max(mention.end for mention in times) :] if times else timed.text
    return not (zones and zones[0].start <= times[-1].end + 4) and len(re.findall(r"[^\W\d_]{2,}", after)) >= words
