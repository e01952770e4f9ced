"""What search knows of a recording: which words, in which field, and the values it can be chosen by."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from webinars.lib.markdown import plain_text
from webinars.models import (
    Appearance,
    CoOrganiser,
    DocumentKind,
    Organisation,
    Recording,
    RecordingKind,
    Webinar,
)
from webinars.programme.queries import listed
from webinars.search.tokens import TOKEN_VERSION, DocumentTokens, tokens

LONGEST_TEXT = 60_000
"""Characters of a field that are searched: a tsvector holds at most a megabyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A document as it shall be."""

    kind: DocumentKind
    ref_id: int
    webinar_id: int
    recording_id: int
    position: int
    held_on: dt.date
    title: str
    people: str
    body: str
    language: str
    facets: frozenset[tuple[str, str]] = field(compare=False)

    @property
    def digest(self) -> str:
        """Of all that is stored in the document itself."""
        return hashlib.sha256(repr(astuple(self)[:-1]).encode(errors="replace")).hexdigest()

    def row(self) -> dict[str, Any]:
        """The columns of its row."""
        columns = asdict(self) | {"digest": self.digest, "token_version": TOKEN_VERSION}
        del columns["facets"]
        return columns

    def tokens(self, document_id: int) -> DocumentTokens:
        """Its tokens, once it has an id."""
        return DocumentTokens(document_id, tokens(self.title), tokens(self.people), tokens(self.body))


def searchable_webinars(webinar_ids: Collection[int]) -> sa.Select[Webinar]:
    """Those of these webinars that may be found and have something to find, as the database has them now."""
    return (
        sa.select(Webinar)
        .where(Webinar.id.in_(webinar_ids), listed(), sa.exists().where(Recording.webinar_id == Webinar.id))
        .options(
            orm.joinedload(Webinar.host),
            orm.joinedload(Webinar.series),
            orm.selectinload(Webinar.topics),
            orm.selectinload(Webinar.co_organisers).joinedload(CoOrganiser.organisation),
            orm.selectinload(Webinar.lineup).joinedload(Appearance.speaker),
            orm.selectinload(Webinar.questions),
            orm.selectinload(Webinar.recordings),
        )
        # A collection may have been loaded before rows were added to it by their foreign key.
        .execution_options(populate_existing=True)
    )


def contents_of(webinar: Webinar) -> Iterator[Content]:
    """The documents of a webinar that `searchable_webinars` loaded."""
    has_full_stream = any(each.kind == RecordingKind.FULL for each in webinar.recordings)
    for place, recording in enumerate(webinar.recordings):
        heard = _heard(webinar, recording)
        body = [webinar.title if webinar.title != recording.title else "", *_talks(heard)]
        body += [webinar.series.title if webinar.series else "", *(each.name for each in _organisers(webinar))]
        if recording.kind == RecordingKind.FULL or not has_full_stream:
            # What a webinar says of itself as a whole would make each of its talks an answer to everything.
            body += [*(question.text for question in webinar.questions), plain_text(webinar.description)]
        yield Content(
            kind=DocumentKind.RECORDING,
            ref_id=recording.id,
            webinar_id=webinar.id,
            recording_id=recording.id,
            position=place,
            held_on=webinar.starts_on or recording.published_at.date(),
            title=recording.title,
            people=_joined([appearance.speaker.name for appearance in heard]),
            body=_joined(body),
            language=recording.language,
            facets=frozenset(_facets(webinar, recording, heard)),
        )


def _heard(webinar: Webinar, recording: Recording) -> Sequence[Appearance]:
    """Whoever can be heard: in their own talk, and in the full stream of a webinar they appear in."""
    if recording.kind == RecordingKind.FULL:
        return [each for each in webinar.lineup if each.is_confirmed or each.id == recording.appearance_id]
    return [each for each in webinar.lineup if each.id == recording.appearance_id]


def _talks(heard: Sequence[Appearance]) -> Iterator[str]:
    for appearance in heard:
        yield appearance.talk_title
        yield appearance.affiliation
        yield plain_text(appearance.abstract)


def _organisers(webinar: Webinar) -> Sequence[Organisation]:
    return [webinar.host, *(each.organisation for each in webinar.co_organisers if each.accepted_at is not None)]


def _facets(webinar: Webinar, recording: Recording, heard: Sequence[Appearance]) -> Iterator[tuple[str, str]]:
    yield from (("organisation", organisation.slug) for organisation in _organisers(webinar))
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
