"""What those who ask may do: ask, change the words, take it back, be told.

Each verb locks the board first, flushes, and never commits.
"""

import datetime as dt
from typing import TypedDict

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.programme.public_lineup import stands_in_public
from webinars.domain.questions.boards import (
    AskingState,
    Board,
    asking_of,
    lock_board,
    store_change,
    takes_registered_only,
)
from webinars.domain.questions.errors import AskingClosed, QuestionFixed, QuestionGone, QuestionInvalid
from webinars.domain.questions.links import new_link, press_of
from webinars.domain.questions.notifications import forget_mails, readdress
from webinars.domain.questions.question_text import checked_email, checked_name, checked_text, has_blocked_word
from webinars.domain.questions.vote_counts import recount
from webinars.lib.i18n import current_locale
from webinars.lib.i18n import gettext as _
from webinars.lib.tokens import digest_of
from webinars.models import Appearance, AudienceQuestion, Organisation, QuestionState, Registration

MOST_OPEN = 500
"""Of one webinar: whoever moderates has to read them."""
MOST = 5000
SAME_PRESS = dt.timedelta(minutes=10)
EDITED_FOR = dt.timedelta(minutes=5)
_UNANSWERED = (QuestionState.PENDING, QuestionState.OPEN, QuestionState.DECLINED, QuestionState.MERGED)


class QuestionInput(Struct, frozen=True, kw_only=True):
    """What somebody has entered to ask, as it came."""

    text: str
    name: str = ""
    email: str = ""
    appearance_id: int | None = None
    """For whom of the line-up it is."""
    language: str = ""


class _QuestionColumns(TypedDict):
    """The columns that hold what was entered."""

    text: str
    name: str
    notify_email: str | None
    language: str
    appearance_id: int | None


def ask(
    session: Session,
    settings: Settings,
    webinar_id: int,
    entered: QuestionInput,
    *,
    whence: str,
    is_crowded: bool = False,
    registration: Registration | None = None,
    now: dt.datetime,
) -> AudienceQuestion:
    """Ask a question. The same press once more within ten minutes gives the first one again. Returns the question.

    `whence` tells networks apart and is not stored. `is_crowded` says that so many came from there that the board
    should read all first from now on. Raises LookupError, AskingClosed, QuestionInvalid.
    """
    if registration is not None:
        # An erasure of the registration holds that first, and then the board.
        held = sa.select(Registration.id).where(Registration.id == registration.id)
        session.execute(held.with_for_update(key_share=True))
    board = lock_board(session, webinar_id)
    press = _press(settings, webinar_id, entered, whence, registration)
    repeated = _asked_by(session, webinar_id, press, now=now)
    if repeated is not None:
        return repeated
    _require_asking(session, board, registration, now=now)
    values = _checked(session, board, entered)
    if is_crowded and not board.row.approves_first:
        board.row.approves_first, board.row.approval_forced_at = True, now
    waits = board.row.approves_first or has_blocked_word(f"{values['text']} {values['name']}", _blocked(board))
    question = AudienceQuestion(
        webinar_id=webinar_id,
        number=board.row.next_number,
        state=QuestionState.PENDING if waits else QuestionState.OPEN,
        registration_id=None if registration is None else registration.id,
        press_digest=press,
        created_at=now,
        reader_language=current_locale().language,
        **values,
        **new_link(settings),
    )
    board.row.next_number += 1
    session.add(question)
    store_change(session, board)
    return question


def repeated_question(
    session: Session,
    settings: Settings,
    webinar_id: int,
    entered: QuestionInput,
    *,
    whence: str,
    registration: Registration | None = None,
    now: dt.datetime,
) -> AudienceQuestion | None:
    """Returns what the same press has asked within ten minutes, and `ask` would give again, or None if it is new."""
    return _asked_by(session, webinar_id, _press(settings, webinar_id, entered, whence, registration), now=now)


def edit(session: Session, token: str, text: str, *, now: dt.datetime) -> AudienceQuestion:
    """Say it in other words: for five minutes, and until somebody has voted for these. Returns the question.

    Raises QuestionGone, QuestionFixed, QuestionInvalid.
    """
    board, question = _asker_question(session, token)
    if not can_edit(question, now=now):
        raise QuestionFixed(_("The words of your question can no longer be changed."))
    wrong: dict[str, str] = {}
    said = checked_text(text, wrong)
    if wrong:
        raise QuestionInvalid(wrong)
    if said != question.text:
        question.text = said
        # Where moderators read first, they have read other words.
        if board.row.approves_first or has_blocked_word(said, _blocked(board)):
            question.state = QuestionState.PENDING
        store_change(session, board)
    return question


def can_edit(question: AudienceQuestion, *, now: dt.datetime) -> bool:
    """Returns whether its asker may still change the words."""
    return (
        question.state in {QuestionState.PENDING, QuestionState.OPEN}
        and not question.is_hidden
        and question.vote_count == 0
        and question.original_text is None
        and now < question.created_at + EDITED_FOR
    )


def can_withdraw(question: AudienceQuestion) -> bool:
    """Returns whether its asker may take it back: until it is answered."""
    return question.state in _UNANSWERED


def withdraw(session: Session, token: str) -> int:
    """Take a question back, with the votes for it. Those merged into it stand alone again. Returns the webinar's id.

    Raises QuestionGone, QuestionFixed.
    """
    board, question = _asker_question(session, token)
    if not can_withdraw(question):
        raise QuestionFixed(_("It has been answered, so it stays. You can still take your name off it."))
    webinar_id = question.webinar_id
    remove(session, board, question)
    return webinar_id


