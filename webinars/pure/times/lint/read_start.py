"""Read one date-and-time expression, and say what it means and what is wrong with it."""

import datetime as dt

from msgspec.structs import replace

from webinars.pure.times import zones
from webinars.pure.times.lint import checks
from webinars.pure.times.lint import problem_texts as say
from webinars.pure.times.lint.am_pm import HOURS, MINUTES, NOON, PrintedHour
from webinars.pure.times.lint.claims import PrintedClaim
from webinars.pure.times.lint.durations import read_duration
from webinars.pure.times.lint.mentions import Script
from webinars.pure.times.lint.numeric_dates import PrintedDate
from webinars.pure.times.lint.printed_claims import label_of, printed_claims
from webinars.pure.times.lint.printed_days import is_another_day, is_near, settle_day
from webinars.pure.times.lint.reading import Claim, Kind, Problem, StartReading
from webinars.pure.times.lint.several_days import listed_days
from webinars.pure.times.lint.vote import Ballot, end_of, settle, settle_end
from webinars.pure.times.lint.votes import Option, Voice, voices
from webinars.pure.times.lint.zone_reach import is_unread_hour
from webinars.pure.times.tokens import CLOSING, END, OPENING

# Which hour a day belongs to that is printed beside it: "11 pm UK / January 9 at 8 am Japan".


def attach_days(script: Script, claims: list[PrintedClaim], primary: PrintedDate | None) -> None:
    """Give hours the days printed beside them, the webinar's own date only where it is that of a later hour alone."""
    by_index = {claim.index: claim for claim in claims}
    for index, node in enumerate(script.nodes):
        if (node.date is None and node.shift is None) or (
            node.date is not None and node.date is primary and not _is_of_one_hour(script, index)
        ):
            continue
        if node.date is not None and (node.date.relative is not None or is_another_day(script, node.date)):
            continue
        claim = by_index.get(_hour_of_day(script, index))
        if claim is not None and claim.day is None and claim.shift is None:
            claim.day, claim.shift = node.date, node.shift


def _is_of_one_hour(script: Script, index: int) -> bool:
    """Returns whether a day in brackets stands right behind an hour after others: “2pm UTC / 1am (Oct 21) Sydney”."""
    before = [node.token.text for node in script.nodes[max(0, index - 1) : index]]
    hours = [place for place in range(index) if script.nodes[place].hour]
    return before in (["("], ["["]) and len(hours) > 1 and hours[-1] == index - 2


def weekday_of_sentence(script: Script, index: int) -> PrintedDate | None:
    """Returns the weekday in the sentence of the hour at `index`, if the sentence has no date: that is elsewhere."""
    start, end = index, index
    while start > 0 and not _ends_sentence(script, start - 1):
        start -= 1
    while end < len(script.nodes) and not _ends_sentence(script, end):
        end += 1
    dates = [node.date for node in script.nodes[start:end] if node.date and not is_another_day(script, node.date)]
    if any(date.is_full for date in dates):
        return None
    return next((date for date in dates if date.weekday is not None and not date.is_night), None)


def _ends_sentence(script: Script, index: int) -> bool:
    token = script.nodes[index].token
    behind = script.nodes[index + 1].token if index + 1 < len(script.nodes) else END
    return token.kind == "newline" or (token.text in {".", "!", "?"} and behind.is_spaced and behind.is_capital)


def _hour_of_day(script: Script, index: int) -> int:
    """Returns the node of the hour that the day at `index` belongs to, or -1 if there is none."""
    nodes = script.nodes
    before = nodes[index - 1] if index else None
    if before is not None and before.hour:
        return index - 1
    left, right = _reach(script, index, -1), _reach(script, index, 1)
    if before is not None and before.token.text in {"(", "["}:
        inside = _hour_before_bracket_closes(script, index)
        return left if inside is None else inside
    if left >= 0 and nodes[index].shift is not None and _ends_clause(script, index):
        # "01:00 Paris, next day, 22:00 London"; not "18:00 London, next day 2am Tokyo".
        return left
    return right if right >= 0 else left


