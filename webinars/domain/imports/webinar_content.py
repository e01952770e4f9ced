"""What a text says of one webinar, in the form in which it can be stored."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from webinars.db import length_of
from webinars.domain.lineup.actions import MAX_APPEARANCES
from webinars.domain.programme.actions import MAX_TOPICS
from webinars.domain.programme.co_organisers.actions import MAX_CO_ORGANISERS
from webinars.domain.questions.agenda import LONGEST_QUESTION, MAX_QUESTIONS
from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.lib.names import name_key
from webinars.lib.text_cleaning import one_line
from webinars.lib.web_addresses import NotAWebAddress, web_address
from webinars.models import AppearanceRole, RecordingKind, Speaker, Topic, Webinar
from webinars.pure.announcements.model import AppearanceReading, WebinarReading
from webinars.pure.times import DisplayZone, StartReading

TITLE_LENGTH, TOPIC_LENGTH = length_of(Webinar.title), length_of(Topic.name)
PASSCODE_LENGTH = length_of(Webinar.join_passcode)
NAME_LENGTH, TEXT_LENGTH = length_of(Speaker.name), length_of(Speaker.affiliation)
WORDS_IN_TITLE = 12
MINUTES_IN_WEEK = 7 * 24 * 60


class Person(Struct, frozen=True, kw_only=True):
    """Somebody in the line-up."""

    name: str
    affiliation: str = ""
    role: AppearanceRole = AppearanceRole.SPEAKER
    talk_title: str = ""


class Video(Struct, frozen=True, kw_only=True):
    """A recording. `speaker` is the name of whose talk it shows, or None for the whole webinar, or if unknown."""

    url: str
    kind: RecordingKind = RecordingKind.FULL
    speaker: str | None = None
    title: str = ""


class WebinarContent(Struct, frozen=True, kw_only=True):
    """One webinar as a text, or a person who corrected what was read, describes it."""

    title: str
    description: str = ""
    wall: dt.datetime | None = None
    timezone: str | None = None
    date: dt.date | None = None
    duration_minutes: int | None = None
    """None: no end was given, and the organisation's usual length is assumed."""
    display_zones: tuple[DisplayZone, ...] = ()
    organisers: tuple[str, ...] = ()
    """As the text names them, the host too."""
    lineup: tuple[Person, ...] = ()
    has_agreed: bool = False
    """Whether all of them are known to have agreed."""
    questions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    series: str = ""
    language: str = ""
    """A tag such as “de”, or empty where nothing says it, and the usual one is taken."""
    registration_url: str | None = None
    join_url: str | None = None
    join_passcode: str = ""
    recordings: tuple[Video, ...] = ()

    def fields(self) -> dict[str, Any]:
        """Returns the plain fields in the form of `fields_of`, to be compared with a webinar's."""
        return {
            "title": self.title,
            "description": self.description,
            "language": self.language,
            "start": _start(self.wall, self.timezone, self.date),
            "display_zones": [asdict(zone) for zone in self.display_zones],
            "registration_url": self.registration_url,
            "join_url": self.join_url,
            "series": self.series,
            "topics": sorted(self.topics),
            "questions": list(self.questions),
            "lineup": [
                {
                    "name": person.name,
                    "affiliation": person.affiliation,
                    "role": person.role.value,
                    "talk_title": person.talk_title,
                }
                for person in self.lineup
            ],
        }


def fields_of(webinar: Webinar) -> dict[str, Any]:
    """Returns the same fields of a webinar that was loaded whole."""
    return {
        "title": webinar.title,
        "description": webinar.description,
        "language": webinar.language,
        "start": _start(webinar.starts_wall, webinar.timezone, webinar.starts_on),
        "display_zones": webinar.display_zones,
        "registration_url": webinar.registration_url,
        "join_url": webinar.join_url,
        "series": webinar.series.title if webinar.series else "",
        "topics": sorted(topic.name for topic in webinar.topics),
        "questions": [question.text for question in webinar.questions],
        "lineup": [
            {
                "name": appearance.speaker.name,
                "affiliation": appearance.affiliation,
                "role": appearance.role.value,
                "talk_title": appearance.talk_title,
            }
            for appearance in webinar.lineup
        ],
    }


