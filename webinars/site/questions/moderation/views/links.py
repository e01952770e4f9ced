"""Links for people who moderate without an account: made at the desk, shown once, revoked there."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.questions.errors import QuestionInvalid
from webinars.domain.questions.moderator_links import make_link, revoke_link
from webinars.site.questions.moderation.page import PressFailure
from webinars.site.questions.moderation.views.blueprint import at_desk
from webinars.site.questions.moderation.views.desk import AtDesk, page
from webinars.site.questions.moderation.views.responses import UNPROCESSABLE
from webinars.web import access
from webinars.web.requests.transactions import prepared
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings


@at_desk.post("/links")
@access.signed_in
def make(slug: str) -> ResponseReturnValue:
    """Make a link, and show its address: it is stored nowhere, so the answer to this press is the only one with it."""
    way = AtDesk(slug)
    _door, board = way.locked()
    try:
        link, token = make_link(db.session(), current_actor(), board, request.form.get("name", ""), now=clock.now())
    except QuestionInvalid as error:
        failure = PressFailure(wrong={"link-name": error.sentences["name"]}, typed=dict(request.form))
        with prepared():
            return page(way.opened(), failure), UNPROCESSABLE
    name = link.name
    db.session.commit()
    address = site_settings().links.moderating(token)
    with prepared():
        return page(way.opened(), made=address, made_for=name), 200, {"Cache-Control": "no-store"}


@at_desk.post("/links/<int:link_id>/revocation")
@access.signed_in
def revoke(slug: str, link_id: int) -> ResponseReturnValue:
    _door, board = AtDesk(slug).locked()
    revoke_link(db.session(), current_actor(), board, link_id, now=clock.now())
    db.session.commit()
    return redirect(url_for(".index", slug=slug, _anchor="links"), 303)
