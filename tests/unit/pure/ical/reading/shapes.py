"""Calendars of one shape each, with made-up words; those that another reader judges, and those with a truth of ours."""

import random
from dataclasses import dataclass, field

PARIS = "DTSTART;TZID=Europe/Paris:20270301T180000"
HOUR = "DURATION:PT1H"
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"
SERIES = ("UID:a", PARIS, HOUR, WEEKLY)
CHANGED = ("UID:a", "RECURRENCE-ID;TZID=Europe/Paris:20270308T180000")
RULES = (
    "BEGIN:VTIMEZONE", "TZID:Office",
    "BEGIN:STANDARD", "DTSTART:19701025T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD",
    "BEGIN:DAYLIGHT", "DTSTART:19700329T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT", "END:VTIMEZONE",
)  # fmt: skip
LISTED = (
    "BEGIN:VTIMEZONE", "TZID:Office",
    "BEGIN:STANDARD", "DTSTART:20261025T030000", "RDATE:20261025T030000,20271031T030000",
    "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD",
    "BEGIN:DAYLIGHT", "DTSTART:20260329T020000", "RDATE:20260329T020000,20270328T020000",
    "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT", "END:VTIMEZONE",
)  # fmt: skip
LONG_AGO = (
    "BEGIN:VTIMEZONE", "TZID:Office", "BEGIN:STANDARD", "DTSTART:19110311T000000",
    "TZOFFSETFROM:+000921", "TZOFFSETTO:+0000", "END:STANDARD",
    "BEGIN:STANDARD", "DTSTART:19800101T000000", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "END:STANDARD",
    "END:VTIMEZONE",
)  # fmt: skip


