"""Layouts of what sites post: the event in sentences, between the lines that a site puts around every post."""

import datetime as dt

from benchmarks.texts.a import blocks, posts
from benchmarks.texts.a.events import Event
from benchmarks.texts.a.page import Page
from benchmarks.texts.a.people import bracketed, people_block
from benchmarks.texts.a.speech import Run, capital, plain
from benchmarks.texts.labelled import Label


def site_post(page: Page, event: Event) -> None:
    """A post under its title, which says in prose when it is, who speaks and who organises it."""
    speech = event.speech
    posts.recast(event)
    posts.top(page, event)
    if speech.is_likely(0.3):
        blocks.when_block(page, event)
        _about(page, event)
        _body(page, event, [])
    else:
        _body(page, event, [_invitation(event)])
    blocks.registration(page, event)
    posts.below(page, event)


def news_report(page: Page, event: Event) -> None:
    """A report under a headline. It names the title in a sentence, or the headline is all the title there is."""
    speech = event.speech
    posts.recast(event)
    if speech.is_likely(0.7):
        headline = posts.fill(event, "headlines", title=posts.title_within(event))
        posts.top(page, event, headline if speech.is_likely(0.75) else posts.fill(event, "headlines_about"))
        first = _invitation(event)
    else:
        surname = (event.voices or event.people)[0].surname
        event.title = capital(plain(posts.fill(event, "headlines_alone", surname=surname)))
        posts.top(page, event, blocks.title(event))
        first = speech.say(
            "invites_untitled",
            s=event.about[0],
            when=event.moment.prose(),
            org=event.hosts[0],
            format=blocks.format_word(event),
        )
    _body(page, event, [first])
    if speech.is_likely(0.4):
        blocks.registration(page, event)
    posts.below(page, event)


def invitation_prose(page: Page, event: Event) -> None:
    """A few sentences that invite, without a title above them."""
    speech = event.speech
    posts.recast(event)
    if speech.is_likely(0.5):
        page.para(speech.one("greetings"))
    _body(page, event, [_invitation(event)])
    if speech.is_likely(0.6):
        blocks.registration(page, event)
    if speech.is_likely(0.5):
        blocks.closing(page, event)


def looking_back(page: Page, event: Event) -> None:
    """A report on what was, in the past tense."""
    speech = event.speech
    posts.recast(event)
    is_headline = speech.is_likely(0.5)
    headline = posts.fill(event, "headlines_past", title=posts.title_within(event)) if is_headline else None
    posts.top(page, event, headline)
    when = speech.one("past_date").format(date=event.moment.date(speech.one("prose_dates_with_year")))
    intro = posts.fill(event, "looked_back", title=posts.title_within(event), when_date=[(when, Label.TIME)])
    _body(page, event, [intro])
    if speech.is_likely(0.7):
        page.para(posts.fill(event, "materials"))
    posts.below(page, event)


def hosted_page(page: Page, event: Event) -> None:
    """A page of a site for one event: the title, the hour, a line on who hosts it, and a list of those who speak."""
    speech = event.speech
    posts.recast(event)
    if speech.is_likely(0.5):
        page.para(posts.fill(event, "kickers"))
    page.heading(posts.title_line(event), 1)
    if speech.is_likely(0.4):
        page.para(posts.fill(event, "kickers"))
    page.para(event.moment.line())
    if speech.is_likely(0.75):
        page.para(blocks.organisers_line(event))
    _about(page, event)
    if speech.is_likely(0.6):
        people_block(page, event)
    else:
        posts.write(page, posts.people_told(event))
    posts.write(page, [posts.fill(event, "hosts_said"), *posts.groups_told(event)])
    posts.below(page, event)


def talk_page(page: Page, event: Event) -> None:
    """A talk, who gives it, and a section about whoever that is."""
    speech = event.speech
    posts.recast(event)
    if speech.is_likely(0.4):
        page.para(posts.fill(event, "kickers"))
    page.heading(blocks.title(event), 1)
    people = event.voices or event.people
    if speech.is_likely(0.6):
        page.para(posts.fill(event, "bylined", people=posts.people_run(event, people)))
    page.para(event.moment.line())
    _about(page, event)
    page.heading(speech.one("head_bios"), 3)
    for person in people:
        if speech.is_likely(0.3):
            page.para([(person.name, Label.PERSON)], is_last_of_block=False)
        blocks.biography(page, event, person)
    if speech.is_likely(0.4):
        page.para(posts.fill(event, "hosts_said"))
    if speech.is_likely(0.2):
        page.para(posts.fill(event, "mentioned"))
    posts.below(page, event)


