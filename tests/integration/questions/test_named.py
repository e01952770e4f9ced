"""Whoever is to answer is named in public once it is confirmed, and not before; moderators see it at once."""

import pytest

from tests.audience_question_factories import asker_token, make_question
from tests.factories import add_appearance, make_speaker
from tests.integration.questions.conftest import NOW
from webinars.domain.questions.asker_queries import asker_question
from webinars.domain.questions.moderation_queue import queue_of
from webinars.domain.questions.public_queries import public_questions
from webinars.models import Agreement

pytestmark = pytest.mark.usefixtures("live")


def test_nobody_is_named_where_only_those_who_have_agreed_stand_in_public(session, settings, lunar, asked, row):
    speaker = add_appearance(session, asked, make_speaker(session, lunar), agreement=Agreement.ASKED)
    token = asker_token(settings, make_question(session, settings, row, appearance_id=speaker.id))

    asked.is_lineup_confirmed_only = True

    def named():
        session.flush()
        session.expire_all()
        [public], [queued] = public_questions(session, asked.id).questions, queue_of(session, asked.id).all
        return public.for_whom, asker_question(session, token, now=NOW).for_whom, queued.for_whom

    assert named() == ("", "", "Caroline Herschel")
    speaker.agreement = Agreement.AGREED
    assert named() == ("Caroline Herschel",) * 3
