"""Authors who write for the public: press offices, sites, ticket pages, marketing."""

from benchmarks.texts.b.authors_near import biography
from benchmarks.texts.b.blocks import Block
from benchmarks.texts.b.desk import Desk
from benchmarks.texts.b.grammar import Piece
from benchmarks.texts.labelled import Label


def press_officer(desk: Desk) -> None:
    """A press release with a dateline, a lead that says it all, and a contact."""
    desk.lines("press")
    desk.title(has_kicker=False)
    city = desk.voice.words("city")
    lead = desk.voice.say("press_lead", desk.slots())
    desk.put("para", [Piece(f"{city}, {desk.posted()} – "), *lead])
    desk.para("blurb")
    desk.people_sentence()
    desk.head("head_contact")
    desk.put("lines", [Piece(f"{desk.stranger()}, press@example.org")])


def site_volunteer(desk: Desk) -> None:
    """A blog post with all the furniture of its site around it."""
    desk.lines("furniture", "furniture")
    desk.title()
    desk.lines("furniture")
    desk.para("blurb", "takes_place")
    desk.people()
    if desk.maybe():
        desk.questions()
    desk.para("org_sentence")
    desk.register()
    desk.lines("footer", "footer", "footer")


def ticket_page(desk: Desk) -> None:
    """A card of a ticket platform, copied from top to bottom."""
    desk.put("lines", desk.time(desk.story.start.date))
    desk.title(has_kicker=False)
    desk.put("lines", [Piece(desk.voice.words("label_org") + " "), *desk.org_pieces()])
    desk.lines("attending")
    desk.head("head_when")
    desk.put("lines", desk.time(desk.story.start.line))
    desk.head("head_about")
    desk.para("blurb", "blurb")
    desk.people()
    desk.register()
    desk.lines("footer")


def network(desk: Desk) -> None:
    """Hours in many places as a list, confirmed speakers, organisers at the end."""
    desk.title()
    desk.head("head_when")
    desk.when_list()
    desk.head("head_about")
    desk.para("blurb", "blurb")
    desk.people()
    if desk.maybe(0.4):
        desk.questions()
    desk.para("org_sentence")


def marketing(desk: Desk) -> None:
    """A company's page: promise, what you will learn, who, one more button."""
    desk.put("button", desk.voice.say("register_label"))
    desk.title(has_kicker=True)
    desk.put("lines", desk.time(desk.story.start.line))
    desk.para("blurb")
    desk.questions(has_topics=True)
    desk.people()
    desk.register()
    desk.lines("housekeeping", "footer")


def programme_office(desk: Desk) -> None:
    """A programme by the hour: welcome, talks with names, discussion."""
    desk.title()
    desk.facts("date", "time", "place")
    rows = programme_rows(desk)
    if desk.maybe(0.6):
        desk.head("head_programme")
    if desk.maybe():
        desk.blocks.append(Block("table", rows))
    else:
        desk.put(
            "lines",
            *(
                [piece for number, cell in enumerate(row) for piece in ([Piece(" ")] if number else []) + cell]
                for row in rows
            ),
        )
    desk.para("org_sentence", "noise_dates")
    desk.register()


def programme_rows(desk: Desk) -> list[list[list[Piece]]]:
    """Returns rows of hour and talk, from the start on."""
    story = desk.story
    start = story.start.clock_minutes
    rows = []
    for number, person in enumerate(story.people):
        minutes = start + 10 + 25 * number
        rows.append([[Piece(clock(minutes))], desk.person_line(person, has_talk=True)])
    first = [[Piece(clock(start))], [Piece(desk.opening())]]
    last = [[Piece(clock(start + 10 + 25 * len(rows)))], [Piece(desk.voice.words("next_talk"))]]
    return [first, *rows, last]


def clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def bulletin_table(desk: Desk) -> None:
    """Facts only, label by label."""
    desk.facts(*(["series"] if desk.maybe(0.3) else []), "title", "with", "date", "time", "place", "org", "register")
    if desk.maybe():
        desk.para("blurb")


def card_maker(desk: Desk) -> None:
    """Facts with little pictures, no sentence."""
    desk.title()
    desk.facts("date", "time", "with", "place", "fee", "org")
    desk.register()


def umbrella(desk: Desk) -> None:
    """The series shouts, the title follows in quotes."""
    desk.put("head", [Piece(desk.story.series, Label.SERIES)])
    desk.put("para", [Piece(desk.voice.words("kicker").rstrip() + " "), *desk.title_pieces()])
    desk.para("takes_place")
    desk.para("blurb")
    desk.people()
    desk.para("org_sentence")
    desk.register()
    desk.head("head_related")
    desk.put("list", *(desk.voice.say("other_event", desk.slots()) for _ in range(2)))


def three_evenings(desk: Desk) -> None:
    """Several dates under one title, each with a subject of its own."""
    desk.title()
    desk.para("blurb", "org_sentence")
    if desk.maybe(0.7):
        desk.head("head_dates")
    speakers = desk.story.speakers
    inline = desk.maybe()
    rows = []
    for number, start in enumerate(desk.story.starts):
        talk = Piece(start.truth.title or "", Label.TALK)
        person = desk.name(speakers[number]) if number < len(speakers) else []
        by = [Piece(" – " if inline else "\n"), *person] if person else []
        rows.append([*desk.time(start.line), Piece(": " if inline else "\n"), talk, *by])
    if inline:
        desk.put("list", *rows)
    else:
        for row in rows:
            desk.put("para", row)
    desk.register()


def foundation(desk: Desk) -> None:
    """Everything in prose, the title within a sentence, several houses together."""
    if desk.maybe(0.4):
        desk.put("title", desk.title_pieces())
    desk.para("blurb", "invite")
    desk.people_sentence()
    desk.para("org_sentence", "noise_orgs")
    desk.para("housekeeping")


def biographer(desk: Desk) -> None:
    """Names first in a by-line, then long biographies."""
    desk.title()
    desk.put(
        "para",
        [
            Piece(desk.voice.capital(desk.voice.words("with")) + " "),
            *desk.joined([desk.inline_person(p) for p in desk.story.speakers]),
        ],
    )
    desk.put("para", desk.time(desk.story.start.line))
    desk.para("blurb")
    desk.head("head_bios")
    for number in range(min(3, len(desk.story.speakers))):
        biography(desk, number)
    desk.para("org_sentence")


AUTHORS = (
    press_officer,
    site_volunteer,
    ticket_page,
    network,
    marketing,
    programme_office,
    bulletin_table,
    card_maker,
    umbrella,
    three_evenings,
    foundation,
    biographer,
)
OF_SEVERAL_STARTS = (three_evenings,)
