"""What is pressed on the page of the day, by both ways in: one verb each."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars import clock
from webinars.db import db
from webinars.domain.live import actions, presence, turns
from webinars.domain.live.actions import Conductor
from webinars.domain.live.errors import HourHasChanged
from webinars.domain.programme.phases import phase_of
from webinars.domain.programme.public_lineup import public_lineup
from webinars.domain.questions import answer_actions
from webinars.domain.questions.boards import lock_board
from webinars.domain.questions.moderator_actions import Moderator
from webinars.lib.i18n import gettext as _
from webinars.models import Webinar
from webinars.site.live.day_access import DayAccess
from webinars.site.live.day_page import DayFailure, day_page
from webinars.web.number_converter import as_id
from webinars.web.press import press

CONFLICT = 409
UNDO = "undo"
Form = Mapping[str, str]


class DayPress(Struct, frozen=True, kw_only=True):
    """A press, with all that a verb needs of it."""

    session: Session
    who: Conductor
    webinar: Webinar
    form: Form
    now: dt.datetime

    @property
    def is_undo(self) -> bool:
        return self.form.get("press") == UNDO


def _started(it: DayPress) -> None:
    verb = actions.take_back_start if it.is_undo else actions.start
    verb(it.session, it.who, it.webinar, now=it.now)


def _later(it: DayPress) -> None:
    if it.is_undo:
        actions.begin_at_its_hour(it.session, it.who, it.webinar, now=it.now)
        return
    late = actions.late_minutes(it.webinar)
    minutes, seen = as_id(it.form.get("minutes")) or 0, int(as_id(it.form.get("seen", str(late))) or 0)
    actions.begin_later(it.session, it.who, it.webinar, minutes, seen=seen, now=it.now)


def _going_on(it: DayPress) -> None:
    actions.keep_going(it.session, it.who, it.webinar, now=it.now)


def _over(it: DayPress) -> None:
    verb = actions.take_back_end if it.is_undo else actions.end
    verb(it.session, it.who, it.webinar, now=it.now)


def _speaking(it: DayPress) -> None:
    if not phase_of(it.webinar, it.now).is_going_on:
        raise HourHasChanged
    who = it.form.get("appearance", "")
    if who == "stop":
        turns.end_turn(it.session, it.webinar, now=it.now)
        return
    speaker = next((each for each in public_lineup(it.webinar) if each.id == as_id(who)), None)
    if speaker is None and who != "questions":
        raise HourHasChanged
    turns.begin_turn(it.session, it.webinar, speaker, now=it.now)


def _question(it: DayPress) -> None:
    number = as_id(it.form.get("number"))
    name = _("Somebody who helps") if it.who.link_id is not None else it.who.actor.name
    moderator = Moderator(name=name, user_id=it.who.actor.user_id)
    try:
        board = lock_board(it.session, it.webinar.id)
    except LookupError as error:
        raise HourHasChanged from error
    if it.form.get("press") == "done":
        answer_actions.end_answer(it.session, board, moderator, number=number or 0, now=it.now)
    else:
        answer_actions.answer_now(it.session, board, moderator, number or 0, now=it.now)


def _works(it: DayPress) -> None:
    presence.forget_trouble(it.session, it.webinar.id)


BUTTONS: Mapping[str, tuple[str, Callable[[DayPress], None]]] = {
    "started": ("started", _started),
    "later": ("later", _later),
    "going_on": ("going-on", _going_on),
    "over": ("over", _over),
    "speaking": ("speaking", _speaking),
    "questions": ("questions", _question),
    "trouble_solved": ("trouble/solved", _works),
}
"""By their endpoints: the end of the address that each is sent to, and what it does."""


def act(door: DayAccess, again: Callable[[], DayAccess]) -> ResponseReturnValue:
    """Do what was pressed, and lead back to the page, or show it again with why that could not be done."""
    _address, does = BUTTONS[(request.endpoint or "").rpartition(".")[2]]
    it = DayPress(session=db.session(), who=door.who, webinar=door.webinar, form=request.values, now=clock.now())

    def refused(error: Exception) -> ResponseReturnValue:
        return day_page(again(), DayFailure(sentence=str(error))), CONFLICT

    back: Any = door.page()
    return press(lambda: does(it), said="", back=back, refused=refused)
