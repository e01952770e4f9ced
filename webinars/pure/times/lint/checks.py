"""What there is to say about a reading: each check gives its problems, tied to the words they are about."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from webinars.pure.times import zones
from webinars.pure.times.lint import problem_texts as say
from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.claims import PrintedClaim
from webinars.pure.times.lint.mentions import Node, Script
from webinars.pure.times.lint.numeric_dates import PrintedDate
from webinars.pure.times.lint.printed_claims import closed
from webinars.pure.times.lint.printed_days import SettledDay, day_beside, is_another_day
from webinars.pure.times.lint.reading import Problem
from webinars.pure.times.lint.several_days import find_rhythm
from webinars.pure.times.lint.vote import Ballot, VoteResult
from webinars.pure.times.lint.votes import Option, Voice
from webinars.pure.times.tokens import peek

_HALF_A_DAY = dt.timedelta(hours=12)
# Where people say am and pm, "7:00" is as often in the evening as in the morning; elsewhere only "2:00" makes one ask.
_TWELVE_HOUR_COUNTRIES = (
    "AU", "BD", "CA", "CO", "CR", "DO", "EC", "EG", "GB", "GH", "GT", "HK", "IE", "IN", "JM", "KE", "LK", "MX", "MY",
    "NG", "NP", "NZ", "PA", "PE", "PH", "PK", "SG", "US", "VE",
)  # fmt: skip
_HOURS_THAT_NEED_A_HALF = range(1, 9)
_HOURS_OF_THE_NIGHT = range(1, 6)


def located(script: Script, problem: Problem, at: int, after: int) -> Problem:
    """Returns the problem with the place of its words in the source: tokens `at` up to `after`."""
    start, end = script.span(at, after)
    return replace(problem, start=start, end=end)


def extent(script: Script, claim: PrintedClaim, nodes: Iterable[Node]) -> tuple[int, int]:
    """Returns the tokens from an hour to the labels beside it, whichever comes first."""
    nodes = list(nodes)
    at = min([claim.hour.at, *(node.at for node in nodes)])
    after = max([claim.hour.after, *(node.after for node in nodes)])
    return at, closed(script, at, after) if nodes else after


def words_of(script: Script, entry: Voice) -> str:
    """Returns the claim as people say it: "4pm Britain"."""
    hour = script.slice(entry.printed.hour.at, entry.printed.hour.after)
    return f"{hour} {entry.label}".strip()


def about(script: Script, entry: Voice, problem: Problem) -> Problem:
    """Returns the problem, located at one claim."""
    return located(script, problem, *extent(script, entry.printed, entry.speaker.nodes))


def joined(script: Script, entries: Iterable[Voice]) -> str:
    """Returns several claims in one line: "4pm Britain, 11am US Eastern"."""
    return ", ".join(words_of(script, entry) for entry in entries)


def is_out_of_season(entry: Voice, option: Option) -> bool:
    """Returns whether the abbreviation names an offset that clocks do not have at that moment: EST in July."""
    minutes = entry.speaker.minutes
    if minutes is None:
        return False
    if option.is_literal:
        return zones.utc_offset(option.instant, entry.speaker.timezones[0]) != dt.timedelta()
    if option.timezone != entry.speaker.timezones[0]:
        return False
    return zones.utc_offset(option.instant, option.timezone) != dt.timedelta(minutes=minutes)


def about_day(script: Script, day: SettledDay) -> Iterator[Problem]:
    """Yields what is missing or wrong in the date."""
    if day.printed is None:
        yield say.date_missing()
        return
    at, after = day.printed.at, day.printed.after
    if day.printed.relative == "unknown" and peek(script.tokens, at - 1).key in words.NEXT_WORDS | words.LAST_WORDS:
        at -= 1
    text = script.slice(at, after)
    if day.is_impossible:
        yield located(script, say.date_impossible(text), at, after)
    elif day.alternatives:
        yield located(script, say.date_ambiguous(text, day.alternatives), at, after)
    elif day.is_relative:
        yield located(script, say.date_relative(text, day.date), at, after)
    if day.is_year_assumed and day.date is not None:
        yield located(script, say.year_assumed(text, day.date), at, after)
    if day.printed.is_first_of_several and day.date is not None:
        yield located(script, say.dates_left_out(text, day.date), at, after)
    if day.wrong_weekday is not None:
        yield from _about_weekday(script, day, day.wrong_weekday)


def about_other_days(
    script: Script, claims: Sequence[PrintedClaim], day: SettledDay, published_on: dt.date
) -> Iterator[Problem]:
    """Yields that days still to come, beside the one read, were not read: "6 Oct 4pm, 13 Oct 4pm UK", "daily"."""
    if day.date is None or day.printed is None:
        return
    read = [day.printed, *(claim.day for claim in claims)]
    dates = [node.date for node in script.nodes if node.date and node.date.is_full and node.date not in read]
    spans = []
    for date in dates:
        other = day_beside(date, day.date)
        # A day beside it may be the same moment in another zone.
        is_other = other is not None and abs((other - day.date).days) > (len(claims) > 1)
        if other and is_other and other >= published_on and not is_another_day(script, date):
            spans.append((date.at, date.after))
    if not (spans or day.is_relative or day.printed.is_first_of_several) and (rhythm := find_rhythm(script)):
        spans = [rhythm]
    if spans:
        text = ", ".join(script.slice(*span) for span in spans)
        yield located(script, say.dates_left_out(text, day.date), *spans[0])


def _about_weekday(script: Script, day: SettledDay, wrong: PrintedDate) -> Iterator[Problem]:
    weekday = wrong.weekday
    if weekday is None:
        printed = (node.date for node in script.nodes if node.date and node.date.weekday is not None)
        weekday = next((date.weekday for date in printed), None)
    if weekday is not None:
        problem = say.weekday_mismatch(script.slice(wrong.at, wrong.after), day, weekday)
        yield located(script, problem, wrong.at, wrong.after)


def about_no_winner(script: Script, entries: Sequence[Voice], outcome: VoteResult) -> Iterator[Problem]:
    """Yields why no instant wins."""
    if outcome.rivals:
        yield _about_rivals(script, entries, outcome.rivals)
        return
    spoken = [entry for entry in entries if entry.options]
    unsettled = [entry for entry in entries if entry.unsettled is not None]
    for entry in unsettled[:1]:
        assert entry.unsettled is not None
        yield about(script, entry, say.wall_time_unsettled(words_of(script, entry), entry.unsettled))
    if len(spoken) <= 1:
        return
    first = spoken[0]
    rival = next((entry for entry in spoken if not _share_instant(first, entry)), spoken[-1])
    if len({entry.speaker.timezones for entry in spoken}) == 1:
        problem = say.starts_disagree(joined(script, spoken), [_fact(script, entry) for entry in spoken])
    else:
        problem = say.times_disagree(joined(script, spoken), _fact(script, first), _fact(script, rival), blocks=True)
    extents = [extent(script, entry.printed, entry.printed.labels) for entry in spoken]
    yield located(script, problem, min(at for at, _ in extents), max(after for _, after in extents))


def _about_rivals(script: Script, entries: Sequence[Voice], rivals: Sequence[Ballot]) -> Problem:
    index = min(rivals[0].support)
    entry, text = entries[index], words_of(script, entries[index])
    options = [ballot.support[index] for ballot in rivals]
    hours = sorted({option.wall.time() for option in options})
    if entry.unsettled is not None:
        problem = say.wall_time_unsettled(text, entry.unsettled)
    elif len(hours) > 1:
        problem = say.ampm_missing(text, hours)
    else:
        problem = say.timezone_ambiguous(entry.label, tuple(option.timezone for option in options))
    return about(script, entry, problem)


def _share_instant(first: Voice, second: Voice) -> bool:
    return bool({option.instant for option in first.options} & {option.instant for option in second.options})


def _fact(script: Script, entry: Voice, option: Option | None = None) -> say.PrintedTime:
    option = option or entry.options[0]
    return say.PrintedTime(words_of(script, entry), entry.label, option.wall, option.timezone)


def about_winner(script: Script, entries: Sequence[Voice], winner: Ballot, timezone: str | None) -> Iterator[Problem]:
    """Yields everything to say when an instant wins.

    `timezone` is the one asked for, which settles an abbreviation.
    """
    yield from _about_losers(script, entries, winner)
    yield from _about_halves(script, entries, winner)
    yield from _about_abbreviations(script, entries, winner, timezone)
    for index, option in winner.support.items():
        entry = entries[index]
        if entry.unsettled is not None and entry.unsettled.wall == option.wall:
            yield about(script, entry, say.wall_time_unsettled(words_of(script, entry), entry.unsettled))
    yield from _about_rollovers(script, entries, winner)


def _about_losers(script: Script, entries: Sequence[Voice], winner: Ballot) -> Iterator[Problem]:
    first = entries[min(winner.support)]
    option = winner.support[min(winner.support)]
    for index, entry in enumerate(entries):
        if index not in winner.support and entry.options:
            fact = _fact(script, first, option)
            problem = say.times_disagree(words_of(script, entry), fact, _fact(script, entry), blocks=False)
            yield about(script, entry, problem)


def _about_halves(script: Script, entries: Sequence[Voice], winner: Ballot) -> Iterator[Problem]:
    """Ask for am or pm where no other hour of the line settles it."""
    is_open = all(_needs_half(entries[index], option) for index, option in winner.support.items())
    if is_open and _is_as_good_half_a_day_away(entries, winner):
        entry = entries[min(winner.support)]
        hours = sorted(dt.time(minute // 60 % 24, minute % 60) for minute in entry.printed.hour.minutes_of_day())
        yield about(script, entry, say.ampm_missing(words_of(script, entry), hours))


def _needs_half(entry: Voice, option: Option) -> bool:
    hour = entry.printed.hour
    is_twelve = option.timezone in _twelve_hour_timezones()
    return not hour.has_minutes or hour.hour in (_HOURS_THAT_NEED_A_HALF if is_twelve else _HOURS_OF_THE_NIGHT)


def _is_as_good_half_a_day_away(entries: Sequence[Voice], winner: Ballot) -> bool:
    """Returns whether all hours together could be in the other half of the day, on no other days than they are now."""
    return any(
        all(
            any(
                other.instant == winner.instant + away and other.cost <= option.cost for other in entries[index].options
            )
            for index, option in winner.support.items()
        )
        for away in (_HALF_A_DAY, -_HALF_A_DAY)
    )


@cache
def _twelve_hour_timezones() -> frozenset[str]:
    return frozenset(zone for country in _TWELVE_HOUR_COUNTRIES for zone in zones.country_timezones(country))


def is_open_abbreviation(entries: Sequence[Voice], winner: Ballot, index: int, timezone: str | None) -> bool:
    """Returns whether an abbreviation of several places has no place, hour or zone asked for beside it to settle it."""
    speaker = entries[index].speaker
    others = {entries[other].printed.index for other in winner.support} - {entries[index].printed.index}
    is_asked_for = timezone is not None and zones.canonical(timezone) in speaker.timezones
    is_ambiguous = speaker.abbreviation is not None and speaker.abbreviation.is_ambiguous
    return is_ambiguous and not speaker.has_place and not others and not is_asked_for


def _about_abbreviations(
    script: Script, entries: Sequence[Voice], winner: Ballot, timezone: str | None
) -> Iterator[Problem]:
    literal = [index for index, option in winner.support.items() if is_out_of_season(entries[index], option)]
    is_confirmed = len(literal) < len(winner.support)
    for index, option in winner.support.items():
        entry = entries[index]
        abbreviation = entry.speaker.abbreviation
        if abbreviation is not None and is_open_abbreviation(entries, winner, index, timezone):
            yield about(script, entry, say.timezone_ambiguous(entry.label, abbreviation.timezones))
        if index in literal:
            clock = entry.speaker.timezones[0] if option.is_literal else option.timezone
            blocks = not (is_confirmed or entry.speaker.has_place or option.is_literal)
            problem = say.abbreviation_out_of_season(
                words_of(script, entry), entry.label, clock, winner.instant, blocks=blocks
            )
            yield about(script, entry, problem)


def _about_rollovers(script: Script, entries: Sequence[Voice], winner: Ballot) -> Iterator[Problem]:
    is_single = len({entries[index].printed.index for index in winner.support}) == 1
    for index, option in winner.support.items():
        entry = entries[index]
        if entry.printed.hour.is_midnight_word:
            is_night = entry.printed.day is not None and entry.printed.day.is_night
            if is_single and not is_night and entry.is_anchor:
                day = option.wall.date() - dt.timedelta(days=option.shift)
                yield about(script, entry, say.midnight_ambiguous(words_of(script, entry), day))
        elif option.shift:
            problem = say.day_rollover_missing(words_of(script, entry), entry.label, option.wall)
            yield about(script, entry, problem)
