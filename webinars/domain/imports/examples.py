"""What people have made of pasted texts, as labelled examples for the reader: kept only where administrators say so.

Nothing is kept of a correction. Only the text is, for as long as its webinar is there and a year at most; what its
pieces are is what the published webinar says at the time of the export.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.imports.anonymised_lines import unaddressed_lines
from webinars.domain.programme.editor_queries import whole
from webinars.lib.names import name_key, organisation_key
from webinars.models import PastedText, Status, Visibility, Webinar
from webinars.pure.announcements import reader
from webinars.pure.announcements.model import Reading

KEPT_FOR = dt.timedelta(days=365)
MOST = 2_000
"""Examples of one export, the newest."""
PAGE, MAIL = "https://link.example/page", "name@mail.example"
"""Stand for every address: that a line has one helps to read it, which one does not."""


class Span(Struct, frozen=True):
    """Characters `start` to `end` of a text are a `label`: title, person, affiliation, talk, organiser, question."""

    start: int
    end: int
    label: str


class Example(Struct, frozen=True):
    """A text and what its pieces are."""

    text: str
    published_on: dt.date
    spans: tuple[Span, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "text": self.text,
            "published_on": self.published_on.isoformat(),
            "spans": [{"start": span.start, "end": span.end, "label": span.label} for span in self.spans],
        }


def keep_text(session: Session, webinar: Webinar, reading: Reading, *, published_on: dt.date, now: dt.datetime) -> None:
    """Keep the text of which a draft was made, without addresses and the lines about the room. Flushes.

    A text of several webinars is not kept: what one of them says labels only a part of it.
    """
    if len(reading.webinars) == 1:
        text = _text_of(reading)
        session.add(PastedText(webinar_id=webinar.id, text=text, published_on=published_on, pasted_at=now))
    session.flush()


def forget_old_texts(session: Session, *, now: dt.datetime) -> None:
    """Forget the texts that have been kept for a year. The caller commits."""
    session.execute(sa.delete(PastedText).where(PastedText.pasted_at <= now - KEPT_FOR))


def forget_texts(session: Session) -> int:
    """Forget every text that was kept. Returns how many there were. The caller commits."""
    count = session.scalar(sa.select(sa.func.count()).select_from(PastedText)) or 0
    session.execute(sa.delete(PastedText))
    return count


def examples(session: Session) -> Iterator[Example]:
    """Yields the examples in the texts of public webinars, the newest first.

    Reads each text again, and so takes its time.
    """
    query = (
        sa.select(PastedText, Webinar)
        .join(Webinar, Webinar.id == PastedText.webinar_id)
        .where(Webinar.status != Status.DRAFT, Webinar.visibility == Visibility.PUBLIC)
        .order_by(PastedText.pasted_at.desc(), PastedText.webinar_id.desc())
        .limit(MOST)
        .options(*whole())
    )
    for kept, webinar in session.execute(query):
        example = _example(kept, webinar)
        if example is not None:
            yield example


def _text_of(reading: Reading) -> str:
    lines: list[str] = []
    last = 0
    for number, text in unaddressed_lines(reading, page=PAGE, mail=MAIL):
        # Empty lines set apart what stands between them; those that are left out leave one.
        lines += ["", text] if lines and number > last + 1 else [text]
        last = number
    return "\n".join(lines) + "\n"


def _example(kept: PastedText, webinar: Webinar) -> Example | None:
    """Returns the example, or None where the webinar says something in other words than its text.

    Those would be taught as nothing.
    """
    text = kept.text
    spans = list(_spans(text, webinar))
    found = {(span.label, name_key(text[span.start : span.end])) for span in spans}
    if not any(span.label == "title" for span in spans) or _is_reworded(kept, webinar, found):
        return None
    return Example(text, kept.published_on, tuple(sorted(spans, key=lambda span: span.start)))


def _spans(text: str, webinar: Webinar) -> Iterator[Span]:
    taken: list[tuple[int, int]] = []
    values = sorted(_values(webinar), key=lambda value: (-len(value[1]), value[1], value[0]))
    for label, value in values:
        # A name is one wherever it stands. Of anything else one place is enough, and another may be something else.
        places = _places(text, value)
        for start, end in places if label == "person" else places[:1]:
            if not any(start < other_end and other_start < end for other_start, other_end in taken):
                taken.append((start, end))
                yield Span(start, end, label)


def _values(webinar: Webinar) -> Iterator[tuple[str, str]]:
    yield "title", webinar.title
    for appearance in webinar.lineup:
        yield from (
            (label, value)
            for label, value in (
                ("person", appearance.speaker.name),
                ("affiliation", appearance.affiliation),
                ("talk", appearance.talk_title),
            )
            if value
        )
    yield from (("organiser", name) for name in _organisers(webinar))
    yield from (("question", question.text) for question in webinar.questions)


def _organisers(webinar: Webinar) -> list[str]:
    return [webinar.host.name, *(each.organisation.name for each in webinar.co_organisers)]


def _places(text: str, value: str) -> Sequence[tuple[int, int]]:
    words = r"\s+".join(map(re.escape, value.split()))
    edges = [r"\b" if value.strip()[at : at + 1 or None].isalnum() else "" for at in (0, -1)]
    return [found.span() for found in re.finditer(f"{edges[0]}{words}{edges[1]}", text)] if words else []


def _is_reworded(kept: PastedText, webinar: Webinar, found: set[tuple[str, str]]) -> bool:
    """Returns whether somebody of the webinar is in no word of the text, and somebody found by the reader is not of it.

    Then the one may be the other in a better spelling.
    """
    reading = reader.read(kept.text, published_on=kept.published_on).webinars[0]
    people = [appearance.speaker.name for appearance in webinar.lineup]
    groups = [each.organisation.name for each in webinar.co_organisers]
    return _differs(
        [one.value.name for one in reading.lineup],
        people,
        [key for label, key in found if label == "person"],
    ) or _differs(
        [one.value for one in reading.organisers if organisation_key(one.value) != webinar.host.name_key],
        groups,
        [key for label, key in found if label == "organiser"],
    )


def _differs(read: Iterable[str], stored: Iterable[str], placed: Iterable[str]) -> bool:
    said, kept, there = {name_key(name) for name in read}, {name_key(name) for name in stored}, set(placed)
    return bool(kept - there) and bool(said - kept)
