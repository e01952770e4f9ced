"""Which instant most of a line supports, by the rule of voices."""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct, field

from webinars.pure.times import zones
from webinars.pure.times.clock_changes import instants
from webinars.pure.times.lint.votes import Option, Voice


class Ballot(Struct):
    """An instant, and the claims that support it under one reading each."""

    instant: dt.datetime
    support: dict[int, Option] = field(default_factory=dict)
    """Index of the voice to its reading."""
    regimes: frozenset[str] = frozenset()

    @property
    def cost(self) -> int:
        """How far-fetched the readings are together."""
        options = self.support.values()
        return sum(option.cost for option in options) + max(option.half_cost for option in options)

    @property
    def claims(self) -> frozenset[int]:
        """Which claims support it."""
        return frozenset(self.support)


class VoteResult(Struct, frozen=True):
    """The winning ballot, or None when nothing wins."""

    winner: Ballot | None
    rivals: tuple[Ballot, ...] = ()
    """Readings of the very same claims that are no less likely."""


def settle(voices: Sequence[Voice]) -> VoteResult:
    """Returns the instant with more voices.

    With the same voices on both sides it is the one with more claims, or else none.
    """
    ballots = _without_far_fetched(_ballots(voices))
    if not ballots:
        return VoteResult(None)
    most = max(len(ballot.regimes) for ballot in ballots)
    top = [ballot for ballot in ballots if len(ballot.regimes) == most]
    if len({ballot.regimes for ballot in top}) == 1:
        claims = max(len(ballot.claims) for ballot in top)
        top = [ballot for ballot in top if len(ballot.claims) == claims]
    if len(top) == 1:
        return VoteResult(top[0])
    if len({ballot.claims for ballot in top}) == 1:
        return VoteResult(None, tuple(top))
    return VoteResult(None)


def _ballots(voices: Sequence[Voice]) -> list[Ballot]:
    by_instant: dict[dt.datetime, Ballot] = {}
    for index, voice in enumerate(voices):
        for option in voice.options:
            ballot = by_instant.setdefault(option.instant, Ballot(option.instant))
            known = ballot.support.get(index)
            if known is None or option.cost + option.half_cost < known.cost + known.half_cost:
                ballot.support[index] = option
    for ballot in by_instant.values():
        ballot.regimes = frozenset(voices[index].regime(option) for index, option in ballot.support.items())
    # The date printed is that of one of the claims: what every supporter moves to a day beside it is nobody's date.
    return [
        ballot
        for ballot in by_instant.values()
        if _is_on_date([(voices[index], option) for index, option in ballot.support.items()])
    ]


def _is_on_date(support: Sequence[tuple[Voice, Option]]) -> bool:
    """Returns whether the date printed is that of one of the claims. Beside others, "next day" says it is not."""
    own = [(voice, option) for voice, option in support if voice.printed.shift is None] or support
    return any(not option.shift or voice.printed.hour.is_midnight_word for voice, option in own)


def _without_far_fetched(ballots: list[Ballot]) -> list[Ballot]:
    """Returns of the readings that the same claims support only the least far-fetched."""
    least: dict[frozenset[int], int] = {}
    voices: dict[frozenset[int], int] = {}
    for ballot in ballots:
        least[ballot.claims] = min(ballot.cost, least.get(ballot.claims, ballot.cost))
        voices[ballot.claims] = max(len(ballot.regimes), voices.get(ballot.claims, 0))
    return [
        ballot
        for ballot in ballots
        if ballot.cost == least[ballot.claims]
        # What all of "9am CST, 10am EST" supports leaves no room for the CST of China.
        and not any(ballot.claims < claims and len(ballot.regimes) <= count for claims, count in voices.items())
    ]


def settle_end(voices: Sequence[Voice], winner: Ballot) -> tuple[dt.datetime | None, tuple[Voice, ...]]:
    """Returns the printed end that most voices give, and the claims that give another."""
    ends: dict[dt.datetime, set[str]] = {}
    given: dict[int, dt.datetime] = {}
    for index, option in winner.support.items():
        end = end_of(voices[index], option)
        if end is not None:
            given[index] = end
            ends.setdefault(end, set()).add(voices[index].regime(option))
    if not ends:
        return None, ()
    most = max(len(regimes) for regimes in ends.values())
    top = [end for end, regimes in ends.items() if len(regimes) == most]
    if len(top) > 1:
        return None, tuple(voices[index] for index in given)
    return top[0], tuple(voices[index] for index, end in given.items() if end != top[0])


def end_of(voice: Voice, option: Option) -> dt.datetime | None:
    """Returns the end printed with a claim, as an instant."""
    end = voice.printed.hour.end
    if end is None:
        return None
    day = dt.datetime.combine(option.wall.date(), dt.time())
    minutes = end.minutes_of_day()
    walls = [day + dt.timedelta(minutes=minute) for minute in minutes[:1]]
    wall = walls[0] if walls[0] > option.wall else walls[0] + dt.timedelta(days=1)
    if len(minutes) > 1:
        # "2:30-4:30 ET" read as after noon ends after noon too.
        later = day + dt.timedelta(minutes=minutes[1])
        wall = later if option.wall < later < wall else wall
    try:
        found = instants(wall, option.timezone)
    except zones.DateOutOfRange:
        return None
    return found[0] if found else None
