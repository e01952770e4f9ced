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


AUTHORS = (archivist, reporter, thankful, minute_taker)
