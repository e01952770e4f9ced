import datetime as dt

import pytest

from tests.factories import make_membership, make_organisation, make_user, make_webinar
from tests.integration.accounts.conftest import PASSWORD
from webinars import clock
from webinars.domain.accounts.actions import open_session
from webinars.domain.accounts.passwords import is_right
from webinars.models import Role, User


def test_it_shows_the_person_and_their_organisations_and_nobody_elses(client, session, olga, sign_in):
    make_membership(session, make_organisation(session, "Lunar Society"), olga, Role.EDITOR)
    make_membership(session, make_organisation(session, "Accademia dei Lincei"), make_user(session, "Oskar"))
    sign_in(client, olga)

    page = client.get("/account/").text

    assert "olga@society.example" in page
    assert "Lunar Society" in page
    assert "Editor" in page
    assert "Lincei" not in page


@pytest.mark.parametrize(
    "address", ["/account/name", "/account/timezone", "/account/password", "/account/sessions/delete"]
)
def test_strangers_change_nothing(client, olga, address):
    response = client.post(address, data={"name": "X"})

    assert response.status_code == 403
    assert "Sign in again: what you typed is still here." in response.text


def test_the_name_is_saved(client, session, olga, sign_in):
    sign_in(client, olga)

    response = client.post("/account/name", data={"name": " Olga  Smith "})

    assert response.status_code == 303
    assert session.get_one(User, olga.id).name == "Olga Smith"


def test_a_name_that_is_too_long_stays_in_the_form(client, session, olga, sign_in):
    sign_in(client, olga)

    response = client.post("/account/name", data={"name": "x" * 121})

    assert response.status_code == 422
    assert "x" * 121 in response.text
    assert session.get_one(User, olga.id).name == "Olga"


def test_the_password_is_changed_and_other_browsers_are_signed_out(new_client, client, session, olga, sign_in):
    elsewhere = new_client()
    sign_in(elsewhere, olga)
    sign_in(client, olga)

    response = client.post("/account/password", data={"current_password": PASSWORD, "password": "seven grey geese"})

    assert response.status_code == 303
    assert is_right("seven grey geese", session.get_one(User, olga.id).password_hash)
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"current_password": "wrong", "password": "seven grey geese"}, "This is not your present password."),
        ({"current_password": PASSWORD, "password": "password1"}, "first that anyone would try"),
        ({"current_password": PASSWORD}, "Choose a password."),
        ({"password": "seven grey geese"}, "Enter your present password."),
    ],
)
def test_what_is_wrong_with_a_password_is_said_at_its_field(client, session, olga, sign_in, data, sentence):
    sign_in(client, olga)

    response = client.post("/account/password", data=data)

    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="Olga"' in response.text
    assert is_right(PASSWORD, session.get_one(User, olga.id).password_hash)


def test_guessing_the_present_password_is_stopped(client, olga, sign_in):
    sign_in(client, olga)

    answers = [client.post("/account/password", data={"current_password": "x"}).status_code for _ in range(21)]

    assert answers == [422] * 20 + [429]


def test_other_browsers_can_be_signed_out(client, session, olga, sign_in):
    open_session(session, olga, now=clock.now(), browser="Firefox on Windows")
    sign_in(client, olga)
    assert "Firefox on Windows" in client.get("/account/").text

    client.post("/account/sessions/delete")

    assert "Firefox on Windows" not in client.get("/account/").text


def test_the_desk_tells_times_in_the_zone_of_the_account(client, session, olga, sign_in):
    organisation = make_organisation(session, "Lunar Society")
    make_membership(session, organisation, olga)
    make_webinar(session, organisation, updated_at=dt.datetime(2027, 7, 4, 23, 30, tzinfo=dt.UTC))
    sign_in(client, olga)
    address = "/manage/webinars/comets-and-their-tails"
    assert "4 July 2027, 11.30pm UTC" in client.get(address).text

    answer = client.post("/account/timezone", data={"timezone": " Asia/Calcutta "})

    assert answer.status_code == 303
    assert session.get_one(User, olga.id).timezone == "Asia/Kolkata"
    page = client.get(address).text
    assert "5 July 2027, 5am India" in page
    assert 'data-zone="Asia/Kolkata"' in page


def test_no_zone_means_the_clock_of_the_browser(client, session, olga, sign_in):
    olga.timezone = "Asia/Kolkata"
    sign_in(client, olga)

    client.post("/account/timezone", data={"timezone": ""})

    assert session.get_one(User, olga.id).timezone is None
    assert "data-zone" not in client.get("/manage/").text


def test_a_zone_that_does_not_exist_is_refused_and_what_was_typed_stays(client, session, olga, sign_in):
    sign_in(client, olga)

    answer = client.post("/account/timezone", data={"timezone": "Europe/Lodnon"})

    assert answer.status_code == 422
    assert "We know no place “Europe/Lodnon”." in answer.text
    assert 'value="Europe/Lodnon"' in answer.text
    assert session.get_one(User, olga.id).timezone is None
