import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine

from tests.audience_question_factories import give_votes, make_question, open_board
from tests.factories import add_appearance, add_question, make_speaker, make_webinar
from webinars import clock
from webinars.lib.tokens import digest_of
from webinars.models import AskingMode, AudienceQuestion, ModeratorLink, QuestionBoard

NOW = dt.datetime(2027, 2, 14, 16, 41, 12, tzinfo=dt.UTC)
"""41 minutes and 12 seconds after the start."""
TOKEN = "a-token-of-mary-somerville"
DESK = "/manage/webinars/comets-and-their-tails/questions"
BY_LINK = f"/moderate/{TOKEN}"


@pytest.fixture
def live():
    """Time stands still, while the webinar is on."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def webinar(session, lunar, live):
    """On Sunday 14 February 2027, 4pm to 6pm in London."""
    return make_webinar(
        session, lunar, starts_wall=dt.datetime(2027, 2, 14, 16), timezone="Europe/London", duration_minutes=120
    )


@pytest.fixture
def board(session, webinar):
    return open_board(session, webinar, mode=AskingMode.ALWAYS)


@pytest.fixture
def wang(session, lunar, webinar):
    return add_appearance(session, webinar, make_speaker(session, lunar, "Wang Zhenyi"))


@pytest.fixture
def make(session, settings, board):
    """`make("Why?", votes="ab", registered="c")`: a question with these votes."""

    def make(text="Why do comets have tails?", *, votes="", registered="", **values):
        question = make_question(session, settings, board, text, **values)
        give_votes(session, question, *votes)
        give_votes(session, question, *registered, is_registered=True)
        return question

    return make


@pytest.fixture
def agenda(session, webinar):
    return add_question(session, webinar, "What is a tail made of?")


@pytest.fixture
def link(session, board, olga):
    row = ModeratorLink(
        webinar_id=board.webinar_id,
        name="Mary Somerville",
        digest=digest_of(TOKEN),
        made_by_id=olga.id,
        made_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row


@pytest.fixture
def desk(client, sign_in, olga, board, session):
    """Olga at the desk."""
    session.commit()
    sign_in(client, olga)
    return client


@pytest.fixture
def mary(new_client, link, session):
    """Somebody without an account, with a link."""
    session.commit()
    return new_client()


@pytest.fixture
def stored(session):
    """`stored(1)`: the question of that number as it is now."""

    def stored(number):
        session.expire_all()
        return session.scalars(
            sa.select(AudienceQuestion)
            .where(AudienceQuestion.number == number)
            .execution_options(populate_existing=True)
        ).one()

    return stored


@pytest.fixture
def stored_board(session, board):
    def stored_board():
        session.expire_all()
        return session.scalars(sa.select(QuestionBoard).execution_options(populate_existing=True)).one()

    return stored_board
