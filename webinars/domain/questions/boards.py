"""Whether people may ask questions of a webinar, and how: its board."""

import datetime as dt
import enum
import secrets

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.programme.editor_queries import load_to_change, webinar_read_anew
from webinars.domain.programme.phases import Phase, phase_of
from webinars.models import AskedBy, AskerNames, AskingMode, QuestionBoard, RegistrationMode, Status, Webinar

CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that are read for one another on a screen at the end of a room."""
CODE_LENGTH = 6


class AskingState(enum.StrEnum):
    """Whether people may ask at a given moment. Only OPEN lets them."""

    OPEN = "open"
    OFF = "off"
    NOT_YET = "not_yet"
    """Questions open with the webinar."""
    PAUSED = "paused"
    """A moderator has closed asking for now, while votes still count."""
    OVER = "over"


class Board(Struct, frozen=True):
    """The board of a webinar, locked until the end of the transaction, and the webinar as it is by now."""

    row: QuestionBoard
    webinar: Webinar


class BoardSettings(Struct, frozen=True, kw_only=True):
    """How questions are taken, as organisers choose it."""

    mode: AskingMode = AskingMode.OFF
    approves_first: bool = False
    names: AskerNames = AskerNames.OPTIONAL
    asked_by: AskedBy = AskedBy.EVERYBODY


def board_of(session: Session, webinar_id: int) -> QuestionBoard | None:
    """Returns the board of the webinar, as it is now, or None if nobody has ever set one up."""
    return session.get(QuestionBoard, webinar_id)


def settings_of(row: QuestionBoard | None) -> BoardSettings:
    """Returns what is chosen, or of no board that there are no questions."""
    if row is None:
        return BoardSettings()
    return BoardSettings(mode=row.mode, approves_first=row.approves_first, names=row.names, asked_by=row.asked_by)


def lock_board(session: Session, webinar_id: int) -> Board:
    """Returns the board with its webinar, read anew. Nobody else changes either's questions before this ends.

    The webinar has its host and co-organisers. Raises LookupError without a board.
    """
    # In the order in which a webinar is deleted, which takes its board with it.
    session.execute(sa.select(Webinar.id).where(Webinar.id == webinar_id).with_for_update(key_share=True))
    row = session.scalar(
        sa.select(QuestionBoard)
        .where(QuestionBoard.webinar_id == webinar_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise LookupError(webinar_id)
    return Board(row, webinar_read_anew(session, webinar_id))


def store_change(session: Session, board: Board) -> None:
    """Flush, and say that the public, or a moderator, sees something else from this transaction on."""
    board.row.revision += 1
    session.flush()


def asking_of(row: QuestionBoard | None, webinar: Webinar, now: dt.datetime) -> AskingState:
    """Returns whether people may ask at `now`."""
    asking = _by_mode(row, webinar, now)
    return AskingState.PAUSED if asking is AskingState.OPEN and row is not None and row.is_paused else asking


def is_voting(row: QuestionBoard | None, webinar: Webinar, now: dt.datetime) -> bool:
    """Returns whether votes count at `now`: as long as people may ask, and while a moderator has only paused that."""
    return _by_mode(row, webinar, now) is AskingState.OPEN


def _by_mode(row: QuestionBoard | None, webinar: Webinar, now: dt.datetime) -> AskingState:
    if row is None or row.mode is AskingMode.OFF or webinar.status == Status.DRAFT:
        return AskingState.OFF
    phase = phase_of(webinar, now)
    if phase is Phase.CANCELLED:
        return AskingState.OVER
    if phase.is_to_come or phase is Phase.POSTPONED:
        return AskingState.NOT_YET if row.mode is AskingMode.DURING else AskingState.OPEN
    if phase.is_going_on:
        return AskingState.OVER if row.mode is AskingMode.BEFORE else AskingState.OPEN
    return AskingState.OPEN if row.mode is AskingMode.ALWAYS else AskingState.OVER


def set_board(
    session: Session, actor: Actor, webinar: Webinar, chosen: BoardSettings, *, now: dt.datetime
) -> QuestionBoard | None:
    """Take questions as chosen, from now on. Returns the board, or None where there is none and none is needed.

    Raises NotAllowed, StaleRevision.
    """
    load_to_change(session, actor, webinar, permissions.can_edit_people)
    if session.get(QuestionBoard, webinar.id) is None:
        if chosen.mode is AskingMode.OFF:
            return None
        # Two people may set it up at once.
        made = insert_or(session, QuestionBoard).values(**_first(webinar.id))
        session.execute(made.on_conflict_do_nothing(index_elements=["webinar_id"]))
    row = lock_board(session, webinar.id).row
    before = settings_of(row)
    if before == chosen:
        return row
    row.mode, row.approves_first, row.names, row.asked_by = (
        chosen.mode,
        chosen.approves_first,
        chosen.names,
        chosen.asked_by,
    )
    if before.approves_first != chosen.approves_first:
        row.approval_forced_at = None
    row.revision += 1
    names = ("mode", "approves_first", "names", "asked_by")
    detail = {
        name: [getattr(before, name), getattr(chosen, name)]
        for name in names
        if getattr(before, name) != getattr(chosen, name)
    }
    record(session, actor, webinar, "webinar:set_audience_questions", detail, now=now)
    return row


def takes_registered_only(row: QuestionBoard, webinar: Webinar) -> bool:
    """Returns whether only those who are registered here may ask. Where nobody can register here, everybody may."""
    return row.asked_by is AskedBy.REGISTERED and webinar.registration_mode is RegistrationMode.HERE


def new_code() -> str:
    """Returns what stands after /q/ for a new board."""
    return "".join(secrets.choice(CODE_LETTERS) for _place in range(CODE_LENGTH))


def _first(webinar_id: int) -> dict[str, object]:
    return {
        "webinar_id": webinar_id,
        "code": new_code(),
        "mode": AskingMode.OFF,
        "approves_first": False,
        "names": AskerNames.OPTIONAL,
        "asked_by": AskedBy.EVERYBODY,
        "is_paused": False,
        "revision": 1,
        "next_number": 1,
        "answering_agenda_by": "",
    }
