"""What the audience has asked, as the public reads it."""

from flask.typing import ResponseReturnValue

from webinars.api.answers import QuestionAnswer, QuestionList, instant
from webinars.api.protocol.bearers import bearer
from webinars.api.protocol.operations import operation
from webinars.api.references import links, require_visible, slug_of
from webinars.db import db
from webinars.domain.programme.queries import webinar_page
from webinars.domain.questions.public_queries import PublicQuestion, public_questions
from webinars.models import Webinar
from webinars.web.lookups import at_former_address
from webinars.web.page_cache.stored_pages import holds_until


@operation(
    "GET", "/webinars/<slug>/questions", "What the audience has asked", answer=QuestionList, about="webinar"
)  # fmt: skip
def questions(slug: str) -> QuestionList | ResponseReturnValue:
    """What is answered now first, then what waits by votes. All of it in one answer."""
    session = db.session()
    found = webinar_page(session, slug_of(session, slug))
    if found is None:
        return at_former_address(Webinar, slug, "api.questions")
    require_visible(bearer(), found)
    public = public_questions(session, found.id)
    holds_until(None)
    return QuestionList(items=[_answer(found, each) for each in public.questions] if public else [], next_cursor=None)


def _answer(webinar: Webinar, asked: PublicQuestion) -> QuestionAnswer:
    answered_at = asked.answered_at or asked.written_at
    return QuestionAnswer(
        number=asked.number,
        text=asked.text,
        name=asked.name,
        language=asked.language or webinar.language,
        state=asked.state,
        votes=asked.votes,
        reason=asked.reason,
        answer=asked.answer,
        answered_by=asked.answer_by or (asked.for_whom if asked.answered_at is not None else ""),
        asked_at=instant(asked.asked_at),
        answered_at=instant(answered_at) if answered_at else None,
        url=links().webinar_question(webinar.slug, asked.number),
    )
