"""Moderating at the desk: whoever may look after the people of a webinar."""

import sqlalchemy as sa
from flask import abort, request
from flask.typing import ResponseReturnValue
from msgspec import Struct
from sqlalchemy import orm

from webinars.db import db
from webinars.domain.programme import permissions
from webinars.domain.questions import boards, moderator_links
from webinars.domain.questions.boards import Board
from webinars.domain.questions.links import moderating_ends_at
from webinars.domain.questions.moderation_queue import to_read_counts
from webinars.domain.questions.moderator_actions import Moderator
from webinars.models import Webinar
from webinars.site.questions.moderation.buttons import OF_AGENDA, OF_BOARD, OF_QUESTIONS
from webinars.site.questions.moderation.entry_points import ModerationAccess
from webinars.site.questions.moderation.page import NO_FAILURE, PressFailure, to_read_words
from webinars.site.questions.moderation.page_filters import filter_in
from webinars.site.questions.moderation.views import responses
from webinars.site.questions.moderation.views.blueprint import at_desk
from webinars.web import access
from webinars.web.security.identity import current_actor


class AtDesk(Struct, frozen=True):
    """The way in for people who have signed in and have the right."""

    slug: str

    def opened(self) -> ModerationAccess:
        return _door(self._found())

    def locked(self) -> tuple[ModerationAccess, Board]:
        try:
            board = boards.lock_board(db.session(), self._found().id)
        except LookupError:
            abort(404)
        return _door(board.webinar), board

    def _found(self) -> Webinar:
        """Not with everything, as the editor needs it: whoever moderates looks every four seconds."""
        webinar = db.session.scalar(
            sa.select(Webinar)
            .where(Webinar.slug == self.slug)
            .options(orm.joinedload(Webinar.host), orm.selectinload(Webinar.co_organisers))
        )
        if webinar is None or not permissions.can_view(current_actor(), webinar):
            abort(404)
        if not permissions.can_edit_people(current_actor(), webinar):
            abort(403)
        return webinar


@at_desk.get("")
@access.signed_in
def index(slug: str) -> ResponseReturnValue:
    return page(AtDesk(slug).opened())


@at_desk.get("/fresh")
@access.signed_in
def fresh(slug: str) -> ResponseReturnValue:
    return responses.fresh(AtDesk(slug).opened())


@at_desk.post("/<int:number>")
@access.signed_in
def press(slug: str, number: int) -> ResponseReturnValue:
    """Do with a question what its button says."""
    return responses.act(AtDesk(slug), OF_QUESTIONS, number)


@at_desk.post("/agenda/<int:position>")
@access.signed_in
def press_agenda(slug: str, position: int) -> ResponseReturnValue:
    """Take up a question of the agenda, or end it."""
    return responses.act(AtDesk(slug), OF_AGENDA, position, prefix="agenda_")


@at_desk.post("/board")
@access.signed_in
def press_board(slug: str) -> ResponseReturnValue:
    """Take questions or none, read them first or not, say when the stream began."""
    return responses.act(AtDesk(slug), OF_BOARD)


def page(door: ModerationAccess, failure: PressFailure = NO_FAILURE, *, made: str = "", made_for: str = "") -> str:
    """Returns the page with the links of moderators. `made` is the address of one that was made by this press."""
    return responses.page(
        door,
        filter_in(request.args),
        failure,
        links=moderator_links.links_of(db.session(), door.webinar.id),
        links_end_at=moderating_ends_at(door.webinar),
        made=made,
        made_for=made_for,
        most_name=moderator_links.LONGEST_NAME,
    )


@at_desk.app_template_global()
def questions_to_read(webinar: Webinar) -> str:
    """Returns how many questions of a webinar wait to be read first, in words, or an empty text for none."""
    return to_read_words(to_read_counts(db.session(), [webinar.id]).get(webinar.id, 0))


def _door(webinar: Webinar) -> ModerationAccess:
    actor = current_actor()
    return ModerationAccess(webinar=webinar, who=Moderator(name=actor.name, user_id=actor.user_id))
