import pytest
import sqlalchemy as sa

from tests.factories import make_member, make_membership, make_organisation, make_user
from tests.filled_form import FilledForm
from tests.integration.accounts.conftest import PASSWORD
from webinars import clock
from webinars.domain.accounts.password_links import invitation_token, reset_token
from webinars.domain.accounts.passwords import is_right
from webinars.models import OutboundEmail, Role, User


def kinds(session):
    return session.scalars(sa.select(OutboundEmail.kind)).all()


@pytest.mark.usefixtures("with_mail_server")
def test_known_and_unknown_addresses_get_the_same_answer(new_client, client, session, olga):
    answers = []
    for email in ["olga@society.example", "ana@society.example"]:
        browser = new_client()
        session.commit()
        asked = browser.post("/account/forgotten", data={"email": email})
        answers.append((asked.status_code, asked.location, browser.get(asked.location).text.partition("<form")[0]))

    assert answers[0] == answers[1]
    assert "If this address has an account" in answers[0][2]
    assert kinds(session) == ["accounts.reset"]


def test_a_mistyped_address_is_told(client, olga):
    response = client.post("/account/forgotten", data={"email": "olga@"})

    assert response.status_code == 422
    assert "Enter an address with an @" in response.text


def test_asking_too_often_from_one_network_is_stopped(client, olga):
    answers = [client.post("/account/forgotten", data={"email": "ana@society.example"}) for _ in range(21)]

    assert [answer.status_code for answer in answers] == [303] * 20 + [429]


def test_the_link_shows_a_form_and_does_nothing_else(client, session, settings, olga):
    token = reset_token(settings, olga, now=clock.now())

    first, second = client.get(f"/account/password/{token}"), client.get(f"/account/password/{token}")

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.headers["Referrer-Policy"] == "same-origin"
    assert "olga@society.example" in first.text
    assert is_right(PASSWORD, session.get_one(User, olga.id).password_hash)


def test_a_reset_asks_for_the_new_password_at_sign_in(client, session, settings, olga, sign_in):
    sign_in(client, olga)
    token = reset_token(settings, olga, now=clock.now())

    response = client.post(f"/account/password/{token}", data={"password": "seven grey geese"})

    assert (response.status_code, response.location) == (303, "/account/sign-in")
    assert client.get("/account/").status_code == 302
    signed_in = client.post("/account/sign-in", data={"email": olga.email, "password": "seven grey geese"})
    assert signed_in.status_code == 303


def test_an_invited_person_is_signed_in_by_setting_the_password(client, session, settings):
    sam = make_user(session, "Sam", email="sam@society.example")
    membership = make_membership(session, make_organisation(session), sam)
    token = invitation_token(settings, membership, now=clock.now())

    assert FilledForm(client.get(f"/account/password/{token}"), "//main//form")["name"] == "Sam"
    typed = {"password": "seven grey geese", "name": "Sam Swan"}
    response = client.post(f"/account/password/{token}", data=typed)

    assert (response.status_code, response.location) == (303, "/manage/")
    assert session.scalar(sa.select(User.name)) == "Sam Swan"
    assert "sam@society.example" in client.get("/account/").text
    assert kinds(session) == []


def test_an_invitation_ends_with_its_membership(client, session, settings, sign_in, new_client):
    lunar, royal = make_organisation(session, "Lunar Society"), make_organisation(session, "Royal Society")
    owner = make_member(session, lunar, "Otto", Role.OWNER)
    sam = make_user(session, "Sam", email="sam@society.example")
    membership = make_membership(session, lunar, sam, Role.EDITOR)
    ended = invitation_token(settings, membership, now=clock.now())
    lasting = invitation_token(settings, make_membership(session, royal, sam, Role.EDITOR), now=clock.now())
    at_the_desk = new_client()
    sign_in(at_the_desk, owner)
    removed = at_the_desk.post(f"/manage/organisations/lunar-society/members/{membership.id}/delete")
    assert removed.status_code == 303

    shown = client.get(f"/account/password/{ended}")
    sent = client.post(f"/account/password/{ended}", data={"password": "seven grey geese"})

    assert (shown.status_code, sent.status_code) == (410, 410)
    session.refresh(sam)
    assert sam.password_hash is None
    assert client.get("/manage/").status_code == 302
    assert client.get(f"/account/password/{lasting}").status_code == 200


def test_a_weak_password_is_refused_and_the_link_still_works(client, settings, olga):
    token = reset_token(settings, olga, now=clock.now())

    refused = client.post(f"/account/password/{token}", data={"password": "password1"})
    empty = client.post(f"/account/password/{token}", data={})

    assert (refused.status_code, empty.status_code) == (422, 422)
    assert "first that anyone would try" in refused.text
    assert "Choose a password." in empty.text
    assert "password1" not in refused.text
    assert client.get(f"/account/password/{token}").status_code == 200


@pytest.mark.parametrize("token", ["x", "WyJyZXNldCIsMV0.AAAA"])
def test_a_spent_link_offers_a_new_one(client, token):
    shown, sent = client.get(f"/account/password/{token}"), client.post(f"/account/password/{token}", data={})

    assert (shown.status_code, sent.status_code) == (410, 410)
    assert "/account/forgotten" in shown.text
