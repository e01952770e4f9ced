"""Webinars by the thousand that calendars find difficult, taken through their life by the verbs organisers use."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from itertools import cycle

from sqlalchemy.orm import Session

from tests.factories import (
    add_appearance,
    add_question,
    add_recording,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
)
from tests.interop.reading import Reading, told
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.programme.life_cycle import cancel, delete_draft, move, postpone, restore, unpublish
from webinars.models import JoinAccess, Organisation, Status, Webinar

COUNTS = {"sqlite": 400, "postgresql": 400}
"""How many there are: all that is particular comes first, and no database knows a text from another."""
FILLED_AT = dt.datetime(2027, 2, 1, 12, tzinfo=dt.UTC)
"""When they are announced: some starts are before it."""
LONGEST_TITLE = 300

SPECIAL_NAMES = ["A, B; C", 'Society "of" \\ letters', "Ünïon: für=alles", "星の会", "Les\u2028lignes", "نادي النجوم"]

TEXTS = [
    # As it stands in the row, and as every reader must show it; None: likewise, but for white space.
    ("Comets, their tails; and ice", None),
    ("a\\b \\; \\, \\\\ \\", None),
    ("C:\\new \\N C:\\readme", "C:/new /N C:/readme"),
    ("far" + " " * 80 + "apart", None),
    ("said \"so\" and 'so' ^n ^^ ^'", None),
    ("DTSTART:19700101T000000Z", None),
    ("X;VALUE=TEXT;ENCODING=QUOTED-PRINTABLE:=0D=0A", None),
    ("one\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:other", "one END: VEVENT BEGIN: VEVENT UID:other"),
    ("a\rb\nc\u2028d\u2029e\x85f", "a b c d e f"),
    ("bell\x07 \x1b[31mred\x1b[0m \x7fdel\x0bvt\x0cff\x1cfs", "bell [31mred[0m delvtfffs"),
    ("tab\tand  \u00a0 \u3000wide   spaces", "tab and wide spaces"),
    ("\ufeffmark", "mark"),
    ("zero\u200bwidth soft\u00adhyphen \u200e\u200f", None),
    ("👩‍🔬 👨‍👩‍👧‍👦 🇬🇧 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣", None),
    ("e\u0301 n\u0303 Z\u0351\u036b\u0343\u0300\u0321 ﬁ İstanbul ß", None),
    ("كتاب النجوم ספר الكواكب", None),
    ("\u202eback to front\u202c \u2066isolated\u2069", None),
    ("星圖と彗星の話 혜성 धूमकेतु", None),
    ("𝔘𝔫𝔦 \U0010fffd \ue000", None),
    ("$& $1 %s %(title)s {0} {{x}} ${x} `x`", None),
    ("&amp; <b>bold</b> <![CDATA[x]]>", None),
    ("https://society.example/a?b=c&d=%2C;e,f#g", None),
    ("unbroken" * 12, None),
]
AT_THE_FOLD = ["é", "星", "🌠", ",", ";", "\\", '"', "e\u0301", "👨‍👩‍👧‍👦", "ش", " ", ":"]
"""What is put just where a line reaches its 75 octets."""

STARTS = [
    (dt.datetime(2027, 3, 28, 0, 59), "Europe/London"),
    (dt.datetime(2027, 3, 28, 2, 0), "Europe/London"),
    (dt.datetime(2027, 10, 31, 0, 59), "Europe/London"),
    (dt.datetime(2027, 10, 31, 2, 0), "Europe/London"),
    (dt.datetime(2027, 3, 14, 3, 0), "America/New_York"),
    (dt.datetime(2027, 11, 7, 0, 59), "America/New_York"),
    (dt.datetime(2027, 4, 4, 1, 29), "Australia/Lord_Howe"),
    (dt.datetime(2027, 10, 3, 2, 30), "Australia/Lord_Howe"),
    (dt.datetime(2027, 5, 1, 9, 15), "Asia/Kathmandu"),
    (dt.datetime(2027, 5, 1, 9, 15), "Australia/Eucla"),
    (dt.datetime(2027, 9, 26, 3, 45), "Pacific/Chatham"),
    (dt.datetime(2027, 6, 1, 23, 30), "America/St_Johns"),
    (dt.datetime(2027, 6, 1, 0, 0), "Pacific/Marquesas"),
    (dt.datetime(2027, 7, 1, 0, 0), "Pacific/Kiritimati"),
    (dt.datetime(2028, 1, 1, 0, 0), "Pacific/Kiritimati"),
    (dt.datetime(2028, 1, 1, 0, 0), "Pacific/Niue"),
    (dt.datetime(2027, 12, 31, 23, 59), "Etc/UTC"),
    (dt.datetime(2028, 2, 29, 0, 0), "Asia/Kolkata"),
    (dt.datetime(2028, 2, 29, 23, 59), "America/Los_Angeles"),
    (dt.datetime(2032, 2, 29, 12, 0), "Africa/Casablanca"),
    (dt.datetime(2037, 12, 31, 23, 59), "Etc/GMT+12"),
    (dt.datetime(2027, 8, 1, 12, 0), "Europe/Dublin"),
]
PAST_STARTS = [
    (dt.datetime(2026, 10, 25, 3, 0), "Europe/Berlin"),
    (dt.datetime(2027, 1, 1, 0, 0), "Pacific/Auckland"),
    (dt.datetime(2026, 3, 29, 3, 0), "Europe/Warsaw"),
    (dt.datetime(2026, 12, 31, 23, 59), "America/Caracas"),
]
LENGTHS = [1, 45, 90, 1439, 1440, 7 * 24 * 60]

Life = Callable[[Session, Webinar, random.Random], str]
"""What happens to a webinar once calendars have it; the word that its title then begins with."""


def fill(session: Session, count: int) -> dict[str, list[Reading]]:
    """Rows for `count` webinars of twenty organisations: the path of each one's feed → what stands in it.

    Commits as organisers do: first what is announced, then what happens to it.
    """
    dice = random.Random(20270201)
    hosts = [
        make_organisation(session, f"{SPECIAL_NAMES[n % len(SPECIAL_NAMES)]} {n}", slug=f"society-{n}")
        for n in range(20)
    ]
    announced = [
        (announce(session, host, number, typed, dice), f"/organisations/{host.slug}/calendar.ics", read)
        for number, host, (typed, read) in zip(range(count), cycle(hosts), titles(dice), strict=False)
    ]
    session.commit()
    truth: dict[str, list[Reading]] = {path: [] for _webinar, path, _read in announced}
    for (webinar, path, read), life in zip(announced, cycle(LIVES), strict=False):
        uid = webinar.uid
        prefix = life(session, webinar, dice)
        span = (told(webinar.starts_at), told(webinar.ends_at))
        truth[path].append(Reading(uid, *span, prefix + read, "CANCELLED" if prefix else "CONFIRMED"))
    session.commit()
    return truth


def titles(dice: random.Random) -> Iterator[tuple[str, str]]:
    """Titles as they stand in rows, and as readers must show them."""
    for text in AT_THE_FOLD:
        for length in range(60, 72):
            yield shown("f" * length + text + "after")
            yield shown("é" * (length // 2) + text * 20 + "after")
    for letter in "t🌠\\;":
        yield shown(letter * LONGEST_TITLE)
    while True:
        chosen = dice.sample(TEXTS, dice.randint(1, 6))
        typed = " ".join(text for text, _read in chosen)
        if len(typed) <= LONGEST_TITLE:
            yield typed, shown(" ".join(text if read is None else read for text, read in chosen))[1]


def shown(text: str) -> tuple[str, str]:
    """`text`, which has nothing but white space that readers must not see, beside what they must show."""
    return text, " ".join(text.split())


def announce(session: Session, host: Organisation, number: int, title: str, dice: random.Random) -> Webinar:
    wall, timezone = PAST_STARTS[number % len(PAST_STARTS)] if is_recorded(number) else dice.choice(STARTS)
    webinar = make_webinar(
        session,
        host,
        title,
        slug=f"entry-{number}",
        starts_wall=wall,
        timezone=timezone,
        duration_minutes=dice.choice(LENGTHS),
        summary=dice.choice(TEXTS)[0],
        description=description(dice),
        join_access=dice.choice(list(JoinAccess)),
        join_url="https://room.example/j/1",
        registration_url=f"https://society.example/{'long;,' * dice.choice([0, 12, 300])}",
    )
    if number % 10 == 0:
        session.refresh(webinar, ["topics"])
        name = f"{dice.choice(TEXTS)[0][:60]} {number}"
        add_appearance(session, webinar, make_speaker(session, host, name, slug=f"speaker-{number}"))
        add_question(session, webinar, dice.choice(TEXTS)[0])
        webinar.topics = [make_topic(session, f"Topic, {number}; {dice.choice(AT_THE_FOLD)}")]
        webinar.series = make_series(session, host, f"Series \\ {number}, {dice.choice(AT_THE_FOLD)}")
    return webinar


def description(dice: random.Random) -> str:
    """Markdown, now and then of ten thousand octets and more."""
    length = dice.choice([0, 0, 200, 200, 1500, 1500, 1500, 10_000])
    text = ""
    while len(text.encode()) < length:
        text += dice.choice(TEXTS)[0] + dice.choice([" ", "\n", "\r\n", "\n\n", "\u2028"])
    return text


def is_recorded(number: int) -> bool:
    return LIVES[number % len(LIVES)] is record


def stay(_session: Session, _webinar: Webinar, _dice: random.Random) -> str:
    return ""


def be_moved(session: Session, webinar: Webinar, dice: random.Random) -> str:
    wall, timezone = dice.choice(STARTS)
    minutes = dice.choice(LENGTHS)
    move(session, OPERATOR, webinar, wall=wall, timezone=timezone, duration_minutes=minutes, now=clock.now())
    return ""


def be_postponed(session: Session, webinar: Webinar, _dice: random.Random) -> str:
    postpone(session, OPERATOR, webinar, now=clock.now())
    return "Postponed: "


def be_cancelled(session: Session, webinar: Webinar, dice: random.Random) -> str:
    cancel(session, OPERATOR, webinar, reason=dice.choice(TEXTS)[0], now=clock.now())
    return "Cancelled: "


def be_restored(session: Session, webinar: Webinar, dice: random.Random) -> str:
    be_cancelled(session, webinar, dice)
    session.commit()
    restore(session, OPERATOR, webinar, now=clock.now())
    return ""


def be_taken_down(session: Session, webinar: Webinar, _dice: random.Random) -> str:
    unpublish(session, OPERATOR, webinar, now=clock.now())
    return "Cancelled: "


def be_deleted(session: Session, webinar: Webinar, _dice: random.Random) -> str:
    unpublish(session, OPERATOR, webinar, now=clock.now())
    delete_draft(session, OPERATOR, webinar, now=clock.now())
    return "Cancelled: "


def record(session: Session, webinar: Webinar, _dice: random.Random) -> str:
    assert webinar.status == Status.PUBLISHED
    add_recording(session, webinar, slug=f"{webinar.slug}-recording")
    return ""


LIVES: list[Life] = [
    stay, stay, be_moved, record, be_postponed, be_cancelled, be_restored, be_taken_down, stay, be_deleted, be_moved,
]  # fmt: skip
