"""When an event is: the instant, and how its text says it."""

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from benchmarks.texts.a.clocks import Hours, date_in, hours_of, prose_hour, prose_span
from benchmarks.texts.a.speech import Run, Speech
from benchmarks.texts.labelled import Label, TrueSession

_FLAWS = (("zone_missing", 0.04), ("zones_disagree", 0.025), ("weekday", 0.025))
_NEW_YORK, _PARIS = "America/New_York", "Europe/Paris"


@dataclass(slots=True)
class Moment:
    """A start as one text writes it. What was said of it is noted, so that the truth is what the text settles."""

    speech: Speech
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    zones: tuple[str, ...]
    labels: tuple[str, ...]
    date_form: str
    hours: Hours
    dash: str
    flaw: str | None = None
    has_said: set[str] = field(default_factory=set)

    def truth(self, title: str | None = None) -> TrueSession:
        """Returns the start, if the text told its day, hour and zone and does not contradict itself."""
        is_flawed = self.flaw is not None and not (self.flaw == "zones_disagree" and "others" not in self.has_said)
        if is_flawed or not {"date", "hour", "zone"} <= self.has_said:
            return TrueSession(None, None, title)
        return TrueSession(self.starts_at, self.ends_at if "end" in self.has_said else None, title)

    def local(self, index: int = 0, *, of_end: bool = False) -> dt.datetime:
        instant = self.ends_at if of_end and self.ends_at else self.starts_at
        at = instant.astimezone(ZoneInfo(self.zones[index]))
        return at + dt.timedelta(hours=1) if index and self.flaw == "zones_disagree" else at

    def date(self, form: str | None = None) -> str:
        """Returns the date alone."""
        self.has_said.add("date")
        local = self.local().date()
        form = form or self.date_form
        if self.flaw == "weekday" and "{wd" not in form:
            form = "{wd}, " + self.speech.all("dates_with_year")[0].replace("{wd}, ", "").replace("{wd} ", "")
        weekday = (local.weekday() + 2) % 7 if self.flaw == "weekday" else None
        return date_in(self.speech, form, local, weekday=weekday)

    def one_hour(self) -> str:
        """Returns the hour of the first zone, with the end if there is one, without its zone."""
        self.has_said.add("hour")
        if self.ends_at is None:
            return self.hours.hour(self.local())
        self.has_said.add("end")
        return self.hours.span(self.local(), self.local(of_end=True), self.dash)

    def zone(self, index: int = 0) -> str:
        self.has_said.add("zone")
        return self.labels[index]

    def zoned_hours(self, *, single: bool = False) -> str:
        """Returns all hours with their zones, in one line."""
        if self.flaw == "zone_missing":
            return self.one_hour()
        first = self._with_zone(self.one_hour(), 0)
        if len(self.zones) == 1 or single:
            return first
        others = [self._other(index) for index in range(1, len(self.zones))]
        form = self.speech.chance.choice((" / ", " / ", " | ", ", ", "()"))
        if form == "()":
            inner = [self._bare(index) for index in range(1, len(self.zones))]
            return f"{self.one_hour()} {self.labels[0]} ({', '.join(inner)})"
        return form.join([first, *others])

    def zoned_bullets(self) -> list[str]:
        """Returns one hour and zone a line."""
        if self.flaw == "zone_missing":
            return [self.one_hour()]
        return [self._with_zone(self.one_hour(), 0), *(self._other(i) for i in range(1, len(self.zones)))]

    def _with_zone(self, hour: str, index: int) -> str:
        label = self.zone(index)
        return f"{hour} ({label})" if self.dash in (" – ", "-") and not label.startswith("(") else f"{hour} {label}"

    def _other(self, index: int) -> str:
        self.has_said.add("others")
        local, first = self.local(index), self.local()
        said = self._with_zone(self.hours.hour(local), index)
        if local.date() != first.date():
            key = "next_day" if local.date() > first.date() else "day_before"
            said += f" {self.speech.one(key)}"
        return said

    def line(self) -> Run:
        """Returns date, hours and zones as a line of facts."""
        form = self.speech.one("moments")
        said = form.format(date=self.date(), hours=self.zoned_hours())
        return [(said, Label.TIME)]

    def prose(self) -> Run:
        """Returns date, hours and zones as part of a sentence."""
        form = self.speech.one("on_date")
        date = form.format(date=self.date(self._prose_date()))
        self.has_said.add("hour")
        if self.ends_at:
            self.has_said.add("end")
            hours = prose_span(self.hours, self.local(), self.local(of_end=True))
        else:
            hours = prose_hour(self.hours, self.local())
        zone = "" if self.flaw == "zone_missing" else f" {self.zone()}"
        if zone and self.dash == "-" and "(" not in zone:
            zone = f" ({self.labels[0]})"
        if len(self.zones) > 1 and self.flaw != "zone_missing":
            zone += (
                f" ({' / '.join(self._bare(i) for i in range(1, len(self.zones)))})"
                if "(" not in zone
                else "".join(f" / {self._bare(i)}" for i in range(1, len(self.zones)))
            )
        return [(f"{date}{self.speech.one('date_hour_joint').replace('_', ' ')}{hours}{zone}", Label.TIME)]

    def _bare(self, index: int) -> str:
        self.has_said.add("others")
        said = f"{self.hours.hour(self.local(index))} {_unwrapped(self.labels[index])}"
        if self.local(index).date() != self.local().date():
            key = "next_day" if self.local(index).date() > self.local().date() else "day_before"
            said += f", {self.speech.one(key).strip('()')}"
        return said

    def _prose_date(self) -> str:
        has_year = "{y" in self.date_form
        return self.speech.one("prose_dates_with_year" if has_year else "prose_dates")


