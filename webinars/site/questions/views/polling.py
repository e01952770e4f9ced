"""What open pages ask every three seconds.

Nearly every such request has no news, and is answered 304 from memory: without a look at the database, and with
nothing that a page has. That is right because what is held is a second old at most: who presses a button gets an answer
of their own at once, others learn of it by their next question anyway, and a cache in front of us may hold an answer
for two seconds (`max-age=2`). A webinar that is taken down is not held, so it is gone within that second as well.
"""

import sqlalchemy as sa
from flask import abort
from flask.typing import ResponseReturnValue
from sqlalchemy import orm

from webinars import clock
from webinars.db import db
from webinars.domain.questions.boards import board_of
from webinars.domain.recordings.watch_links import watch_link_finder
from webinars.models import Webinar
from webinars.site.questions import json_output
from webinars.site.questions.process_cache import question_memory
from webinars.site.questions.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import lead_on, visible_or_gone
from webinars.web.page_cache.poll_answers import poll_response


@bp.get("/webinars/<slug>/questions.json")
@access.public
def poll(slug: str) -> ResponseReturnValue:
    answer = question_memory().polls.answer(slug, lambda: _look_up(slug))
    return poll_response(answer, "public, max-age=2, stale-while-revalidate=10")


def _look_up(slug: str) -> tuple[int, bytes]:
    session, now = db.session(), clock.now()
    query = sa.select(Webinar).where(Webinar.slug == slug).options(orm.joinedload(Webinar.host))
    webinar = session.scalar(query) or lead_on(Webinar, slug)
    visible_or_gone(webinar)
    board = board_of(session, webinar.id)
    public = question_memory().shelf.questions_of(session, webinar.id)
    if board is None or public is None:
        abort(404)
    return public.revision, json_output.poll_json(
        webinar, board, public, watch_link_finder(session, webinar.id), now=now
    )
