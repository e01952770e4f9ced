"""Layouts in sentences: letters, mailing lists, newsletters, press."""

import datetime as dt
from email.utils import format_datetime

from benchmarks.texts.a import blocks
from benchmarks.texts.a.events import Event
from benchmarks.texts.a.page import Page
from benchmarks.texts.a.people import people_block
from benchmarks.texts.a.sayings import said_of
from benchmarks.texts.a.speech import Run, plain


def letter(page: Page, event: Event) -> None:
    """A letter to members."""
    speech = event.speech
    page.para(speech.one("greetings"))
    page.para(blocks.invitation(event))
    blocks.about(page, event)
    if speech.is_likely(0.6):
        page.para(blocks.people_sentence(event))
    else:
        people_block(page, event)
    if speech.is_likely(0.3):
        blocks.asked(page, event)
    blocks.registration(page, event)
    if speech.is_likely(0.4):
        page.para(blocks.noise(event, "deadlines"))
    blocks.closing(page, event)


def mailing_list(page: Page, event: Event) -> None:
    """A mail with its head lines, and the list's footer."""
    speech, chance = event.speech, event.speech.chance
    sent = dt.datetime.combine(
        event.published_on, dt.time(chance.randint(7, 21), chance.randint(0, 59), chance.randint(0, 59)), dt.UTC
    )
    tag = f"[{speech.one('emblems').lower().replace(' ', '-')}-list] " if speech.is_likely(0.5) else ""
    has_title = speech.is_likely(0.6)
    subject: Run = (
        [("Subject: " + tag, None), *blocks.prefixed_title(event)]
        if has_title
        else [(f"Subject: {tag}{speech.one('event_words')}", None)]
    )
    head: list[Run | str] = [
        f"From: {blocks.stranger(event)} <{speech.one('emblems').split()[0].lower()}@lists.example>",
        f"Date: {format_datetime(sent)}",
        subject,
    ]
    if speech.is_likely(0.4):
        head.insert(1, "To: announce@lists.example")
    if speech.is_likely(0.3):
        head = [head[-1], *head[:-1]]
    page.lines(head)
    page.para(speech.one("greetings"))
    page.para(blocks.invitation(event))
    if speech.is_likely(0.5):
        blocks.when_block(page, event)
    people_block(page, event)
    blocks.about(page, event)
    blocks.registration(page, event)
    blocks.closing(page, event)
    if speech.is_likely(0.6):
        page.lines(
            [
                "_______________________________________________",
                "announce mailing list",
                "https://lists.example/mailman/listinfo/announce",
            ]
        )


def newsletter(page: Page, event: Event) -> None:
    """A masthead, several items, one of them the event."""
    speech = event.speech
    page.heading(blocks.noise(event, "mastheads"), 1)
    items = speech.some("news", speech.chance.choice((1, 2, 3)))
    at = speech.chance.randint(0, len(items))
    for index in range(len(items) + 1):
        if index == at:
            _newsletter_event(page, event)
        if index < len(items):
            heading, _, text = items[index].partition("|")
            who = blocks.stranger(event)
            page.heading(plain(speech.fill(heading, np=who)), 2)
            page.para(speech.fill(text, np=who, other=blocks.other_date(event)))
    page.para(blocks.noise(event, "footers"))


def _newsletter_event(page: Page, event: Event) -> None:
    speech = event.speech
    page.heading(blocks.prefixed_title(event, 0.2), 2)
    if speech.is_likely(0.5):
        page.para(event.moment.line(), is_last_of_block=False)
        page.para(blocks.with_people(event))
    else:
        page.para(blocks.invitation(event))
        page.para(blocks.people_sentence(event))
    blocks.about(page, event, 2)
    blocks.registration(page, event)


def press_release(page: Page, event: Event) -> None:
    """A press release with its dateline and a contact."""
    speech = event.speech
    page.para(speech.one("press_words"))
    page.heading(blocks.title(event), 1)
    town = speech.one("towns")
    dateline = (
        f"{town.upper() if speech.is_likely(0.6) else town}, {blocks.published(event)} {speech.chance.choice('–—')} "
    )
    page.para([(dateline, None), *blocks.invitation(event)])
    blocks.about(page, event, 2)
    panel_sentences(page, event)
    page.para(blocks.organisers_line(event))
    page.para(blocks.noise(event, "contacts"))


def panel(page: Page, event: Event) -> None:
    """The panel told in running prose."""
    speech = event.speech
    if speech.is_likely(0.6):
        page.heading(blocks.prefixed_title(event), 1)
    page.para(blocks.invitation(event))
    blocks.about(page, event, 1)
    panel_sentences(page, event)
    if speech.is_likely(0.4):
        blocks.asked(page, event)
    blocks.registration(page, event)


def panel_sentences(page: Page, event: Event) -> None:
    """Writes who speaks after whom, and who moderates."""
    speech = event.speech
    runs: list[Run] = []
    later = speech.some("panel_then", 6)
    for index, person in enumerate(event.voices):
        form = later[index % len(later)] if index else speech.one("panel_first")
        runs.append(said_of(event, person, form))
    for leader in event.leaders[:1]:
        index = speech.chance.randrange(len(speech.all("moderates")))
        leader.role = speech.all("moderates_roles")[index]
        leader.is_role_said = True
        runs.append(said_of(event, leader, speech.all("moderates")[index]))
    page.sentences(runs)


def by_line(page: Page, event: Event) -> None:
    """A title, who it is with, when."""
    speech = event.speech
    page.heading(blocks.title(event), 1)
    page.para(blocks.with_people(event))
    page.para(event.moment.line())
    blocks.about(page, event)
    if speech.is_likely(0.5):
        page.para(blocks.organisers_line(event))
    if speech.is_likely(0.5):
        blocks.registration(page, event)


def without_title(page: Page, event: Event) -> None:
    """A quick note that gives the event no title."""
    speech = event.speech
    if speech.is_likely(0.5):
        page.para(speech.one("greetings"))
    page.para(
        speech.say(
            "invites_untitled",
            s=event.about[0],
            when=event.moment.prose(),
            org=event.hosts[0],
            format=blocks.format_word(event),
        )
    )
    if speech.is_likely(0.6):
        page.para(blocks.people_sentence(event))
    blocks.registration(page, event)
    if speech.is_likely(0.4):
        blocks.closing(page, event)


def blog_post(page: Page, event: Event) -> None:
    """A post of a blog, with what the theme puts around it."""
    speech = event.speech
    if speech.is_likely(0.6):
        page.para(blocks.noise(event, "menus"))
    page.heading(blocks.prefixed_title(event), 1)
    page.para(blocks.noise(event, "posted"))
    if speech.is_likely(0.5):
        page.para(blocks.invitation(event))
    else:
        blocks.when_block(page, event)
    blocks.about(page, event)
    people_block(page, event)
    if speech.is_likely(0.4):
        page.para(blocks.organisers_line(event))
    blocks.registration(page, event)
    for key in ("share", "categories", "next_lines", "photos", "footers"):
        if speech.is_likely(0.5):
            page.para(blocks.noise(event, key))
