"""What whoever asked a question is told by mail: once, in the language of the webinar, as it stands when it leaves."""

from collections.abc import Callable
from typing import Protocol

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.mail.mail_kind import Button, Letter, LinkedParagraph, Occasion, Passage, Prose, Quotation
from webinars.domain.programme.credit_line import credit_text
from webinars.domain.programme.public_lineup import is_in_public
from webinars.domain.programme.recording_plan import is_recording_promised
from webinars.domain.questions.links import token_of
from webinars.lib.i18n import gettext as _
from webinars.lib.markdown import message_as_text, render_message
from webinars.lib.player_times import playing_time
from webinars.lib.text_cleaning import short_title
from webinars.models import Appearance, AudienceQuestion, CoOrganiser, QuestionState, Webinar
from webinars.pure.times import duration_text

_FINAL_STATES = {QuestionState.ANSWERED, QuestionState.DECLINED}
Writer = Callable[[Occasion], Letter | None]


class AnswerPlace(Protocol):
    """A second of a recording with a page of its own."""

    @property
    def slug(self) -> str: ...
    @property
    def place_s(self) -> int: ...


AnswerPlaces = Callable[[Session, int], Callable[[int], AnswerPlace | None]]
"""Given a webinar, returns what leads from a second of it to where that can be watched."""


class _AskerNotice(Struct, frozen=True, kw_only=True):
    """Whose question it is, and what has become of it."""

    occasion: Occasion
    question: AudienceQuestion
    end: AudienceQuestion
    """The question, or that into which it was merged: with its speaker."""
    webinar: Webinar
    place: AnswerPlace | None

    @property
    def token(self) -> str:
        return token_of(self.occasion.settings, self.question) or ""

    @property
    def page(self) -> str:
        """The asker's own, or where the question stands if that is gone."""
        links = self.occasion.links
        return links.question(self.token) if self.token else links.webinar_question(self.webinar.slug, self.end.number)


def answer_letter_writer(watching: AnswerPlaces) -> Writer:
    """Returns what writes the letter. `watching` says where answers are seen."""
    return lambda occasion: _write(occasion, watching)


def _write(occasion: Occasion, watching: AnswerPlaces) -> Letter | None:
    """Returns the letter to whoever asked.

    Returns None if it is hidden, open again, taken back or erased by now, or told elsewhere.
    """
    told = _told(occasion, watching)
    if told is None:
        return None
    webinar, (subject, headline, line) = told.webinar, _outcome(told)
    button, further = Button(label=_("Open your question"), address=told.page), list[Passage]()
    if told.place is not None:
        button = Button(label=_("Watch the answer"), address=occasion.links.moment(told.place.slug, told.place.place_s))
        further.append(LinkedParagraph(text=_("Your question’s own page:"), address=told.page))
    return Letter(
        subject=_("%(what)s: %(title)s", what=subject, title=short_title(told.question.text)),
        kicker=_("You asked to be told"),
        headline=headline,
        line=line,
        title=webinar.title,
        credit=credit_text(webinar),
        paragraphs=_paragraphs(told),
        button=button,
        further=further,
        footer=_(
            "You left this address with your question, to be told once. It is erased within a day. Keep the link to "
            "your question to yourself: whoever has it can change what you gave."
        ),
        secrets=frozenset({told.token} if told.token else ()),
    )


def _told(occasion: Occasion, watching: AnswerPlaces) -> _AskerNotice | None:
    question = _question(occasion.session, occasion.context["question_id"])
    if question is None or question.is_hidden or question.notify_email != occasion.recipient:
        return None
    end = question if question.merged_into_id is None else _question(occasion.session, question.merged_into_id)
    if end is None or end.is_hidden or end.state not in _FINAL_STATES:
        return None
    webinar = occasion.once(("asked webinar", question.webinar_id), lambda: _webinar(occasion, question.webinar_id))
    if webinar is None or not webinar.is_public_page:
        return None
    place = None
    if end.state is QuestionState.ANSWERED and end.answered_s is not None:
        watch = occasion.once(("watching", webinar.id), lambda: watching(occasion.session, webinar.id))
        place = watch(end.answered_s)
    return _AskerNotice(occasion=occasion, question=question, end=end, webinar=webinar, place=place)


def _question(session: Session, question_id: int) -> AudienceQuestion | None:
    return session.scalar(
        sa.select(AudienceQuestion)
        .where(AudienceQuestion.id == question_id)
        .options(orm.joinedload(AudienceQuestion.appearance).joinedload(Appearance.speaker))
        .execution_options(populate_existing=True)
    )


def _webinar(occasion: Occasion, webinar_id: int) -> Webinar | None:
    return occasion.session.scalar(
        sa.select(Webinar)
        .where(Webinar.id == webinar_id)
        .options(
            orm.joinedload(Webinar.host),
            orm.selectinload(Webinar.co_organisers).joinedload(CoOrganiser.organisation),
        )
        .execution_options(populate_existing=True)
    )


def _outcome(told: _AskerNotice) -> tuple[str, str, str]:
    """Returns what became of it, as the subject, the headline and the line below it say it."""
    end = told.end
    if end.state is QuestionState.DECLINED:
        return _("Not taken up"), _("Your question was not taken up"), ""
    answered = _("Your question is answered")
    if told.place is not None:
        moment = playing_time(told.place.place_s)
        return _("Answered at %(moment)s", moment=moment), answered, _("At %(moment)s of the recording", moment=moment)
    if end.answer:
        return _("Answered in writing"), answered, ""
    if end.answered_s is None:
        return _("Answered"), answered, ""
    return _("Answered"), answered, _("%(length)s in", length=duration_text(max(1, round(end.answered_s / 60))))


def _paragraphs(told: _AskerNotice) -> list[Passage]:
    end = told.end
    said: list[Passage] = [Quotation(opening=_("You asked:"), words=told.question.text)]
    if end is not told.question:
        said.append(Quotation(opening=_("It was put together with this one, where its votes count:"), words=end.text))
    if end.state is QuestionState.DECLINED:
        return [*said, Quotation(opening=_("The moderators give this reason:"), words=end.reason)]
    if end.answered_at is not None or told.place is not None:
        is_named = end.appearance is not None and is_in_public(told.webinar, end.appearance)
        by = end.appearance.shown_name if end.appearance is not None and is_named else ""
        said.append(_("%(name)s answered it.", name=by) if by else _("It was answered in the webinar."))
        is_awaited = told.place is None and end.answered_s is not None
        if is_awaited and is_recording_promised(told.webinar, told.occasion.now):
            said.append(_("You can watch it when the recording is up: the page of your question then leads there."))
    if end.answer:
        said.append(_("%(name)s writes:", name=end.answer_by) if end.answer_by else _("The answer in writing:"))
        said.append(Prose(text=message_as_text(end.answer), html=render_message(end.answer)))
    return said
