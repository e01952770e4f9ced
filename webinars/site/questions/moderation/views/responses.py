"""What both ways in have in common: the page, what has changed of it, and what a press leads to."""

import hashlib
from collections.abc import Mapping
from typing import Protocol

from flask import Response, abort, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.phases import phase_of
from webinars.domain.questions.boards import Board, asking_of, board_of
from webinars.domain.questions.errors import QuestionInvalid
from webinars.lib.errors import WebinarsError
from webinars.models import QuestionBoard
from webinars.site.questions.moderation.buttons import ButtonPress, ModerationButton
from webinars.site.questions.moderation.entry_points import ModerationAccess
from webinars.site.questions.moderation.page import NO_FAILURE, ModerationPage, PressFailure, moderation_page_of
from webinars.site.questions.moderation.page_filters import PageFilter, filter_in
from webinars.site.questions.moderation.stream_times import moment_now
from webinars.web.requests.transactions import prepared

NOT_MODIFIED, CONFLICT, UNPROCESSABLE = 304, 409, 422
MOMENT = "Webinar-Moment"
"""The header with the moment in the stream: it comes with each poll, also with one that brings nothing else."""


class EntryPoint(Protocol):
    """How somebody comes in. Each ends in 403, 404 or 410 for whoever may not."""

    def opened(self) -> ModerationAccess:
        """Returns the door, for looking."""

    def locked(self) -> tuple[ModerationAccess, Board]:
        """Returns the door with its board, locked until the transaction ends."""


def page(door: ModerationAccess, wanted: PageFilter, failure: PressFailure = NO_FAILURE, **more: object) -> str:
    """Returns the page as it is now. `failure` says why a press did nothing."""
    board = board_of(db.session(), door.webinar.id)
    return render_template(
        "questions/moderation/desk.html" if door.is_desk else "questions/moderation/by_link.html",
        door=door,
        webinar=door.webinar,
        shown=None if board is None else _shown(door, board, wanted, failure),
        etag="" if board is None else _etag(door, board, wanted),
        failure=failure,
        **more,
    )


def fresh(door: ModerationAccess) -> ResponseReturnValue:
    """Returns what has changed since the page was made, or 304: that takes a look at the board alone."""
    board = board_of(db.session(), door.webinar.id) or abort(404)
    wanted = filter_in(request.args)
    etag = _etag(door, board, wanted)
    if etag in request.if_none_match:
        answer = Response(status=NOT_MODIFIED)
    else:
        shown = _shown(door, board, wanted, NO_FAILURE)
        answer = make_response(
            render_template("questions/moderation/_update.html", door=door, webinar=door.webinar, shown=shown)
        )
    answer.set_etag(etag)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers[MOMENT] = moment_now(board, door.webinar, clock.now())
    return answer


def act(
    way: EntryPoint, table: Mapping[str, ModerationButton], number: int = 0, *, prefix: str = ""
) -> ResponseReturnValue:
    """Do what was pressed, and lead back to the page, or show it again with why that could not be done."""
    name = request.form.get("press", "")
    press = table.get(name)
    door, board = way.locked()
    if press is None:
        abort(400)
    it = ButtonPress(session=db.session(), board=board, who=door.who, number=number, form=request.form, now=clock.now())
    wanted = filter_in(request.args)
    try:
        press.does(it)
    except QuestionInvalid as error:
        failure, status = PressFailure(wrong=error.sentences, typed=dict(request.form)), UNPROCESSABLE
    except WebinarsError as error:
        failure, status = PressFailure(sentence=str(error), typed=dict(request.form)), CONFLICT
    else:
        db.session.commit()
        return redirect(_next(door, press, prefix + name, 0 if prefix else number, wanted), 303)
    chosen = 0 if prefix else number
    again = PageFilter(
        order=wanted.order, is_all=wanted.is_all, open=chosen or wanted.open, part=press.part if chosen else None
    )
    with prepared():
        return page(way.opened(), again, failure), status


def _next(door: ModerationAccess, press: ModerationButton, did: str, number: int, wanted: PageFilter) -> str:
    asked: dict[str, object] = {**wanted.kept, "did": did}
    anchor = "told"
    if number:
        asked["number"] = number
    if number and press.stays:
        asked["open"], anchor = number, f"q{number}"
    if press.then is not None:
        asked["part"] = press.then.value
    return door.page(**asked, _anchor=anchor)


def _shown(door: ModerationAccess, board: QuestionBoard, wanted: PageFilter, failure: PressFailure) -> ModerationPage:
    return moderation_page_of(db.session(), door, board, wanted, failure=failure, now=clock.now())


def _etag(door: ModerationAccess, board: QuestionBoard, wanted: PageFilter) -> str:
    now, webinar = clock.now(), door.webinar
    parts = (
        board.revision,
        webinar.revision,
        phase_of(webinar, now),
        asking_of(board, webinar, now),
        wanted.order,
        wanted.is_all,
        bool(moment_now(board, webinar, now)),
    )
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()
