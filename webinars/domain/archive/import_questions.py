"""What a file says of questions from the audience: read, held against what is stored, and followed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct, field
from sqlalchemy.orm import Session

from webinars.domain.archive import records
from webinars.domain.archive.export_questions import KEYS, QUESTION_KEYS, SETTINGS, StoredQuestions
from webinars.domain.archive.fields import ArchiveUnreadable, RecordNode, read_object, read_slug
from webinars.domain.archive.import_overwrites import ImportConflict
from webinars.domain.questions.asker_actions import MOST
from webinars.domain.questions.boards import new_code
from webinars.lib.i18n import gettext as _
from webinars.models import Appearance, AskingMode, AudienceQuestion, QuestionBoard, QuestionState, Speaker, Webinar

_REQUIRED = ("number", "text", "state", "asked_at")


class QuestionRecord(Struct, frozen=True, kw_only=True):
    """A question as a record says it."""

    columns: Mapping[str, Any]
    merged_into: int | None
    speaker: str | None
    """The slug of whom of the line-up it is for."""

    @property
    def number(self) -> int:
        number: int = self.columns["number"]
        return number


class QuestionsRecord(Struct, frozen=True, kw_only=True):
    """What a record says of a board and its questions."""

    settings: Mapping[str, Any]
    """What is given of what organisers choose, by the keys of the record, as JSON."""
    columns: Mapping[str, Any]
    """The same, and the rest of the board, by columns."""
    asked: Sequence[QuestionRecord] = field(default_factory=list)


def read_questions(place: RecordNode) -> QuestionsRecord | None:
    """Returns what the record at `place` says of questions, or None if nothing. Raises ArchiveUnreadable."""
    value, asked = place.record.get("audience_questions"), _question_records(place)
    if value is None and not asked:
        return None
    path = place.at("audience_questions")
    own = RecordNode(path=path, record={} if value is None else read_object(value, path), unknown=place.unknown)
    given = own.values(records.BOARD)
    shows = {each.key: each.show for each in records.BOARD}
    return QuestionsRecord(
        settings={key: shows[key](given[key]) for key in SETTINGS if key in given},
        columns={KEYS[key]: value for key, value in given.items()},
        asked=asked,
    )


class QuestionImport:
    """Gives webinars of a file the boards of their records, and the questions to those that have none."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: list[tuple[Webinar, QuestionsRecord]] = []
        self._stored = StoredQuestions(session, ())
        self._asked: set[int] = set()
        """Webinars of which something was asked already, hidden or not."""

    def begin(self, webinars: Iterable[Webinar]) -> None:
        """Prepare for records about these webinars of the site, and others that are new."""
        self._waiting, ids = [], [webinar.id for webinar in webinars]
        self._stored = StoredQuestions(self._session, ids)
        asked = sa.select(AudienceQuestion.webinar_id).where(AudienceQuestion.webinar_id.in_(ids)).distinct()
        self._asked = set(self._session.scalars(asked)) if ids else set()

    def set(self, webinar: Webinar, given: QuestionsRecord) -> None:
        """Follow the record of a new webinar, once it has an id: see `store`."""
        self._waiting.append((webinar, given))

    def follow(
        self,
        webinar: Webinar,
        given: QuestionsRecord,
        before: Mapping[str, Any] | None,
        proposals: list[ImportConflict],
    ) -> bool:
        """Follow the record where nobody has edited since, else propose. Returns whether anything changed.

        What was asked is brought to a webinar of which nobody has asked anything here.
        """
        ours = self._stored.settings(webinar)
        differing = [key for key, value in given.settings.items() if ours is None or ours[key] != value]
        said = (before or {}).get("audience_questions")
        is_untouched = ours is None or (said is not None and all(ours[key] == said.get(key) for key in given.settings))
        if differing and not is_untouched:
            name = f"webinar {webinar.slug}, audience_questions"
            proposals += [
                ImportConflict(f"{name}.{key}", ours[key] if ours else None, given.settings[key]) for key in differing
            ]
        has_news = bool(given.asked) and webinar.id not in self._asked
        if ours is None or has_news or (differing and is_untouched):
            self._waiting.append((webinar, given))
            return True
        return False

    def store(self) -> None:
        """Store what waits since `begin`, now that the webinars have their ids. Flushes."""
        for webinar, given in self._waiting:
            board = self._board(webinar, given)
            if webinar.id not in self._asked:
                self._store_asked(webinar, board, given.asked)

    def _board(self, webinar: Webinar, given: QuestionsRecord) -> QuestionBoard:
        """Returns the board of a webinar as the record says, made if there is none."""
        board = self._stored.board(webinar)
        if board is None:
            values = {"mode": AskingMode.OFF, **given.columns}
            if "code" not in values or self._is_taken(values["code"]):
                values["code"] = new_code()
            board = QuestionBoard(webinar_id=webinar.id, **values)
            self._session.add(board)
        else:
            for column in SETTINGS.values():
                if column in given.columns:
                    setattr(board, column, given.columns[column])
            board.revision += 1
        self._session.flush()
        return board

    def _speaking(self, webinar: Webinar) -> dict[str, int]:
        """Returns the appearances of a webinar by the slugs of their speakers."""
        rows = self._session.execute(
            sa.select(Speaker.slug, Appearance.id).join(Appearance.speaker).where(Appearance.webinar_id == webinar.id)
        )
        return {row.slug: row.id for row in rows}

    def _is_taken(self, code: str) -> bool:
        return bool(self._session.scalar(sa.select(sa.exists().where(QuestionBoard.code == code))))

    def _store_asked(self, webinar: Webinar, board: QuestionBoard, asked: Sequence[QuestionRecord]) -> None:
        speaking = self._speaking(webinar) if any(each.speaker for each in asked) else {}
        rows: dict[int, AudienceQuestion] = {}
        # What others are merged into is there before them.
        for each in sorted(asked, key=lambda given: (given.merged_into is not None, given.number)):
            into = None if each.merged_into is None else rows[each.merged_into].id
            appearance_id = speaking.get(each.speaker) if each.speaker else None
            rows[each.number] = AudienceQuestion(
                webinar_id=webinar.id, merged_into_id=into, appearance_id=appearance_id, **each.columns
            )
            self._session.add(rows[each.number])
            if each.merged_into is None:
                self._session.flush()
        self._session.flush()
        board.next_number = max([board.next_number, *(number + 1 for number in rows)])
        self._session.flush()


