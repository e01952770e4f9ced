"""Layouts with several parts: agendas, series, two sittings, abstracts with biographies."""

import datetime as dt

from benchmarks.texts.a import blocks
from benchmarks.texts.a.events import Event
from benchmarks.texts.a.page import Page
from benchmarks.texts.a.people import leaders_line, people_block, person_line
from benchmarks.texts.a.speech import Run, plain
from benchmarks.texts.labelled import Label


def agenda(page: Page, event: Event, *, has_heading: bool = True) -> None:
    """Hours and talks under the heading of an agenda."""
    speech = event.speech
    page.heading(blocks.prefixed_title(event), 1)
    is_zone_apart = speech.is_likely(0.3) and event.moment.flaw != "zone_missing"
    if is_zone_apart:
        page.para([(event.moment.date(), Label.TIME)])
        page.para([(plain(speech.say("zone_sentences", zone=event.moment.zone())), Label.TIME)])
    else:
        page.para(event.moment.line())
    if speech.is_likely(0.5):
        blocks.about(page, event)
    if has_heading:
        page.heading(speech.one("head_programme"), 2)
    _agenda_rows(page, event, starts=is_zone_apart)
    leader = leaders_line(page, event)
    if leader:
        page.para(leader)
    if speech.is_likely(0.5):
        page.para(blocks.organisers_line(event))
    blocks.registration(page, event)


def agenda_bare(page: Page, event: Event) -> None:
    """The same without the heading."""
    agenda(page, event, has_heading=False)


