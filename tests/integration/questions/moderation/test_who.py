"""Who may moderate at the desk: whoever has the right to a webinar's people."""

import pytest

from tests.factories import add_co_organiser, make_member, make_organisation
from tests.integration.questions.moderation.conftest import DESK
from tests.integration.registration.reading import words_of
from webinars.models import QuestionState, Role


@pytest.mark.parametrize(("rights", "status"), [(["people"], 200), (["texts", "registrations", "publish"], 403)])
def test_a_co_organiser_needs_the_right_to_people(session, client, sign_in, webinar, make, stored, rights, status):
    make()
    partner = make_organisation(session, "Partner")
    add_co_organiser(session, webinar, partner, is_accepted=True).rights = rights
    ada = make_member(session, partner, "Ada", Role.EDITOR)
    session.commit()
    sign_in(client, ada)

    answers = client.get(DESK), client.get(f"{DESK}/fresh"), client.post(f"{DESK}/1", data={"press": "hide"})

    assert [each.status_code for each in answers] == ([200, 200, 303] if status == 200 else [403] * 3)
    assert stored(1).is_hidden == (status == 200)


def test_to_strangers_there_is_nothing(session, client, sign_in, oskar, board, make, stored):
    make()
    session.commit()
    sign_in(client, oskar)

    assert client.get(DESK).status_code == 404
    assert client.post(f"{DESK}/1", data={"press": "hide"}).status_code == 404
    assert not stored(1).is_hidden


def test_how_many_wait_stands_on_the_tabs(session, desk, make):
    make(state=QuestionState.PENDING)
    session.commit()

    assert "1 to read" in desk.get(f"{DESK.rpartition('/')[0]}/starts").text


def test_the_desk_says_what_waits_to_be_read(session, desk, make):
    for _question in range(3):
        make(state=QuestionState.PENDING)
    session.commit()

    answer = desk.get("/manage/")

    assert "3 questions to read “Comets and their tails”, which is on now." in words_of(answer)
    assert f'href="{DESK}"' in answer.text
