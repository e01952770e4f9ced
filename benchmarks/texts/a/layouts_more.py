"""Layouts that differ most from a plain notice: tiles, chats, data in the page, mails passed on, posters."""

import datetime as dt
import json
from email.utils import format_datetime

from benchmarks.texts.a import blocks
from benchmarks.texts.a.clocks import date_in
from benchmarks.texts.a.events import Event
from benchmarks.texts.a.layouts_programmes import evenings
from benchmarks.texts.a.page import Page
from benchmarks.texts.a.people import leaders_line, people_block, person_line, role_word
from benchmarks.texts.a.speech import Run, capital_run, plain
from benchmarks.texts.labelled import Label


def chat_message(page: Page, event: Event) -> None:
    """A message in a chat, its title between stars."""
    speech = event.speech
    mark = speech.chance.choice(("*", "*", "_", ""))
    if speech.is_likely(0.5):
        page.line(speech.one("greetings").rstrip(",:"))
    page.line([(mark, None), *blocks.title(event), (mark, None)])
    page.line(event.moment.line())
    page.line(blocks.with_people(event))
    event.given_url = event.url
    page.line(event.url)


def book_launch(page: Page, event: Event) -> None:
    """A book is presented by its author."""
    speech = event.speech
    author = event.people[0]
    author.role = "author"
    page.heading(blocks.prefixed_title(event), 1)
    page.para(
        [
            (role_word(event, author), Label.ROLE),
            (f"{page.style.colon} ", None),
            *person_line(event, author, "brackets"),
        ]
    )
    blocks.when_block(page, event)
    blocks.about(page, event)
    leader = leaders_line(page, event)
    if leader:
        page.para(leader)
    if speech.is_likely(0.6):
        page.para(blocks.organisers_line(event))
    blocks.registration(page, event)


def date_tile(page: Page, event: Event) -> None:
    """A calendar's tile: day and month on lines of their own, then the rest."""
    speech, moment = event.speech, event.moment
    on = moment.local().date()
    moment.has_said.add("date")
    if moment.flaw == "weekday":
        moment.flaw = None
    tile = [str(on.day), speech.all("months_short")[on.month - 1]]
    if speech.is_likely(0.3):
        tile.insert(0, speech.all("weekdays_short")[on.weekday()])
    if speech.is_likely(0.5):
        tile.append(str(on.year))
    for part in tile:
        page.line([(part, Label.TIME)])
    page.heading(blocks.title(event), 2)
    page.para([(moment.zoned_hours(), Label.TIME)])
    page.para(speech.one("v_where"))
    if speech.is_likely(0.8):
        people_block(page, event)
    blocks.about(page, event)
    page.para(speech.one("register_labels"))


