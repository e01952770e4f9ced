"""Authors with a form of their own: invitations of programs, posts, posters, tables, forwarded mails."""

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.texts.b.authors_near import biography
from benchmarks.texts.b.authors_public import clock, programme_office
from benchmarks.texts.b.blocks import Block
from benchmarks.texts.b.desk import Desk
from benchmarks.texts.b.grammar import Piece, Pieces
from benchmarks.texts.b.moments import SURE
from benchmarks.texts.labelled import Label

if TYPE_CHECKING:
    from collections.abc import Callable


def meeting_program(desk: Desk) -> None:
    """What a meeting program sends: who invites, topic, time, address of the room, numbers."""
    desk.para("zoom_lead")
    desk.facts("title", "when")
    room = f"https://us02web.zoom.us/j/{desk.chance.randrange(10**10, 10**11)}?pwd={desk.story.url[-8:]}"
    desk.put("lines", [Piece(desk.voice.words("zoom_join"))], [Piece(room)])
    desk.lines("housekeeping", "housekeeping")
    if desk.maybe():
        desk.people()


def timetable(desk: Desk) -> None:
    """The day, one sentence about the clock, and hours without a zone below it."""
    if desk.story.habit.doubt != SURE:
        programme_office(desk)
        return
    desk.title()
    desk.put("para", desk.time(desk.story.start.date))
    desk.para("all_times")
    desk.is_settled = True
    desk.story.starts[0] = replace(desk.story.start, truth=replace(desk.story.start.truth, ends_at=None))
    first = desk.story.start.clock_minutes
    opening = [*desk.time(clock(first)), Piece(" "), Piece(desk.opening())]
    rows = [opening] if desk.maybe() else []
    for number, person in enumerate(desk.story.people, start=len(rows)):
        hour = desk.time(clock(first)) if not number else [Piece(clock(first + 20 * number))]
        rows.append([*hour, Piece(" "), *desk.person_line(person, has_talk=True)])
    desk.put(desk.chance.choice(("lines", "list")), *rows)
    desk.para("org_sentence")
    desk.register()


def term_card(desk: Desk) -> None:
    """A term's programme: a row for each date, the hour once for all."""
    if desk.story.habit.doubt != SURE:
        desk.story.starts[:] = desk.story.starts[:1]
        programme_office(desk)
        return
    desk.title(has_kicker=False)
    desk.para("org_sentence")
    desk.para("always")
    desk.is_settled = True
    rows: list[list[Pieces]] = []
    for start, person in zip(desk.story.starts, desk.story.speakers, strict=False):
        talk = [Piece(start.truth.title or "", Label.TALK)]
        name = desk.name(person)
        if desk.maybe(0.0 if desk.inline == "none" else 1.0):
            name = [*name, Piece(", " if desk.inline == "of" else " ("), *desk.belongs(person, is_short=True)]
            name += [] if desk.inline == "of" else [Piece(")")]
        rows.append([desk.time(start.date), *((talk, name) if desk.line_shape < "N," else (name, talk))])
    desk.blocks.append(Block("table", rows))
    desk.register()


def social_post(desk: Desk) -> None:
    """A short post with little pictures and hashtags."""
    desk.put("lines", [Piece(desk.chance.choice(("🔴 ", "📣 ", "🗣 ", "✨ "))), *desk.title_pieces()])
    desk.put("lines", [Piece("⏰ "), *desk.time(desk.story.start.line)])
    if desk.maybe(0.8):
        names = desk.joined([desk.name(person) for person in desk.story.speakers])
        desk.put("lines", [Piece(f"🎤 {desk.voice.words('with')} "), *names])
    tags = " ".join(f"#{desk.voice.words('bare').title().replace(' ', '').replace('’', '')}" for _ in range(2))
    desk.put("lines", [Piece("👉 "), *desk.url()], [Piece(tags)])


