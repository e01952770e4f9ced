"""Moderating without an account: whoever has the address can do all that is on the page, and nothing else."""

from flask import abort, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from webinars import clock
from webinars.db import db
from webinars.domain.questions import boards
from webinars.domain.questions.boards import Board
from webinars.domain.questions.errors import LinkEnded
from webinars.domain.questions.moderator_actions import Moderator
from webinars.domain.questions.moderator_links import moderator_link_by_token, moderator_of
from webinars.lib.i18n import gettext as _
from webinars.models import ModeratorLink, Webinar
from webinars.site.questions.moderation.buttons import OF_AGENDA, OF_BOARD, OF_QUESTIONS
from webinars.site.questions.moderation.entry_points import ModerationAccess
from webinars.site.questions.moderation.page_filters import filter_in
from webinars.site.questions.moderation.views import responses
from webinars.site.questions.moderation.views.blueprint import bp
from webinars.web import access
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import at_most, own_link

PRESSES = "300 per 10 minutes"
LOOKS = "1200 per 10 minutes"
"""Several may work with one link, and each looks every four seconds."""


class ByLink(Struct, frozen=True):
    """The way in for whoever has the address."""

    token: str

    def opened(self) -> ModerationAccess:
        link, webinar = self._found()
        return ModerationAccess(webinar=webinar, who=Moderator(name=link.name, link_id=link.id), token=self.token)

    def locked(self) -> tuple[ModerationAccess, Board]:
        link, webinar = self._found()
        board = boards.lock_board(db.session(), webinar.id)
        # Whoever revokes it holds the same lock.
        db.session.refresh(link)
        if link.revoked_at is not None:
            abort(410, str(LinkEnded()))
        who = moderator_of(link, now=clock.now())
        return ModerationAccess(webinar=board.webinar, who=who, token=self.token), board

    def _found(self) -> tuple[ModeratorLink, Webinar]:
        try:
            found = moderator_link_by_token(db.session(), self.token, now=clock.now())
        except LinkEnded as error:
            abort(410, str(error))
        if found is None:
            abort(404, _("There is nothing at this address. It may have been copied incompletely."))
        return found


@bp.get("/moderate/<secret:token>")
@access.public
def index(token: str) -> ResponseReturnValue:
    return responses.page(ByLink(token).opened(), filter_in(request.args))


@bp.get("/moderate/<secret:token>/fresh")
@access.public
@at_most(LOOKS, by=own_link)
def fresh(token: str) -> ResponseReturnValue:
    return responses.fresh(ByLink(token).opened())


@bp.post("/moderate/<secret:token>/questions/<int:number>")
@access.public
@takes_short_form
@at_most(PRESSES, by=own_link)
def press(token: str, number: int) -> ResponseReturnValue:
    """Do with a question what its button says."""
    return responses.act(ByLink(token), OF_QUESTIONS, number)


@bp.post("/moderate/<secret:token>/agenda/<int:position>")
@access.public
@takes_short_form
@at_most(PRESSES, by=own_link)
def press_agenda(token: str, position: int) -> ResponseReturnValue:
    """Take up a question of the agenda, or end it."""
    return responses.act(ByLink(token), OF_AGENDA, position, prefix="agenda_")


@bp.post("/moderate/<secret:token>/board")
@access.public
@takes_short_form
@at_most(PRESSES, by=own_link)
def press_board(token: str) -> ResponseReturnValue:
    """Take questions or none, read them first or not, say when the stream began."""
    return responses.act(ByLink(token), OF_BOARD)