LOTUS = (
    "BEGIN:VTIMEZONE", "TZID:Office",
    "BEGIN:STANDARD", "DTSTART:20001029T020000", "RRULE:FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=1SU;BYMONTH=11",
    "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "END:STANDARD",
    "BEGIN:DAYLIGHT", "DTSTART:20000402T020000", "RRULE:FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=2SU;BYMONTH=3",
    "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "END:DAYLIGHT", "END:VTIMEZONE",
)  # fmt: skip
ALWAYS = (
    "BEGIN:VTIMEZONE", "TZID:Office", "BEGIN:STANDARD", "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0530", "TZOFFSETTO:+0530", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """`says` is a code of a problem, or a piece of a sentence, that must be there; `truth` what is right, by hand."""

    events: tuple[tuple[str, ...], ...] = (SERIES,)
    head: tuple[str, ...] = ()
    says: str = ""
    truth: tuple[str, ...] | None = None
    raw: bytes | None = field(default=None, repr=False)

    @property
    def data(self) -> bytes:
        if self.raw is not None:
            return self.raw
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lamps//EN", *self.head]
        for event in self.events:
            lines += ["BEGIN:VEVENT", "SUMMARY:Lamps", "DTSTAMP:20261101T000000Z", *event, "END:VEVENT"]
        return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def one(*lines: str, **more: object) -> Shape:
    return Shape((("UID:a", *lines),), **more)  # type: ignore[arg-type]


SHAPES = {
    "plain": one(PARIS, HOUR),
    "weekly": Shape(),
    "utc": one("DTSTART:20270301T170000Z", "DTEND:20270301T183000Z"),
    "floating": one("DTSTART:20270701T180000", HOUR, says="timezone_assumed"),
    "zone-of-the-calendar": one("DTSTART:20270701T180000", HOUR, head=("X-WR-TIMEZONE:Asia/Tokyo",)),
    "excluded-list": Shape(((*SERIES, "EXDATE;TZID=Europe/Paris:20270308T180000,20270315T180000"),)),
    "excluded-in-utc": Shape(((*SERIES, "EXDATE:20270308T170000Z"),)),
    "excluded-day": Shape(
        ((*SERIES, "EXDATE;VALUE=DATE:20270308"),), truth=("03-01 17:00", "03-15 17:00", "03-22 17:00")
    ),
    "excluded-floating": Shape(((*SERIES, "EXDATE:20270308T180000"),)),
    "excluded-in-another-zone": Shape(((*SERIES, "EXDATE;TZID=America/New_York:20270308T120000"),)),
    "added-and-ruled": Shape(((*SERIES, "RDATE;TZID=Europe/Paris:20270401T200000"),)),
    "added-alone": one(PARIS, HOUR, "RDATE;TZID=Europe/Paris:20270310T180000,20270312T180000"),
    "periods": one("DTSTART:20270301T170000Z", HOUR, "RDATE;VALUE=PERIOD:20270310T170000Z/PT2H"),
    "moved-to-another-day": Shape((SERIES, (*CHANGED, "DTSTART;TZID=Europe/Paris:20270309T120000", HOUR))),
    "changed-before-its-series": Shape(((*CHANGED, "DTSTART;TZID=Europe/Paris:20270309T120000", HOUR), SERIES)),
    "changed-without-series": Shape(((*CHANGED, "DTSTART;TZID=Europe/Paris:20270309T120000", HOUR),)),
    "changed-where-excluded": Shape(
        (
            (*SERIES, "EXDATE;TZID=Europe/Paris:20270308T180000"),
            (*CHANGED, "DTSTART;TZID=Europe/Paris:20270309T120000", HOUR),
        ),
        says="no longer has that date",
    ),
    "cancelled-date": Shape(
        (SERIES, (*CHANGED, "DTSTART;TZID=Europe/Paris:20270308T180000", HOUR, "STATUS:CANCELLED")),
        says="1 cancelled event",
    ),
    "cancelled-with-one-l": one(PARIS, HOUR, "STATUS:CANCELED", says="1 cancelled event"),
    "all-withdrawn": one(PARIS, HOUR, head=("METHOD:CANCEL",), says="1 cancelled event"),
    "this-and-future": Shape(
        (
            SERIES,
            (
                "UID:a",
                "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20270315T180000",
                "DTSTART;TZID=Europe/Paris:20270315T200000",
                HOUR,
                "SEQUENCE:1",
            ),
        )
    ),
    "two-versions": Shape(
        (
            ("UID:a", "SEQUENCE:1", "DTSTART:20270105T170000Z", HOUR, WEEKLY),
            ("UID:a", "SEQUENCE:2", "DTSTART:20270105T180000Z", HOUR, WEEKLY),
        ),
        says="1 older version",
    ),
    "day-for-an-hour": Shape(
        (SERIES, ("UID:a", "RECURRENCE-ID;VALUE=DATE:20270308", "DTSTART;TZID=Europe/Paris:20270309T120000", HOUR)),
        truth=("03-01 17:00", "03-09 11:00", "03-15 17:00", "03-22 17:00"),
    ),
    "until-in-utc": one(PARIS, HOUR, "RRULE:FREQ=WEEKLY;UNTIL=20270315T170000Z"),
    "until-a-day": one(
        PARIS, HOUR, "RRULE:FREQ=WEEKLY;UNTIL=20270315", truth=("03-01 17:00", "03-08 17:00", "03-15 17:00")
    ),
    "until-floating": one(PARIS, HOUR, "RRULE:FREQ=WEEKLY;UNTIL=20270315T180000"),
    "until-before-the-start": one(PARIS, HOUR, "RRULE:FREQ=WEEKLY;UNTIL=20270101T000000Z", truth=("03-01 17:00",)),
    "once": one(PARIS, HOUR, "RRULE:FREQ=WEEKLY;COUNT=1"),
    "every-other-week": one(PARIS, HOUR, "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4"),
    "last-friday": one("DTSTART;TZID=Europe/Paris:20270129T180000", HOUR, "RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=5"),
    "thirty-first": one("DTSTART;TZID=Europe/Paris:20270131T180000", HOUR, "RRULE:FREQ=MONTHLY;COUNT=4"),
    "leap-day": one("DTSTART:20240229T170000Z", HOUR, "RRULE:FREQ=YEARLY;COUNT=3"),
    "endless": one("DTSTART;TZID=Europe/Paris:20260907T180000", HOUR, "RRULE:FREQ=WEEKLY", says="goes on"),
    "skipped-hour": one("DTSTART;TZID=Europe/Paris:20270328T023000", HOUR, says="wall_time_skipped"),
    "repeated-hour": one("DTSTART;TZID=Europe/Paris:20271031T023000", HOUR, says="wall_time_repeated"),
    "whole-day": one("DTSTART;VALUE=DATE:20270301", says="time_missing"),
    "several-days": one("DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270304", says="time_missing"),
    "weeks-long": one(PARIS, "DURATION:P1W"),
    "no-length": one(PARIS, "DURATION:PT0S", says="end_assumed"),
    "ends-before-it-begins": one(PARIS, "DTEND;TZID=Europe/Paris:20270301T170000", says="end_assumed"),
    "no-end": one(PARIS, says="end_assumed"),
    "no-uid": Shape(((PARIS, HOUR),), truth=("03-01 17:00",)),
    "two-calendars": Shape(
        raw=one(PARIS, HOUR).data + Shape((("UID:b", PARIS, HOUR),)).data, truth=("03-01 17:00", "03-01 17:00")
    ),
    "line-feeds-only": Shape(raw=Shape().data.replace(b"\r\n", b"\n")),
    "byte-order-mark": Shape(raw=b"\xef\xbb\xbf" + one(PARIS, HOUR).data),
    "utf-16": Shape(raw=one(PARIS, HOUR).data.decode().encode("utf-16"), truth=("03-01 17:00",)),
    "latin-1": Shape(raw=one(PARIS, HOUR, "LOCATION:Höhle").data.decode().encode("latin-1"), truth=("03-01 17:00",)),
    "folded-in-a-letter": Shape(
        raw=one(PARIS, HOUR, "LOCATION:Höhle").data.replace("ö".encode(), b"\xc3\r\n \xb6"), truth=("03-01 17:00",)
    ),
    "quoted-names": one(PARIS, HOUR, 'ORGANIZER;CN="Lamps: north, south":mailto:lamps@example.org'),
    "only-rules": one("DTSTART;TZID=Office:20270701T180000", HOUR, head=RULES, says="timezone_assumed"),
    "rules-from-long-ago": one(
        "DTSTART;TZID=Office:20270701T180000", HOUR, head=LONG_AGO, says="timezone_assumed", truth=("07-01 17:00",)
    ),
    "rules-as-a-list": one(
        "DTSTART;TZID=Office:20270701T180000", HOUR, head=LISTED, says="timezone_assumed", truth=("07-01 16:00",)
    ),
    "rules-in-other-words": one(
        "DTSTART;TZID=Office:20270701T180000",
        HOUR,
        says="timezone_assumed",
        truth=("07-01 16:00",),
        head=tuple(line.replace("BYDAY=-1SU", "BYMINUTE=0;BYDAY=SU;BYSETPOS=-1") for line in RULES),
    ),
    "rules-not-understood": one(
        "DTSTART;TZID=Office:20270701T180000",
        HOUR,
        says="timezone_unknown",
        head=tuple(line.replace("BYDAY=-1SU", "BYWEEKNO=13") for line in RULES),
    ),
    "other-rules-under-a-name": one(
        "DTSTART;TZID=Europe/London:20270701T180000",
        HOUR,
        says="timezone_rules_differ",
        head=tuple(line.replace("Office", "Europe/London") for line in RULES),
    ),
    "name-of-exchange": one(
        'DTSTART;TZID="(UTC-05:00) Eastern Time (US & Canada)":20270701T090000', HOUR, truth=("07-01 13:00",)
    ),
    "name-in-small-letters": one("DTSTART;TZID=europe/berlin:20270701T090000", HOUR, truth=("07-01 07:00",)),
    "offset-for-a-name": one("DTSTART;TZID=UTC+02:00:20270701T090000", HOUR, truth=("07-01 07:00",)),
    "end-without-a-zone": one("DTSTART;TZID=America/Bogota:20270401T190000", "DTEND:20270401T200000"),
    "added-without-a-zone": one("DTSTART;TZID=America/Bogota:20270401T190000", HOUR, "RDATE:20270420T190000"),
    "many-past": one(
        "DTSTART;TZID=Europe/Oslo:20200106T180000",
        HOUR,
        "RRULE:FREQ=WEEKLY;UNTIL=20281231T235959Z",
        says="dates of recurring events were left out",
    ),
    "midnight-for-a-day": Shape(
        (
            ("UID:a", "DTSTART;VALUE=DATE:20270301", WEEKLY),
            ("UID:a", "RECURRENCE-ID;TZID=Europe/Paris:20270308T000000", "DTSTART;VALUE=DATE:20270309"),
        ),
        says="time_missing",
    ),
    "negative-length": one(PARIS, "DURATION:-PT1H", says="end_assumed"),
    "nul": Shape(raw=one(PARIS, HOUR, "LOCATION:A\x00B").data, truth=("03-01 17:00",)),
    "blanks-before": Shape(raw=b" \r\n  " + one(PARIS, HOUR).data, truth=("03-01 17:00",)),
    "quotes-in-a-name": one(PARIS, HOUR, "ORGANIZER;CN=The ^'Lamps^':mailto:lamps@example.org"),
    "vcalendar-1": Shape(
        raw=one(
            "DTSTART:20270301T170000Z", "DTEND:20270301T180000Z", "DESCRIPTION;ENCODING=QUOTED-PRINTABLE:H=C3=B6he"
        ).data.replace(b"VERSION:2.0", b"VERSION:1.0")
    ),
    "rules-of-lotus": one(
        "DTSTART;TZID=Office:20270701T090000", HOUR, head=LOTUS, says="timezone_assumed", truth=("07-01 13:00",)
    ),
    "rules-every-twelve-months": one(
        "DTSTART;TZID=Office:20270701T090000",
        HOUR,
        says="timezone_assumed",
        truth=("07-01 13:00",),
        head=tuple(
            line.replace("FREQ=YEARLY;BYMINUTE=0;BYHOUR=2", "FREQ=MONTHLY;INTERVAL=12").split(";BYMONTH")[0]
            for line in LOTUS
        ),
    ),
    "rules-of-a-zone-that-somebody-made": one(
        "DTSTART;TZID=Customized Time Zone:20270701T180000",
        HOUR,
        head=tuple(line.replace("Office", "Customized Time Zone") for line in RULES),
        says="timezone_assumed",
        truth=("07-01 16:00",),
    ),
    "one-offset-all-year": one(
        "DTSTART;TZID=Office:20270701T090000", HOUR, head=ALWAYS, says="timezone_assumed", truth=("07-01 03:30",)
    ),
    "weekdays-for-years": one(
        "DTSTART;TZID=Europe/Oslo:20240101T180000", HOUR, "RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", says="goes on"
    ),
    "excluded-in-bogota-without-a-zone": one(
        "DTSTART;TZID=America/Bogota:20270401T190000", HOUR, "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20270408T190000"
    ),
    "changed-without-a-zone": Shape(
        (
            ("UID:a", "DTSTART;TZID=America/Bogota:20270401T190000", HOUR, "RRULE:FREQ=WEEKLY;COUNT=3"),
            ("UID:a", "RECURRENCE-ID:20270408T190000", "DTSTART;TZID=America/Bogota:20270409T190000", HOUR),
        ),
        truth=("04-02 00:00", "04-10 00:00", "04-16 00:00"),
    ),
    "periods-with-an-end": one(
        "DTSTART:20270301T170000Z",
        HOUR,
        "RDATE;VALUE=PERIOD:20270310T170000Z/PT2H,20270317T170000Z/20270317T193000Z",
        truth=("03-01 17:00–18:00", "03-10 17:00–19:00", "03-17 17:00–19:30"),
    ),
    "no-length-and-an-end": one(
        "DTSTART:20270301T170000Z", "DTEND:20270301T183000Z", "DURATION:PT0S", truth=("03-01 17:00–18:30",)
    ),
    "gmt-and-an-offset": one("DTSTART;TZID=GMT+0100:20270701T090000", HOUR, truth=("07-01 08:00",)),
    "utc-and-hours": one("DTSTART;TZID=UTC+2:20270701T090000", HOUR, truth=("07-01 07:00",)),
    "offset-east-with-a-minus": one("DTSTART;TZID=Etc/GMT-2:20270701T090000", HOUR, truth=("07-01 07:00",)),
    "no-stamp": Shape(raw=one(PARIS, HOUR).data.replace(b"DTSTAMP:20261101T000000Z\r\n", b""), truth=("03-01 17:00",)),
    "day-added-to-hours": one(PARIS, HOUR, "RDATE;VALUE=DATE:20270310", truth=("03-01 17:00", "03-10 17:00")),
    "both-rules": one(PARIS, HOUR, "RRULE:FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=MONTHLY;COUNT=2"),
    "excluded-twice": Shape(
        ((*SERIES, "EXDATE;TZID=Europe/Paris:20270308T180000", "EXDATE;TZID=Europe/Paris:20270315T180000"),)
    ),
    "withdrawn-and-given": Shape(
        raw=one(PARIS, HOUR, head=("METHOD:CANCEL",)).data + Shape((("UID:b", PARIS, HOUR),)).data,
        says="1 cancelled event",
        truth=("03-01 17:00",),
    ),
    "first-date-is-none-of-its-rule": one(PARIS, HOUR, "RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=3"),
    "secondly": one(PARIS, HOUR, "RRULE:FREQ=SECONDLY;COUNT=3", says="could not be followed"),
}


def generated(seed: int) -> Shape:
    """A calendar of several common parts, the same for the same seed."""
    rng = random.Random(seed)
    zone = rng.choice(["Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "America/Bogota"])
    at = f"2027{rng.randint(1, 3):02}{rng.randint(1, 28):02}T{rng.randint(5, 22):02}{rng.choice(['00', '30'])}00"
    frequency = rng.choice(["DAILY", "WEEKLY", "MONTHLY"])
    rule = f"FREQ={frequency};INTERVAL={rng.randint(1, 3)}"
    if frequency == "MONTHLY" and rng.random() < 0.5:
        rule += f";BYDAY={rng.choice(['1', '2', '-1'])}{rng.choice(['MO', 'WE', 'SA'])}"
    elif frequency == "WEEKLY" and rng.random() < 0.5:
        rule += f";BYDAY={','.join(rng.sample(['MO', 'TU', 'TH', 'SU'], 2))}"
    rule += rng.choice([f";COUNT={rng.randint(1, 8)}", ";UNTIL=20270501T000000Z"])
    lines = [f"UID:{seed}", f"DTSTART;TZID={zone}:{at}", f"DURATION:PT{rng.randint(1, 4)}H", f"RRULE:{rule}"]
    if rng.random() < 0.4:
        lines.append(f"EXDATE;TZID={zone}:{at}")
    if rng.random() < 0.4:
        lines.append(f"RDATE;TZID={zone}:20270410T1{rng.randint(0, 9)}0000")
    events = [tuple(lines)]
    if rng.random() < 0.4 and not any(line.startswith("EXDATE") for line in lines):
        moved = f"DTSTART;TZID={zone}:20270411T1{rng.randint(0, 9)}1500"
        events.append((f"UID:{seed}", f"RECURRENCE-ID;TZID={zone}:{at}", moved, "DURATION:PT2H"))
    return Shape(tuple(events))
