"""What is true of one text before anybody writes it: a title, people, organisers, questions, starts."""

import datetime as dt
from dataclasses import dataclass
from random import Random

from benchmarks.texts.b import moments
from benchmarks.texts.b.grammar import Voice
from benchmarks.texts.b.people import Person, made_person

_SPECIAL_ROLES = ("moderator", "moderator", "moderator", "chair", "respondent", "host")


@dataclass(slots=True)
class Story:
    """The facts of one text. Which of them become its truth is decided by what is printed."""

    voice: Voice
    kind: str
    title: str
    series: str
    people: list[Person]
    organisers: list[str]
    questions: list[str]
    topics: list[str]
    starts: list[moments.Moment]
    habit: moments.Habit
    published_on: dt.date
    url: str
    taken: set[str]

    @property
    def speakers(self) -> list[Person]:
        return [person for person in self.people if person.role not in _SPECIAL_ROLES]

    @property
    def special(self) -> Person | None:
        return next((person for person in self.people if person.role in _SPECIAL_ROLES), None)

    @property
    def start(self) -> moments.Moment:
        return self.starts[0]


def made_story(voice: Voice, *, kind: str, start_count: int = 1, speaker_count: int | None = None) -> Story:
    """Returns the facts of a text that is an announcement or a recap."""
    chance = voice.chance
    taken: set[str] = set()
    title = _title(voice)
    habit = moments.habit(voice.language, chance)
    first = moments.made_day(chance)
    return Story(
        voice=voice,
        kind=kind,
        title=title,
        series=voice.capital(voice.words("series")),
        people=_people(voice, taken, speaker_count or chance.choice((1, 1, 1, 2, 2, 3, 3, 4, 5, 7))),
        organisers=_organisers(voice, is_placeless=habit.doubt == moments.NO_ZONE),
        questions=_several(voice, "question", chance.randrange(2, 6)),
        topics=[voice.capital(topic) for topic in _several(voice, "topic", chance.randrange(2, 5))],
        starts=_starts(voice, habit, first, start_count),
        habit=habit,
        published_on=_published_on(chance, kind, first),
        url=_url(chance),
        taken=taken,
    )


def _title(voice: Voice) -> str:
    title = voice.capital(voice.words("title"))
    draw = voice.chance.random()
    if draw < 0.06:
        return title.upper()
    if draw < 0.2 and voice.language == "en":
        return " ".join(
            word if word in {"of", "the", "and", "in", "for", "to", "a"} else voice.capital(word)
            for word in title.split(" ")
        )
    return title


def _several(voice: Voice, rule: str, count: int) -> list[str]:
    said: list[str] = []
    while len(said) < count:
        words = voice.words(rule)
        if words not in said:
            said.append(words)
    return said


def _people(voice: Voice, taken: set[str], speaker_count: int) -> list[Person]:
    chance = voice.chance
    is_loud = chance.random() < 0.04
    honorifics = chance.choice((0.0, 0.2, 0.5, 0.9))
    people = [made_person(voice, taken, has_loud_surname=is_loud, honorifics=honorifics) for _ in range(speaker_count)]
    for person in people:
        person.talk = voice.capital(voice.words("title"))
    if chance.random() < 0.45:
        special = made_person(voice, taken, has_loud_surname=is_loud, honorifics=honorifics)
        special.role = chance.choice(_SPECIAL_ROLES)
        people.insert(chance.choice((0, len(people))), special)
    return people


def _organisers(voice: Voice, *, is_placeless: bool) -> list[str]:
    count = voice.chance.choice((1, 1, 1, 1, 2, 2, 3))
    towns = [town.strip() for town in voice.alternatives("town")]
    organisers: list[str] = []
    while len(organisers) < count:
        organiser = voice.org()
        has_place = any(town in organiser for town in towns)
        if organiser not in organisers and not (is_placeless and has_place):
            organisers.append(organiser)
    return organisers


def _starts(voice: Voice, habit: moments.Habit, first: dt.date, count: int) -> list[moments.Moment]:
    chance = voice.chance
    step = chance.choice((1, 7, 7, 7, 14))
    hour = chance.choice((9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 18, 19, 19, 20))
    minute = chance.choice((0, 0, 0, 30, 30, 15))
    return [
        moments.moment(
            habit,
            first + dt.timedelta(days=step * number),
            hour,
            minute,
            chance,
            voice.capital(voice.words("title")) if count > 1 else None,
        )
        for number in range(count)
    ]


def _published_on(chance: Random, kind: str, first: dt.date) -> dt.date:
    if kind == "recap":
        return first + dt.timedelta(days=chance.randrange(1, 25))
    return first - dt.timedelta(days=chance.randrange(2, 45))


def _url(chance: Random) -> str:
    token = "".join(chance.choice("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(12))
    return chance.choice(
        (
            f"https://us02web.zoom.us/webinar/register/WN_{token}",
            f"https://us06web.zoom.us/meeting/register/t{token}",
            f"https://tickets.example.org/e/{token.lower()}",
            f"https://forms.example.com/{token}",
            f"https://www.example.org/events/register?id={token[:5]}",
            f"https://lu.example.com/{token[:8].lower()}",
        )
    )
