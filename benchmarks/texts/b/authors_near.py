"""Authors who write to people they know: secretaries, chairs, volunteers, lecturers."""

from benchmarks.texts.b.desk import Desk
from benchmarks.texts.b.grammar import Piece
from benchmarks.texts.labelled import Label


def society_secretary(desk: Desk) -> None:
    """A letter: greeting, invitation, who speaks, practical matters, signature."""
    if desk.maybe(0.4):
        desk.title()
    desk.lines("greeting")
    desk.para("invite", *(["blurb"] if desk.maybe() else []))
    desk.people_sentence()
    desk.para("noise_dates", "housekeeping")
    if desk.maybe():
        desk.register()
    desk.lines("closing", "signature")


def list_moderator(desk: Desk) -> None:
    """A mailing list's mail with its head lines, the body without any heading."""
    heads = {
        "en": "From To Subject Date",
        "de": "Von An Betreff Datum",
        "fr": "De À Objet Date",
        "es": "De Para Asunto Fecha",
    }
    words = heads.get(
        desk.voice.language, "Da A Oggetto Data" if desk.voice.language == "it" else "De Para Assunto Data"
    ).split()
    posted = f"{desk.posted()}, 09:12"
    if desk.maybe():
        posted = f"{desk.story.published_on:%a, %d %b %Y} {desk.chance.randrange(7, 23):02}:41:07 +0200"
    subject = [Piece(f"{words[2]}: [{desk.voice.words('acronym').lower()}-list] "), *desk.title_pieces()]
    desk.put(
        "lines",
        [Piece(f"{words[0]}: {desk.stranger()} <office@example.org>")],
        [Piece(f"{words[1]}: list@example.org")],
        subject,
        [Piece(f"{words[3]}: {posted}")],
    )
    desk.lines("greeting")
    desk.para("invite_short", "blurb")
    desk.title(has_kicker=False)
    desk.para("takes_place")
    desk.people(head=None, what="lines")
    desk.para("org_sentence")
    desk.register()
    desk.lines("closing", "signature")
    desk.lines("footer")


def newsletter_editor(desk: Desk) -> None:
    """A newsletter with a masthead and several items, one of them the event."""
    desk.lines("masthead", "furniture")
    desk.para("other_item", "other_item")
    if desk.maybe():
        desk.head("head_related")
    desk.title()
    desk.para("takes_place", "blurb")
    desk.people_sentence()
    desk.para("org_sentence")
    desk.register()
    desk.para("other_item", "other_item")
    desk.lines("footer", "footer")


def hurried_activist(desk: Desk) -> None:
    """A message typed on a phone: the start first, half sentences, everything in a few lines."""
    desk.put("lines", desk.time(desk.story.start.line), [Piece("‼️ "), *desk.title_pieces()])
    desk.put("lines", *(desk.person_line(person, has_aff=desk.maybe()) for person in desk.story.people))
    if desk.maybe(0.6):
        desk.lines("org_sentence")
    desk.register()


def doctoral_student(desk: Desk) -> None:
    """A seminar: umbrella, title, speaker with affiliation, abstract, short biography."""
    if desk.maybe(0.7):
        desk.put("para", [Piece(desk.story.series, Label.SERIES)])
    desk.title(has_kicker=False)
    speaker = desk.story.speakers[0]
    desk.story.people[:] = [speaker]
    desk.put("para", desk.person_line(speaker))
    desk.put("para", desk.time(desk.story.start.line))
    desk.head("head_about")
    desk.para("blurb", "blurb", "blurb")
    if desk.maybe(0.7):
        desk.head("head_bios")
        biography(desk, 0)
    desk.register()


def biography(desk: Desk, number: int) -> None:
    """Put a biography that names people who do not speak."""
    person = desk.story.speakers[number]
    named = {**desk.slots(), "who": lambda: desk.name(person)}
    short = {**desk.slots(), "who": lambda: [Piece(person.surname)]}
    pieces = desk.voice.say("bio", named)
    if len(desk.story.speakers) < 3:
        pieces += [Piece(" "), *desk.voice.say("bio", short)]
    desk.put("para", pieces)


def sexton(desk: Desk) -> None:
    """A parish sheet: several dates of other things, the talk among them."""
    desk.lines("masthead")
    desk.put("lines", [Piece(f"{desk.other_date(-3)}: "), *desk.voice.say("other_item", desk.slots())])
    desk.put("para", [*desk.time(desk.story.start.line), Piece("\n"), *desk.title_pieces()])
    desk.people_sentence()
    desk.para("org_sentence", "noise_people")
    desk.put("lines", [Piece(f"{desk.other_date(9)}: "), *desk.voice.say("other_item", desk.slots())])


def user_group(desk: Desk) -> None:
    """A meet-up page: facts with little pictures, talks, what the platform adds."""
    desk.title(has_kicker=False)
    desk.facts(*(["when", "place", "org"] if desk.maybe() else ["date", "time", "place"]))
    desk.para("invite_short", "blurb")
    desk.people(has_talks=True)
    desk.register()
    desk.lines("attending", "attending")


def shy_volunteer(desk: Desk) -> None:
    """No title at all: a few lines that say when and with whom."""
    desk.lines("greeting")
    desk.para("invite_short", "takes_place")
    desk.people_sentence()
    desk.para("housekeeping")
    desk.lines("closing", "signature")


def head_of_library(desk: Desk) -> None:
    """A page of the programme: title, underlined facts, description, no people."""
    desk.title()
    desk.facts("when", "place", "fee", "org")
    desk.para("blurb", "blurb", "noise_people")
    desk.register()
    desk.para("noise_dates")


def asker(desk: Desk) -> None:
    """An announcement that lives on its questions."""
    desk.title()
    desk.para("takes_place", "blurb")
    desk.questions(has_topics=desk.maybe(0.25))
    desk.people()
    desk.para("org_sentence")
    desk.register()


AUTHORS = (
    society_secretary,
    list_moderator,
    newsletter_editor,
    hurried_activist,
    doctoral_student,
    sexton,
    user_group,
    shy_volunteer,
    head_of_library,
    asker,
)
