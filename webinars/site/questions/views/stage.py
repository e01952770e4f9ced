"""The question of the moment, large, for a screen in the room, and the short address that its code leads to."""

import sqlalchemy as sa
from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.calendars.links import qr_code
from webinars.domain.questions.boards import CODE_LENGTH
from webinars.models import QuestionBoard, QuestionState, Webinar
from webinars.site.questions.rows import PublicQuestionRow
from webinars.site.questions.section import QuestionSection, SectionView, section_of
from webinars.site.questions.views.blueprint import bp
from webinars.site.questions.views.page import webinar_of
from webinars.web import access
from webinars.web.filters import width_of
from webinars.web.lookups import lead_on, visible_or_gone
from webinars.web.site_context import absolute_url

NEXT_SHOWN = 3
SHORT, MID, LONG = 60, 140, 300
"""Letters up to which a question is set large, less large, and small: only one in wide letters is longer."""
THEMES = ("light", "dark")


@bp.get("/webinars/<slug>/stage")
@access.public
def stage(slug: str) -> ResponseReturnValue:
    """No cache keeps it: what a moderator hides must be gone from the screen at once."""
    webinar = webinar_of(slug) or lead_on(Webinar, slug)
    section = section_of(db.session(), webinar, SectionView(is_whole=True), now=clock.now()) or abort(404)
    address = absolute_url("questions.short", code=section.code)
    page = render_template(
        "questions/stage.html",
        webinar=webinar,
        questions=section,
        coming=_coming(section),
        address=address,
        address_said=address.partition("://")[2],
        code=qr_code(address) if section.can_ask else "",
        theme=_theme(),
    )
    return page, 200, {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@bp.get("/q/<code>")
@access.public
def short(code: str) -> ResponseReturnValue:
    """Lead to the form of the webinar with this code. It may be typed in capital letters."""
    found = None
    if len(code) <= 2 * CODE_LENGTH:
        found = db.session.scalar(
            sa.select(Webinar)
            .join(QuestionBoard, QuestionBoard.webinar_id == Webinar.id)
            .where(QuestionBoard.code == code.lower())
        )
    if found is None:
        abort(404)
    visible_or_gone(found)
    response = make_response(redirect(url_for("programme.show", slug=found.slug, _anchor="ask"), code=302))
    # The webinar's address may become another, and this one is on slides that were printed.
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.app_template_filter("stage_class")
def stage_class(text: str) -> str:
    """Returns the size of a question on the stage by the length of its text."""
    width = width_of(text)
    if width <= SHORT:
        return "stage-text"
    if width <= MID:
        return "stage-text stage-text-mid"
    return "stage-text stage-text-long" if width <= LONG else "stage-text stage-text-long stage-text-wide"


def _coming(section: QuestionSection) -> list[PublicQuestionRow]:
    """Returns what is next: those that moderators have moved up first, then by votes."""
    waiting = [row for row in section.listed.rows if row.question.state is QuestionState.OPEN]
    return sorted(waiting, key=lambda row: (-row.question.rank, -row.question.votes, row.question.number))[:NEXT_SHOWN]


def _theme() -> str:
    asked = request.args.get("theme", "")
    return asked if asked in THEMES else ""
