import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, part_of, states

PASSAGE_ROOM = 2**20
"""So many passages a recording can have: a year of it."""

DOCUMENT_ROOM = 4
"""So many kinds of documents there can be."""

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""On SQLite only INTEGER is the row's own number."""


class DocumentKind(enum.StrEnum):
    RECORDING = "recording"
    WEBINAR = "webinar"
    """One that has no recording. Of others, the recordings tell everything."""
    SPEAKER = "speaker"


class PassageKind(enum.StrEnum):
    SPEECH = "speech"
    """Half a minute of a transcript."""
    CHAPTER = "chapter"
    QUESTION = "question"
    """One of the agenda or of the audience, where it is answered."""


class SearchDocument(Model):
    """What search knows of one thing: its text as it was written, before any folding.

    There are documents of listed webinars only, and of who appears in one: what must not be found is not here. The
    tokens of a document are beside it in `search_fts`, under its id: an FTS5 table on SQLite, a table with a tsvector
    on PostgreSQL (migration 0002). They go with the row, by a trigger and by a foreign key: a reused id must never meet
    another document's tokens. A migration that copies this table on SQLite has to make the trigger again.
    """

    __tablename__ = "search_document"
    __table_args__ = (
        sa.UniqueConstraint("kind", "ref_id"),
        sa.Index("ix_search_document_by_date", "kind", "held_on", "webinar_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """`ref_id` times DOCUMENT_ROOM and the place of its kind.

    So the recordings that are about a common word are known from the index alone, as by a passage's id.
    """
    kind: Mapped[DocumentKind] = mapped_column(states(DocumentKind))
    ref_id: Mapped[int] = mapped_column()
    """The row's id in its own table."""
    webinar_id: Mapped[int | None] = part_of("webinar.id", index=True, default=None)
    """None for a speaker, who may appear in many."""
    recording_id: Mapped[int | None] = part_of("recording.id", index=True, default=None)
    """Where it is seen, or None for what is no recording."""
    position: Mapped[int] = mapped_column(default=0)
    """Its place in its webinar."""
    held_on: Mapped[dt.date] = mapped_column()
    """The date of the webinar. For one that lost its date, the day the recording came out or the webinar was made."""
    title: Mapped[str] = mapped_column(sa.String(300))
    people: Mapped[str] = mapped_column(sa.Text, default="")
    body: Mapped[str] = mapped_column(sa.Text, default="")
    language: Mapped[str] = mapped_column(sa.String(35))
    digest: Mapped[str] = mapped_column(sa.String(64))
    """Of everything above. The same digest means that nothing has to be written."""
    token_version: Mapped[int] = mapped_column()
    """The `webinars.domain.search.tokens.TOKEN_VERSION` that `search_fts` was written with."""


ASKED_PASSAGES = "kind NOT IN ('speech', 'chapter')"
"""Which passages are questions, as databases read it: of the many thousands of a large archive, a few."""


class SearchPassage(Model):
    """A passage of a recording that search leads to, by its second.

    Its tokens are in `search_fts_passage`, as a document's are in `search_fts`. What was said is not kept a second
    time: it stands in the cues from `from_ms` to `until_ms`. Which words a recording's passages have at all is beside
    them in `search_fts_said`, under the recording's id (migration 0006).
    """

    __tablename__ = "search_passage"
    __table_args__ = (
        sa.Index(
            "ix_search_passage_asked",
            "id",
            sqlite_where=sa.text(ASKED_PASSAGES),
            postgresql_where=sa.text(ASKED_PASSAGES),
        ),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=False)
    """`recording_id` times PASSAGE_ROOM and a number below it.

    So the recordings in which a common word is said are known from the index alone, without a look at every passage.
    """
    recording_id: Mapped[int] = part_of("recording.id", index=True)
    """Where it is seen: the clip that shows it, or the whole stream if none does."""
    kind: Mapped[PassageKind] = mapped_column(states(PassageKind))
    ref_id: Mapped[int] = mapped_column()
    """The transcript's, the chapter's or the question's own. Of a question from the audience, that below zero."""
    from_ms: Mapped[int] = mapped_column()
    """Where it begins in webinar time. Of speech, where its first cue does."""
    until_ms: Mapped[int] = mapped_column()
    """Of speech, where its last cue begins."""
    starts_s: Mapped[int] = mapped_column()
    """The second of the recording."""
    text: Mapped[str] = mapped_column(sa.String(1000), default="")
    """Of a chapter or a question, empty for speech."""
    digest: Mapped[int] = mapped_column(sa.BigInteger)
    """Of the words. The same one means that the tokens have not to be written."""
    token_version: Mapped[int] = mapped_column()


class RecordingFacet(Model):
    """A listed recording can be chosen by this value: a slug, a year, a language tag.

    Without foreign keys, so that the counts can still be corrected once the recording is gone.
    """

    __tablename__ = "recording_facet"
    __table_args__ = (
        sa.Index("ix_recording_facet_value", "facet", "value", "recording_id"),
        {"sqlite_with_rowid": False},
    )

    recording_id: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    facet: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    webinar_id: Mapped[int] = mapped_column(index=True)


class FacetCount(Model):
    """How many listed recordings have a value: kept, because counting thousands again for every reader is slow."""

    __tablename__ = "facet_count"
    __table_args__ = (sa.Index("ix_facet_count_commonest", "facet", "count"),)

    facet: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    count: Mapped[int] = mapped_column()


class SearchLanguage(Model):
    """A language that search knows forms of words in, because something to be found is in it.

    Nobody says which language a question is in, so it is tried in all of these. One that nothing is in any more stays:
    it costs little, and finds nothing.
    """

    __tablename__ = "search_language"

    name: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    """As `webinars.domain.search.stems.stemmer_name` names it."""


class SearchForm(Model):
    """A word that search has met and that is not its own stem: by the stem, its other forms are found.

    It stays as a `SearchWord` does: whoever asks for it finds nothing once no text has it.
    """

    __tablename__ = "search_form"
    __table_args__ = ({"sqlite_with_rowid": False},)

    language: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    """As `webinars.domain.search.stems.stemmer_name` names it."""
    stem: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    word: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    """Its token."""


class SearchWord(Model):
    """A word that search has met, for whoever has mistyped it.

    A word stays when the text it came from goes, until everything is indexed anew. So it is never offered before search
    has found something with it.
    """

    __tablename__ = "search_word"

    folded: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    """Its token."""
    written: Mapped[str] = mapped_column(sa.String(64))
    """In small letters, with its accents."""
