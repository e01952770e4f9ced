"""The pieces that texts are made of: when, who, what is asked, by whom, where to register."""

import datetime as dt

from benchmarks.texts.a import links
from benchmarks.texts.a.clocks import date_in
from benchmarks.texts.a.events import Event, Person
from benchmarks.texts.a.names import name
from benchmarks.texts.a.page import Page
from benchmarks.texts.a.people import joined_people
from benchmarks.texts.a.speech import Noun, Run, capital, noun_of, plain
from benchmarks.texts.labelled import Label


def title(event: Event) -> Run:
    return [(event.title, Label.TITLE)]


def quoted_title(event: Event) -> Run:
    """Returns the title as it stands in a sentence."""
    if set(event.title) & set("«“„‘"):
        return [('"', None), *title(event), ('"', None)]
    return event.speech.say("in_quotes", title=title(event))


def prefixed_title(event: Event, share: float = 0.35) -> Run:
    """Returns the title with a word for the kind of event before it, or not."""
    if not event.speech.is_likely(share):
        return title(event)
    if event.speech.is_likely(0.15):
        return [*series(event), (f"{'' if event.speech.language != 'fr' else ' '}: ", None), *title(event)]
    key = "recap_prefixes" if event.kind == "recap" else "prefixes"
    return [(event.speech.one(key).replace("_", " "), None), *title(event)]


def series(event: Event) -> Run:
    return [(event.series, Label.SERIES)]


def format_word(event: Event) -> Noun:
    return event.speech.noun("formats")


def invitation(event: Event) -> Run:
    """Returns a sentence that invites, with title and time."""
    speech = event.speech
    return speech.say(
        "invites",
        title=quoted_title(event),
        when=event.moment.prose(),
        org=event.hosts[0],
        s=event.about[0],
        format=format_word(event),
    )


def when_block(page: Page, event: Event) -> None:
    """Writes when it is: in one line, as facts, or one zone a line."""
    speech, moment = event.speech, event.moment
    roll = speech.chance.random()
    if roll < 0.35:
        page.para(page.strong(moment.line()) if speech.is_likely(0.3) else moment.line())
    elif roll < 0.6:
        page.facts([(speech.one("l_when"), moment.line())])
    elif roll < 0.85:
        page.facts(date_and_time(event))
    else:
        page.heading(speech.one("head_when"), 3)
        page.para([(moment.date(), Label.TIME)])
        page.bullets([[(hours, Label.TIME)] for hours in moment.zoned_bullets()])


def date_and_time(event: Event) -> list[tuple[str, Run | str]]:
    moment, speech = event.moment, event.speech
    return [
        (speech.one("l_date"), [(moment.date(), Label.TIME)]),
        (speech.one("l_time"), [(moment.zoned_hours(), Label.TIME)]),
    ]


def side_facts(event: Event) -> list[tuple[str, Run | str]]:
    """Returns facts that a list of them often has: where, the language, what it costs."""
    speech = event.speech
    keys = [key for key in ("where", "language", "cost") if speech.is_likely(0.55)]
    return [(speech.one(f"l_{key}"), speech.one(f"v_{key}")) for key in keys]


def about(page: Page, event: Event, count: int | None = None) -> None:
    """Writes a paragraph or two on what it is about."""
    speech = event.speech
    entries = list(speech.all("abstracts"))
    sentences = sorted(speech.some("abstracts", count or speech.chance.choice((1, 2, 2, 3, 4))), key=entries.index)
    if sentences[0] == entries[1]:
        sentences[0] = entries[0]
    runs = [
        speech.fill(
            sentence,
            s=event.about[0],
            t=event.about[1],
            place=speech.one("places"),
            year=str(speech.chance.choice((1989, 1997, 2008, 2015, 2019))),
            np=stranger(event),
            format=format_word(event),
        )
        for sentence in sentences
    ]
    if speech.is_likely(0.06):
        runs.append(speech.say("series_sentences", series=series(event), format=format_word(event)))
    page.sentences(runs)
    if count is None and speech.is_likely(0.15):
        about(page, event, 2)
    if not event.has_asked and speech.is_likely(0.17):
        asked(page, event)


def stranger(event: Event) -> str:
    """Returns the name of somebody who does not take part."""
    taken = {person.name for person in event.people}
    while (other := name(event.speech.chance, event.speech.language).text) in taken or any(other in p for p in taken):
        continue
    return other


def asked(page: Page, event: Event) -> None:
    """Writes questions or topics under their heading."""
    speech = event.speech
    if event.has_asked:
        return
    event.has_asked = True
    key, entries = ("questions", event.questions) if speech.is_likely(0.6) else ("topics", event.topics)
    heading: Run = [(speech.one(f"head_{key}"), None)]
    if speech.is_likely(0.5):
        page.heading(heading, 3)
    else:
        page.para([*heading, (page.style.colon, None)], is_last_of_block=False)
    page.bullets([[(entry, Label.QUESTION)] for entry in entries], is_numbered=speech.is_likely(0.15))