def content_of(reading: WebinarReading) -> WebinarContent:
    """Returns what was read, shortened to what fits. Addresses that are none and names without letters are left out."""
    start = reading.start.value if reading.start else None
    description = reading.description.value.strip() if reading.description else ""
    return WebinarContent(
        title=_title(reading, description),
        description=description,
        wall=start.starts_wall if start and start.starts_at else None,
        timezone=start.timezone if start and start.starts_at else None,
        date=start.date if start else None,
        duration_minutes=_minutes(start),
        display_zones=_display_zones(start),
        organisers=distinct_names((found.value for found in reading.organisers), at_most=MAX_CO_ORGANISERS),
        lineup=_lineup(reading),
        has_agreed=reading.is_lineup_confirmed,
        questions=tuple(
            text
            for found in reading.questions[:MAX_QUESTIONS]
            if (text := one_line(found.value, at_most=LONGEST_QUESTION))
        ),
        topics=distinct_names((found.value for found in reading.topics), at_most=MAX_TOPICS, length=TOPIC_LENGTH),
        series=one_line(reading.series.value, at_most=NAME_LENGTH) if reading.series else "",
        registration_url=_address(reading.registration_url.value) if reading.registration_url else None,
        join_url=_address(reading.join_url.value) if reading.join_url else None,
        join_passcode=one_line(reading.join_passcode.value, at_most=PASSCODE_LENGTH) if reading.join_passcode else "",
        recordings=_recordings(reading),
        language=reading.language or "",
    )


def distinct_names(names: Iterable[str], *, at_most: int, length: int = NAME_LENGTH) -> tuple[str, ...]:
    """Returns names on one line each, without those that say the same again."""
    found: dict[str, str] = {}
    for name in names:
        short = one_line(name, at_most=length)
        if name_key(short):
            found.setdefault(name_key(short), short)
    return tuple(found.values())[:at_most]


def display_name(date: dt.date | None) -> str:
    """Returns a title for a webinar whose text has none."""
    if date is None:
        return _("Webinar without a title")
    return _("Webinar of %(date)s", date=format_date(date, "d MMMM y"))


def _title(reading: WebinarReading, description: str) -> str:
    title = one_line(reading.title.value, at_most=TITLE_LENGTH) if reading.title else ""
    if title or reading.date is not None or not description:
        return title or display_name(reading.date)
    return " ".join(one_line(description, at_most=TITLE_LENGTH).split()[:WORDS_IN_TITLE])


def _start(wall: dt.datetime | None, timezone: str | None, date: dt.date | None) -> dict[str, str | None] | None:
    if wall is None and date is None:
        return None
    return {
        "wall": wall.isoformat(timespec="minutes") if wall else None,
        "timezone": timezone if wall else None,
        "date": (wall.date() if wall else date or dt.date.min).isoformat(),
    }


def _minutes(start: StartReading | None) -> int | None:
    if start is None or start.starts_at is None or start.ends_at is None:
        return None
    minutes = round((start.ends_at - start.starts_at).total_seconds() / 60)
    return minutes if 1 <= minutes <= MINUTES_IN_WEEK else None


def _display_zones(start: StartReading | None) -> tuple[DisplayZone, ...]:
    """Returns the zones of the printed line, in its words and order, or none where one zone alone is printed.

    Those whose hours are wrong too: the labels are what the organiser calls the zones, the hours are worked out anew.
    """
    zones: dict[str, DisplayZone] = {}
    for claim in start.times if start else ():
        if claim.timezone is not None and claim.label:
            zones.setdefault(claim.timezone, DisplayZone(claim.label, claim.timezone))
    return tuple(zones.values()) if len(zones) > 1 else ()


def person_of(reading: AppearanceReading) -> Person:
    """Returns somebody as the text names them, shortened to what fits."""
    return Person(
        name=one_line(reading.name, at_most=NAME_LENGTH),
        affiliation=one_line(reading.affiliation or "", at_most=TEXT_LENGTH),
        role=AppearanceRole(reading.role.value),
        talk_title=one_line(reading.talk_title or "", at_most=TEXT_LENGTH),
    )


def _lineup(reading: WebinarReading) -> tuple[Person, ...]:
    people: dict[str, Person] = {}
    for found in reading.lineup:
        person = person_of(found.value)
        key = name_key(person.name)
        if key:
            people[key] = _merged_person(people[key], person) if key in people else person
    return tuple(people.values())[:MAX_APPEARANCES]


def _merged_person(first: Person, second: Person) -> Person:
    """Returns one person who is named twice, as one who chairs and speaks may be."""
    is_plain = first.role == AppearanceRole.SPEAKER
    return Person(
        name=first.name,
        affiliation=first.affiliation or second.affiliation,
        role=second.role if is_plain else first.role,
        talk_title=first.talk_title or second.talk_title,
    )


def _recordings(reading: WebinarReading) -> tuple[Video, ...]:
    videos: Sequence[Video] = [
        Video(
            url=url,
            kind=RecordingKind(found.value.kind.value),
            speaker=found.value.speaker,
            title=one_line(found.value.title or "", at_most=TITLE_LENGTH),
        )
        for found in reading.recordings
        if (url := _address(found.value.url))
    ]
    return tuple({(video.url, video.speaker): video for video in videos}.values())


def _address(text: str) -> str | None:
    try:
        return web_address(text)
    except NotAWebAddress:
        return None
