"""Layouts of what was: reports and lists of videos, in the past tense."""

from benchmarks.texts.a import blocks, links
from benchmarks.texts.a.events import Event
from benchmarks.texts.a.page import Page
from benchmarks.texts.a.people import people_block
from benchmarks.texts.a.sayings import said_of
from benchmarks.texts.a.speech import Run
from benchmarks.texts.labelled import Label


def _intro(event: Event) -> Run:
    """Returns a sentence on when it was held. Half of them have the hour."""
    speech, moment = event.speech, event.moment
    form = speech.one("recap_intros")
    when: Run = []
    date = ""
    if "{when_date}" not in form:
        date = moment.date(speech.one("other_dates_with_year"))
    elif speech.is_likely(0.3):
        when = moment.prose()
    else:
        said = moment.date(speech.one("prose_dates_with_year"))
        when = [(speech.one("past_date").format(date=said), Label.TIME)]
    return speech.fill(
        form,
        title=blocks.quoted_title(event),
        when_date=when,
        date=[(date, Label.TIME)],
        org=event.hosts[0],
        s=event.about[0],
        format=blocks.format_word(event),
    )


def _watch(page: Page, event: Event) -> None:
    speech = event.speech
    if page.is_html:
        source = f"https://www.youtube.com/embed/{links.letters(speech.chance, 11)}?feature=oembed"
        page.writer.add(f'<figure><iframe src="{source}" allowfullscreen></iframe></figure>\n')
        return
    page.para(speech.say("watch", video=links.video(speech.chance), youtube=links.youtube(speech.chance)))


def recap_videos(page: Page, event: Event) -> None:
    """A video for each who spoke."""
    speech = event.speech
    page.heading(blocks.prefixed_title(event, 0.7), 1)
    page.para(_intro(event))
    if speech.is_likely(0.6):
        page.heading(speech.one("full_video"), 2)
        _watch(page, event)
    has_talks = speech.is_likely(0.7)
    for person in event.voices:
        person.affiliation = None if speech.is_likely(0.5) else person.affiliation
        run: Run = [*person.named(with_honorific=False)]
        if person.affiliation and "(" not in person.affiliation[0][0]:
            run += [(" (", None), *person.affiliation, (")", None)]
        elif person.affiliation:
            run += [(", ", None), *person.affiliation]
        if has_talks:
            run += [(f"{page.style.colon} ", None), (person.talk, Label.TALK)]
        page.heading(run, 3)
        if page.is_html:
            _watch(page, event)
        else:
            page.para(links.video(speech.chance))


def recap_prose(page: Page, event: Event) -> None:
    """A report on who said what."""
    speech = event.speech
    page.heading(blocks.prefixed_title(event), 1)
    if speech.is_likely(0.4):
        page.para(blocks.noise(event, "posted"))
    runs = [_intro(event)]
    entries = speech.all("recap_turns")
    forms = sorted(speech.some("recap_turns", len(event.voices)), key=entries.index)
    runs += [said_of(event, person, forms[index % len(forms)]) for index, person in enumerate(event.voices)]
    for leader in event.leaders[:1]:
        index = speech.chance.randrange(len(speech.all("recap_moderated")))
        leader.role, leader.is_role_said = speech.all("recap_moderated_roles")[index], True
        runs.append(said_of(event, leader, speech.all("recap_moderated")[index]))
    if speech.is_likely(0.5):
        page.sentences(runs)
    else:
        for run in runs:
            page.para(run)
    _watch(page, event)
    if speech.is_likely(0.4):
        page.para(blocks.noise(event, "next_lines"))


def recap_list(page: Page, event: Event) -> None:
    """When it was, who spoke, where to watch."""
    speech = event.speech
    page.heading(blocks.prefixed_title(event, 0.6), 1)
    page.para(_intro(event))
    people_block(page, event)
    _watch(page, event)
    if speech.is_likely(0.6):
        page.para(blocks.organisers_line(event))
    if speech.is_likely(0.4):
        page.para(blocks.noise(event, "share"))
