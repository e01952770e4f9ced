"""A made-up event: everything a text may tell about it."""

import datetime as dt
from dataclasses import dataclass, field

from benchmarks.texts.a import links, times, titles
from benchmarks.texts.a.names import Name, name
from benchmarks.texts.a.organisations import organisation, organiser
from benchmarks.texts.a.speech import Noun, Run, Speech, capital, noun_of, plain
from benchmarks.texts.labelled import Label

# Role in the words of the JSON → how often, for people after the first.
_ROLES = (
    ("speaker",) * 14 + ("moderator",) * 4 + ("chair", "host", "respondent", "interviewer", "keynote", "facilitator")
)


LEADING = ("moderator", "chair", "host", "interviewer", "facilitator")


@dataclass(slots=True)
class Person:
    """Somebody who takes part. `affiliation` is as one line prints it, `of` the organisation within it."""

    name: str
    surname: str
    is_woman: bool
    honorific: str
    of: Noun
    position: str
    affiliation: Run | None
    role: str
    talk: str
    is_role_said: bool = False

    def named(self, *, with_honorific: bool = True) -> Run:
        before: Run = [(f"{self.honorific} ", None)] if self.honorific and with_honorific else []
        return [*before, (self.name, Label.PERSON)]

    @property
    def affiliation_text(self) -> str | None:
        return plain(self.affiliation) if self.affiliation else None


@dataclass(slots=True)
class Event:
    speech: Speech
    kind: str
    published_on: dt.date
    about: list[Noun]
    title: str
    series: str
    people: list[Person]
    hosts: list[Noun]
    partners: list[Noun]
    questions: list[str]
    topics: list[str]
    moments: list[times.Moment]
    url: str
    given_url: str | None = None
    has_asked: bool = False
    session_titles: list[str] = field(default_factory=list)

    @property
    def moment(self) -> times.Moment:
        return self.moments[0]

    def with_role(self, *roles: str) -> list[Person]:
        return [person for person in self.people if person.role in roles]

    @property
    def leaders(self) -> list[Person]:
        return self.with_role(*LEADING)

    @property
    def voices(self) -> list[Person]:
        return [person for person in self.people if person not in self.leaders]


def event(speech: Speech, kind: str, *, count: tuple[int, int] = (1, 6), starts: int = 1) -> Event:
    """Returns a made-up event with `count` people at least and at most, and so many starts."""
    chance = speech.chance
    about = titles.subjects(speech, 4)
    published_on = dt.date(2021, 1, 1) + dt.timedelta(days=chance.randrange(2550))
    made = Event(
        speech=speech,
        kind=kind,
        published_on=published_on,
        about=about,
        title=titles.title(speech, about),
        series=plain(
            speech.fill(
                speech.one("series"),
                s=about[1],
                place=speech.one("places"),
                town=Noun("-", speech.one("towns")),
                year=str(published_on.year),
            )
        ),
        people=_people(speech, chance.randint(*count)),
        hosts=(hosts := [organiser(speech) for _ in range(chance.choice((1, 1, 1, 1, 2, 2, 3)))]),
        partners=[organiser(speech) for _ in range(chance.choice((1, 1, 2)))],
        questions=_questions(speech, about),
        topics=_topics(speech),
        moments=[],
        url=links.registration(chance, hosts[0].text),
    )
    _set_moments(made, starts)
    return made