def organisers_line(event: Event) -> Run:
    key = "organised_by_many" if len(event.hosts) > 1 and event.speech.is_likely(0.5) else "organised_by"
    return event.speech.say(key, orgs=orgs(event), format=format_word(event))


def orgs(event: Event, *, of_partners: bool = False) -> Run:
    """Returns the organisers in a sentence, with the articles that the language wants there."""
    speech = event.speech
    case = {"en": "the", "de": "dat", "fr": "le", "es": "el", "pt": "o", "it": "il"}[speech.language]
    nouns = event.partners if of_partners else event.hosts
    is_bare = speech.language != "de" and speech.is_likely(0.5)
    runs = [speech.fill("{org}" if is_bare else f"{{org:{case}}}", org=noun) for noun in nouns]
    return speech.listed(runs)


def partners_line(event: Event) -> Run:
    return event.speech.say("partners", orgs=orgs(event, of_partners=True))


def registration(page: Page, event: Event) -> None:
    """Writes how to register: with an address, or only with words."""
    speech = event.speech
    if page.is_html or page.style.form == "markdown":
        words = speech.one("register_labels")
        if speech.is_likely(0.6):
            event.given_url = event.url
            page.para(page.link(words, event.url))
        else:
            page.para(words)
    elif speech.is_likely(0.65):
        event.given_url = event.url
        page.para(speech.say("register_urls", url=event.url))
    else:
        page.para(speech.one("register_labels"))
    if speech.is_likely(0.5):
        page.para(speech.one("register_plain"))


def other_date(event: Event, *, days: int | None = None) -> str:
    """Returns a day that is no start of the event."""
    chance = event.speech.chance
    on = event.moment.local().date() + dt.timedelta(days=days or chance.choice((6, 13, 20, 27, 34)))
    return date_in(event.speech, event.speech.one("other_dates"), on)


def published(event: Event) -> str:
    return date_in(event.speech, event.speech.one("other_dates_with_year"), event.published_on)


def noise(event: Event, key: str) -> Run:
    """Returns a line that says nothing of what we look for."""
    speech, chance = event.speech, event.speech.chance
    return speech.say(
        key,
        np=stranger(event),
        other=other_date(event, days=-chance.choice((1, 2, 3, 5, 7, 10)) if key == "deadlines" else None),
        past=published(event),
        s=event.about[1],
        org=Noun(event.hosts[0].code, event.hosts[0].text),
        y=str(event.published_on.year),
        month=capital(speech.all("months")[event.published_on.month - 1]),
        n=str(chance.randint(3, 240)),
        thing=speech.one("emblems"),
        mail=links.address(chance, event.hosts[0].text),
        phone=f"+{chance.choice((44, 49, 33, 34, 351, 39))} {chance.randint(100, 999)} {chance.randint(10**5, 10**7)}",
        id=f"{chance.randint(100, 999)} {chance.randint(1000, 9999)} {chance.randint(1000, 9999)}",
        code=str(chance.randint(100000, 999999)),
    )


def joining_lines(event: Event) -> list[str]:
    """Returns what a meeting tool says on how to come in."""
    chance = event.speech.chance
    number = f"{chance.randint(100, 999)} {chance.randint(1000, 9999)} {chance.randint(1000, 9999)}"
    lines = event.speech.some("joinings", 3)
    return [line.format(id=number, code=chance.randint(100000, 999999)) for line in lines]


def closing(page: Page, event: Event) -> None:
    """Writes the end of a letter: who signs it does not speak."""
    speech = event.speech
    rows: list[Run | str] = [speech.one("closings"), stranger(event)]
    if speech.is_likely(0.6):
        rows.append(speech.one("signer_roles"))
    page.lines(rows)


def biography(page: Page, event: Event, person: Person) -> None:
    """Writes a few sentences on somebody, which name others too."""
    speech = event.speech
    count = speech.chance.choice((0, 1, 1, 2, 3))
    forms = [speech.one("bios_first"), *speech.some("bios", count)]
    runs = []
    for index, form in enumerate(forms):
        if index and "{p}" in form:
            continue
        runs.append(
            speech.fill(
                form,
                woman=person.is_woman,
                p=person.named(),
                surname=person.surname,
                position=person.position,
                of=person.of.labelled(Label.AFFILIATION),
                occupation=plain(
                    speech.say("occupations", woman=person.is_woman, s=event.about[2], place=speech.one("places"))
                ),
                s=event.about[0],
                t=event.about[1],
                place=speech.one("places"),
                town=speech.one("towns"),
                year2=str(speech.chance.randint(2003, 2020)),
                np=stranger(event),
                field=noun_of(speech.one("fields")),
            )
        )
    person.affiliation = [(person.of.text, Label.AFFILIATION)]
    page.sentences(runs)


def with_people(event: Event) -> Run:
    """Returns a by-line."""
    return event.speech.say("with_people", people=joined_people(event))


def people_sentence(event: Event) -> Run:
    """Returns a sentence on who speaks, or on the one who does."""
    one = len(event.voices or event.people) == 1
    key = "people_sentences_one" if one else "people_sentences"
    return event.speech.say(key, people=joined_people(event), format=format_word(event))