def seminar_card(page: Page, event: Event) -> None:
    """The facts of a seminar, a line each, in any order and without words before them."""
    speech = event.speech
    posts.recast(event)
    who: list[Run | str] = [speech.listed([person.named() for person in event.people])]
    if len(event.people) == 1 and event.people[0].affiliation:
        who.append(event.people[0].affiliation)
    facts: list[list[Run | str]] = [[blocks.title(event)], who, [event.moment.line()]]
    if speech.is_likely(0.4):
        facts[1], facts[0] = facts[0], facts[1]
    if speech.is_likely(0.3):
        facts.insert(0, facts.pop())
    rows: list[Run | str] = [posts.fill(event, "kickers")] if speech.is_likely(0.5) else []
    for fact in facts:
        rows += fact
    rows.append(posts.fill(event, "venues"))
    way = speech.chance.choice((page.lines, page.bullets, None))
    if way:
        way(rows)
    else:
        for row in rows:
            page.para(row)
    _about(page, event)
    if speech.is_likely(0.4):
        page.para(posts.fill(event, "hosts_said"))


def programme_post(page: Page, event: Event) -> None:
    """A post with a programme, of which no two pages write the lines alike."""
    speech, moment = event.speech, event.moment
    posts.recast(event)
    posts.top(page, event)
    page.para(moment.line())
    if speech.is_likely(0.5):
        _about(page, event, 2)
    if speech.is_likely(0.7):
        page.heading(speech.one("head_programme"), 2)
    rows: list[Run | str] = []
    form, at = speech.one("slots"), moment.local()
    people = event.voices or event.people
    for person in people:
        if speech.is_likely(0.2):
            form = speech.one("slots")
        key = "slots_greeted" if person in (people[0], people[-1]) and speech.is_likely(0.25) else None
        rows.append(posts.slot(event, person, moment.hours.hour(at), speech.one(key) if key else form))
        at += dt.timedelta(minutes=speech.chance.choice((10, 15, 30)))
    if speech.is_likely(0.5):
        page.bullets(rows)
    else:
        page.lines(rows)
    posts.write(page, [*posts.led_by(event), posts.fill(event, "hosts_said")])
    posts.below(page, event)


def series_page(page: Page, event: Event) -> None:
    """A page under the name of its series or group, with the talk below, behind a label or behind who gives it."""
    speech = event.speech
    posts.recast(event)
    page.heading(blocks.series(event) if speech.is_likely(0.7) else [(event.hosts[0].text, Label.ORGANISER)], 1)
    page.para(event.moment.line())
    if speech.is_likely(0.5):
        posts.write(page, [posts.fill(event, "hosts_said")])
    who = event.voices or event.people
    title = blocks.quoted_title(event) if speech.is_likely(0.3) else blocks.title(event)
    if speech.is_likely(0.6):
        people = speech.listed([bracketed(one.named(), one.affiliation) for one in who])
        page.facts([(speech.one("l_what"), title), (speech.one("l_who"), people)])
    else:
        first = who[0]
        page.para(
            [*bracketed(first.named(), first.affiliation), (speech.chance.choice((" ", ": ", " - ")), None), *title]
        )
    _about(page, event)
    posts.below(page, event)


def _invitation(event: Event) -> Run:
    """Returns a sentence that invites, with the title and the time."""
    speech = event.speech
    if speech.is_likely(0.3):
        return posts.fill(event, "invites", title=posts.title_within(event), when=event.moment.prose())
    chosen = event.voices or event.people
    people = posts.people_run(event, chosen[:1]) if len(chosen) == 1 else speech.listed([p.named() for p in chosen])
    return posts.fill(event, "invites_bare", title=posts.title_within(event), when=event.moment.prose(), people=people)


def _about(page: Page, event: Event, count: int | None = None) -> None:
    """Writes what it is about: the sentences of all texts, or others among which hardly two are alike."""
    speech = event.speech
    if speech.is_likely(0.3):
        page.heading(speech.one("sections"), 3)
    if speech.is_likely(0.25):
        blocks.about(page, event, count)
    else:
        for _ in range(speech.chance.choice((1, 1, 2, 3))):
            posts.write(page, posts.prose(event, speech.chance.choice((1, 2, 3))))
    if speech.is_likely(0.2):
        blocks.asked(page, event)


def _body(page: Page, event: Event, runs: list[Run]) -> None:
    """Writes sentences on who speaks, who organises it and who does neither, in paragraphs of one to three."""
    speech = event.speech
    groups = posts.groups_told(event)
    told: list[Run] = []
    if len(event.people) > 1 and speech.is_likely(0.35):
        if runs or groups:
            posts.write(page, [*runs, *groups[:1]])
        posts.people_listed(page, event)
        runs, groups = [], groups[1:]
        told = posts.turns(event) if speech.is_likely(0.4) else []
    elif speech.is_likely(0.8):
        told = posts.people_told(event)
    runs = [*runs, *groups, *told] if speech.is_likely(0.4) else [*runs, *told, *groups]
    while runs:
        count = speech.chance.choice((1, 1, 2, 3))
        posts.write(page, runs[:count])
        runs = runs[count:]
        if speech.is_likely(0.35):
            _about(page, event, speech.chance.choice((1, 2)))
