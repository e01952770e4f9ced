"""What is true of a text: of all that was made up, what the text in the end says."""

from collections import Counter
from collections.abc import Iterable, Sequence

from benchmarks.texts.a.events import Event, Person
from benchmarks.texts.a.page import Page
from benchmarks.texts.labelled import Label, Labelled, TruePerson


def labelled(event: Event, page: Page, shape: str) -> Labelled:
    """Returns the text with the truth about it."""
    text, spans = page.writer.text, tuple(page.writer.spans)
    said: dict[Label, Counter[str]] = {label: Counter() for label in Label}
    for span in spans:
        said[span.label][text[span.start : span.end]] += 1
    people = tuple(_true(person, said) for person in event.people if person.name in said[Label.PERSON])
    titles: Sequence[str | None] = event.session_titles or [None] * len(event.moments)
    return Labelled(
        text=text,
        language=event.speech.language,
        shape=shape,
        published_on=event.published_on,
        kind=event.kind,
        title=event.title if event.title in said[Label.TITLE] else None,
        sessions=tuple(moment.truth(title) for moment, title in zip(event.moments, titles, strict=False)),
        people=people,
        organisers=_once(org.text for org in (*event.hosts, *event.partners) if org.text in said[Label.ORGANISER]),
        questions=tuple(q for q in (*event.questions, *event.topics) if q in said[Label.QUESTION]),
        series=event.series if event.series in said[Label.SERIES] else None,
        registration_url=event.given_url,
        spans=spans,
        is_html=page.is_html,
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _true(person: Person, said: dict[Label, Counter[str]]) -> TruePerson:
    affiliation = person.affiliation_text
    is_printed = affiliation is not None and affiliation in said[Label.AFFILIATION]
    role = person.role if person.is_role_said else "speaker"
    return TruePerson(person.name, affiliation if is_printed else None, role)
