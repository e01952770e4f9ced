"""A co-organiser's people say at the desk which starts suit it."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.editor_queries import lock_webinar
from webinars.domain.programme.permissions import can_answer_poll_for
from webinars.domain.scheduling.date_polls import actions
from webinars.domain.scheduling.date_polls.errors import PollClosed, StartGone
from webinars.domain.scheduling.date_polls.queries import Participant
from webinars.lib.i18n import gettext as _
from webinars.models import CoOrganiser, Webinar
from webinars.site.scheduling.date_polls.answers import given_in
from webinars.site.scheduling.date_polls.views.blueprint import at_desk
from webinars.site.scheduling.date_polls.views.desk import page
from webinars.web import access
from webinars.web.lookups import webinar_or_404
from webinars.web.security.identity import current_actor


@at_desk.post("/answers/<int:co_organiser_id>")
@access.signed_in
def answer(slug: str, co_organiser_id: int) -> ResponseReturnValue:
    _answerable(webinar_or_404(slug), co_organiser_id)
    given, session = given_in(request.form), db.session()
    if given.wrong:
        return page(webinar_or_404(slug), wrong=given.wrong, typed={co_organiser_id: given}), 422
    lock_webinar(session, slug)
    session.expire_all()
    webinar = webinar_or_404(slug)
    voice = Participant(co_organiser=_answerable(webinar, co_organiser_id))
    try:
        actions.answer(
            session,
            webinar,
            voice,
            given.answers,
            given.words,
            seen=given.seen,
            actor=current_actor(),
            now=clock.now(),
        )
    except (PollClosed, StartGone) as error:
        db.session.rollback()
        return page(webinar_or_404(slug), problem=str(error), typed={co_organiser_id: given}), 409
    db.session.commit()
    flash(_("Stored: what %(organisation)s can come to.", organisation=voice.name), "ok")
    return redirect(url_for(".index", slug=slug), 303)


def _answerable(webinar: Webinar, co_organiser_id: int) -> CoOrganiser:
    """Returns the co-organiser. Ends in 404 if the webinar has no such one, in 403 for who does not answer for it."""
    found = next((each for each in webinar.co_organisers if each.id == co_organiser_id), None) or abort(404)
    if not can_answer_poll_for(current_actor(), found):
        abort(403)
    return found
