"""The questions of a webinar on a page of their own, and those like one that is being typed."""

import sqlalchemy as sa
from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.page_expiry import next_change
from webinars.domain.programme.queries import for_lists
from webinars.domain.questions.boards import board_of, is_voting, takes_registered_only
from webinars.domain.search.similar_questions import Similar, similar_questions
from webinars.models import Visibility, Webinar
from webinars.site.questions.form_input import MOST_TYPED, NO_FAILURE, AskingFailure
from webinars.site.questions.process_cache import question_memory
from webinars.site.questions.rows import FILTERS, answer_words
from webinars.site.questions.section import SectionView, section_of
from webinars.site.questions.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import lead_on, visible_or_gone
from webinars.web.page_cache.stored_pages import keep_pages
from webinars.web.requests.transactions import stores_nothing
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import is_within

NOTHING_SIMILAR = Similar()
bp.add_app_template_global(answer_words)


@bp.get("/webinars/<slug>/questions")
@access.public
@keep_pages("sort", "show", about="webinar")
def show(slug: str) -> ResponseReturnValue:
    webinar = webinar_of(slug) or lead_on(Webinar, slug)
    return rendered(webinar)


@bp.post("/webinars/<slug>/similar-questions")
@access.public
@takes_short_form
@stores_nothing
def similar(slug: str) -> ResponseReturnValue:
    """A part of a page for a script: questions like the `text` that is being typed.

    A form, though nothing is stored: what somebody types, and may never ask, stands in no address and in no log.
    """
    webinar = webinar_of(slug) or lead_on(Webinar, slug)
    found = NOTHING_SIMILAR
    if is_within("600 per 10 minutes", "similar questions"):
        found = similar_to(webinar, request.form.get("text", "")[:MOST_TYPED])
    board = board_of(db.session(), webinar.id)
    is_open = board is not None and is_voting(board, webinar, clock.now()) and not takes_registered_only(board, webinar)
    page = render_template(
        "questions/similar.html", webinar=webinar, similar=found, is_voting=is_open, year=clock.now().year
    )
    return page, 200, {"Cache-Control": "no-store"}


def webinar_of(slug: str) -> Webinar | None:
    """Returns the webinar with what its questions need. Ends in 404 or 410 for one that strangers may not see."""
    webinar = db.session.scalar(sa.select(Webinar).where(Webinar.slug == slug).options(*for_lists()))
    if webinar is not None:
        visible_or_gone(webinar)
    return webinar


def similar_to(webinar: Webinar, text: str) -> Similar:
    """Returns the questions like `text`, of this webinar and of earlier ones."""
    memory, session = question_memory(), db.session()
    public = memory.shelf.questions_of(session, webinar.id)
    if public is None:
        return NOTHING_SIMILAR
    return similar_questions(session, memory.answered, webinar.id, text, public.questions)


def rendered(webinar: Webinar, failure: AskingFailure = NO_FAILURE, similar: Similar = NOTHING_SIMILAR) -> str:
    """Returns the page as it is now.

    `failure` says why something could not be done, `similar` what is asked already.
    """
    now = clock.now()
    shown = SectionView(
        sort="newest" if request.args.get("sort") == "newest" else "votes",
        show=request.args.get("show", "") if request.args.get("show", "") in FILTERS else "",
        is_whole=True,
    )
    section = section_of(db.session(), webinar, shown, now=now) or abort(404)
    return render_template(
        "questions/show.html",
        webinar=webinar,
        questions=section,
        failure=failure,
        similar=similar,
        year=now.year,
        now=now,
        changes_at=next_change([webinar], now),
        is_listed=webinar.visibility == Visibility.PUBLIC,
    )