def _ends_clause(script: Script, index: int) -> bool:
    """Returns whether a comma, a bracket or nothing on its line stands behind what is at `index`."""
    behind = script.nodes[index + 1].token if index + 1 < len(script.nodes) else END
    return behind.text in CLOSING | {","} or behind.kind == "newline"


def _hour_before_bracket_closes(script: Script, index: int) -> int | None:
    for place in range(index + 1, len(script.nodes)):
        if script.nodes[place].token.text in {")", "]"}:
            return None
        if script.nodes[place].hour:
            return place
    return None


def _reach(script: Script, index: int, step: int) -> int:
    place, lines = index + step, 0
    if step > 0 and place + 1 < len(script.nodes) and script.nodes[place].token.text == "|":
        # "5 January 2027 | 10:00 (Berlin)", as tables have it.
        return place + 1 if script.nodes[place + 1].hour else -1
    while 0 <= place < len(script.nodes):
        node = script.nodes[place]
        if node.hour:
            return place
        # A day behind an hour may stand in the next line; one in front of it stands in its line.
        is_broken = node.token.kind == "newline" and (step > 0 or lines > 0)
        lines += node.token.kind == "newline"
        if node.date or not node.is_plain or node.token.text in {";", "|", "/"} or is_broken or is_unread_hour(node):
            return -1
        place += step
    return -1


_LONGEST_WELCOME = 3 * MINUTES


def read_start(
    text: str,
    *,
    published_on: dt.date,
    timezone: str | None = None,
    assumed_timezone: str | None = None,
    kind: Kind = "announcement",
) -> StartReading:
    """Returns what `text`, one expression or a few lines about one start, says about that start.

    `published_on` finds a year that is not printed. `timezone` is the zone of hours printed without one. Else
    `assumed_timezone` stands in for it with the problem `timezone_assumed`. Only the first 20,000 characters are read.
    Raises `UnknownTimezone` for a zone that is not in the database.
    """
    for name in (timezone, assumed_timezone):
        if name is not None:
            zones.canonical(name)
    return _Lint(Script(text), published_on, timezone, assumed_timezone, kind).read()


def _first_of_several(script: Script, every: list[PrintedClaim], zoned: PrintedClaim) -> PrintedClaim | None:
    """Returns the first of several dates with an hour, where only the last has the zone: "6 Oct 4pm, 13 Oct 4pm UK"."""
    first = every[0]
    if first is zoned or first.labels:
        return None
    before = [node.date for node in script.nodes[: first.index] if node.date and node.date.is_full]
    between = [node.date for node in script.nodes[first.index : zoned.index] if node.date and node.date.is_full]
    if not before or not between or not _is_another_session(before[-1], between[-1], first, zoned):
        return None
    if any(not node.is_plain or node.token.text in OPENING for node in script.nodes[first.index : zoned.index]):
        # "9 March, 11am Narnia (8 March, 5pm EST)"
        return None
    first.labels = zoned.labels
    return first


def _is_another_session(
    first_day: PrintedDate, next_day: PrintedDate, first: PrintedClaim, following: PrintedClaim
) -> bool:
    """Returns whether two dates are days of a series. One day apart they are rather the same moment in two zones."""
    assert first_day.day is not None
    assert next_day.day is not None
    if (first_day.month, first_day.day) == (next_day.month, next_day.day):
        return False
    is_far = first_day.month != next_day.month or next_day.day - first_day.day > 1
    return is_far or first.hour.minutes_of_day() == following.hour.minutes_of_day()


def _may_open_doors(first: PrintedHour, start: PrintedHour) -> bool:
    """Returns whether an hour without a zone may be when people come in, or the same hour again: "16:00 (4pm)"."""
    period = HOURS if first.is_settled and start.is_settled else NOON
    minutes = (start.minutes_of_day()[0] - first.minutes_of_day()[0]) % (period * MINUTES)
    return minutes <= _LONGEST_WELCOME