def remove(session: Session, board: Board, question: AudienceQuestion) -> None:
    """Delete a question for good. Those merged into it stand alone again. The board must be locked.

    Those that were hidden with it wait for a moderator: nobody but they brings anything back onto the page.
    """
    alone = session.scalars(sa.select(AudienceQuestion).where(AudienceQuestion.merged_into_id == question.id)).all()
    for each in alone:
        each.state = QuestionState.PENDING if question.is_hidden else QuestionState.OPEN
        each.merged_into_id = None
    into_id = question.merged_into_id
    forget_mails(session, [question.id])
    session.flush()
    session.delete(question)
    session.flush()
    for each in alone:
        recount(session, each)
    into = session.get(AudienceQuestion, into_id) if into_id is not None else None
    if into is not None:
        recount(session, into)
    store_change(session, board)


def set_wishes(session: Session, token: str, *, name: str, email: str) -> AudienceQuestion:
    """Change the name beside it, and where its asker is told. Empty ones go. Returns the question.

    Raises QuestionGone, QuestionInvalid.
    """
    board, question = _asker_question(session, token)
    wrong: dict[str, str] = {}
    said, address = checked_name(name, board.row.names, wrong), checked_email(email, wrong)
    if wrong:
        raise QuestionInvalid(wrong)
    if said != question.name:
        _require_fit(board, question, said)
        question.name = said
        store_change(session, board)
    question.notify_email = address
    session.flush()
    readdress(session, question)
    return question


def _require_fit(board: Board, question: AudienceQuestion, name: str) -> None:
    """Let a name stand beside the question only if a moderator need not read it, or will."""
    if has_blocked_word(name, _blocked(board)):
        raise QuestionInvalid({"name": _("This name cannot stand here. Choose another.")})
    if name and board.row.approves_first and question.state is not QuestionState.PENDING:
        raise QuestionInvalid(
            {"name": _("A moderator has read your question with its name. You can take the name off, not change it.")}
        )


def erase(session: Session, token: str) -> None:
    """Forget who has asked: the name, the address and this link. The words stay, for they were put to everybody.

    Raises QuestionGone.
    """
    board, question = _asker_question(session, token)
    forget_mails(session, [question.id])
    forget_asker(question)
    store_change(session, board)


def forget_asker(question: AudienceQuestion) -> None:
    """Erase all that leads from a question to who has asked it."""
    question.name, question.notify_email = "", None
    question.nonce = question.link_digest = question.press_digest = None
    question.registration_id = None


def _press(
    settings: Settings, webinar_id: int, entered: QuestionInput, whence: str, registration: Registration | None
) -> str:
    who = whence if registration is None else f"registration {registration.id}"
    return press_of(settings, webinar_id, who, entered.text, entered.name, entered.email)


def _asked_by(session: Session, webinar_id: int, press: str, *, now: dt.datetime) -> AudienceQuestion | None:
    return session.scalar(
        sa.select(AudienceQuestion)
        .where(
            AudienceQuestion.webinar_id == webinar_id,
            AudienceQuestion.press_digest == press,
            AudienceQuestion.created_at > now - SAME_PRESS,
        )
        .order_by(AudienceQuestion.id)
    )


def _asker_question(session: Session, token: str) -> tuple[Board, AudienceQuestion]:
    """Returns the question of an asker's link, and its board, locked."""
    is_meant = AudienceQuestion.link_digest == digest_of(token)
    webinar_id = session.scalar(sa.select(AudienceQuestion.webinar_id).where(is_meant))
    if webinar_id is None:
        raise QuestionGone
    board = lock_board(session, webinar_id)
    question = session.scalar(sa.select(AudienceQuestion).where(is_meant).execution_options(populate_existing=True))
    if question is None:
        raise QuestionGone
    return board, question


def _require_asking(session: Session, board: Board, registration: Registration | None, *, now: dt.datetime) -> None:
    match asking_of(board.row, board.webinar, now):
        case AskingState.OPEN:
            pass
        case AskingState.NOT_YET:
            raise AskingClosed(_("Questions open with the webinar."))
        case AskingState.PAUSED:
            raise AskingClosed(_("The moderators take no more questions at this moment."))
        case AskingState.OFF | AskingState.OVER:
            raise AskingClosed(_("Questions are closed."))
    if registration is None and takes_registered_only(board.row, board.webinar):
        raise AskingClosed(_("Only those who are registered ask here. Open the link in your mail."))
    counts = session.execute(
        sa.select(
            sa.func.count(AudienceQuestion.id),
            sa.func.count(AudienceQuestion.id).filter(
                AudienceQuestion.state.in_([QuestionState.PENDING, QuestionState.OPEN])
            ),
        ).where(AudienceQuestion.webinar_id == board.row.webinar_id)
    ).one()
    if counts[0] >= MOST or counts[1] >= MOST_OPEN:
        raise AskingClosed(_("So many questions wait that no more are taken. Vote for one that is close to yours."))


def _checked(session: Session, board: Board, entered: QuestionInput) -> _QuestionColumns:
    """Returns the columns that hold what was entered."""
    wrong: dict[str, str] = {}
    appearance_id = None
    if entered.appearance_id is not None:
        is_meant = (Appearance.id == entered.appearance_id, Appearance.webinar_id == board.row.webinar_id)
        found = sa.select(Appearance.id).join(Appearance.webinar).where(*is_meant, stands_in_public())
        appearance_id = session.scalar(found)
    values: _QuestionColumns = {
        "text": checked_text(entered.text, wrong),
        "name": checked_name(entered.name, board.row.names, wrong),
        "notify_email": checked_email(entered.email, wrong),
        "language": entered.language,
        "appearance_id": appearance_id,
    }
    if wrong:
        raise QuestionInvalid(wrong)
    return values


def _blocked(board: Board) -> list[str]:
    host: Organisation = board.webinar.host
    return list(host.blocked_words)