def _unwrapped(label: str) -> str:
    return label[1:-1] if label.startswith("(") else label


def zone_label(speech: Speech, zone: str, at: dt.datetime) -> str:
    """Returns words for a zone, right for the season."""
    table = dict(line.split(" = ", 1) for line in speech.all("zones"))
    local = at.astimezone(ZoneInfo(zone))
    is_summer = bool(local.dst())
    fitting = []
    for label in table[zone].split("|"):
        words, _, season = label.partition("@")
        if not season or (season == "s") == is_summer:
            fitting.append(words.strip())
    hours = (local.utcoffset() or dt.timedelta()).total_seconds() / 3600
    if hours == int(hours) and hours:
        fitting.append(
            f"{speech.chance.choice(('UTC', 'GMT'))}{int(hours):+d}".replace("-", speech.chance.choice("-−-"))
        )
    return speech.chance.choice(fitting)


def moment(speech: Speech, on: dt.date, *, has_year: bool, zone: str | None = None, flaw: str | None = None) -> Moment:
    """Returns a start on a day, with the way its text will write it."""
    chance = speech.chance
    primary = zone or chance.choice(speech.all("home_zones"))
    hour = chance.choice((9, 10, 11, 12, 13, 14, 15, 16, 16, 17, 17, 18, 18, 18, 19, 19, 19, 20, 20))
    minute = chance.choice((0, 0, 0, 0, 0, 30, 30, 30, 15, 45))
    zones, on = _zones(speech, primary, on, hour, flaw)
    starts_at = dt.datetime(on.year, on.month, on.day, hour, minute, tzinfo=ZoneInfo(zones[0])).astimezone(dt.UTC)
    length = dt.timedelta(minutes=chance.choice((60, 60, 90, 90, 90, 75, 120, 45)))
    return Moment(
        speech=speech,
        starts_at=starts_at,
        ends_at=starts_at + length if chance.random() < 0.4 and hour < 20 and flaw != "zones_disagree" else None,
        zones=zones,
        labels=tuple(zone_label(speech, z, starts_at) for z in zones),
        date_form=speech.one("dates_with_year" if has_year or flaw == "weekday" else "dates"),
        hours=hours_of(speech),
        dash=chance.choice(("–", "–", "-", " – ", " - ")),
        flaw=flaw,
    )


def _zones(speech: Speech, primary: str, on: dt.date, hour: int, flaw: str | None) -> tuple[tuple[str, ...], dt.date]:
    """Returns the zones a text names, and the day: some days lie in the weeks in which clocks are changed apart."""
    chance = speech.chance
    if flaw == "zones_disagree":
        pair = [_PARIS if primary.startswith("America") else primary, _NEW_YORK]
        return ((pair[0] if pair[0].startswith("Europe") else _PARIS), _NEW_YORK), on
    count = (
        chance.choice((1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 5))
        if speech.language == "en"
        else chance.choice((1,) * 8 + (2, 2, 3))
    )
    others = [line.split(" = ")[0] for line in speech.all("zones")]
    chosen = [primary]
    offsets = {_offset(primary, on, hour)}
    for zone in chance.sample(others, len(others)):
        if len(chosen) == count:
            break
        if zone != primary and (_offset(zone, on, hour) not in offsets or chance.random() < 0.1):
            chosen.append(zone)
            offsets.add(_offset(zone, on, hour))
    return tuple(chosen), on


def _offset(zone: str, on: dt.date, hour: int) -> dt.timedelta | None:
    return dt.datetime(on.year, on.month, on.day, hour, tzinfo=ZoneInfo(zone)).utcoffset()


def flaw(speech: Speech) -> str | None:
    """Returns what is wrong with the times of a text, mostly nothing."""
    roll = speech.chance.random()
    for name, share in _FLAWS:
        if roll < share:
            return name
        roll -= share
    return None
