import pytest
import sqlalchemy as sa

from tests.factories import make_user
from webinars.domain.accounts.first_run import FILE_NAME, first_run_code
from webinars.models import User


@pytest.fixture
def code(session, settings):
    (settings.data / FILE_NAME).unlink(missing_ok=True)
    yield first_run_code(session, settings)
    (settings.data / FILE_NAME).unlink(missing_ok=True)


def data(valid_code, **values):
    typed = {"name": "Olga", "email": "olga@society.example", "password": "copper tide organ"}
    return {"code": valid_code} | typed | values


def test_whoever_has_the_code_becomes_administrator_and_is_signed_in(client, session, code):
    assert client.get("/account/first-run").status_code == 200

    response = client.post("/account/first-run", data=data(code))

    assert (response.status_code, response.location) == (303, "/manage/first-run")
    assert session.scalars(sa.select(User)).one().is_admin
    assert client.get("/manage/first-run").status_code == 200


def test_the_page_does_not_show_the_code(client, code):
    assert code not in client.get("/account/first-run").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"code": "0000-0000-0000"}, "not the code that was printed"),
        ({"code": ""}, "Enter the code."),
        ({"name": ""}, "Enter your name."),
        ({"email": "olga"}, "Enter an address with an @"),
        ({"password": "password1"}, "first that anyone would try"),
    ],
)
def test_a_mistake_makes_nobody_and_loses_nothing_typed(client, session, code, wrong, sentence):
    response = client.post("/account/first-run", data=data(code, **wrong))

    assert response.status_code == 422
    assert sentence in response.text
    assert f'value="{wrong.get("name", "Olga")}"' in response.text
    assert session.scalars(sa.select(User)).all() == []
    assert first_run_code(session, client.application.config["SETTINGS"]) == code


def test_all_mistakes_are_said_at_once(client, code):
    wrong = {"code": "0000-0000-0000", "name": "", "email": "olga", "password": "password1"}

    text = client.post("/account/first-run", data=wrong).text

    for sentence in ("not the code that", "Enter your name.", "Enter an address with an @", "that anyone would try"):
        assert sentence in text


def test_it_is_gone_once_there_is_an_account(client, session, code):
    make_user(session)

    assert client.get("/account/first-run").status_code == 404
    assert client.post("/account/first-run", data=data(code)).status_code == 404


def test_guessing_the_code_is_stopped(client, code):
    answers = [client.post("/account/first-run", data=data("0000-0000-0000")).status_code for _ in range(21)]

    assert answers == [422] * 20 + [429]
