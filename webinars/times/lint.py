"""Read one date-and-time expression, and say what it means and what is wrong with it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from webinars.times import problems as say
from webinars.times import zones
from webinars.times.labels import voice as regime_of
from webinars.times.mentions import Node, Script
from webinars.times.printed_claims import PrintedClaim, attach_days, label_of, printed_claims
from webinars.times.printed_dates import PrintedDate
from webinars.times.printed_days import SettledDay, settle_day
from webinars.times.reading import Claim, Kind, Problem, StartReading
from webinars.times.settle import Ballot, Outcome, end_of, settle, settle_end
from webinars.times.voices import Option, Voice, voices

_TWELVE_HOUR_REGIMES = frozenset({"US and Canada"})
_HOURS_THAT_NEED_A_HALF = range(1, 9)


def read_start(
    text: str,
    *,
    published_on: dt.date,
    timezone: str | None = None,
    assumed_timezone: str | None = None,
    kind: Kind = "announcement",
) -> StartReading:
    """What `text`, one expression or a few lines about one start, says about that start.

    `published_on` finds a year that is not printed. `timezone` is the zone of hours printed without one;
    `assumed_timezone` stands in for it with the problem `timezone_assumed`. Only the first 20,000 characters are read.
    Raises `UnknownTimezone` for a zone that is not in the database.
    """
    for name in (timezone, assumed_timezone):
        if name is not None:
            zones.canonical(name)
    return _Lint(Script(text), published_on, timezone, assumed_timezone, kind).read()


class _Lint:
    """One reading; it collects the problems as it goes."""

    def __init__(
        self, script: Script, published_on: dt.date, timezone: str | None, assumed_timezone: str | None, kind: Kind
    ) -> None:
        self.script = script
        self.timezone = timezone
        self.assumed_timezone = assumed_timezone
        self.problems: list[Problem] = []
        self.claims = self._speaking(printed_claims(script))
        hour_at = self.claims[0].hour.at if self.claims else None
        self.day = settle_day(script, published_on, kind, hour_at)
        attach_days(script, self.claims, self.day.printed)

    def read(self) -> StartReading:
        self._say_day()
        if not self.claims:
            self._add(say.time_missing())
            return self._result((), None, None)
        default = self._default_timezone()
        if self.day.date is None:
            return self._result(tuple(self._undated(default)), None, None)
        try:
            entries = voices(self.script, self.claims, self.day.date, default)
        except OverflowError:
            entries = []
        if not any(entry.options or entry.unsettled for entry in entries):
            return self._without_instant(entries)
        return self._settled(entries)

    # Which hours speak.

    def _speaking(self, claims: list[PrintedClaim]) -> list[PrintedClaim]:
        """Hours with a zone; where none has one, the first hour."""
        zoned = [claim for claim in claims if any(node.label and node.label.timezones for node in claim.labels)]
        self.unknown = [claim for claim in claims if claim.unknown is not None]
        self.unzoned = not zoned
        if zoned:
            return zoned
        return claims[:1]

    def _default_timezone(self) -> str | None:
        """The zone of an hour printed without one, and the problem that goes with it."""
        for claim in self.unknown:
            assert claim.unknown is not None
            node = claim.unknown
            self._add(
                say.timezone_unknown(self.script.slice(node.at, node.after), blocks=self.unzoned), node.at, node.after
            )
        if not self.unzoned:
            return None
        claim = self.claims[0]
        text, at, after = self._text(claim, claim.labels)
        if claim.labels:
            label = label_of(self.script, claim.labels)[0]
            if self.timezone is None:
                self._add(say.timezone_ambiguous(label, ()), at, after)
                return None
            claim.labels = []
        if claim.unknown is not None:
            return None
        if self.timezone is not None:
            return self.timezone
        if self.assumed_timezone is not None:
            self._add(say.timezone_assumed(text, self.assumed_timezone), at, after)
            return self.assumed_timezone
        self._add(say.timezone_missing(text), at, after)
        return None

    # What is said about the day.

    def _say_day(self) -> None:
        day = self.day
        if day.printed is None:
            self._add(say.date_missing())
            return
        at, after = day.printed.at, day.printed.after
        text = self.script.slice(at, after)
        if day.is_impossible:
            self._add(say.date_impossible(text), at, after)
        elif day.alternatives:
            self._add(say.date_ambiguous(text, day.alternatives), at, after)
        elif day.is_relative:
            self._add(say.date_relative(text, day.date), at, after)
        if day.is_year_assumed and day.date is not None:
            self._add(say.year_assumed(text, day.date), at, after)
        if day.wrong_weekday is not None:
            self._say_weekday(day, day.wrong_weekday)

    def _say_weekday(self, day: SettledDay, wrong: PrintedDate) -> None:
        text = self.script.slice(wrong.at, wrong.after)
        weekday = wrong.weekday
        if weekday is None:
            nodes = (node.date for node in self.script.nodes if node.date and node.date.weekday is not None)
            weekday = next((date.weekday for date in nodes), None)
        if weekday is not None:
            self._add(say.weekday_mismatch(text, day, weekday), wrong.at, wrong.after)

    # The instant.

    def _settled(self, entries: list[Voice]) -> StartReading:
        outcome = settle(entries)
        winner = outcome.winner
        if winner is None:
            self._say_unsettled(entries, outcome)
            return self._result(tuple(self._claim(entry, None) for entry in entries), None, None)
        self._say_losers(entries, winner)
        self._say_hours(entries, winner)
        is_certain = self._say_zones(entries, winner)
        self._say_days(entries, winner)
        ends_at, others = settle_end(entries, winner)
        if others:
            self._add(say.ends_disagree(self._joined(others)))
        claims = tuple(self._claim(entry, winner.support.get(index)) for index, entry in enumerate(entries))
        if not is_certain:
            return self._result(claims, None, None)
        first = winner.support[min(winner.support)]
        return self._result(claims, first, ends_at)

    def _without_instant(self, entries: list[Voice]) -> StartReading:
        if entries and self.day.printed is not None and self.day.date is not None:
            printed = self.day.printed
            self._add(say.date_out_of_range(self.script.slice(printed.at, printed.after)), printed.at, printed.after)
        claims = [self._claim(entry, None) for entry in entries] or self._undated(None)
        return self._result(tuple(claims), None, None)

    def _say_unsettled(self, entries: list[Voice], outcome: Outcome) -> None:
        for entry in entries:
            if entry.unsettled is not None and len({other.unsettled is None for other in entries}) == 1:
                self._add_about(entry, say.wall_time_unsettled(self._words(entry), entry.unsettled))
                return
        if outcome.rivals:
            self._say_rivals(entries, outcome.rivals)
            return
        spoken = [entry for entry in entries if entry.options]
        first = spoken[0]
        rival = next((entry for entry in spoken if not self._agree(first, entry)), None)
        if rival is None:
            rival = spoken[-1]
        problem = say.times_disagree(self._joined(spoken), self._fact(first), self._fact(rival), blocks=True)
        self._add(problem, *self._covered(spoken))

    def _say_rivals(self, entries: list[Voice], rivals: tuple[Ballot, ...]) -> None:
        index = min(rivals[0].support)
        entry = entries[index]
        options = [ballot.support[index] for ballot in rivals]
        if entry.unsettled is not None:
            self._add_about(entry, say.wall_time_unsettled(self._words(entry), entry.unsettled))
        elif len({option.wall.time() for option in options}) > 1:
            self._add_about(entry, say.ampm_missing(self._words(entry), sorted(o.wall.time() for o in options)))
        else:
            self._add_about(entry, say.timezone_ambiguous(entry.label, tuple(option.timezone for option in options)))

    def _say_losers(self, entries: list[Voice], winner: Ballot) -> None:
        first = entries[min(winner.support)]
        option = winner.support[min(winner.support)]
        for index, entry in enumerate(entries):
            if index in winner.support or not entry.options:
                continue
            fact = (self._words(first), option.wall, option.timezone)
            problem = say.times_disagree(self._words(entry), fact, self._fact(entry), blocks=False)
            self._add_about(entry, problem)

    def _say_hours(self, entries: list[Voice], winner: Ballot) -> None:
        """Ask for am or pm where no other hour of the line settles it."""
        supporters = [entries[index] for index in winner.support]
        if any(entry.printed.hour.is_settled for entry in supporters):
            return
        for index, option in winner.support.items():
            entry = entries[index]
            hour = entry.printed.hour
            is_loose = not hour.has_minutes or (
                hour.hour in _HOURS_THAT_NEED_A_HALF and regime_of(option.timezone) in _TWELVE_HOUR_REGIMES
            )
            if is_loose and len({e.printed.index for e in supporters}) == 1:
                minutes = hour.minutes_of_day()
                hours = [dt.time(minute // 60 % 24, minute % 60) for minute in minutes]
                self._add_about(entry, say.ampm_missing(self._words(entry), sorted(hours)))
                return

    def _say_zones(self, entries: list[Voice], winner: Ballot) -> bool:
        """Ambiguous and out-of-season abbreviations; False when an ambiguity leaves the instant open."""
        is_certain = True
        literal = [index for index, option in winner.support.items() if self._is_out_of_season(entries[index], option)]
        confirmed = len(literal) < len(winner.support)
        for index, option in winner.support.items():
            entry = entries[index]
            abbreviation = entry.speaker.abbreviation
            others = {entries[other].printed.index for other in winner.support} - {entry.printed.index}
            is_open = abbreviation is not None and abbreviation.is_ambiguous and not entry.speaker.has_place
            if is_open and not others and self.timezone not in entry.speaker.timezones:
                assert abbreviation is not None
                self._add_about(entry, say.timezone_ambiguous(entry.label, abbreviation.timezones))
                is_certain = is_certain and abbreviation.text != "IST"
            if index in literal:
                blocks = not (confirmed or entry.speaker.has_place or option.is_literal)
                problem = say.abbreviation_out_of_season(
                    self._words(entry), entry.label, self._clock(entry, option), winner.instant, blocks=blocks
                )
                self._add_about(entry, problem)
            if entry.unsettled is not None and entry.unsettled.wall == option.wall:
                self._add_about(entry, say.wall_time_unsettled(self._words(entry), entry.unsettled))
        return is_certain

    @staticmethod
    def _clock(entry: Voice, option: Option) -> str:
        return entry.speaker.timezones[0] if option.is_literal else option.timezone

    @staticmethod
    def _is_out_of_season(entry: Voice, option: Option) -> bool:
        minutes = entry.speaker.minutes
        if minutes is None or entry.speaker.nodes[0].label is None:
            return False
        if option.is_literal:
            return zones.utc_offset(option.instant, entry.speaker.timezones[0]) != dt.timedelta()
        if option.timezone != entry.speaker.timezones[0]:
            return False
        return zones.utc_offset(option.instant, option.timezone) != dt.timedelta(minutes=minutes)

    def _say_days(self, entries: list[Voice], winner: Ballot) -> None:
        assert self.day.date is not None
        for index, option in winner.support.items():
            entry = entries[index]
            if entry.printed.hour.is_midnight_word:
                if len({entries[other].printed.index for other in winner.support}) == 1 and entry.is_anchor:
                    day = option.wall.date() - dt.timedelta(days=option.shift)
                    self._add_about(entry, say.midnight_ambiguous(self._words(entry), day))
            elif option.shift:
                self._add_about(entry, say.day_rollover_missing(self._words(entry), entry.label, option.wall))

    # Words and places.

    @staticmethod
    def _agree(first: Voice, second: Voice) -> bool:
        return bool({option.instant for option in first.options} & {option.instant for option in second.options})

    def _fact(self, entry: Voice) -> tuple[str, dt.datetime, str]:
        option = entry.options[0]
        return self._words(entry), option.wall, option.timezone

    def _text(self, claim: PrintedClaim, nodes: Iterable[Node]) -> tuple[str, int, int]:
        nodes = list(nodes)
        at = min([claim.hour.at, *(node.at for node in nodes)])
        after = max([claim.hour.after, *(node.after for node in nodes)])
        return self.script.slice(at, after), at, after

    def _words(self, entry: Voice) -> str:
        hour = self.script.slice(entry.printed.hour.at, entry.printed.hour.after)
        return f"{hour} {entry.label}".strip()

    def _joined(self, entries: Iterable[Voice]) -> str:
        return ", ".join(self._words(entry) for entry in entries)

    def _covered(self, entries: list[Voice]) -> tuple[int, int]:
        places = [self._text(entry.printed, entry.printed.labels)[1:] for entry in entries]
        return min(at for at, _after in places), max(after for _at, after in places)

    def _add(self, problem: Problem, at: int | None = None, after: int | None = None) -> None:
        if at is not None and after is not None:
            start, end = self.script.span(at, after)
            problem = replace(problem, start=start, end=end)
        self.problems.append(problem)

    def _add_about(self, entry: Voice, problem: Problem) -> None:
        _words, at, after = self._text(entry.printed, entry.speaker.nodes)
        self._add(problem, at, after)

    def _claim(self, entry: Voice, option: Option | None) -> Claim:
        text, at, after = self._text(entry.printed, entry.speaker.nodes)
        start, end = self.script.span(at, after)
        shown = option or (entry.options[0] if entry.options else None)
        end_at = end_of(entry, shown) if shown else None
        abbreviation = entry.speaker.abbreviation
        return Claim(
            label=entry.label,
            timezone=shown.timezone if shown else entry.speaker.timezones[0],
            wall=shown.wall if shown else entry.wall,
            agrees=option is not None,
            text=text,
            start=start,
            end=end,
            ends_wall=zones.wall(end_at, shown.timezone) if shown and end_at else None,
            abbreviation=abbreviation.text if abbreviation else None,
            is_out_of_season=option is not None and self._is_out_of_season(entry, option),
        )

    def _undated(self, default: str | None) -> list[Claim]:
        found = []
        for claim in self.claims:
            text, at, after = self._text(claim, claim.labels)
            start, end = self.script.span(at, after)
            label, meaning = label_of(self.script, claim.labels)
            timezone = meaning.timezones[0] if meaning and meaning.timezones else default
            found.append(Claim(label, timezone, None, agrees=False, text=text, start=start, end=end))
        return found

    def _result(self, claims: tuple[Claim, ...], first: Option | None, ends_at: dt.datetime | None) -> StartReading:
        is_settled = first is not None and self.day.is_settled
        return StartReading(
            starts_at=first.instant if first and is_settled else None,
            ends_at=ends_at if is_settled else None,
            timezone=first.timezone if first and is_settled else None,
            starts_wall=first.wall if first and is_settled else None,
            date=self.day.date,
            times=claims,
            problems=tuple(self.problems),
        )
