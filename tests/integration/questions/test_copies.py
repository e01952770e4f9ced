"""A copy of a webinar takes questions as that does, at a short address of its own, and none of what was asked."""

import sqlalchemy as sa

from tests.audience_question_factories import add_asked, open_board
from tests.factories import make_webinar
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.questions.boards import BoardSettings, board_of, settings_of
from webinars.domain.scheduling.webinar_copies import duplicate
from webinars.models import AskedBy, AskerNames, AskingMode, AudienceQuestion


def test_a_copy_takes_the_settings_and_neither_the_code_nor_the_questions(session, lunar, olga):
    webinar = make_webinar(session, lunar)
    settings = BoardSettings(
        mode=AskingMode.BEFORE, approves_first=True, names=AskerNames.REQUIRED, asked_by=AskedBy.REGISTERED
    )
    chosen = {name: getattr(settings, name) for name in ("mode", "approves_first", "names", "asked_by")}
    board = open_board(session, webinar, is_paused=True, **chosen)
    add_asked(session, webinar, "Does it cast a shadow?")
    session.commit()

    copy = duplicate(session, actor_of(session, olga.id), webinar_to_edit(session, webinar.slug), now=clock.now())
    session.commit()

    copied = board_of(session, copy.id)
    assert settings_of(copied) == settings
    assert not copied.is_paused
    assert copied.next_number == 1
    assert copied.code not in {"", board.code}
    asked_of = session.scalars(sa.select(AudienceQuestion.webinar_id)).all()
    assert asked_of == [webinar.id]


def test_a_copy_of_what_takes_none_has_no_board(session, lunar, olga):
    webinar = make_webinar(session, lunar)
    session.commit()

    copy = duplicate(session, actor_of(session, olga.id), webinar_to_edit(session, webinar.slug), now=clock.now())
    session.commit()

    assert board_of(session, copy.id) is None
