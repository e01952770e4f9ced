"""What search knows of recordings, of webinars without one, and of speakers: which words, and in which field."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.programme.credit_line import linked_organisers_of, organisers_of
from webinars.domain.programme.public_lineup import is_in_public, public_lineup, stands_in_public
from webinars.domain.programme.public_visibility import is_listed, listed
from webinars.domain.programme.queries import for_texts
from webinars.domain.search.tokens import TOKEN_VERSION, DocumentTokens, tokens
from webinars.lib.markdown import plain_text
from webinars.models import (
    DOCUMENT_ROOM,
    Appearance,
    AudienceQuestion,
    DocumentKind,
    QuestionState,
    Recording,
    RecordingKind,
    Speaker,
    Webinar,
)

LONGEST_TEXT = 60_000
"""Characters of a field that are searched: a tsvector holds at most a megabyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentContent:
    """A document as it shall be."""

    kind: DocumentKind
    ref_id: int
    webinar_id: int | None = None
    recording_id: int | None = None
    position: int = 0
    held_on: dt.date
    title: str
    people: str = ""
    body: str
    language: str = ""
    facets: frozenset[tuple[str, str]] = field(default=frozenset(), compare=False)
    """The values by which a recording can be chosen."""

    @property
    def id(self) -> int:
        """The id of its row."""
        return document_id(self.kind, self.ref_id)

    @property
    def digest(self) -> str:
        """Of all that is stored in the document itself."""
        return hashlib.sha256(repr(astuple(self)[:-1]).encode(errors="replace")).hexdigest()

    def row(self) -> dict[str, Any]:
        """Returns the columns of its row."""
        columns = asdict(self) | {"id": self.id, "digest": self.digest, "token_version": TOKEN_VERSION}
        del columns["facets"]
        return columns

    def tokens(self) -> DocumentTokens:
        """Returns its tokens under its id."""
        return DocumentTokens(self.id, (tokens(self.title), tokens(self.people), tokens(self.body)))


def document_id(kind: DocumentKind, ref_id: int) -> int:
    """Returns the id of the document of a row."""
    return ref_id * DOCUMENT_ROOM + list(DocumentKind).index(kind)


def searchable_webinars(webinar_ids: Collection[int]) -> sa.Select[Webinar]:
    """Returns those of these webinars that may be found, as the database has them now."""
    return (
        sa.select(Webinar)
        .where(Webinar.id.in_(webinar_ids), listed())
        .options(
            *for_texts(),
            orm.selectinload(Webinar.shown_questions),
            orm.selectinload(Webinar.recordings),
        )
        # A collection may have been loaded before rows were added to it by their foreign key.
        .execution_options(populate_existing=True)
    )


def searchable_among(session: Session, webinars: Collection[Webinar]) -> list[Webinar]:
    """Returns the same of webinars that were read in this moment with all that calendars say, loaded as far as that."""
    found = {webinar.id: webinar for webinar in webinars if is_listed(webinar)}
    questions: dict[int, list[AudienceQuestion]] = {webinar_id: [] for webinar_id in found}
    is_shown = (AudienceQuestion.state != QuestionState.PENDING, ~AudienceQuestion.is_hidden)
    rows = session.scalars(
        sa.select(AudienceQuestion)
        .where(AudienceQuestion.webinar_id.in_(found), *is_shown)
        .order_by(AudienceQuestion.number)
        .execution_options(populate_existing=True)
    )
    for row in rows if found else ():
        questions[row.webinar_id].append(row)
    for webinar_id, asked in questions.items():
        orm.attributes.set_committed_value(found[webinar_id], "shown_questions", asked)
    return list(found.values())


def searchable_speakers(speaker_ids: Collection[int]) -> sa.Select[Speaker]:
    """Returns those of these speakers that may be found: who stands in the line-up of a listed webinar."""
    appears = sa.exists().where(
        Appearance.speaker_id == Speaker.id, Appearance.webinar_id == Webinar.id, stands_in_public(), listed()
    )
    return sa.select(Speaker).where(Speaker.id.in_(speaker_ids), appears).execution_options(populate_existing=True)


def content_of_speaker(speaker: Speaker) -> DocumentContent:
    """Returns the document of a speaker."""
    return DocumentContent(
        kind=DocumentKind.SPEAKER,
        ref_id=speaker.id,
        held_on=speaker.created_at.date(),
        title=speaker.name,
        body=_joined([speaker.affiliation, plain_text(speaker.bio)]),
    )