def poster(desk: Desk) -> None:
    """Few words in capitals, one below the other."""
    desk.story.title = desk.story.title.upper()
    desk.put("lines", [Piece(desk.voice.words("webinar").upper())], desk.title_pieces())
    desk.put("lines", desk.time(desk.story.start.date), desk.time(desk.story.start.hours))
    desk.put("lines", *(desk.person_line(person) for person in desk.story.people))
    desk.put("lines", [Piece(desk.voice.words("label_org") + ": "), *desk.org_pieces()])
    desk.lines("intro_short")


def forwarder(desk: Desk) -> None:
    """A forwarded mail, each line of it marked."""
    desk.lines("forwarded")
    desk.line_shape = desk.line_shape.replace("\n", ", ")
    mark = desk.chance.choice(("> ", "> ", "| ", ""))
    lines: list[Pieces] = [
        desk.title_pieces(),
        [],
        desk.time(desk.story.start.line),
        *(desk.person_line(person) for person in desk.story.people),
        [],
        desk.voice.say("org_sentence", desk.slots()),
        [Piece(desk.voice.words("register_label") + ": "), *desk.url()],
    ]
    desk.put("lines", *([Piece(mark if line else mark.rstrip() or " "), *line] for line in lines))
    desk.lines("closing", "signature")


def answerer(desk: Desk) -> None:
    """A page that ends in questions about taking part, which are no questions of the evening."""
    desk.title()
    desk.facts("when", "place", "fee")
    desk.para("blurb")
    desk.people()
    desk.head("head_register")
    asked = list(zip(desk.voice.alternatives("faq"), desk.voice.alternatives("faq_answer"), strict=True))
    for question, answer in desk.chance.sample(asked, 2):
        desk.put("lines", [Piece(question)], [Piece(answer)])
    desk.register()


def muddler(desk: Desk) -> None:
    """All that is needed, in no order."""
    parts: list[Callable[[], None]] = [
        desk.title,
        lambda: desk.put("para", desk.time(desk.story.start.line)),
        desk.people,
        lambda: desk.para("blurb"),
        lambda: desk.para("org_sentence"),
        desk.register,
        lambda: desk.para("noise_people"),
    ]
    desk.chance.shuffle(parts)
    for part in parts:
        part()


def dotted_line(desk: Desk) -> None:
    """Everything in one line, parted by dots."""
    dot = desk.chance.choice((" · ", " • ", " | ", " // ", " – "))
    pieces = [*desk.time(desk.story.start.phrase), Piece(dot)]
    quotes = {"de": "„“", "fr": "«»", "en": "“”"}.get(desk.voice.language, "«»")
    blank = "\u00a0" if desk.voice.language == "fr" else ""
    pieces += [Piece(quotes[0] + blank), *desk.title_pieces(), Piece(blank + quotes[1] + dot)]
    for person in desk.story.speakers:
        pieces += [*desk.inline_person(person), Piece(dot)]
    pieces += desk.org_pieces(0, 1)
    if desk.maybe():
        desk.lines("invite_short")
    desk.put("para", pieces)
    desk.register()


def portraitist(desk: Desk) -> None:
    """A heading for each person, a biography below it."""
    desk.title()
    desk.para("takes_place", "blurb")
    desk.head("head_speakers")
    for number, person in enumerate(desk.story.speakers[:4]):
        desk.put("lines", desk.person_line(person))
        biography(desk, number)
    special = desk.story.special
    if special is not None:
        desk.put("lines", desk.person_line(special))
    desk.para("org_sentence")


def playbill(desk: Desk) -> None:
    """The houses first, then what they present."""
    desk.put("lines", desk.org_pieces())
    if len(desk.story.organisers) > 1:
        desk.lines("present")
    desk.title(has_kicker=False)
    desk.put("lines", desk.time(desk.story.start.line))
    desk.people(head=None, what="lines")
    desk.lines("intro_short", "housekeeping")


