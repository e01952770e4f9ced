"""What the page of moderators shows: one page, whether it is opened at the desk or by a link."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa
from msgspec import Struct, field
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.programme.zone_display import hour_style_of
from webinars.domain.questions import answer_actions
from webinars.domain.questions.boards import AskingState, asking_of
from webinars.domain.questions.merge_preview import Target, targets_of
from webinars.domain.questions.moderation_queue import Queue, QueuedQuestion, queue_of
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.i18n import ngettext
from webinars.lib.player_times import playing_time
from webinars.models import AgendaQuestion, Agreement, Appearance, QuestionBoard, QuestionState
from webinars.pure.times import format_hour, line_label, wall
from webinars.site.questions.moderation.entry_points import ModerationAccess
from webinars.site.questions.moderation.page_filters import ORDER_NAMES, OpenRowForm, PageFilter, WaitingOrder
from webinars.site.questions.moderation.stream_times import began_at, in_stream, moment_now, offset_s


class Toast(Struct, frozen=True):
    sentence: str
    undo: str = ""
    """What is pressed to take it back, and below where that is sent. Empty where nothing does."""
    action: str = ""
    about: str = ""


SENTENCES: Mapping[str, object] = {
    "approve": _l("It stands on the page now."),
    "hide": _l("Hidden. Nobody but its asker sees it any more."),
    "reason": _l("Its asker sees why."),
    "show": _l("It is back where it was."),
    "unmerge": _l("They stand apart again, each with its own votes."),
    "edit": _l("The new words stand on the page. As it was asked is kept."),
    "up": _l("It comes next now."),
    "back": _l("It stands where its votes put it."),
    "decline": _l("It is not taken up, and everybody sees why."),
    "reopen": _l("It waits for an answer again."),
    "answer_now": _l("It is being answered now."),
    "resume": _l("It is being answered on."),
    "put_back": _l("It waits for an answer again."),
    "speaker": _l("Saved."),
    "dismiss": _l("It stays as it is."),
    "count_held": _l("The votes that were held count now."),
    "drop_held": _l("The votes that were held are dropped."),
}
OF_BOARD: Mapping[str, object] = {
    "pause": _l("No questions are taken for now. Votes still count."),
    "take": _l("Questions are taken again."),
    "read_first": _l("From now on you read each question first."),
    "read_later": _l("From now on questions stand on the page at once."),
    "began": _l("Saved. Moments in the recording are counted from there."),
}
_BOARD_UNDO = {"pause": "take", "take": "pause", "read_first": "read_later", "read_later": "read_first"}
_UNDO: Mapping[str, tuple[str, Callable[[QueuedQuestion], bool]]] = {
    "hide": ("show", lambda each: each.is_hidden),
    "show": ("hide", lambda each: not each.is_hidden),
    "merge": ("unmerge", lambda each: each.state is QuestionState.MERGED),
    "decline": ("reopen", lambda each: each.state is QuestionState.DECLINED),
    "up": ("back", lambda each: each.rank > 0),
    "answer_now": ("put_back", lambda each: each.state is QuestionState.ANSWERING),
    "done": ("resume", lambda each: each.state is QuestionState.ANSWERED and not each.answer),
}
"""By which press each is taken back, and whether that can still be."""


def toast_of(
    wanted: PageFilter, question: QueuedQuestion | None, board: QuestionBoard, door: ModerationAccess
) -> Toast | None:
    """Returns what is said of the press before, or None where nothing was pressed, or it is gone."""
    did, kept = wanted.did, wanted.kept
    if did in OF_BOARD:
        undo = _BOARD_UNDO.get(did, "")
        return Toast(str(OF_BOARD[did]), undo, door.press_board(**kept), str(OF_BOARD[did]))
    if did.startswith("agenda_"):
        return _of_agenda(did)
    if question is None:
        return None
    sentence = _sentence(did, question, board, door)
    if not sentence:
        return None
    undo, can_be = _UNDO.get(did, ("", lambda _each: False))
    return Toast(sentence, undo if can_be(question) else "", door.press(question.number, **kept), question.text)


def _sentence(did: str, question: QueuedQuestion, board: QuestionBoard, door: ModerationAccess) -> str:
    moment = "" if question.answered_s is None else in_stream(question.answered_s, board, door.webinar)
    if did == "done":
        return _("Answered, from %(moment)s on.", moment=moment) if moment else _("Answered.")
    if did == "nudge":
        return _("Its answer begins at %(moment)s.", moment=moment) if moment else ""
    if did == "merge":
        return _("Merged. Both askers see where theirs went.")
    if did == "write":
        return _("The answer stands on the page.") if question.answer else _("The written answer is gone.")
    return str(SENTENCES[did]) if did in SENTENCES else ""


def _of_agenda(did: str) -> Toast | None:
    sentences = {
        "agenda_answer_now": _("A question of the agenda is being answered now."),
        "agenda_done": _("Answered."),
        "agenda_put_back": _("It waits for an answer again."),
    }
    return Toast(sentences[did]) if did in sentences else None


MOST_SHOWN = 50
"""Of each list, unless all are asked for."""
_BY: Mapping[WaitingOrder, Callable[[QueuedQuestion], tuple[int, ...]]] = {
    WaitingOrder.VOTES: lambda each: (-each.rank, -each.votes, each.number),
    WaitingOrder.REGISTERED: lambda each: (-each.rank, -each.registered_votes, -each.votes, each.number),
    WaitingOrder.OLDEST: lambda each: (-each.rank, each.number),
}


_TYPED_IN: Mapping[str, str] = {"edit": "text", "write": "answer", "decline": "reason", "reason": "own_reason"}
"""The field of each form of a row in which somebody writes, by its button."""


class PressFailure(Struct, frozen=True, kw_only=True):
    """Why a press did nothing, and what was typed."""

    sentence: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


NO_FAILURE = PressFailure()


class CurrentQuestion(Struct, frozen=True, kw_only=True):
    """What is being answered now."""

    number: int | None
    """None: a question of the agenda."""
    position: int
    text: str
    language: str
    since: str
    """In the stream, or empty where that has not begun."""


class AgendaRow(Struct, frozen=True, kw_only=True):
    position: int
    text: str
    answered: str
    """When, in the stream, or empty for not yet."""
    is_current: bool


class ModerationPage(Struct, frozen=True, kw_only=True):
    """Everything that the page says."""

    door: ModerationAccess
    board: QuestionBoard
    wanted: PageFilter
    phase: Phase
    asking: AskingState
    queue: Queue
    to_read: Sequence[QueuedQuestion]
    waiting: Sequence[QueuedQuestion]
    done: Sequence[QueuedQuestion]
    """As many of each list as are shown."""
    open_number: int | None
    part: OpenRowForm | None
    """The form that stands in the open row."""
    current: CurrentQuestion | None
    agenda: Sequence[AgendaRow]
    moment: str
    """Now, in the stream, or empty where it does not run."""
    moments: Mapping[int, str]
    """When each was answered, in the stream, by their numbers."""
    people: Sequence[tuple[int, str]]
    """Of the line-up, with their ids."""
    targets: Sequence[Target]
    """Into which the open row may be merged. Looked for only if that is asked for."""
    toast: Toast | None
    failure: PressFailure
    now: dt.datetime
    orders: Mapping[WaitingOrder, object] = field(default_factory=lambda: ORDER_NAMES)

    @property
    def began(self) -> dt.datetime | None:
        """Returns when the stream began, if not at the planned start."""
        return began_at(self.board, self.door.webinar)

    @property
    def began_typed(self) -> str:
        """Returns what stands in the field for it: how long after that start."""
        after_s = offset_s(self.board, self.door.webinar)
        return playing_time(after_s) if after_s > 0 else ""

    @property
    def reasons(self) -> Sequence[str]:
        """Returns why something is hidden, ready to be chosen."""
        return (
            _("It names a private person."),
            _("It is rude, or hurts somebody."),
            _("It is an advertisement."),
            _("It is no question about this webinar."),
            _("It has been asked already."),
        )

    def has_form(self, press: str, question: QueuedQuestion) -> bool:
        """Returns whether the open row of a question shows the form with that button, if its part is asked for."""
        if question.is_hidden or press == "reason":
            return question.is_hidden and press == "reason"
        if press == "write":
            return question.state in answer_actions.WRITTEN_TO
        return press == "edit" or question.state in {QuestionState.PENDING, QuestionState.OPEN}

    @property
    def left(self) -> str:
        """Returns what was typed into a form that left the page: the question was moved meanwhile, or is gone."""
        press = self.failure.typed.get("press", "")
        rows = (*self.to_read, *self.waiting, *self.done)
        has_form = any(each.number == self.wanted.open and self.has_form(press, each) for each in rows)
        return "" if has_form else self.failure.typed.get(_TYPED_IN.get(press, ""), "").strip()

    def at(self, seconds: int) -> str:
        """Returns a moment of webinar time as the stream shows it."""
        return in_stream(seconds, self.board, self.door.webinar)

    def hour(self, at: dt.datetime) -> str:
        """Returns an instant on the clocks of the webinar: "4pm Britain"."""
        webinar = self.door.webinar
        zone = webinar.timezone or webinar.host.timezone
        hour = format_hour(wall(at, zone), hour_style_of(webinar.host))
        return _("%(hour)s %(zone)s", hour=hour, zone=line_label(zone))

    def names(self, question: QueuedQuestion) -> str:
        """Returns who asked, and for whom it is: "Harriet Martineau, for Augustus De Morgan"."""
        name = question.name or _("Without a name")
        if not question.for_whom:
            return name
        return _("%(name)s, for %(speaker)s", name=name, speaker=question.for_whom)

    def together(self, target: Target) -> str:
        """Returns what becomes of the votes: "Together 35 votes. 2 people voted for both and count once."."""
        votes = ngettext("Together %(num)s vote.", "Together %(num)s votes.", target.together.votes)
        both = target.together.both
        if not both:
            return votes
        once = ngettext(
            "One person voted for both and counts once.", "%(num)s people voted for both and count once.", both
        )
        return f"{votes} {once}"

    @property
    def counts(self) -> str:
        """Returns what there is, in a line: "31 asked, 4 answered, 3 to read"."""
        every = self.queue.all
        answered = sum(1 for each in every if each.state is QuestionState.ANSWERED and not each.is_hidden)
        parts = [
            ngettext("%(num)s asked", "%(num)s asked", len(every)),
            *([ngettext("%(num)s answered", "%(num)s answered", answered)] if answered else []),
            *([_("%(count)s to read", count=len(self.queue.to_read))] if self.queue.to_read else []),
        ]
        return ", ".join(parts)

    @property
    def done_counts(self) -> str:
        """Returns what stands in the last list: "4 answered, 2 hidden"."""
        hidden = sum(1 for each in self.queue.done if each.is_hidden)
        counts = Counter(each.state for each in self.queue.done if not each.is_hidden)
        answered, merged, declined = (
            counts[state] for state in (QuestionState.ANSWERED, QuestionState.MERGED, QuestionState.DECLINED)
        )
        parts = [
            ngettext("%(num)s answered", "%(num)s answered", answered) if answered else "",
            ngettext("%(num)s merged", "%(num)s merged", merged) if merged else "",
            ngettext("%(num)s not taken up", "%(num)s not taken up", declined) if declined else "",
            ngettext("%(num)s hidden", "%(num)s hidden", hidden) if hidden else "",
        ]
        return ", ".join(filter(None, parts))


def moderation_page_of(
    session: Session,
    door: ModerationAccess,
    board: QuestionBoard,
    wanted: PageFilter,
    *,
    failure: PressFailure = NO_FAILURE,
    now: dt.datetime,
) -> ModerationPage:
    """Returns what the page shows at `now`."""
    webinar = door.webinar
    queue = queue_of(session, webinar.id)
    waiting = sorted(queue.waiting, key=_BY[wanted.order])
    known = {each.number: each for each in queue.all}
    # What is being answered has no row.
    chosen = wanted.open if wanted.open in known and known[wanted.open] is not queue.answering else None
    opened = chosen or (waiting[0].number if waiting else None)
    part = wanted.part if chosen is not None else None
    agenda = _agenda(session, board, door)
    return ModerationPage(
        door=door,
        board=board,
        wanted=wanted,
        phase=phase_of(webinar, now),
        asking=asking_of(board, webinar, now),
        queue=queue,
        to_read=_first(queue.to_read, wanted, chosen),
        waiting=_first(waiting, wanted, chosen),
        done=_first(queue.done, wanted, chosen),
        open_number=opened,
        part=part,
        current=_current(board, queue, agenda, door),
        agenda=agenda,
        moment=moment_now(board, webinar, now),
        moments={
            each.number: in_stream(each.answered_s, board, webinar) for each in queue.all if each.answered_s is not None
        },
        people=_people(session, webinar.id),
        targets=targets_of(session, webinar.id, chosen) if part is OpenRowForm.MERGE and chosen is not None else (),
        toast=toast_of(wanted, known.get(wanted.number or 0), board, door),
        failure=failure,
        now=now,
    )


def to_read_words(count: int) -> str:
    """Returns how many wait to be read, as an addition to what leads to them, or an empty text for none."""
    return ngettext("%(num)s to read", "%(num)s to read", count) if count else ""


def _first(rows: Sequence[QueuedQuestion], wanted: PageFilter, chosen: int | None) -> Sequence[QueuedQuestion]:
    """Returns the first rows, and the chosen one wherever it is."""
    if wanted.is_all:
        return rows
    return [each for place, each in enumerate(rows) if place < MOST_SHOWN or each.number == chosen]


def _current(
    board: QuestionBoard, queue: Queue, agenda: Sequence[AgendaRow], door: ModerationAccess
) -> CurrentQuestion | None:
    webinar, asked = door.webinar, queue.answering
    if asked is not None:
        since = "" if asked.answered_s is None else in_stream(asked.answered_s, board, webinar)
        return CurrentQuestion(
            number=asked.number,
            position=0,
            text=asked.text,
            language=asked.language or webinar.language,
            since=since,
        )
    row = next((each for each in agenda if each.is_current), None)
    if row is None:
        return None
    at = board.answering_agenda_at
    return CurrentQuestion(
        number=None,
        position=row.position,
        text=row.text,
        language=webinar.language,
        since="" if at is None else moment_now(board, webinar, at),
    )


def _agenda(session: Session, board: QuestionBoard, door: ModerationAccess) -> Sequence[AgendaRow]:
    rows = session.scalars(
        sa.select(AgendaQuestion)
        .where(AgendaQuestion.webinar_id == door.webinar.id)
        .order_by(AgendaQuestion.position, AgendaQuestion.id)
    )
    return [
        AgendaRow(
            position=place,
            text=each.text,
            answered="" if each.answered_s is None else in_stream(each.answered_s, board, door.webinar),
            is_current=each.id == board.answering_agenda_id,
        )
        for place, each in enumerate(rows, 1)
    ]


def _people(session: Session, webinar_id: int) -> Sequence[tuple[int, str]]:
    rows = session.scalars(
        sa.select(Appearance)
        .where(Appearance.webinar_id == webinar_id, Appearance.agreement != Agreement.DECLINED)
        .options(orm.joinedload(Appearance.speaker))
        .order_by(Appearance.position, Appearance.id)
    )
    return [(each.id, each.shown_name) for each in rows]
