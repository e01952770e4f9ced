"""What is true of a text, by what stands on its page."""

from collections.abc import Iterator

from benchmarks.texts.b.desk import Desk
from benchmarks.texts.b.grammar import Piece
from benchmarks.texts.labelled import Label, Labelled, TruePerson, TrueSession, Writer


def labelled(desk: Desk, writer: Writer, *, shape: str, is_html: bool) -> Labelled:
    """Returns the text of the writer with the truth about it: of each value, what is printed first."""
    story = desk.story
    pieces = list(_pieces(desk))
    return Labelled(
        text=writer.text,
        language=story.voice.language,
        shape=shape,
        published_on=story.published_on,
        kind=story.kind,
        title=_first(pieces, Label.TITLE),
        sessions=_sessions(desk, pieces),
        people=_people(desk, pieces),
        organisers=tuple(dict.fromkeys(piece.text for piece in pieces if piece.label is Label.ORGANISER)),
        questions=tuple(dict.fromkeys(piece.text for piece in pieces if piece.label is Label.QUESTION)),
        series=_first(pieces, Label.SERIES),
        registration_url=story.url if desk.is_url_printed else None,
        spans=tuple(sorted(writer.spans, key=lambda span: span.start)),
        is_html=is_html,
    )


def _pieces(desk: Desk) -> Iterator[Piece]:
    for block in desk.blocks:
        for row in block.rows:
            for cell in row:
                yield from cell


def _first(pieces: list[Piece], label: Label, whose: int = 0) -> str | None:
    return next((piece.text for piece in pieces if piece.label is label and piece.whose == whose), None)


def _sessions(desk: Desk, pieces: list[Piece]) -> tuple[TrueSession, ...]:
    times = " ".join(piece.text for piece in pieces if piece.label is Label.TIME)
    sessions = []
    for start in desk.story.starts:
        has_hours = (
            desk.is_settled
            or start.phrase in times
            or start.line in times
            or any(claim in times for claim in start.claims if claim)
        )
        sessions.append(start.truth if has_hours else TrueSession(None, title=start.truth.title))
    return tuple(sessions)


def _people(desk: Desk, pieces: list[Piece]) -> tuple[TruePerson, ...]:
    people = []
    roles = {person.number: person.role for person in desk.story.people}
    seen: set[int] = set()
    for piece in pieces:
        if piece.label is Label.PERSON and piece.whose not in seen:
            seen.add(piece.whose)
            affiliation = _first(pieces, Label.AFFILIATION, piece.whose)
            people.append(TruePerson(piece.text, affiliation, roles[piece.whose]))
    return tuple(people)
