"""Authors who write when it is over."""

from benchmarks.texts.b.desk import Desk
from benchmarks.texts.b.grammar import Piece
from benchmarks.texts.labelled import Label


def archivist(desk: Desk) -> None:
    """A post with the full recording and one video for each speaker."""
    desk.title(has_kicker=True)
    desk.para("took_place")
    desk.video([Piece(desk.voice.words("video_full"))])
    for person in desk.story.speakers:
        talk = [Piece(": "), Piece(person.talk or "", Label.TALK)] if desk.maybe(0.8) else []
        desk.video([*desk.name(person), *talk])


def reporter(desk: Desk) -> None:
    """A report in prose, with a photographer and thanks."""
    desk.title(has_kicker=False)
    desk.para("took_place", "blurb_after")
    desk.people_sentence()
    desk.para("blurb_after", "noise_people")
    desk.video([Piece(desk.voice.words("video_full"))])


def thankful(desk: Desk) -> None:
    """A mail of thanks with the link to the recording."""
    desk.lines("greeting")
    desk.para("took_place", "blurb_after")
    desk.video([Piece(desk.voice.words("video_full"))])
    desk.people()
    desk.lines("closing", "signature")


def minute_taker(desk: Desk) -> None:
    """What was asked, who spoke, where to watch."""
    desk.title()
    desk.head("past_head")
    desk.para("took_place")
    desk.people()
    desk.questions()
    desk.head("head_videos")
    desk.video([Piece(desk.voice.words("video_full"))])
    desk.lines("footer")


def linker(desk: Desk) -> None:
    """Names that were links to pages of their own."""
    desk.title()
    desk.para("took_place")
    rows = []
    for person in desk.story.speakers:
        talk = [Piece(" – "), Piece(person.talk or "", Label.TALK)] if desk.maybe(0.7) else []
        page = person.surname.lower().replace(" ", "-").replace("’", "")
        address = f"](https://people.example.org/{page})" if page.isascii() else "](#)"
        rows.append([Piece("["), *desk.name(person), Piece(address), *talk])
    desk.put("list", *rows)
    desk.video([Piece(desk.voice.words("video_full"))])
    desk.para("next_after")


def podcaster(desk: Desk) -> None:
    """A recording's page with the minutes of its parts."""
    desk.title(has_kicker=False)
    desk.video([Piece(desk.voice.words("video_full"))])
    desk.para("took_place", "blurb_after")
    rows = [[Piece(f"00:00 {desk.opening()}")]]
    minutes = 0
    for person in desk.story.speakers:
        minutes += desk.chance.randrange(3, 19)
        talk = [Piece(" – "), Piece(person.talk or "", Label.TALK)] if desk.maybe(0.8) else []
        rows.append([Piece(f"{minutes:02}:{desk.chance.randrange(60):02} "), *desk.name(person), *talk])
    desk.put("lines", *rows)


def press_review(desk: Desk) -> None:
    """Furniture of a site, a report, who organised it, what comes next."""
    desk.lines("furniture", "furniture")
    desk.title()
    desk.para("took_place", "blurb_after", "blurb_after")
    desk.people_sentence()
    desk.lines("noise_people")
    desk.para("next_after")
    desk.lines("footer", "footer")


def short_notice(desk: Desk) -> None:
    """Two lines and an address."""
    desk.title(has_kicker=True)
    desk.put(
        "lines", desk.time(desk.story.start.date), desk.joined([desk.inline_person(p) for p in desk.story.speakers])
    )
    desk.video([Piece(desk.voice.words("video_full"))])


AUTHORS = (archivist, reporter, thankful, minute_taker, linker, podcaster, press_review, short_notice)
PLAIN_ONLY = (linker,)