def _agenda_rows(page: Page, event: Event, *, starts: bool) -> None:
    speech, moment = event.speech, event.moment
    at = moment.local()
    step = dt.timedelta(minutes=speech.chance.choice((10, 15, 20, 30)))
    form = speech.chance.choice(("brackets", "talks", "talk_first", "comma", "colon_talk", "dash"))
    if form in ("brackets", "comma", "dash") and speech.is_likely(0.5):
        form = "talk_first"
    entries: list[Run] = []
    if speech.is_likely(0.6):
        entries.append([(speech.one("welcome_items"), None)])
    entries += [person_line(event, person, form) for person in event.voices]
    if len(entries) > 3 and speech.is_likely(0.5):
        entries.insert(len(entries) // 2 + 1, [(speech.one("break_items"), None)])
    entries.append([(speech.one("end_items"), None)])
    mark = speech.chance.choice((" ", "  ", " – ", " | ", ": ", "\t"))
    rows: list[Run | str] = []
    for index, entry in enumerate(entries):
        hour = moment.hours.hour(at)
        label = Label.TIME if index == 0 and starts else None
        rows.append([(hour, label), (mark, None), *entry])
        at += step
    if starts:
        moment.has_said.add("hour")
    if speech.is_likely(0.3):
        page.bullets(rows)
    else:
        page.lines(rows)


def evenings(page: Page, event: Event) -> None:
    """A series of dated evenings, each a start of its own."""
    speech = event.speech
    page.heading(blocks.title(event), 1)
    blocks.about(page, event, 2)
    has_titles = speech.is_likely(0.7)
    event.session_titles = [person.talk for person in event.people] if has_titles else []
    is_listed = speech.is_likely(0.5) and not has_titles
    if is_listed:
        page.bullets([moment.line() for moment in event.moments])
        people_block(page, event)
    else:
        for moment, person in zip(event.moments, event.people, strict=False):
            rows: list[Run | str] = [page.strong(moment.line())]
            if has_titles:
                rows.append([(person.talk, Label.TALK)])
            rows.append(person_line(event, person, speech.chance.choice(("brackets", "comma", "comma"))))
            page.lines(rows)
    if speech.is_likely(0.6):
        page.para(blocks.organisers_line(event))
    blocks.registration(page, event)


def sittings(page: Page, event: Event) -> None:
    """One talk held twice."""
    speech = event.speech
    page.heading(blocks.prefixed_title(event), 1)
    blocks.about(page, event, 2)
    if speech.is_likely(0.5) and event.moments[0].local().hour <= 13 and event.moments[0].flaw is None:
        first, second = event.moments
        apart = dt.timedelta(hours=speech.chance.choice((6, 8, 9)))
        second.starts_at = first.starts_at + apart
        second.ends_at = first.ends_at + apart if first.ends_at else None
        second.labels = first.labels
    names = [f"{speech.one('session_words')} {number}" for number in (1, 2)]
    names[1] = names[0][:-1] + "2"
    event.session_titles = names
    for moment, said in zip(event.moments, names, strict=False):
        page.para([(f"{said}{page.style.colon} ", None), *moment.line()], is_last_of_block=moment is event.moments[-1])
    people_block(page, event)
    blocks.registration(page, event)


def abstract_and_biography(page: Page, event: Event) -> None:
    """A talk of one speaker: abstract, then a biography that names others."""
    speech = event.speech
    if speech.is_likely(0.4):
        page.para(blocks.series(event))
    page.heading(blocks.title(event), 1)
    if speech.is_likely(0.7):
        page.para([*event.people[0].named()])
    blocks.when_block(page, event)
    page.heading(speech.one("head_about"), 3)
    blocks.about(page, event)
    page.heading(speech.one("head_bios"), 3)
    for person in event.people:
        blocks.biography(page, event, person)
    if speech.is_likely(0.5):
        page.para(blocks.partners_line(event))
    if speech.is_likely(0.3):
        page.para(blocks.noise(event, "photos"))


def biographies(page: Page, event: Event) -> None:
    """People told in biographies only."""
    page.heading(blocks.prefixed_title(event), 1)
    blocks.when_block(page, event)
    blocks.about(page, event, 1)
    page.heading(event.speech.one("head_speakers"), 2)
    for person in event.people:
        blocks.biography(page, event, person)
    blocks.registration(page, event)
    page.para(blocks.noise(event, "contacts"))


def people_table(page: Page, event: Event) -> None:
    """Names, groups and talks in columns."""
    speech = event.speech
    page.heading(blocks.title(event), 1)
    page.facts(blocks.date_and_time(event))
    has_talks = speech.is_likely(0.5)
    rows: list[list[Run | str]] = []
    for person in event.people:
        row: list[Run | str] = [person.named(), person.affiliation or "–"]
        if has_talks:
            row.append([(person.talk, Label.TALK)])
        rows.append(row)
    page.table(rows, speech.chance.choice(("\t", " | ", " / ")))
    if speech.is_likely(0.5):
        page.para(blocks.organisers_line(event))
    blocks.registration(page, event)


def cooperation(page: Page, event: Event) -> None:
    """Organisers stand in the footer."""
    page.heading(blocks.title(event), 1)
    page.para(blocks.with_people(event))
    blocks.when_block(page, event)
    blocks.about(page, event)
    blocks.registration(page, event)
    page.rule()
    page.para(blocks.organisers_line(event), is_last_of_block=False)
    page.para(blocks.partners_line(event))
    if event.speech.is_likely(0.5):
        page.para(blocks.noise(event, "footers"))


def with_deadlines(page: Page, event: Event) -> None:
    """Other dates stand around the start."""
    page.para(blocks.noise(event, "posted"))
    page.heading(blocks.prefixed_title(event), 1)
    page.para(blocks.noise(event, "deadlines"))
    blocks.when_block(page, event)
    people_block(page, event)
    blocks.about(page, event, 2)
    blocks.registration(page, event)
    page.para(blocks.noise(event, "next_lines"))


def university_page(page: Page, event: Event) -> None:
    """An event's page of a university: crumbs, facts at the side, contact."""
    speech = event.speech
    page.para(blocks.noise(event, "menus"))
    page.heading(blocks.title(event), 1)
    if speech.is_likely(0.4):
        page.para(blocks.series(event))
    page.facts([*blocks.date_and_time(event), *blocks.side_facts(event)])
    page.facts([(speech.one("l_speaker"), person_line(event, event.people[0], "comma"))])
    page.heading(speech.one("head_about"), 3)
    blocks.about(page, event)
    page.facts([(speech.one("l_organiser"), [(event.hosts[0].text, Label.ORGANISER)])])
    page.para(blocks.noise(event, "contacts"))
    page.para(blocks.noise(event, "footers"))