def _set_moments(made: Event, starts: int) -> None:
    speech, chance = made.speech, made.speech.chance
    has_year = speech.is_likely(0.6)
    flaw = times.flaw(speech)
    on = _day(made, chance.choice((3, 5, 8, 10, 12, 14, 18, 21, 25, 30, 40, 55, 75)))
    first = times.moment(speech, on, has_year=has_year, flaw=flaw)
    made.moments = [first]
    step = chance.choice((1, 7, 7, 7, 14, 28))
    for index in range(1, starts):
        later = times.moment(
            speech, on + dt.timedelta(days=step * index), has_year=has_year, zone=first.zones[0], flaw=flaw
        )
        later.date_form, later.hours, later.dash, later.zones = first.date_form, first.hours, first.dash, first.zones
        wall = first.local().replace(tzinfo=None) + dt.timedelta(days=step * index)
        zone = first.local().tzinfo
        later.starts_at = wall.replace(tzinfo=zone).astimezone(dt.UTC)
        later.ends_at = later.starts_at + (first.ends_at - first.starts_at) if first.ends_at else None
        later.labels = tuple(times.zone_label(speech, z, later.starts_at) for z in first.zones)
        made.moments.append(later)


def _day(made: Event, distance: int) -> dt.date:
    """Returns a day some days on, or back for a recap. A few are in the weeks when clocks change apart."""
    sign = -1 if made.kind == "recap" else 1
    on = made.published_on + dt.timedelta(days=sign * distance)
    if made.speech.is_likely(0.08):
        month, day = made.speech.chance.choice(((3, 14), (3, 18), (3, 25), (10, 28), (10, 30), (4, 2), (11, 5)))
        on = dt.date(on.year, month, day)
        made.published_on = on - dt.timedelta(days=sign * distance)
    return on


def _people(speech: Speech, count: int) -> list[Person]:
    found: list[Person] = []
    taken: set[str] = set()
    with_affiliations = speech.is_likely(0.88)
    while len(found) < count:
        role = speech.chance.choice(_ROLES) if found else "speaker"
        if role in LEADING and any(p.role in LEADING for p in found):
            role = "speaker"
        one = person(speech, role, with_affiliation=with_affiliations)
        if one.name not in taken:
            taken.add(one.name)
            found.append(one)
    return found


def person(speech: Speech, role: str, *, with_affiliation: bool = True) -> Person:
    who: Name = name(speech.chance, speech.language)
    honorifics = speech.all("honorifics_f" if who.is_woman else "honorifics_m")
    of = organisation(speech)
    of_university = speech.is_likely(0.3)
    if of_university:
        of = organisation(speech, "universities")
    position = plain(
        speech.say("positions" if of_university else "posts", woman=who.is_woman, field=noun_of(speech.one("fields")))
    )
    has_one = with_affiliation and speech.is_likely(0.92)
    return Person(
        name=who.text,
        surname=who.surname,
        is_woman=who.is_woman,
        honorific=speech.chance.choice(honorifics) if speech.is_likely(0.22) else "",
        of=of,
        position=position,
        affiliation=_affiliation(speech, of, position, who) if has_one else None,
        role=role,
        talk=titles.talk(speech),
    )


def _affiliation(speech: Speech, of: Noun, position: str, who: Name) -> Run:
    roll = speech.chance.random()
    if roll < 0.58:
        said = of.text
    elif roll < 0.86:
        said = plain(speech.say("affiliations", position=position, org=of))
    else:
        said = plain(
            speech.say("occupations", woman=who.is_woman, s=speech.noun("subjects"), place=speech.one("places"))
        )
    if speech.is_likely(0.05):
        said = capital(said)
    elif speech.is_likely(0.02):
        said = said.upper()
    return [(said, Label.AFFILIATION)]


def _questions(speech: Speech, about: list[Noun]) -> list[str]:
    asked: list[str] = []
    for form in speech.some("questions", speech.chance.randint(2, 5)):
        said = capital(plain(speech.fill(form, s=speech.chance.choice(about), t=about[3], place=speech.one("places"))))
        if said not in asked:
            asked.append(said)
    return asked


def _topics(speech: Speech) -> list[str]:
    said: list[str] = []
    for form in speech.some("topics", speech.chance.randint(2, 5)):
        a, b = titles.subjects(speech, 2)
        said.append(capital(plain(speech.fill(form, s=a, t=b, place=speech.one("places")))))
    return said