def contents_of(webinar: Webinar) -> Iterator[DocumentContent]:
    """Yields the documents of a webinar that `searchable_webinars` loaded: its recordings, or without any its own."""
    if not webinar.recordings:
        yield _content_of_webinar(webinar)
        return
    has_full_stream = any(each.kind == RecordingKind.FULL for each in webinar.recordings)
    for place, recording in enumerate(webinar.recordings):
        heard = _audible_appearances(webinar, recording)
        body = [webinar.title if webinar.title != recording.title else "", *_talks(heard), *_belonging(webinar)]
        if recording.kind == RecordingKind.FULL or not has_full_stream:
            # What a webinar says of itself as a whole would make each of its talks an answer to everything.
            body += [*_about(webinar), *_audience_questions(webinar, is_recorded=True)]
        yield DocumentContent(
            kind=DocumentKind.RECORDING,
            ref_id=recording.id,
            webinar_id=webinar.id,
            recording_id=recording.id,
            position=place,
            held_on=webinar.starts_on or recording.published_at.date(),
            title=recording.title,
            people=_joined([appearance.shown_name for appearance in heard]),
            body=_joined(body),
            language=recording.language,
            facets=frozenset(_facets(webinar, recording, heard)),
        )


def _content_of_webinar(webinar: Webinar) -> DocumentContent:
    speaking = public_lineup(webinar)
    return DocumentContent(
        kind=DocumentKind.WEBINAR,
        ref_id=webinar.id,
        webinar_id=webinar.id,
        held_on=webinar.starts_on or webinar.created_at.date(),
        title=webinar.title,
        people=_joined([appearance.shown_name for appearance in speaking]),
        body=_joined([*_talks(speaking), *_belonging(webinar), *_about(webinar), *_audience_questions(webinar)]),
        language=webinar.language,
    )


def _belonging(webinar: Webinar) -> Iterator[str]:
    """Yields where a webinar belongs: its series and its organisers."""
    if webinar.series is not None:
        yield webinar.series.title
    yield from (organisation.name for organisation in organisers_of(webinar))


def _about(webinar: Webinar) -> Iterator[str]:
    """Yields what a webinar says of itself as a whole."""
    yield from (question.text for question in webinar.questions)
    yield webinar.summary
    yield plain_text(webinar.description)


def _audience_questions(webinar: Webinar, *, is_recorded: bool = False) -> Iterator[str]:
    """Yields what the audience has asked: what was answered, with the written answers, and below it how others put it.

    What still waits is found once there is a recording, for it stays so: before it a crowd asks, and each question
    would have all that is known of the webinar written anew.
    """
    shown = webinar.shown_questions
    answered = [each for each in shown if each.state is QuestionState.ANSWERED or each.answer]
    for question in answered:
        yield question.text
        yield plain_text(question.answer)
    ids = {each.id for each in answered}
    yield from (each.text for each in shown if each.merged_into_id in ids)
    if is_recorded:
        waiting = {QuestionState.OPEN, QuestionState.ANSWERING}
        yield from (each.text for each in shown if each.state in waiting and not each.answer)


def _audible_appearances(webinar: Webinar, recording: Recording) -> Sequence[Appearance]:
    """Returns whoever can be heard: in their own talk, and in the full stream of a webinar they appear in."""
    if recording.kind == RecordingKind.FULL:
        return [
            each
            for each in webinar.lineup
            if is_in_public(webinar, each, is_over=True) or each.id == recording.appearance_id
        ]
    return [each for each in webinar.lineup if each.id == recording.appearance_id]


def _talks(heard: Sequence[Appearance]) -> Iterator[str]:
    for appearance in heard:
        yield appearance.talk_title
        yield appearance.affiliation
        yield plain_text(appearance.abstract)


def _facets(webinar: Webinar, recording: Recording, heard: Sequence[Appearance]) -> Iterator[tuple[str, str]]:
    yield from (("organisation", organisation.slug) for organisation in linked_organisers_of(webinar))
    yield from (("speaker", appearance.speaker.slug) for appearance in heard)
    yield from (("topic", topic.slug) for topic in webinar.topics)
    if webinar.series is not None:
        yield "series", webinar.series.slug
    if webinar.starts_on is not None:
        yield "year", str(webinar.starts_on.year)
    yield "language", recording.language


def _joined(parts: Sequence[str]) -> str:
    # PostgreSQL stores no NUL, and nobody looks for one.
    return "\n".join(dict.fromkeys(filter(None, parts)))[:LONGEST_TEXT].replace("\0", "")