class _Lint:
    """One reading. It collects the problems as it goes."""

    def __init__(
        self, script: Script, published_on: dt.date, timezone: str | None, assumed_timezone: str | None, kind: Kind
    ) -> None:
        self.script = script
        self.timezone = timezone
        self.assumed_timezone = assumed_timezone
        # The zone of the host also tells whose IST is meant.
        self.preferred = timezone or assumed_timezone
        every = printed_claims(script)
        zoned = [claim for claim in every if any(node.label and node.label.timezones for node in claim.labels)]
        self.is_unzoned = not zoned
        if zoned and (first := _first_of_several(script, every, zoned[0])) is not None:
            zoned = [first]
        # Where hours have zones, an hour without one is a door or a break; where none has, the first hour is the start.
        self.claims = zoned or every[:1]
        # The date is that of the first hour: behind one without a zone it may be that of any other.
        self.is_dated = self.claims[:1] == every[:1]
        self.unknown = [claim for claim in every if claim.unknown is not None]
        self.is_alone = len(every) == 1
        hour_at = self.claims[0].hour.at if self.claims else None
        self.day = settle_day(script, published_on, kind, hour_at)
        attach_days(script, self.claims, self.day.printed)
        if any(claim.day is not None and claim.day is self.day.printed for claim in self.claims):
            # The only date is that of a later hour; the others may be of the day before or after.
            self.is_dated = False
        self._refuse_far_weekdays()
        self.problems: list[Problem] = list(checks.about_day(script, self.day))
        if kind == "announcement":
            self.problems += checks.about_other_days(script, self.claims, self.day, published_on)
        if not self.is_dated and not self._is_day_sure(every[0].hour):
            text = script.slice(every[0].hour.at, every[0].hour.after)
            problem = say.timezone_missing(text)
            self.problems.append(checks.located(script, problem, every[0].hour.at, every[0].hour.after))

    def _is_day_sure(self, first: PrintedHour) -> bool:
        """Returns whether the zoned hours are of the date printed, although an hour without a zone is nearer to it."""
        claim, printed = self.claims[0], self.day.printed
        has_own_day = claim.shift is not None or (claim.day is not None and claim.day.is_full)
        is_between = printed is not None and first.at < printed.at < claim.hour.at
        return len(self.claims) > 1 or has_own_day or is_between or _may_open_doors(first, claim.hour)

    def _refuse_far_weekdays(self) -> None:
        """Take a weekday beside an hour that cannot be that of another zone for a wrong one of the date.

        A date there is another day of the same hour: "1 March (10:00 CET) – 5 March".
        """
        for claim in self.claims:
            # Beside another hour, a day next to the date may be the same moment in another zone.
            is_other = self.is_alone and not claim.hour.is_midnight_word and claim.day is not self.day.printed
            if (
                claim.day is None
                or self.day.date is None
                or is_near(claim.day, self.day.date, within=0 if is_other else 1)
            ):
                continue
            if not claim.day.is_full:
                self._refuse(claim.day)
            elif len(self.claims) > 1:
                continue
            claim.day = None
        date = self.day.date
        if date is None or len(self.claims) != 1 or self.claims[0].day is not None:
            return
        told = weekday_of_sentence(self.script, self.claims[0].index)
        if told is not None and (told.weekday != date.weekday() or told.of_month not in {None, date.day}):
            # "Every second Friday at 20:00", below the date of a Sunday
            self._refuse(told)

    def _refuse(self, weekday: PrintedDate) -> None:
        self.day = replace(self.day, wrong_weekday=self.day.wrong_weekday or weekday, is_settled=False)

    def read(self) -> StartReading:
        if not self.claims:
            self.problems.append(say.time_missing())
            return self._result([])
        default = self._default_timezone()
        if self.day.date is None:
            return self._result([self._undated(claim, default) for claim in self.claims])
        try:
            entries = voices(self.script, self.claims, self.day.date, default, self.preferred, is_dated=self.is_dated)
        except OverflowError:
            # A day beside the last one of the calendar.
            entries = []
        if any(entry.options or entry.unsettled for entry in entries):
            return self._settled(entries)
        if entries or not zones.FIRST_YEAR <= self.day.date.year <= zones.LAST_YEAR:
            self._say_out_of_range()
        claims = [self._claim(entry, None) for entry in entries]
        return self._result(claims or [self._undated(claim, default) for claim in self.claims])

    def _default_timezone(self) -> str | None:
        """Returns the zone of an hour printed without one, and the problem that goes with it."""
        for claim in self.unknown:
            assert claim.unknown is not None
            at, after = claim.unknown.at, claim.unknown.after
            problem = say.timezone_unknown(self.script.slice(at, after), blocks=self.is_unzoned)
            self.problems.append(checks.located(self.script, problem, at, after))
        if not self.is_unzoned:
            return None
        claim = self.claims[0]
        at, after = checks.extent(self.script, claim, claim.labels)
        text = self.script.slice(at, after)
        if self.timezone is not None:
            claim.labels = []
            return self.timezone
        if claim.labels:
            problem = say.timezone_ambiguous(label_of(self.script, claim.labels)[0], ())
        elif claim.unknown is not None:
            return None
        elif self.assumed_timezone is not None:
            problem = say.timezone_assumed(text, self.assumed_timezone)
        else:
            problem = say.timezone_missing(text)
        self.problems.append(checks.located(self.script, problem, at, after))
        return self.assumed_timezone if problem.code == "timezone_assumed" else None

    def _settled(self, entries: list[Voice]) -> StartReading:
        outcome = settle(entries)
        winner = outcome.winner
        if winner is None:
            self.problems += checks.about_no_winner(self.script, entries, outcome)
            return self._result([self._claim(entry, None) for entry in entries])
        self.problems += checks.about_winner(self.script, entries, winner, self.preferred)
        ends_at, others = settle_end(entries, winner)
        if others:
            self.problems.append(say.ends_disagree(checks.joined(self.script, others)))
        claims = [self._claim(entry, winner.support.get(index)) for index, entry in enumerate(entries)]
        if not self.day.is_settled or self._is_anyones_guess(entries, winner):
            return self._result(claims)
        if ends_at is None and not others and (length := read_duration(self.script.text)) is not None:
            ends_at = winner.instant + length
        return self._result(claims, winner.support[min(winner.support)], ends_at)

    def _is_anyones_guess(self, entries: list[Voice], winner: Ballot) -> bool:
        """Returns whether the instant rests on an abbreviation of which no reading is likelier than the others."""
        return any(
            checks.is_open_abbreviation(entries, winner, index, self.preferred)
            and entries[index].speaker.is_evenly_ambiguous
            for index in winner.support
        )

    def _say_out_of_range(self) -> None:
        assert self.day.printed is not None
        at, after = self.day.printed.at, self.day.printed.after
        problem = say.date_out_of_range(self.script.slice(at, after))
        self.problems.append(checks.located(self.script, problem, at, after))

    def _claim(self, entry: Voice, option: Option | None) -> Claim:
        at, after = checks.extent(self.script, entry.printed, entry.speaker.nodes)
        start, end = self.script.span(at, after)
        shown = option or (entry.options[0] if entry.options else None)
        ends_at = end_of(entry, shown) if shown else None
        abbreviation = entry.speaker.abbreviation
        return Claim(
            label=entry.label,
            timezone=shown.timezone if shown else entry.speaker.timezones[0],
            wall=shown.wall if shown else entry.wall,
            agrees=option is not None,
            text=self.script.slice(at, after),
            start=start,
            end=end,
            ends_wall=zones.wall(ends_at, shown.timezone) if shown and ends_at else None,
            abbreviation=abbreviation.text if abbreviation else None,
            is_out_of_season=option is not None and checks.is_out_of_season(entry, option),
        )

    def _undated(self, claim: PrintedClaim, default: str | None) -> Claim:
        at, after = checks.extent(self.script, claim, claim.labels)
        start, end = self.script.span(at, after)
        label, meaning = label_of(self.script, claim.labels)
        timezone = meaning.timezones[0] if meaning and meaning.timezones else default
        text = self.script.slice(at, after)
        return Claim(label, timezone, None, agrees=False, text=text, start=start, end=end)

    def _result(
        self, claims: list[Claim], first: Option | None = None, ends_at: dt.datetime | None = None
    ) -> StartReading:
        day, printed = self.day.date, self.day.printed
        return StartReading(
            starts_at=first.instant if first else None,
            ends_at=ends_at,
            timezone=first.timezone if first else None,
            starts_wall=first.wall if first else None,
            date=self.day.date,
            times=tuple(claims),
            problems=tuple(self.problems),
            days=listed_days(self.script, printed, day) if printed and day and printed.is_first_of_several else (),
        )
