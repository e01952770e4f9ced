"""The section of the editor that says how the audience asks questions."""

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import open_board
from tests.factories import add_co_organiser, make_member, make_organisation, make_webinar
from tests.filled_form import FilledForm
from tests.integration.registration.reading import words_of
from webinars.models import AskedBy, AskerNames, AskingMode, AuditEvent, QuestionBoard, Role

EDITOR = "/manage/webinars/comets-and-their-tails"


@pytest.fixture
def webinar(session, host):
    return make_webinar(session, host)


@pytest.fixture
def desk(client, sign_in, olga, webinar, session):
    session.commit()
    sign_in(client, olga)
    return client


def boards(session):
    session.expire_all()
    return session.scalars(sa.select(QuestionBoard).execution_options(populate_existing=True)).all()


def test_a_new_webinar_takes_no_questions(desk, session):
    form = FilledForm(desk.get("/manage/webinars/new"))
    assert form["audience_mode"] == "off"

    desk.post("/manage/webinars", data=form.fill(title="Tides", date="2037-03-01", hour="16:00").data())

    assert boards(session) == []


def test_questions_are_taken_as_chosen_and_the_history_says_so(desk, session):
    form = FilledForm(desk.get(EDITOR)).fill(
        audience_mode="always",
        audience_approves_first="y",
        audience_names="required",
        audience_asked_by="registered",
        title="Comets",
    )

    assert desk.post(EDITOR, data=form.data()).status_code == 303

    (board,) = boards(session)
    assert (board.mode, board.approves_first) == (AskingMode.ALWAYS, True)
    assert (board.names, board.asked_by) == (AskerNames.REQUIRED, AskedBy.REGISTERED)
    shown = FilledForm(desk.get(EDITOR))
    assert (shown["audience_mode"], shown["audience_names"], shown["title"]) == ("always", "required", "Comets")
    assert "changed how the audience asks questions" in desk.get("/manage/history").text


def test_a_save_that_changes_nothing_of_it_leaves_the_board_as_it_is(desk, webinar, session):
    open_board(session, webinar, revision=7)
    session.commit()

    desk.post(EDITOR, data=FilledForm(desk.get(EDITOR)).fill(title="Comets").data())

    (board,) = boards(session)
    assert board.revision == 7


def test_what_moderators_have_switched_on_meanwhile_is_kept(desk, webinar, session):
    open_board(session, webinar)
    session.commit()
    form = FilledForm(desk.get(EDITOR)).fill(title="Comets")
    boards(session)[0].approves_first = True
    session.commit()

    answer = desk.get(desk.post(EDITOR, data=form.data()).location)

    assert boards(session)[0].approves_first
    assert "A moderator reads each question first" in words_of(answer)


def test_two_who_choose_differently_are_asked(desk, webinar, session):
    open_board(session, webinar, mode=AskingMode.BEFORE)
    session.commit()
    form = FilledForm(desk.get(EDITOR)).fill(audience_mode="always")
    boards(session)[0].mode = AskingMode.DURING
    session.commit()

    answer = desk.post(EDITOR, data=form.data())

    assert answer.status_code == 409
    assert "From the start to the end" in words_of(answer)
    assert boards(session)[0].mode is AskingMode.DURING


def test_nonsense_is_refused_at_its_field(desk, session):
    form = FilledForm(desk.get(EDITOR)).fill(audience_mode="sometimes")

    answer = desk.post(EDITOR, data=form.data())

    assert answer.status_code == 422
    assert boards(session) == []


@pytest.mark.parametrize(("rights", "is_shown"), [(["people"], True), (["texts", "registrations", "publish"], False)])
def test_it_takes_the_right_to_people(session, client, sign_in, webinar, rights, is_shown):
    partner = make_organisation(session, "Partner")
    add_co_organiser(session, webinar, partner, is_accepted=True).rights = rights
    ada = make_member(session, partner, "Ada", Role.EDITOR)
    session.commit()
    sign_in(client, ada)
    form = FilledForm(client.get(EDITOR))

    data = form.data()
    data["audience_mode"] = "always"
    answer = client.post(EDITOR, data=data)

    assert ("audience_mode" in form) is is_shown
    assert answer.status_code in {303, 422}
    if not is_shown:
        assert boards(session) == []
        assert session.scalars(sa.select(AuditEvent.id).where(AuditEvent.action.contains("audience"))).all() == []