def event_data(page: Page, event: Event) -> None:
    """A page that carries its event as data, too."""
    moment = event.moment
    if moment.flaw is None:
        data = {
            "@context": "https://schema.org",
            "@type": event.speech.chance.choice(("Event", "EducationEvent")),
            "name": event.title,
            "startDate": moment.local().isoformat(),
            "performer": [{"@type": "Person", "name": person.name} for person in event.voices],
            "organizer": {"@type": "Organization", "name": event.hosts[0].text},
            "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        }
        script = json.dumps(data, ensure_ascii=False)
        page.writer.add(f'<script type="application/ld+json">{script}</script>\n')
    page.heading(blocks.title(event), 1)
    blocks.when_block(page, event)
    people_block(page, event)
    blocks.about(page, event)
    page.para(blocks.organisers_line(event))
    blocks.registration(page, event)


def definition_list(page: Page, event: Event) -> None:
    """Terms and what they name, as HTML has a list for."""
    speech = event.speech
    page.heading(blocks.title(event), 1)
    if speech.is_likely(0.4):
        page.para(blocks.with_people(event))
    pairs = [*blocks.date_and_time(event), *blocks.side_facts(event)]
    pairs.append((speech.one("l_speaker"), person_line(event, event.people[0], "comma")))
    pairs.append((speech.one("l_organiser"), [(event.hosts[0].text, Label.ORGANISER)]))
    page.writer.add("<dl>\n")
    for word, value in pairs:
        page.writer.add(f"<dt>{word}</dt><dd>")
        for text, label in [(value, None)] if isinstance(value, str) else value:
            page.writer.add(text, label)
        page.writer.add("</dd>\n")
    page.writer.add("</dl>\n")
    blocks.about(page, event)
    blocks.registration(page, event)


def forwarded(page: Page, event: Event) -> None:
    """A mail passed on, the first one's head lines within."""
    speech, chance = event.speech, event.speech.chance
    sent = dt.datetime.combine(event.published_on, dt.time(chance.randint(7, 21), chance.randint(0, 59)), dt.UTC)
    page.para(speech.one("greetings"))
    page.para(speech.one("forwards"))
    page.line(
        chance.choice(("---------- Forwarded message ---------", "-------- Original Message --------", "_____________"))
    )
    page.line(f"From: {blocks.stranger(event)} <office@tidepool.example>")
    page.line(f"Date: {format_datetime(sent) if speech.is_likely(0.6) else blocks.published(event)}")
    page.para([("Subject: ", None), *blocks.prefixed_title(event)])
    page.para(blocks.invitation(event))
    people_block(page, event)
    blocks.registration(page, event)
    blocks.closing(page, event)


def numbered_talks(page: Page, event: Event) -> None:
    """Each talk with its speaker on the next line."""
    speech = event.speech
    page.heading(blocks.prefixed_title(event), 1)
    blocks.when_block(page, event)
    is_numbered = speech.is_likely(0.8)
    for number, person in enumerate(event.voices, 1):
        head = f"{number}. " if is_numbered else ""
        page.lines([[(head, None), (person.talk, Label.TALK)], person_line(event, person, "comma")])
    leader = leaders_line(page, event)
    if leader:
        page.para(leader)
    if speech.is_likely(0.6):
        page.para(blocks.organisers_line(event))
    blocks.registration(page, event)


def poster(page: Page, event: Event) -> None:
    """A poster's short lines."""
    speech, moment = event.speech, event.moment
    page.line([(event.hosts[0].text, Label.ORGANISER)])
    page.line(speech.one("event_words").upper())
    page.para(blocks.title(event))
    for person in event.people[:3]:
        page.line(person.named())
        if person.affiliation:
            page.line(person.affiliation)
    event.people = event.people[:3]
    page.para("")
    page.line([(moment.date(), Label.TIME)])
    page.line([(moment.zoned_hours(single=True), Label.TIME)])
    page.para(speech.one("v_where"))
    if speech.is_likely(0.4):
        page.para(blocks.partners_line(event))


def conversation(page: Page, event: Event) -> None:
    """Two people talk to one another."""
    speech = event.speech
    if speech.is_likely(0.3):
        page.para(blocks.series(event))
    page.heading(blocks.title(event), 1)
    first, second = event.people[:2]
    page.para(speech.say("conversations", first=first.named(), second=second.named()))
    page.para(event.moment.line())
    blocks.about(page, event, 2)
    first.affiliation = second.affiliation = None
    if speech.is_likely(0.6):
        for person in (first, second):
            blocks.biography(page, event, person)
    page.para(blocks.organisers_line(event))
    blocks.registration(page, event)


def community_call(page: Page, event: Event) -> None:
    """A call of a community: the series first, one zone a line, questions."""
    speech, moment = event.speech, event.moment
    page.heading(
        [*blocks.series(event), (speech.chance.choice((" – ", ": ", " | ", " - ")), None), *blocks.title(event)], 1
    )
    page.para(blocks.people_sentence(event))
    blocks.asked(page, event)
    page.para([(moment.date(), Label.TIME)])
    page.bullets([[(hours, Label.TIME)] for hours in moment.zoned_bullets()])
    page.para(speech.one("register_plain"))


def two_days(page: Page, event: Event) -> None:
    """Two days that share a month and an hour: `4 and 5 February`."""
    speech, first = event.speech, event.moments[0]
    one = first.local()
    two = one.replace(tzinfo=None) + dt.timedelta(days=1)
    second = event.moments[1]
    second.starts_at = two.replace(tzinfo=one.tzinfo).astimezone(dt.UTC)
    second.ends_at = second.starts_at + (first.ends_at - first.starts_at) if first.ends_at else None
    if two.month != one.month or one.day == 1 or first.flaw == "weekday":
        evenings(page, event)
        return
    page.heading(blocks.prefixed_title(event), 1)
    key = "two_dates_with_year" if "{y" in first.date_form else "two_dates"
    days = speech.one(key).replace("{two}", str(two.day))
    said = f"{date_in(speech, days, one.date())}, {first.zoned_hours(single=True)}"
    first.has_said.add("date")
    second.has_said = set(first.has_said)
    page.para([(said, Label.TIME)])
    people_block(page, event)
    blocks.about(page, event, 2)
    blocks.registration(page, event)


def missed_it(page: Page, event: Event) -> None:
    """A newsletter's item on what was."""
    speech = event.speech
    page.heading(blocks.noise(event, "mastheads"), 1)
    date = event.moment.date(speech.one("prose_dates_with_year"))
    page.heading(blocks.prefixed_title(event, 0.6), 2)
    page.para(
        [(speech.one("past_date").format(date=date), Label.TIME), (". ", None), *capital_run(blocks.with_people(event))]
    )
    blocks.about(page, event, 1)
    page.para(plain(blocks.noise(event, "next_lines")))
    items: list[Run] = [blocks.noise(event, "photos"), blocks.noise(event, "footers")]
    for item in items:
        page.para(item)