def source_values(given: QuestionsRecord | None) -> dict[str, Any]:
    """Returns what is kept of a record to recognise later what people have edited since."""
    return {} if given is None else {"audience_questions": dict(given.settings)}


def _question_records(place: RecordNode) -> list[QuestionRecord]:
    places = place.objects("asked", at_most=MOST)
    found = [_question(each) for each in places]
    by_number: dict[int, QuestionRecord] = {}
    for each, given in zip(places, found, strict=True):
        if given.number in by_number:
            raise ArchiveUnreadable(each.at("number"), _("stands there already"))
        by_number[given.number] = given
    is_answering = False
    for each, given in zip(places, found, strict=True):
        if given.merged_into is not None:
            into = by_number.get(given.merged_into)
            if into is None or into.merged_into is not None or into is given:
                raise ArchiveUnreadable(each.at("merged_into"), _("name a question that stands by itself"))
        if given.columns["state"] is QuestionState.ANSWERING:
            if is_answering:
                raise ArchiveUnreadable(each.at("state"), _("one question is answered at a time"))
            is_answering = True
    return found


def _question(place: RecordNode) -> QuestionRecord:
    values = place.values(records.AUDIENCE_QUESTION, parts=("speaker", "merged_into"), required=_REQUIRED)
    merged_into = None
    if place.record.get("merged_into") is not None:
        merged_into = records.ASKED_NUMBER.read(place.record["merged_into"], place.at("merged_into"))
    state = values["state"]
    if state is QuestionState.PENDING:
        raise ArchiveUnreadable(place.at("state"), _("what nobody has read yet is in no archive"))
    if (state is QuestionState.MERGED) != (merged_into is not None):
        raise ArchiveUnreadable(place.at("merged_into"), _("name it for what is merged, and for nothing else"))
    if state is QuestionState.DECLINED and not values.get("reason"):
        raise ArchiveUnreadable(place.at("reason"), _("is missing"))
    speaker = place.record.get("speaker")
    return QuestionRecord(
        columns={QUESTION_KEYS.get(key, key): value for key, value in values.items()},
        merged_into=merged_into,
        speaker=None if speaker is None else read_slug(speaker, place.at("speaker")),
    )
