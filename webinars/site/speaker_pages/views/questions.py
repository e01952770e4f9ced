"""What a speaker answers in writing: one press, and it stands on the page under her name."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.questions import boards
from webinars.domain.questions.errors import QuestionInvalid
from webinars.domain.questions.speaker_answers import answer_as_speaker
from webinars.lib.errors import WebinarsError
from webinars.site.speaker_pages.views.blueprint import bp
from webinars.site.speaker_pages.views.page import SpeakerPageFailure, locked_at, nothing_here, rendered_again
from webinars.web import access
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import at_most, own_link


@bp.post("/speaking/<secret:token>/questions/<int:number>")
@access.public
@takes_short_form
@at_most("60 per 10 minutes", by=own_link)
def answer_question(token: str, number: int) -> ResponseReturnValue:
    """Answer a question of the audience, change that answer, or take it back by an empty one."""
    session, now = db.session(), clock.now()
    found = locked_at(token, now=now)
    text, seen = request.form.get("answer", ""), request.form.get("seen")
    typed = {f"answer-{number}": text}
    try:
        board = boards.lock_board(session, found.webinar.id)
        answer_as_speaker(session, board, found.appearance, number, text, seen=seen, now=now)
    except LookupError:
        nothing_here()
    except QuestionInvalid as error:
        wrong = {f"answer-{number}": error.sentences["answer"]}
        return rendered_again(token, SpeakerPageFailure(wrong=wrong, typed=typed)), 422
    except WebinarsError as error:
        return rendered_again(token, SpeakerPageFailure(sentence=str(error), typed=typed)), 409
    db.session.commit()
    told = "answered" if text.strip() else "unanswered"
    return redirect(url_for(".page", token=token, told=told, _anchor="told"), 303)