def reminding(desk: Desk) -> None:
    """The day before: short, in a hurry."""
    desk.story.published_on = desk.story.start.day - dt.timedelta(days=1)
    desk.lines("greeting")
    desk.para("reminder")
    desk.put("para", [*desk.title_pieces(), Piece("\n"), *desk.time(desk.story.start.line)])
    desk.people_sentence()
    desk.lines("housekeeping", "closing", "signature")


def postponing(desk: Desk) -> None:
    """A new date, the old one still in the text."""
    desk.title()
    desk.para("moved", "takes_place")
    desk.para("blurb")
    desk.people()
    desk.para("org_sentence")


def congress_office(desk: Desk) -> None:
    """A congress with a keynote, its language, its programme."""
    if desk.story.special is not None:
        desk.story.people.remove(desk.story.special)
    desk.story.people[0].role = "keynote"
    if desk.maybe():
        desk.put("head", [Piece(desk.story.series, Label.SERIES)])
    desk.title(has_kicker=False)
    desk.facts("date", "time", "place", "org")
    desk.para("blurb", "languages_note")
    desk.people(has_talks=True)
    desk.para("noise_dates", "noise_orgs")
    desk.register()


def double_labels(desk: Desk) -> None:
    """A label on each line, names one below the other behind theirs."""
    names: Pieces = []
    mark = desk.chance.choice(("; ", "\n", " / "))
    for number, person in enumerate(desk.story.people):
        names += [*([Piece(mark)] if number else []), *desk.person_line(person)]
    facts = [row for name in ("title", "when", "place", "org") for row in (desk.fact(name),)]
    label = [Piece(desk.voice.capital(desk.voice.words("label_with")))]
    facts.insert(desk.chance.randrange(1, 4), [label, names, [Piece("🎤")]])
    desk.blocks.append(Block("facts", facts))
    desk.para("blurb", "noise_people")


def chatterer(desk: Desk) -> None:
    """One line of a chat, hardly a capital in it."""
    desk.put("para", desk.voice.say("chat", desk.slots()))


def essayist(desk: Desk) -> None:
    """A long text that comes to its event at the end."""
    if desk.maybe(0.3):
        desk.lines("furniture", "furniture")
    if desk.maybe(0.5):
        desk.put("title", desk.title_pieces())
    desk.para("essay", "blurb", "essay")
    desk.para("essay", "noise_people", "essay")
    desk.para("noise_orgs", "essay", "blurb")
    desk.para("essay_end")
    desk.para("org_sentence")
    if desk.maybe():
        desk.register()
    desk.lines("footer")


def table_maker(desk: Desk) -> None:
    """People as rows of a table, facts as another."""
    desk.title()
    desk.facts("date", "time", "place")
    desk.head("head_speakers")
    rows = [[desk.name(person), desk.belongs(person)] for person in desk.story.speakers]
    desk.blocks.append(Block("table", rows))
    desk.para("blurb", "housekeeping")
    desk.para("org_sentence")


def abstract_collector(desk: Desk) -> None:
    """Each talk with its speaker, and an abstract below."""
    desk.title()
    desk.put("lines", desk.time(desk.story.start.line))
    desk.para("invite_short")
    for person in desk.story.speakers[:3]:
        desk.put("lines", desk.person_line(person, has_talk=True))
        desk.para("blurb", "essay")
    desk.para("org_sentence")
    desk.register()
    desk.head("head_related")
    desk.put("list", desk.voice.say("other_event", desk.slots()), desk.voice.say("other_event", desk.slots()))


AUTHORS = (
    meeting_program,
    timetable,
    term_card,
    social_post,
    poster,
    forwarder,
    answerer,
    muddler,
    dotted_line,
    portraitist,
    playbill,
    reminding,
    postponing,
    congress_office,
    double_labels,
    chatterer,
    essayist,
    table_maker,
    abstract_collector,
)
OF_SEVERAL_STARTS = (term_card,)
PLAIN_ONLY = (forwarder, dotted_line, social_post, chatterer)
